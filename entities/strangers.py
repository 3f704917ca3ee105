"""Likely names of which no profile is known: runs of words with a capital. Pure, and a guess.

For scripts with capitals; in the others nothing tells a name from a word.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

from entities import titles
from entities.nationalities import ORIGINS
from newsroom.prose import OPENERS

MOST = 8  # that are offered at once
OFTEN = 2  # times that a single word has to stand inside sentences to be taken for a name
LONGEST_RUN = 6  # words; more of them are a heading


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


WORD = re.compile(r"[^\W\d_](?:[^\W_]|['’-](?=[^\W_]))*")
INSIDE = _set("al bin da de del della den der di dos du el ibn of la le van von")
ENDS_BEFORE = re.compile(r"(?:^|[.!?:…\n])[\s“‘«(\"'’”»)]*$")
TIMES = _set(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december"
)
QUARTERS = _set("north south east west northern southern eastern western central")
NO_NAMES = (
    TIMES
    | QUARTERS
    | ORIGINS
    | titles.OPENING
    | titles.GENERIC
    | titles.FIELDS
    | titles.OFFICES
    | titles.HONORIFICS
    | titles.LITTLE
    | {word.lower() for word in OPENERS}
)
POSSESSIVE = re.compile("['’]s?$")
PLURAL = re.compile("s$")


def likely(texts: Iterable[tuple[str, Sequence[tuple[int, int]]]]) -> list[str]:
    """Names that these texts may have, the most frequent first; at most `MOST`.

    Each text comes with the places (start, end) of the names in it that are known.
    """
    found: Counter[str] = Counter()
    single: Counter[str] = Counter()
    known: set[str] = set()
    for text, places in texts:
        known |= {word for start, end in places for word in WORD.findall(text[start:end])}
        for name, is_first in _names(text, places):
            if " " in name:
                found[name] += 1
            elif not is_first:
                single[name] += 1
    parts = known | {word for name in found for word in name.split()}
    for name, times in single.items():
        if times >= OFTEN and name not in parts:
            found[name] = times
    return [name for name, _times in found.most_common(MOST)]


def _names(text: str, places: Sequence[tuple[int, int]]) -> Iterator[tuple[str, bool]]:
    """Each likely name, and whether a sentence begins with it."""
    for run in _runs(text, places):
        is_first = bool(ENDS_BEFORE.search(text, 0, run[0].start()))
        words = _stripped([POSSESSIVE.sub("", word[0]) for word in run], is_first=is_first)
        if words and len(words) <= LONGEST_RUN:
            yield " ".join(words), is_first and words[0] == run[0][0]


def _runs(text: str, places: Sequence[tuple[int, int]]) -> Iterator[list[re.Match[str]]]:
    run: list[re.Match[str]] = []
    for word in WORD.finditer(text):
        is_known = any(start < word.end() and word.start() < end for start, end in places)
        is_next = bool(run) and text[run[-1].end() : word.start()] in (" ", "\u00a0")
        if run and not is_next:
            yield from _closed(run)
            run = []
        if is_known or not (word[0][0].isupper() or (run and word[0] in INSIDE)):
            yield from _closed(run)
            run = []
        else:
            run.append(word)
        if word[0].endswith(("’s", "'s")):  # what follows belongs to them, and not to the name
            yield from _closed(run)
            run = []
    yield from _closed(run)


def _closed(run: list[re.Match[str]]) -> Iterator[list[re.Match[str]]]:
    while run and run[-1][0] in INSIDE:
        run = run[:-1]
    if run:
        yield run


def _stripped(words: list[str], *, is_first: bool) -> list[str]:
    """Without the word that opens the sentence, and without the title of whoever is named."""
    keys = [word.lower() for word in words]
    if keys[-1] in titles.OFFICES or _same(keys[-1]) in titles.OFFICES:
        return []  # a title; the name behind it is known
    last = max(
        (index for index, key in enumerate(keys) if _is_title(key)), default=-1 if words else 0
    )
    words, keys = words[last + 1 :], keys[last + 1 :]
    while keys and (keys[0] in INSIDE or keys[0] in TIMES or _opens(keys[0], is_first=is_first)):
        words, keys = words[1:], keys[1:]
    while keys and keys[-1] in TIMES:
        words, keys = words[:-1], keys[:-1]
    is_name = any(key not in NO_NAMES and PLURAL.sub("", key) not in ORIGINS for key in keys)
    return words if is_name else []


def _opens(key: str, *, is_first: bool) -> bool:
    return key in titles.OPENING or (is_first and key in titles.LITTLE)


def _is_title(key: str) -> bool:
    return key in titles.HONORIFICS or _same(key) in titles.OFFICES


def _same(key: str) -> str:
    return titles.SAME.get(key, key)
