"""What hangs on a profile, and what a merge does to each of it: rows go by key, there and back.

Not here: the fields of the profiles themselves (`choices.py`), and who may do it (`merging.py`).
"""

from collections.abc import Callable, Collection, Hashable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Model, Q, QuerySet

from entities.lineage import Holding
from entities.models import Alias, Entity, Merge, Position, Relation, Report, Suggestion

# Keys by the name of their relation, as `Merge.moved` keeps them.
Moved = dict[str, list[int]]
# Rows by the name of their relation, as they stood before they left.
Left = dict[str, list[Any]]


def _never(row: Any) -> None:
    """Two of these never get in each other's way."""


@dataclass(frozen=True, kw_only=True)
class Way:
    """Rows that go to the survivor: those of `model` whose `link` names the loser.

    `trait` is what no two rows of one profile may share; a row that would meet its like stays.
    """

    model: type[Model]
    link: str
    trait: Callable[[Any], Hashable | None] = _never
    which: Q = field(default_factory=Q)

    @property
    def column(self) -> str:
        return f"{self.link}_id"

    def rows(self, holders: Collection[int]) -> QuerySet[Any]:
        """The rows that stand with these profiles, and that a merge may move."""
        found = self.model._default_manager.filter(self.which, **{f"{self.column}__in": holders})
        return found.order_by("pk")

    def going(self, rows: Iterable[Any], *, to: int) -> list[Any]:
        """Those of the rows that a profile may be given: the others would meet their like."""
        taken = self._taken(to)
        going = []
        for row in rows:
            trait = self.trait(row)
            if trait is not None and (trait in taken or self._is_itself(trait, to)):
                continue
            taken.add(trait)
            going.append(row)
        return going

    def move(self, rows: Iterable[Any], *, to: int) -> list[Any]:
        """Give a profile the rows that it may be given. Returns them as they stood before."""
        went = self.going(rows, to=to)
        pks = [row.pk for row in went]
        self.model._default_manager.filter(pk__in=pks).update(**{self.column: to})
        return went

    def _taken(self, holder: int) -> set[Hashable | None]:
        taken = {self.trait(row) for row in self.rows([holder])}
        if self.model is Relation:
            taken |= {_turned(self, row) for row in MOVES[OTHER_SIDE[self.link]].rows([holder])}
        return taken

    def _is_itself(self, trait: Hashable, holder: int) -> bool:
        return self.model is Relation and isinstance(trait, tuple) and trait[1] == holder


def _turned(way: Way, row: Relation) -> Hashable | None:
    """Neighbours are told once, from whichever side: what the other side says of them."""
    if row.kind != Relation.Kind.NEIGHBOUR_OF:
        return None
    return (row.kind, row.subject_id if way.link == "subject" else row.object_id)


def _office(row: Position) -> Hashable:
    return (
        *(row.title.casefold(), row.organisation_id, row.at.casefold()),
        *(str(row.started_on or ""), str(row.ended_on or "")),
    )


MOVES: dict[str, Way] = {
    "aliases": Way(model=Alias, link="entity", trait=lambda row: row.name),
    "positions": Way(model=Position, link="entity", trait=_office),
    "positions_held_here": Way(model=Position, link="organisation"),
    "relations": Way(model=Relation, link="subject", trait=lambda row: (row.kind, row.object_id)),
    "relations_to_it": Way(
        model=Relation, link="object", trait=lambda row: (row.kind, row.subject_id)
    ),
    "suggestions": Way(
        model=Suggestion,
        link="entity",
        trait=lambda row: row.origin if row.origin == Suggestion.Origin.WIKIDATA else None,
        which=Q(state=Suggestion.State.WAITING),
    ),
    "reports": Way(model=Report, link="entity", which=Q(state=Report.State.WAITING)),
}
OTHER_SIDE = {"subject": "relations_to_it", "object": "relations"}

# Every relation to a profile, of this app and of those above it, and what a merge does to it.
RELATIONS: dict[str, str] = {
    "entities.Alias.entity": "moves",
    "entities.Position.entity": "moves",
    "entities.Position.organisation": "moves",
    "entities.Relation.subject": "moves",
    "entities.Relation.object": "moves",
    "entities.Suggestion.entity": "moves while it waits; one that was decided is history",
    "entities.Report.entity": "moves while it waits; one that was decided is history",
    "entities.Entity.merged_into": "is pointed to the survivor: every redirect is one hop",
    "entities.Merge.survivor": "stays: it is what happened",
    "entities.Merge.loser": "stays: it is what happened",
    "entities.ProfileRecord.entity": "stays: it is what happened to that profile",
    "entities.PossibleDuplicate.one": "stays, and is not offered while either is merged",
    "entities.PossibleDuplicate.other": "stays, and is not offered while either is merged",
    "stories.StoryTopic.entity": "stays as its editor chose it, and means the survivor",
    "stories.TopicLink.entity": "follows: stories.links, told by a signal",
    "stories.Flag.entity": "stays: it says what changed in that profile",
    "stories.Introduction.entity": "stays as it was found in the text of a story",
}


def move(*, loser: Entity, survivor: Entity) -> Moved:
    """Give the survivor all that moves. Returns the keys of what went."""
    moved: Moved = {}
    for name, way in MOVES.items():
        if went := way.move(way.rows([loser.pk]), to=survivor.pk):
            moved[name] = [row.pk for row in went]
    return moved


def going(*, loser: Entity, survivor: Entity) -> dict[str, list[Any]]:
    """What would move, and change nothing."""
    found = {name: way.going(way.rows([loser.pk]), to=survivor.pk) for name, way in MOVES.items()}
    return {name: rows for name, rows in found.items() if rows}


def moved_by(merge: Merge) -> dict[str, list[Any]]:
    """What a merge moved and what is there still, wherever it stands now."""
    found = {
        name: list(way.model._default_manager.filter(pk__in=merge.moved[name]).order_by("pk"))
        for name, way in MOVES.items()
        if merge.moved.get(name)
    }
    return {name: rows for name, rows in found.items() if rows}


def bring_back(holding: Holding, *, wanted: Mapping[str, Collection[int]] | None = None) -> Left:
    """Give the loser back what moved, or those `wanted` of it, where it stands with the line still.

    A row that would meet its like stays. Returns what left.
    """
    left: Left = {}
    for name, way in MOVES.items():
        keys = set(holding.merge.moved.get(name, ()))
        if wanted is not None:
            keys &= set(wanted.get(name, ()))
        rows = list(way.rows(holding.line).filter(pk__in=keys))
        went = way.move(rows, to=holding.merge.loser_id)
        if way.model is Relation:
            went += _with_room(way, [row for row in rows if row not in went], holding)
        if went:
            left[name] = went
            gone = {row.pk for row in went}
            for step in holding.later:
                kept = [key for key in step.moved.get(name, ()) if key not in gone]
                step.moved[name] = kept
    return left


def _with_room(way: Way, rows: Iterable[Any], holding: Holding) -> list[Any]:
    """Of relations that would meet their like, those that other merges have made alike.

    One of the two points again to the profile that it was about. Returns what went.
    """
    went = []
    for row in rows:
        while not (gone := way.move([row], to=holding.merge.loser_id)):
            meets = _alike(way, row, holding.merge.loser_id)
            other = OTHER_SIDE[way.link]
            if not any(_step_back(*each, holding) for each in [*meets, (other, row)]):
                break
        went += gone
    return went


def _alike(way: Way, row: Any, holder: int) -> list[tuple[str, Any]]:
    """The relations of a profile that say the same, each with the name of its other side."""
    other = OTHER_SIDE[way.link]
    back = MOVES[other]
    same = [(other, each) for each in way.rows([holder]) if way.trait(each) == way.trait(row)]
    turned = [each for each in back.rows([holder]) if _turned(back, each) == way.trait(row)]
    return [*same, *((OTHER_SIDE[back.link], each) for each in turned)]


def _step_back(name: str, row: Any, holding: Holding) -> bool:
    """Let one side of a relation stand with the merged profile that it came from."""
    way = MOVES[name]
    merges = Merge.objects.in_force().filter(survivor=getattr(row, way.column))
    known = {each.pk: each for each in holding.others}
    for found in merges.exclude(pk=holding.merge.pk):
        merge = known.get(found.pk, found)
        if row.pk in merge.moved.get(name, ()) and way.move([row], to=merge.loser_id):
            setattr(row, way.column, merge.loser_id)
            merge.moved[name] = [key for key in merge.moved[name] if key != row.pk]
            merge.save(update_fields=["moved"])
            return True
    return False


def take_places(holding: Holding, left: Left, *, names: Collection[str]) -> None:
    """What stayed with a merged profile because of a row that left goes to its survivor now.

    `names` of aliases that have left by other ways.
    """
    traits = {name: {MOVES[name].trait(row) for row in rows} for name, rows in left.items()}
    traits.setdefault("aliases", set()).update(names)
    for name, other in (("relations", "relations_to_it"), ("relations_to_it", "relations")):
        turned = {_turned(MOVES[name], row) for row in left.get(name, ())}
        traits.setdefault(other, set()).update(turned)
    for merge in holding.others:
        for name, way in MOVES.items():
            waiting = way.rows([merge.loser_id]) if traits.get(name) else ()
            rows = [r for r in waiting if way.trait(r) is not None and way.trait(r) in traits[name]]
            _note(merge, name, way.move(rows, to=merge.survivor_id))
    for side, other in (("relations", "relations_to_it"), ("relations_to_it", "relations")):
        way = MOVES[other]
        for row in way.model._default_manager.filter(pk__in=[r.pk for r in left.get(side, ())]):
            for step in _all_above(getattr(row, way.column), holding):
                if not way.move(way.rows([step.loser_id]).filter(pk=row.pk), to=step.survivor_id):
                    break
                _note(step, other, [row])
                step.save(update_fields=["moved"])


def _all_above(entity: int, holding: Holding) -> list[Merge]:
    """Merges in force through which a profile went, of this family or of any other."""
    steps = []
    known = {each.pk: each for each in holding.others}
    while step := Merge.objects.in_force().filter(loser=entity).first():
        steps.append(known.get(step.pk, step))
        entity = step.survivor_id
    return steps


def _note(merge: Merge, name: str, rows: Iterable[Any]) -> None:
    if keys := [row.pk for row in rows]:
        merge.moved[name] = [*merge.moved.get(name, ()), *keys]
