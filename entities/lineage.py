"""Who holds what was a merged profile's: the merges that are in force above it and beneath it.

Reads and locks; what is done with it is for `merging.py` and what that calls.
"""

from dataclasses import dataclass
from functools import cached_property

from entities.models import Entity, Merge


@dataclass(kw_only=True)
class Holding:
    """A merge that is to end, with all that came after it.

    `entities` are locked; `others` are the merges in force, the earlier first, that made the
    holder what it is, without this one and those that its loser takes along.
    """

    merge: Merge
    entities: dict[int, Entity]
    others: list[Merge]

    @property
    def loser(self) -> Entity:
        return self.entities[self.merge.loser_id]

    @property
    def holder(self) -> Entity:
        """The profile that stands for the loser until now."""
        return self.entities[self.line[-1]]

    @cached_property
    def later(self) -> list[Merge]:
        """The merges through which the survivor's own went further."""
        return self.above(self.merge.survivor_id)

    @cached_property
    def line(self) -> list[int]:
        """The survivor, and all who held what was its since."""
        return [self.merge.survivor_id, *(step.survivor_id for step in self.later)]

    def above(self, entity: int) -> list[Merge]:
        by_loser = {each.loser_id: each for each in self.others}
        steps = []
        while step := by_loser.get(entity):
            steps.append(step)
            entity = step.survivor_id
        return steps

    def save(self) -> None:
        """What the other merges moved and put is told anew, now that this one has ended."""
        Merge.objects.bulk_update(self.others, ["fields", "moved"])


def hold(merge: Merge) -> Holding:
    """Lock all profiles that the end of the merge may touch."""
    locked: dict[int, Entity] = {}
    while True:
        holding = _holding(Merge.objects.get(pk=merge.pk), locked)
        wanted = {pk for each in [holding.merge, *holding.others] for pk in _two(each)}
        wanted |= {pk for each in beneath(merge.loser_id) for pk in _two(each)}
        if wanted <= locked.keys():
            return holding
        rows = Entity.objects.filter(pk__in=wanted).select_for_update(of=("self",))
        locked = {entity.pk: entity for entity in rows.order_by("pk")}


def read(merge: Merge) -> Holding:
    """The same, with nothing locked and no profile at hand."""
    return _holding(merge, {})


def _two(merge: Merge) -> tuple[int, int]:
    return merge.loser_id, merge.survivor_id


def _holding(merge: Merge, locked: dict[int, Entity]) -> Holding:
    survivor = Entity.objects.get(pk=merge.survivor_id)
    leave = {merge.pk, *(each.pk for each in beneath(merge.loser_id))}
    others = [
        each for each in beneath(survivor.merged_into_id or survivor.pk) if each.pk not in leave
    ]
    return Holding(merge=merge, entities=locked, others=others)


def beneath(entity: int) -> list[Merge]:
    """All merges in force that lead to the profile, the earlier first. A query a generation."""
    found: list[Merge] = []
    level = [entity]
    while level:
        merges = list(Merge.objects.in_force().filter(survivor__in=level))
        found += merges
        level = [each.loser_id for each in merges]
    return sorted(found, key=lambda each: (each.done_at, each.pk))


def point_to(survivor: Entity, *, of: Entity) -> None:
    """Let the addresses of all that was merged into `of` lead to the survivor in one step."""
    merged = [each.loser_id for each in beneath(of.pk)]
    Entity.objects.filter(pk__in=merged).update(merged_into=survivor)
