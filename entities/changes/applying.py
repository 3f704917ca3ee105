"""A change written into a profile, or refused because something else stands there by now."""

from typing import Any

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Model
from django.utils.translation import gettext as _

from entities.changes.lines import row_in_words, value_in_words
from entities.changes.shape import (
    ROWS,
    SIDES,
    Changes,
    Invalid,
    Values,
    column,
    label,
    typed,
)
from entities.changes.standing import Standing, inverse, since, standing
from entities.models import Entity, Relation
from newsroom import acts

# What tells a position from another of the same person.
OF_A_POSITION = ("title", "organisation", "at", "started_on", "ended_on")


class Clash(acts.Refused):
    """What stands in the profile is no longer what the change saw there."""


def conflicts(entity: Entity, changes: Changes) -> list[str]:
    """A sentence for each thing that is no longer as the change saw it, nor as it wants it."""
    return _conflicts(standing(entity), changes)


@transaction.atomic
def apply(entity: Entity, changes: Changes) -> Changes:
    """Write the change; returns the one that takes it back. What stands as wanted is left alone.

    The profile is locked and just read by whoever calls. Raises Clash or Invalid.
    """
    before = standing(entity)
    if found := _conflicts(before, changes):
        raise Clash(" ".join(found))
    _write_fields(entity, changes.get("fields", {}))
    for part in ROWS:
        rows = changes.get(part, [])
        for do in ("remove", "change", "add"):  # an alias may come back under another language
            for row in rows:
                if row["do"] == do:
                    _write_row(entity, part, row)
    return inverse(since(before, standing(entity)))


def try_out(entity: Entity, changes: Changes) -> None:
    """Raise what `apply` would raise, and leave everything as it is."""
    with transaction.atomic():
        apply(Entity.objects.get(pk=entity.pk), changes)
        transaction.set_rollback(True)


def _conflicts(stands: Standing, changes: Changes) -> list[str]:
    found = []
    for name, (old, new) in changes.get("fields", {}).items():
        if (now := stands["fields"][name]) not in (old, new):
            words = {
                "label": label(Entity, name),
                "now": value_in_words(Entity, name, now) or _("empty"),
                "old": value_in_words(Entity, name, old) or _("empty"),
            }
            found.append(_("%(label)s is now “%(now)s”, no longer “%(old)s”.") % words)
    for part in ROWS:
        by_key = {row["id"]: row for row in stands[part]}
        for row in changes.get(part, []):
            if sentence := _row_conflict(part, row, by_key):
                found.append(sentence)
    return found


def _row_conflict(part: str, row: Values, by_key: dict[int, Values]) -> str:
    if row["do"] == "add":
        return _added_twice(row, by_key) if part == "relations" else ""
    now = by_key.get(row["id"])
    if now is None:  # what should go has gone: nothing is lost
        gone = {"row": row_in_words(part, _old(row))}
        return "" if row["do"] == "remove" else _("“%(row)s” is no longer there.") % gone
    if row["do"] == "change":
        pairs = row["values"].items()
        has_moved = any(now[name] not in (old, new) for name, (old, new) in pairs)
    else:
        said = row["values"] if part != "aliases" else {"name": row["name"]}
        has_moved = any(now[name] != value for name, value in said.items())
    if not has_moved:
        return ""
    words = {"row": row_in_words(part, now), "old": row_in_words(part, now | _old(row))}
    return _("It now says “%(row)s”, no longer “%(old)s”.") % words


def _old(row: Values) -> Values:
    if row["do"] == "change":
        return {name: pair[0] for name, pair in row["values"].items()}
    return dict(row.get("values") or {"name": row.get("name")})


def _added_twice(row: Values, by_key: dict[int, Values]) -> str:
    """A relation stands once: told anew with other dates it contradicts the one that is there."""
    values = row["values"]
    same = next((each for each in by_key.values() if _same_relation(each, values)), None)
    if same is None or all(same[name] == value for name, value in values.items()):
        return ""
    if same["kind"] == Relation.Kind.NEIGHBOUR_OF and same["subject"] != values["subject"]:
        return ""
    words = {"row": row_in_words("relations", same)}
    return _("The relation “%(row)s” is there already; change that one.") % words


def _same_relation(one: Values, other: Values) -> bool:
    if one["kind"] != other["kind"]:
        return False
    sides = [tuple(each[side] for side in SIDES) for each in (one, other)]
    if one["kind"] == Relation.Kind.NEIGHBOUR_OF:
        sides = [(min(pair), max(pair)) for pair in sides]
    return sides[0] == sides[1]


def _write_fields(entity: Entity, fields: Values) -> None:
    if not fields:
        return
    new = {name: pair[1] for name, pair in fields.items()}
    if "name" in new:
        new.setdefault("name_is_guessed", False)  # somebody has said what the name is
    _put(entity, new)
    stays = {field.name for field in entity._meta.fields} - {*new}
    try:
        entity.clean_fields(exclude=stays)
        entity.validate_constraints()
    except ValidationError as error:
        raise Invalid(*error.messages) from error
    # `key` and `near` are written from the name by their own fields.
    entity.save(update_fields=[*new, "key", "near", "changed_at"])


def _write_row(entity: Entity, part: str, row: Values) -> None:
    model, _columns = ROWS[part]
    rows = _rows(entity, part)
    if row["do"] == "remove":
        rows.filter(pk=row["id"]).delete()
        return
    if row["do"] == "change":
        thing = rows.get(pk=row["id"])
        _put(thing, {name: pair[1] for name, pair in row["values"].items()})
        _save(thing)
        return
    values = row["values"] if part != "aliases" else {n: v for n, v in row.items() if n != "do"}
    values = {name: value for name, value in values.items() if name != "id"}
    if not _is_there(entity, part, values):
        thing = model(pk=row.get("id"))
        if part != "relations":
            thing.entity = entity  # type: ignore[attr-defined]
        _put(thing, values)
        _save(thing)


def _is_there(entity: Entity, part: str, values: Values) -> bool:
    rows = standing(entity)[part]
    if part == "aliases":
        return any(each["name"] == values["name"] for each in rows)
    if part == "relations":
        return any(_same_relation(each, values) for each in rows)
    return any(_says(each, values) for each in rows)


def _says(position: Values, values: Values) -> bool:
    """Whether a position is the very one that is to be added. “Chair” is not “Chair at Party”."""
    is_one = all((position[name] or None) == (values.get(name) or None) for name in OF_A_POSITION)
    return is_one and all(position[name] == value for name, value in values.items())


def _rows(entity: Entity, part: str) -> Any:
    return Relation.objects.of(entity) if part == "relations" else getattr(entity, part).all()


def _put(thing: Model, values: Values) -> None:
    for name, value in values.items():
        setattr(thing, column(type(thing), name).attname, typed(type(thing), name, value))


def _save(thing: Model) -> None:
    try:
        thing.full_clean(validate_unique=False)
    except ValidationError as error:
        raise Invalid(*error.messages) from error
    thing.save()
