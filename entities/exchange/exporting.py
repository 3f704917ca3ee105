"""Profiles as the rows of a file, some hundreds at a time: memory does not grow with their number.

Merged profiles are left out: what they were belongs to their survivors.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Model, Prefetch, QuerySet

from entities.exchange import csv_files, json_files
from entities.exchange.layout import ADDRESS, ALIAS, FIELDS, POSITION, RELATION, Item, Row
from entities.models import Alias, Entity, Position, Relation
from newsroom import acts
from newsroom.models import User

AT_ONCE = 500
WRITERS = {"csv": csv_files.written, "json": json_files.written}
TYPES = {"csv": "text/csv; charset=utf-8", "json": "application/json"}


def exported(*, entities: QuerySet[Entity], form: str, by: User | None) -> Iterator[str]:
    """The text of the file, piece by piece; `form` is csv or json. Raises NotPermitted at once."""
    acts.require(by, "entities.moderate_entity")
    return WRITERS[form](rows(entities))


def rows(entities: QuerySet[Entity]) -> Iterator[Row]:
    """The rows in the order of the profiles’ keys. Four queries for each batch."""
    chosen = Entity.objects.filter(pk__in=entities.order_by().values("pk"))
    chosen = chosen.exclude(state=Entity.State.MERGED).prefetch_related(*parts()).order_by("pk")
    last = 0
    while batch := list(chosen.filter(pk__gt=last)[:AT_ONCE]):
        yield from map(row_of, batch)
        last = batch[-1].pk


def parts() -> "list[Prefetch[Any, Any, Any]]":
    """What `row_of` needs of each profile besides its fields."""
    return [
        Prefetch("aliases", Alias.objects.order_by("pk")),
        Prefetch("positions", Position.objects.select_related("organisation").order_by("pk")),
        Prefetch("relations", Relation.objects.select_related("object").order_by("pk")),
    ]


def row_of(entity: Entity) -> Row:
    """The profile as a row; aliases, positions and relations are fetched already."""
    texts = {column: _text(entity, name) for column, name in FIELDS.items()}
    return Row(
        texts={ADDRESS: entity.slug, **texts},
        lists={
            "aliases": _items(entity.aliases.all(), ALIAS),
            "positions": _items(entity.positions.all(), POSITION),
            "relations": _items(entity.relations.all(), RELATION),
        },
    )


def _items(things: Iterable[Model], columns: dict[str, str]) -> list[Item]:
    return [
        {key: text for key, name in columns.items() if (text := _text(thing, name))}
        for thing in things
    ]


def _text(thing: Model, name: str) -> str:
    value = getattr(thing, name)
    if isinstance(value, Entity):
        return value.slug
    return "" if value is None else str(getattr(value, "code", value))
