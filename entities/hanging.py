"""What grammar hangs on to a name without a space: particles, prefixes, the s of a plural. Pure."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from entities.folding import HANGING, Folded, plain

LAST_ALPHABET = "\u0530"  # Latin, Greek and Cyrillic come before it
HANGS = re.compile(f"{HANGING}*")
SYLLABLES = 2  # of Korean: a particle behind a single one would often be part of another word

# Korean. Behind a name stand titles of courtesy, then a particle of case, then one of topic …
PARTICLES = re.compile(
    "(?:씨|님|측)?(?:들)?"
    "(?:에게서|에게|에서|에|께서|께|한테서|한테|으로서|로서|으로써|로써|으로부터|로부터|으로|로|까지|부터|보다"
    "|처럼|같이|만큼|마다|조차|마저|하고|이랑|랑|이나|나|이란|란|이라는|라는|이라고|라고|이든|든|밖에|과|와)?"
    "(?:은|는|이|가|을|를|의|도|만|이며|며|이고|이다|다|입니다|였다|이었다|이라|라)?"
)
# Arabic, Hebrew: “and”, “in”, “like”, “to”, “from”, “that”, “the” before it.
BEFORE_ARABIC = re.compile("[وف]?[بكل]?(?:ال)?")
BEFORE_HEBREW = re.compile("ו?(?:כש|ש)?[בהכלמ]?")
TO_THE = re.compile("([وف]?)لل")  # “to” before “the” swallows a letter
LONGEST_PREFIX = 4
LETTERS = 4  # of Arabic and Hebrew: with a prefix, a shorter name would often be another word


@dataclass(frozen=True, slots=True)
class Bare:
    """A word of a text without what hangs on to it, and where that stands.

    A name of which it is a word begins with it if something hangs on before, and ends with it if
    something hangs on behind.
    """

    index: int
    form: str
    start: int
    end: int
    is_first: bool


def bare_words(folded: Folded, *, is_known: Callable[[str], object]) -> Iterator[Bare]:
    """The words of a text as they are without what may hang on to them, where that is known."""
    for index, word in enumerate(folded.words):
        form = word.form
        if form[-1] < LAST_ALPHABET:
            if form[-1] == "s" and is_known(form[:-1]) and _is_plural(folded, index):
                yield Bare(index, form[:-1], word.start, word.end - 1, is_first=False)
        elif "\uac00" <= form[-1] <= "\ud7a3":
            yield from _before_particles(folded, index, is_known)
        elif "\u05d0" <= form[0] <= "\u064a":
            yield from _behind_prefixes(folded, index, is_known)


def _is_plural(folded: Folded, index: int) -> bool:
    """Whether the word is a plural with its apostrophe: the Kims’ plan. Not so in ‘the Kims’."""
    before, word, after = (folded.word(index + step) for step in (-1, 0, 1))
    is_opened = before.form == "'" and before.end == word.start
    return len(word.form) > 2 and after.form == "'" and after.start == word.end and not is_opened


def _before_particles(
    folded: Folded, index: int, is_known: Callable[[str], object]
) -> Iterator[Bare]:
    word = folded.words[index]
    for length in range(SYLLABLES, len(word.form)):
        name = word.form[:length]
        if is_known(name) and PARTICLES.fullmatch(word.form, length):
            end = word.start + _length_of(name, folded.as_written(index))
            yield Bare(index, name, word.start, end, is_first=False)


def _behind_prefixes(
    folded: Folded, index: int, is_known: Callable[[str], object]
) -> Iterator[Bare]:
    word = folded.words[index]
    prefixes = BEFORE_HEBREW if word.form[0] <= "\u05ea" else BEFORE_ARABIC
    for length in range(1, min(LONGEST_PREFIX, len(word.form) - 1) + 1):
        name = word.form[length:]
        if is_known(name) and prefixes.fullmatch(word.form, 0, length):
            yield _behind(folded, index, word.form[:length], name)
    if swallowed := TO_THE.match(word.form):
        name = f"ال{word.form[swallowed.end() :]}"
        if is_known(name):
            yield _behind(folded, index, swallowed[1], name)


def _behind(folded: Folded, index: int, prefix: str, name: str) -> Bare:
    word = folded.words[index]
    start = word.start + _length_of(prefix, folded.as_written(index))
    return Bare(index, name, start, word.end, is_first=True)


def _length_of(form: str, written: str) -> int:
    """How many characters of a word, as the text has it, make up the beginning of its form."""
    if not form:
        return 0
    lengths = range(1, len(written) + 1)
    length = next((each for each in lengths if plain(written[:each]) == form), len(written))
    marks = HANGS.match(written, length)
    return marks.end() if marks else length
