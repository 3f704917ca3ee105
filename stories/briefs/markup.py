"""The light markup of a brief's file ↔ the HTML that is stored, and the backslashes that keep one
from being read as the other. Formatting only: what a line means is for parse.py.

Both ways go through runs: stretches of text with the same bold, italic and link.
"""

import html
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from stories.briefs.layout import section_of

SIGN = r"(?:[^\w\s]|_)"
ESCAPE = re.compile(rf"\\({SIGN})")
URL = re.compile(r"(?:https?://|mailto:)[^\s\x00-\x1f\x7f-\x9f<>\"\\]+", re.IGNORECASE)

_LINK = (
    r"\[(?P<words>(?:\\.|[^\\\[\]])*)\]\((?P<url>(?i:https?://|mailto:)"
    r"(?:\\[()\[\]]|\([^\s()\\\[\]<>\"]*\)|[^\s()\\\[\]<>\"])+)\)"
)
TOKEN = re.compile(rf"{_LINK}|\\{SIGN}|(?P<stars>\*+)|[^\\*\[]+|.")
MARKUP = re.compile(r"[\\*\[]")

BULLET = re.compile(r"[-*•–—](?:\s+|$)")
LIST_ITEM = re.compile(r"[-+*•](?:\s+|$)")
NUMBERED_ITEM = re.compile(r"[0-9]{1,3}\.(?:\s+|$)")
QUOTED = re.compile(r">(?:\s+|$)")
MARKERS = {"ul": LIST_ITEM, "ol": NUMBERED_ITEM, "blockquote": QUOTED}
WORDS_OR_SPACE = re.compile(r"\s+|\S(?:\s*\S)*")
AT_LINE_START = re.compile(r"\\(?=[^\W_]|\s|$)")  # before anything but a sign

TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)([^<>]*)>|([^<]+|<)")
HREF = re.compile(r"""\bhref\s*=\s*(?:"([^"]*)"|'([^']*)')""", re.IGNORECASE)
MARKS = {"strong": "is_strong", "b": "is_strong", "em": "is_em", "i": "is_em"}


@dataclass(frozen=True, kw_only=True)
class Run:
    text: str
    is_strong: bool = False
    is_em: bool = False
    href: str = ""

    def marked(self, mark: str, is_on: bool) -> "Run":
        return replace(self, is_strong=is_on) if mark == "is_strong" else replace(self, is_em=is_on)

    def has_marks_of(self, other: "Run") -> bool:
        return replace(self, text="") == replace(other, text="")


@dataclass(frozen=True, kw_only=True)
class Block:
    """A paragraph ("p"), an item of a list ("ul", "ol") or a quoted paragraph ("blockquote")."""

    kind: str
    text: str  # in markup, without what marks its kind


def one_line(text: str) -> str:
    """A text on one line: breaks are spaces, runs of spaces are one, control characters go."""
    text = " ".join(text.splitlines()).replace("\t", " ")
    if not text.isprintable():
        text = "".join(c for c in text if not (c < " " or "\x7f" <= c <= "\x9f" or _is_half(c)))
    return re.sub(" {2,}", " ", text).strip()


def escaped(text: str, *, signs: str = "") -> str:
    """A plain text as it stands in the file; `signs` get a backslash too."""
    signs += "[" if "](" in text else ""
    return re.sub(rf"[\\*{re.escape(signs)}]", r"\\\g<0>", one_line(text))


def visible(raw: str) -> str:
    """What a reader sees of a text in markup: escapes resolved, formatting dropped."""
    if not MARKUP.search(raw):
        return one_line(raw)
    return "".join(run.text for run in _tidied(_runs(raw)))


def split(raw: str, sign: str, *, most: int = 0) -> list[str]:
    """A text in markup cut at a sign (a pattern) wherever no backslash stands before it."""
    parts: list[str] = []
    start = 0
    for token in re.finditer(rf"\\.|(?P<sign>{sign})", raw):
        if token["sign"] is not None and (not most or len(parts) < most):
            parts.append(raw[start : token.start()].strip())
            start = token.end()
    return [*parts, raw[start:].strip()]


def from_line_start(line: str) -> str:
    """A line without the backslash that kept its first letter from being read as a mark."""
    return line[1:] if AT_LINE_START.match(line) else line


def block_of(line: str) -> Block:
    """What one line of prose is."""
    for kind, marker in MARKERS.items():
        if match := marker.match(line):
            return Block(kind=kind, text=line[match.end() :])
    return Block(kind="p", text=from_line_start(line))


def html_of(blocks: Iterable[Block]) -> str:
    """Blocks as the HTML that is stored; empty ones are left out."""
    inner = ((block.kind, _html_of_runs(_tidied(_runs(block.text)))) for block in blocks)
    parts = []
    for kind, group in groupby(((kind, text) for kind, text in inner if text), lambda it: it[0]):
        paragraphs = [f"<p>{text}</p>" for _, text in group]
        if kind in ("ul", "ol"):
            paragraphs = [f"<li>{paragraph}</li>" for paragraph in paragraphs]
        text = "".join(paragraphs)
        parts.append(text if kind == "p" else f"<{kind}>{text}</{kind}>")
    return "".join(parts)


def blocks_of(stored_html: str) -> list[Block]:
    """Stored HTML as blocks; nested lists are levelled, unknown tags leave their text."""
    blocks = []
    for kind, runs in _html_blocks(stored_html):
        if text := _markup_of_runs(_tidied(runs)):
            blocks.append(Block(kind=kind, text=text))
    return blocks


def guarded(line: str) -> str:
    """A line of text that is safe from being read as a heading, a bullet or an item."""
    markers = (BULLET, *MARKERS.values())
    is_misread = section_of(line) or any(marker.match(line) for marker in markers)
    return f"\\{line}" if is_misread else line


def lines_of(stored_html: str) -> list[str]:
    """Stored HTML as lines of the file; a blank line stands between what is not one list."""
    lines: list[str] = []
    kind_before, number = "", 0
    for block in blocks_of(stored_html):
        is_next_item = block.kind == kind_before != "p"
        number = number + 1 if is_next_item else 1
        if lines and not is_next_item:
            lines.append("")
        marks = {"ul": "+ ", "ol": f"{min(number, 999)}. ", "blockquote": "> "}
        mark = marks.get(block.kind, "")
        lines.append(mark + block.text if mark else guarded(block.text))
        kind_before = block.kind
    return lines


def _is_half(character: str) -> bool:
    """Half of a pair that UTF-16 writes one character with; nothing on its own."""
    return "\ud800" <= character <= "\udfff"


# Markup to runs


@dataclass(kw_only=True)
class _Toggle:
    """A row of stars that begins or ends bold, italic or both."""

    marks: list[str]
    href: str


def _runs(raw: str) -> list[Run]:
    pieces = list(_pieces(raw, 0, len(raw), href="", opened={}))
    _undo_what_never_ends(pieces)
    runs, is_on = [], {"is_strong": False, "is_em": False}
    for piece in pieces:
        if isinstance(piece, _Toggle):
            for mark in piece.marks:
                is_on[mark] = not is_on[mark]
        else:
            runs.append(replace(piece, is_strong=is_on["is_strong"], is_em=is_on["is_em"]))
    return runs


def _pieces(
    raw: str, start: int, end: int, *, href: str, opened: dict[str, bool]
) -> Iterator[Run | _Toggle]:
    text: list[str] = []
    for token in TOKEN.finditer(raw, start, end):
        marks = _toggled(raw, token, opened) if token["stars"] else []
        if not token["url"] and not marks:
            text.append(token[0][-1] if token[0][0] == "\\" else token[0])
            continue
        if text:
            yield Run(text="".join(text), href=href)
            text = []
        if token["url"]:
            url = ESCAPE.sub(r"\1", token["url"])
            yield from _pieces(raw, *token.span("words"), href=url, opened=opened)
        else:
            yield _Toggle(marks=marks, href=href)
    if text:
        yield Run(text="".join(text), href=href)


def _toggled(raw: str, row: re.Match[str], opened: dict[str, bool]) -> list[str]:
    """The marks that a row of stars begins or ends: a word must touch it on that side."""
    marks = {"*": ["is_em"], "**": ["is_strong"], "***": ["is_strong", "is_em"]}.get(row[0], [])
    before = raw[row.start() - 1] if row.start() else ""
    after = raw[row.end() : row.end() + 1]
    for mark in marks:
        beside = before if opened.get(mark) else after
        if not beside or beside.isspace():
            return []
    opened.update({mark: not opened.get(mark) for mark in marks})
    return marks


def _undo_what_never_ends(pieces: list[Run | _Toggle]) -> None:
    """Turn stars that open what nothing closes into the stars they are."""
    last: dict[str, list[int]] = {"is_strong": [], "is_em": []}
    for index, piece in enumerate(pieces):
        if isinstance(piece, _Toggle):
            for mark in piece.marks:
                last[mark].append(index)
    undone = {mark: places[-1] for mark, places in last.items() if len(places) % 2}
    for mark, index in sorted(undone.items(), key=lambda item: item[1], reverse=True):
        toggle = pieces[index]
        if not isinstance(toggle, _Toggle):
            continue
        kept = [other for other in toggle.marks if other != mark]
        stars = Run(text="**" if mark == "is_strong" else "*", href=toggle.href)
        pieces[index : index + 1] = [replace(toggle, marks=kept), stars] if kept else [stars]


# Runs in good order


def _tidied(runs: Iterable[Run]) -> list[Run]:
    """Runs without surplus space, bold or italic that touches a space at its edge, or seams."""
    spaced: list[Run] = []
    for run in runs:
        text = re.sub(" {2,}", " ", _on_one_line(run.text))
        if text.startswith(" ") and spaced and spaced[-1].text.endswith(" "):
            text = text[1:]
        if text:
            spaced.append(replace(run, text=text))
    runs = _without_edges(spaced)
    for mark in ("is_strong", "is_em"):
        runs = _hugging(runs, mark)
    merged: list[Run] = []
    for run in runs:
        if merged and run.has_marks_of(merged[-1]):
            merged[-1] = replace(run, text=merged[-1].text + run.text)
        else:
            merged.append(run)
    return merged


def _on_one_line(text: str) -> str:
    """As `one_line`, but the space at the edges stays."""
    return one_line(f"|{text}|")[1:-1]


def _without_edges(runs: list[Run]) -> list[Run]:
    """Runs split into words and the space between, none of it at the two ends."""
    parts = [replace(run, text=part) for run in runs for part in WORDS_OR_SPACE.findall(run.text)]
    inked = [index for index, part in enumerate(parts) if not part.text.isspace()]
    return parts[inked[0] : inked[-1] + 1] if inked else []


def _hugging(runs: list[Run], mark: str) -> list[Run]:
    """Take a mark from the space at the two edges of each stretch that has it."""
    for _ in range(2):
        is_within, turned = False, []
        for run in runs:
            if run.text.isspace() and not is_within:
                run = run.marked(mark, False)
            is_within = run.is_strong if mark == "is_strong" else run.is_em
            turned.append(run)
        runs = turned[::-1]
    return runs


# Runs to markup and to HTML


def _markup_of_runs(runs: list[Run]) -> str:
    parts, before = [], Run(text="")
    for run in [*runs, Run(text="")]:
        if before.href != run.href:
            url = re.sub(r"[()\[\]]", r"\\\g<0>", before.href)
            parts += [f"]({url})" if url else "", "[" if run.href else ""]
        turned = 2 * (run.is_strong != before.is_strong) + (run.is_em != before.is_em)
        parts += ["*" * turned, re.sub(r"[\\*\[\]]", r"\\\g<0>", run.text)]
        before = run
    return "".join(parts)


def _html_of_runs(runs: list[Run]) -> str:
    parts: list[str] = []
    opened: list[tuple[str, str]] = []
    for run in [*runs, Run(text="")]:
        wanted = [
            *([("a", run.href)] if run.href else []),
            *([("strong", "")] if run.is_strong else []),
            *([("em", "")] if run.is_em else []),
        ]
        kept = 0
        while kept < min(len(opened), len(wanted)) and opened[kept] == wanted[kept]:
            kept += 1
        parts += [f"</{tag}>" for tag, _ in reversed(opened[kept:])]
        parts += [_opening_tag(tag, url) for tag, url in wanted[kept:]]
        parts.append(_told(run.text))
        opened = wanted
    return "".join(parts)


def _opening_tag(tag: str, url: str) -> str:
    return f'<{tag} href="{_told(url)}">' if url else f"<{tag}>"


def _told(text: str) -> str:
    """A text as the sanitiser writes it."""
    return html.escape(text, quote=False).replace("\N{NO-BREAK SPACE}", "&nbsp;")


# HTML to runs


def _html_blocks(stored_html: str) -> Iterator[tuple[str, list[Run]]]:
    within: list[str] = []  # open lists and quotations, innermost last
    runs: list[Run] = []
    marks = Run(text="")
    for closing, tag, attributes, text in TAG.findall(stored_html):
        tag = tag.lower()
        if text:
            runs.append(replace(marks, text=html.unescape(text)))
        elif tag in MARKS:
            marks = marks.marked(MARKS[tag], not closing)
        elif tag == "a":
            marks = replace(marks, href="" if closing else _href(attributes))
        elif tag == "br":
            runs.append(replace(marks, text=" "))
        else:
            yield (within[-1] if within else "p"), runs
            runs = []
            if tag in ("ul", "ol", "blockquote"):
                within = within[:-1] if closing else [*within, tag]
    yield "p", runs


def _href(attributes: str) -> str:
    found = HREF.search(attributes)
    url = html.unescape(found[1] or found[2] or "") if found else ""
    return url if URL.fullmatch(url) else ""
