"""Files of Wikidata in every form: what is in them comes out, and what is broken is named."""

import bz2
import gzip
import json
import tracemalloc

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entities.wikidata.reading import LONGEST_LINE, Broken, Found, NotReadable, Source, told
from tests.entities.wikidata import generate
from tests.entities.wikidata.generate import entity, person

FORMS = ("dump", "lines", "array", "answer")
PACKINGS = (".json", ".json.gz", ".json.bz2")
text = st.text(st.characters(codec="utf-8"), max_size=12)
json_values = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | text,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(text, inner, max_size=3),
    max_leaves=8,
)
numbers = st.integers(1, 10**9).map("Q{}".format)
entities = st.lists(
    st.tuples(numbers, st.dictionaries(text, json_values, max_size=3)),
    min_size=1,
    max_size=6,
    unique_by=lambda pair: pair[0],
).map(
    lambda pairs: [
        {name: value for name, value in more.items() if name != "entities"} | {"id": number}
        for number, more in pairs
    ]
)


def data(path):
    return [each.data if isinstance(each, Found) else each for each in Source(path)]


def kept(path, content, packing=".json"):
    packed = {".json": bytes, ".json.gz": gzip.compress, ".json.bz2": bz2.compress}[packing]
    path = path / f"file{packing}"
    path.write_bytes(packed(content.encode() if isinstance(content, str) else content))
    return path


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("wikidata")


@pytest.mark.parametrize("packing", PACKINGS)
@pytest.mark.parametrize("form", FORMS)
def test_the_same_entities_come_out_of_every_form_and_packing(tmp_path, form, packing):
    written = list(generate.many(60))
    path = generate.write(tmp_path / f"file{packing}", written, form=form)
    assert data(path) == written


@settings(max_examples=60, deadline=None)
@given(entities, st.sampled_from(FORMS), st.sampled_from(PACKINGS))
def test_whatever_stands_in_an_entity_comes_out_as_it_was(folder, written, form, packing):
    path = generate.write(folder / f"any{packing}", written, form=form)
    assert data(path) == written


@pytest.mark.parametrize("indent", [None, 1, 4])
@pytest.mark.parametrize(
    ("document", "count"),
    [
        (entity("Q1"), 1),
        ([entity("Q1")], 1),
        ([entity("Q1"), entity("Q2")], 2),
        ({"entities": {"Q1": entity("Q1")}}, 1),
        ({"success": 1, "entities": {"Q1": entity("Q1"), "Q2": entity("Q2")}}, 2),
        ([{"entities": {"Q1": entity("Q1")}}, entity("Q2")], 2),
        ([], 0),
        ({"entities": {}}, 0),
        ({"entities": []}, 0),
    ],
)
def test_one_document_is_read_however_it_is_printed(tmp_path, document, count, indent):
    found = data(kept(tmp_path, json.dumps(document, indent=indent)))
    assert [each["id"] for each in found if isinstance(each, dict)] == ["Q1", "Q2"][:count]


def test_answers_one_behind_the_other_are_read_all(tmp_path):
    answers = [json.dumps({"entities": {n: entity(n)}}, indent=2) for n in ("Q1", "Q2", "Q3")]
    assert [each["id"] for each in data(kept(tmp_path, "\n".join(answers)))] == ["Q1", "Q2", "Q3"]


def test_brackets_may_stand_on_the_lines_of_the_first_and_the_last_entity(tmp_path):
    one, two = json.dumps(entity("Q1")), json.dumps(entity("Q2"))
    for content in (f"[{one},\n{two}]", f"[{one}\n,{two}\n]\n", f"[ {one} ,\r\n{two} ]\r\n"):
        assert [each["id"] for each in data(kept(tmp_path, content))] == ["Q1", "Q2"]


@pytest.mark.parametrize("form", FORMS)
def test_the_mark_that_some_editors_write_in_front_is_passed_over(tmp_path, form):
    path = generate.write(tmp_path / "bare.json", [person("Q1"), person("Q2")], form=form)
    marked = kept(tmp_path, b"\xef\xbb\xbf" + path.read_bytes())
    assert [each["id"] for each in data(marked)] == ["Q1", "Q2"]


def test_a_dump_packed_in_many_streams_is_read_to_its_end(tmp_path):
    lines = [json.dumps(entity(f"Q{n}")) + "\n" for n in range(1, 5)]
    for packing, packed in ((".json.gz", gzip.compress), (".json.bz2", bz2.compress)):
        path = tmp_path / f"file{packing}"
        path.write_bytes(b"".join(packed(line.encode()) for line in lines))
        assert len(data(path)) == 4


def test_an_entity_under_another_number_is_known_by_both(tmp_path):
    answer = {"entities": {"Q404": entity("Q395")}}
    (found,) = Source(kept(tmp_path, json.dumps(answer)))
    assert (found.asked, found.data["id"]) == ("Q404", "Q395")
    (found,) = Source(kept(tmp_path, json.dumps(answer, indent=1)))
    assert (found.asked, found.data["id"]) == ("Q404", "Q395")


def test_a_broken_line_is_named_and_the_others_are_read(tmp_path):
    lines = [json.dumps(entity(f"Q{n}")) for n in (1, 2, 3)]
    lines.insert(1, '{"id": "Q9", "labels": {')
    lines.insert(3, '{"id": "Q8", "labels": "\ufffd"} trailing')
    lines += ["[1]", "17", '"text"']
    path = kept(tmp_path, "\n".join(lines))
    found = data(path)
    assert [each["id"] for each in found if isinstance(each, dict)] == ["Q1", "Q2", "Q3"]
    broken = [str(each) for each in found if isinstance(each, Broken)]
    assert broken[0] == f"{path}, line 2: The line is no JSON from character 25 on."
    assert [words.split(", ")[1].split(":")[0] for words in broken] == [
        "line 2",
        "line 4",
        "line 6",
        "line 7",
        "line 8",
    ]


def test_a_line_that_is_not_utf_8_is_named(tmp_path):
    path = kept(tmp_path, b'{"id": "Q1"}\n{"id": "Q2", "labels": "\xff\xfe"}\n{"id": "Q3"}\n')
    assert [type(each) for each in Source(path)] == [Found, Broken, Found]


def test_a_line_with_no_end_is_not_held_in_memory(tmp_path):
    endless = '{"id": "Q2", "labels": "' + "x" * (LONGEST_LINE + 100)
    path = kept(tmp_path, f'{{"id": "Q1"}}\n{endless}\n{{"id": "Q3"}}\n', ".json.gz")
    found = list(Source(path))
    assert [type(each) for each in found] == [Found, Broken, Found]
    assert "too long" in str(found[1])


def test_a_line_of_a_thousand_brackets_breaks_nothing(tmp_path):
    deep = '{"id": "Q2", "claims": ' + "[" * 100_000
    path = kept(tmp_path, f'{{"id": "Q1"}}\n{deep}\n{{"id": "Q3"}}\n')
    assert [type(each) for each in Source(path)] == [Found, Broken, Found]


def test_what_is_no_entity_in_an_array_is_named_by_its_place(tmp_path):
    path = kept(tmp_path, json.dumps([entity("Q1"), "Q2", 3, None, [entity("Q4")]], indent=2))
    found = list(Source(path))
    assert [type(each) for each in found] == [Found, Broken, Broken, Broken, Broken]
    assert str(found[1]) == f"{path}, entity 2: What stands here is no entity."


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("", "is empty"),
        ("<!DOCTYPE html><p>Not found", "is no JSON: it begins with “<!DOCTYPE html><p>No”"),
        ("id,name\nQ1,A", "is no JSON: it begins with “id,name”"),
        (b"\x89PNG\r\n\x1a\n", "is no JSON"),
        (b"PK\x03\x04....", "packed in a way that is not read here"),
        (b"\x28\xb5\x2f\xfd....", "packed in a way that is not read here"),
        ('{"entities": {"Q1": {"id": "Q1"}', "it ends in the middle"),
        ('{"entities": {"Q1": oops}}', "stands there is no JSON"),
        ('[\n  {\n    "id": "Q1"\n  },\n  nonsense\n]', "stands there is no JSON"),
    ],
)
def test_a_file_that_cannot_be_read_gets_a_sentence(tmp_path, content, words):
    path = kept(tmp_path, content)
    with pytest.raises(NotReadable, match=words) as refusal:
        list(Source(path))
    assert str(path) in str(refusal.value)


def test_what_stands_in_front_of_the_fault_is_read(tmp_path):
    path = kept(tmp_path, '[\n  {\n    "id": "Q1"\n  },\n  {\n    "id": "Q2')
    entities = iter(Source(path))
    assert next(entities).data == {"id": "Q1"}
    with pytest.raises(NotReadable):
        next(entities)


@pytest.mark.parametrize("packing", [".json.gz", ".json.bz2"])
def test_a_packed_file_that_is_cut_off_or_damaged_gets_a_sentence(tmp_path, packing):
    path = generate.write(tmp_path / f"file{packing}", generate.many(300))
    whole = path.read_bytes()
    for content in (whole[: len(whole) // 2], whole[:400] + b"\x00" * 50 + whole[450:]):
        path.write_bytes(content)
        with pytest.raises(NotReadable, match="cannot be read on"):
            list(Source(path))


def test_a_file_that_is_not_there_gets_a_sentence(tmp_path):
    with pytest.raises(NotReadable, match="No such file"):
        Source(tmp_path / "none.json")
    with pytest.raises(NotReadable, match="Is a directory"):
        list(Source(tmp_path))


def test_an_answer_in_hand_is_told_as_a_file_would_be():
    found = told({"entities": {"Q1": entity("Q1"), "Q2": 5}}, where="Q1")
    assert [type(each) for each in found] == [Found, Broken]


@pytest.mark.parametrize("form", FORMS)
def test_memory_does_not_grow_with_the_file(tmp_path, form):
    def peak(count):
        path = generate.write(tmp_path / f"{count}.json.gz", generate.many(count), form=form)
        tracemalloc.start()
        try:
            assert sum(1 for _each in Source(path)) == count
            return tracemalloc.get_traced_memory()[1]
        finally:
            tracemalloc.stop()

    peak(50)  # what is imported and compiled once
    assert peak(6_000) < peak(1_000) * 1.5


def test_the_position_runs_up_to_the_size(tmp_path):
    source = Source(generate.write(tmp_path / "file.json.bz2", generate.many(500)))
    assert source.position == 0
    positions = [source.position for _each in source]
    assert positions == sorted(positions)
    assert 0 < positions[0] <= positions[-1] == source.size
