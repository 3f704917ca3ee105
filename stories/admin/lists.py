"""The desk's lists of stories, each with a name: which stories stand in it, in which order.

The front page shows the beginning of each, and the story list all of one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import OuterRef, Prefetch, Subquery
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from newsroom.buttons import Words
from newsroom.clock import midnight
from newsroom.models import User
from stories import checklist
from stories.models import Flag, Story, StoryTopic
from stories.models.story import StoryQuerySet

# What can become wrong with a published brief though nobody touches it.
COMES_LATER = frozenset(
    (
        "picture_is_described",
        "links_lead_somewhere",
        "topics_are_approved",
        "topics_are_up_to_date",
        "descriptions_are_whole",
        "descriptions_name_their_source",
    )
)
LOOKED_THROUGH = 100

Find = Callable[[StoryQuerySet, User, datetime], StoryQuerySet]


@dataclass(frozen=True, kw_only=True)
class DeskList:
    """One list, for those with `permission`.

    `empty` is said where nothing stands in it, and `opens` is the page that a story of it leads to.
    """

    name: str
    title: Words
    find: Find
    permission: str = "stories.view_story"
    empty: Words = ""
    opens: str = "change"


def end_of_day(now: datetime) -> datetime:
    """When the newsroom's day ends, by its own clock."""
    today = timezone.localdate(now, timezone.get_default_timezone())
    return midnight(today + timedelta(days=1))


def failing(*, now: datetime) -> list[tuple[Story, list[checklist.Failure]]]:
    """Of the latest briefs that readers see, those that fail a check by now, with what they fail.

    A brief with unpublished changes is left out: its checks are about the text to come.
    """
    topics = StoryTopic.objects.select_related("entity__merged_into")
    latest = (
        Story.objects.live(now=now)
        .filter(state=Story.State.PUBLISHED)
        .select_related("picture")
        .prefetch_related(Prefetch("topics", topics))
        .order_by("-changed_at", "-pk")[:LOOKED_THROUGH]
    )
    stories = list(latest)
    failures = checklist.failures_of(
        stories,
        now=now,
        only=lambda check: check.name in COMES_LATER,
        rows=frozenset(("topics",)),
    )
    return [(story, failures[story.pk]) for story in stories if failures[story.pk]]


def _waiting(stories: StoryQuerySet, person: User, now: datetime) -> StoryQuerySet:
    return stories.waiting_for(person, now=now).most_pressing_first()


def _sent_back(stories: StoryQuerySet, person: User, now: datetime) -> StoryQuerySet:
    return stories.sent_back_to(person, now=now).most_pressing_first()


def _drafts(stories: StoryQuerySet, person: User, now: datetime) -> StoryQuerySet:
    return stories.drafts_of(person, now=now).order_by("-changed_at", "-pk")


def _due(stories: StoryQuerySet, person: User, now: datetime) -> StoryQuerySet:
    due = stories.due_before(end_of_day(now))
    if not person.has_perm("stories.assign_story"):
        due = due.concerning(person, now=now)
    return due.order_by("assignment__due_at", "assignment__urgency", "pk")


def _flagged(stories: StoryQuerySet, person: User, now: datetime) -> StoryQuerySet:
    """What the longest a moderator waits for; each says what changed, as `flag_sentence`."""
    flags = Flag.objects.open().filter(story=OuterRef("pk")).order_by("at", "pk")
    flagged = stories.annotate(
        flag_at=Subquery(flags.values("at")[:1]),
        flag_sentence=Subquery(flags.values("sentence")[:1]),
    ).exclude(flag_at=None)
    if not person.has_perm("stories.assign_story"):
        flagged = flagged.concerning(person, now=now)
    return flagged.order_by("flag_at", "pk")


def _scheduled(stories: StoryQuerySet, person: User, now: datetime) -> StoryQuerySet:
    return stories.scheduled(now=now).order_by("goes_live_at", "pk")


def _changed(stories: StoryQuerySet, person: User, now: datetime) -> StoryQuerySet:
    return stories.unpublished_changes(now=now).order_by("-changed_at", "-pk")


def _mine(stories: StoryQuerySet, person: User, now: datetime) -> StoryQuerySet:
    return stories.concerning(person, now=now).order_by("-changed_at", "-pk")


def _failing(stories: StoryQuerySet, person: User, now: datetime) -> StoryQuerySet:
    failed = [story.pk for story, _failures in failing(now=now)]
    return stories.filter(pk__in=failed).order_by("-changed_at", "-pk")


WAITING = DeskList(
    name="waiting",
    title=_("Waiting for my review"),
    find=_waiting,
    permission="stories.review_story",
    empty=_("Nothing waits for your review."),
    opens="review",
)
SENT_BACK = DeskList(
    name="sent-back",
    title=_("Sent back to me"),
    find=_sent_back,
    permission="stories.change_story",
)
FLAGGED = DeskList(
    name="flagged",
    title=_("May be wrong now"),
    find=_flagged,
    permission="stories.change_story",
)
DUE = DeskList(
    name="due",
    title=_("Due today and late"),
    find=_due,
    permission="stories.change_story",
    empty=_("Nothing more is due today."),
)
DRAFTS = DeskList(
    name="drafts",
    title=_("My drafts"),
    find=_drafts,
    permission="stories.change_story",
    empty=_("You have no drafts."),
)
SCHEDULED = DeskList(name="scheduled", title=_("Scheduled next"), find=_scheduled)
CHANGED = DeskList(
    name="changed",
    title=_("Live with changes not published"),
    find=_changed,
    permission="stories.change_story",
)
FAILING = DeskList(name="failing", title=_("Failing after publication"), find=_failing)
MINE = DeskList(
    name="mine", title=_("All my stories"), find=_mine, permission="stories.change_story"
)

LISTS = {
    each.name: each
    for each in (MINE, WAITING, SENT_BACK, FLAGGED, DUE, DRAFTS, SCHEDULED, CHANGED, FAILING)
}
