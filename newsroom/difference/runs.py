"""Two texts told as one: runs of words that stayed, went or came, cut where it reads well."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum
from itertools import accumulate, groupby, pairwise
from typing import NamedTuple

from newsroom.difference.words import PIECE, PLAIN, Marks, Text, Token, Word

_SENTENCE_ENDS = frozenset(".!?…。！？؟।")

LONG = 300  # words; longer texts are first cut where they are surely the same
TOO_LONG = 1000  # words; between two such cuts, the commonest words no longer begin a match
ANCHOR = 3  # so many words in a row, found once in each text, are surely the same
SHORT_STAY = 3  # so few words that stayed between two changes are told as a part of one change
AROUND = 10  # words that stay visible on either side of a change
WORTH_FOLDING = 6  # fewer words than this are not worth an ellipsis


class Change(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"
    MOVED = "moved"


@dataclass(frozen=True, kw_only=True)
class Run:
    """Words that share their marks and their fate. A gap stands for words that were left out."""

    text: str
    change: Change = Change.SAME
    is_bold: bool = False
    is_italic: bool = False
    href: str = ""
    is_gap: bool = False

    @property
    def words(self) -> str:
        """The text without the spaces at its edges, unless it is nothing but space."""
        return self.text.strip(" ") or self.text

    @property
    def space_before(self) -> str:
        return " " if self.text.startswith(" ") and self.text != " " else ""

    @property
    def space_after(self) -> str:
        return " " if self.text.endswith(" ") and self.text != " " else ""


def runs_of(old: Text, new: Text) -> tuple[Run, ...]:
    """Both texts at once: without what was added it reads as the old one, without what was
    removed as the new one."""
    teller = _Teller()
    at_old = at_new = 0
    for edit in [*_edits(old, new), _Edit(len(old), len(old), len(new), len(new))]:
        for was, now in zip(old[at_old : edit.old], new[at_new : edit.new], strict=True):
            teller.tell_both(was, now)
        teller.tell_change(old[edit.old : edit.old_end], new[edit.new : edit.new_end])
        at_old, at_new = edit.old_end, edit.new_end
    return teller.runs()


def folded(told: Iterable[Run]) -> tuple[Run, ...]:
    """Runs with the words around each change; a gap stands for longer stretches that stayed."""
    stretches = [
        (is_same, tuple(group))
        for is_same, group in groupby(told, lambda run: run.change == Change.SAME)
    ]
    kept: list[Run] = []
    for index, (is_same, stretch) in enumerate(stretches):
        is_last = index == len(stretches) - 1
        follows = AROUND if index or is_last else 0  # what never changed shows how it begins
        leads = 0 if is_last else AROUND
        kept += _shortened(stretch, head=follows, tail=leads) if is_same else stretch
    return tuple(kept)


# Comparing -------------------------------------------------------------------------------------


class _Edit(NamedTuple):
    """The words old:old_end of the old text gave way to new:new_end of the new one."""

    old: int
    old_end: int
    new: int
    new_end: int

    def moved(self, by: int) -> "_Edit":
        return _Edit(*(place + by for place in self))


def _edits(old: Text, new: Text) -> list[_Edit]:
    """What changed, in order, in stretches that read well."""
    was, now = [token.word for token in old], [token.word for token in new]
    cuts = [(0, 0), *_anchors(was, now), (len(was), len(now))]
    edits = [
        edit
        for (start, new_start), (end, new_end) in pairwise(cuts)
        for edit in _edits_within(was, now, _Edit(start, end, new_start, new_end))
    ]
    return _settled(_merged(edits, old, new), old, new)


def _anchors(was: list[Word], now: list[Word]) -> Iterator[tuple[int, int]]:
    """Places in both texts that are surely the same, in order. Comparing is quadratic otherwise."""
    if max(len(was), len(now)) <= LONG:
        return
    in_old, in_new = _found_once(was), _found_once(now)
    shared = [words for words in in_old if words in in_new]
    in_new_order = sorted(shared, key=in_new.__getitem__)
    for block in SequenceMatcher(None, shared, in_new_order, autojunk=False).get_matching_blocks():
        for words in shared[block.a : block.a + block.size]:
            yield in_old[words], in_new[words]


def _found_once(words: list[Word]) -> dict[tuple[Word, ...], int]:
    """Rows of words that stand in the text once, with their place, in order."""
    rows = list(zip(*(words[by:] for by in range(ANCHOR)), strict=False))
    count = Counter(rows)
    return {row: place for place, row in enumerate(rows) if count[row] == 1}


def _edits_within(was: list[Word], now: list[Word], bounds: _Edit) -> Iterator[_Edit]:
    old, old_end, new, new_end = bounds
    while old < old_end and new < new_end and was[old] == now[new]:
        old, new = old + 1, new + 1
    while old < old_end and new < new_end and was[old_end - 1] == now[new_end - 1]:
        old_end, new_end = old_end - 1, new_end - 1
    if old == old_end and new == new_end:
        return
    removed, added = was[old:old_end], now[new:new_end]
    is_too_long = max(len(removed), len(added)) > TOO_LONG
    for tag, *places in SequenceMatcher(None, removed, added, autojunk=is_too_long).get_opcodes():
        if tag != "equal":
            start, end, new_start, end_new = places
            yield _Edit(old + start, old + end, new + new_start, new + end_new)


def _merged(edits: list[_Edit], old: Text, new: Text) -> list[_Edit]:
    """Edits with no crumbs between them: a short stay between two longer changes is no anchor."""
    in_old, in_new = _letters(old), _letters(new)

    def size(edit: _Edit) -> int:
        removed = in_old[edit.old_end] - in_old[edit.old]
        return max(removed, in_new[edit.new_end] - in_new[edit.new])

    def is_crumb(start: int, end: int, beside: int) -> bool:
        return end - start <= SHORT_STAY and in_old[end] - in_old[start] <= beside

    merged: list[_Edit] = []
    for edit in edits:
        while merged and is_crumb(merged[-1].old_end, edit.old, min(size(merged[-1]), size(edit))):
            before = merged.pop()
            edit = _Edit(before.old, edit.old_end, before.new, edit.new_end)
        merged.append(edit)
    return merged


def _letters(text: Text) -> list[int]:
    """How many letters stand before each word, and in all of the text."""
    return list(accumulate((len(token.word.text) for token in text), initial=0))


def _settled(edits: list[_Edit], old: Text, new: Text) -> list[_Edit]:
    """Additions and removals that could as well begin a little earlier or later begin where a
    sentence or at least a word does: “one. [Two.] Three”, not “one[. Two]. Three”."""
    settled: list[_Edit] = []
    end = _Edit(len(old), len(old), len(new), len(new))
    for edit, following in pairwise([*edits, end]):
        before = settled[-1].new_end if settled else 0
        back, on = edit.new - before, following.new - edit.new_end
        if edit.old == edit.old_end:
            by = _best_slide(new, edit.new, edit.new_end, back, on)
        elif edit.new == edit.new_end:
            by = _best_slide(old, edit.old, edit.old_end, back, on)
        else:
            by = 0
        settled.append(edit.moved(by))
    return settled


def _best_slide(text: Text, start: int, end: int, back: int, on: int) -> int:
    """By how much to move a stretch, at most `back` or `on`, so that it begins well."""

    def how_far(most: int, step: int, leaving: int, entering: int) -> int:
        for by in range(most):
            if text[leaving + step * by].word != text[entering + step * by].word:
                return by
        return most

    slides = range(-how_far(back, -1, end - 1, start - 1), how_far(on, 1, start, end) + 1)
    return max(slides, key=lambda by: (_opens(text, start + by), -abs(by)))


def _opens(text: Text, index: int) -> int:
    """How well a stretch begins here: with a sentence, with a word, or within one."""
    if index == 0 or text[index - 1].word.text in _SENTENCE_ENDS:
        return 2
    return 1 if text[index].is_spaced else 0


# Telling --------------------------------------------------------------------------------------


class _Teller:
    """Words and the spaces between them, one after the other, each with what became of it."""

    def __init__(self) -> None:
        self.pieces: list[tuple[str, Change, Marks]] = []

    def tell(self, token: Token, change: Change, space: Change | None) -> None:
        marks = token.word.marks
        if space:
            is_within = bool(self.pieces) and self.pieces[-1][2] == marks
            self.pieces.append((" ", space, marks if is_within else PLAIN))
        self.pieces.append((token.word.text, change, marks))

    def tell_both(self, was: Token, now: Token) -> None:
        self.tell(now, Change.SAME, _space(was, now))

    def tell_change(self, removed: Text, added: Text) -> None:
        shared = bool(removed and added and removed[0].is_spaced and added[0].is_spaced)
        for index, token in enumerate(removed):
            before = Change.SAME if shared and index == 0 else Change.REMOVED
            self.tell(token, Change.REMOVED, before if token.is_spaced else None)
        for index, token in enumerate(added):
            is_told = shared and index == 0
            space = Change.ADDED if token.is_spaced and not is_told else None
            self.tell(token, Change.ADDED, space)

    def runs(self) -> tuple[Run, ...]:
        return tuple(
            Run(text="".join(text for text, *_ in group), change=change, **marks._asdict())
            for (change, marks), group in groupby(self.pieces, lambda piece: piece[1:])
        )


def _space(was: Token, now: Token) -> Change | None:
    if was.is_spaced and now.is_spaced:
        return Change.SAME
    if was.is_spaced or now.is_spaced:
        return Change.REMOVED if was.is_spaced else Change.ADDED
    return None


# Folding --------------------------------------------------------------------------------------


def _shortened(stretch: tuple[Run, ...], *, head: int, tail: int) -> Iterator[Run]:
    """The first `head` and the last `tail` words, a gap between; all of it when that is shorter."""
    pieces = [(match[0], run) for run in stretch for match in PIECE.finditer(run.text)]
    if len(pieces) < head + tail + WORTH_FOLDING:
        yield from stretch
        return
    yield from _rejoined(pieces[:head])
    yield Run(text=" … " if head and tail else "… " if tail else " …", is_gap=True)
    rest = pieces[len(pieces) - tail :]
    yield from _rejoined([(text.lstrip(), run) for text, run in rest[:1]] + rest[1:])


def _rejoined(pieces: list[tuple[str, Run]]) -> Iterator[Run]:
    for marks, group in groupby(pieces, lambda p: Marks(p[1].is_bold, p[1].is_italic, p[1].href)):
        yield Run(text="".join(text for text, _run in group), **marks._asdict())
