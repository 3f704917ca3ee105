"""Lists of topics: those in the news, and those that go with another."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from entities import profiles
from stories.models.edition import TopicLink

IN_THE_NEWS = 12
RECENT_LINKS = 200
GOES_WITH = 8


@dataclass(frozen=True, kw_only=True)
class Together:
    """A topic, and in how many of the briefs on the page it stands beside the other."""

    card: profiles.Card
    briefs: int


def in_the_news(now: datetime) -> list[profiles.Card]:
    """The topics that stand in most of the newest briefs. Three queries."""
    newest = TopicLink.objects.live(now=now).order_by("-published_at", "-edition_id")
    counts = Counter(newest.values_list("entity", flat=True)[:RECENT_LINKS])
    # More than are shown: some may wait for a moderator, or be retired.
    candidates = [pk for pk, _count in counts.most_common(2 * IN_THE_NEWS)]
    return profiles.cards(candidates)[:IN_THE_NEWS]


def goes_with(topic: int, links: Iterable[TopicLink]) -> list[Together]:
    """The topics that most of these briefs link besides `topic`. Three queries."""
    editions = [link.edition_id for link in links]
    others = TopicLink.objects.filter(edition__in=editions).exclude(entity=topic)
    counts = Counter(others.order_by("pk").values_list("entity", flat=True))
    cards = profiles.cards([pk for pk, _count in counts.most_common(GOES_WITH)])
    return [Together(card=card, briefs=counts[card.id]) for card in cards]
