"""The parts of the page, each with its blocks, and what became of them between two documents."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import groupby

from newsroom import prose
from newsroom.difference.runs import Change, Run, folded, runs_of
from stories.difference.pairing import Pair, Row, paired
from stories.difference.rows import PARTS, WORDLESS, rows_of, stored
from stories.document import Document

# Parts of one text, which is told as changed however little of it stayed.
SINGLE = ("headline", "standfirst", "section", "slug")
# Fields that follow from others: told only where nothing that tells more has changed in the row.
NUMBERS = frozenset({"id", "outlet_id", "width", "height"})
BEHIND = NUMBERS | {"slug", "outlet_slug", "outlet_country", "outlet_kind"}
HEADS = ("outlet", "label")


@dataclass(frozen=True, kw_only=True)
class Field:
    """One text of a row. `name` is its name in the document, or "text" for the row's own words."""

    name: str
    runs: tuple[Run, ...]

    @property
    def is_changed(self) -> bool:
        return any(run.change != Change.SAME for run in self.runs)

    @property
    def is_truth(self) -> bool:
        """Whether it is said by its name alone: its text is “yes”, or there is none."""
        return self.name.startswith("is_")

    @property
    def before(self) -> str:
        return "".join(run.text for run in self.runs if run.change != Change.ADDED)

    @property
    def after(self) -> str:
        return "".join(run.text for run in self.runs if run.change != Change.REMOVED)

    @property
    def folded(self) -> tuple[Run, ...]:
        """The words around each change; a gap stands for the others."""
        return folded(self.runs)


@dataclass(frozen=True, kw_only=True)
class Block:
    """A paragraph ("p"), an item ("ul", "ol"), a quotation ("blockquote"), or a row.

    `level` is how many lists and quotations it stands in beyond its own. `kind_before` is empty
    unless the kind or the level changed. A block that moved and changed is `changed`.
    """

    kind: str
    change: Change
    fields: tuple[Field, ...]
    level: int = 0
    kind_before: str = ""
    is_moved: bool = False

    @property
    def head(self) -> Field | None:
        """What names the row: the outlet of a citation, the label of a point."""
        return next((field for field in self.fields if field.name in HEADS), None)

    @property
    def shown(self) -> tuple[Field, ...]:
        """The fields that tell what became of it, besides the head."""
        if self.change in (Change.ADDED, Change.REMOVED):
            return self._without(BEHIND)
        is_told = self.head is not None and self.head.is_changed
        for behind in [BEHIND] if is_told else [BEHIND, NUMBERS, frozenset[str]()]:
            if changed := tuple(field for field in self._without(behind) if field.is_changed):
                return changed
        return () if is_told else self._without(BEHIND)[:1]

    @property
    def whole(self) -> tuple[Field, ...]:
        """All there is to read in it besides the head, changed or not."""
        shown = {field.name for field in self.shown}
        return self._without(BEHIND - shown)

    def _without(self, names: frozenset[str]) -> tuple[Field, ...]:
        return tuple(field for field in self.fields if field.name not in {*HEADS, *names})


@dataclass(frozen=True, kw_only=True)
class Gap:
    """Stands for blocks that did not change."""

    left_out: int


@dataclass(frozen=True, kw_only=True)
class Part:
    """One part of the page. `name` is that of the story form's field or rows."""

    name: str
    blocks: tuple[Block, ...]

    @property
    def is_changed(self) -> bool:
        return any(block.change != Change.SAME for block in self.blocks)

    @property
    def folded(self) -> list[Block | Gap]:
        """The blocks that changed; a gap stands for those between."""
        shown: list[Block | Gap] = []
        for is_same, group in groupby(self.blocks, lambda block: block.change == Change.SAME):
            blocks = list(group)
            shown += [Gap(left_out=len(blocks))] if is_same else blocks
        return shown


@dataclass(frozen=True, kw_only=True)
class Summary:
    words_added: int
    words_removed: int


def compare(
    old: Document | None, new: Document | None, *, names: Mapping[int, str] | None = None
) -> list[Part]:
    """All parts of the page in their order, changed or not. `names` are those of topics by id."""
    names = names or {}
    return [
        Part(name=part, blocks=_blocks(rows_of(old, part, names), rows_of(new, part, names), part))
        for part in PARTS
    ]


def changed_parts(old: Document | None, new: Document | None) -> list[str]:
    """The names of the parts in which `compare` finds a change; quick, for lists of versions."""
    return [
        part
        for part in PARTS
        if stored(old, part) != stored(new, part)
        and rows_of(old, part, {}) != rows_of(new, part, {})
    ]


def summary(parts: Iterable[Part]) -> Summary:
    """How many words were added and removed; addresses, dates and the like do not count."""
    count = Counter[Change]()
    for field in (field for part in parts for block in part.blocks for field in block.fields):
        if field.name not in WORDLESS:
            for run in field.runs:
                count[run.change] += sum(1 for _ in prose.WORD.finditer(run.text))
    return Summary(words_added=count[Change.ADDED], words_removed=count[Change.REMOVED])


def _blocks(old: list[Row], new: list[Row], part: str) -> tuple[Block, ...]:
    if part in SINGLE and old and new:
        return (_block(Pair(new[0], old[0], new[0])),)
    return tuple(_block(pair) for pair in paired(old, new))


def _block(pair: Pair) -> Block:
    row, old, new, is_moved = pair
    was, now = dict(old.texts) if old else {}, dict(new.texts) if new else {}
    told = ((name, runs_of(was.get(name, ()), now.get(name, ()))) for name, _text in row.texts)
    return Block(
        kind=row.path[-1],
        change=_change(pair),
        fields=tuple(Field(name=name, runs=runs) for name, runs in told if runs),
        level=len(row.path) - 1,
        kind_before=old.path[-1] if old and old.path != row.path else "",
        is_moved=is_moved,
    )


def _change(pair: Pair) -> Change:
    if pair.old is None:
        return Change.ADDED
    if pair.new is None:
        return Change.REMOVED
    if pair.old != pair.new:
        return Change.CHANGED
    return Change.MOVED if pair.is_moved else Change.SAME
