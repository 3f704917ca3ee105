"""A story's page as data: the document, and what stands around it. Preview shows the same page."""

from dataclasses import dataclass, field
from datetime import datetime

from django.db.models import Count

from entities import mentions, profiles
from newsroom import prose
from stories.document import Document
from stories.models.edition import Edition, TopicLink
from stories.public import addresses
from stories.public.linking import LinkedText, linked

RELATED = 4
REASONS = 3
CORRECTING = ("correction", "clarification")


@dataclass(frozen=True, kw_only=True)
class Related:
    """Another brief, and the names of the topics that it shares with this one."""

    edition: Edition
    topics: list[str]


@dataclass(frozen=True, kw_only=True)
class StoryPage:
    """`text` is what the document says, with links to topics.

    `live` and `later`, the editions since, are set on the page of an earlier edition.

    `history` has the edition and those before it, the newest first; a preview has neither.
    """

    document: Document
    text: LinkedText
    topics: list[profiles.Card]
    related: list[Related]
    edition: Edition | None = None
    live: Edition | None = None
    history: list[Edition] = field(default_factory=list)
    later: list[Edition] = field(default_factory=list)
    is_preview: bool = False

    @property
    def minutes(self) -> int:
        """Reading time, in minutes."""
        document = self.document
        texts = [document.standfirst, document.what_happened, document.synthesis]
        texts += [document.background, *document.questions]
        texts += [point.text for point in document.points]
        texts += [citation.text for citation in document.citations]
        return prose.reading_minutes(sum(prose.words(text) for text in texts))

    @property
    def updated_at(self) -> datetime | None:
        """When readers last got a change that counts; None if they never did."""
        times = [e.live_from for e in self.history if e.kind not in ("first", "minor")]
        return max(times, default=None)

    @property
    def corrections(self) -> list[Edition]:
        """Corrections and clarifications, the newest first."""
        return [e for e in self.history if e.kind in CORRECTING]

    @property
    def corrected_since(self) -> list[Edition]:
        """What later editions say was wrong in this one."""
        return [e for e in self.later if e.kind in CORRECTING]

    @property
    def outlets(self) -> list[str]:
        return list(dict.fromkeys(citation.outlet.name for citation in self.document.citations))

    @property
    def countries(self) -> list[str]:
        """Codes of the countries that the cited outlets are from."""
        codes = (citation.outlet.country for citation in self.document.citations)
        return list(dict.fromkeys(code for code in codes if code))


def live_page(edition: Edition, *, now: datetime) -> StoryPage:
    """The page of the live edition. Five queries."""
    topics = profiles.cards(edition.document.topics)
    return StoryPage(
        document=edition.document,
        text=linked(edition.document, topics, book=mentions.book()),
        topics=topics,
        related=_related(topics, story=edition.story_id, now=now),
        edition=edition,
        history=addresses.history(edition, now=now),
    )


def earlier_page(edition: Edition, *, live: Edition, now: datetime) -> StoryPage:
    """The page of an edition that another has taken the place of."""
    topics = profiles.cards(edition.document.topics)
    history = addresses.history(live, now=now)
    return StoryPage(
        document=edition.document,
        text=linked(edition.document, topics, book=mentions.book()),
        topics=topics,
        related=[],
        edition=edition,
        live=live,
        history=[e for e in history if e.number <= edition.number],
        later=[e for e in history if e.number > edition.number],
    )


def preview_page(document: Document, *, story: int, now: datetime) -> StoryPage:
    """The page that a document would become."""
    topics = profiles.cards(document.topics)
    return StoryPage(
        document=document,
        text=linked(document, topics, book=mentions.book()),
        topics=topics,
        related=_related(topics, story=story, now=now),
        is_preview=True,
    )


def _related(topics: list[profiles.Card], *, story: int, now: datetime) -> list[Related]:
    """Live briefs that share most topics, the newer first. One query."""
    names = {card.id: card.name for card in topics}
    links = TopicLink.objects.live(now=now).filter(entity__in=names).exclude(edition__story=story)
    nearest = (
        links.values("edition")
        .annotate(shared=Count("pk"))
        .order_by("-shared", "-published_at", "-edition")
        .values("edition")[:RELATED]
    )
    shared: dict[Edition, list[str]] = {}
    rows = links.filter(edition__in=nearest).select_related("edition", "edition__section")
    for link in rows.defer("edition__document_json").order_by("pk"):
        shared.setdefault(link.edition, []).append(names[link.entity_id])
    order = sorted(shared, key=lambda e: (len(shared[e]), e.published_at, e.pk), reverse=True)
    return [Related(edition=e, topics=shared[e][:REASONS]) for e in order]
