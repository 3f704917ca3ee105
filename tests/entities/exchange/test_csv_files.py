"""CSV files of profiles, from whatever spreadsheet, and from nobody’s."""

from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entities.exchange import csv_files
from entities.exchange.layout import EXPORTED, LISTS, NotAFile, Row, text_of
from tests.entities.exchange.rows import ROWS


def read(content):
    return csv_files.read(text_of(content if isinstance(content, bytes) else content.encode()))


def said(row):
    """What a row gives, without what an empty cell leaves alone."""
    texts = {column: text for column, text in row.texts.items() if text.strip()}
    return texts, {name: items for name, items in row.lists.items() if items}


def faults(content):
    return [(fault.number, fault.column, fault.text) for fault in read(content).faults]


@settings(max_examples=200, deadline=None)
@given(st.lists(ROWS, max_size=4))
def test_a_written_file_is_read_as_it_was(rows):
    sheet = read("".join(csv_files.written(rows)))
    assert not sheet.faults
    assert [said(row) for row in sheet.rows] == [said(row) for row in rows]


@settings(deadline=None)
@given(st.text("address,;\"'\r\n-=|\\x", max_size=40), st.sampled_from(["", "address,name\n"]))
def test_no_text_does_more_than_be_refused(text, heads):
    with suppress(NotAFile):
        read(heads + text)


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("start", ["", "\ufeff", "\n"])
def test_a_file_from_any_spreadsheet_is_read(delimiter, end, start):
    lines = [["Address", "Native name", "native_LANGUAGE"], ["kim", "김,정;은", "ko"]]
    cells = (delimiter.join(f'"{cell}"' for cell in line) for line in lines)
    sheet = read(start + end.join(cells) + end)
    assert not sheet.faults
    assert sheet.rows[0].texts == {
        "address": "kim",
        "native_name": "김,정;은",
        "native_language": "ko",
    }


def test_an_empty_cell_leaves_and_a_dash_empties():
    row = read("address,name,site,aliases,positions\nkim,,-,-,\n").rows[0]
    assert row.texts == {"address": "kim", "site": ""}
    assert row.lists == {"aliases": []}


def test_what_looks_like_a_formula_or_like_the_dash_stays_text():
    row = Row(texts={"address": "kim", "name": "-", "description": "'=1+1", "site": "=cmd()"})
    text = "".join(csv_files.written([row]))
    assert "'-" in text
    assert "'=cmd()" in text
    assert said(read(text).rows[0]) == said(row)


def test_rows_count_as_in_a_spreadsheet_and_lines_as_in_the_file():
    sheet = read('address,aliases\nkim,"Kim\nKim Jong-un"\n\n,,\nputin,\n')
    assert [(row.number, row.line) for row in sheet.rows] == [(2, 2), (5, 6)]


def test_columns_may_stand_in_any_order_and_an_empty_one_is_no_matter():
    sheet = read("name,,address\nKim,,kim\n")
    assert not sheet.faults
    assert sheet.rows[0].texts == {"name": "Kim", "address": "kim"}


def test_what_is_wrong_in_headings_and_rows_is_told_with_its_place():
    known = ", ".join((*EXPORTED, "change_source", "change_note"))
    assert faults("address,nmae,name,name\nkim,x,Kim,Kim,Kim\n") == [
        (1, "nmae", f"There is no such column: {known}."),
        (1, "name", "Two columns have this heading."),
        (2, "", "The row has more cells than the first row has headings."),
    ]
    assert faults("address,aliases\nkim,Kim | x\n") == [
        (2, "aliases", "Line 1: “x” begins with none of these words and a colon: language.")
    ]


@pytest.mark.parametrize(
    ("content", "line", "sentence"),
    [
        (b"", 1, "The first row names no column: address, name, kind …"),
        (b"a,b\n1,2\n", 1, "The first row names no column: address, name, kind …"),
        (b"address\nk\xefm\n", 2, "This is no text in UTF-8."),
        ("address\nkim".encode("utf-16"), 0, "This is no text in UTF-8."),
        (b"address\nki\0m\n", 0, "This is no text in UTF-8."),
        (b'address,name\nkim,"Kim\nputin,Putin\n', 2, "A quotation mark is opened and not closed"),
        (b'address,name\nkim,"Kim"x\n', 2, "A quotation mark is opened and not closed"),
        (b"address\n" + b"k" * 200_000, 2, "A cell is too long to be one"),
        (b"address" + b"," * 1_000_000, 1, "The first row has more headings than there are"),
        (b"address\n" + b"kim\n" * 10_001, 0, "At most 10000 profiles are taken over at once."),
        (b"x" * 8_000_001, 0, "The file is larger than 8 MB. Send it in parts."),
    ],
    ids=[
        *("nothing", "no headings", "not UTF-8", "UTF-16", "NUL", "not closed", "mark within"),
        *("long cell", "many columns", "many rows", "large"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(content, line, sentence):
    with pytest.raises(NotAFile, match="^" + sentence[:40].replace("(", r"\(")) as wrong:
        read(content)
    assert str(wrong.value).startswith(sentence)
    assert wrong.value.line == line


def test_many_cells_in_a_row_are_one_fault():
    assert len(faults("address\nkim" + ",x" * 1_000_000)) == 1


def test_every_list_has_its_column():
    assert set(LISTS) < set(EXPORTED)
