"""A text as words with their marks: bold, italic, link. Reads plain text and the tags of our prose.

How space parts the words, and into how many lists of one kind items are put, is not kept.
"""

import re
import unicodedata
from collections.abc import Iterable
from html.parser import HTMLParser
from itertools import groupby
from typing import NamedTuple

# Scripts that part no words: kana and ideographs; Thai, Lao, Tibetan, Burmese, Khmer.
_UNSPACED = (
    "\u3005-\u3007\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff\uff66-\uff9f\U00020000-\U0003ffff"
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff"
)
# What sits on the letter before it in those scripts, and never stands alone.
_RIDERS = "\u3099\u309a\ufe00-\ufe0f" + "".join(
    sign for sign in map(chr, range(0x0E00, 0x1800)) if unicodedata.category(sign)[0] == "M"
)
_SIGNS = (
    "!\"'(),\\-./:;?\\[\\]{}\u00a1\u00ab\u00b7\u00bb\u00bf\u060c\u061b\u061f\u06d4\u0964\u0965"
    "\u2010-\u2027\u2030-\u205e\u3001-\u3003\u3008-\u3011\u3014-\u301f\uff01-\uff0f\uff1a-\uff20"
    "\uff3b-\uff3d\uff5b-\uff65"
)
_LETTERS = rf"[^\s{_SIGNS}{_UNSPACED}]+"
_TOKEN = re.compile(
    rf"[{_UNSPACED}][{_RIDERS}]*"
    rf"|{_LETTERS}(?:[-'’.,:/\u2010\u2011]{_LETTERS})*"  # it’s, 12,000, and/or
    r"|\S"
)
_PIECE_OF_ADDRESS = re.compile(r"[/?&=#]|[^/?&=#]+")
PIECE = re.compile(rf"\s*(?:[{_UNSPACED}][{_RIDERS}]*|[^\s{_UNSPACED}]+)(?:\s+$)?|\s+")


class Marks(NamedTuple):
    is_bold: bool = False
    is_italic: bool = False
    href: str = ""


class Word(NamedTuple):
    """A word, a sign of punctuation, or one character of a script that parts no words."""

    text: str
    marks: Marks


class Token(NamedTuple):
    word: Word
    is_spaced: bool  # whether a space stands before it


Text = tuple[Token, ...]
PLAIN = Marks()


class Passage(NamedTuple):
    """A paragraph, or one within the lists and quotations that `path` names, outermost first."""

    path: tuple[str, ...]
    text: Text


def plain(text: str) -> Text:
    """The words of a plain text; how much space parts them does not matter."""
    return _tokens([(text, PLAIN)])


def whole(text: str) -> Text:
    """A text that differs as a whole or not at all: a date, a number."""
    word = " ".join(text.split())
    return (Token(Word(word, PLAIN), is_spaced=False),) if word else ()


def address(text: str) -> Text:
    """The parts of a URL or a path."""
    pieces = _PIECE_OF_ADDRESS.findall("".join(text.split()))
    return tuple(Token(Word(piece, PLAIN), is_spaced=False) for piece in pieces)


def passages(html: str) -> list[Passage]:
    """The paragraphs, list items and quotations of our prose. Empty ones are left out."""
    reader = _Reader()
    # The parser gives up on some declarations; the sanitiser leaves none, so these are words.
    reader.feed(re.sub(r"<(?=[!?])", "&lt;", html))
    reader.close()
    reader.end_passage()
    return reader.passages


class _Reader(HTMLParser):
    BOLD = ("strong", "b")
    ITALIC = ("em", "i")
    INLINE = ("a", *BOLD, *ITALIC)
    NESTING = ("ul", "ol", "blockquote")
    PARTING = ("p", "li", *NESTING)

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.passages: list[Passage] = []
        self.pieces: list[tuple[str, Marks]] = []
        self.within: list[str] = []  # open lists and quotations, outermost first
        self.open: list[tuple[str, str]] = []  # open inline tags with their address
        self.is_in_item = False  # a passage of the open list item has been read

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in self.INLINE:
            self.open.append((tag, dict(attrs).get("href") or ""))
        elif tag in self.PARTING:
            self.end_passage()
            if tag in self.NESTING:
                self.within.append(tag)
            self.is_in_item = self.is_in_item and tag != "li"

    def handle_endtag(self, tag: str) -> None:
        if tag in self.INLINE:
            opened = [place for place, (name, _href) in enumerate(self.open) if name == tag]
            for place in opened[-1:]:
                del self.open[place]
        elif tag in self.PARTING:
            self.end_passage()
            if self.within and tag == self.within[-1]:
                self.within.pop()

    def handle_data(self, data: str) -> None:
        tags = {tag for tag, _href in self.open}
        marks = Marks(
            is_bold=not tags.isdisjoint(self.BOLD),
            is_italic=not tags.isdisjoint(self.ITALIC),
            href=next((href for tag, href in reversed(self.open) if tag == "a"), ""),
        )
        self.pieces.append((data, marks))

    def end_passage(self) -> None:
        if text := _tokens(self.pieces):
            innermost = self.within[-1] if self.within else ""
            is_further = innermost in ("ul", "ol") and self.is_in_item
            own = ("p",) if is_further or not innermost else ()
            self.passages.append(Passage((*self.within, *own), text))
            self.is_in_item = True
        self.pieces = []


def _tokens(pieces: Iterable[tuple[str, Marks]]) -> Text:
    tokens: list[Token] = []
    is_spaced = False
    for marks, group in groupby(pieces, lambda piece: piece[1]):
        text = "".join(text for text, _marks in group)
        end = 0
        for match in _TOKEN.finditer(text):
            is_spaced = is_spaced or match.start() > end
            tokens.append(Token(Word(match[0], marks), is_spaced=is_spaced and bool(tokens)))
            is_spaced, end = False, match.end()
        is_spaced = is_spaced or end < len(text)
    return tuple(tokens)
