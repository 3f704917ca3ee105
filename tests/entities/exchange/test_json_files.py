"""JSON files of profiles."""

import json
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entities.exchange import json_files
from entities.exchange.layout import COLUMNS, NotAFile
from tests.entities.exchange.rows import ROWS


def faults(text):
    found = json_files.read(text).faults
    return [(fault.number, fault.line, fault.column, fault.text) for fault in found]


@settings(max_examples=200, deadline=None)
@given(st.lists(ROWS, max_size=4))
def test_a_written_file_is_read_as_it_was(rows):
    sheet = json_files.read("".join(json_files.written(rows)))
    assert not sheet.faults
    assert [(row.texts, row.lists) for row in sheet.rows] == [
        (row.texts, row.lists) for row in rows
    ]


@settings(deadline=None)
@given(st.text('[]{}",:\n 1ank', max_size=30))
def test_no_text_does_more_than_be_refused(text):
    with suppress(NotAFile):
        json_files.read(text)


def test_any_program_reads_what_is_written():
    text = "".join(json_files.written([]))
    assert json.loads(text) == []


def test_what_is_missing_is_left_and_what_is_empty_empties():
    given = [{"address": "kim", "name": None, "site": "", "aliases": [], "check_every": 90}]
    row = json_files.read(json.dumps(given)).rows[0]
    assert row.texts == {"address": "kim", "name": "", "site": "", "check_every": "90"}
    assert row.lists == {"aliases": []}


def test_a_profile_is_numbered_by_its_place_and_found_by_its_line():
    sheet = json_files.read('\n[\n{"address": "kim"},\n\n{"address":\n"putin"}]')
    assert [(row.number, row.line) for row in sheet.rows] == [(1, 3), (2, 5)]


def test_what_is_wrong_in_a_profile_is_told_with_its_place():
    known = ", ".join(COLUMNS)
    assert faults('[{"address": "kim", "nmae": 1},\n5]') == [
        (1, 1, "nmae", f"There is no such key: {known}."),
        (2, 2, "", "This is no object: a profile is written in { }."),
    ]
    assert faults('[{"name": true, "kind": [], "site": {}, "site": "", "born": NaN}]') == [
        (1, 1, "name", "A text in quotation marks belongs here."),
        (1, 1, "kind", "A text in quotation marks belongs here."),
        (1, 1, "site", "A text in quotation marks belongs here."),
        (1, 1, "born", "A text in quotation marks belongs here."),
    ]
    assert faults('[{"name": "Kim", "name": "Kim"}]') == [
        (1, 1, "name", "The key stands there twice.")
    ]


@pytest.mark.parametrize(
    ("aliases", "sentence"),
    [
        ('"Kim"', "A list of objects belongs here: [{ … }, { … }]."),
        ('{"name": "Kim"}', "A list of objects belongs here: [{ … }, { … }]."),
        ('["Kim"]', "Member 1 is no object."),
        ('[{"name": "Kim"}, {"x": ""}]', "Member 2: there is no key “x”: name, language."),
        ('[{"name": "Kim", "name": "K"}]', "Member 1 has the key “name” twice."),
    ],
)
def test_what_is_wrong_in_a_list_is_told(aliases, sentence):
    assert faults(f'[{{"aliases": {aliases}}}]') == [(1, 1, "aliases", sentence)]


@pytest.mark.parametrize(
    ("text", "line", "sentence"),
    [
        ("", 1, "A JSON file of profiles is a list: it begins with [."),
        ('{"address": "kim"}', 1, "A JSON file of profiles is a list: it begins with [."),
        ('[\n{"address": }\n]', 2, "This is no JSON: Expecting value"),
        (
            '[\n{"address": "kim"}\n{}]',
            3,
            "Here a comma or the ] at the end of the list is missing.",
        ),
        ("[{}]\n\nmore", 1, "Something stands behind the end of the list."),
        ("[\n" + '{"a":' * 100_000, 2, "The profile is nested too deep."),
        ("[" + "{}," * 10_000 + "{}]", 0, "At most 10000 profiles are taken over at once."),
    ],
    ids=["nothing", "no list", "no value", "no comma", "more", "deep", "many"],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(text, line, sentence):
    with pytest.raises(NotAFile) as wrong:
        json_files.read(text)
    assert str(wrong.value) == sentence
    assert wrong.value.line == line
