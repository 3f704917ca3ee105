"""A change of a profile for people to read: what stands there, what shall, and what differs."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import ForeignKey, Model
from django.utils.formats import date_format
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django_countries.fields import CountryField

from entities.changes.shape import ROWS, Changes, Values, column, label, values_of
from entities.models import Entity
from newsroom.difference.runs import Run, runs_of
from newsroom.difference.words import address, plain, whole
from newsroom.fields import PartialDate

# What of a row is told in one line; its other columns are told each in a line of their own.
SAID_TOGETHER = {
    "positions": ("title", "organisation", "at", "started_on", "ended_on"),
    "relations": ("subject", "kind", "object", "started_on", "ended_on"),
}
HIDDEN = {"name_is_guessed"}
Names = Mapping[int, str]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One thing that a change changes. `runs` tell both texts as one, word by word."""

    label: str
    before: str
    after: str
    runs: tuple[Run, ...]


def lines(
    entity: Entity,
    changes: Changes,
    *,
    seen: Mapping[str, Any] | None = None,
    names: Names | None = None,
) -> list[Line]:
    """The change line by line, in the order of the form. Three queries, and more for pictures.

    None where what stands there (`seen`) and the names of all profiles in it are known already.
    """
    stands = _standing_rows(changes) if seen is None else _seen_rows(seen)
    sides = [
        (part, row, *_sides(row, stands.get((part, row.get("id", 0)), {})))
        for part in SAID_TOGETHER
        for row in changes.get(part, [])
    ]
    if names is None:
        names = _names(entity, [side for _part, _row, *both in sides for side in both])
    told = [
        _of_field(name, old, new, names)
        for name, (old, new) in changes.get("fields", {}).items()
        if name not in HIDDEN
    ]
    for row in changes.get("aliases", []):
        is_added = row["do"] == "add"
        told.append(_line(_("Alias"), "" if is_added else row["name"], row["name"] * is_added))
    for part, row, before, after in sides:
        told += _of_row(part, before, after, names, is_gone=row["do"] == "remove")
    return told


def summary(changes: Changes) -> str:
    """What is changed, in a few words for the record: “Born, Description, positions”."""
    words = [label(Entity, name) for name in changes.get("fields", {}) if name not in HIDDEN]
    for part, (model, _columns) in ROWS.items():
        if changes.get(part):
            words.append(str(capfirst(str(model._meta.verbose_name_plural))))
    return ", ".join(words)


def value_in_words(model: type[Model], name: str, value: Any, names: Names | None = None) -> str:
    """A value as people read it."""
    if value in (None, ""):
        return ""
    field = column(model, name)
    if isinstance(field, ForeignKey):
        return _name_of(field.related_model, value, names or {})
    if isinstance(field, CountryField):
        return str(field.countries.name(value))
    if field.choices:
        return str(dict(field.flatchoices).get(value, value))
    value = field.to_python(value)
    if isinstance(value, PartialDate):
        return value.in_words()
    return date_format(value, "j F Y") if isinstance(value, date) else str(value)


def row_in_words(part: str, values: Values, names: Names | None = None) -> str:
    """A row in one line: “Minister of Defence, Russia (2012 – May 2024)”."""
    if part == "aliases":
        return str(values.get("name", ""))
    model, _columns = ROWS[part]

    def said(name: str) -> str:
        return value_in_words(model, name, values.get(name), names)

    if part == "positions":
        place = said("organisation") or said("at")
        about = f"{said('title')}, {place}" if place else said("title")
    else:
        about = f"{said('subject')} · {said('kind')} · {said('object')}"
    return about + _interval(said("started_on"), said("ended_on"))


def _interval(started: str, ended: str) -> str:
    if started and ended:
        return _(" (%(from)s – %(until)s)") % {"from": started, "until": ended}
    if started:
        return _(" (since %(from)s)") % {"from": started}
    return _(" (until %(until)s)") % {"until": ended} if ended else ""


def _of_field(name: str, old: Any, new: Any, names: Names) -> Line:
    was, now = (value_in_words(Entity, name, value, names) for value in (old, new))
    return _line(label(Entity, name), was, now, name)


def _of_row(part: str, before: Values, after: Values, names: Names, *, is_gone: bool) -> list[Line]:
    model, columns = ROWS[part]
    name = capfirst(str(model._meta.verbose_name))
    together = SAID_TOGETHER[part]
    texts = [row_in_words(part, side, names) if side else "" for side in (before, after)]
    told = [_line(name, *texts)] if texts[0] != texts[1] else []
    for each in columns:
        if each in together or is_gone:
            continue
        was, now = (value_in_words(model, each, side.get(each)) for side in (before, after))
        if was != now:
            about = f"{texts[1]}: {label(model, each)}"
            told.append(_line(about, was, now, each))
    return told


def _sides(row: Values, stands: Values) -> tuple[Values, Values]:
    """What the row says before the change and after it; nothing where it is not there."""
    if row["do"] == "add":
        return {}, row["values"]
    if row["do"] == "remove":
        return stands | row["values"], {}
    pairs = row["values"].items()
    return (
        stands | {name: old for name, (old, _new) in pairs},
        stands | {name: new for name, (_old, new) in pairs},
    )


def _line(about: str, before: str, after: str, column_name: str = "") -> Line:
    split: Callable[[str], Any] = plain
    if column_name.endswith(("_url", "_site")):
        split = address
    elif column_name.endswith("_on"):
        split = whole
    return Line(
        label=str(about), before=before, after=after, runs=runs_of(split(before), split(after))
    )


def _standing_rows(changes: Changes) -> dict[tuple[str, int], Values]:
    """What the rows that are changed or go say now, for the words around what changes."""
    found: dict[tuple[str, int], Values] = {}
    for part, together in SAID_TOGETHER.items():
        keys = [row["id"] for row in changes.get(part, []) if row["do"] != "add"]
        model, _columns = ROWS[part]
        for row in model._default_manager.filter(pk__in=keys) if keys else []:
            found[part, row.pk] = values_of(row, together)
    return found


def _seen_rows(seen: Mapping[str, Any]) -> dict[tuple[str, int], Values]:
    return {
        (part, row["id"]): {name: row[name] for name in together}
        for part, together in SAID_TOGETHER.items()
        for row in seen[part]
    }


def _names(entity: Entity, said: Iterable[Values]) -> Names:
    """The names of all profiles that these values speak of."""
    sides = ("organisation", "subject", "object")
    named = {key for values in said for side in sides if (key := values.get(side))}
    names = {entity.pk: entity.name}
    if others := named - {entity.pk}:
        names |= Entity.objects.filter(pk__in=others).values_list("pk", "name")
    return names


def _name_of(model: Any, key: int, names: Names) -> str:
    if model is Entity and key in names:
        return names[key]
    thing = model._default_manager.filter(pk=key).first()
    return str(thing) if thing else ""
