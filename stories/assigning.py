"""Acts of planning: assign a story, claim its review, give it back. None changes its text.

The plan is for the next edition: publishing ends it (`done`). What waits for whom is
`models/turns.py`.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from newsroom import acts
from newsroom.models import User
from stories import notices, writing
from stories.models import Assignment, Notice, Story
from stories.review import OwnWork, WrongState


class NotSuited(acts.Refused):
    """The person named cannot do what they are assigned to."""


class Taken(acts.Refused):
    """Someone else has the review."""


class NotTheirs(acts.Refused):
    """The person does not have the review."""


class PastTime(acts.Refused):
    """A story is due at a time to come."""


class Unchanged(acts.Refused):
    """Nothing was changed, and nothing was said."""


def why_not_assign(*, story: Story, by: User | None, now: datetime) -> acts.Refused | None:
    return acts.lacks_permission(by, "stories.assign_story")


@transaction.atomic
def assign(
    *,
    story: Story,
    by: User | None,
    now: datetime,
    writer: User | None,
    reviewer: User | None,
    due_at: datetime | None,
    urgency: int,
    note: str = "",
    planned: str | None = None,
    seen: int | None = None,
) -> Assignment:
    """Say who writes and who reviews the story, by when, and how urgent it is.

    `planned` is the `mark` of the plan that the person had before them; None where nobody looked.
    Raises NotPermitted, NotSuited, OwnWork, PastTime, Unchanged or Changed.
    """
    story = _held(story, seen=seen)
    if refusal := why_not_assign(story=story, by=by, now=now):
        raise refusal
    before = _plan(story)
    if planned is not None and planned != before.mark:
        raise _changed_plan(story)
    after = Assignment(
        pk=before.pk, story=story, writer=writer, reviewer=reviewer, due_at=due_at, urgency=urgency
    )
    if refusal := _why_unfit(after, before=before, now=now):
        raise refusal
    words = "\n".join(filter(None, [_changes(after, before=before), note.strip()]))
    if not words:
        raise Unchanged(_("Nothing was changed: choose someone or a time, or write a note."))
    after.save()
    writing.log("assigned", story=story, by=by, now=now, note=words)
    people = _newly_named(after, before=before)
    notices.tell(kind=Notice.Kind.ASSIGNED, story=story, by=by, now=now, people=people, words=words)
    return after


def why_not_claim(*, story: Story, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "stories.review_story"):
        return refusal
    if story.state != Story.State.IN_REVIEW:
        return WrongState(_("Only a story in review can be claimed."))
    at_work = writing.contributors(story, now=now)
    reviewer = _plan(story).reviewer
    if reviewer and by and reviewer.pk == by.pk:
        return Taken(_("You have this review already."))
    if reviewer and reviewer.is_active and reviewer.pk not in at_work:
        return Taken(_("%(who)s has this review already.") % {"who": acts.name_of(reviewer)})
    if by and by.pk in at_work:
        return OwnWork(_("You worked on this version: someone else has to review it."))
    return None


@transaction.atomic
def claim(*, story: Story, by: User, now: datetime, seen: int | None = None) -> Assignment:
    """Take the review of a story that nobody reviews.

    A reviewer who has gone, or who has worked on the story since, does not stand in the way.
    Raises NotPermitted, WrongState, Taken, OwnWork or Changed.
    """
    story = _held(story, seen=seen)
    if refusal := why_not_claim(story=story, by=by, now=now):
        raise refusal
    asked = story.notices.filter(kind=Notice.Kind.REVIEW, read_at=None)
    asked.exclude(person=by).update(read_at=now)  # the others need not look any more
    return _hand_to(by, story=story, act="claimed", by=by, now=now)


def why_not_give_back(*, story: Story, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "stories.review_story"):
        return refusal
    if by is None or _plan(story).reviewer_id != by.pk:
        return NotTheirs(_("Only the review of someone who has it can be given back."))
    return None


@transaction.atomic
def give_back(*, story: Story, by: User, now: datetime, seen: int | None = None) -> Assignment:
    """Let someone else take the review: those who can are told again.

    Raises NotPermitted, NotTheirs or Changed.
    """
    story = _held(story, seen=seen)
    if refusal := why_not_give_back(story=story, by=by, now=now):
        raise refusal
    plan = _hand_to(None, story=story, act="given_back", by=by, now=now)
    if story.state == Story.State.IN_REVIEW:
        people, words = notices.to_review(story, now=now), _("The review was given back.")
        notices.tell(
            kind=Notice.Kind.REVIEW, story=story, by=by, now=now, people=people, words=words
        )
    return plan


def done(story: Story) -> None:
    """The next edition is published or scheduled: only who writes the story stays."""
    Assignment.objects.filter(story=story).update(
        reviewer=None, due_at=None, urgency=Assignment.Urgency.ROUTINE
    )


def _held(story: Story, *, seen: int | None) -> Story:
    """The story as the database has it, kept from others; its revision is for its text alone."""
    held = (
        Story.objects.select_for_update(of=("self",))
        .select_related("assignment__writer", "assignment__reviewer")
        .get(pk=story.pk)
    )
    if seen is not None and held.revision != seen:
        raise writing.changed(held)
    return held


def _changed_plan(story: Story) -> writing.Changed:
    latest = story.records.filter(act__in=writing.PLANNING).order_by("-at", "-pk").first()
    return writing.Changed(
        _("%(who)s has changed the assignment since you opened it. Look at it again.")
        % {"who": latest.by_name if latest else acts.name_of(None)}
    )


def _plan(story: Story) -> Assignment:
    """What is assigned; an empty plan where nothing is."""
    plan: Assignment | None = getattr(story, "assignment", None)
    return plan or Assignment(story=story)


def _hand_to(
    reviewer: User | None, *, story: Story, act: str, by: User, now: datetime
) -> Assignment:
    before = _plan(story)
    plan, _is_new = Assignment.objects.update_or_create(
        story=story, defaults={"reviewer": reviewer}
    )
    writing.log(act, story=story, by=by, now=now, note=_changes(plan, before=before))
    return plan


def _why_unfit(plan: Assignment, *, before: Assignment, now: datetime) -> acts.Refused | None:
    """What stands against a plan. A time that was set before may have passed."""
    if refusal := _why_unsuited(plan):
        return refusal
    reviewer = plan.reviewer
    is_new = reviewer is not None and plan.reviewer_id != before.reviewer_id
    if reviewer and is_new and reviewer.pk in writing.contributors(plan.story, now=now):
        return OwnWork(
            _("%(who)s worked on this version: someone else has to review it.")
            % {"who": acts.name_of(reviewer)}
        )
    if plan.due_at and plan.due_at <= now and plan.due_at != before.due_at:
        return PastTime(_("That time has passed. Choose one to come."))
    return None


def _why_unsuited(plan: Assignment) -> NotSuited | None:
    who = {"writer": acts.name_of(plan.writer), "reviewer": acts.name_of(plan.reviewer)}
    if plan.writer and not plan.writer.has_perm("stories.change_story"):
        return NotSuited(_("%(writer)s may not write stories.") % who)
    if plan.reviewer and not plan.reviewer.has_perm("stories.review_story"):
        return NotSuited(_("%(reviewer)s may not review stories.") % who)
    if plan.reviewer and plan.reviewer == plan.writer:
        return NotSuited(_("Nobody reviews their own work: choose another reviewer."))
    return None


def _newly_named(plan: Assignment, *, before: Assignment) -> Iterator[int | None]:
    if plan.writer_id != before.writer_id:
        yield plan.writer_id
    if plan.reviewer_id != before.reviewer_id:
        yield plan.reviewer_id


def _changes(plan: Assignment, *, before: Assignment) -> str:
    """A sentence for each thing that is no longer what it was."""
    nobody, said = _("nobody"), []
    if plan.writer_id != before.writer_id:
        said.append(_("Writer: %(who)s.") % {"who": plan.writer or nobody})
    if plan.reviewer_id != before.reviewer_id:
        said.append(_("Reviewer: %(who)s.") % {"who": plan.reviewer or nobody})
    if plan.due_at != before.due_at:
        said.append(_due(plan.due_at))
    if plan.urgency != before.urgency:
        said.append(_("Urgency: %(urgency)s.") % {"urgency": plan.get_urgency_display()})
    return " ".join(said)


def _due(at: datetime | None) -> str:
    """By the newsroom's own clock, whoever writes it down."""
    if at is None:
        return _("No due time.")
    local = timezone.localtime(at, timezone.get_default_timezone())
    return _("Due %(time)s.") % {"time": date_format(local, "j M Y, H:i T")}
