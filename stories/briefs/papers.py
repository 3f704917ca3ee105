"""Who says what in "What the papers say": which sentences are a citation's, which are the
editor's synthesis. How a sentence names its source is in attribution.py."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field

from newsroom.prose import is_cut_off, sentences
from stories.briefs import sources
from stories.briefs.attribution import KnownOutlets
from stories.briefs.layout import CitedArticle, Line, NotABrief
from stories.briefs.markup import (
    BULLET,
    Block,
    block_of,
    escaped,
    guarded,
    html_of,
    lines_of,
    one_line,
    split,
    visible,
)

_ACCOUNTS = (
    "(?:accounts|narratives|pictures|papers|newspapers|outlets|articles|perspectives|readings|"
    "versions|interpretations)"
)
# "This dual narrative …" sums up wherever it stands; "Both …" only at the close.
SUMMING_UP = re.compile(
    r"This (?:dual|double|twin|mixed|shared|split|contrasting|divergent|differing|combined)\b"
    r"|This (?:contrast|divergence|juxtaposition|range of|mix of|difference in)\b"
    rf"|(?:The|These|Both|All)(?: [\w-]+){{0,2}} {_ACCOUNTS}\b"
    r"|(?:Both|(?:The|These|All) (?:two|three|four)) (?:reports|stories|pieces|views)\b"
    r"|(?:Taken|Read|Put|Viewed|Seen) (?:together|side by side)\b|Together,"
    r"|In (?:sum|summary|short)\b|Collectively,|Side by side,"
)
CLOSING = re.compile(r"(?:Both|Overall|Together(?! with)|All told|All in all|On the whole)\b")


@dataclass(frozen=True, kw_only=True)
class Sentence:
    raw: str  # in markup
    outlet: str  # named as the source, or ""
    sums_up: bool
    may_close: bool


@dataclass(kw_only=True)
class _Reading:
    """What has been told apart so far."""

    cited: list[tuple[str, list[str]]] = field(default_factory=list)
    synthesis: list[Block] = field(default_factory=list)

    def cite(self, outlet: str, raw: str) -> None:
        """Add a sentence; the same outlet goes on, another opens a citation."""
        if not self.cited or self.cited[-1][0] != outlet:
            self.cited.append((outlet, []))
        self.cited[-1][1].append(raw)

    def citations(self) -> list[CitedArticle]:
        return [
            CitedArticle(outlet=outlet, text=visible(" ".join(raws))) for outlet, raws in self.cited
        ]


def read(
    papers: Iterable[Line], listed: Iterable[Line], *, known: KnownOutlets
) -> tuple[list[CitedArticle], str]:
    """The citations and the synthesis (as HTML) of the lines under "What the papers say" and
    those under "Sources", whose outlets count as known. Raises NotABrief for a bad source."""
    articles = sources.read(listed, named=known.named)
    known_here = known.with_names(article.outlet for article in articles)
    blocks = list(_blocks(papers, known_here))
    if any(block.kind == "bullet" for block in blocks):
        cited, synthesis = _read_bullets(blocks, known, known_here)
    else:
        reading = _read_prose(blocks, known_here)
        cited, synthesis = reading.citations(), reading.synthesis
    return sources.joined(cited, articles), html_of(synthesis)


def written(
    citations: Sequence[CitedArticle], synthesis: str, *, known: KnownOutlets
) -> tuple[list[str], list[str]]:
    """The lines of both sections: prose where it is read back the same, otherwise bullets."""
    listed = _listed(citations)
    texts = [escaped(article.text) for article in citations]
    closing = lines_of(synthesis)
    for papers in _ways_to_write(texts, closing):
        try:
            told = read(_numbered(papers), _numbered(listed), known=known)
        except NotABrief:  # a source without an outlet
            continue
        if told == (list(citations), synthesis):
            return papers, listed
    bullets = [
        f"- {sources.label(article.outlet)}: {text}".rstrip()
        for article, text in zip(citations, texts, strict=True)
    ]
    is_only_synthesis = bool(closing) and not bullets
    return [*(["-"] if is_only_synthesis else bullets), *_spaced(closing)], listed


def _ways_to_write(texts: list[str], closing: list[str]) -> Iterator[list[str]]:
    if all(texts):
        prose = [guarded(" ".join(texts))] if texts else []
        if len(closing) == 1 and texts:
            yield [guarded(" ".join([*texts, closing[0]]))]
        yield [*prose, *(_spaced(closing) if prose else closing)]
        if texts:
            yield [*_separated(texts), *_spaced(closing)]


def _separated(texts: list[str]) -> list[str]:
    return [line for text in texts for line in ("", guarded(text))][1:]


def _spaced(lines: list[str]) -> list[str]:
    return ["", *lines] if lines else []


def _listed(citations: Sequence[CitedArticle]) -> list[str]:
    """A line a citation, up to the last of which more is known than its text."""
    known = [index for index, article in enumerate(citations) if sources.has_details(article)]
    return [sources.written(article) for article in citations[: known[-1] + 1]] if known else []


def _numbered(lines: Iterable[str]) -> list[Line]:
    return [Line(number=number, text=one_line(line)) for number, line in enumerate(lines, 1)]


def _blocks(lines: Iterable[Line], known: KnownOutlets) -> Iterator[Block]:
    """Paragraphs, items and bullets. A line that breaks off goes on in the next one."""
    paragraph: list[str] = []
    for line in lines:
        bullet = BULLET.match(line.text)
        block = block_of(line.text)
        is_text = bool(line.text) and not bullet and block.kind == "p"
        if paragraph and not (is_text and _goes_on(paragraph[-1], block.text, known)):
            yield Block(kind="p", text=" ".join(paragraph))
            paragraph = []
        if is_text:
            paragraph.append(block.text)
        elif bullet:
            yield Block(kind="bullet", text=line.text[bullet.end() :])
        elif line.text:
            yield block
    if paragraph:
        yield Block(kind="p", text=" ".join(paragraph))


def _goes_on(line: str, next_line: str, known: KnownOutlets) -> bool:
    """Whether a sentence was broken between two lines rather than left without a full stop."""
    opens_anew = next_line[:1].isupper() and known.source_of(next_line[:80])
    return is_cut_off(line) and not opens_anew


def _read_bullets(
    blocks: list[Block], known: KnownOutlets, known_here: KnownOutlets
) -> tuple[list[CitedArticle], list[Block]]:
    """Each bullet is a citation; whatever has none is synthesis."""
    cited, synthesis = [], []
    for block in blocks:
        if block.kind != "bullet":
            synthesis.append(block)
        elif block.text:
            name, *rest = split(block.text, sources.LABEL, most=1)
            outlet = known.named(visible(name)) if rest else known_here.source_of(visible(name))
            text = visible(rest[0] if rest else name)
            if outlet:
                cited.append(CitedArticle(outlet=outlet, text=text))
            else:
                synthesis.append(Block(kind="ul", text=block.text))
    return cited, synthesis


def _read_prose(blocks: list[Block], known: KnownOutlets) -> _Reading:
    """Tell sentences apart: those from an outlet's name on are its own, until the next outlet."""
    told = [(block, _sentences(block.text, known) if block.kind == "p" else []) for block in blocks]
    last_naming = max(
        (index for index, (_, own) in enumerate(told) if any(s.outlet for s in own)), default=-1
    )
    reading = _Reading()
    outlet = ""
    for index, (block, own) in enumerate(told):
        if not any(sentence.outlet for sentence in own):
            reading.synthesis.append(block)
            outlet = ""
        else:
            outlet = _read_paragraph(own, outlet, reading, is_last=index == last_naming)
    return reading


def _read_paragraph(own: list[Sentence], outlet: str, reading: _Reading, *, is_last: bool) -> str:
    """Tell apart the sentences of a paragraph that names an outlet; return who spoke last."""
    last_named = max(index for index, sentence in enumerate(own) if sentence.outlet)
    summing: list[str] = []
    for index, sentence in enumerate(own):
        if sentence.outlet:
            outlet = sentence.outlet
        elif sentence.sums_up or (sentence.may_close and is_last and index > last_named):
            outlet = ""
        if outlet:
            reading.cite(outlet, sentence.raw)
        else:
            summing.append(sentence.raw)
        if summing and (outlet or sentence is own[-1]):
            reading.synthesis.append(Block(kind="p", text=" ".join(summing)))
            summing = []
    return outlet


def _sentences(paragraph: str, known: KnownOutlets) -> list[Sentence]:
    return [_sentence(raw, known) for raw in sentences(paragraph)]


def _sentence(raw: str, known: KnownOutlets) -> Sentence:
    text = visible(raw)
    sums_up, may_close = bool(SUMMING_UP.match(text)), bool(CLOSING.match(text))
    outlet = known.source_of(text)
    is_of_many = (sums_up or may_close) and len(known.are_named_in(text)) > 1
    return Sentence(
        raw=raw,
        outlet="" if is_of_many else outlet,
        sums_up=sums_up,
        may_close=may_close or is_of_many,
    )
