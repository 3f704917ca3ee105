"""The first mention of each topic in a brief, as a link to the topic's page.

Made when a page is shown, not when it is published: a profile may get another address. Knows
sanitised prose and plain text; the page is in story_page.py.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from html import escape, unescape
from itertools import groupby

from entities.book import Book, Found
from entities.profiles import Card
from stories.document import Citation, Document, Point

TAG = re.compile(r"(<[^>]*>)")


@dataclass(frozen=True, kw_only=True)
class Run:
    """A stretch of plain text, and where it leads; nowhere, if `url` is empty."""

    text: str
    url: str = ""


@dataclass(frozen=True, kw_only=True)
class LinkedPoint:
    label: str
    runs: list[Run]


@dataclass(frozen=True, kw_only=True)
class LinkedCitation:
    citation: Citation
    runs: list[Run]


@dataclass(frozen=True, kw_only=True)
class LinkedText:
    """The texts of a document in the order of the page. Prose is HTML."""

    what_happened: str
    themes: list[tuple[str, list[LinkedPoint]]]
    citations: list[LinkedCitation]
    synthesis: str
    background: str


def linked(document: Document, topics: Iterable[Card], *, book: Book) -> LinkedText:
    """The texts of the document with a link at the first mention of each topic."""
    links = Links(topics, book=book, outlets=[each.outlet.name for each in document.citations])
    return LinkedText(
        what_happened=links.in_prose(document.what_happened),
        themes=links.in_points(document.points),
        citations=[
            LinkedCitation(citation=each, runs=links.in_text(each.text))
            for each in document.citations
        ],
        synthesis=links.in_prose(document.synthesis),
        background=links.in_prose(document.background),
    )


class Links:
    """Which topics still wait for their first mention. Ask for the texts in their order."""

    def __init__(self, topics: Iterable[Card], *, book: Book, outlets: Iterable[str]) -> None:
        self._urls = {card.id: card.url for card in topics}
        self._book = book
        longest_first = sorted(map(re.escape, set(outlets) - {""}), key=len, reverse=True)
        # “Washington Post” is no Washington.
        self._outlets = re.compile(rf"\b(?:{'|'.join(longest_first) or '(?!)'})\b")

    def in_text(self, text: str) -> list[Run]:
        """Plain text as runs."""
        return list(self._runs(text))

    def in_points(self, points: Sequence[Point]) -> list[tuple[str, list[LinkedPoint]]]:
        """Points under their theme, in order."""
        return [
            (theme, [LinkedPoint(label=each.label, runs=self.in_text(each.text)) for each in some])
            for theme, some in groupby(points, key=lambda point: point.theme)
        ]

    def in_prose(self, html: str) -> str:
        """Sanitised HTML, its own links left alone."""
        return "".join(self._pieces(html))

    def _pieces(self, html: str) -> Iterator[str]:
        is_in_link = False
        for piece in TAG.split(html):
            if piece.startswith("<"):
                is_in_link = piece.startswith("<a ") or (is_in_link and piece != "</a>")
                yield piece
            elif is_in_link or not self._urls:
                yield piece
            else:
                yield from map(_as_html, self._runs(unescape(piece)))

    def _runs(self, text: str) -> Iterator[Run]:
        end = 0
        for found in self._book.find(text) if self._urls else ():
            if url := self._first(found, text):
                if before := text[end : found.start]:
                    yield Run(text=before)
                yield Run(text=text[found.start : found.end], url=url)
                end = found.end
        if rest := text[end:]:
            yield Run(text=rest)

    def _first(self, found: Found, text: str) -> str:
        """Where a mention leads, if it is the first of one of the topics and of no other."""
        meant = [pk for pk in found.entities if pk in self._urls]
        if len(meant) != 1 or self._is_of_an_outlet(found, text):
            return ""
        return self._urls.pop(meant[0])

    def _is_of_an_outlet(self, found: Found, text: str) -> bool:
        return any(
            name.start() <= found.start and found.end <= name.end()
            for name in self._outlets.finditer(text)
        )


def _as_html(run: Run) -> str:
    text = escape(run.text, quote=False)
    return f'<a href="{escape(run.url)}">{text}</a>' if run.url else text
