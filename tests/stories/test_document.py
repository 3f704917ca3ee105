import hashlib
import json
from dataclasses import fields, is_dataclass, replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.document import (
    FORMAT,
    Author,
    Citation,
    Document,
    OutletRef,
    PictureRef,
    Point,
    SectionRef,
    TagRef,
    UnknownFormat,
)

ids = st.integers(min_value=1, max_value=2**63 - 1)
texts = st.text(max_size=20)


def some(kind, **given):
    """Instances of a part of a document, text in each field that is not given."""
    return st.builds(kind, **{field.name: texts for field in fields(kind)} | given)


def tuples(each):
    return st.lists(each, max_size=3).map(tuple)


documents = some(
    Document,
    section=st.none() | some(SectionRef, id=ids),
    authors=tuples(some(Author, id=st.none() | ids)),
    picture=st.none() | some(PictureRef, id=ids, width=ids, height=ids, is_synthetic=st.booleans()),
    points=tuples(some(Point)),
    citations=tuples(
        some(Citation, outlet=some(OutletRef, id=st.none() | ids), is_print_only=st.booleans())
    ),
    questions=tuples(texts),
    topics=tuples(ids),
    tags=tuples(some(TagRef, id=ids)),
)

A_DOCUMENT = Document(
    slug="a-brief",
    headline="Ministers agree",
    standfirst="On Tuesday.",
    section=SectionRef(id=1, name="World", slug="world"),
    authors=(Author(id=2, name="Sam Okafor"), Author(id=None, name="A Guest")),
    picture=PictureRef(
        id=3,
        file="pictures/a.jpg",
        width=600,
        height=400,
        alt="A handshake",
        caption="They shook hands.",
        credit="Jane Doe",
        source="Reuters",
        licence="CC BY 4.0",
        licence_url="https://creativecommons.org/licenses/by/4.0/",
        is_synthetic=False,
    ),
    what_happened="<p>They agreed — “at last”.</p>",
    points=(Point(theme="Money", label="Budget", text="It costs."),),
    citations=(
        Citation(
            outlet=OutletRef(id=4, name="Paper A", slug="paper-a", country="GB", kind="newspaper"),
            text="Paper A reports it.",
            headline="They agree",
            url="https://paper-a.example/1",
            published_on="2026-03",
            quote="At last",
            archive_url="",
            is_print_only=False,
        ),
    ),
    synthesis="<p>Together.</p>",
    background="<p>Before.</p>",
    questions=("What next?", "And then?"),
    topics=(7, 5),
    tags=(TagRef(id=6, name="budget", slug="budget"),),
)


@given(documents)
@settings(deadline=None, max_examples=60)
def test_a_document_comes_back_from_its_json_as_it_was(document):
    again = Document.from_json(document.to_json())
    assert again == document
    assert again.digest == document.digest


@given(documents, documents)
@settings(deadline=None, max_examples=60)
def test_two_documents_have_one_digest_only_if_they_say_the_same(one, other):
    assert (one.digest == other.digest) == (one == other)


def test_the_digest_is_the_hash_of_the_canonical_json():
    text = A_DOCUMENT.to_json()
    assert A_DOCUMENT.digest == hashlib.sha256(text.encode("utf-8")).hexdigest()
    assert "— “at last”" in text, "letters stand as they are, not as escapes"
    assert list(json.loads(text)) == sorted(json.loads(text))
    assert json.dumps(json.loads(text), ensure_ascii=False, separators=(",", ":")) == text
    assert json.loads(text)["format"] == FORMAT == 1


def test_the_digest_of_a_document_never_changes_from_one_release_to_the_next():
    """Approvals and editions hold it. Whoever changes the shape raises FORMAT and reads the old."""
    digest = "470d5e9e01713107fe76c1c44efa2c705abc62098cfa9a0d5e1e1b0448c92815"
    assert A_DOCUMENT.digest == digest


def changes(part):
    """Each dataclass that differs from `part` in one field, at any depth, with the field's name."""
    for field in fields(part):
        value = getattr(part, field.name)
        for name, other in others(value):
            yield f"{field.name}{name}", replace(part, **{field.name: other})


def others(value):
    if is_dataclass(value):
        yield from ((f".{name}", other) for name, other in changes(value))
        return
    match value:
        case bool():
            yield "", not value
        case None:
            yield "", 99
        case int():
            yield "", value + 1
        case str():
            yield "", value + "x"
        case tuple():
            yield " is empty", ()
            yield (
                " in another order",
                (*value[1:], value[0]) if len(value) > 1 else (*value, *value),
            )
            for name, other in others(value[0]):
                yield f"[0]{name}", (other, *value[1:])


CHANGES = dict(changes(A_DOCUMENT))


def test_no_part_of_a_document_is_left_out_of_the_test_below():
    assert len(CHANGES) > 50
    assert {"citations[0].outlet.country", "picture.alt", "topics in another order"} <= set(CHANGES)


@pytest.mark.parametrize("change", CHANGES)
def test_a_change_of_anything_is_another_digest_and_is_kept(change):
    changed = CHANGES[change]
    assert changed.digest != A_DOCUMENT.digest
    assert Document.from_json(changed.to_json()) == changed


@given(st.text() | st.recursive(st.none() | st.integers() | st.text(), st.lists).map(json.dumps))
@settings(deadline=None, max_examples=60)
def test_a_text_that_is_no_document_is_refused(text):
    with pytest.raises(UnknownFormat):
        Document.from_json(text)


@pytest.mark.parametrize(
    "text",
    ["", "{", "null", "[]", "{}", '"text"', '{"format": 1}', '{"format": 1, "headline": "x"}'],
)
def test_a_text_without_the_parts_of_a_document_is_refused(text):
    with pytest.raises(UnknownFormat):
        Document.from_json(text)


@pytest.mark.parametrize("number", [0, 2, "1", None])
def test_a_document_of_another_format_is_refused(number):
    data = json.loads(A_DOCUMENT.to_json()) | {"format": number}
    with pytest.raises(UnknownFormat):
        Document.from_json(json.dumps(data))


@pytest.mark.parametrize("name", [field.name for field in fields(Document)])
def test_a_document_that_lacks_a_part_is_refused(name):
    data = json.loads(A_DOCUMENT.to_json())
    del data[name]
    with pytest.raises(UnknownFormat):
        Document.from_json(json.dumps(data))


def test_a_document_with_a_part_that_we_do_not_know_is_refused():
    for extra in ({"mood": "grim"}, {"authors": [{"id": 1, "name": "A", "mood": "grim"}]}):
        with pytest.raises(UnknownFormat):
            Document.from_json(json.dumps(json.loads(A_DOCUMENT.to_json()) | extra))


def point(theme, label):
    return Point(theme=theme, label=label, text=".")


def test_points_stand_under_their_theme_in_the_editors_order():
    points = (point("B", "1"), point("B", "2"), point("A", "3"), point("", "4"))
    document = replace(A_DOCUMENT, points=points)
    assert [(theme, [each.label for each in group]) for theme, group in document.themes] == [
        ("B", ["1", "2"]),
        ("A", ["3"]),
        ("", ["4"]),
    ]


def test_a_theme_that_comes_back_later_is_named_again():
    document = replace(A_DOCUMENT, points=(point("A", "1"), point("B", "2"), point("A", "3")))
    assert [theme for theme, _points in document.themes] == ["A", "B", "A"]


def test_a_story_card_shows_the_lead_picture_with_all_that_is_said_about_it():
    assert A_DOCUMENT.card_picture == {
        "id": 3,
        "file": "pictures/a.jpg",
        "width": 600,
        "height": 400,
        "alt": "A handshake",
        "caption": "They shook hands.",
        "credit": "Jane Doe",
        "source": "Reuters",
        "licence": "CC BY 4.0",
        "licence_url": "https://creativecommons.org/licenses/by/4.0/",
        "is_synthetic": False,
    }
    assert replace(A_DOCUMENT, picture=None).card_picture is None
