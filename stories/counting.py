"""How often the text of a brief names its topics, as the rows of readers’ lists keep it."""

from collections import Counter
from collections.abc import Collection, Iterator

from entities import mentions, profiles
from newsroom.prose import plain
from stories.document import Document


def mentions_of(document: Document, *, topics: Collection[int]) -> dict[int, int]:
    """Of each topic: in how many places one of its names stands. Two queries, or none.

    A name that two of them share counts for both.
    """
    if not topics:
        return {}
    names = mentions.small(profiles.names(topics))
    found: Counter[int] = Counter()
    for text in texts(document):
        for mention in names.find(text):
            found.update(mention.entities)
    return {topic: found[topic] for topic in topics}


def texts(document: Document) -> Iterator[str]:
    """Our own words: a headline or a quotation of a paper names whom it likes."""
    yield document.headline
    yield document.standfirst
    yield from map(plain, (document.what_happened, document.synthesis, document.background))
    for point in document.points:
        yield from (point.theme, point.label, point.text)
    yield from (citation.text for citation in document.citations)
    yield from document.questions
