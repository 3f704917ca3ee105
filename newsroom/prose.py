"""Sentences, words and cut-off ends of plain text. No Django, no HTML but what `plain` removes."""

import html
import re
from collections.abc import Iterator
from itertools import pairwise

WORDS_A_MINUTE = 230


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


STOPS = ".!?…؟۔।"
WIDE_STOPS = "。！？｡"
CLOSERS = "\"'”’»›)]}*_」』】）〉》"
CLOSING_QUOTES = '"”»」』'

TITLES = _set("mr mrs ms dr prof gen sen gov lt sgt capt")
# Titles and the like: a name or a number follows them, never a new sentence.
LEADING_ABBREVIATIONS = TITLES | _set(
    "col rep rev hon st cmdr adm brig maj pres amb mt ft vs cf fig figs art op pp approx ca e.g "
    "i.e viz nos vol v"
)
BEFORE_NUMBERS = ("b", "c", "d", "p", "no")  # b. 1950, p. 3
# These may close a sentence as well as stand inside it.
CLOSING_ABBREVIATIONS = _set(
    "Inc Ltd Co Corp Bros plc Jr Sr etc al Dept dept est Ave Blvd Jan Feb Mar Apr Jun Jul Aug Sep "
    "Sept Oct Nov Dec Tues Weds Thurs"
)
# Words that begin a sentence far more often than they stand inside a name.
OPENERS = _set(
    "A About According After All Also Although Among An And Another As At Because Before Both But "
    "By Critics Despite During Earlier Even Experts For From Given He Her Here His How However I "
    "If In Instead It Its Last Later Many Meanwhile Moreover More Most Nevertheless No Nor Not Now "
    "Observers Of Officials On Once One Only Or Other Others Our Over Overall Separately She Since "
    "So Some Still Such Taken That The Their Then There These They This Those Though Through Thus "
    "To Together Two Under Until We What When Where Whether Which While Who Why With Without Yet "
    "You"
)

TOKEN = re.compile(r"\S+")
WIDE_END = re.compile(f"[{WIDE_STOPS}]+([{re.escape(CLOSERS)}]*)")
ACRONYM = re.compile(r"(?:\w\.)+\w")
FIRST_WORD = re.compile(r"[^\W_]+")
BLANK_LINE = re.compile(r"\n[^\S\n]*\n")
LINE_BREAK = re.compile(r"\s*\n\s*")

BLOCK_TAG = re.compile(
    r"</?(?:p|div|ul|ol|li|blockquote|h[1-6]|figure|figcaption|hr)\b[^<>]*>", re.I
)
BREAK_TAG = re.compile(r"<br\b[^<>]*>", re.I)
TAG = re.compile(r"</?[a-z][^<>]*>", re.I)
WORD = re.compile(
    "[\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff]"  # kana and ideographs: one word each
    "|(?:(?![\u3040-\u30ff\u3400-\u9fff\uf900-\ufaff])\\w)+(?:[-'’.,:/]\\w+)*"
)


def sentences(text: str) -> list[str]:
    """The sentences of a text in order, each without the space around it."""
    found, start = [], 0
    for end in _ends(text):
        if sentence := text[start:end].strip():
            found.append(sentence)
        start = end
    return found


def leading_sentences(text: str, *, limit: int) -> str:
    """The first one or two whole sentences that fit in `limit` characters.

    The first stands even when it alone is longer; a sentence that is cut off never does.
    """
    text = LINE_BREAK.sub(" ", text.strip())
    whole = sentences(text)[:2]
    if not whole or is_cut_off(whole[0]):
        return ""
    if len(whole) == 2 and not is_cut_off(whole[1]):
        both = text[: text.index(whole[1], len(whole[0])) + len(whole[1])]
        if len(both) <= limit:
            return both
    return whole[0]


def is_cut_off(text: str) -> bool:
    """Whether a text breaks off in the middle of a word or a sentence. An empty one does not."""
    text = text.rstrip()
    core = text.rstrip(CLOSERS)
    if not text:
        return False
    if core.endswith(("…", "...")):
        return True
    if core.endswith(tuple(STOPS + WIDE_STOPS)):
        last_word = core[-24:].split()[-1].strip("([\"'“‘").rstrip(STOPS)
        return core == text and last_word.lower() in TITLES
    return not text.endswith(tuple(CLOSING_QUOTES))


def plain(html_text: str) -> str:
    """Sanitised HTML as plain text; paragraphs and list items are separated by blank lines."""
    text = BLOCK_TAG.sub("\0", BREAK_TAG.sub("\n", html_text))
    paragraphs = (html.unescape(TAG.sub("", part)).strip() for part in text.split("\0"))
    return "\n\n".join(paragraph for paragraph in paragraphs if paragraph)


def words(html_or_text: str) -> int:
    """How many words a reader meets."""
    return sum(1 for _ in WORD.finditer(plain(html_or_text)))


def reading_minutes(words: int) -> int:
    """Minutes it takes to read so many words, rounded up; at least one."""
    return max(1, -(-words // WORDS_A_MINUTE))


def _ends(text: str) -> Iterator[int]:
    """Where each sentence ends, the last one at the end of the text."""
    tokens = list(TOKEN.finditer(text))
    is_first = True  # whether the token opens its sentence
    for token, following in pairwise(tokens):
        yield from _wide_ends(token)
        is_end = _closes(token[0], following[0], is_first=is_first) or bool(
            BLANK_LINE.search(text, token.end(), following.start())
        )
        if is_end:
            yield token.end()
        is_first = is_end
    for token in tokens[-1:]:
        yield from _wide_ends(token)
        yield len(text)


def _wide_ends(token: re.Match[str]) -> Iterator[int]:
    """Ends after CJK stops, which no space need follow."""
    for stop in WIDE_END.finditer(token[0]):
        goes_on = stop[1] and stop.end() < len(token[0])  # 「行く。」と言った
        if not goes_on:
            yield token.start() + stop.end()


def _closes(token: str, following: str, *, is_first: bool) -> bool:
    """Whether a sentence ends with `token`, the next one beginning with `following`."""
    core = token.rstrip(CLOSERS)
    if not core.endswith(tuple(STOPS)):
        return False
    opening = FIRST_WORD.search(following)
    if opening and opening[0][0].islower():
        return False
    if not core.endswith("."):
        return True
    return _full_stop_closes(
        core.rstrip(STOPS).lstrip("([{\"'“‘«*_\\"),
        opening[0] if opening else "",
        is_bracketed=core != token,
        is_first=is_first,
    )


def _full_stop_closes(word: str, opening: str, *, is_bracketed: bool, is_first: bool) -> bool:
    """Whether the stop after `word` ends a sentence rather than marks an abbreviation."""
    lower = word.lower()
    if is_first and word.isdecimal():
        return False  # the number of a list item
    if lower in LEADING_ABBREVIATIONS and not is_bracketed:
        return False
    if lower in BEFORE_NUMBERS and opening.isdecimal():
        return False
    if word in CLOSING_ABBREVIATIONS or ACRONYM.fullmatch(word):
        return opening in OPENERS
    if len(word) == 1 and word.isalpha() and word.isupper():
        return opening in OPENERS and opening not in ("A", "I")
    return True
