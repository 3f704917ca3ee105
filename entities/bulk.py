"""Acts on many profiles at once: those that can are done in one transaction, the others say why.

Whether one can is asked of the very rules of the act on one profile (`moderation.py`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entities import exposure, moderation, recording
from entities.models import Entity
from newsroom import acts
from newsroom.acts import Refused
from newsroom.models import User

MOST = 5_000
WhyNot = Callable[..., Refused | None]


class TooMany(acts.Refused):
    """More profiles than one transaction should hold."""


class NothingToDo(acts.Refused):
    """What is wanted of the profile is so already."""


@dataclass(frozen=True, kw_only=True)
class Outlook:
    """What becomes of each profile: those that can, and the refusal that each other one meets."""

    can: list[Entity]
    cannot: list[tuple[Entity, Refused]]


def look(*, keys: Collection[int], why_not: WhyNot, by: User | None, now: datetime) -> Outlook:
    """What the act would do; of each profile, `live_stories` says how many readers see it in.

    Those that most stories show come first. Raises NotPermitted or TooMany. One query.
    """
    _require(keys, by=by)
    chosen: Any = exposure.known().weigh(Entity.objects.filter(pk__in=keys), now=now)
    return _parted(chosen.order_by("-live_stories", "key", "pk"), why_not, by=by, now=now)


@transaction.atomic
def mark_checked(*, keys: Collection[int], by: User | None, now: datetime) -> Outlook:
    """Say that everything in these profiles is true today. Raises NotPermitted or TooMany."""
    done = _locked(keys, moderation.why_not_mark_checked, by=by, now=now)
    today = timezone.localdate(now)
    of_days: dict[int, list[Entity]] = defaultdict(list)
    for entity in done.can:
        of_days[entity.check_every_days].append(entity)
    for days, entities in of_days.items():
        _set(entities, now=now, checked_on=today, check_due_on=today + timedelta(days=days))
    return _recorded("checked", done, by=by, now=now)


@transaction.atomic
def retire(*, keys: Collection[int], by: User | None, now: datetime, note: str = "") -> Outlook:
    """Take these profiles from readers and from editors’ choices. Raises NotPermitted, TooMany."""
    done = _locked(keys, moderation.why_not_retire, by=by, now=now)
    _set(done.can, now=now, state=Entity.State.RETIRED)
    return _recorded("retired", done, by=by, now=now, note=note)


def why_not_set_interest(
    *, entity: Entity, by: User | None, now: datetime, section_slug: str | None = None
) -> Refused | None:
    """Asked without a section, whether the profile can have another one at all."""
    if refusal := moderation.may_not(entity, by=by):
        return refusal
    if not entity.is_usable:
        return moderation.WrongState(_("Only a proposed or approved profile is looked after."))
    if section_slug == entity.section_slug:
        return NothingToDo(_("That is its section already."))
    return None


@transaction.atomic
def set_interest(
    *, keys: Collection[int], by: User | None, now: datetime, section_slug: str
) -> Outlook:
    """Say which section looks after these profiles; none with "".

    Raises NotPermitted, TooMany or `moderation.Invalid`.
    """
    sections = {"": _("None"), **dict(exposure.known().sections())}
    if section_slug not in sections:
        raise moderation.Invalid(_("There is no section “%(slug)s”.") % {"slug": section_slug})
    why_not = partial(why_not_set_interest, section_slug=section_slug)
    done = _locked(keys, why_not, by=by, now=now)
    _set(done.can, now=now, section_slug=section_slug)
    return _recorded("interest_set", done, by=by, now=now, note=sections[section_slug])


def _require(keys: Collection[int], *, by: User | None) -> None:
    acts.require(by, "entities.moderate_entity")
    if len(keys) > MOST:
        words = {"most": MOST}
        raise TooMany(_("At most %(most)s profiles at once: narrow the list first.") % words)


def _locked(keys: Collection[int], why_not: WhyNot, *, by: User | None, now: datetime) -> Outlook:
    _require(keys, by=by)
    chosen = Entity.objects.select_for_update().filter(pk__in=keys)
    return _parted(chosen.order_by("key", "pk"), why_not, by=by, now=now)


def _parted(entities: Any, why_not: WhyNot, *, by: User | None, now: datetime) -> Outlook:
    answers = [(entity, why_not(entity=entity, by=by, now=now)) for entity in entities]
    return Outlook(
        can=[entity for entity, refusal in answers if refusal is None],
        cannot=[(entity, refusal) for entity, refusal in answers if refusal is not None],
    )


def _set(entities: Collection[Entity], *, now: datetime, **values: Any) -> None:
    """The same values for all, in the database and in hand."""
    values |= {"changed_at": now}
    Entity.objects.filter(pk__in=[entity.pk for entity in entities]).update(**values)
    for entity in entities:
        for name, value in values.items():
            setattr(entity, name, value)


def _recorded(act: str, done: Outlook, **told: Any) -> Outlook:
    if done.can:
        recording.log_many(act, entities=done.can, **told)
    return done
