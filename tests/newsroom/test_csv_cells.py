import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.csv_cells import BEGINNINGS, exact, harmless, meant, written

# Of every script, but without what no file in UTF-8 and no CSV reader takes.
TEXTS = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"))


def read(text):
    assert text.startswith("\ufeff")
    return list(csv.reader(io.StringIO(text.removeprefix("\ufeff"), newline="")))


@pytest.mark.parametrize("begins", ["=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠"])
def test_what_a_spreadsheet_would_compute_is_made_text(begins):
    assert harmless(f"{begins}1+1") == f"'{begins}1+1"


@pytest.mark.parametrize("text", ["", "1 = 1", "'=1", " =1", "Ines Moreau", "2026-03-02T09:00"])
def test_other_text_stays_as_it_is(text):
    assert harmless(text) == text


@given(TEXTS)
def test_no_cell_begins_a_formula_and_none_loses_a_letter(text):
    cell = harmless(text)
    assert not cell.startswith(BEGINNINGS)
    assert cell in {text, f"'{text}"}
    assert harmless(cell) == cell


@given(st.lists(st.lists(TEXTS, min_size=2, max_size=5), max_size=5))
def test_what_is_written_is_read_again_row_by_row(rows):
    assert read("".join(written(rows))) == [[harmless(cell) for cell in row] for row in rows]


@given(st.one_of(TEXTS, st.text("'=-+x", max_size=5)))
def test_what_was_made_harmless_is_read_as_it_was_meant(text):
    assert meant(harmless(exact(text))) == text


@pytest.mark.parametrize("text", ["-", "'t Hooft", "O'Brien", "=x"])
def test_what_people_type_means_what_it_says(text):
    assert meant(text) == text


def test_rows_are_handed_on_one_by_one():
    asked = []

    def rows():
        for name in ("first", "second"):
            asked.append(name)
            yield [name, "x"]

    lines = written(rows())
    assert (next(lines), next(lines), asked) == ("\ufeff", "first,x\r\n", ["first"])
