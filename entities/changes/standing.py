"""What stands in a profile, and what differs between that and what should stand there.

Nothing here writes: that is `applying.py`.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Model
from django.utils.translation import gettext as _

from entities.changes.shape import (
    ALIAS,
    FIELDS,
    PARTS,
    POSITION,
    RELATION,
    ROWS,
    SIDES,
    Changes,
    Invalid,
    Values,
    clean,
    plain,
    values_of,
)
from entities.models import Entity, Relation

# All columns of a profile that a change may name, and its rows, each with its key as `id`.
Standing = dict[str, Any]


def standing(entity: Entity) -> Standing:
    """The profile in hand and its rows, as JSON. Three queries."""
    return {
        "fields": values_of(entity, FIELDS),
        "aliases": [_row(row, ALIAS) for row in entity.aliases.order_by("pk")],
        "positions": [_row(row, POSITION) for row in entity.positions.order_by("pk")],
        "relations": [_row(row, RELATION) for row in Relation.objects.of(entity).order_by("pk")],
    }


def _row(row: Model, columns: Iterable[str]) -> Values:
    return {"id": row.pk, **values_of(row, columns)}


def since(before: Standing, after: Standing) -> Changes:
    """The change that led from one to the other; what was added or removed has its key."""
    was, now = before["fields"], after["fields"]
    fields = {name: [was[name], now[name]] for name in FIELDS if was[name] != now[name]}
    changes: Changes = {"fields": fields} if fields else {}
    for part in ROWS:
        old = {row["id"]: row for row in before[part]}
        new = {row["id"]: row for row in after[part]}
        # An alias has no history: one that was renamed went, and another came.
        renewed = {key for key in old.keys() & new.keys() if part == "aliases"}
        renewed = {key for key in renewed if old[key] != new[key]}
        rows = [_line("remove", part, old[key]) for key in old if key not in new or key in renewed]
        for key, row in new.items():
            if key not in old or key in renewed:
                rows.append(_line("add", part, row))
            elif row != old[key]:
                pairs = {n: [old[key][n], row[n]] for n in row if old[key][n] != row[n]}
                rows.append({"do": "change", "id": key, "values": pairs})
        if rows:
            changes[part] = rows
    return changes


def _line(do: str, part: str, row: Values) -> Values:
    if part == "aliases":
        return {"do": do, **row}
    return {"do": do, "id": row["id"], "values": {n: v for n, v in row.items() if n != "id"}}


def inverse(changes: Changes) -> Changes:
    """The change that takes this one back; what it added must have its key."""
    swapped: Changes = {}
    if fields := changes.get("fields"):
        swapped["fields"] = {name: [new, old] for name, (old, new) in fields.items()}
    other = {"add": "remove", "remove": "add", "change": "change"}
    for part in ROWS:
        if rows := changes.get(part):
            swapped[part] = [{**row, "do": other[row["do"]]} for row in rows]
            for row in swapped[part]:
                if row["do"] == "change":
                    row["values"] = {n: [new, old] for n, (old, new) in row["values"].items()}
    return swapped


def between(
    entity: Entity,
    *,
    fields: Mapping[str, Any] | None = None,
    aliases: Iterable[Mapping[str, Any]] = (),
    positions: Iterable[Mapping[str, Any]] = (),
    relations: Iterable[Mapping[str, Any]] = (),
    seen: Standing | None = None,
) -> Changes:
    """The change from what stands in the profile to what is wanted. Raises Invalid.

    `fields` are new values by name. A row is a mapping of columns: with the `id` of one that is
    there it changes that one, or takes it out with `remove`; without, it is added, unless one
    like it is there. What is not named stays. `seen` is what whoever wants this has in front of
    them, where that may no longer be what stands there.
    """
    stands = seen or standing(entity)
    wanted = {"aliases": aliases, "positions": positions, "relations": relations}
    given = fields or {}
    raw: Changes = {
        "fields": {name: [stands["fields"].get(name), value] for name, value in given.items()}
    }
    for part, rows in wanted.items():
        raw[part] = [line for row in rows for line in _wanted(part, row, stands[part])]
    changes = clean(entity, raw)
    for part in ROWS:
        changes[part] = [row for row in changes.get(part, []) if not _stands(row, stands[part])]
    return {part: changes[part] for part in PARTS if changes.get(part)}


def _wanted(part: str, row: Mapping[str, Any], rows: list[Values]) -> list[Values]:
    given = {name: value for name, value in row.items() if name not in ("id", "remove")}
    if row.get("id") in (None, ""):
        return [{"do": "add", **given} if part == "aliases" else {"do": "add", "values": given}]
    old = next((each for each in rows if str(each["id"]) == str(row["id"])), None)
    if old is None:
        raise Invalid(_("A row that you change is no longer there."))
    if row.get("remove"):
        return [_line("remove", part, old)]
    model = ROWS[part][0]
    is_another = part == "aliases" or any(
        name in given and plain(model, name, given[name]) != old[name] for name in SIDES
    )
    if is_another and all(plain(model, n, v) == old.get(n) for n, v in given.items()):
        return []
    if is_another:  # the names that an alias has, the sides of a relation: there is no less
        anew = {name: value for name, value in old.items() if name != "id"} | given
        added = {"do": "add", **anew} if part == "aliases" else {"do": "add", "values": anew}
        return [_line("remove", part, old), added]
    pairs = {name: [old.get(name), value] for name, value in given.items()}
    return [{"do": "change", "id": old["id"], "values": pairs}]


def _stands(row: Values, rows: list[Values]) -> bool:
    """Whether a row that is to be added is there already."""
    if row["do"] != "add":
        return False
    given = row.get("values") or {"name": row.get("name")}
    return any(all(each.get(name) == value for name, value in given.items()) for each in rows)


def wish(changes: Changes) -> set[str]:
    """What the change wants, bit by bit, whatever stands there now: to compare two."""
    return {key for key, _part, _bit in _bits(changes)}


def without(changes: Changes, wishes: set[str]) -> Changes:
    """The change without the bits that are among these."""
    kept: Changes = {}
    for key, part, bit in _bits(changes):
        if key in wishes:
            continue
        if part == "fields":
            kept.setdefault(part, {}).update(bit)
        else:
            kept.setdefault(part, []).append(bit)
    return kept


def _bits(changes: Changes) -> Iterable[tuple[str, str, Values]]:
    for name, pair in changes.get("fields", {}).items():
        yield repr(("fields", name, pair[1])), "fields", {name: pair}
    for part in ROWS:
        for row in changes.get(part, []):
            about = row.get("values") or row
            if row["do"] == "change":
                about = {name: pair[1] for name, pair in about.items()}
            said = sorted((n, v) for n, v in about.items() if v not in (None, "") and n != "id")
            key = row.get("id") if row["do"] != "add" else None
            if row["do"] == "remove":
                said = []
            yield repr((part, row["do"], key, said)), part, row
