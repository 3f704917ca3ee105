"""The acts that change a profile directly: by a change as JSON, or after its form was saved.

A suggestion of someone else is carried out by `suggesting.py`.
"""

from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from entities import changes as shapes
from entities import duplicates, living, protection, recording
from entities.changes import Changes, Standing
from entities.models import Entity, ProfileRecord, Suggestion
from newsroom import acts
from newsroom.models import User

# Whoever changes profiles has one of these.
PERMISSIONS = ("entities.moderate_entity", "entities.change_entity")


class NothingChanges(acts.Refused):
    """What is wanted is what stands there."""


class WrongState(acts.Refused):
    """The profile was merged into another."""


def why_not_change(*, entity: Entity, by: User | None, now: datetime) -> acts.Refused | None:
    lacking = [acts.lacks_permission(by, permission) for permission in PERMISSIONS]
    if all(lacking):
        return lacking[0]
    if refusal := protection.refusal(entity, by=by):
        return refusal
    if entity.state == Entity.State.MERGED:
        return WrongState(_("This profile was merged: change the one that stands for it."))
    return None


@transaction.atomic
def change(
    *,
    entity: Entity,
    changes: Changes,
    by: User | None,
    now: datetime,
    source_url: str = "",
    note: str = "",
) -> ProfileRecord | Suggestion:
    """Change a profile. What is sensitive about a living person waits for a second moderator.

    Returns the line of the record, or the suggestion that waits. Raises NotPermitted, WrongState,
    NothingChanges, `changes.Invalid`, `changes.Clash` or `living.NoSource`.
    """
    entity = locked(entity)
    if refusal := why_not_change(entity=entity, by=by, now=now):
        raise refusal
    source_url = link(source_url)
    wanted = shapes.clean(entity, changes)
    if not wanted:
        raise NothingChanges(_("That is what the profile says already."))
    held, rest = _parted(entity, wanted, by=by, now=now, source_url=source_url)
    if rest:
        shapes.apply(entity, rest)
    told = {"by": by, "now": now, "source_url": source_url, "note": note}
    return _log(entity, held=held, rest=rest, **told)


@transaction.atomic
def settle(
    *,
    entity: Entity,
    before: Standing,
    by: User | None,
    now: datetime,
    source_url: str = "",
    note: str = "",
) -> ProfileRecord | Suggestion:
    """Record what a form has just written into a profile, which stood as `before`.

    What is sensitive about a living person is taken out again, and waits for a second moderator.
    Returns and raises what `change` does.
    """
    entity = locked(entity)
    if refusal := why_not_change(entity=entity, by=by, now=now):
        raise refusal
    source_url = link(source_url)
    written = shapes.since(before, shapes.standing(entity))
    if not written:
        raise NothingChanges(_("That is what the profile says already."))
    stood = _as_it_stood(entity, before)
    held, rest = _parted(stood, written, by=by, now=now, source_url=source_url)
    if held:
        shapes.apply(entity, shapes.inverse(held))
    told = {"by": by, "now": now, "source_url": source_url, "note": note}
    return _log(entity, held=shapes.clean(entity, held), rest=rest, **told)


def log_change(
    *,
    entity: Entity,
    changes: Changes,
    by: User | None,
    now: datetime,
    act: str = "changed",
    source_url: str = "",
    note: str = "",
) -> ProfileRecord:
    """Record a change that has been written: of the act whose transaction this is a part.

    The next check moves with how often the profile wants one; new names may be those of others.
    """
    if entity.checked_on:
        entity.check_due_on = entity.checked_on + timedelta(days=entity.check_every_days)
        entity.save(update_fields=["check_due_on"])
    words = "\n".join(filter(None, [shapes.summary(changes), note.strip()]))
    record = recording.log(act, entity=entity, by=by, now=now, note=words, source_url=source_url)
    if names_changed(changes):
        duplicates.look(entity, now=now)
    return record


def names_changed(changes: Changes) -> bool:
    """Whether the profile goes by other names than before, or by another number."""
    fields = changes.get("fields", {})
    return "aliases" in changes or not fields.keys().isdisjoint(("name", "wikidata_id", "kind"))


def locked(entity: Entity) -> Entity:
    return Entity.objects.select_for_update().get(pk=entity.pk)


def link(url: str) -> str:
    """The address of a source, where it is one. Raises `changes.Invalid`."""
    url = url.strip()
    field = ProfileRecord._meta.get_field("source_url")
    try:
        field.clean(url, None)
    except ValidationError as error:
        words = {"why": " ".join(error.messages)}
        raise shapes.Invalid(_("The link of the source: %(why)s") % words) from error
    return url


def _parted(
    entity: Entity, changes: Changes, *, by: User | None, now: datetime, source_url: str
) -> tuple[Changes, Changes]:
    """What waits for a second moderator, and the rest. Raises `living.NoSource`."""
    if by is None:
        return {}, changes
    on = timezone.localdate(now)
    found = living.facts(entity, changes, on=on)
    if refusal := living.refusal(found, source_url=source_url):
        raise refusal
    return living.parted(entity, changes, on=on)


def _log(
    entity: Entity, *, held: Changes, rest: Changes, **told: Any
) -> ProfileRecord | Suggestion:
    """Record what was written, and keep what waits; `told` is who, when, why and from where."""
    if not held:
        return log_change(entity=entity, changes=rest, **told)
    if rest:
        log_change(entity=entity, changes=rest, **told)
    return _hold(entity, held, **told)


def _hold(
    entity: Entity,
    changes: Changes,
    *,
    by: User | None,
    now: datetime,
    source_url: str,
    note: str,
) -> Suggestion:
    """Keep a change for a second moderator: whoever made it has agreed to it."""
    shapes.try_out(entity, changes)
    suggestion = Suggestion.objects.create(
        entity=entity,
        changes=changes,
        note=note,
        source_url=source_url,
        by=by,
        by_name=acts.name_of(by),
        at=now,
        first_by=by,
        first_by_name=acts.name_of(by),
    )
    words = shapes.summary(changes)
    recording.log("agreed", entity=entity, by=by, now=now, note=words, source_url=source_url)
    return suggestion


def _as_it_stood(entity: Entity, before: Standing) -> Entity:
    """The profile with what said before that it is of a living person, and what of that."""
    stood = Entity(pk=entity.pk)
    for name in ("name", "kind", "description", *living.DATES):
        setattr(stood, name, shapes.typed(Entity, name, before["fields"][name]))
    return stood
