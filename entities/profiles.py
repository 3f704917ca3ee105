"""The public door to profiles: what readers see of approved ones, in plain dataclasses.

Everything outside this app that shows a profile to readers goes through here.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.urls import reverse
from django.utils import timezone

from entities import licences, offices, relations
from entities.models import Alias, Entity, Position
from newsroom.models import Picture
from newsroom.prose import leading_sentences

CARD_CHARACTERS = 240
PLACE = ("organisation", "organisation__merged_into")  # where a position is held


@dataclass(frozen=True, kw_only=True)
class Held:
    """A position as readers see it. Dates are in words, and empty where they are not known.

    `as_of` is the day of which its source speaks, or else on which it was checked.
    """

    title: str
    at: str
    organisation_url: str
    started: str
    ended: str
    is_current: bool
    as_of: date | None
    source_name: str
    source_url: str
    checked_on: date | None

    def __str__(self) -> str:
        return offices.in_words(self.title, self.at)

    @property
    def around(self) -> tuple[str, str, str]:
        """The words before the name of the place, the name, and those after it."""
        words, place = str(self), offices.without_article(self.at)
        return words.rpartition(place) if place and place in words else (words, "", "")


@dataclass(frozen=True, kw_only=True)
class Card:
    """A topic on a story's page: who or what it is now, in one or two whole sentences.

    `summary` and `first_sentence` are empty where the description is cut off.
    """

    id: int
    name: str
    slug: str
    kind: str
    kind_label: str
    native_name: str
    native_language: str
    now: Held | None
    summary: str
    first_sentence: str
    picture: Picture | None
    source: str
    source_url: str
    licence: licences.Licence | None

    @property
    def url(self) -> str:
        return reverse("topic", args=[self.slug])

    @property
    def monogram(self) -> str:
        """Up to two initials, for where there is no picture."""
        words = self.name.split()
        return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


@dataclass(frozen=True, kw_only=True)
class OtherName:
    name: str
    language: str


@dataclass(frozen=True, kw_only=True)
class Profile(Card):
    """A topic's own page."""

    aliases: tuple[OtherName, ...]
    born: str
    died: str
    country: str
    official_site: str
    description: str
    description_taken_on: date | None
    positions: tuple[Held, ...]
    relations: tuple[relations.Group, ...]
    wikidata_id: str
    checked_on: date | None

    @property
    def official_site_name(self) -> str:
        return (urlsplit(self.official_site).hostname or "").removeprefix("www.")

    @property
    def held_now(self) -> tuple[Held, ...]:
        """All that it is now, the newest first."""
        return tuple(held for held in self.positions if held.is_current)


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


def names(ids: Iterable[int]) -> dict[int, list[str]]:
    """Every name that each of the profiles goes by, whatever its state. Two queries."""
    ids = list(ids)
    rows = Entity.objects.filter(pk__in=ids).values_list("pk", "name", "native_name")
    known = {pk: [name, native] if native else [name] for pk, name, native in rows}
    aliases = Alias.objects.filter(entity__in=known).order_by("pk")
    for pk, name in aliases.values_list("entity", "name"):
        known[pk].append(name)
    return known


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


def preview(entities: Iterable[Entity], *, on: date) -> dict[int, Card]:
    """As readers would see these profiles, whatever their state: for the desk. One query.

    Their pictures are read with them by whoever asks.
    """
    shown = {entity.pk: entity for entity in entities}
    now = _current_positions(shown, on=on)
    return {pk: Card(**_card(entity, now.get(pk))) for pk, entity in shown.items()}


def card_at(slug: str, *, on: date | None = None) -> Card:
    """The card of the approved profile at an address, or of the one that it was merged into.

    Raises NoSuchProfile. Three queries.
    """
    pk = Entity.objects.filter(slug=slug).values_list("pk", flat=True).first()
    if not pk or not (found := cards([pk], on=on)):
        raise NoSuchProfile(slug)
    return found[0]


def profile(slug: str, *, on: date | None = None) -> Profile | Moved:
    """The profile at an address, or where it moved. Raises NoSuchProfile. Four queries."""
    entity = Entity.objects.filter(slug=slug).select_related("picture", "merged_into").first()
    if entity and entity.merged_into and entity.merged_into.state == Entity.State.APPROVED:
        return Moved(slug=entity.merged_into.slug)
    if not entity or entity.state != Entity.State.APPROVED:
        raise NoSuchProfile(slug)
    on = on or timezone.localdate()
    rows = entity.positions.newest_first().select_related(*PLACE)
    held = tuple(_held(position, on=on) for position in rows)
    names = entity.aliases.order_by("name", "pk").values_list("name", "language")
    return Profile(
        **_card(entity, next((position for position in held if position.is_current), None)),
        aliases=tuple(OtherName(name=name, language=language) for name, language in names),
        born=entity.born_on.in_words() if entity.born_on else "",
        died=entity.died_on.in_words() if entity.died_on else "",
        country=entity.country.name if entity.country else "",
        official_site=entity.official_site,
        description=entity.description,
        description_taken_on=entity.description_taken_on,
        positions=held,
        relations=relations.of(entity, on=on),
        wikidata_id=entity.wikidata_id,
        checked_on=entity.checked_on,
    )


def _current_positions(entities: Iterable[int], *, on: date) -> dict[int, Held]:
    """The newest of the positions that each of the entities holds now."""
    rows = (
        Position.objects.current(on=on)
        .filter(entity__in=list(entities))
        .select_related(*PLACE)
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
        "first_sentence": leading_sentences(entity.description, limit=0),
        "picture": entity.picture,
        "source": entity.description_source,
        "source_url": entity.description_url,
        "licence": licences.of(entity.description_licence),
    }


def _held(position: Position, *, on: date) -> Held:
    place = position.organisation
    place = place and (place.merged_into or place)
    is_public = bool(place and place.state == Entity.State.APPROVED)
    return Held(
        title=position.title,
        at=position.at or (place.name if place and is_public else ""),
        organisation_url=place.get_absolute_url() if place and is_public else "",
        started=position.started_on.in_words() if position.started_on else "",
        ended=position.ended_on.in_words() if position.ended_on else "",
        is_current=position.is_current(on=on),
        as_of=position.as_of or position.checked_on,
        source_name=position.source_name,
        source_url=position.source_url,
        checked_on=position.checked_on,
    )
