"""CSV files of profiles: read whatever spreadsheet saved them, and written a row at a time. Pure.

An empty cell leaves what is there; “-” empties it. Not here: JSON, and what a column means.
"""

import csv
import io
from collections.abc import Iterable, Iterator

from django.utils.translation import gettext as _

from entities.exchange import lists
from entities.exchange.layout import (
    ADDRESS,
    COLUMNS,
    EXPORTED,
    LISTS,
    MOST_ROWS,
    NotAFile,
    Row,
    Sheet,
    column_named,
    known,
)
from newsroom import csv_cells

EMPTIED = "-"
DELIMITERS = ",;\t"
MOST_COLUMNS = 100


def written(rows: Iterable[Row]) -> Iterator[str]:
    """The file, a row at a time."""
    yield from csv_cells.written(_table(rows))


def _table(rows: Iterable[Row]) -> Iterator[list[str]]:
    yield list(EXPORTED)
    for row in rows:
        cells = row.texts | {
            name: lists.written(items, LISTS[name]) for name, items in row.lists.items()
        }
        # One that is no more than the sign for “empty” gets its apostrophe like any other.
        yield [csv_cells.exact(cells.get(column, "")) for column in EXPORTED]


def read(text: str) -> Sheet:
    """What the file says, and what of it cannot be read. Raises NotAFile."""
    table = _numbered(text, delimiter=_delimiter(text))
    number, line, headings = next(table, (1, 1, []))
    sheet = Sheet()
    columns = _columns(Row(number=number, line=line), headings, sheet)
    for number, line, cells in table:
        if len(sheet.rows) == MOST_ROWS:
            words = {"most": MOST_ROWS}
            raise NotAFile(_("At most %(most)s profiles are taken over at once.") % words)
        row = Row(number=number, line=line)
        sheet.rows.append(row)
        _fill(row, columns, cells, sheet)
    return sheet


def _delimiter(text: str) -> str:
    """The sign between cells: the one that makes the most sense of the headings."""
    start = text[:10_000].lstrip("\r\n")

    def sense(delimiter: str) -> int:
        return known(next(csv.reader([start.splitlines()[0]], delimiter=delimiter), []))

    return max(DELIMITERS, key=sense) if start else ","


def _numbered(text: str, *, delimiter: str) -> Iterator[tuple[int, int, list[str]]]:
    """Every row that is not empty, with its number in a spreadsheet and the line it begins at.

    Raises NotAFile.
    """
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    number, line = 0, 1
    while True:
        try:
            cells = next(reader, None)
        except csv.Error as error:
            raise NotAFile(_wrong(error), line=line) from None
        if cells is None:
            return
        number += 1
        if any(cell.strip() for cell in cells):
            yield number, line, cells
        line = reader.line_num + 1


def _wrong(error: csv.Error) -> str:
    if "field limit" in str(error):
        return _("A cell is too long to be one: look for a quotation mark that is not closed.")
    return _("A quotation mark is opened and not closed, or stands within a cell by itself.")


def _columns(heads: Row, headings: list[str], sheet: Sheet) -> list[str]:
    """The column of each heading; empty for one that is none."""
    if len(headings) > MOST_COLUMNS:
        raise NotAFile(
            _("The first row has more headings than there are columns."), line=heads.line
        )
    columns = [column_named(heading) for heading in headings]
    if not known(columns):
        words = {"some": f"{ADDRESS}, name, kind …"}
        raise NotAFile(_("The first row names no column: %(some)s") % words, line=heads.line)
    for heading, column in zip(headings, columns, strict=True):
        if column and column not in COLUMNS:
            words = {"known": ", ".join(COLUMNS)}
            sheet.find(heads, heading[:60], _("There is no such column: %(known)s.") % words)
    for column in sorted({column for column in columns if column and columns.count(column) > 1}):
        sheet.find(heads, column, _("Two columns have this heading."))
    return [column if column in COLUMNS else "" for column in columns]


def _fill(row: Row, columns: list[str], cells: list[str], sheet: Sheet) -> None:
    if any(cells[len(columns) :]):
        sheet.find(row, "", _("The row has more cells than the first row has headings."))
    for column, cell in zip(columns, cells, strict=False):
        if not column or not cell.strip():
            continue
        text = "" if cell.rstrip() == EMPTIED else csv_cells.meant(cell)
        if column not in LISTS:
            row.texts[column] = text
            continue
        try:
            row.lists[column] = lists.read(text, LISTS[column])
        except lists.BadLine as wrong:
            sheet.find(row, column, str(wrong))
