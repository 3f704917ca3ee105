"""Which of the rows that stand in a profile a line of a file speaks of. Pure.

A line says no key: it is the one that says the same, or else the one it has most in common with.
"""

from collections.abc import Iterable
from typing import Any

Values = dict[str, Any]
# What tells that a line is a row with something changed in it: the first that fits counts.
SAME: dict[str, list[tuple[str, ...]]] = {
    "aliases": [],  # one that says anything else is another one
    "positions": [
        ("title", "organisation", "at"),
        ("title",),
        ("organisation", "at", "started_on"),
    ],
    "relations": [("kind", "object")],
}


def steps(part: str, stands: list[Values], wanted: list[Values]) -> list[Values]:
    """The part of a change that leads from the rows that stand there to those that are wanted."""
    left = list(stands)
    pairs: list[tuple[Values, Values]] = []
    missing = _paired(left, wanted, list(wanted[0]) if wanted else [], pairs)
    for columns in SAME[part]:
        missing = _paired(left, missing, columns, pairs)
    changed = [_changed(old, new) for old, new in pairs]
    return [
        *(_removed(part, old) for old in left),
        *(step for step in changed if step["values"]),
        *(_added(part, new) for new in missing),
    ]


def _paired(
    left: list[Values],
    wanted: Iterable[Values],
    columns: Iterable[str],
    pairs: list[tuple[Values, Values]],
) -> list[Values]:
    """Pair each with the first row left that is like it in these columns; returns the others."""
    columns, missing = list(columns), []
    for new in wanted:
        said = [new[name] for name in columns]
        old = next((each for each in left if [each[name] for name in columns] == said), None)
        if old is None or not any(said):
            missing.append(new)
        else:
            left.remove(old)
            pairs.append((old, new))
    return missing


def _changed(old: Values, new: Values) -> Values:
    values = {name: [old[name], value] for name, value in new.items() if old[name] != value}
    return {"do": "change", "id": old["id"], "values": values}


def _removed(part: str, old: Values) -> Values:
    if part == "aliases":
        return {"do": "remove", "id": old["id"], "name": old["name"]}
    values = {name: value for name, value in old.items() if name != "id"}
    return {"do": "remove", "id": old["id"], "values": values}


def _added(part: str, new: Values) -> Values:
    values = {name: value for name, value in new.items() if value not in (None, "")}
    return {"do": "add", **values} if part == "aliases" else {"do": "add", "values": values}
