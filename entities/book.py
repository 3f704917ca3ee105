"""A book of names: finds those that stand in a text, in one pass however many it knows. Pure.

Whole words, the longest name first. Not here: which names there are (`mentions.py`), and what is
one word and the same word (`folding.py`).
"""

import re
from array import array
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import NamedTuple, Self

from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

from entities import hanging
from entities.folding import APOSTROPHE, IDEOGRAPH, POSSESSIVE, SYLLABIC, Folded, fold, forms
from entities.hanging import LAST_ALPHABET, Bare, bare_words

UNKNOWN, PARTING, FIRST = 0, 1, 2  # what stands for words: any unknown one, none, the first one
SURROGATES = range(0xD800, 0xE000)  # stand for nothing
NO_CAPITAL = 255
SHORT = 4  # letters: so short a name without any capital would be found in every sentence
LONGEST = 8  # words of a name to which something hangs on
IN_IDEOGRAPHS = re.compile(f"[{IDEOGRAPH}]")
IN_SYLLABLES = re.compile(f"[{SYLLABIC}]")
HAS_APOSTROPHE = re.compile(APOSTROPHE)
# l’Iran is Iran; O’Neill and D’Angelo are not Neill and Angelo.
ELISION = re.compile("(?:[a-z]+|L|Qu|All|Dall|Dell|Nell|Sull)\\W")


@dataclass(frozen=True, kw_only=True, slots=True)
class Found:
    """A name as the text has it, where it stands, and the profiles that go by it."""

    start: int
    end: int
    name: str
    entities: tuple[int, ...]


class Name(NamedTuple):
    """A name of a profile. One that is not its own is an alias.

    `in_any_case` says that it need not begin with the capital that it has.
    """

    entity: int
    text: str
    is_own: bool = True
    in_any_case: bool = False


class Rule(NamedTuple):
    """Whose name a line is, and how a text has to write it.

    `capital` is the place of the word that has to have one.
    """

    entity: int
    is_own: bool
    is_acronym: bool
    capital: int


class Place(NamedTuple):
    """Where a name stands: its words, and its characters."""

    first: int
    last: int
    start: int
    end: int


class Vocabulary(dict[str, int]):
    """A character for every word, so that a name is a string of a few, and so is a text."""

    def __missing__(self, word: str) -> int:
        number = len(self) + FIRST
        self[word] = number if number < SURROGATES.start else number + len(SURROGATES)
        return self[word]

    def of_name(self, words: Iterable[str]) -> str:
        """Takes in the words that it does not know yet."""
        return "".join(map(chr, map(self.__getitem__, words)))

    def of_text(self, words: Iterable[str]) -> str:
        return "".join([chr(self.get(word, UNKNOWN)) for word in words])


class Index:
    """Names made ready to be found. Never changed once made: threads may share it."""

    def __init__(self, names: Iterable[Name]) -> None:
        self._vocabulary = Vocabulary()
        self._rules = Rules()
        patterns: dict[str, int] = {}
        for name in names:
            words = forms(name.text)
            if words and not _is_in_any_text(words):
                pattern = self._vocabulary.of_name(words)
                self._rules.add(patterns.setdefault(pattern, len(patterns)), rule_of(name))
        self._automaton = AhoCorasick(
            _handed_over(patterns),
            matchkind=MatchKind.Standard,
            store_patterns=False,
            implementation=Implementation.ContiguousNFA,  # a fraction of the memory of the others
        )

    def standing_in(self, folded: Folded) -> Iterator[tuple[Place, Rule]]:
        """Every name that stands in the text as its rule wants it, also inside a longer one."""
        for pattern, place in self._places(folded):
            if _is_in_a_name(folded, place):
                continue
            kept: dict[tuple[bool, int], bool] = {}  # a name may belong to very many
            for rule in self._rules.of(pattern):
                if (how := (rule.is_acronym, rule.capital)) not in kept:
                    kept[how] = _keeps(rule, folded, place)
                if kept[how]:
                    yield place, rule

    def _places(self, folded: Folded) -> Iterator[tuple[int, Place]]:
        words = folded.words
        line = self._vocabulary.of_text(word.form for word in words)
        for pattern, first, end in self._matches(line):
            yield pattern, Place(first, end - 1, words[first].start, words[end - 1].end)
        windows = [
            self._window(bare, line)
            for bare in bare_words(folded, is_known=self._vocabulary.__contains__)
        ]
        starts = [0]
        for window in windows:
            starts.append(starts[-1] + len(window.line) + 1)
        parted = chr(PARTING).join(window.line for window in windows)
        for pattern, first, end in self._matches(parted) if windows else ():
            number = bisect_right(starts, first) - 1
            place = windows[number].place(first - starts[number], end - starts[number], folded)
            if place:
                yield pattern, place

    def _window(self, bare: Bare, line: str) -> "Window":
        word = chr(self._vocabulary[bare.form])
        if bare.is_first:
            return Window(bare, word + line[bare.index + 1 : bare.index + LONGEST], bare.index)
        first = max(bare.index + 1 - LONGEST, 0)
        return Window(bare, line[first : bare.index] + word, first)

    def _matches(self, line: str) -> list[tuple[int, int, int]]:
        return self._automaton.find_matches_as_indexes(line, overlapping=True)


class Window(NamedTuple):
    """The words around one to which something hangs on, with it bare."""

    bare: Bare
    line: str
    first: int  # the place of its first word in the text

    def place(self, first: int, end: int, folded: Folded) -> Place | None:
        """Where a match stands in the text; None where the bare word is not its first or last."""
        bare, words = self.bare, folded.words
        if not bare.is_first:
            if end < len(self.line):
                return None
            first += self.first
            start = words[first].start if first < bare.index else bare.start
            return Place(first, bare.index, start, bare.end)
        letters = len(bare.form) + sum(len(words[bare.index + step].form) for step in range(1, end))
        if first or letters < hanging.LETTERS:
            return None
        last = bare.index + end - 1
        return Place(bare.index, last, bare.start, words[last].end)


class Rules:
    """The rules of each pattern, packed: nearly every one has one."""

    def __init__(self) -> None:
        self._entities, self._flags, self._capitals = array("q"), bytearray(), bytearray()
        self._more: defaultdict[int, list[Rule]] = defaultdict(list)

    def add(self, pattern: int, rule: Rule) -> None:
        if pattern < len(self._entities):
            self._more[pattern].append(rule)
            return
        self._entities.append(rule.entity)
        self._flags.append(rule.is_own + 2 * rule.is_acronym)
        self._capitals.append(rule.capital)

    def of(self, pattern: int) -> Iterator[Rule]:
        flags = self._flags[pattern]
        yield Rule(
            self._entities[pattern], bool(flags & 1), bool(flags & 2), self._capitals[pattern]
        )
        yield from self._more.get(pattern, ())


class Book:
    """Names to be found in texts: a large index, and a small one of what changed since."""

    def __init__(
        self, base: Index, *, changed: Index | None = None, masked: frozenset[int] = frozenset()
    ) -> None:
        self._base = base
        self._changed = changed
        self._masked = masked  # profiles whose names in the large index hold no more

    @classmethod
    def of(cls, names: Iterable[Name]) -> Self:
        return cls(Index(names))

    def find(self, text: str, *, also: "Book | None" = None) -> list[Found]:
        """The names in the text, in order, none inside another: the longest one first.

        `also` is a book of more names that count for this text.
        """
        rules: dict[tuple[int, int], list[Rule]] = defaultdict(list)
        for book in filter(None, (self, also)):
            for place, rule in book._all(text):
                rules[place.start, -place.end].append(rule)
        found: list[Found] = []
        for start, minus_end in sorted(rules):
            if not found or start >= found[-1].end:
                name, entities = text[start:-minus_end], _meant(rules[start, minus_end])
                found.append(Found(start=start, end=-minus_end, name=name, entities=entities))
        return found

    def standing_in(self, text: str) -> set[int]:
        """Whoever is named in the text, if only inside a longer name."""
        return {rule.entity for _place, rule in self._all(text)}

    def _all(self, text: str) -> Iterator[tuple[Place, Rule]]:
        folded = fold(text)
        for place, rule in self._base.standing_in(folded):
            if rule.entity not in self._masked:
                yield place, rule
        if self._changed:
            yield from self._changed.standing_in(folded)


def _handed_over(patterns: dict[str, int]) -> Iterator[str]:
    """The patterns in their order, each forgotten: what is made of them takes the room."""
    waiting = list(reversed(patterns))
    patterns.clear()
    while waiting:
        yield waiting.pop()


def small(names: Mapping[int, Iterable[str]]) -> Book:
    """A book of a few names, by whoever goes by them."""
    return Book.of(Name(entity, text) for entity, texts in names.items() for text in texts)


def rule_of(name: Name) -> Rule:
    is_acronym = name.text.isupper()
    is_free = is_acronym or name.in_any_case
    return Rule(
        name.entity, name.is_own, is_acronym, NO_CAPITAL if is_free else _capital(name.text)
    )


def _capital(name: str) -> int:
    """The place of the first word that has a capital; of the first, if the name is too short."""
    if name[0].isupper() and HAS_APOSTROPHE.search(name) is None:
        return 0
    if not name.islower() and name == name.lower():
        return NO_CAPITAL  # a script without capitals
    folded = fold(name)
    for index, word in enumerate(folded.words):
        if folded.has_capital(index) and not word.form.endswith("'"):
            return min(index, NO_CAPITAL - 1)
    return 0 if len(name) < SHORT and name < LAST_ALPHABET else NO_CAPITAL


def _is_in_any_text(words: list[str]) -> bool:
    """One ideograph, and one or two letters of a script without spaces, say nothing."""
    if words[0].isascii():
        return False
    if IN_IDEOGRAPHS.match(words[0]):
        return len(words) == 1
    return bool(IN_SYLLABLES.match(words[0])) and sum(map(str.isalpha, "".join(words))) < 3


def _is_in_a_name(folded: Folded, place: Place) -> bool:
    """Whether what stands before it by an apostrophe makes it another name: D’Angelo."""
    before = folded.word(place.first - 1)
    if before.end != place.start or len(before.form) < 2 or not before.form.endswith("'"):
        return False
    return not ELISION.fullmatch(folded.as_written(place.first - 1))


def _keeps(rule: Rule, folded: Folded, place: Place) -> bool:
    """“US” is not “us”, and “Seoul” has its capital."""
    if rule.is_acronym:
        return not any(
            folded.has_small_letter(word)
            for word in range(place.first, place.last + 1)
            if folded.words[word].form != POSSESSIVE
        )
    return rule.capital == NO_CAPITAL or folded.has_capital(place.first + rule.capital)


def _meant(rules: list[Rule]) -> tuple[int, ...]:
    """The profiles that may be meant.

    What is written as an acronym is one, where there is one; and the name of one profile that is
    an alias of another means the first.
    """
    rules = [rule for rule in rules if rule.is_acronym] or rules
    rules = [rule for rule in rules if rule.is_own] or rules
    return tuple(sorted({rule.entity for rule in rules}))
