"""Reads a brief from its text file. Not here: telling the papers apart (papers.py), the markup
(markup.py), making a draft of what was read (load.py)."""

import re
from collections.abc import Iterable
from typing import Any

from stories.briefs import papers, topics
from stories.briefs.attribution import KnownOutlets
from stories.briefs.layout import (
    HEADER_NAMES,
    HEADINGS,
    LONGEST_FILE,
    Brief,
    Line,
    NotABrief,
    Point,
    Topic,
    section_of,
)
from stories.briefs.markup import (
    BULLET,
    NUMBERED_ITEM,
    block_of,
    from_line_start,
    html_of,
    one_line,
    split,
    visible,
)
from stories.briefs.sources import LABEL

HEADER_LINE = re.compile(rf"({'|'.join(HEADER_NAMES)})\s?:\s*(.*)", re.IGNORECASE)
_FIELDS = {name.casefold(): field for name, field in HEADER_NAMES.items()}
_LISTS = ("tags", "authors")


def parse(text: str | bytes, *, outlets: Iterable[str]) -> Brief:
    """The brief that a text file holds. `outlets` are all names and aliases that are known.

    Raises NotABrief, with the number of the line and the reason, for what cannot be read.
    """
    header, sections = _sections(_lines(_text(text)))
    citations, synthesis = papers.read(
        sections.get("papers", []), sections.get("sources", []), known=KnownOutlets(outlets)
    )
    return Brief(
        **_header(header),
        what_happened=_prose(sections.get("what_happened", [])),
        points=tuple(_points(sections.get("points", []))),
        citations=tuple(citations),
        synthesis=synthesis,
        background=_prose(sections.get("background", [])),
        questions=tuple(_questions(sections.get("questions", []))),
        topics=tuple(_topics(sections.get("topics", []))),
    )


def _text(text: str | bytes) -> str:
    """The text as such; refuses what is not text or too long."""
    try:
        text = text.decode("utf-8") if isinstance(text, bytes) else text
        text.encode("utf-8")
    except UnicodeError:
        raise NotABrief("the file is not UTF-8 text.") from None
    if "\0" in text:
        raise NotABrief("the file is not text: it has a null character in it.")
    if len(text) > LONGEST_FILE:
        raise NotABrief(f"the text is longer than {LONGEST_FILE:,} characters.")
    return text.removeprefix("\N{ZERO WIDTH NO-BREAK SPACE}")


def _lines(text: str) -> list[Line]:
    return [
        Line(number=number, text=one_line(line)) for number, line in enumerate(text.splitlines(), 1)
    ]


def _sections(lines: list[Line]) -> tuple[list[Line], dict[str, list[Line]]]:
    """The lines before the first heading, and those under each heading."""
    header: list[Line] = []
    sections: dict[str, list[Line]] = {}
    opened_at: dict[str, int] = {}
    current = header
    for line in lines:
        section = section_of(line.text)
        if section is None:
            current.append(line)
        elif section in sections:
            raise NotABrief(
                f"the heading “{HEADINGS[section][0]}” comes twice; it first stands on line "
                f"{opened_at[section]}.",
                line=line.number,
            )
        else:
            current = sections[section] = []
            opened_at[section] = line.number
    if not sections:
        raise NotABrief("no heading is found, such as “What's happened” on a line of its own.")
    return header, sections


def _header(lines: list[Line]) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for line in lines:
        if not line.text:
            continue
        named = HEADER_LINE.fullmatch(line.text)
        field = _FIELDS[named[1].casefold()] if named else "headline"
        if field in fields:
            raise NotABrief(_header_reason(line.text, is_named=bool(named)), line=line.number)
        raw = named[2] if named else from_line_start(line.text)
        if field in _LISTS:
            names = (visible(part) for part in split(raw, ","))
            fields[field] = tuple(name for name in names if name)
        else:
            fields[field] = visible(raw)
    return fields


def _header_reason(line: str, *, is_named: bool) -> str:
    if is_named:
        name = line.split(":")[0].strip()
        return f"there is a second “{name}” (a line without a name counts as the headline)."
    return (
        "only one line before the first heading may stand without a name such as “Standfirst:”, "
        "and it is the headline; there is a headline already."
    )


def _prose(lines: Iterable[Line]) -> str:
    return html_of(block_of(line.text) for line in lines if line.text)


def _points(lines: Iterable[Line]) -> list[Point]:
    """Bullets under their themes. A line without bullets below it is a point itself."""
    written = [line.text for line in lines if line.text]
    bullets = [BULLET.match(text) for text in written]
    points, theme = [], ""
    for index, (text, bullet) in enumerate(zip(written, bullets, strict=True)):
        if not bullet and any(bullets[index + 1 : index + 2]):
            theme = visible(from_line_start(text))
            continue
        content = text[bullet.end() :] if bullet else from_line_start(text)
        label, *rest = split(content, LABEL, most=1)
        point = Point(
            theme=theme,
            label=visible(label) if rest else "",
            text=visible(rest[0] if rest else label),
        )
        if point.label or point.text:
            points.append(point)
    return points


def _questions(lines: Iterable[Line]) -> list[str]:
    texts = []
    for line in lines:
        bullet = BULLET.match(line.text) or NUMBERED_ITEM.match(line.text)
        texts.append(line.text[bullet.end() :] if bullet else from_line_start(line.text))
    return [question for question in map(visible, texts) if question]


def _topics(lines: Iterable[Line]) -> list[Topic]:
    told: list[tuple[str, list[str]]] = []
    for line in lines:
        if not line.text:
            continue
        if bullet := BULLET.match(line.text):
            told.append((line.text[bullet.end() :], []))
        elif told:
            told[-1][1].append(visible(from_line_start(line.text)))
        else:
            raise NotABrief(
                "a description under More on these topics has no bullet before it; put “-” on the "
                "line above, with or without the topic's name.",
                line=line.number,
            )
    found = [topics.topic(bullet, one_line(" ".join(texts))) for bullet, texts in told]
    return [topic for topic in found if topic.name or topic.description]
