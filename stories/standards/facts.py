"""What the checks need to know besides a story's own rows, read at once for many stories."""

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from typing import Any

from django.db.models import Exists, OuterRef, Q, QuerySet, Value
from django.db.models.functions import Lower
from django.utils import timezone

from entities import titles
from entities.mentions import Mention, Names
from entities.models import Entity
from entities.standing import Standing, standing
from stories.models import Edition, Outlet, ReviewNote, Section, Story, Tag
from stories.standards.addresses import BRIEF, Address, address
from stories.standards.texts import Text, links, texts

NOTHING = re.compile(r"(?!)")


@dataclass(frozen=True, kw_only=True)
class Published:
    """What an edition takes up: its address, and while it is live its headline."""

    story: int
    slug: str
    headline: str
    is_live: bool
    is_seen: bool


@dataclass(frozen=True, kw_only=True)
class Called:
    """What a story calls a person in front of their name, and what their profile says they are."""

    person: Entity
    title: str
    said: Standing

    @property
    def clashes(self) -> bool:
        return titles.clashes(self.title, self.said.known)


class Facts:
    """Facts about some stories, each kind read in one query when a check first asks for it.

    Seven queries at most: editions, the pages that are linked, notes, the page of the book of
    names, the profiles that are named, the aliases of those linked, and what people are now. More
    where the process has to bring its book of names up to date.
    """

    def __init__(self, stories: Sequence[Story], *, now: datetime) -> None:
        self.stories = stories
        self.now = now
        self.today = timezone.localdate(now)
        self._texts: dict[int, tuple[Text, ...]] = {}

    def texts(self, story: Story) -> tuple[Text, ...]:
        if story.pk not in self._texts:
            self._texts[story.pk] = tuple(texts(story))
        return self._texts[story.pk]

    # Other briefs -----------------------------------------------------------------------------

    def same_headline(self, story: Story) -> list[str]:
        """Addresses of the other briefs that readers see under the headline of this one."""
        headline = _plain(story.headline)
        return [
            f"/briefs/{other.slug}/"
            for other in self._published
            if other.is_live and other.story != story.pk and _plain(other.headline) == headline
        ]

    def address_is_taken(self, story: Story) -> bool:
        """Whether an edition of another story has the address, or had it."""
        return any(
            other.slug == story.slug and other.story != story.pk for other in self._published
        )

    @cached_property
    def _published(self) -> list[Published]:
        """Editions with an address or a headline that one of the stories has, or links to."""
        slugs = {story.slug for story in self.stories}
        slugs |= {page.slug for page in self._linked if page.route in BRIEF}
        headlines = {story.headline for story in self.stories if story.headline}
        lowered = [Lower(Value(headline)) for headline in headlines]
        live = Edition.objects.live(now=self.now).filter(story=OuterRef("story"))
        editions = (
            Edition.objects.annotate(lower=Lower("headline"), story_is_live=Exists(live))
            .filter(Q(slug__in=slugs) | Q(lower__in=lowered))
            .order_by("pk")
            .values_list("story", "slug", "headline", "live_from", "live_until", "story_is_live")
        )
        return [
            Published(
                story=pk,
                slug=slug,
                headline=headline,
                is_live=since <= self.now and (until is None or until > self.now),
                is_seen=is_live and since <= self.now and (until is None or until > since),
            )
            for pk, slug, headline, since, until, is_live in editions
        ]

    # Links in prose ---------------------------------------------------------------------------

    def leads_nowhere(self, href: str, *, story: Story) -> bool:
        """Whether a link leads to a page of this site that readers cannot see."""
        page = address(href)
        if page is None:
            return False
        if page.route in BRIEF:
            is_itself = page.slug == story.slug
            seen = any(other.slug == page.slug and other.is_seen for other in self._published)
            return not (seen or is_itself)
        return not page.route or (page.route in LISTS and page not in self._pages)

    @cached_property
    def _linked(self) -> set[Address]:
        pages = (address(href) for story in self.stories for _field, href in links(story))
        return {page for page in pages if page}

    @cached_property
    def _pages(self) -> set[Address]:
        """Of the linked pages of topics, outlets, sections and tags those that readers see."""
        wanted: dict[str, list[str]] = {}
        for page in self._linked:
            wanted.setdefault(page.route, []).append(page.slug)
        found = [
            shown(self.now)
            .filter(slug__in=wanted[route])
            .order_by()
            .values_list(Value(route), "slug")
            for route, shown in LISTS.items()
            if route in wanted
        ]
        rows: Iterable[tuple[str, str]] = found[0].union(*found[1:], all=True) if found else ()
        return {Address(route=route, slug=slug) for route, slug in rows}

    # Profiles ---------------------------------------------------------------------------------

    def mentions(self, story: Story) -> list[Mention]:
        """Names of approved profiles in our own words, in their order, each profile once."""
        return self._names.mentioned(self._ours[story.pk])

    def is_mentioned(self, entity: Entity, *, story: Story) -> bool:
        words = "\n".join(text.text for text in self.texts(story))
        return self._names.stand_in(words, entity=entity)

    def called(self, story: Story) -> list[Called]:
        """The people whom our own words give a title."""
        return [
            Called(person=each.person, title=each.title, said=self._standing[each.person.pk])
            for each in self._names.introduced(self._ours[story.pk])
        ]

    def said_of(self, profile: Entity) -> str:
        """What one of several profiles of a name says it is, in one line."""
        return self._standing[profile.pk].words

    @cached_property
    def _standing(self) -> dict[int, Standing]:
        """Of whoever is called something, or may be meant beside another."""
        wanted: list[Entity] = []
        for story in self.stories:
            wanted += [each.person for each in self._names.introduced(self._ours[story.pk])]
            for mention in self.mentions(story):
                wanted += () if mention.is_certain else mention.profiles
        return standing(wanted, on=self.today)

    @cached_property
    def _names(self) -> Names:
        return Names(
            [text for ours in self._ours.values() for text in ours],
            linked=[topic.profile for story in self.stories for topic in story.topics.all()],
        )

    @cached_property
    def _ours(self) -> dict[int, list[str]]:
        """Our own words, without the names of the outlets: “Washington Post” is no Washington."""
        found = {}
        for story in self.stories:
            names = {citation.outlet_name for citation in story.citations.all()} - {""}
            longest_first = sorted(map(re.escape, names), key=len, reverse=True)
            outlets = re.compile(rf"\b(?:{'|'.join(longest_first)})\b") if names else NOTHING
            ours = [text.text for text in self.texts(story) if text.is_ours]
            found[story.pk] = [outlets.sub("|", text) for text in ours]
        return found

    # Notes ------------------------------------------------------------------------------------

    def open_notes(self, story: Story) -> list[ReviewNote]:
        """Notes that wait to be resolved, the oldest first."""
        return self._notes.get(story.pk, [])

    @cached_property
    def _notes(self) -> dict[int, list[ReviewNote]]:
        bare = [story.pk for story in self.stories if not story.is_whole]
        notes = [note for story in self.stories if story.is_whole for note in story.notes.all()]
        if bare:
            notes += ReviewNote.objects.open().filter(story__in=bare)
        found: dict[int, list[ReviewNote]] = {}
        for note in sorted(notes, key=lambda note: (note.at, note.pk)):
            if note.is_open:
                found.setdefault(note.story_id, []).append(note)
        return found


def _topics(now: datetime) -> QuerySet[Entity]:
    """Profiles whose address readers can follow: their own page, or that of the survivor."""
    approved = Entity.State.APPROVED
    return Entity.objects.filter(Q(state=approved) | Q(merged_into__state=approved))


# The pages besides those of briefs that prose may link, and which of them readers see.
LISTS: dict[str, Callable[[datetime], QuerySet[Any]]] = {
    "topic": _topics,
    "section": lambda now: Section.objects.all(),
    "outlet": lambda now: Outlet.objects.filter(first_live_at__lte=now),
    "tag": lambda now: Tag.objects.filter(first_live_at__lte=now),
}


def _plain(headline: str) -> str:
    return " ".join(headline.casefold().split())
