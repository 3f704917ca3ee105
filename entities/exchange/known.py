"""What the database says of the profiles that a file speaks of: read at once, in some queries."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from itertools import islice

from django.db.models import Model, Q

from entities import exposure
from entities.changes import Standing
from entities.changes.shape import ALIAS, FIELDS, POSITION, RELATION, Values, values_of
from entities.exchange.exporting import parts
from entities.exchange.layout import ADDRESS, Row, Sheet
from entities.models import Alias, Entity, Relation
from entities.names import name_key

AT_ONCE = 5_000


@dataclass(kw_only=True)
class Known:
    """Profiles by their addresses; those that the file brings have keys below nought."""

    at: dict[str, Entity] = field(default_factory=dict)
    names: dict[int, str] = field(default_factory=dict)
    # Key → what kind of thing it is, or is to be.
    kinds: dict[int, str] = field(default_factory=dict)
    # The addresses of the sections.
    sections: list[str] = field(default_factory=list)
    # Wikidata number → the address of whose it is.
    numbers: dict[str, str] = field(default_factory=dict)
    # Comparable name → the address of a usable profile that goes by it.
    named: dict[str, str] = field(default_factory=dict)
    # Two neighbours → the one in whose row that stands.
    neighbours: dict[frozenset[int], int] = field(default_factory=dict)


def known_of(sheet: Sheet, *, locked: bool = False) -> Known:
    """Everything that the rows need, in a number of queries that does not grow with them."""
    known = Known(sections=[slug for slug, _name in exposure.known().sections()])
    own = {row.texts.get(ADDRESS, "").strip() for row in sheet.rows}
    whole = Entity.objects.select_related("merged_into").prefetch_related(*parts())
    if locked:
        whole = whole.select_for_update(of=["self"])
    for some in _batches(own):
        for entity in whole.filter(slug__in=some):
            known.at[entity.slug] = entity
            known.names |= dict(_named_in(entity))
    for some in _batches({address for row in sheet.rows for address in _others(row)} - own):
        for entity in Entity.objects.filter(slug__in=some).select_related("merged_into"):
            known.at[entity.slug] = entity
            known.names[entity.pk] = entity.name
    known.kinds = {entity.pk: entity.kind for entity in known.at.values()}
    _read_numbers(known, sheet)
    _read_names(known, sheet)
    _read_neighbours(known)
    return known


def is_there(entity: Entity) -> bool:
    """Whether the profile is in the database, not only in the file."""
    return entity.pk is not None and entity.pk > 0


def standing_of(entity: Entity) -> Standing:
    """The profile as JSON, with the relations of which it is the subject; nothing is read."""
    return {
        "fields": values_of(entity, FIELDS),
        "aliases": _rows(entity, "aliases", ALIAS),
        "positions": _rows(entity, "positions", POSITION),
        "relations": _rows(entity, "relations", RELATION),
    }


def _rows(entity: Entity, part: str, columns: tuple[str, ...]) -> list[Values]:
    rows: Iterable[Model] = getattr(entity, part).all() if is_there(entity) else ()
    return [{"id": row.pk, **values_of(row, columns)} for row in rows]


def _named_in(entity: Entity) -> Iterator[tuple[int, str]]:
    yield entity.pk, entity.name
    for position in entity.positions.all():
        if position.organisation:
            yield position.organisation.pk, position.organisation.name
    for relation in entity.relations.all():
        yield relation.object.pk, relation.object.name


def _others(row: Row) -> Iterator[str]:
    """The addresses of other profiles that the row names."""
    for part, key in (("positions", "organisation"), ("relations", "to")):
        yield from (item.get(key, "").strip() for item in row.lists.get(part, []))


def _batches(texts: Iterable[str]) -> Iterator[list[str]]:
    left = iter(sorted(filter(None, texts)))
    while some := list(islice(left, AT_ONCE)):
        yield some


def _read_numbers(known: Known, sheet: Sheet) -> None:
    taken = Entity.objects.exclude(state=Entity.State.MERGED)
    for some in _batches({row.texts.get("wikidata", "").strip() for row in sheet.rows}):
        known.numbers |= taken.filter(wikidata_id__in=some).values_list("wikidata_id", "slug")


def _read_names(known: Known, sheet: Sheet) -> None:
    """Only for rows that may bring a new profile: those of addresses that nothing has."""
    new = [row for row in sheet.rows if row.texts.get(ADDRESS, "").strip() not in known.at]
    usable = Entity.objects.usable().order_by("-pk")
    also = Alias.objects.filter(entity__in=Entity.objects.usable()).order_by("-pk")
    for some in _batches({name_key(row.texts.get("name", "")) for row in new}):
        known.named |= also.filter(key__in=some).values_list("key", "entity__slug")
        known.named |= usable.filter(key__in=some).values_list("key", "slug")


def _read_neighbours(known: Known) -> None:
    keys = [entity.pk for entity in known.at.values() if entity.kind == Entity.Kind.PLACE]
    for start in range(0, len(keys), AT_ONCE):
        some = keys[start : start + AT_ONCE]
        rows = Relation.objects.filter(
            Q(subject__in=some) | Q(object__in=some), kind=Relation.Kind.NEIGHBOUR_OF
        )
        for one, other in rows.values_list("subject", "object"):
            known.neighbours[frozenset((one, other))] = one
