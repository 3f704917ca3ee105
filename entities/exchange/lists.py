"""Lists in one cell of a spreadsheet: a line for each alias, position or relation. Pure.

    Minister of Defence | at: Government | from: 2012-11 | until: 2024-05

The first part needs no word before it. `\\|`, `\\\\`, `\\n`, `\\r` and `\\t` stand for a bar, a
backslash and the ends of lines within a part; `\\s` for a space at either end of one.
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from django.utils.translation import gettext as _

from entities.exchange.layout import Item

LINE_ENDS = re.compile(r"\r\n|\r|\n")
ESCAPED = re.compile(r"\\(.?)", re.DOTALL)
ESCAPES = {"\\": "\\", "|": "|", "n": "\n", "r": "\r", "t": "\t", "s": " "}
TO_ESCAPE = re.compile(r"[\\|\n\r\t]|^ | $")
WRITTEN = {meant: f"\\{sign}" for sign, meant in ESCAPES.items()}
SIGNS = re.compile(r"\\.|[^\\|]+|\||\\")


class BadLine(ValueError):
    """A line of a cell cannot be read. Its text is a sentence."""


def written(items: Iterable[Mapping[str, str]], keys: Iterable[str]) -> str:
    """The cell that says these items; what is empty in one is left out."""
    first, *others = keys
    return "\n".join(
        " | ".join(
            [
                _escaped(item[first]),
                *(
                    f"{key.replace('_', ' ')}: {_escaped(item[key])}"
                    for key in others
                    if item.get(key)
                ),
            ]
        )
        for item in items
    )


def read(cell: str, keys: Iterable[str]) -> list[Item]:
    """The items that a cell says. Raises BadLine."""
    first, *others = keys
    lines = enumerate(LINE_ENDS.split(cell), 1)
    return [_item(line, number, first, others) for number, line in lines if line.strip(" \t")]


def _item(line: str, number: int, first: str, others: list[str]) -> Item:
    head, *parts = _parts(line)
    item = {first: _plain(head, number)}
    for part in parts:
        word, colon, value = part.partition(":")
        key = "_".join(word.lower().split())
        if not colon or key not in others:
            words = {"n": number, "part": part[:40], "known": ", ".join(_spoken(others))}
            raise BadLine(
                _("Line %(n)s: “%(part)s” begins with none of these words and a colon: %(known)s.")
                % words
            )
        if key in item:
            raise BadLine(_("Line %(n)s says “%(word)s” twice.") % {"n": number, "word": word})
        item[key] = _plain(value.strip(" \t"), number)
    return item


def _parts(line: str) -> Iterator[str]:
    """The parts between the bars, without the spaces round them."""
    part = ""
    for sign in SIGNS.findall(line):
        if sign == "|":
            yield part.strip(" \t")
            part = ""
        else:
            part += sign
    yield part.strip(" \t")


def _spoken(keys: list[str]) -> list[str]:
    return [key.replace("_", " ") for key in keys]


def _escaped(text: str) -> str:
    return TO_ESCAPE.sub(lambda found: WRITTEN[found[0]], text)


def _plain(text: str, number: int) -> str:
    def sign(found: re.Match[str]) -> str:
        if found[1] not in ESCAPES:
            words = {"n": number, "sign": found[0]}
            raise BadLine(
                _("Line %(n)s: “%(sign)s” means nothing. A backslash is written “\\\\”.") % words
            )
        return ESCAPES[found[1]]

    return ESCAPED.sub(sign, text)
