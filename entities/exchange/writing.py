"""The outcome of a file written at once, in a number of queries that does not grow by the row.

What may be written was asked in `dry_run.py`; what it leaves behind is what `moderation.propose`
and `changing.change` would, one by one.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Model

from entities import changes as shapes
from entities import recording
from entities.changes import Changes
from entities.changes.shape import ROWS, Values, column
from entities.exchange.outcome import Outcome
from entities.models import Entity
from entities.names import free_slug
from newsroom.models import User

AT_ONCE = 500
Keys = dict[int, int]
Note = Callable[[Outcome], str]


def propose(
    outcomes: Iterable[Outcome], *, by: User | None, now: datetime, note: Note
) -> list[tuple[Outcome, Entity]]:
    """Make the profiles that the rows bring, with everything that stands there of them."""
    # A row without an address gets one made of its name: when the others have theirs.
    outcomes = sorted(outcomes, key=lambda each: not each.entity.slug)
    taken = {outcome.entity.slug for outcome in outcomes}
    made = [(outcome, _made(outcome, taken, by=by)) for outcome in outcomes]
    Entity.objects.bulk_create((entity for _outcome, entity in made), batch_size=AT_ONCE)
    keys = {outcome.entity.pk: entity.pk for outcome, entity in made}
    _write_rows([(entity, with_keys(each.changes, keys)) for each, entity in made])
    lines = [(entity, note(outcome), "") for outcome, entity in made]
    _log("proposed", lines, by=by, now=now)
    return made


def _made(outcome: Outcome, taken: set[str], *, by: User | None) -> Entity:
    fields = outcome.changes["fields"]
    entity = Entity(slug=outcome.entity.slug, proposed_by=by)
    _put(entity, {name: pair[1] for name, pair in fields.items()})
    if not entity.slug:
        entity.slug = free_slug(
            entity.name,
            is_taken=lambda slug: slug in taken or Entity.objects.filter(slug=slug).exists(),
            fallback="topic",
            allow_unicode=True,
        )
        taken.add(entity.slug)
    return entity


def change(
    outcomes: list[Outcome], keys: Keys, *, by: User | None, now: datetime, note: Note
) -> None:
    """Change the profiles that are there. `keys` of those that the file brings are known now."""
    written: set[str] = set()
    for outcome in outcomes:
        written |= _put_fields(outcome.entity, outcome.changes.get("fields", {}), now=now)
    if written:
        entities = [outcome.entity for outcome in outcomes if "fields" in outcome.changes]
        Entity.objects.bulk_update(entities, sorted(written), batch_size=AT_ONCE)
    _write_rows([(each.entity, with_keys(each.changes, keys)) for each in outcomes])
    lines = []
    for outcome in outcomes:
        words = [shapes.summary(outcome.changes), note(outcome)]
        lines.append((outcome.entity, "\n".join(words), outcome.source_url))
    _log("changed", lines, by=by, now=now)


def _put_fields(entity: Entity, fields: Values, *, now: datetime) -> set[str]:
    """Set the new values; returns the names of the fields that are to be saved."""
    if not fields:
        return set()
    new = {name: pair[1] for name, pair in fields.items()}
    written = {*new, "changed_at"}
    _put(entity, new)
    entity.changed_at = now
    if "name" in new:
        entity.name_is_guessed = False
        for name in ("key", "near"):
            column(Entity, name).pre_save(entity, add=False)
        written |= {"name_is_guessed", "key", "near"}
    if "check_every_days" in new and entity.checked_on:
        entity.check_due_on = entity.checked_on + timedelta(days=entity.check_every_days)
        written.add("check_due_on")
    return written


def _write_rows(changed: Iterable[tuple[Entity, Changes]]) -> None:
    """First what goes, then what changes, then what comes: an alias may come back another."""
    steps: dict[tuple[str, str], list[tuple[Entity, Values]]] = defaultdict(list)
    for entity, changes in changed:
        for part in ROWS:
            for step in changes.get(part, []):
                steps[part, step["do"]].append((entity, step))
    for part, (model, columns) in ROWS.items():
        rows = model._default_manager
        gone = [step["id"] for _entity, step in steps[part, "remove"]]
        for start in range(0, len(gone), AT_ONCE):
            rows.filter(pk__in=gone[start : start + AT_ONCE]).delete()
        pairs = {
            step["id"]: {name: pair[1] for name, pair in step["values"].items()}
            for _entity, step in steps[part, "change"]
        }
        things = list(rows.filter(pk__in=pairs)) if pairs else []
        for thing in things:
            _put(thing, pairs[thing.pk])
        if things:
            rows.bulk_update(things, columns, batch_size=AT_ONCE)
        added = [_row(model, part, entity, step) for entity, step in steps[part, "add"]]
        rows.bulk_create(added, batch_size=AT_ONCE)


def _row(model: type[Model], part: str, entity: Entity, step: Values) -> Model:
    thing = model() if part == "relations" else model(entity=entity)
    _put(thing, step.get("values") or {name: step[name] for name in step if name != "do"})
    return thing


def _put(thing: Model, values: Values) -> None:
    for name, value in values.items():
        field = column(type(thing), name)
        setattr(thing, field.attname, shapes.typed(type(thing), name, value))


def with_keys(changes: Changes, keys: Keys) -> Changes:
    """The change with the keys that profiles of this file have got by now."""

    def known(value: Any) -> Any:
        if isinstance(value, list):
            return [known(each) for each in value]
        return keys.get(value, value) if type(value) is int else value

    changes = dict(changes)
    for part in ("positions", "relations"):
        if rows := changes.get(part):
            changes[part] = [
                {**row, "values": {n: known(v) for n, v in row["values"].items()}} for row in rows
            ]
    return changes


def _log(
    act: str, lines: Iterable[tuple[Entity, str, str]], *, by: User | None, now: datetime
) -> None:
    """One line in each record; those that say the same are written together."""
    alike: dict[tuple[str, str], list[Entity]] = defaultdict(list)
    for entity, note, source_url in lines:
        alike[note, source_url].append(entity)
    for (note, source_url), entities in alike.items():
        recording.log_many(act, entities=entities, by=by, now=now, note=note, source_url=source_url)
