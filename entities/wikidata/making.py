"""Proposals written into the database, many at once. A part of the act in `importing.py`."""

from collections.abc import Iterable, Sequence
from typing import Any

from entities.changes.shape import column
from entities.models import Alias, Entity, Position
from entities.names import free_slug
from entities.wikidata.comparing import Difference, Wanted
from entities.wikidata.facts import Facts
from newsroom.models import User

LONGEST_SLUG = 200
New = tuple[Facts, Wanted]


def make(given: Sequence[New], *, by: User | None) -> list[Entity]:
    """A proposal for each, with its aliases and positions."""
    slugs = _slugs([facts for facts, _wanted in given])
    entities = [_proposal(wanted, slugs[facts.id], by=by) for facts, wanted in given]
    Entity.objects.bulk_create(entities)
    pairs = list(zip(entities, (wanted for _facts, wanted in given), strict=True))
    _add(
        [(entity, each.name, each.language) for entity, w in pairs for each in w.aliases],
        [(entity, each) for entity, w in pairs for each in w.positions],
    )
    return entities


def write(given: Iterable[tuple[Entity, Difference]]) -> None:
    """What differs, into profiles that are there."""
    given = list(given)
    for entity, difference in given:
        _put(entity, difference.fields)
        entity.imported = difference.imported
        if difference.fields:
            # `key` and `near` are written from the name by their own fields.
            entity.save(update_fields=[*difference.fields, "imported", "key", "near", "changed_at"])
        else:
            Entity.objects.filter(pk=entity.pk).update(imported=entity.imported)
        for row in entity.positions.all():
            if values := difference.changed_positions.get(row.pk):
                _put(row, values)
                row.save(update_fields=[*values])
    old_aliases = [key for _entity, each in given for key in each.old_aliases]
    old_positions = [key for _entity, each in given for key in each.old_positions]
    if old_aliases:
        Alias.objects.filter(pk__in=old_aliases).delete()
    if old_positions:
        Position.objects.filter(pk__in=old_positions).delete()
    _add(
        [(entity, one.name, one.language) for entity, d in given for one in d.new_aliases],
        [(entity, values) for entity, d in given for values in d.new_positions],
    )


def _proposal(wanted: Wanted, slug: str, *, by: User | None) -> Entity:
    fields = {**wanted.fields, "kind": wanted.fields["kind"] or Entity.Kind.THING}
    entity = Entity(slug=slug, proposed_by=by)
    _put(entity, fields)
    entity.imported = {
        "fields": fields,
        "aliases": [each.name for each in wanted.aliases],
        "positions": list(wanted.positions),
    }
    return entity


def _add(
    aliases: Sequence[tuple[Entity, str, str]], positions: Sequence[tuple[Entity, dict[str, Any]]]
) -> None:
    Alias.objects.bulk_create(
        Alias(entity=entity, name=name, language=language) for entity, name, language in aliases
    )
    rows = []
    for entity, values in positions:
        row = Position(entity=entity)
        _put(row, values)
        rows.append(row)
    Position.objects.bulk_create(rows)


def _put(row: Entity | Position, values: dict[str, Any]) -> None:
    for name, value in values.items():
        setattr(row, name, column(type(row), name).to_python(value))


def _slugs(facts: Sequence[Facts]) -> dict[str, str]:
    """A free address for each: its name, and its number besides where another has that name."""

    def slug_of(name: str, taken: Any) -> str:
        return free_slug(name, is_taken=taken, fallback="topic", allow_unicode=True)

    wanted = {each.id: slug_of(each.name, lambda slug: False) for each in facts}
    numbered = {
        each.id: slug_of(f"{_short(each.name)} {each.id}", lambda slug: False) for each in facts
    }
    candidates = {*wanted.values(), *numbered.values()}
    taken = set(Entity.objects.filter(slug__in=candidates).values_list("slug", flat=True))
    slugs = {}
    for each in facts:
        slug = wanted[each.id]
        if slug in taken:
            slug = numbered[each.id]
        if slug in taken:  # somebody has named a profile so by hand
            slug = slug_of(slug, _is_taken)
        taken.add(slug)
        slugs[each.id] = slug
    return slugs


def _is_taken(slug: str) -> bool:
    return Entity.objects.filter(slug=slug).exists()


def _short(name: str) -> str:
    return name[: LONGEST_SLUG - 30]
