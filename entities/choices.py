"""The fields of two profiles that become one: what is chosen, put into the survivor, and put back.

A block is chosen whole: a text with its source, a number with what was imported under it.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entities.lineage import Holding
from entities.models import Entity, Merge
from newsroom.models import Picture
from newsroom.prose import is_cut_off

# What stood there, and what the merge put there, by column.
Fields = dict[str, list[Any]]

BLOCKS: dict[str, tuple[str, ...]] = {
    "name": ("name", "name_is_guessed"),
    "native_name": ("native_name", "native_language"),
    "born_on": ("born_on",),
    "died_on": ("died_on",),
    "country": ("country",),
    "official_site": ("official_site",),
    "description": (
        *("description", "description_source", "description_url"),
        *("description_licence", "description_taken_on"),
    ),
    "picture": ("picture",),
    "image_name": ("image_name", "image_licence"),
    "wikidata_id": ("wikidata_id", "imported"),
    "section_slug": ("section_slug",),
    "check_every_days": ("check_every_days", "checked_on", "check_due_on"),
}
# Not chosen: of the two, the stricter.
PROTECTION = "protection"
# What a merge leaves to each of the two, or writes by itself.
KEPT = frozenset(
    {"id", "kind", "state", "slug", "key", "near", "merged_into", "postponed_until"}
    | {"proposed_by", "created_at", "changed_at"}
)
# Nobody edits it: it goes where the number beside it goes.
UNSEEN = "imported"
STRICTNESS = [choice.value for choice in Entity.Protection]
A_LIFE = next(
    each for each in Entity._meta.constraints if each.name == "nobody_dies_before_they_are_born"
)


@dataclass(frozen=True, kw_only=True)
class Side:
    """A block of one profile, as a person reads it."""

    text: str
    more: tuple[str, ...] = ()
    picture: Picture | None = None


@dataclass(frozen=True, kw_only=True)
class Beside:
    """A block of both, where they differ; `suggested` is the side that says more."""

    block: str
    label: str
    survivor: Side
    loser: Side
    suggested: str


def differing(survivor: Entity, loser: Entity) -> list[Beside]:
    """What there is to choose: every block in which the two are not the same."""
    return [
        Beside(
            block=block,
            label=str(LABELS.get(block, _field(columns[0]).verbose_name)),
            survivor=_side(survivor, block),
            loser=_side(loser, block),
            suggested=_fuller(survivor, loser, block),
        )
        for block, columns in BLOCKS.items()
        if _seen(survivor, columns) != _seen(loser, columns)
    ]


LABELS = {
    "description": gettext_lazy("description, with its source"),
    "check_every_days": gettext_lazy("last checked, and how often"),
}


def _seen(entity: Entity, columns: Iterable[str]) -> list[Any]:
    return [_stored(entity, column) for column in columns if column != UNSEEN]


def _side(entity: Entity, block: str) -> Side:
    columns = BLOCKS[block]
    if block == "check_every_days":
        often = _("every %(days)s days") % {"days": entity.check_every_days}
        return Side(text=_in_words(entity, "checked_on") or str(_("never")), more=(str(often),))
    if block == "name":
        return Side(text=entity.name)
    if block == "wikidata_id":
        return Side(text=entity.wikidata_id)
    words = [_in_words(entity, column) for column in columns]
    picture = entity.picture if block == "picture" else None
    return Side(text=words[0], more=tuple(filter(None, words[1:])), picture=picture)


def _in_words(entity: Entity, column: str) -> str:
    value = getattr(entity, column)
    if column == "country":
        return str(value.name) if value else ""
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return value.in_words() if hasattr(value, "in_words") else str(value or "")


def _fuller(survivor: Entity, loser: Entity, block: str) -> str:
    """The loser's only where it says what the survivor does not say at all, or more of it."""
    mine, theirs = (_stored(each, BLOCKS[block][0]) for each in (survivor, loser))
    if block == "description" and is_cut_off(mine) != is_cut_off(theirs):
        return "loser" if theirs and is_cut_off(mine) else "survivor"
    if block == "name":
        says_more = survivor.name_is_guessed and not loser.name_is_guessed
    elif block == "check_every_days":
        says_more = False
    elif block in ("born_on", "died_on", "description"):
        says_more = len(theirs or "") > len(mine or "")
    else:
        says_more = bool(theirs) and not mine
    return "loser" if says_more else "survivor"


# Writing -------------------------------------------------------------------------------------


def put_chosen(survivor: Entity, loser: Entity, choices: Mapping[str, str]) -> Fields:
    """Put what was chosen of the loser's into the survivor. Returns what stood and stands there.

    Saves nothing. Raises KeyError for a block, and ValueError for a side, that is none.
    """
    columns: list[str] = []
    for block, side in choices.items():
        if side not in ("survivor", "loser"):
            raise ValueError(side)
        of_block = BLOCKS[block]
        if side == "loser" and _all(survivor, of_block) != _all(loser, of_block):
            columns += of_block
    if STRICTNESS.index(loser.protection) > STRICTNESS.index(survivor.protection):
        columns.append(PROTECTION)
    fields = {c: [_stored(survivor, c), _stored(loser, c)] for c in columns}
    put(survivor, {column: pair[1] for column, pair in fields.items()})
    return fields


@dataclass(frozen=True, kw_only=True)
class Corrected:
    """A later merge would have found another value without the one that ended."""

    merge: Merge
    was: Any
    now: Any


def put_back(holding: Holding) -> list[Corrected]:
    """Let fields say again what they said before the merge, where they still say what it put.

    A later merge that took a value on, or found it there, took on or found the one before.
    """
    corrected = []
    for kept in blocks_of(holding.merge.fields):
        before = {column: pair[0] for column, pair in kept.items()}
        after = {column: pair[1] for column, pair in kept.items()}
        for step in [holding.merge, *holding.later]:
            survivor = holding.entities[step.survivor_id]
            later = _next_into(step, holding, [*kept])
            stands = _says(later, 0, after) if later else has(survivor, after)
            if not stands or not _says(step, 1, after):
                break
            if step is not holding.merge:
                _correct(step, 1, before)
            if later:
                _correct(later, 0, before)
                corrected += [
                    Corrected(merge=later, was=after[column], now=before[column])
                    for column in ("name", "native_name")
                    if column in kept
                ]
                break
            if not _put_if_possible(survivor, before):
                break
    return corrected


def _next_into(step: Merge, holding: Holding, columns: Iterable[str]) -> Merge | None:
    """The next merge into the same profile that put something into these columns."""
    since = (step.done_at, step.pk)
    return next(
        (
            each
            for each in holding.others
            if each.survivor_id == step.survivor_id
            and (each.done_at, each.pk) > since
            and any(column in each.fields for column in columns)
        ),
        None,
    )


def _says(merge: Merge, place: int, values: Mapping[str, Any]) -> bool:
    """Whether this is what the merge found (0) or put (1). What nobody edits does not count."""
    return all(
        column in merge.fields and merge.fields[column][place] == value
        for column, value in values.items()
        if column != UNSEEN
    )


def _correct(merge: Merge, place: int, values: Mapping[str, Any]) -> None:
    for column, value in values.items():
        merge.fields[column][place] = value


def blocks_of(fields: Fields) -> Iterable[Fields]:
    """The blocks of what a merge put there, each with its columns."""
    for columns in (*BLOCKS.values(), (PROTECTION,)):
        if kept := {column: fields[column] for column in columns if column in fields}:
            yield kept


def has(entity: Entity, values: Mapping[str, Any]) -> bool:
    """Whether the profile says this still. What nobody edits does not count."""
    return all(_stored(entity, c) == value for c, value in values.items() if c != UNSEEN)


def put(entity: Entity, values: Mapping[str, Any]) -> None:
    for column, value in values.items():
        field = _field(column)
        setattr(entity, field.attname, field.to_python(value))


def _put_if_possible(entity: Entity, values: Mapping[str, Any]) -> bool:
    """As `put`, unless nobody could live from such a birth to such a death."""
    before = {column: _stored(entity, column) for column in values}
    put(entity, values)
    try:
        A_LIFE.validate(Entity, entity)
    except ValidationError:
        put(entity, before)
        return False
    return True


def without_taken_number(entity: Entity) -> str:
    """Let go of a Wikidata number that another profile got meanwhile, and say so."""
    number = entity.wikidata_id
    others = Entity.objects.exclude(pk=entity.pk).exclude(state=Entity.State.MERGED)
    if not number or not (other := others.filter(wikidata_id=number).first()):
        return ""
    entity.wikidata_id = ""
    return _("%(number)s is the Wikidata number of “%(other)s” by now.") % {
        "number": number,
        "other": other.name,
    }


def _all(entity: Entity, columns: Iterable[str]) -> list[Any]:
    return [_stored(entity, column) for column in columns]


def _field(column: str) -> "models.Field[Any, Any]":
    field = Entity._meta.get_field(column)
    assert isinstance(field, models.Field)  # noqa: S101  all of these are columns
    return field


def _stored(entity: Entity, column: str) -> Any:
    """The value as JSON keeps it."""
    value = getattr(entity, _field(column).attname)
    if value is None or isinstance(value, (bool, int, dict)):
        return value
    return str(value.code or "") if column == "country" else str(value)
