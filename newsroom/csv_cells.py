"""Rows as the text of a CSV file that a spreadsheet opens as text, never as a formula. Pure."""

import csv
import re
from collections.abc import Iterable, Iterator

# Excel takes a file for UTF-8 only where it begins with this.
BYTE_ORDER_MARK = "\ufeff"
# What makes a formula of a cell, or lets one begin after it; also in the width of East Asian type.
BEGINNINGS = tuple("=+-@\t\r\n＝＋－＠")
# Text of ours that looks as if an apostrophe had been put before it, or has one that was.
MARKED = re.compile(rf"'+[{re.escape(''.join(BEGINNINGS))}]")


def harmless(cell: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.startswith(BEGINNINGS) else cell


def exact(cell: str) -> str:
    """The text as it must be handed to `written` where `meant` is to read it again."""
    return f"'{cell}" if MARKED.match(cell) else cell


def meant(cell: str) -> str:
    """The text that `exact` and `harmless` made this cell of."""
    return cell[1:] if MARKED.match(cell) else cell


def written(rows: Iterable[Iterable[str]]) -> Iterator[str]:
    """The file, a row at a time, so that it can be sent while it is read."""
    yield BYTE_ORDER_MARK
    writer = csv.writer(_Handed())
    for row in rows:
        yield writer.writerow([harmless(cell) for cell in row])


class _Handed:
    """Stands where `csv` wants a file: what is written is handed back."""

    def write(self, line: str) -> str:
        return line
