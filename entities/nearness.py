"""Names that may be one name: across scripts, spellings and the order of words. Pure.

`near_key` finds what may be; `is_near` looks closer. Not here: which profiles have such names
(`duplicates.py`).
"""

import re

from anyascii import anyascii
from rapidfuzz.fuzz import ratio

# Every syllable of Hangul and every ideograph becomes a word of its own, with a capital.
SYLLABLE = re.compile(r"(?<=[a-z])(?=[A-Z])")
WORD = re.compile(r"[a-z]+|[0-9]+")
DOUBLE = re.compile(r"([a-z])\1+")
# What transcriptions write in different ways comes out as one letter.
SOUNDS = (
    (re.compile("shch|sch|sh|ch|zh|cz|sz|ts|tz|^x"), "s"),
    (re.compile("ng"), "n"),
    (re.compile("[zj]|c(?=[eiy])"), "s"),
    (re.compile("x"), "ks"),
    (re.compile("kh|ck|gh|[gqc]"), "k"),
    (re.compile("ph|v|w"), "f"),
    (re.compile("th|dh|d"), "t"),
    (re.compile("b"), "p"),
    (re.compile("r"), "l"),
)
# … and so do vowels, which count only when one looks closer.
VOICES = (
    (re.compile("eo|eu|oo|ou|ow"), "u"),
    (re.compile("[ey]"), "i"),
    (re.compile("o"), "u"),
    (re.compile("[h']"), ""),
    (re.compile(r"([aiu])\1+"), r"\1"),
)
SILENT = re.compile("[aeiouyh]")
# Scripts that leave most vowels out: Hebrew, Arabic, Syriac, Thaana.
WITHOUT_VOWELS = re.compile("[\u0590-\u07bf\ufb1d-\ufdff\ufe70-\ufefc]")
ARTICLE = re.compile(r"\bال(?=\w\w)")
ARTICLES = ("al", "el", "ul")
# So much has to be the same, of a hundred; of consonants alone, so many.
ENOUGH = 90
CONSONANTS = 5


def latin(name: str) -> list[str]:
    """The words of a name in plain Latin letters, in lower case, without Arabic articles."""
    plain = SYLLABLE.sub(" ", anyascii(ARTICLE.sub("", name))).lower().replace("'", "")
    words = WORD.findall(plain)
    return [word for word in words if word not in ARTICLES] or words


def near_key(name: str) -> str:
    """The same for “Sergei Shoigu”, “Shoygu Sergey” and “Сергей Шойгу”. Empty for no letters.

    However the words are parted, and with whichever of them it begins: “Kim Jong Un”, “Jong-un
    Kim”, “김정은”.
    """
    letters = [*"".join(SILENT.sub("", _sounds(word)) for word in latin(name))]
    return min(("".join(turn) for turn in _turns(letters)), default="")[:200]


def is_near(one: str, other: str) -> bool:
    """Whether two names of one `near_key` may be one name: vowels, and where words end, count."""
    if WITHOUT_VOWELS.search(one) or WITHOUT_VOWELS.search(other):
        return len(near_key(one)) >= CONSONANTS
    mine, theirs = (list(map(_voiced, latin(name))) for name in (one, other))
    return any(_sound_alike(mine, turn) for turn in _turns(theirs))


def _turns(parts: list[str]) -> list[list[str]]:
    """In their order, beginning with each in turn."""
    return [parts[start:] + parts[:start] for start in range(len(parts))]


def _sound_alike(mine: list[str], theirs: list[str]) -> bool:
    """Niger is not Nigeria, and Michael not Michaela: there a vowel comes after."""
    pairs = zip(mine, theirs, strict=True) if len(mine) == len(theirs) else [(mine[-1], theirs[-1])]
    if any((one[-1:] in "aiu") != (other[-1:] in "aiu") for one, other in pairs):
        return False
    return ratio("".join(mine), "".join(theirs)) >= ENOUGH


def _sounds(word: str) -> str:
    word = DOUBLE.sub(r"\1", word)
    for sound, letter in SOUNDS:
        word = sound.sub(letter, word)
    return word


def _voiced(word: str) -> str:
    word = _sounds(word)
    for voice, letter in VOICES:
        word = voice.sub(letter, word)
    return word
