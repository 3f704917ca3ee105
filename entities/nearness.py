"""Names that may be one name: across scripts, spellings and the order of words. Pure.

Not here: which profiles share such a name (`duplicates.py`).
"""

import re

from anyascii import anyascii

# Every syllable of Hangul and every ideograph becomes a word of its own, with a capital.
SYLLABLE = re.compile(r"(?<=[a-z])(?=[A-Z])")
WORD = re.compile(r"[a-z0-9]+")
# What transcriptions write in different ways comes out as one letter; vowels do not count.
SOUNDS = (
    (re.compile("shch|sch|sh|ch|zh|cz|sz"), "s"),
    (re.compile("kh|ck|gh|[gqcx]"), "k"),
    (re.compile("ph|v|w"), "f"),
    (re.compile("th|d"), "t"),
    (re.compile("b"), "p"),
    (re.compile("r"), "l"),
    (re.compile("ts|tz|z|j"), "s"),
    (re.compile("[aeiouyh']"), ""),
    (re.compile(r"(.)\1+"), r"\1"),
)


def latin(name: str) -> list[str]:
    """The words of a name in plain Latin letters, in lower case."""
    return WORD.findall(SYLLABLE.sub(" ", anyascii(name)).lower().replace("'", ""))


def near_key(name: str) -> str:
    """The same for “Sergei Shoigu”, “Shoygu Sergey” and “Сергей Шойгу”. Empty for no letters."""
    return " ".join(sorted(filter(None, map(_skeleton, latin(name)))))[:200]


def _skeleton(word: str) -> str:
    if word.isdigit():
        return word
    bare = word
    for sound, letter in SOUNDS:
        bare = sound.sub(letter, bare)
    return bare or word[:1]
