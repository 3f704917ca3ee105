"""Rows as the text of a CSV file that a spreadsheet opens as text, never as a formula. Pure."""

import csv
from collections.abc import Iterable, Iterator

# Excel takes a file for UTF-8 only where it begins with this.
BYTE_ORDER_MARK = "\ufeff"
# What makes a formula of a cell, or lets one begin after it; also in the width of East Asian type.
BEGINNINGS = tuple("=+-@\t\r\n＝＋－＠")


def harmless(cell: str) -> str:
    """The text, with an apostrophe before it where a spreadsheet would take it for a formula."""
    return f"'{cell}" if cell.startswith(BEGINNINGS) else cell


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
