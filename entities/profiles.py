"""The public door to profiles: what readers see of approved ones, in plain dataclasses.

Everything outside this app that shows a profile to readers goes through here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils import timezone

from entities.models import Entity, Position
from newsroom.models import Picture
from newsroom.prose import leading_sentences

CARD_CHARACTERS = 240


@dataclass(frozen=True, kw_only=True)
class Held:
    """A position as readers see it. Dates are in words, and empty where they are not known."""

    title: str
    at: str
    organisation_url: str
    started: str
    ended: str
    is_current: bool
    source_name: str
    source_url: str
    checked_on: date | None

    def __str__(self) -> str:
        return f"{self.title}, {self.at}" if self.at else self.title


@dataclass(frozen=True, kw_only=True)
class Card:
    """A topic on a story's page: who or what it is now, in one or two whole sentences."""

    id: int
    name: str
    slug: str
    kind: str
    kind_label: str
    native_name: str
    native_language: str
    now: Held | None
    summary: str
    picture: Picture | None
    source: str
    source_url: str
    licence: str

    @property
    def url(self) -> str:
        return reverse("topic", args=[self.slug])

    @property
    def monogram(self) -> str:
        """Up to two initials, for where there is no picture."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@dataclass(frozen=True, kw_only=True)
class Profile(Card):
    """A topic's own page."""

    aliases: tuple[str, ...]
    born: str
    died: str
    description: str
    description_taken_on: date | None
    positions: tuple[Held, ...]
    wikidata_id: str
    checked_on: date | None


@dataclass(frozen=True, kw_only=True)
class Moved:
    """The profile was merged: its page is at another address."""

    slug: str


class NoSuchProfile(LookupError):
    """No approved profile stands at this address."""


def survivors(ids: Iterable[int]) -> list[int]:
    """The ids with each merged profile's survivor in its place, in order, each once."""
    ids = list(ids)
    merged = dict(
        Entity.objects.filter(pk__in=ids, merged_into__isnull=False).values_list(
            "pk", "merged_into_id"
        )
    )
    return list(dict.fromkeys(merged.get(pk, pk) for pk in ids))


def cards(ids: Sequence[int], *, on: date | None = None) -> list[Card]:
    """Cards of the approved profiles among `ids`, in their order, as of a day. Two queries.

    The day is today where none is given.
    A merged profile's place is taken by its survivor; proposed and retired ones are left out.
    """
    found = Entity.objects.filter(pk__in=ids).select_related(
        "picture", "merged_into", "merged_into__picture"
    )
    by_id = {entity.pk: entity.merged_into or entity for entity in found}
    shown = {
        by_id[pk].pk: by_id[pk]
        for pk in ids
        if pk in by_id and by_id[pk].state == Entity.State.APPROVED
    }
    now = _current_positions(shown, on=on or timezone.localdate())
    return [Card(**_card(entity, now.get(entity.pk))) for entity in shown.values()]


def card_at(slug: str, *, on: date | None = None) -> Card:
    """The card of the approved profile at an address, or of the one that it was merged into.

    Raises NoSuchProfile. Three queries.
    """
    pk = Entity.objects.filter(slug=slug).values_list("pk", flat=True).first()
    if not pk or not (found := cards([pk], on=on)):
        raise NoSuchProfile(slug)
    return found[0]


def profile(slug: str, *, on: date | None = None) -> Profile | Moved:
    """The profile at an address, or where it moved. Raises NoSuchProfile. Three queries."""
    entity = Entity.objects.filter(slug=slug).select_related("picture", "merged_into").first()
    if entity and entity.merged_into and entity.merged_into.state == Entity.State.APPROVED:
        return Moved(slug=entity.merged_into.slug)
    if not entity or entity.state != Entity.State.APPROVED:
        raise NoSuchProfile(slug)
    on = on or timezone.localdate()
    held = tuple(
        _held(position, on=on)
        for position in entity.positions.newest_first().select_related("organisation")
    )
    current = next((position for position in held if position.is_current), None)
    return Profile(
        **_card(entity, current),
        aliases=tuple(entity.aliases.order_by("name", "pk").values_list("name", flat=True)),
        born=entity.born_on.in_words() if entity.born_on else "",
        died=entity.died_on.in_words() if entity.died_on else "",
        description=entity.description,
        description_taken_on=entity.description_taken_on,
        positions=held,
        wikidata_id=entity.wikidata_id,
        checked_on=entity.checked_on,
    )


def _current_positions(entities: Iterable[int], *, on: date) -> dict[int, Held]:
    """The newest of the positions that each of the entities holds now."""
    rows = (
        Position.objects.current(on=on)
        .filter(entity__in=list(entities))
        .select_related("organisation")
        .newest_first()
    )
    current: dict[int, Held] = {}
    for position in rows:
        current.setdefault(position.entity_id, _held(position, on=on))
    return current


def _card(entity: Entity, now: Held | None) -> dict[str, Any]:
    return {
        "id": entity.pk,
        "name": entity.name,
        "slug": entity.slug,
        "kind": entity.kind,
        "kind_label": entity.get_kind_display(),
        "native_name": entity.native_name,
        "native_language": entity.native_language,
        "now": now,
        "summary": leading_sentences(entity.description, limit=CARD_CHARACTERS),
        "picture": entity.picture,
        "source": entity.description_source,
        "source_url": entity.description_url,
        "licence": entity.description_licence,
    }


def _held(position: Position, *, on: date) -> Held:
    place = position.organisation
    is_public = bool(place and place.state == Entity.State.APPROVED)
    return Held(
        title=position.title,
        at=position.at or (place.name if place and is_public else ""),
        organisation_url=place.get_absolute_url() if place and is_public else "",
        started=position.started_on.in_words() if position.started_on else "",
        ended=position.ended_on.in_words() if position.ended_on else "",
        is_current=position.is_current(on=on),
        source_name=position.source_name,
        source_url=position.source_url,
        checked_on=position.checked_on,
    )
