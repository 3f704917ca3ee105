"""Acts on profiles: propose, approve, retire, check, postpone, protect.

What changes a profile is `changing.py`, what suggests it `suggesting.py`.
"""

from datetime import date, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from entities import duplicates, exposure, living, recording
from entities import protection as protecting
from entities.models import Entity
from entities.names import free_slug
from newsroom import acts
from newsroom.fields import PartialDate
from newsroom.models import User
from newsroom.prose import is_cut_off

POSTPONED_AT_MOST = timedelta(days=366)


class WrongState(acts.Refused):
    """The profile is at another point of its life."""


class Invalid(acts.Refused):
    """What is given is no profile: a name too long, a language that is none."""


class Incomplete(acts.Refused):
    """The profile lacks what readers have a right to."""


class SamePerson(acts.Refused):
    """What a profile says about a living person takes two people."""


def may_not(entity: Entity, *, by: User | None) -> acts.Refused | None:
    """The refusal that any act of a moderator on the profile would meet, if any."""
    lacking = acts.lacks_permission(by, "entities.moderate_entity")
    return lacking or protecting.refusal(entity, by=by)


@transaction.atomic
def propose(
    *,
    by: User | None,
    now: datetime,
    name: str,
    slug: str = "",
    kind: str = Entity.Kind.THING,
    native_name: str = "",
    native_language: str = "",
    born_on: PartialDate | None = None,
    description: str = "",
    name_is_guessed: bool = False,
) -> Entity:
    """Make a profile that waits for a moderator, at an address made of its name if none is given.

    Raises NotPermitted or Invalid.
    """
    acts.require(by, "entities.propose_entity")
    entity = Entity(
        name=name,
        kind=kind,
        slug=slug
        or free_slug(
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
    duplicates.look(entity, now=now)
    return entity


def why_not_approve(*, entity: Entity, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := may_not(entity, by=by):
        return refusal
    if entity.state not in (Entity.State.PROPOSED, Entity.State.RETIRED):
        return WrongState(_("Only a proposed or retired profile can be approved."))
    if not entity.description.strip():
        return Incomplete(_("Describe the profile in a sentence or two before approving it."))
    if is_cut_off(entity.description):
        return Incomplete(_("The description is cut off: end it with a whole sentence."))
    return _takes_two(entity, by=by, now=now)


def _takes_two(entity: Entity, *, by: User | None, now: datetime) -> acts.Refused | None:
    """What keeps one person from letting readers see facts about someone who lives."""
    facts = living.stated(entity, on=timezone.localdate(now)) if by else []
    if refusal := living.refusal(facts, source_url=entity.description_url):
        return refusal
    if facts and by and entity.proposed_by_id == by.pk:
        words = {"facts": "; ".join(fact.label for fact in facts)}
        return SamePerson(
            _("You proposed this profile of a living person. Someone else approves: %(facts)s.")
            % words
        )
    return None


@transaction.atomic
def approve(*, entity: Entity, by: User | None, now: datetime) -> Entity:
    """Let readers see the profile; it counts as checked today.

    Raises NotPermitted, WrongState, Incomplete, SamePerson or `living.NoSource`.
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
    duplicates.look(entity, now=now)
    return entity


def why_not_retire(*, entity: Entity, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := may_not(entity, by=by):
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
    if refusal := may_not(entity, by=by):
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


def why_not_postpone(*, entity: Entity, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := may_not(entity, by=by):
        return refusal
    if not entity.is_usable:
        return WrongState(_("Only a proposed or approved profile waits in the queue."))
    return None


@transaction.atomic
def postpone(
    *, entity: Entity, by: User | None, now: datetime, until: date, note: str = ""
) -> Entity:
    """Keep the profile out of the queue until a day. Raises NotPermitted, WrongState, Invalid."""
    entity = _locked(entity)
    if refusal := why_not_postpone(entity=entity, by=by, now=now):
        raise refusal
    today = timezone.localdate(now)
    if not today < until <= today + POSTPONED_AT_MOST:
        raise Invalid(_("Postpone it to a day from tomorrow on, and at most by a year."))
    entity.postponed_until = until
    entity.save(update_fields=["postponed_until"])
    words = _("Until %(day)s.") % {"day": date_format(until, "j F Y")}
    note = "\n".join(filter(None, [words, note.strip()]))
    recording.log("postponed", entity=entity, by=by, now=now, note=note)
    return entity


@transaction.atomic
def take_up(*, entity: Entity, by: User | None, now: datetime) -> Entity:
    """Put a profile that was postponed back into the queue. Raises NotPermitted or WrongState."""
    entity = _locked(entity)
    if refusal := may_not(entity, by=by):
        raise refusal
    if not entity.postponed_until or entity.postponed_until <= timezone.localdate(now):
        raise WrongState(_("The profile is in the queue already."))
    entity.postponed_until = None
    entity.save(update_fields=["postponed_until"])
    recording.log("taken_up", entity=entity, by=by, now=now)
    return entity


def why_not_protect(*, entity: Entity, by: User | None, now: datetime) -> acts.Refused | None:
    return may_not(entity, by=by)


@transaction.atomic
def protect(*, entity: Entity, by: User | None, now: datetime, protection: str) -> Entity:
    """Say who may change the profile. Only administrators keep it for themselves, or give it back.

    Raises NotPermitted or Invalid.
    """
    entity = _locked(entity)
    if refusal := why_not_protect(entity=entity, by=by, now=now):
        raise refusal
    if protection not in Entity.Protection.values:
        raise Invalid(_("There is no such protection."))
    if refusal := protecting.refusal(entity, by=by, under=protection):
        raise refusal
    if protection == entity.protection:
        raise WrongState(_("The profile is protected like that already."))
    entity.protection = protection
    entity.save(update_fields=["protection"])
    recording.log("protected", entity=entity, by=by, now=now, note=entity.get_protection_display())
    return entity


@transaction.atomic
def set_interest(*, entity: Entity, by: User | None, now: datetime, section_slug: str) -> Entity:
    """Say which section looks after the profile; none with "". Raises NotPermitted or Invalid."""
    entity = _locked(entity)
    if refusal := may_not(entity, by=by):
        raise refusal
    sections = dict(exposure.known().sections())
    if section_slug and section_slug not in sections:
        raise Invalid(_("There is no section “%(slug)s”.") % {"slug": section_slug})
    entity.section_slug = section_slug
    entity.save(update_fields=["section_slug"])
    recording.log(
        "interest_set", entity=entity, by=by, now=now, note=sections.get(section_slug, _("None"))
    )
    return entity


def note_proposal(*, entity: Entity, by: User, now: datetime) -> None:
    """Record a profile that was proposed in a form."""
    recording.log("proposed", entity=entity, by=by, now=now)
    duplicates.look(entity, now=now)


def _locked(entity: Entity) -> Entity:
    return Entity.objects.select_for_update().get(pk=entity.pk)


def _set_checked(entity: Entity, *, now: datetime) -> None:
    entity.checked_on = timezone.localdate(now)
    entity.check_due_on = entity.checked_on + timedelta(days=entity.check_every_days)
