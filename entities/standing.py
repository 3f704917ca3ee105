"""What profiles say people are now: the positions they hold, or else the description. One query."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.utils.text import Truncator

from entities import offices
from entities.models import Entity, Position
from newsroom.prose import sentences

LONGEST = 120


@dataclass(frozen=True, kw_only=True)
class Standing:
    """`words` are for showing: one line. `known` is all that the profile has to say on it."""

    words: str
    known: str


def standing(entities: Iterable[Entity], *, on: date) -> dict[int, Standing]:
    """What each of the profiles says of whom it is about, as of a day."""
    by_id = {entity.pk: entity for entity in entities}
    held: defaultdict[int, list[str]] = defaultdict(list)
    positions = Position.objects.current(on=on).filter(entity__in=by_id)
    for position in positions.select_related("organisation").newest_first() if by_id else ():
        place = position.at or (position.organisation.name if position.organisation else "")
        held[position.entity_id].append(offices.in_words(position.title, place))
    return {pk: _of(entity, held[pk]) for pk, entity in by_id.items()}


def _of(entity: Entity, held: list[str]) -> Standing:
    if held:
        return Standing(words="; ".join(held), known="; ".join(held))
    first = next(iter(sentences(entity.description)), "")
    return Standing(words=Truncator(first).chars(LONGEST), known=entity.description)
