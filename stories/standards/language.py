"""Checks of the letter of the text: words written twice, marks of a typewriter."""

import re
from collections.abc import Callable, Iterator

from django.utils.translation import gettext as _

from stories.models import Story
from stories.parts import title
from stories.standards.facts import Facts
from stories.standards.registry import Found, check

MOST_SHOWN = 4
TWICE = re.compile(r"(?<![\w’'-])([^\W\d_]+)[ \u00a0]+(\1)(?![\w’'-])", re.IGNORECASE)
# Words that may stand twice, also those of other languages in a quotation or a name.
MAY_STAND_TWICE = {"had", "that", "very", "no", "ha", "bye", "so"}
MAY_STAND_TWICE |= {"die", "der", "das", "nous", "vous"}
# A sign of feet, inches or minutes belongs to the number before it.
MEASURE = re.compile(r"(?<=\d)['\"](?![^\W\d])")
TYPEWRITTEN = re.compile(r"['\"]|(?<!-)--(?!-)")
ADDRESS = re.compile(r"://|^www\.|@")


@check(field="what_happened")
def words_stand_once(story: Story, facts: Facts) -> Iterator[Found]:
    sentence = _("Take out the double word in “%(part)s”: %(words)s")
    yield from _one_a_field(story, facts, _doubled, sentence)


@check(field="what_happened")
def marks_are_typographic(story: Story, facts: Facts) -> Iterator[Found]:
    sentence = _("Write curly quotation marks and real dashes in “%(part)s”: %(words)s")
    yield from _one_a_field(story, facts, _typewritten, sentence)


def _one_a_field(
    story: Story, facts: Facts, find: Callable[[str], list[str]], sentence: str
) -> Iterator[Found]:
    """One line for each part of the page, at the first of its rows that it is about."""
    rows: dict[str, int | None] = {}
    words: dict[str, list[str]] = {}
    for text in facts.texts(story):
        if text.is_ours and (found := find(text.text)):
            rows.setdefault(text.field, text.row)
            words.setdefault(text.field, []).extend(found)
    for field, offending in words.items():
        shown = list(dict.fromkeys(offending))
        dots = " …" if len(shown) > MOST_SHOWN else ""
        given = {"part": title(field), "words": "  ".join(shown[:MOST_SHOWN]) + dots}
        yield Found(sentence=sentence % given, field=field, row=rows[field])


def _doubled(text: str) -> list[str]:
    """“the the”, but no name (“Duran Duran”), whose second word has a capital too."""
    return [
        f"“{match[0]}”"
        for match in TWICE.finditer(text)
        if match[1].lower() not in MAY_STAND_TWICE and not match[2][0].isupper()
    ]


def _typewritten(text: str) -> list[str]:
    return [
        word.strip(".,;:!?()")
        for word in text.split()
        if not ADDRESS.search(word) and TYPEWRITTEN.search(MEASURE.sub("", word))
    ]
