"""Acts on profiles: propose, approve, retire, mark checked, note a change."""

from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entities import recording
from entities.models import Entity
from entities.names import free_slug
from newsroom import acts
from newsroom.fields import PartialDate
from newsroom.models import User


class WrongState(acts.Refused):
    """The profile is at another point of its life."""


class Invalid(acts.Refused):
    """What is given is no profile: a name too long, a language that is none."""


class Incomplete(acts.Refused):
    """The profile lacks what readers have a right to."""


@transaction.atomic
def propose(
    *,
    by: User | None,
    now: datetime,
    name: str,
    kind: str = Entity.Kind.THING,
    native_name: str = "",
    native_language: str = "",
    born_on: PartialDate | None = None,
    description: str = "",
    name_is_guessed: bool = False,
) -> Entity:
    """Make a profile that waits for a moderator. Raises NotPermitted or Invalid."""
    acts.require(by, "entities.propose_entity")
    entity = Entity(
        name=name,
        kind=kind,
        slug=free_slug(
            name,
            is_taken=lambda slug: Entity.objects.filter(slug=slug).exists(),
            fallback="topic",
            allow_unicode=True,
        ),
        native_name=native_name,
        native_language=native_language,
        born_on=born_on,
        description=description,
        name_is_guessed=name_is_guessed,
        proposed_by=by,
    )
    try:
        entity.full_clean()
    except ValidationError as error:
        words = {"name": name[:60], "why": " ".join(error.messages)}
        raise Invalid(_("The profile “%(name)s”: %(why)s") % words) from error
    entity.save()
    recording.log("proposed", entity=entity, by=by, now=now)
    return entity


def why_not_approve(*, entity: Entity, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "entities.moderate_entity"):
        return refusal
    if entity.state not in (Entity.State.PROPOSED, Entity.State.RETIRED):
        return WrongState(_("Only a proposed or retired profile can be approved."))
    if not entity.description.strip():
        return Incomplete(_("Describe the profile in a sentence or two before approving it."))
    return None


@transaction.atomic
def approve(*, entity: Entity, by: User | None, now: datetime) -> Entity:
    """Let readers see the profile; it counts as checked today.

    Raises NotPermitted, WrongState or Incomplete.
    """
    entity = _locked(entity)
    if refusal := why_not_approve(entity=entity, by=by, now=now):
        raise refusal
    entity.state = Entity.State.APPROVED
    entity.name_is_guessed = False
    entity.postponed_until = None
    _set_checked(entity, now=now)
    entity.save()
    recording.log("approved", entity=entity, by=by, now=now)
    return entity


def why_not_retire(*, entity: Entity, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "entities.moderate_entity"):
        return refusal
    if entity.state not in Entity.USABLE:
        return WrongState(_("Only a proposed or approved profile can be retired."))
    return None


@transaction.atomic
def retire(*, entity: Entity, by: User | None, now: datetime, note: str = "") -> Entity:
    """Take the profile from readers and from editors’ choices. Raises NotPermitted, WrongState."""
    entity = _locked(entity)
    if refusal := why_not_retire(entity=entity, by=by, now=now):
        raise refusal
    entity.state = Entity.State.RETIRED
    entity.save()
    recording.log("retired", entity=entity, by=by, now=now, note=note)
    return entity


def why_not_mark_checked(*, entity: Entity, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "entities.moderate_entity"):
        return refusal
    if entity.state != Entity.State.APPROVED:
        return WrongState(_("Only an approved profile is checked."))
    return None


@transaction.atomic
def mark_checked(*, entity: Entity, by: User | None, now: datetime) -> Entity:
    """Say that everything in the profile was true on this day. Raises NotPermitted, WrongState."""
    entity = _locked(entity)
    if refusal := why_not_mark_checked(entity=entity, by=by, now=now):
        raise refusal
    _set_checked(entity, now=now)
    entity.save()
    recording.log("checked", entity=entity, by=by, now=now)
    return entity


def note_proposal(*, entity: Entity, by: User, now: datetime) -> None:
    """Record a profile that was proposed in a form."""
    recording.log("proposed", entity=entity, by=by, now=now)


@transaction.atomic
def note_change(*, entity: Entity, by: User | None, now: datetime, note: str) -> Entity:
    """Record that someone changed the profile. Raises NotPermitted."""
    acts.require(by, "entities.change_entity")
    entity = _locked(entity)
    if entity.checked_on:
        entity.check_due_on = entity.checked_on + timedelta(days=entity.check_every_days)
        entity.save()
    recording.log("changed", entity=entity, by=by, now=now, note=note)
    return entity


def _locked(entity: Entity) -> Entity:
    return Entity.objects.select_for_update().get(pk=entity.pk)


def _set_checked(entity: Entity, *, now: datetime) -> None:
    entity.checked_on = timezone.localdate(now)
    entity.check_due_on = entity.checked_on + timedelta(days=entity.check_every_days)
