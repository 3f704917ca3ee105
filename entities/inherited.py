"""Names that a survivor goes by since a merge: added when it is finished, gone when it has ended.

A merge keeps them under “added”, each with whose name it was: the loser's, or what the survivor
itself was called until then.
"""

from collections.abc import Collection, Iterable
from dataclasses import asdict, dataclass
from typing import Any

from django.db.models import Q

from entities.belongings import MOVES
from entities.choices import Corrected
from entities.lineage import Holding
from entities.models import Alias, Entity, Merge

ADDED = "added"
Entry = dict[str, Any]


@dataclass(frozen=True, kw_only=True)
class Named:
    name: str
    language: str
    whose: str


def names_of(survivor: Entity, loser: Entity) -> list[Named]:
    """What the two are called: asked before one of them goes by the names that were chosen."""
    return [
        Named(name=name, language=language, whose=whose)
        for whose, each in (("survivor", survivor), ("loser", loser))
        for name, language in called(each).items()
    ]


def add(survivor: Entity, names: Iterable[Named]) -> list[Entry]:
    """Make aliases of the names that the survivor does not go by."""
    known = {*called(survivor), *survivor.aliases.values_list("name", flat=True)}
    added = []
    for named in names:
        if named.name not in known:
            known.add(named.name)
            alias = Alias(entity=survivor, name=named.name, language=named.language)
            alias.save()
            added.append({"id": alias.pk} | asdict(named))
    return added


def added_by(merge: Merge) -> list[Entry]:
    entries: list[Entry] = merge.moved.setdefault(ADDED, [])
    return entries


def take_back(holding: Holding, *, wanted: Collection[int] | None = None) -> set[str]:
    """Take out the names that the survivor had from the merge, or those `wanted` of them.

    What an editor touched since stays. Returns the names that went.
    """
    gone: set[str] = set()
    for entry in added_by(holding.merge):
        if wanted is None or entry["id"] in wanted:
            gone |= _drop(entry, holding) or _leave(entry, holding)
    if wanted is None:
        for step in holding.later:  # these took the loser's name for the survivor's own
            known = called(holding.entities[step.loser_id])
            for entry in [*added_by(step)]:
                if entry["whose"] == "loser" and entry["name"] not in known:
                    gone |= _drop(entry, holding)
                    added_by(step).remove(entry)
    return gone


def correct(holding: Holding, corrected: Corrected) -> set[str]:
    """A later merge found another name than it would have found without this one."""
    gone: set[str] = set()
    later, was, now = corrected.merge, corrected.was, corrected.now
    for entry in [*added_by(later)]:
        if entry["whose"] == "survivor" and entry["name"] == was:
            gone |= _drop(entry | {"whose": ""}, holding)
            added_by(later).remove(entry)
    for entry in [*added_by(holding.merge)]:
        if entry["whose"] == "survivor" and entry["name"] == now:
            added_by(later).append(entry)
            added_by(holding.merge).remove(entry)
    return gone


def give_again(holding: Holding, left: Collection[str]) -> None:
    """Of the names that left, those stay that another merge found there, and so did not add."""
    for merge in holding.others:
        told = {(entry["whose"], entry["name"]) for entry in added_by(merge)}
        steps = holding.above(merge.survivor_id)
        for named in _found_by(merge):
            is_told = (named.whose, named.name) in told
            if named.name in left and not is_told and not _has(merge.survivor_id, named, steps):
                _add_late(merge, named, steps)


def _add_late(merge: Merge, named: Named, steps: Iterable[Merge]) -> None:
    """What the merge would have added then, and what would have become of it since."""
    alias = Alias(entity_id=merge.survivor_id, name=named.name, language=named.language)
    alias.save()
    added_by(merge).append({"id": alias.pk} | asdict(named))
    for step in steps:
        if not MOVES["aliases"].move([alias], to=step.survivor_id):
            break
        step.moved.setdefault("aliases", []).append(alias.pk)


def _has(survivor: int, named: Named, steps: list[Merge]) -> bool:
    """Whether a survivor goes by the name, though it was merged itself since, by these steps.

    That the last of them goes by it says nothing: it may have its own alias of that name.
    """
    aliases = Alias.objects.filter(name=named.name)
    moved_on = steps[0].moved.get("aliases", ()) if steps else ()
    return (
        named.name in called(Entity.objects.get(pk=survivor))
        or aliases.filter(Q(entity=survivor) | Q(pk__in=moved_on)).exists()
    )


def _found_by(merge: Merge) -> list[Named]:
    """The names that a merge in force is about: the loser's, and those that gave way to them."""
    names = called(Entity.objects.get(pk=merge.loser_id))
    found = [Named(name=name, language=names[name], whose="loser") for name in names]
    for column, language in (("name", None), ("native_name", "native_language")):
        if before := merge.fields.get(column, [""])[0]:
            spoken = merge.fields[language][0] if language else ""
            found.append(Named(name=before, language=spoken, whose="survivor"))
    return found


def _untouched(entry: Entry, holding: Holding) -> Alias | None:
    """The alias that was added, where nobody has taken it out or changed it since."""
    same = {"pk": entry["id"], "name": entry["name"], "language": entry["language"]}
    return Alias.objects.filter(entity__in=holding.line, **same).first()


def _drop(entry: Entry, holding: Holding) -> set[str]:
    if (alias := _untouched(entry, holding)) is None:
        return set()
    if entry["whose"] == "survivor" and alias.name not in called(holding.entities[alias.entity_id]):
        return set()  # it goes by another name still: this one is its own
    alias.delete()
    return {alias.name}


def _leave(entry: Entry, holding: Holding) -> set[str]:
    """What the survivor was called stays: it may have been called so by another merge in force.

    Or it was merged itself since, and that merge would have added the name.
    """
    alias = _untouched(entry, holding) if entry["whose"] == "survivor" else None
    if alias is None:
        return set()
    if alias.entity_id != holding.merge.survivor_id:
        step = holding.later[0]
        added_by(step).append(entry | {"whose": "loser"})
        step.moved["aliases"] = [key for key in step.moved["aliases"] if key != alias.pk]
        return set()
    for merge in holding.others:
        loser = holding.entities[merge.loser_id]
        if merge.survivor_id == holding.merge.survivor_id and alias.name in called(loser):
            added_by(merge).append(entry | {"whose": "loser"})
            break
    return set()


def called(entity: Entity) -> dict[str, str]:
    """Its name and native name, each with its language."""
    names = {entity.native_name: entity.native_language} if entity.native_name else {}
    return {entity.name: ""} | names
