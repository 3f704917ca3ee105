"""Which profile is meant by a name. Not here: finding names in a running text."""

from collections.abc import Iterable

from entities.models import Alias, Entity
from entities.names import name_key


def by_name(names: Iterable[str]) -> dict[str, list[Entity]]:
    """Usable profiles for each name, best first: approved before proposed, name before alias.

    Two queries for all the names. An alias may belong to two profiles: both are given.
    """
    keys = {name: name_key(name) for name in names}
    wanted = set(keys.values())
    found: dict[str, dict[int, tuple[bool, bool, Entity]]] = {key: {} for key in wanted}
    for entity in Entity.objects.usable().filter(key__in=wanted):
        found[entity.key][entity.pk] = (_waits(entity), False, entity)
    aliases = Alias.objects.filter(key__in=wanted, entity__state__in=Entity.USABLE)
    for alias in aliases.select_related("entity"):
        rank = (_waits(alias.entity), True, alias.entity)
        found[alias.key].setdefault(alias.entity_id, rank)
    return {
        name: [
            rank[2]
            for rank in sorted(found[key].values(), key=lambda rank: (*rank[:2], rank[2].pk))
        ]
        for name, key in keys.items()
    }


def the_one(name: str, candidates: list[Entity]) -> Entity | None:
    """The profile that the name means, where that is certain; two that share it are not.

    A profile that waits under this very name was proposed the last time it was not certain.
    """
    key = name_key(name)
    for waits in (False, True):
        pool = [entity for entity in candidates if _waits(entity) == waits]
        likely = [entity for entity in pool if entity.key == key] or pool
        if len(likely) == 1:
            return likely[0]
    return None


def _waits(entity: Entity) -> bool:
    return entity.state != Entity.State.APPROVED
