"""The front page: the newest brief leads, a few follow, each section has its column."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q, QuerySet

from entities import profiles
from stories.models.desk import Section
from stories.models.edition import Edition, SectionLink
from stories.public import topics

SECONDS = 3
IN_A_SECTION = 5
CORRECTIONS = 3


@dataclass(frozen=True, kw_only=True)
class Block:
    section: Section
    briefs: list[Edition]


@dataclass(frozen=True, kw_only=True)
class Front:
    lead: Edition | None
    seconds: list[Edition]
    blocks: list[Block]
    corrections: list[Edition]
    in_the_news: list[profiles.Card]


def arrange(sections: list[Section], now: datetime) -> Front:
    """Fill the front page with the newest. Six queries, whatever there is."""
    newest = [link.edition for link in _newest(now)[: 1 + SECONDS]]
    lead = next((edition for edition in newest if edition.picture), None) or next(
        iter(newest), None
    )
    seconds = [edition for edition in newest if edition != lead]
    shown = {edition.pk for edition in newest}
    return Front(
        lead=lead,
        seconds=seconds,
        blocks=_blocks(sections, now=now, shown=shown),
        corrections=_corrections(now),
        in_the_news=topics.in_the_news(now),
    )


def _newest(now: datetime) -> QuerySet[SectionLink]:
    links = SectionLink.objects.live(now=now)
    return links.for_cards().order_by("-published_at", "-edition_id")


def _blocks(sections: list[Section], *, now: datetime, shown: set[int]) -> list[Block]:
    """The newest of each section that do not stand above already, in one query."""
    wanted = Q(pk=None)
    for section in sections:
        newest = SectionLink.objects.live(now=now).filter(section=section)
        newest = newest.exclude(edition__in=shown).order_by("-published_at", "-edition_id")
        wanted |= Q(pk__in=newest.values("pk")[:IN_A_SECTION])
    briefs: dict[int, list[Edition]] = {section.pk: [] for section in sections}
    for link in _newest(now).filter(wanted):
        briefs[link.section_id].append(link.edition)
    return [
        Block(section=section, briefs=briefs[section.pk])
        for section in sections
        if briefs[section.pk]
    ]


def _corrections(now: datetime) -> list[Edition]:
    """The newest corrections of stories that readers can see, whatever came after them."""
    live = Edition.objects.live(now=now)
    return list(
        Edition.objects.readable(now=now)
        .filter(kind=Edition.Kind.CORRECTION, story__in=live.values("story"))
        .for_cards()
        .order_by("-live_from", "-pk")[:CORRECTIONS]
    )
