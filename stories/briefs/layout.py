"""What a brief's text file holds, and the headings that it is told by. docs/brief-layout.md is
the page for people; reading is in parse.py, writing in write.py."""

import re
from dataclasses import dataclass, field

LONGEST_FILE = 200_000  # characters

HEADINGS = {
    "what_happened": ("What's happened", "What happened"),
    "points": ("What's behind the headline?", "Behind the headline"),
    "papers": ("What the papers say",),
    "sources": ("Sources", "Citations"),
    "background": ("How we got here", "Background"),
    "questions": ("Go deeper",),
    "topics": ("More on these topics", "Topics"),
}

# The lines before the first heading, and the field that each fills.
HEADER_NAMES = {
    "Headline": "headline",
    "Standfirst": "standfirst",
    "Section": "section",
    "Tags": "tags",
    "By": "authors",
}

APOSTROPHES = re.compile("[’‘ʼ´`]")


@dataclass(frozen=True, kw_only=True)
class Point:
    theme: str
    label: str
    text: str


@dataclass(frozen=True, kw_only=True)
class CitedArticle:
    """`published_on` is a day, a month or a year in ISO 8601, or empty."""

    outlet: str
    text: str
    headline: str = ""
    published_on: str = ""
    url: str = ""
    archive_url: str = ""
    quote: str = ""
    is_print_only: bool = False


@dataclass(frozen=True, kw_only=True)
class Topic:
    """`native_language` is a BCP 47 tag. Without a given name, `name` is the description's lead."""

    name: str
    native_name: str = ""
    native_language: str = ""
    born_on: str = ""
    description: str = ""
    is_name_given: bool = field(default=True, compare=False)


@dataclass(frozen=True, kw_only=True)
class Brief:
    """`what_happened`, `synthesis` and `background` are HTML as markup.py writes it; every other
    text is one plain line."""

    headline: str = ""
    standfirst: str = ""
    section: str = ""
    tags: tuple[str, ...] = ()
    authors: tuple[str, ...] = ()
    what_happened: str = ""
    points: tuple[Point, ...] = ()
    citations: tuple[CitedArticle, ...] = ()
    synthesis: str = ""
    background: str = ""
    questions: tuple[str, ...] = ()
    topics: tuple[Topic, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line of the file, its breaks and surplus spaces gone, with its number for people."""

    number: int
    text: str


class NotABrief(ValueError):
    """The text cannot be read as a brief; `str()` of it is a sentence for an editor."""

    def __init__(self, reason: str, *, line: int | None = None) -> None:
        place = f"Line {line}: " if line is not None else ""
        super().__init__(place + reason if place else reason[:1].upper() + reason[1:])
        self.reason = reason
        self.line = line


def _told_alike(line: str) -> str:
    """A line without what makes no difference between headings."""
    return APOSTROPHES.sub("'", line).rstrip("?: ").casefold()


_SECTIONS = {
    _told_alike(heading): section
    for section, spellings in HEADINGS.items()
    for heading in spellings
}


def section_of(line: str) -> str | None:
    """The section whose heading a line is, by its key in HEADINGS."""
    return _SECTIONS.get(_told_alike(line)) if len(line) < 80 else None
