"""What may stand in a change: parts, columns and values, each checked with a sentence."""

from collections.abc import Callable, Iterable, Mapping
from datetime import date
from typing import Any, cast

from django.core.exceptions import ValidationError
from django.db.models import Field, ForeignKey, Model
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from entities.models import Alias, Entity, Position, Relation
from newsroom import acts
from newsroom.fields import PartialDate

Changes = dict[str, Any]
Values = dict[str, Any]

FIELDS = (
    *("name", "name_is_guessed", "kind", "native_name", "native_language"),
    *("country", "official_site", "section_slug", "born_on", "died_on"),
    *("description", "description_source", "description_url"),
    *("description_licence", "description_taken_on"),
    *("picture", "image_name", "image_licence", "wikidata_id", "check_every_days"),
)
ALIAS = ("name", "language")
POSITION = (
    *("title", "organisation", "at", "started_on", "ended_on", "as_of"),
    *("source_name", "source_url", "checked_on", "wikidata_id"),
)
SIDES = ("subject", "object")
RELATION = (
    *("subject", "kind", "object", "started_on", "ended_on"),
    *("source_name", "source_url", "checked_on"),
)
# The parts that are made of rows, with the columns that a change may name.
ROWS: dict[str, tuple[type[Model], tuple[str, ...]]] = {
    "aliases": (Alias, ALIAS),
    "positions": (Position, POSITION),
    "relations": (Relation, RELATION),
}
PARTS = ("fields", *ROWS)

MOST = 200  # rows of a part
LONGEST = 20_000  # characters of a text


class Invalid(acts.Refused):
    """What is given is no change of a profile; `sentences` say one by one what is wrong."""

    def __init__(self, *sentences: str):
        super().__init__(" ".join(sentences))
        self.sentences = sentences


def label(model: type[Model], name: str) -> str:
    """What the column is called, as the beginning of a line."""
    return str(capfirst(str(column(model, name).verbose_name)))


def column(model: type[Model], name: str) -> "Field[Any, Any]":
    return cast("Field[Any, Any]", model._meta.get_field(name))


def values_of(row: Model, columns: Iterable[str]) -> Values:
    """What stands in these columns of the row, in JSON."""
    model = type(row)
    return {
        name: plain(model, name, column(model, name).value_from_object(row)) for name in columns
    }


def plain(model: type[Model], name: str, value: Any) -> Any:
    """A value of the column as it stands in JSON. Raises ValidationError."""
    field = column(model, name)
    if isinstance(value, str):
        value = value.replace("\r\n", "\n").strip()
    if value in (None, ""):
        return None if field.null else ""
    if isinstance(field, ForeignKey):
        return _key(value)
    value = field.to_python(value)
    if isinstance(value, date | PartialDate):
        return str(value)
    return value if isinstance(value, bool | int) else str(value)


def typed(model: type[Model], name: str, value: Any) -> Any:
    """The value of JSON as the column's attribute takes it."""
    field = column(model, name)
    return value if isinstance(field, ForeignKey) else field.to_python(value)


def clean(entity: Entity, changes: Any) -> Changes:
    """The change with every value checked, and without what would change nothing.

    Raises Invalid with a sentence for each fault.
    """
    faults: list[str] = []
    if not isinstance(changes, Mapping):
        raise Invalid(_("A change has parts: fields, aliases, positions, relations."))
    if unknown := sorted({str(part) for part in changes} - {*PARTS}):
        faults.append(_("There is no part “%(name)s”.") % {"name": "”, “".join(unknown)})
    cleaned: Changes = {}
    fields = _mapping(changes.get("fields") or {}, faults)
    cleaned["fields"] = _pairs(Entity, FIELDS, fields, faults)
    for part in ROWS:
        rows = changes.get(part) or []
        if not isinstance(rows, list | tuple) or len(rows) > MOST:
            faults.append(_("“%(part)s” is a list of at most %(most)d rows.") % _most(part))
            continue
        cleaned[part] = [row for each in rows if (row := _row(entity, part, each, faults))]
    if faults:
        raise Invalid(*faults)
    return {part: cleaned[part] for part in PARTS if cleaned[part]}


def _most(part: str) -> dict[str, Any]:
    return {"part": part, "most": MOST}


def _row(entity: Entity, part: str, row: Any, faults: list[str]) -> Values | None:
    row = _mapping(row, faults)
    model, columns = ROWS[part]
    match row.get("do"):
        case "add":
            return _added(entity, part, row, faults)
        case "remove" if part == "aliases":
            return {"do": "remove", "id": _id(row, faults), "name": str(row.get("name") or "")}
        case "remove":
            kept = _values(model, columns, row.get("values") or {}, faults, check=plain)
            return {"do": "remove", "id": _id(row, faults), "values": kept}
        case "change" if part != "aliases":
            values = _mapping(row.get("values") or {}, faults)
            if part == "relations" and not values.keys().isdisjoint(SIDES):
                faults.append(_("A relation to another profile is another relation."))
            pairs = _pairs(model, columns, values, faults)
            return {"do": "change", "id": _id(row, faults), "values": pairs} if pairs else None
    faults.append(_("A row of “%(part)s” is added, changed or removed.") % {"part": part})
    return None


def _added(entity: Entity, part: str, row: Mapping[str, Any], faults: list[str]) -> Values:
    """A new row; what is empty in it need not be said."""
    model, columns = ROWS[part]
    is_alias = part == "aliases"
    given = {name: row[name] for name in ALIAS if name in row} if is_alias else row.get("values")
    values = _values(model, columns, given or {}, faults, check=_checked)
    values = {name: value for name, value in values.items() if value not in (None, "")}
    if part == "relations":
        values = {"subject": entity.pk} | values
        if entity.pk not in (values["subject"], values.get("object")):
            faults.append(_("A relation has the profile on one of its sides."))
    faults += [
        _("%(label)s: this is needed.") % {"label": label(model, name)}
        for name in columns
        if not column(model, name).blank and not values.get(name) and name not in (given or {})
    ]
    return {"do": "add", **values} if is_alias else {"do": "add", "values": values}


def _pairs(
    model: type[Model], columns: tuple[str, ...], given: Mapping[str, Any], faults: list[str]
) -> Values:
    """Columns with what stands there and what shall; those that stay as they are are left out."""
    pairs = {name: pair for name, pair in given.items() if isinstance(pair, list | tuple)}
    if len(pairs) < len(given) or any(len(pair) != 2 for pair in pairs.values()):
        faults.append(_("A change says what stands there and what shall stand there."))
        return {}
    old = {name: pair[0] for name, pair in pairs.items()}
    was = _values(model, columns, old, faults, check=plain)
    shall = _values(model, columns, {n: p[1] for n, p in pairs.items()}, faults, check=_checked)
    return {n: [was[n], shall[n]] for n in pairs if n in was and n in shall and was[n] != shall[n]}


def _values(
    model: type[Model],
    columns: tuple[str, ...],
    given: Any,
    faults: list[str],
    *,
    check: Callable[[type[Model], str, Any], Any],
) -> Values:
    cleaned: Values = {}
    for name, value in _mapping(given, faults).items():
        if name not in columns:
            faults.append(_("There is no field “%(name)s”.") % {"name": name})
            continue
        try:
            cleaned[name] = check(model, name, value)
        except ValidationError as error:
            words = {"label": label(model, name), "why": " ".join(error.messages)}
            faults.append(_("%(label)s: %(why)s") % words)
    return cleaned


def _checked(model: type[Model], name: str, value: Any) -> Any:
    """The value in JSON, where the column would take it. Raises ValidationError."""
    value = plain(model, name, value)
    if isinstance(value, str) and "\0" in value:
        raise ValidationError(_("This has a character that cannot be kept."))
    if isinstance(value, str) and len(value) > LONGEST:
        raise ValidationError(_("At most %(most)d characters.") % {"most": LONGEST})
    field = column(model, name)
    if isinstance(field, ForeignKey) and value is not None:
        if not field.related_model._default_manager.filter(pk=value).exists():
            raise ValidationError(_("This is not there."))
        return value
    field.clean(value, None)
    return value


def _key(value: Any) -> int:
    key = getattr(value, "pk", value)
    try:
        return int(key)
    except (TypeError, ValueError):
        raise ValidationError(_("This is not there.")) from None


def _id(row: Mapping[str, Any], faults: list[str]) -> int:
    try:
        return _key(row.get("id"))
    except ValidationError:
        faults.append(_("Say which row it is."))
        return 0


def _mapping(given: Any, faults: list[str]) -> Mapping[str, Any]:
    if isinstance(given, Mapping) and all(isinstance(name, str) for name in given):
        return given
    faults.append(_("Fields are named, each with its value."))
    return {}
