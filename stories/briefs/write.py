"""Writes a brief as its text file, so that parse.py reads back the same brief."""

import re
from collections.abc import Iterable, Iterator, Sequence

from stories.briefs import papers, topics
from stories.briefs.attribution import KnownOutlets
from stories.briefs.layout import HEADER_NAMES, HEADINGS, Brief, Point, Topic
from stories.briefs.markup import escaped, guarded, lines_of, one_line
from stories.briefs.sources import LABEL, label

NO_THEME = "\\"


def write(brief: Brief, *, outlets: Iterable[str]) -> str:
    """The text file of a brief. `outlets` are all names and aliases that are known."""
    cited, listed = papers.written(brief.citations, brief.synthesis, known=KnownOutlets(outlets))
    sections = {
        "what_happened": lines_of(brief.what_happened),
        "points": _points(brief.points),
        "papers": cited,
        "sources": listed,
        "background": lines_of(brief.background),
        "questions": [f"- {escaped(text)}" for text in brief.questions if one_line(text)],
        "topics": list(_topics(brief.topics)),
    }
    parts = ["\n".join(_header(brief))]
    for section, lines in sections.items():
        if lines or section == "what_happened":  # a file without a heading is no brief
            parts.append("\n".join([HEADINGS[section][0], *lines]))
    return "\n\n".join(part for part in parts if part) + "\n"


def _header(brief: Brief) -> Iterator[str]:
    for name, field in HEADER_NAMES.items():
        value = getattr(brief, field)
        if isinstance(value, tuple):
            text = ", ".join(escaped(part, signs=",") for part in value if one_line(part))
        else:
            text = escaped(value)
        if text:
            yield f"{name}: {text}"


def _points(points: Sequence[Point]) -> list[str]:
    lines, theme = [], ""
    for point in points:
        text = escaped(point.text)
        if not one_line(point.label) and not text:
            continue
        if one_line(point.theme) != theme:
            theme = one_line(point.theme)
            lines.append(guarded(escaped(theme)) or NO_THEME)
        if one_line(point.label):
            lines.append(f"- {label(point.label)}: {text}".rstrip())
        else:
            lines.append("- " + re.sub(LABEL, r"\\:", text))
    return lines


def _topics(told: Sequence[Topic]) -> Iterator[str]:
    for topic in told:
        bullet, description = topics.bullet(topic), escaped(topic.description)
        if bullet or description:
            yield f"- {bullet}".rstrip()
        if description:
            yield guarded(description)
