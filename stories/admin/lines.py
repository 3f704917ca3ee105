"""A story as the desk's lists show it: one line, with who, by when and how urgent."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Prefetch, prefetch_related_objects
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

from stories.models import Assignment, Byline, Story


@dataclass(frozen=True, kw_only=True)
class Line:
    story: Story
    url: str
    plan: Assignment
    due: str
    is_late: bool
    ago: str

    @property
    def who(self) -> str:
        """Who is to write it; where nobody was told to, who signs it, or else who began it."""
        if self.plan.writer:
            return str(self.plan.writer)
        names = ", ".join(str(byline) for byline in self.story.bylines.all())
        return names or str(self.story.created_by or "")

    @property
    def urgency(self) -> str:
        """Nothing where it is as urgent as everything else."""
        is_routine = self.plan.urgency == Assignment.Urgency.ROUTINE
        return "" if is_routine else self.plan.get_urgency_display()


def line(story: Story, *, now: datetime, opens: str = "change") -> Line:
    """The line of a story that was read `with_plan`, and signed; it leads to the page `opens`."""
    plan = getattr(story, "assignment", None) or Assignment(story=story)
    return Line(
        story=story,
        url=reverse(f"admin:stories_story_{opens}", args=[story.pk]),
        plan=plan,
        due=due_in_words(plan.due_at, now=now) if plan.due_at else "",
        is_late=bool(plan.due_at and plan.due_at <= now),
        ago=timesince(story.changed_at, now, depth=1),
    )


def sign(stories: Sequence[Story]) -> None:
    """Read the bylines of all these stories in one query."""
    prefetch_related_objects(stories, Prefetch("bylines", Byline.objects.select_related("user")))


def due_in_words(due_at: datetime, *, now: datetime) -> str:
    """By the newsroom's own clock: “Late: was due Mon 2 Mar, 17:00”, “Due today, 17:00”."""
    zone = timezone.get_default_timezone()
    due = timezone.localtime(due_at, zone)
    is_today = due.date() == timezone.localdate(now, zone)
    words = {
        "day": _("today") if is_today else date_format(due, "D j M"),
        "time": date_format(due, "H:i"),
    }
    if due_at <= now:
        return _("Late: was due %(day)s, %(time)s") % words
    return _("Due %(day)s, %(time)s") % words
