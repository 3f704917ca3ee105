"""Which rows of two lists are one row: the same, edited or moved; and in what order to read both.

A row is a paragraph, a point, a citation, a topic. What differs within a pair is for runs.py.
"""

from bisect import bisect_left
from collections import Counter, defaultdict, deque
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import chain
from typing import NamedTuple

from newsroom.difference.words import Text

SIMILAR = 0.45  # so much of their letters is in words that both have: one row, edited
SAME_SIGN = 0.4  # what the same link, headline or label adds to that
MOST_PAIRS = 10_000  # beyond it, rows are compared with those near their own place only
NEAR = 10
LONGEST_WORD = 12  # letters of a word that count


@dataclass(frozen=True, kw_only=True)
class Row:
    """Texts by the name of their field, always the same fields in a kind of row.

    `path` is its kind, after the lists and quotations that it stands in. Rows with two
    identities are never one; rows are known again by their `gist` and by a sign that they share.
    """

    path: tuple[str, ...]
    texts: tuple[tuple[str, Text], ...]
    gist: Text = field(default=(), compare=False)
    identity: str = field(default="", compare=False)
    signs: frozenset[str] = field(default=frozenset(), compare=False)


class Pair(NamedTuple):
    """A row before and after; `row` is what there is now, or was before it was removed."""

    row: Row
    old: Row | None
    new: Row | None
    is_moved: bool = False


def paired(old: Sequence[Row], new: Sequence[Row]) -> list[Pair]:
    """Every row once, in the new order; a removed one stands where it was."""
    found = _equal(old, new)
    _add_similar(found, old, new)
    return list(_in_reading_order(old, new, found))


def _equal(old: Sequence[Row], new: Sequence[Row]) -> dict[int, int]:
    """Places of the rows that did not change: first those in the same order, then the others."""
    numbers: dict[Row, int] = {}
    was, now = ([numbers.setdefault(row, len(numbers)) for row in rows] for rows in (old, new))
    blocks = SequenceMatcher(None, was, now, autojunk=False).get_matching_blocks()
    found = {block.a + by: block.b + by for block in blocks for by in range(block.size)}
    waiting = defaultdict[int, deque[int]](deque)
    taken = set(found.values())
    for place, number in enumerate(now):
        if place not in taken:
            waiting[number].append(place)
    for place, number in enumerate(was):
        if place not in found and waiting[number]:
            found[place] = waiting[number].popleft()
    return found


def _add_similar(found: dict[int, int], old: Sequence[Row], new: Sequence[Row]) -> None:
    """Pair the rows that are left with those that they are most like, if they are like any."""
    taken = set(found.values())
    left = [(place, _Likeness(row)) for place, row in enumerate(old) if place not in found]
    free = [(place, _Likeness(row)) for place, row in enumerate(new) if place not in taken]
    alike = []
    for rank, (was, one) in enumerate(left):
        for now, other in _candidates(free, rank, len(left)):
            if (likeness := one.to(other)) >= SIMILAR:
                alike.append((-likeness, abs(was - now), was, now))
    for _likeness, _distance, was, now in sorted(alike):
        if was not in found and now not in taken:
            found[was] = now
            taken.add(now)


def _candidates(
    free: "list[tuple[int, _Likeness]]", rank: int, of: int
) -> "list[tuple[int, _Likeness]]":
    if of * len(free) <= MOST_PAIRS:
        return free
    middle = rank * len(free) // of
    return free[max(0, middle - NEAR) : middle + NEAR]


class _Likeness:
    """What a row is compared by: its words, long ones before short ones."""

    def __init__(self, row: Row) -> None:
        self.row = row
        self.words = Counter(token.word.text for token in row.gist)
        self.weight = sum(_weight(word) * count for word, count in self.words.items())

    def to(self, other: "_Likeness") -> float:
        """0 for rows that have nothing in common, 1 or more for rows that are surely one."""
        if self.row.identity and other.row.identity:
            return float(self.row.identity == other.row.identity)
        few, many = sorted((self.words, other.words), key=len)
        shared = sum(_weight(word) * min(count, many[word]) for word, count in few.items())
        sign = 0.0 if self.row.signs.isdisjoint(other.row.signs) else SAME_SIGN
        return sign + 2 * shared / (self.weight + other.weight or 1)


def _weight(word: str) -> int:
    return min(len(word), LONGEST_WORD)


def _in_reading_order(
    old: Sequence[Row], new: Sequence[Row], found: dict[int, int]
) -> Iterator[Pair]:
    stayed = _in_place(found)
    was_at = {now: was for was, now in found.items()}

    def removed_from(place: int) -> Iterator[Pair]:
        while place < len(old) and place not in stayed:
            if place not in found:
                yield Pair(old[place], old[place], None)
            place += 1

    yield from removed_from(0)
    for now, row in enumerate(new):
        was = was_at.get(now)
        if was is None:
            yield Pair(row, None, row)
        elif was in stayed:
            yield from chain([Pair(row, old[was], row)], removed_from(was + 1))
        else:
            yield Pair(row, old[was], row, is_moved=True)


def _in_place(found: dict[int, int]) -> set[int]:
    """Old places of the largest set of rows that kept their order; the others moved."""
    ends: list[int] = []  # the smallest new place that an orderly set of each size ends with
    last: list[int] = []  # the old place of that end
    before: dict[int, int] = {}
    for was in sorted(found):
        size = bisect_left(ends, found[was])
        ends[size : size + 1] = [found[was]]
        last[size : size + 1] = [was]
        if size:
            before[was] = last[size - 1]
    stayed: set[int] = set()
    place = last[-1] if last else None
    while place is not None:
        stayed.add(place)
        place = before.get(place)
    return stayed
