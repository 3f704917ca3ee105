"""The calendar: one week of the newsroom, with what is scheduled, what is due, what appeared."""

import re
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from django.core.exceptions import PermissionDenied
from django.db.models import F, Q
from django.urls import path
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.clock import midnight
from stories.admin.beside import BesideTheForm
from stories.admin.lines import line, sign
from stories.models import Edition, Story

WEEK = re.compile(r"(\d{4})-W(\d{2})", re.ASCII)
YEARS = range(1900, 3000)
ONE_WEEK = timedelta(weeks=1)


class BadWeek(ValueError):
    """No week of the calendar."""


@dataclass(frozen=True, kw_only=True)
class Week:
    """A week of the newsroom's own clock, from its Monday on."""

    monday: date

    @classmethod
    def of(cls, now: datetime) -> "Week":
        today = timezone.localdate(now, timezone.get_default_timezone())
        return cls(monday=today - timedelta(days=today.weekday()))

    @classmethod
    def parse(cls, text: str) -> "Week":
        """`2026-W10`. Raises BadWeek."""
        match = WEEK.fullmatch(text)
        if match is None or int(match[1]) not in YEARS:
            raise BadWeek(text)
        try:
            return cls(monday=date.fromisocalendar(int(match[1]), int(match[2]), 1))
        except ValueError:
            raise BadWeek(text) from None

    def __str__(self) -> str:
        year, week, _weekday = self.monday.isocalendar()
        return f"{year}-W{week:02}"

    @property
    def number(self) -> int:
        return self.monday.isocalendar().week

    @property
    def days(self) -> list[date]:
        return [self.monday + timedelta(days=day) for day in range(7)]

    @property
    def sunday(self) -> date:
        return self.days[-1]

    @property
    def begins(self) -> datetime:
        return midnight(self.monday)

    @property
    def before(self) -> "Week":
        return Week(monday=self.monday - ONE_WEEK)

    @property
    def after(self) -> "Week":
        return Week(monday=self.monday + ONE_WEEK)


@dataclass(frozen=True, kw_only=True)
class Entry:
    """What stands in the calendar at one time. `kind` is scheduled, published, due or late."""

    kind: str
    at: datetime
    words: str
    headline: str
    story: int
    section: str
    who: str = ""
    urgency: str = ""


@dataclass(kw_only=True)
class Day:
    date: date
    is_today: bool
    entries: list[Entry] = field(default_factory=list)


def days_of(week: Week, *, now: datetime) -> list[Day]:
    """The days of the week with their entries in the order of their times, in three queries."""
    zone = timezone.get_default_timezone()
    today = timezone.localdate(now, zone)
    days = {each: Day(date=each, is_today=each == today) for each in week.days}
    entries = [*_editions(week, now=now), *_due(week, now=now)]
    for entry in sorted(entries, key=lambda entry: (entry.at, entry.story)):
        days[timezone.localdate(entry.at, zone)].entries.append(entry)
    return list(days.values())


def _editions(week: Week, *, now: datetime) -> list[Entry]:
    """Editions that appeared or will, and none that was called off."""
    editions = (
        Edition.objects.filter(Q(live_until=None) | Q(live_until__gt=F("live_from")))
        .filter(live_from__gte=week.begins, live_from__lt=week.after.begins)
        .for_cards()
    )
    return [
        Entry(
            kind="scheduled" if edition.live_from > now else "published",
            at=edition.live_from,
            words=_("Goes live") if edition.live_from > now else _published(edition),
            headline=edition.headline,
            story=edition.story_id,
            section=edition.section.name,
        )
        for edition in editions
    ]


def _published(edition: Edition) -> str:
    is_first = edition.kind == Edition.Kind.FIRST
    return _("Published") if is_first else edition.get_kind_display()


def _due(week: Week, *, now: datetime) -> list[Entry]:
    due = Story.objects.with_plan().filter(assignment__due_at__gte=week.begins)
    stories = list(due.due_before(week.after.begins))
    sign(stories)
    return [_due_entry(story, now=now) for story in stories]


def _due_entry(story: Story, *, now: datetime) -> Entry:
    shown = line(story, now=now)
    return Entry(
        kind="late" if shown.is_late else "due",
        at=shown.plan.due_at,
        words=_("Late") if shown.is_late else _("Due"),
        headline=str(story),
        story=story.pk,
        section=story.section.name if story.section else "",
        who=shown.who,
        urgency=shown.urgency,
    )


class PlanPages(BesideTheForm):
    def get_urls(self):
        view = self.admin_site.admin_view(self.calendar_view)
        return [path("calendar/", view, name="stories_story_calendar"), *super().get_urls()]

    def rail(self, request, story):
        return super().rail(request, story) | {"line": line(story, now=timezone.now())}

    def calendar_view(self, request):
        """`?week=2026-W10`; a week that is none is this one, and the page says so."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        now = timezone.now()
        this_week = Week.of(now)
        asked = request.GET.get("week", "")
        try:
            week, is_bad = Week.parse(asked) if asked else this_week, False
        except BadWeek:
            week, is_bad = this_week, True
        return self.show_page(
            request,
            "admin/stories/calendar.html",
            title=_("Calendar"),
            week=week,
            this_week=this_week,
            bad_week=asked if is_bad else "",
            days=days_of(week, now=now),
            zone=timezone.get_default_timezone_name(),
        )
