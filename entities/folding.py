"""Texts and names as rows of comparable words, in any script. Pure; knows no profiles.

A word is a run of letters with the marks on them; in scripts without spaces, it is a character or
a syllable. Case, accents, width and the kind of an apostrophe or a hyphen make no difference, and
every word knows where it stands.
"""

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache
from typing import NamedTuple

LAST_MARK = 0x1FFFF  # beyond are but signs of how a character is drawn


def _marks() -> str:
    """What Unicode calls a mark, as ranges of a regular expression: accents, vowel signs, tones."""
    ranges: list[list[int]] = []
    for code in range(LAST_MARK + 1):
        if unicodedata.category(chr(code)).startswith("M"):
            if ranges and ranges[-1][1] == code - 1:
                ranges[-1][1] = code
            else:
                ranges.append([code, code])
    return "".join(f"\\U{first:08x}-\\U{last:08x}" for first, last in ranges)


MARK = _marks()
# What is not seen and parts nothing: soft hyphens, joiners and signs of direction.
UNSEEN = "\u00ad\u200c-\u200f\u202a-\u202e\u2060\u2066-\u2069\ufeff\U000e0100-\U000e01ef"
IDEOGRAPH = "\u3005-\u3007\u3041-\u3096\u309d-\u309f\u3400-\u9fff\uf900-\ufaff\U00020000-\U000323af"
KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff\u31f0-\u31ff\uff66-\uff9f"
HANGUL = "\u1100-\u11ff\u3131-\u318e\ua960-\ua97f\uac00-\ud7ff"
SYLLABIC = "\u0e01-\u0e2e\u0e40-\u0e46\u0e81-\u0eae\u0ec0-\u0ec6\u1000-\u102a\u103f\u1780-\u17b3"
OF_ITS_OWN = f"{IDEOGRAPH}{KATAKANA}{HANGUL}{SYLLABIC}"
LETTER = f"[^\\W_{OF_ITS_OWN}]"
HANGING = f"[{MARK}{UNSEEN}]"  # what belongs to the letter before it
RUN = f"{LETTER}(?:{LETTER}|{HANGING})*"

# Thai and Lao: a vowel may stand before its consonant, others and tones behind it.
THAI = (
    "[\u0e40-\u0e44\u0ec0-\u0ec4]?[\u0e01-\u0e2e\u0e81-\u0eae]"
    "[\u0e30-\u0e3a\u0e45\u0e47-\u0e4e\u0eb0-\u0ebd\u0ec8-\u0ece]*"
)
# Khmer: a consonant with those written under it.
KHMER = "[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17d3\u17dd])*"
# Burmese: the same, and the consonants without a vowel that close the syllable.
BURMESE = (
    "[\u1000-\u102a\u103f](?:\u103a?\u1039[\u1000-\u1021]"
    "|[\u102b-\u1038\u103a-\u103e\u1056-\u1059\u105e-\u1060]"
    "|[\u1000-\u1021]\u1037?\u103a(?!\u1039))*"
)

APOSTROPHES = "'’‘ʼ׳"
APOSTROPHE = f"[{APOSTROPHES}]"
DASHES = "\\-\u2010\u2011\u2012\u2013\u00b7\u30fb\u2027\u05be\u0f0b\uff65"
TOKEN = re.compile(
    f"(?P<initials>(?:[^\\W\\d_]\\.){{2,}}(?:[^\\W\\d_](?![^\\W_]|{HANGING}))?)"
    f"|(?P<word>{RUN}(?:{APOSTROPHE}{RUN})*)"
    f"|(?P<syllable>[{IDEOGRAPH}]{HANGING}*|{THAI}|{KHMER}|{BURMESE})"
    f"|(?P<run>[{KATAKANA}](?:[{KATAKANA}]|{HANGING})*|[{HANGUL}]+)"
    # One hyphen or dot between two words joins them as a space does.
    f"|(?P<join>(?<=[^\\s{DASHES}\u2014])[{DASHES}](?![\\s{DASHES}\u2014])"
    f"|[^\\S\n\r\u2028\u2029]+|[\u200b{UNSEEN}]+)"
    "|(?P<sign>[^\\w\\s]|_|\\s|\\w)"
)
# Two letters at least in every word: what is done about initials and dots has no say in these.
SIMPLE = re.compile(
    "[A-Za-z\u00c0-\u02af\u0370-\u052f]{2,}(?:[ -][A-Za-z\u00c0-\u02af\u0370-\u052f]{2,})*"
)
IN_SYLLABLES = re.compile("[\uac00-\ud7a3]+(?: [\uac00-\ud7a3]+)*")
IN_IDEOGRAPHS = re.compile("[\u4e00-\u9fff]+")

QUOTES = dict.fromkeys("“”„«»״", '"') | dict.fromkeys(APOSTROPHES, "'")
# Their dot ends no sentence, and may be left out.
SHORTENED = frozenset(
    {
        *("st", "mt", "ft", "dr", "mr", "mrs", "ms", "jr", "sr", "prof", "gen", "sen", "gov"),
        *("col", "capt", "inc", "ltd", "co", "corp", "bros", "no"),
    }
)
# l’Iran, d’Angelo, dell’Italia: little words that French and Italian put before a name.
ELIDED = re.compile(r"(?:[cdjlmnst]|qu|all|dall|dell|nell|sull)'(?!s?$)")
POSSESSIVE = "'s"

ALEF_WITH_HAMZA = re.compile("\u0627[\u0653-\u0655]")
# Accents of alphabets; points of Hebrew and Arabic; tatweel; what is not seen; half rings.
DROPPED = re.compile(
    f"[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u0640\u064b-\u0652\u0670"
    f"\u02bb\u02be\u02bf\ufe00-\ufe0f\\s{UNSEEN}]"
)
ALIKE = str.maketrans(dict.fromkeys(APOSTROPHES, "'") | {"ی": "ي", "ک": "ك"})


class Word(NamedTuple):
    """A comparable word, and where it stands in the text."""

    form: str
    start: int
    end: int


NO_WORD = Word("", -1, -1)


@dataclass(frozen=True, slots=True)
class Folded:
    """A text and its words: “Kim Jong-un’s plan.” is kim, jong, un, 's, plan and a dot."""

    text: str
    words: tuple[Word, ...]

    def word(self, index: int) -> Word:
        """The word at a place; one without letters before the first and behind the last."""
        return self.words[index] if 0 <= index < len(self.words) else NO_WORD

    def as_written(self, index: int) -> str:
        word = self.words[index]
        return self.text[word.start : word.end]

    def has_capital(self, index: int) -> bool:
        word = self.as_written(index)
        return word != word.lower()

    def has_small_letter(self, index: int) -> bool:
        """Whether a letter of the word has a capital, and is not written so."""
        word = self.as_written(index)
        return word != word.upper()


def fold(text: str) -> Folded:
    return Folded(text, tuple(words(text)))


def forms(name: str) -> list[str]:
    """The words of a name as they are compared; none for one without a letter or digit."""
    if SIMPLE.fullmatch(name):
        apart = name.replace("-", " ")
        return apart.lower().split() if name.isascii() else [*map(plain, apart.split())]
    if IN_SYLLABLES.fullmatch(name):
        return name.split()
    if IN_IDEOGRAPHS.fullmatch(name):
        return list(name)
    found = [word.form for word in words(name)]
    return found if any(map(str.isalnum, "".join(found))) else []


def words(text: str) -> Iterator[Word]:
    """The words of the text, and its signs and breaks of lines as words of their own."""
    before = NO_WORD
    for match in TOKEN.finditer(text):
        kind = match.lastgroup
        if kind == "word" and match[0].isalnum():
            before = Word(plain(match[0]), match.start(), match.end())
            if before.form:
                yield before
        elif kind != "join":
            for word in _words(match, kind):
                is_end_of_short = word.form == "." and before.end == word.start
                if word.form and not (is_end_of_short and _is_short(before)):
                    yield word
                before = word


def _words(match: re.Match[str], kind: str | None) -> Iterator[Word]:
    found, start, end = match[0], match.start(), match.end()
    if kind == "sign":
        yield Word("\n" if found.isspace() else QUOTES.get(found, found), start, end)
    elif kind == "initials":
        yield Word(plain(found.replace(".", "")), start, end)
    elif kind == "word":
        yield from _around_apostrophes(found, start)
    else:
        yield Word(plain(found), start, end)


def _around_apostrophes(found: str, start: int) -> Iterator[Word]:
    """What hangs on to a word by an apostrophe is a word of its own: Kim + ’s, l’ + Iran."""
    form = plain(found)
    if elided := ELIDED.match(form):
        cut = _first_apostrophe(found) + 1
        yield Word(elided[0], start, start + cut)
        found, form, start = found[cut:], form[elided.end() :], start + cut
    if form.endswith(POSSESSIVE) and len(form) > len(POSSESSIVE):
        cut, end = start + _last_apostrophe(found), start + len(found)
        yield Word(form[: -len(POSSESSIVE)], start, cut)
        yield Word(POSSESSIVE, cut, end)
    else:
        yield Word(form, start, start + len(found))


def _first_apostrophe(found: str) -> int:
    return min(found.index(each) for each in APOSTROPHES if each in found)


def _last_apostrophe(found: str) -> int:
    return max(map(found.rfind, APOSTROPHES))


@lru_cache(maxsize=1 << 12)
def plain(word: str) -> str:
    """One case, one width, no accents."""
    if word.isascii():
        return word.lower()
    # Twice: wide and fancy letters become plain capitals only when they are taken apart.
    apart = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", word).casefold())
    bare = DROPPED.sub("", ALEF_WITH_HAMZA.sub("\u0627", apart.casefold().translate(ALIKE)))
    return unicodedata.normalize("NFC", bare)


def _is_short(word: Word) -> bool:
    """An initial, or a word that its dot shortens."""
    return (len(word.form) == 1 and word.form.isalpha()) or word.form in SHORTENED
