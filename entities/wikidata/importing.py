"""The act that takes what Wikidata says into profiles: makes proposals, updates them, suggests.

What differs is found by `comparing.py`. Where the facts come from — a file, an answer over the
network — is not known here.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entities import changes as shapes
from entities import matching, recording, suggesting
from entities.changes.shape import POSITION, values_of
from entities.changing import NothingChanges
from entities.models import Entity, Suggestion
from entities.wikidata import labels, making, positions
from entities.wikidata.comparing import WITH, Difference, Stands, Wanted, compare
from entities.wikidata.facts import Facts, preference
from newsroom import acts
from newsroom.models import User

SOURCE = "Wikidata"
LICENCE = "CC0 1.0"  # https://www.wikidata.org/wiki/Wikidata:Licensing
PERMISSIONS = ("entities.propose_entity", "entities.suggest_entity")
RETIRED = gettext_lazy("The profile was retired.")
ELSEWHERE = gettext_lazy("The profile was merged into one with another number.")
AN_OFFICE = gettext_lazy("An office: its name is kept for the positions of those who hold it.")
NO_NAME = gettext_lazy("It has no name in these languages.")
TWICE = gettext_lazy("It stands further on once more.")


def site_languages() -> tuple[str, ...]:
    """The languages in which names are wanted where nobody says so: the site’s own, and English."""
    return preference([settings.LANGUAGE_CODE, "en"])


@dataclass(kw_only=True)
class Taken:
    """What came of one entity. `skipped` says why nothing did.

    `offices` are those of its offices whose names are not known, and so left out.
    """

    facts: Facts
    entity: Entity | None = None
    is_made: bool = False
    is_updated: bool = False
    suggestion: Suggestion | None = None
    skipped: str | Promise = ""
    offices: frozenset[str] = frozenset()


def take(*, facts: Facts, by: User | None, now: datetime) -> Taken:
    """Take in what Wikidata says of one entity. Raises NotPermitted."""
    return take_all(facts=[facts], by=by, now=now)[0]


@transaction.atomic
def take_all(*, facts: Sequence[Facts], by: User | None, now: datetime) -> list[Taken]:
    """Take in what Wikidata says of some entities, all or none, in a fixed number of queries.

    What is unknown becomes a proposal; of a proposal changes what no person has set; what differs
    otherwise becomes the one suggestion of Wikidata. Whatever says the same stays as it is.
    Raises NotPermitted.
    """
    for permission in PERMISSIONS:
        acts.require(by, permission)
    return _Batch(facts, by=by, now=now).taken()


def why_not_take(*, entity: Entity, by: User | None, now: datetime) -> acts.Refused | None:
    refusals = (acts.lacks_permission(by, permission) for permission in PERMISSIONS)
    return next(filter(None, refusals), None) or suggesting.why_not_suggest(
        entity=entity, by=by, now=now
    )


class _Batch:
    def __init__(self, facts: Sequence[Facts], *, by: User | None, now: datetime) -> None:
        self.by, self.now = by, now
        self.facts = facts
        self.names = labels.known({number for each in facts for number in each.offices})
        self.profiles = _profiles({number for each in facts for number in (each.id, each.asked)})
        self.waiting = _waiting(self.profiles.values())
        self.new: list[Taken] = []
        self.changed: list[tuple[Taken, Difference]] = []

    def taken(self) -> list[Taken]:
        last = {each.id: each for each in self.facts}
        found = [
            self._take(each) if last[each.id] is each else Taken(facts=each, skipped=TWICE)
            for each in self.facts
        ]
        self._offer_numbers()
        made = making.make(
            [(each.facts, self._wanted(each.facts)) for each in self.new], by=self.by
        )
        for each, entity in zip(self.new, made, strict=True):
            each.entity, each.is_made = entity, True
        making.write(
            [(taken.entity, difference) for taken, difference in self.changed if taken.entity]
        )
        self._record(_("A new profile, from Wikidata."), [each for each in found if each.is_made])
        self._record(_("From Wikidata."), [each for each in found if each.is_updated])
        return found

    def _take(self, facts: Facts) -> Taken:
        taken = Taken(facts=facts, offices=frozenset(positions.named(facts, self.names)[1]))
        entity = self.profiles.get(facts.id) or self.profiles.get(facts.asked)
        if entity is None:
            self._take_unknown(taken)
            return taken
        if entity.merged_into:
            entity = entity.merged_into
            if entity.wikidata_id not in ("", facts.id, facts.asked):
                taken.skipped = ELSEWHERE
        taken.entity = entity
        if not entity.is_usable:
            taken.skipped = RETIRED
        if not taken.skipped:
            self._compare(taken, entity)
        return taken

    def _take_unknown(self, taken: Taken) -> None:
        if taken.facts.is_office:
            taken.skipped = AN_OFFICE
        elif not taken.facts.name:
            taken.skipped = NO_NAME
        else:
            self.new.append(taken)

    def _compare(self, taken: Taken, entity: Entity) -> None:
        difference = compare(_stands(entity), self._wanted(taken.facts))
        if difference.is_written or difference.imported != entity.imported:
            self.changed.append((taken, difference))
        taken.is_updated = difference.is_written
        if difference.suggested:
            taken.suggestion = self._suggest(entity, difference.suggested, taken.facts)

    def _suggest(self, entity: Entity, changes: shapes.Changes, facts: Facts) -> Suggestion | None:
        """The suggestion that waits then; None where it was declined before."""
        waits = self.waiting.get(entity.pk)
        if waits and shapes.wish(waits.changes) == shapes.wish(changes):
            return waits
        try:
            suggestion = suggesting.suggest(
                entity=entity,
                changes=changes,
                by=self.by,
                now=self.now,
                origin=Suggestion.Origin.WIKIDATA,
                source_name=SOURCE,
                source_url=facts.url,
            )
        except (NothingChanges, shapes.Invalid, shapes.Clash):
            return None
        return suggestion if suggestion.state == Suggestion.State.WAITING else None

    def _offer_numbers(self) -> None:
        """A profile of the same name that has no number is not made once more: it is offered it."""
        candidates = matching.by_name(taken.facts.name for taken in self.new)
        new: list[Taken] = []
        for taken in self.new:
            facts = taken.facts
            entity = matching.the_one(facts.name, candidates[facts.name])
            if entity and _may_be(entity, facts):
                change = {"fields": {"wikidata_id": ["", facts.id]}}
                self.waiting |= _waiting([entity])
                if entity.pk not in self.waiting or self._is_offered(entity, facts):
                    taken.suggestion = self._suggest(entity, change, facts)
            if taken.suggestion:
                taken.entity = entity
                self.waiting[taken.suggestion.entity_id] = taken.suggestion
            else:
                new.append(taken)
        self.new = new

    def _is_offered(self, entity: Entity, facts: Facts) -> bool:
        fields = self.waiting[entity.pk].changes.get("fields", {})
        return bool(fields.get("wikidata_id", ["", ""])[1] == facts.id)

    def _wanted(self, facts: Facts) -> Wanted:
        if facts.is_bare:
            return Wanted(fields={"wikidata_id": facts.id}, is_bare=True)
        return Wanted(
            fields=_fields(facts, now=self.now),
            aliases=facts.aliases,
            positions=positions.named(facts, self.names)[0],
        )

    def _record(self, note: str, some: Sequence[Taken]) -> None:
        entities = [each.entity for each in some if each.entity]
        if entities:
            recording.log_many("imported", entities=entities, by=self.by, now=self.now, note=note)


def _fields(facts: Facts, *, now: datetime) -> dict[str, Any]:
    """The fields of a profile as the facts have them, in JSON."""
    has_description = bool(facts.description)
    return {
        "wikidata_id": facts.id,
        "kind": facts.kind,
        "name": facts.name,
        "native_name": facts.native_name,
        "native_language": facts.native_language,
        "country": facts.country,
        "official_site": facts.official_site,
        "born_on": str(facts.born_on) if facts.born_on else None,
        "died_on": str(facts.died_on) if facts.died_on else None,
        "description": facts.description,
        "description_source": SOURCE if has_description else "",
        "description_url": facts.url if has_description else "",
        "description_licence": LICENCE if has_description else "",
        "description_taken_on": str(timezone.localdate(now)) if has_description else None,
        "image_name": facts.image_name,
        "image_licence": facts.image_licence,
    }


def _profiles(numbers: set[str]) -> dict[str, Entity]:
    """Profiles by their numbers; one that was merged only where no other has its number."""
    numbers = numbers - {""}
    rows = ("aliases", "positions")
    # The conditions are those of the index over the numbers, which is not used without them.
    living = Entity.objects.filter(wikidata_id__in=numbers).exclude(state=Entity.State.MERGED)
    living = living.exclude(wikidata_id="").prefetch_related(*rows)
    merged = Entity.objects.filter(wikidata_id__in=numbers, state=Entity.State.MERGED)
    merged = merged.prefetch_related(*(f"merged_into__{name}" for name in rows))
    found = {
        entity.wikidata_id: entity
        for entity in merged.select_related("merged_into").order_by("-pk")
    }
    return found | {entity.wikidata_id: entity for entity in living}


def _waiting(entities: Any) -> dict[int, Suggestion]:
    found = Suggestion.objects.waiting().filter(
        origin=Suggestion.Origin.WIKIDATA,
        entity__in={each.merged_into_id or each.pk for each in entities},
    )
    return {each.entity_id: each for each in found}


def _stands(entity: Entity) -> Stands:
    names = [each for name, more in WITH.items() for each in (name, *more)]
    return Stands(
        fields=values_of(entity, names),
        aliases=[{"id": row.pk, "name": row.name} for row in entity.aliases.all()],
        positions=[{"id": row.pk, **values_of(row, POSITION)} for row in entity.positions.all()],
        imported=entity.imported,
        is_free=entity.state == Entity.State.PROPOSED and not entity.protection,
    )


def _may_be(entity: Entity, facts: Facts) -> bool:
    """Whether a profile of this name without a number is surely that of the entity."""
    if entity.wikidata_id or entity.name_is_guessed or entity.kind != (facts.kind or "thing"):
        return False
    dates: Mapping[str, Any] = {"born_on": facts.born_on, "died_on": facts.died_on}
    for name, said in dates.items():
        one, other = str(getattr(entity, name) or ""), str(said or "")
        if one and other and not (one.startswith(other) or other.startswith(one)):
            return False
    return True
