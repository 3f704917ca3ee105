"""The demonstration's profiles and what waits for its moderator, by the acts that people use.

The rest of the demonstration newsroom is loaded by newsroom.py.
"""

import tomllib
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any

from django.db import transaction

from entities import changes, moderation, offices, reporting, suggesting
from entities.models import Alias, Entity, Position, Relation
from newsroom.fields import PartialDate
from newsroom.models import User

HERE = Path(__file__).parent
# Days: who holds an office changes, where a country lies does not.
CHECK_EVERY = {"person": 180, "organisation": 1095, "place": 1825, "event": 1825, "thing": 1825}
# What a reader's report comes from: an address that is kept for documentation (RFC 5737).
A_READER = "192.0.2.17"
GIVEN = ("country", "official_site", "wikidata_id", "description_source", "description_licence")
DATES = ("started_on", "ended_on")
DAYS = ("as_of", "checked_on")


@transaction.atomic
def load(people: dict[str, User]) -> int:
    """Profiles with their positions, each approved on the day it was last checked."""
    given = read("profiles")
    for row in given["profile"]:
        _profile(row, moderator=people["moderator"])
    named = {entity.name: entity for entity in Entity.objects.all()}
    for position in Position.objects.exclude(at=""):
        if found := named.get(offices.without_article(position.at)):
            position.organisation = found
            position.save(update_fields=["organisation"])
    for row in given["relation"]:
        ends = {side: named[row.pop(side)] for side in ("subject", "object")}
        relation = Relation(**ends, **_dated(row))
        relation.full_clean()
        relation.save()
    return len(given["profile"])


@transaction.atomic
def load_queue(people: dict[str, User], *, now: datetime) -> None:
    """What the moderator finds in the morning: proposals, a suggestion, a reader's report."""
    waiting = read("queue")
    for row in waiting["proposal"]:
        by, at = people[row.pop("by")], _ago(row, now=now)
        moderation.propose(by=by, now=at, **row | {"born_on": _partial(row.get("born_on"))})
    for row in waiting["suggestion"]:
        entity = Entity.objects.get(slug=row["profile"])
        suggesting.suggest(
            entity=entity,
            changes=changes.between(entity, positions=[row["position"]]),
            by=people[row["by"]],
            now=_ago(row, now=now),
            note=row["note"],
            source_name=row["source_name"],
            source_url=row["source_url"],
        )
    for row in waiting["report"]:
        slug, at = row.pop("profile"), _ago(row, now=now)
        reporting.report(slug=slug, sender=A_READER, now=at, **row)


def read(name: str) -> dict[str, Any]:
    return tomllib.loads((HERE / f"{name}.toml").read_text(encoding="utf-8"))


def _profile(row: dict[str, Any], *, moderator: User) -> Entity:
    checked = datetime.combine(date.fromisoformat(row["checked_on"]), time(9), tzinfo=UTC)
    entity = moderation.propose(
        by=moderator,
        now=checked,
        name=row["name"],
        kind=row["kind"],
        native_name=row.get("native_name", ""),
        native_language=row.get("native_language", ""),
        born_on=_partial(row.get("born_on")),
        description=row["description"],
    )
    entity.slug = row["slug"]
    entity.died_on = _partial(row.get("died_on"))
    for name in GIVEN:
        setattr(entity, name, row.get(name, ""))
    entity.description_taken_on = checked.date()
    entity.check_every_days = row.get("check_every_days", CHECK_EVERY[row["kind"]])
    entity.save()
    Alias.objects.bulk_create(Alias(entity=entity, name=name) for name in row.get("aliases", []))
    for held in row.get("positions", []):
        Position.objects.create(entity=entity, **_dated(held))
    # By nobody: what is said of living persons takes another moderator, and the newsroom has one.
    return moderation.approve(entity=entity, by=None, now=checked)


def _dated(row: dict[str, Any]) -> dict[str, Any]:
    """A row of the file with its dates as dates."""
    partial = {name: _partial(row[name]) for name in DATES if name in row}
    days = {name: date.fromisoformat(row[name]) for name in DAYS if name in row}
    return row | partial | days


def _ago(row: dict[str, Any], *, now: datetime) -> datetime:
    return now - timedelta(hours=row.pop("hours_ago"))


def _partial(text: str | None) -> PartialDate | None:
    return PartialDate.parse(text) if text else None
