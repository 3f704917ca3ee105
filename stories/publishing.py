"""Acts of publishing: publish, update, correct, schedule, unschedule, withdraw, restore, reinstate.

Each is an act of its own, with its own words in the record; those that make an edition share one
core. What an edition holds is frozen (`editions.py`); only the end of its interval is set later.
"""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from newsroom import acts
from newsroom.models import User
from stories import assigning, checklist, editions, notices
from stories.freezing import freeze
from stories.models import Approval, Edition, Story, Withdrawal
from stories.review import Blocked, ReasonMissing, WrongState, approval
from stories.writing import locked, log

Kind = Edition.Kind

# What making an edition of each kind is called in the record.
RECORDED = {
    Kind.FIRST: "published",
    Kind.UPDATE: "updated",
    Kind.MINOR: "updated",
    Kind.CORRECTION: "corrected",
    Kind.CLARIFICATION: "corrected",
}


class NotApproved(acts.Refused):
    """Nobody has approved the text as it now stands."""


class KindMissing(acts.Refused):
    """A later edition has to say what kind of change it is."""


class PastTime(acts.Refused):
    """A story can only be scheduled for a time to come."""


# The next edition ----------------------------------------------------------------------------


def why_not_publish(*, story: Story, by: User | None, now: datetime) -> acts.Refused | None:
    return _why_not(story, by=by, now=now, kind=Kind.FIRST)


@transaction.atomic
def publish(
    *, story: Story, by: User | None, now: datetime, note: str = "", seen: int | None = None
) -> Edition:
    """Freeze the approved text into the first edition that readers see, from now on.

    Raises NotPermitted, WrongState, NotApproved, Blocked or Changed. `note` is for the record.
    """
    story = locked(story, seen=seen)
    if refusal := why_not_publish(story=story, by=by, now=now):
        raise refusal
    return _add_edition(story=story, by=by, now=now, kind=Kind.FIRST, live_from=now, note=note)


def why_not_update(*, story: Story, by: User | None, now: datetime) -> acts.Refused | None:
    return _why_not(story, by=by, now=now, kind=Kind.UPDATE)


@transaction.atomic
def update(
    *,
    story: Story,
    by: User | None,
    now: datetime,
    what_changed: str = "",
    kind: str = Kind.UPDATE,
    note: str = "",
    seen: int | None = None,
) -> Edition:
    """Publish what more is known, or a minor change, which alone need not say what changed.

    That ends a withdrawal: what is published takes the place of what was taken from readers.
    Raises KindMissing or ReasonMissing, and whatever `publish` raises.
    """
    story = locked(story, seen=seen)
    if refusal := why_not_update(story=story, by=by, now=now):
        raise refusal
    if kind not in Edition.UPDATES:
        raise KindMissing(_("Say whether it is an update or a minor change."))
    return _add_edition(
        story=story, by=by, now=now, kind=kind, what_changed=what_changed, live_from=now, note=note
    )


def why_not_correct(*, story: Story, by: User | None, now: datetime) -> acts.Refused | None:
    return _why_not(story, by=by, now=now, kind=Kind.CORRECTION)


@transaction.atomic
def correct(
    *,
    story: Story,
    by: User | None,
    now: datetime,
    what_changed: str,
    kind: str = Kind.CORRECTION,
    note: str = "",
    seen: int | None = None,
) -> Edition:
    """Publish a correction or a clarification: `what_changed` tells readers what was wrong.

    Only the checks that block a correction are met. Otherwise as `update`.
    """
    story = locked(story, seen=seen)
    if refusal := why_not_correct(story=story, by=by, now=now):
        raise refusal
    if kind not in Edition.CORRECTIONS:
        raise KindMissing(_("Say whether it is a correction or a clarification."))
    return _add_edition(
        story=story, by=by, now=now, kind=kind, what_changed=what_changed, live_from=now, note=note
    )


def why_not_schedule(*, story: Story, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "stories.publish_story"):
        return refusal
    if is_withdrawn(story):
        return WrongState(_("The story is withdrawn: restore it first, or publish now."))
    return why_not_next(story=story, by=by, now=now)


@transaction.atomic
def schedule(
    *,
    story: Story,
    by: User | None,
    now: datetime,
    at: datetime,
    kind: str = "",
    what_changed: str = "",
    note: str = "",
    seen: int | None = None,
) -> Edition:
    """Freeze the approved text now, into an edition that takes over at the time `at`.

    `kind` says which edition it is: any of Edition.LATER_KINDS once readers have seen one.
    Raises PastTime, and whatever the act of that kind raises.
    """
    story = locked(story, seen=seen)
    if refusal := why_not_schedule(story=story, by=by, now=now):
        raise refusal
    if at <= now:
        raise PastTime(_("That time has passed. Choose one to come, or publish now."))
    if not has_appeared(story, now=now):
        kind, what_changed = Kind.FIRST, ""
    elif kind not in Edition.LATER_KINDS:
        raise KindMissing(
            _("Say what kind of change it is: update, correction, clarification or minor.")
        )
    elif refusal := _why_not(story, by=by, now=now, kind=kind):
        raise refusal
    return _add_edition(
        story=story, by=by, now=now, kind=kind, what_changed=what_changed, live_from=at, note=note
    )


def why_not_next(*, story: Story, by: User | None, now: datetime) -> acts.Refused | None:
    """What stands against the next edition, of whatever kind it would be."""
    if not has_appeared(story, now=now):
        return why_not_publish(story=story, by=by, now=now)
    refusal = why_not_update(story=story, by=by, now=now)
    return refusal and why_not_correct(story=story, by=by, now=now)


def why_not_unschedule(*, story: Story, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "stories.publish_story"):
        return refusal
    if not _is_scheduled(story, now=now):
        return WrongState(_("Nothing is scheduled."))
    return None


@transaction.atomic
def unschedule(*, story: Story, by: User | None, now: datetime, seen: int | None = None) -> Edition:
    """Call off the scheduled edition; the one before it stays.

    Raises NotPermitted, WrongState or Changed.
    """
    story = locked(story, seen=seen)
    if refusal := why_not_unschedule(story=story, by=by, now=now):
        raise refusal
    edition = story.editions.scheduled(now=now).get()
    _call_off(edition, story=story, by=by, now=now)
    before = story.editions.live(now=now).filter(live_until=edition.live_from).first()
    if before:
        editions.reopen(before)
    return edition


# Taking a story from readers, and giving it back ---------------------------------------------


def why_not_withdraw(*, story: Story, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "stories.withdraw_story"):
        return refusal
    if not any(edition.is_live(now=now) for edition in story.light_editions):
        return WrongState(_("Only a story that readers can see is withdrawn."))
    return None


@transaction.atomic
def withdraw(
    *,
    story: Story,
    by: User | None,
    now: datetime,
    reason: str,
    is_legal: bool = False,
    seen: int | None = None,
) -> Withdrawal:
    """Take the story from readers; its address answers with the reason.

    A scheduled edition is called off. A legal withdrawal also removes every edition up to this
    one from the sight of readers: a later edition does not bring them back, only `restore` and
    `reinstate` do. Raises NotPermitted, WrongState, ReasonMissing or Changed.
    """
    story = locked(story, seen=seen)
    if refusal := why_not_withdraw(story=story, by=by, now=now):
        raise refusal
    if not reason.strip():
        raise ReasonMissing(_("Give readers the reason."))
    for scheduled in story.editions.scheduled(now=now):
        _call_off(scheduled, story=story, by=by, now=now)
    live = story.editions.live(now=now).get()
    editions.end(live, at=now, now=now)
    act = "withdrawn_for_law" if is_legal else "withdrawn"
    log(act, story=story, by=by, now=now, note=reason.strip(), edition=live, digest=live.digest)
    return Withdrawal.objects.create(
        story=story, edition=live, reason=reason.strip(), at=now, by=by, is_legal=is_legal
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
    """Give readers back the edition that was withdrawn, and those that the law removed with it.

    Raises NotPermitted, WrongState or Changed.
    """
    story = locked(story, seen=seen)
    if refusal := why_not_restore(story=story, by=by, now=now):
        raise refusal
    withdrawal = story.withdrawals.in_force().get()
    edition = withdrawal.edition
    withdrawal.lifted_at = now
    withdrawal.returned_at = now if withdrawal.is_legal else None
    withdrawal.save(update_fields=["lifted_at", "returned_at"])
    editions.reopen(edition)
    log("restored", story=story, by=by, now=now, note=note, edition=edition, digest=edition.digest)
    return edition


def why_not_reinstate(*, story: Story, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "stories.withdraw_story"):
        return refusal
    if not any(each.removes_editions and each.lifted_at for each in story.withdrawals.all()):
        return WrongState(_("No earlier edition is removed for legal reasons."))
    return None


@transaction.atomic
def reinstate(
    *, story: Story, by: User | None, now: datetime, note: str = "", seen: int | None = None
) -> list[Withdrawal]:
    """Let readers look up again what the law removed and a later edition has replaced since.

    Returns the withdrawals that removed it. Raises NotPermitted, WrongState or Changed.
    """
    story = locked(story, seen=seen)
    if refusal := why_not_reinstate(story=story, by=by, now=now):
        raise refusal
    removals = list(story.withdrawals.removing().exclude(lifted_at=None))
    for removal in removals:
        removal.returned_at = now
        removal.save(update_fields=["returned_at"])
    log("reinstated", story=story, by=by, now=now, note=note)
    return removals


# What they share -----------------------------------------------------------------------------


def has_appeared(story: Story, *, now: datetime) -> bool:
    """Whether readers have ever seen an edition of the story."""
    return any(edition.has_appeared(now=now) for edition in story.light_editions)


def is_withdrawn(story: Story) -> bool:
    return any(withdrawal.lifted_at is None for withdrawal in story.withdrawals.all())


def _is_scheduled(story: Story, *, now: datetime) -> bool:
    return any(edition.is_scheduled(now=now) for edition in story.light_editions)


def _why_not(story: Story, *, by: User | None, now: datetime, kind: str) -> acts.Refused | None:
    """What stands against an edition of this kind; the costliest question is asked last."""
    if refusal := acts.lacks_permission(by, "stories.publish_story"):
        return refusal
    if kind == Kind.FIRST and has_appeared(story, now=now):
        return WrongState(_("Readers know this story: publish an update or a correction."))
    if kind != Kind.FIRST and not has_appeared(story, now=now):
        return WrongState(_("Readers have seen no edition yet: publish the story first."))
    if is_withdrawn(story) and acts.lacks_permission(by, "stories.withdraw_story"):
        return WrongState(_("The story is withdrawn: an administrator restores or replaces it."))
    if _is_scheduled(story, now=now):
        return WrongState(_("An edition is scheduled already: call it off first."))
    if not approval(story):
        return NotApproved(_("Nobody has approved the story as it now stands."))
    act = checklist.CORRECT if kind in Edition.CORRECTIONS else checklist.PUBLISH
    if failures := checklist.blocking(story, act=act, now=now):
        return Blocked(failures)
    return None


def _add_edition(
    *,
    story: Story,
    by: User | None,
    now: datetime,
    kind: str,
    live_from: datetime,
    what_changed: str = "",
    note: str = "",
) -> Edition:
    document = freeze(story)
    signed = Approval.objects.of(story=story, digest=document.digest).first()
    if signed is None:  # a picture or an outlet was changed in this very moment
        raise NotApproved(_("Nobody has approved the story as it now stands."))
    what_changed = what_changed.strip()
    if not what_changed and kind not in (Kind.FIRST, Kind.MINOR):
        is_wrong = kind in Edition.CORRECTIONS
        raise ReasonMissing(
            _("Tell readers what was wrong.") if is_wrong else _("Tell readers what changed.")
        )
    notices.tell_of_edition(
        story=story, signed=signed, live_from=live_from, what_changed=what_changed, by=by, now=now
    )
    edition = editions.make(
        story,
        document,
        signed=signed,
        by=by,
        now=now,
        kind=kind,
        what_changed=what_changed,
        live_from=live_from,
    )
    story.withdrawals.in_force().update(lifted_at=now, replaced_by=edition)
    assigning.done(story)
    story.state = Story.State.PUBLISHED
    story.changed_at = now
    story.save(update_fields=["state", "changed_at"])
    log(
        "scheduled" if live_from > now else RECORDED[Kind(kind)],
        story=story,
        by=by,
        now=now,
        note="\n".join(filter(None, [what_changed, note])),
        digest=edition.digest,
        edition=edition,
    )
    return edition


def _call_off(edition: Edition, *, story: Story, by: User | None, now: datetime) -> None:
    """A scheduled edition does not begin; its text is approved still, and not published."""
    editions.call_off(edition)
    if story.state == Story.State.PUBLISHED:
        story.state = Story.State.APPROVED
        story.save(update_fields=["state"])
    log("unscheduled", story=story, by=by, now=now, edition=edition, digest=edition.digest)
