"""JSON files of profiles: a list of objects, one a line as we write it. Pure.

A key that is missing leaves what is there; null, "" and [] empty it. Not here: what a key means.
"""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from entities.exchange.layout import (
    COLUMNS,
    EXPORTED,
    LISTS,
    MOST_ROWS,
    Item,
    NotAFile,
    Row,
    Sheet,
)

SPACE = " \t\r\n"


class BadValue(ValueError):
    """What stands at a key is not what belongs there. Its text is a sentence."""


def written(rows: Iterable[Row]) -> Iterator[str]:
    """The file, a profile at a time."""
    before = "[\n"
    for row in rows:
        given = {
            column: row.lists.get(column, []) if column in LISTS else row.texts.get(column, "")
            for column in EXPORTED
        }
        yield before + json.dumps(given, ensure_ascii=False)
        before = ",\n"
    yield "[]\n" if before == "[\n" else "\n]\n"


def read(text: str) -> Sheet:
    """What the file says, and what of it cannot be read. Raises NotAFile."""
    sheet = Sheet()
    for number, (line, given) in enumerate(_objects(text), 1):
        if number > MOST_ROWS:
            words = {"most": MOST_ROWS}
            raise NotAFile(_("At most %(most)s profiles are taken over at once.") % words)
        row = Row(number=number, line=line)
        if not isinstance(given, _Pairs):
            sheet.find(row, "", _("This is no object: a profile is written in { }."))
            continue
        sheet.rows.append(row)
        _fill(row, given, sheet)
    return sheet


class _Pairs(list[tuple[str, Any]]):
    """An object as it was written: a key may stand in it twice."""


# Numbers are taken as they are written: 180, and 2024 for a year.
DECODER = json.JSONDecoder(object_pairs_hook=_Pairs, parse_int=str, parse_float=str)


def _objects(text: str) -> Iterator[tuple[int, Any]]:
    """Every member of the list, and the line that it begins at."""
    at, line = _skipped(text, 0), 1
    if text[at : at + 1] != "[":
        raise NotAFile(_("A JSON file of profiles is a list: it begins with [."), line=line)
    counted, at = 0, _skipped(text, at + 1)
    if text[at : at + 1] != "]":
        while True:
            line += text.count("\n", counted, at)
            counted = at
            member, at = _member(text, at)
            yield line, member
            at = _skipped(text, at)
            if text[at : at + 1] != ",":
                break
            at = _skipped(text, at + 1)
    line += text.count("\n", counted, at)
    if text[at : at + 1] != "]":
        raise NotAFile(_("Here a comma or the ] at the end of the list is missing."), line=line)
    if text[at + 1 :].strip(SPACE):
        raise NotAFile(_("Something stands behind the end of the list."), line=line)


def _member(text: str, at: int) -> tuple[Any, int]:
    try:
        return DECODER.raw_decode(text, at)
    except json.JSONDecodeError as error:
        raise NotAFile(
            _("This is no JSON: %(why)s") % {"why": error.msg}, line=error.lineno
        ) from None
    except RecursionError:
        line = text.count("\n", 0, at) + 1
        raise NotAFile(_("The profile is nested too deep."), line=line) from None


def _skipped(text: str, at: int) -> int:
    while at < len(text) and text[at] in SPACE:
        at += 1
    return at


def _fill(row: Row, given: _Pairs, sheet: Sheet) -> None:
    for key, value in given:
        if key not in COLUMNS:
            words = {"known": ", ".join(COLUMNS)}
            sheet.find(row, key[:60], _("There is no such key: %(known)s.") % words)
        elif key in row.texts or key in row.lists:
            sheet.find(row, key, _("The key stands there twice."))
        else:
            try:
                if key in LISTS:
                    row.lists[key] = _items(value, LISTS[key])
                else:
                    row.texts[key] = _text(value)
            except BadValue as wrong:
                sheet.find(row, key, str(wrong))


def _text(value: Any) -> str:
    if value is None:
        return ""
    if not isinstance(value, str):
        raise BadValue(_("A text in quotation marks belongs here."))
    return value


def _items(value: Any, keys: Iterable[str]) -> list[Item]:
    if value is None:
        return []
    if not isinstance(value, list) or isinstance(value, _Pairs):
        raise BadValue(_("A list of objects belongs here: [{ … }, { … }]."))
    return [_item(each, number, keys) for number, each in enumerate(value, 1)]


def _item(value: Any, number: int, keys: Iterable[str]) -> Item:
    words = {"n": number, "known": ", ".join(keys)}
    if not isinstance(value, _Pairs):
        raise BadValue(_("Member %(n)s is no object.") % words)
    item: Item = {}
    for key, given in value:
        if key not in keys:
            sentence = _("Member %(n)s: there is no key “%(key)s”: %(known)s.")
            raise BadValue(sentence % (words | {"key": key[:60]}))
        if key in item:
            sentence = _("Member %(n)s has the key “%(key)s” twice.")
            raise BadValue(sentence % (words | {"key": key}))
        if text := _text(given):
            item[key] = text
    return item
