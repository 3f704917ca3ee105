"""What Wikidata says beside what a profile says: what is written, what is suggested. Pure.

Three rules. A proposal takes what no person has set; everything else is a suggestion. What
Wikidata does not say is never a reason to empty anything that a person has set. A name and a
description of the newsroom’s own stand: the other name becomes an alias.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from entities.changes import Changes
from entities.names import name_key
from entities.wikidata.facts import Name, in_order
from entities.wikidata.positions import match
from newsroom.fields import PartialDate

Values = dict[str, Any]

# A field, and those that say more of it and so go where it goes.
WITH: dict[str, tuple[str, ...]] = {
    "wikidata_id": (),
    "kind": (),
    "name": (),
    "native_name": ("native_language",),
    "country": (),
    "official_site": (),
    "born_on": (),
    "died_on": (),
    "description": (
        *("description_source", "description_url"),
        *("description_licence", "description_taken_on"),
    ),
    "image_name": ("image_licence",),
}
NEVER_EMPTIED = ("wikidata_id", "kind", "name")
STANDS = ("name", "description")  # where the newsroom has written its own
LIFE = ("born_on", "died_on")
HELD = ("started_on", "ended_on")
MOST_ALIASES = 100  # in one suggestion


@dataclass(frozen=True, kw_only=True)
class Wanted:
    """What Wikidata says, in JSON: dates as ISO text, nothing as None or an empty text.

    `is_bare` says that no more is known than the number.
    """

    fields: Mapping[str, Any]
    aliases: Sequence[Name] = ()
    positions: Sequence[Values] = ()
    is_bare: bool = False


@dataclass(frozen=True, kw_only=True)
class Stands:
    """What the profile says, in JSON, each row with its key as `id`; and what was imported.

    `is_free` says that what no person has set may be written: it is a proposal.
    """

    fields: Mapping[str, Any]
    aliases: Sequence[Values]
    positions: Sequence[Values]
    imported: Mapping[str, Any]
    is_free: bool


@dataclass(kw_only=True)
class Difference:
    """What to write into the profile, what to suggest, and what counts as imported then."""

    fields: Values = field(default_factory=dict)
    new_aliases: list[Name] = field(default_factory=list)
    old_aliases: list[int] = field(default_factory=list)
    new_positions: list[Values] = field(default_factory=list)
    changed_positions: dict[int, Values] = field(default_factory=dict)
    old_positions: list[int] = field(default_factory=list)
    suggested: Changes = field(default_factory=dict)
    imported: dict[str, Any] = field(default_factory=dict)

    @property
    def is_written(self) -> bool:
        return bool(
            self.fields
            or self.new_aliases
            or self.old_aliases
            or self.new_positions
            or self.changed_positions
            or self.old_positions
        )


def compare(stands: Stands, wanted: Wanted) -> Difference:
    found = Difference(imported={**stands.imported})
    _compare_fields(stands, wanted, found)
    if not wanted.is_bare:
        _compare_aliases(stands, wanted, found)
        _compare_positions(stands, wanted, found)
    found.suggested = {part: value for part, value in found.suggested.items() if value}
    return found


def _compare_fields(stands: Stands, wanted: Wanted, found: Difference) -> None:
    was: Mapping[str, Any] = stands.imported.get("fields", {})
    base: Values = {**was}
    suggested: Values = {}
    for name, companions in WITH.items():
        if name not in wanted.fields:
            continue
        now, new = stands.fields[name], wanted.fields[name]
        if now == new:
            base[name] = new
            group: tuple[str, ...] = companions if name != "description" else ()
        elif _is_passed_over(name, now, was.get(name) or None, new, stands):
            continue
        else:
            group = (name, *companions)
        for each in group:
            pair = [stands.fields[each], wanted.fields[each]]
            if pair[0] == pair[1]:
                base[each] = pair[1]
            elif stands.is_free and _is_untouched(name, stands, was):
                found.fields[each] = base[each] = pair[1]
            elif pair[1]:
                suggested[each] = pair
    _keep_in_order(stands.fields, found.fields, suggested, base, was)
    found.suggested["fields"] = suggested
    found.imported["fields"] = base


def _is_untouched(name: str, stands: Stands, was: Mapping[str, Any]) -> bool:
    """Whether no person has set the field: it says what was imported, or nothing."""
    return (stands.fields[name] or None) == (was.get(name) or None)


def _is_passed_over(name: str, now: Any, was: Any, new: Any, stands: Stands) -> bool:
    if not new:
        return name in NEVER_EMPTIED or not (stands.is_free and now and now == was)
    if name in LIFE and _says_more(now, new):
        return True
    return name in STANDS and bool(now) and now != was


def _says_more(now: Any, new: Any) -> bool:
    """Whether a date that is there is the same, and known to the month or day."""
    return bool(now) and str(now).startswith(str(new))


def _keep_in_order(
    now: Mapping[str, Any], placed: Values, suggested: Values, base: Values, was: Mapping[str, Any]
) -> None:
    """Nobody dies before they are born: then neither date is taken."""
    after = {name: placed.get(name, now[name]) for name in LIFE}
    after |= {name: suggested[name][1] for name in LIFE if name in suggested}
    if is_in_order(*after.values()):
        return
    for name in LIFE:
        placed.pop(name, None)
        suggested.pop(name, None)
        base[name] = was.get(name)


def is_in_order(first: Any, second: Any) -> bool:
    dates = [PartialDate.parse(str(each)) if each else None for each in (first, second)]
    return in_order(*dates)


def _compare_aliases(stands: Stands, wanted: Wanted, found: Difference) -> None:
    imported = {*stands.imported.get("aliases", ())}
    names = [Name(name=wanted.fields.get("name") or ""), *wanted.aliases]
    names = [each for each in names if each.name]
    rows = {row["name"]: row["id"] for row in stands.aliases}
    if stands.is_free:
        gone = imported - {each.name for each in names}
        found.old_aliases = [key for name, key in rows.items() if name in gone]
    known = {name_key(name) for name in rows}
    fields = {**stands.fields, **found.fields}
    known |= {name_key(fields["name"]), name_key(fields["native_name"])}
    if "name" in found.suggested.get("fields", {}):
        known.add(name_key(wanted.fields["name"]))
    new = []
    for each in names:
        if name_key(each.name) not in known and each.name not in imported:
            known.add(name_key(each.name))
            new.append(each)
    if stands.is_free:
        found.new_aliases = new
    else:
        found.suggested["aliases"] = [
            {"do": "add", "name": each.name, "language": each.language}
            for each in new[:MOST_ALIASES]
        ]
    is_there = imported | rows.keys() | {each.name for each in found.new_aliases}
    found.imported["aliases"] = [each.name for each in names if each.name in is_there]


def _compare_positions(stands: Stands, wanted: Wanted, found: Difference) -> None:
    imported: list[Values] = list(stands.imported.get("positions", ()))
    pairs, extra, missing = match(stands.positions, wanted.positions)
    suggested: list[Values] = []
    base: list[Values] = []
    for row, new in pairs:
        if stands.is_free and _is_as_imported(row, imported):
            if changed := {name: value for name, value in new.items() if row[name] != value}:
                found.changed_positions[row["id"]] = changed
        elif values := dict(_dates_that_differ(row, new)):
            suggested.append({"do": "change", "id": row["id"], "values": values})
        base.append(new)
    for new in missing:
        if not any(_is_one(new, each) for each in imported):
            if not stands.is_free:
                suggested.append({"do": "add", "values": new})
                continue
            found.new_positions.append(new)
        base.append(new)
    if stands.is_free:
        found.old_positions = [row["id"] for row in extra if _is_as_imported(row, imported)]
    found.suggested["positions"] = suggested
    found.imported["positions"] = base


def _is_as_imported(row: Values, imported: Sequence[Values]) -> bool:
    """Whether no person has touched the row since."""
    bare = {name: value for name, value in row.items() if name != "id" and value}
    return any(bare == {n: v for n, v in each.items() if v} for each in imported)


def _is_one(one: Values, other: Values) -> bool:
    return all(one[name] == other.get(name) for name in ("wikidata_id", "started_on"))


def _dates_that_differ(row: Values, new: Values) -> Iterator[tuple[str, list[Any]]]:
    """What Wikidata says otherwise, or more exactly, of when the office was held."""
    pairs = {
        name: [row[name], new[name]]
        for name in HELD
        if new[name] and new[name] != row[name] and not _says_more(row[name], new[name])
    }
    after = [pairs[name][1] if name in pairs else row[name] for name in HELD]
    if is_in_order(*after):
        yield from pairs.items()
