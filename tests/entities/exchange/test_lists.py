"""Lists in one cell: what a person types, and what is never lost."""

from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entities.exchange.layout import ALIAS, POSITION, RELATION
from entities.exchange.lists import BadLine, read, written
from tests.entities.exchange.rows import LISTED


@given(LISTED["positions"])
def test_a_written_list_is_read_as_it_was(items):
    assert read(written(items, POSITION), POSITION) == items


@given(st.text("|\\nrts: a=", max_size=12))
def test_no_cell_does_more_than_be_refused(cell):
    with suppress(BadLine):
        items = read(cell, ALIAS)
        assert read(written(items, ALIAS), ALIAS) == items


def test_a_position_is_written_as_a_person_would():
    position = {"title": "Minister", "at": "Government", "from": "2012-11", "as_of": "2024-05-12"}
    cell = "Minister | at: Government | from: 2012-11 | as of: 2024-05-12"
    assert written([position], POSITION) == cell
    assert read(cell, POSITION) == [position]


def test_spaces_case_and_line_ends_do_not_matter():
    cell = "  Minister|AT :Government  |  As Of: 2024-05-12\r\n\n\tPrime Minister \r"
    assert read(cell, POSITION) == [
        {"title": "Minister", "at": "Government", "as_of": "2024-05-12"},
        {"title": "Prime Minister"},
    ]


def test_a_colon_belongs_to_what_follows_the_first():
    assert read("member of | to: un | link: https://un.example/:x", RELATION) == [
        {"kind": "member of", "to": "un", "link": "https://un.example/:x"}
    ]


@pytest.mark.parametrize(
    ("cell", "sentence"),
    [
        (
            "Kim\nShoigu | lang: ru",
            "Line 2: “lang: ru” begins with none of these words and a colon: language.",
        ),
        (
            "Kim | Korea",
            "Line 1: “Korea” begins with none of these words and a colon: language.",
        ),
        ("Kim | language: ko | language: en", "Line 1 says “language” twice."),
        ("C:\\x", "Line 1: “\\x” means nothing. A backslash is written “\\\\”."),
        ("Kim\\", "Line 1: “\\” means nothing. A backslash is written “\\\\”."),
    ],
)
def test_what_cannot_be_read_is_named_with_its_line(cell, sentence):
    with pytest.raises(BadLine) as wrong:
        read(cell, ALIAS)
    assert str(wrong.value) == sentence
