"""The words of a story, part by part, as plain text. Reads its rows, and nothing else."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from newsroom.prose import plain
from stories.models import Story
from stories.parts import PROSE

HREF = re.compile(r'<a\b[^>]*\bhref="([^"]*)"')
# A list that has no list in it: taken out from the inside to the outside.
INNERMOST_LIST = re.compile(r"<(ul|ol)\b[^>]*>(?:(?!<(?:ul|ol)\b).)*?</\1>", re.DOTALL)


@dataclass(frozen=True, kw_only=True)
class Text:
    """One text of a story. `field` and `row` say where on the form it stands.

    `is_ours` is false for words that we quote as they are.
    """

    field: str
    text: str
    row: int | None = None
    is_ours: bool = True


def texts(story: Story) -> Iterator[Text]:
    """Every text with a word in it, in the order of the page."""
    return (each for each in _texts(story) if each.text)


def _texts(story: Story) -> Iterator[Text]:
    yield Text(field="headline", text=story.headline)
    yield Text(field="standfirst", text=story.standfirst)
    yield Text(field="what_happened", text=plain(story.what_happened))
    for row, point in enumerate(story.points.all()):
        for words in (point.theme, point.label, point.text):
            yield Text(field="points", row=row, text=words)
    for row, citation in enumerate(story.citations.all()):
        yield Text(field="citations", row=row, text=citation.text)
        for words in (citation.headline, citation.quote):
            yield Text(field="citations", row=row, text=words, is_ours=False)
    yield Text(field="synthesis", text=plain(story.synthesis))
    yield Text(field="background", text=plain(story.background))
    for row, question in enumerate(story.questions.all()):
        yield Text(field="questions", row=row, text=question.text)


def paragraphs(html: str) -> list[str]:
    """The paragraphs of prose, without its lists: an item of a list need not be a sentence."""
    while (shorter := INNERMOST_LIST.sub("\n\n", html)) != html:
        html = shorter
    return plain(html).split("\n\n") if html.strip() else []


def links(story: Story) -> Iterator[tuple[str, str]]:
    """Each link in prose: the field, and where it leads."""
    for field in PROSE:
        for href in HREF.findall(getattr(story, field)):
            yield field, href.replace("&amp;", "&")
