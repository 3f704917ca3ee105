"""What differs between two documents is told in full, in reading order, and nothing else is."""

from dataclasses import replace

import pytest
from hypothesis import given, settings

from stories import difference
from stories.difference import Change
from stories.document import Author, OutletRef, Point, SectionRef, TagRef
from tests.newsroom.difference.reading import shown
from tests.stories.difference.reading import CITATION, OTHER, changed, fates, named
from tests.stories.test_document import A_DOCUMENT, CHANGES, documents


def test_a_changed_link_and_date_of_a_citation_are_seen_beside_its_outlet():
    now = replace(CITATION, url="https://paper-a.example/2", published_on="2026-03-01")
    (block,) = changed("citations", (CITATION,), (now,)).blocks
    assert shown(block.head.runs) == "Paper A"
    assert named(block) == {
        "url": "https://paper-a.example/[-1][+2]",
        "published_on": "[-2026-03][+2026-03-01]",
    }


def test_another_outlet_is_told_by_its_name_alone():
    now = replace(CITATION, outlet=OTHER.outlet)
    (block,) = changed("citations", (CITATION,), (now,)).blocks
    assert shown(block.head.runs) == "Paper [-A][+B]"
    assert named(block) == {}


def test_an_outlet_that_the_desk_has_come_to_know_is_told_by_what_it_knows():
    unknown = replace(
        CITATION, outlet=OutletRef(id=None, name="Paper A", slug="", country="", kind="")
    )
    (block,) = changed("citations", (unknown,), (CITATION,)).blocks
    assert named(block) == {
        "outlet_slug": "[+paper-a]",
        "outlet_country": "[+GB]",
        "outlet_kind": "[+newspaper]",
    }


def test_citations_that_change_places_have_moved():
    part = changed("citations", (CITATION, OTHER), (OTHER, CITATION))
    assert sorted(block.change for block in part.blocks) == ["moved", "same"]


def test_a_rewritten_citation_is_known_by_its_link():
    now = replace(CITATION, text="Nothing of the kind was said.", headline="New words")
    (block,) = changed("citations", (CITATION,), (now,)).blocks
    assert block.change == Change.CHANGED


def test_a_new_citation_tells_all_that_there_is_to_read():
    part = changed("citations", (CITATION,), (CITATION, replace(OTHER, is_print_only=True)))
    block = part.blocks[1]
    assert block.change == Change.ADDED
    assert named(block) == {
        "text": "[+Paper B doubts all of it.]",
        "quote": "[+At last]",
        "headline": "[+Doubts grow]",
        "url": "[+https://paper-b.example/9]",
        "published_on": "[+2026-03]",
        "is_print_only": "[+yes]",
    }


def test_a_point_is_known_by_its_label():
    was = (
        Point(theme="Money", label="Budget", text="It costs."),
        Point(theme="", label="B", text="."),
    )
    now = (was[1], Point(theme="Cost", label="Budget", text="Nobody has paid yet."))
    part = changed("points", was, now)
    moved = next(block for block in part.blocks if shown(block.head.runs) == "Budget")
    assert moved.change == Change.CHANGED
    assert named(moved) == {
        "text": "[-It costs][+Nobody has paid yet].",
        "theme": "[-Money][+Cost]",
    }


def test_questions_are_added_removed_reworded_and_moved():
    was = ("Who pays for the bridge?", "What did Rome know?", "When is the vote?")
    now = ("When is the vote?", "Who pays for the tunnel?", "Is it safe at all, then?")
    part = changed("questions", was, now)
    assert [block.is_moved for block in part.blocks] == [False, False, True, False]
    assert fates(part) == [
        ("removed", "What did Rome know?"),
        ("same", "When is the vote?"),
        ("changed", "Who pays for the tunnel?"),
        ("added", "Is it safe at all, then?"),
    ]


def test_topics_are_shown_by_name_and_known_by_number():
    part = changed("topics", (7, 5, 8), (7, 8, 6), names={7: "Russia", 5: "Georgia", 6: "Georgia"})
    assert fates(part) == [
        ("same", "Russia"),
        ("removed", "Georgia"),
        ("same", "#8"),
        ("added", "Georgia"),
    ]


def test_a_guest_who_joins_the_newsroom_is_no_guest_any_more():
    was, now = Author(id=None, name="Min-ji Park"), Author(id=8, name="Min-ji Park")
    (block,) = changed("bylines", (was,), (now,)).blocks
    assert block.change == Change.CHANGED
    assert named(block) == {"is_guest": "[-yes]"}


def test_a_renamed_tag_is_changed_and_another_tag_is_another():
    budget = TagRef(id=6, name="budget", slug="budget")
    renamed = changed("tags", (budget,), (replace(budget, name="budgets", slug="budgets"),))
    assert [named(block) for block in renamed.blocks] == [{"text": "[-budget][+budgets]"}]
    other = changed("tags", (budget,), (replace(budget, id=7),))
    assert [block.change for block in other.blocks] == ["removed", "added"]


def test_a_picture_with_another_caption_is_changed_and_another_picture_is_another():
    picture = A_DOCUMENT.picture
    now = replace(picture, caption="They shook hands again.", is_synthetic=True)
    (block,) = changed("picture", picture, now).blocks
    assert named(block) == {
        "caption": "They shook hands[+ again].",
        "is_synthetic": "[+yes]",
    }
    other = changed("picture", picture, replace(now, id=99, file="pictures/b.jpg"))
    assert [block.change for block in other.blocks] == ["removed", "added"]


def test_a_headline_in_wholly_other_words_is_one_that_changed():
    (block,) = changed("headline", "Ministers agree", "Snow falls on Rome").blocks
    assert block.change == Change.CHANGED
    (block,) = changed(
        "section", A_DOCUMENT.section, SectionRef(id=2, name="Law", slug="law")
    ).blocks
    assert named(block) == {"text": "[-World][+Law]"}


def test_parts_come_in_the_order_of_the_form_changed_or_not():
    parts = difference.compare(A_DOCUMENT, replace(A_DOCUMENT, headline="They agree"))
    names = [part.name for part in parts]
    assert " ".join(names) == (
        "headline standfirst section slug bylines picture what_happened points citations "
        "synthesis background questions topics tags"
    )
    assert [part.name for part in parts if part.is_changed] == ["headline"]


def test_a_first_version_is_all_new_and_no_document_is_all_gone():
    for old, new, change in ((None, A_DOCUMENT, "added"), (A_DOCUMENT, None, "removed")):
        parts = difference.compare(old, new)
        assert {block.change for part in parts for block in part.blocks} == {change}
        assert difference.changed_parts(old, new) == [part.name for part in parts]
    assert not any(part.blocks for part in difference.compare(None, None))
    assert difference.changed_parts(None, None) == []


@pytest.mark.parametrize("change", CHANGES)
def test_nothing_that_changes_the_digest_escapes_the_reader(change):
    now = CHANGES[change]
    (part,) = (part for part in difference.compare(A_DOCUMENT, now) if part.is_changed)
    assert difference.changed_parts(A_DOCUMENT, now) == [part.name]
    for block in part.blocks:
        if block.change == Change.CHANGED and not block.kind_before:
            fields = [*block.shown, *([block.head] if block.head else [])]
            assert any(field.is_changed for field in fields)


def test_what_did_not_change_between_blocks_is_counted():
    part = changed("questions", ("A?", "B?", "C?", "D?"), ("A?", "B?", "D?"))
    assert [getattr(each, "left_out", "block") for each in part.folded] == [2, "block", 1]


def test_the_summary_counts_words_and_no_addresses():
    was = replace(A_DOCUMENT, headline="Ministers agree on aid")
    now = replace(
        was,
        headline="Ministers agree on nothing at all",
        citations=(replace(CITATION, url="https://paper-a.example/other/words"),),
        questions=(*was.questions, "北京?"),
    )
    assert difference.summary(difference.compare(was, now)) == difference.Summary(
        words_added=5, words_removed=1
    )


@given(documents, documents)
@settings(deadline=None, max_examples=60)
def test_any_two_documents_can_be_compared(old, new):
    parts = difference.compare(old, new)
    names = [part.name for part in parts if part.is_changed]
    assert difference.changed_parts(old, new) == names
    for part, alone in zip(parts, difference.compare(None, new), strict=True):
        now = [block for block in part.blocks if block.change != Change.REMOVED]
        assert [_texts(block, "after") for block in now] == [
            _texts(block, "after") for block in alone.blocks
        ]
    for part, alone in zip(parts, difference.compare(old, None), strict=True):
        was = [block for block in part.blocks if block.change != Change.ADDED]
        assert sorted(_texts(block, "before") for block in was) == sorted(
            _texts(block, "before") for block in alone.blocks
        )


def _texts(block, side):
    return [(f.name, getattr(f, side)) for f in block.fields if getattr(f, side)]


@given(documents)
@settings(deadline=None, max_examples=30)
def test_a_document_does_not_differ_from_itself(document):
    assert difference.changed_parts(document, document) == []
    assert not any(part.is_changed for part in difference.compare(document, document))
