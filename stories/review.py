"""Acts of review: submit, request changes, approve. No one approves their own work."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from newsroom import acts
from newsroom.models import User
from stories import checklist, notices
from stories.freezing import freeze
from stories.models import Approval, Story
from stories.writing import Changed, contributors, is_kept, locked, log


class WrongState(acts.Refused):
    """The story is at another point of its life."""


class Blocked(acts.Refused):
    """Checks that block the act have failed; `failures` lists them."""

    def __init__(self, failures: list[checklist.Failure]):
        self.failures = failures
        super().__init__(
            _("The story is not ready: %(checks)s")
            % {"checks": " ".join(str(failure.sentence) for failure in failures)}
        )


class OwnWork(acts.Refused):
    """The person worked on the version that they would approve."""


class ReasonMissing(acts.Refused):
    """The act needs words that were not given."""


def why_not_submit(*, story: Story, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "stories.submit_story"):
        return refusal
    if story.state not in Story.SUBMITTABLE:
        return WrongState(_("Only a draft can be sent for review."))
    if failures := checklist.blocking(story, act=checklist.SUBMIT, now=now):
        return Blocked(failures)
    return None


@transaction.atomic
def submit(
    *, story: Story, by: User | None, now: datetime, note: str = "", seen: int | None = None
) -> Story:
    """Send a draft for review. Raises NotPermitted, WrongState, Blocked or Changed."""
    story = locked(story, seen=seen)
    if refusal := why_not_submit(story=story, by=by, now=now):
        raise refusal
    return _move(story, Story.State.IN_REVIEW, act="submitted", by=by, now=now, note=note)


def why_not_request_changes(*, story: Story, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "stories.review_story"):
        return refusal
    if story.state not in Story.REVIEWABLE:
        return WrongState(_("Only a story in review can be sent back."))
    return None


@transaction.atomic
def request_changes(
    *, story: Story, by: User | None, now: datetime, note: str, seen: int | None = None
) -> Story:
    """Send a story back to its writers.

    Raises NotPermitted, WrongState, ReasonMissing or Changed.
    """
    story = locked(story, seen=seen)
    if refusal := why_not_request_changes(story=story, by=by, now=now):
        raise refusal
    if not note.strip():
        raise ReasonMissing(_("Say what should change."))
    state, digest = Story.State.CHANGES_REQUESTED, freeze(story).digest
    return _move(story, state, act="changes_requested", by=by, now=now, note=note, digest=digest)


def why_not_approve(
    *, story: Story, by: User | None, now: datetime, override_reason: str = ""
) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "stories.review_story"):
        return refusal
    if story.state not in Story.REVIEWABLE or approval(story):
        return WrongState(_("Only a story in review can be approved."))
    if by and by.pk in contributors(story, now=now):
        if not override_reason.strip():
            return OwnWork(_("You worked on this version: someone else has to approve it."))
        if refusal := acts.lacks_permission(by, "stories.override_approval"):
            return refusal
    return None


@transaction.atomic
def approve(
    *,
    story: Story,
    by: User,
    now: datetime,
    digest: str,
    note: str = "",
    override_reason: str = "",
    seen: int | None = None,
) -> Approval:
    """Sign the text with this digest: the one that the person read.

    Raises NotPermitted, WrongState, OwnWork (also for an administrator who gives no reason), or
    Changed where the text has another digest by now.
    """
    story = locked(story, seen=seen)
    if refusal := why_not_approve(story=story, by=by, now=now, override_reason=override_reason):
        raise refusal
    if freeze(story).digest != digest:
        raise Changed(_("The story has changed since you opened it. Read it again."))
    if not is_kept(story, digest=digest):
        raise Changed(
            _("Something that the story shows was changed elsewhere: save the story, then read it.")
        )
    is_own = by.pk in contributors(story, now=now)
    made = Approval.objects.create(
        story=story,
        digest=digest,
        version=story.version,
        by=by,
        by_name=acts.name_of(by),
        at=now,
        note=note,
        override_reason=override_reason.strip() if is_own else "",
    )
    act = "approved_by_override" if is_own else "approved"
    words = "\n".join(filter(None, [made.override_reason, note]))
    _move(story, Story.State.APPROVED, act=act, by=by, now=now, note=words, digest=digest)
    return made


def approval(story: Story) -> Approval | None:
    """The signature under the text as it stands now; None where the text has none."""
    if story.state != Story.State.APPROVED:
        return None
    digest = freeze(story).digest
    signed = [approval for approval in story.approvals.all() if approval.digest == digest]
    return max(signed, key=lambda approval: (approval.at, approval.pk), default=None)


def _move(
    story: Story,
    state: str,
    *,
    act: str,
    by: User | None,
    now: datetime,
    note: str,
    digest: str = "",
) -> Story:
    story.state = state
    story.changed_at = now
    story.save(update_fields=["state", "changed_at"])
    log(act, story=story, by=by, now=now, note=note, digest=digest)
    notices.tell_of_review(story=story, by=by, now=now, words=note)
    return Story.objects.get(pk=story.pk)
