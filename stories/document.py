"""The shape of an edition: everything that a reader's page says, frozen. Knows nothing of Django.

A document is written as canonical JSON (keys sorted, no spaces, UTF-8), and the SHA-256 of that
text is its digest. Approval signs the digest; publication stores the text.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from itertools import groupby
from typing import Any, Self

FORMAT = 1


class UnknownFormat(ValueError):
    """The text is not a document of a format that this code reads."""


@dataclass(frozen=True, kw_only=True)
class SectionRef:
    id: int
    name: str
    slug: str


@dataclass(frozen=True, kw_only=True)
class TagRef:
    id: int
    name: str
    slug: str


@dataclass(frozen=True, kw_only=True)
class Author:
    """`id` is None for a guest."""

    id: int | None
    name: str


@dataclass(frozen=True, kw_only=True)
class PictureRef:
    """`file` is a path in the media storage; width and height are pixels."""

    id: int
    file: str
    width: int
    height: int
    alt: str
    caption: str
    credit: str
    source: str
    licence: str
    licence_url: str
    is_synthetic: bool


@dataclass(frozen=True, kw_only=True)
class Point:
    theme: str
    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class OutletRef:
    """`id` is None and `slug` empty where a draft names an outlet that the desk does not know."""

    id: int | None
    name: str
    slug: str
    country: str
    kind: str


@dataclass(frozen=True, kw_only=True)
class Citation:
    """`published_on` is a day, a month or a year in ISO 8601, or empty."""

    outlet: OutletRef
    text: str
    headline: str
    url: str
    published_on: str
    quote: str
    archive_url: str
    is_print_only: bool


@dataclass(frozen=True, kw_only=True)
class Document:
    """One version of a brief. Prose is sanitised HTML; every other text is plain."""

    slug: str
    headline: str
    standfirst: str
    section: SectionRef | None
    authors: tuple[Author, ...]
    picture: PictureRef | None
    what_happened: str
    points: tuple[Point, ...]
    citations: tuple[Citation, ...]
    synthesis: str
    background: str
    questions: tuple[str, ...]
    topics: tuple[int, ...]
    tags: tuple[TagRef, ...]

    @property
    def themes(self) -> Iterator[tuple[str, list[Point]]]:
        """Points under their theme, in order."""
        for theme, points in groupby(self.points, key=lambda point: point.theme):
            yield theme, list(points)

    @property
    def card_picture(self) -> dict[str, Any] | None:
        """The lead picture as story cards show it."""
        return asdict(self.picture) if self.picture else None

    def to_json(self) -> str:
        return json.dumps(
            {"format": FORMAT} | asdict(self),
            ensure_ascii=False,
            sort_keys=True,
            separators=(",", ":"),
        )

    @property
    def digest(self) -> str:
        return hashlib.sha256(self.to_json().encode()).hexdigest()

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Raise UnknownFormat for another format, or for a text that is no document at all."""
        try:
            data = json.loads(text)
            if data.pop("format") != FORMAT:
                raise UnknownFormat("This document was written by a newer Newsroom.")
            return cls(**_parts(data))
        except (AttributeError, KeyError, TypeError, json.JSONDecodeError) as error:
            raise UnknownFormat(f"This is not a document: {error}") from error


def _parts(data: dict[str, Any]) -> dict[str, Any]:
    return data | {
        "section": SectionRef(**data["section"]) if data["section"] else None,
        "picture": PictureRef(**data["picture"]) if data["picture"] else None,
        "authors": tuple(Author(**author) for author in data["authors"]),
        "points": tuple(Point(**point) for point in data["points"]),
        "citations": tuple(
            Citation(**(citation | {"outlet": OutletRef(**citation["outlet"])}))
            for citation in data["citations"]
        ),
        "questions": tuple(data["questions"]),
        "topics": tuple(data["topics"]),
        "tags": tuple(TagRef(**tag) for tag in data["tags"]),
    }
