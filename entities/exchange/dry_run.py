"""A file of profiles looked at as a whole: what would be done, what waits, and every fault.

Writes nothing. The digest stands for all that is shown: `taking.py` does that and nothing else.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from hashlib import sha256

from django.utils import timezone

from entities import changing, living
from entities.changes.lines import row_in_words
from entities.exchange import csv_files, json_files
from entities.exchange.known import Known, known_of
from entities.exchange.layout import ADDRESS, COLUMNS, FIELDS, Fault, NotAFile, Sheet, text_of
from entities.exchange.outcome import Outcome, outcomes
from newsroom import acts
from newsroom.models import User

COLUMN_OF = {field: column for column, field in FIELDS.items()}


@dataclass(frozen=True, kw_only=True)
class DryRun:
    """What a file would do. With a fault anywhere, it does nothing."""

    outcomes: list[Outcome]
    faults: list[Fault]
    known: Known
    digest: str

    @property
    def new(self) -> list[Outcome]:
        return [each for each in self.outcomes if each.is_new]

    @property
    def changed(self) -> list[Outcome]:
        """Those there that change, be it that a part of the change waits."""
        return [each for each in self.outcomes if each.changes and not each.is_new]

    @property
    def held(self) -> list[Outcome]:
        """Those of which something waits for a second moderator."""
        return [each for each in self.outcomes if each.held]

    @property
    def unchanged(self) -> int:
        return len(self.outcomes) - len(self.new) - len(self.changed)

    @property
    def is_ready(self) -> bool:
        return not self.faults and bool(self.new or self.changed)


def look(*, content: bytes, by: User | None, now: datetime, is_for_good: bool = False) -> DryRun:
    """What the file would do if this person took it over. Raises NotPermitted.

    Where it is done next, in the same transaction, nobody changes the profiles in between.
    """
    acts.require(by, "entities.moderate_entity")
    try:
        sheet = _read(text_of(content))
    except NotAFile as refusal:
        fault = Fault(number=0, line=refusal.line, column="", text=str(refusal))
        return DryRun(outcomes=[], faults=[fault], known=Known(), digest="")
    known = known_of(sheet, locked=is_for_good)
    found = [
        _as_allowed(each, sheet, known.names, by=by, now=now) for each in outcomes(sheet, known)
    ]
    if any(each.is_new for each in found):
        acts.require(by, "entities.propose_entity")
    return DryRun(
        outcomes=found,
        faults=sorted(sheet.faults, key=_place),
        known=known,
        digest=_digest(found),
    )


def _read(text: str) -> Sheet:
    is_json = text.lstrip()[:1] in ("[", "{")
    return json_files.read(text) if is_json else csv_files.read(text)


def _as_allowed(
    outcome: Outcome, sheet: Sheet, names: Mapping[int, str], *, by: User | None, now: datetime
) -> Outcome:
    """The outcome with what of it waits; what the person may not do becomes a fault."""
    if outcome.is_new or not outcome.changes:
        return outcome
    entity, row, changes = outcome.entity, outcome.row, outcome.changes
    if refusal := changing.why_not_change(entity=entity, by=by, now=now):
        sheet.find(row, ADDRESS, str(refusal))
        return outcome
    if by is None:
        return outcome
    on = timezone.localdate(now)
    for fact in living.facts(entity, changes, on=on):
        if fact.part == "relations" and fact.bit["do"] == "add":  # maybe to one that comes too
            fact = replace(fact, label=row_in_words("relations", fact.bit["values"], names))
        if refusal := living.refusal([fact], source_url=outcome.source_url):
            column = COLUMN_OF[fact.bit] if fact.part == "fields" else fact.part
            sheet.find(row, column, str(refusal))
    held, at_once = living.parted(entity, changes, on=on)
    return replace(outcome, held=held, at_once=at_once)


def _place(fault: Fault) -> tuple[int, int]:
    """Row by row, and in a row from the left."""
    column = COLUMNS.index(fault.column) if fault.column in COLUMNS else -1
    return fault.number, column


def _digest(found: Iterable[Outcome]) -> str:
    shown = [
        (
            *(each.row.number, each.entity.pk, each.entity.slug),
            *(each.changes, each.held, each.source_url, each.note),
        )
        for each in found
        if each.changes
    ]
    return sha256(json.dumps(shown, sort_keys=True).encode()).hexdigest()
