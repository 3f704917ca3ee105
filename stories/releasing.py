"""The act of releasing a set of stories together, all or none: when an embargo ends, say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom import acts
from newsroom.models import User
from stories import links, publishing
from stories.freezing import freeze
from stories.models import Edition, Story
from stories.writing import locked

LARGEST_SET = 30


class BadSet(acts.Refused):
    """No stories, more than one act should hold, or one of them twice."""


class NotReleased(acts.Refused):
    """One story of the set cannot be published, so none was; `refusal` says why not."""

    def __init__(self, story: Story, refusal: acts.Refused):
        self.story, self.refusal = story, refusal
        super().__init__(
            _("Nothing was published. “%(story)s”: %(why)s") % {"story": story, "why": refusal}
        )


@dataclass(frozen=True, kw_only=True)
class Chosen:
    """A story of a set: which kind of edition it gets, what changed, and what its person saw.

    A first edition has neither kind nor words.
    """

    story: Story
    kind: str = ""
    what_changed: str = ""
    seen: int | None = None


def why_not_release(*, by: User | None) -> acts.Refused | None:
    return acts.lacks_permission(by, "stories.publish_story")


@transaction.atomic
def release(
    *, stories: Sequence[Chosen], by: User | None, now: datetime, at: datetime | None = None
) -> list[Edition]:
    """Publish the stories at once, or schedule them all for `at`, each as the act of its kind does.

    All go live in the same moment. Raises NotPermitted, BadSet, publishing.PastTime or
    NotReleased, and then none of them is published.
    """
    if refusal := why_not_release(by=by) or _why_not_this(stories):
        raise refusal
    if at is not None and at <= now:
        raise publishing.PastTime(_("That time has passed. Choose one to come, or publish now."))
    chosen = sorted(stories, key=lambda each: each.story.pk)  # two sets never wait for each other
    held = [_held(each) for each in chosen]
    links.hold(freeze(story) for story in held)
    note = _note(len(chosen) - 1)
    return [_published(each, by=by, now=now, at=at, note=note) for each in chosen]


def _why_not_this(stories: Sequence[Chosen]) -> BadSet | None:
    if not stories:
        return BadSet(_("Choose the stories to publish together."))
    if len(stories) > LARGEST_SET:
        return BadSet(_("At most %(most)s stories are published together.") % {"most": LARGEST_SET})
    if len({each.story.pk for each in stories}) < len(stories):
        return BadSet(_("A story stands in the set twice."))
    return None


def _held(chosen: Chosen) -> Story:
    try:
        return locked(chosen.story, seen=chosen.seen)
    except acts.Refused as refusal:
        raise NotReleased(chosen.story, refusal) from refusal


def _note(others: int) -> str:
    words = ngettext(
        "Released with %(n)s other story.", "Released with %(n)s other stories.", others
    )
    return words % {"n": others} if others else ""


def _published(
    chosen: Chosen, *, by: User | None, now: datetime, at: datetime | None, note: str
) -> Edition:
    story, kind, what_changed = chosen.story, chosen.kind, chosen.what_changed
    try:
        if at is not None:
            return publishing.schedule(
                story=story, by=by, now=now, at=at, kind=kind, what_changed=what_changed, note=note
            )
        if not kind:
            return publishing.publish(story=story, by=by, now=now, note=note)
        act = publishing.correct if kind in Edition.CORRECTIONS else publishing.update
        return act(story=story, by=by, now=now, kind=kind, what_changed=what_changed, note=note)
    except acts.Refused as refusal:
        raise NotReleased(story, refusal) from refusal
