"""Acts of publishing: publish, schedule, unschedule, withdraw, restore.

A correction, an update and a clarification are publications with their own `kind`. What an
edition holds is frozen here and never again touched; only the end of its interval is set later.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from newsroom import acts
from newsroom.models import User
from stories import checklist, links
from stories.document import Document
from stories.freezing import freeze
from stories.models import Approval, Edition, Story, Withdrawal
from stories.review import Blocked, ReasonMissing, WrongState, approval
from stories.writing import locked, log


class NotApproved(acts.Refused):
    """Nobody has approved the text as it now stands."""


class KindMissing(acts.Refused):
    """A later edition has to say what kind of change it is."""


class PastTime(acts.Refused):
    """A story can only be scheduled for a time to come."""


def why_not_publish(*, story: Story, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "stories.publish_story"):
        return refusal
    if is_withdrawn(story) and acts.lacks_permission(by, "stories.withdraw_story"):
        return WrongState(_("The story is withdrawn: an administrator restores or replaces it."))
    if story.editions.scheduled(now=now).exists():
        return WrongState(_("An edition is scheduled already: call it off first."))
    if not approval(story):
        return NotApproved(_("Nobody has approved the story as it now stands."))
    if failures := checklist.blocking(story, act=checklist.PUBLISH):
        return Blocked(failures)
    return None


@transaction.atomic
def publish(
    *,
    story: Story,
    by: User | None,
    now: datetime,
    kind: str = "",
    what_changed: str = "",
    seen: int | None = None,
) -> Edition:
    """Freeze the approved text into an edition that is live from now on.

    That ends a withdrawal: what is published takes the place of what was taken from readers.
    `kind` is one of Edition.LATER_KINDS from the second edition on; every kind but a minor change
    says `what_changed`, for readers. Raises NotPermitted, WrongState, NotApproved, Blocked,
    KindMissing or ReasonMissing.
    """
    story = locked(story, seen=seen)
    return _add_edition(
        story=story, by=by, now=now, kind=kind, what_changed=what_changed, live_from=now
    )


@transaction.atomic
def schedule(
    *,
    story: Story,
    by: User | None,
    now: datetime,
    at: datetime,
    kind: str = "",
    what_changed: str = "",
    seen: int | None = None,
) -> Edition:
    """Freeze the approved text now, into an edition that takes over at the time `at`.

    Raises PastTime, and whatever `publish` raises.
    """
    story = locked(story, seen=seen)
    if is_withdrawn(story):
        raise WrongState(_("The story is withdrawn: restore it first, or publish now."))
    if at <= now:
        raise PastTime(_("That time has passed. Choose one to come, or publish now."))
    return _add_edition(
        story=story, by=by, now=now, kind=kind, what_changed=what_changed, live_from=at
    )


def why_not_unschedule(*, story: Story, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "stories.publish_story"):
        return refusal
    if not story.editions.scheduled(now=now).exists():
        return WrongState(_("Nothing is scheduled."))
    return None


@transaction.atomic
def unschedule(*, story: Story, by: User | None, now: datetime, seen: int | None = None) -> Edition:
    """Call off the scheduled edition; the one before it stays. Raises NotPermitted, WrongState."""
    story = locked(story, seen=seen)
    if refusal := why_not_unschedule(story=story, by=by, now=now):
        raise refusal
    edition = story.editions.scheduled(now=now).get()
    _call_off(edition, story=story, by=by, now=now)
    before = story.editions.live(now=now).filter(live_until=edition.live_from).first()
    if before:
        _reopen(before)
    return edition


def why_not_withdraw(*, story: Story, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "stories.withdraw_story"):
        return refusal
    if not story.editions.live(now=now).exists():
        return WrongState(_("Only a story that readers can see is withdrawn."))
    return None


@transaction.atomic
def withdraw(
    *, story: Story, by: User | None, now: datetime, reason: str, seen: int | None = None
) -> Withdrawal:
    """Take the story from readers; its address answers with the reason.

    A scheduled edition is called off. Raises NotPermitted, WrongState or ReasonMissing.
    """
    story = locked(story, seen=seen)
    if refusal := why_not_withdraw(story=story, by=by, now=now):
        raise refusal
    if not reason.strip():
        raise ReasonMissing(_("Give readers the reason."))
    for scheduled in story.editions.scheduled(now=now):
        _call_off(scheduled, story=story, by=by, now=now)
    live = story.editions.live(now=now).get()
    _end(live, at=now, now=now)
    log("withdrawn", story=story, by=by, now=now, note=reason, edition=live)
    return Withdrawal.objects.create(
        story=story, edition=live, reason=reason.strip(), at=now, by=by
    )


def why_not_restore(*, story: Story, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "stories.withdraw_story"):
        return refusal
    if not is_withdrawn(story):
        return WrongState(_("The story is not withdrawn."))
    return None


@transaction.atomic
def restore(
    *, story: Story, by: User | None, now: datetime, note: str = "", seen: int | None = None
) -> Edition:
    """Give readers back the edition that was withdrawn. Raises NotPermitted or WrongState."""
    story = locked(story, seen=seen)
    if refusal := why_not_restore(story=story, by=by, now=now):
        raise refusal
    withdrawal = story.withdrawals.get(lifted_at=None)
    edition = withdrawal.edition
    withdrawal.lifted_at = now
    withdrawal.save(update_fields=["lifted_at"])
    _reopen(edition)
    log("restored", story=story, by=by, now=now, note=note, edition=edition)
    return edition


def is_withdrawn(story: Story) -> bool:
    return story.withdrawals.filter(lifted_at=None).exists()


def _add_edition(
    *,
    story: Story,
    by: User | None,
    now: datetime,
    kind: str,
    what_changed: str,
    live_from: datetime,
) -> Edition:
    if refusal := why_not_publish(story=story, by=by, now=now):
        raise refusal
    document = freeze(story)
    signed = Approval.objects.of(story=story, digest=document.digest).first()
    if signed is None:  # a picture or an outlet was changed in this very moment
        raise NotApproved(_("Nobody has approved the story as it now stands."))
    kind = _kind(story, kind=kind, what_changed=what_changed, now=now)
    links.drop(story.editions.filter(live_until__lte=now, sectionlinks__isnull=False))
    story.withdrawals.filter(lifted_at=None).update(lifted_at=now)
    before = story.editions.live(now=now).first()
    if before:
        _end(before, at=live_from, now=now)
    edition = _frozen(story, document, signed=signed, by=by, now=now, live_from=live_from)
    edition.kind = kind
    edition.what_changed = "" if kind == Edition.Kind.FIRST else what_changed.strip()
    edition.published_at = _first_published(story, now=now) or live_from
    edition.save()
    links.make(edition)
    story.state = Story.State.PUBLISHED
    story.changed_at = now
    story.save(update_fields=["state", "changed_at"])
    log(
        "scheduled" if live_from > now else "published",
        story=story,
        by=by,
        now=now,
        note=edition.what_changed,
        digest=edition.digest,
        edition=edition,
    )
    return edition


def _frozen(
    story: Story,
    document: Document,
    *,
    signed: Approval,
    by: User | None,
    now: datetime,
    live_from: datetime,
) -> Edition:
    last = story.editions.order_by("-number").values_list("number", flat=True).first() or 0
    return Edition(
        story=story,
        number=last + 1,
        version=story.version,
        document_json=document.to_json(),
        digest=document.digest,
        slug=document.slug,
        headline=document.headline,
        standfirst=document.standfirst,
        section=story.section,
        picture=document.card_picture,
        live_from=live_from,
        frozen_at=now,
        frozen_by=by,
        frozen_by_name=acts.name_of(by),
        approved_at=signed.at,
        approved_by=signed.by,
        approved_by_name=signed.by_name,
        override_reason=signed.override_reason,
    )


def _kind(story: Story, *, kind: str, what_changed: str, now: datetime) -> str:
    """The kind that the edition gets: the first one that readers see needs no words."""
    if not story.editions.appeared(now=now).exists():
        return Edition.Kind.FIRST
    if kind not in Edition.LATER_KINDS:
        raise KindMissing(
            _("Say what kind of change it is: update, correction, clarification or minor.")
        )
    if kind != Edition.Kind.MINOR and not what_changed.strip():
        raise ReasonMissing(_("Tell readers what changed."))
    return kind


def _first_published(story: Story, *, now: datetime) -> datetime | None:
    return (
        story.editions.appeared(now=now)
        .order_by("live_from")
        .values_list("live_from", flat=True)
        .first()
    )


def _end(edition: Edition, *, at: datetime, now: datetime) -> None:
    """Let the next edition take over: rows of lists go now, or carry the time when they will."""
    Edition.objects.filter(pk=edition.pk).update(live_until=at)
    if at <= now:
        links.drop([edition])
    else:
        links.end(edition, at=at)


def _call_off(edition: Edition, *, story: Story, by: User | None, now: datetime) -> None:
    """End a scheduled edition before it began; its text is approved still, and not published."""
    Edition.objects.filter(pk=edition.pk).update(live_until=edition.live_from)
    links.call_off(edition)
    if story.state == Story.State.PUBLISHED:
        story.state = Story.State.APPROVED
        story.save(update_fields=["state"])
    log("unscheduled", story=story, by=by, now=now, edition=edition, digest=edition.digest)


def _reopen(edition: Edition) -> None:
    Edition.objects.filter(pk=edition.pk).update(live_until=None)
    links.drop([edition])
    links.make(Edition.objects.get(pk=edition.pk))
