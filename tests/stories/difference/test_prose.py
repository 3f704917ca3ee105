"""What differs between two texts of paragraphs, lists and quotations."""

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom.prose import plain
from stories import difference
from stories.difference import Change
from tests.newsroom.difference.reading import shown
from tests.stories.difference.reading import ONE, THREE, TWO, changed, prose
from tests.stories.test_document import A_DOCUMENT


def test_a_word_in_a_paragraph_changes():
    assert prose(
        "<p>They met.</p><p>It rained all day.</p>", "<p>They met.</p><p>It snowed all day.</p>"
    ) == [
        ("same", "They met."),
        ("changed", "It [-rained][+snowed] all day."),
    ]


def test_a_link_that_goes_elsewhere_is_seen_with_both_addresses():
    was = '<p>See <a href="https://a.example/?x=1&amp;y=2">the treaty</a>.</p>'
    now = '<p>See <a href="https://b.example/">the treaty</a>.</p>'
    assert prose(was, now) == [
        (
            "changed",
            "See [-the treaty<https://a.example/?x=1&y=2>][+the treaty<https://b.example/>].",
        )
    ]


def test_bold_and_italic_are_seen():
    assert prose("<p>A big plan</p>", "<p>A <strong>big</strong> <em>plan</em></p>") == [
        ("changed", "A [-big plan][+*big*][+ ][+_plan_]")
    ]


@pytest.mark.parametrize(
    ("was", "now"),
    [
        ("<p>a <b>b</b> c</p>", "<p>a <strong>b</strong> c</p>"),
        ("<p>a <b>b</b> c</p>", "<p>a<b> b </b>c</p>"),
        ("<p>a  b</p>\n<p> c</p>", "<p>a\nb</p><p>c</p>"),
        ("<ul><li>a</li></ul>", "<ul><li><p>a</p></li></ul>"),
        ("<p>a&nbsp;&amp; b</p><p></p>", "<p>a & b</p>"),
        ("<p><b>a</b><b>b</b></p>", "<p><b>ab</b></p>"),
    ],
)
def test_html_that_reads_the_same_is_no_difference(was, now):
    part = changed("what_happened", was, now)
    assert not part.is_changed
    assert (
        difference.changed_parts(
            replace(A_DOCUMENT, background=was), replace(A_DOCUMENT, background=now)
        )
        == []
    )


def test_a_removed_paragraph_stands_where_it_was_and_a_new_one_where_it_is():
    new = "<p>Snow is forecast for the weekend.</p>"
    assert [change for change, _text in prose(ONE + TWO + THREE, ONE + THREE)] == [
        "same",
        "removed",
        "same",
    ]
    assert [change for change, _text in prose(ONE + TWO + THREE, ONE + new + THREE)] == [
        "same",
        "removed",
        "added",
        "same",
    ]
    assert [change for change, _text in prose(ONE + TWO, TWO)] == ["removed", "same"]


def test_a_paragraph_that_only_moved_is_moved():
    assert prose(ONE + TWO + THREE, THREE + ONE + TWO) == [
        ("moved", "Nobody knows who will pay for the bridge."),
        ("same", "Ministers of both states met in the capital."),
        ("same", "Exports fell by half."),
    ]


def test_a_paragraph_that_moved_and_changed_is_both():
    part = changed(
        "what_happened", ONE + TWO + THREE, THREE.replace("bridge", "tunnel") + ONE + TWO
    )
    assert [(block.change, block.is_moved) for block in part.blocks] == [
        ("changed", True),
        ("same", False),
        ("same", False),
    ]
    assert "the [-bridge][+tunnel]." in shown(part.blocks[0].fields[0].runs)


def test_a_paragraph_that_moved_is_not_taken_for_one_of_the_same_words():
    rome, oslo = "<p>Rome beat Oslo at last.</p>", "<p>Oslo beat Rome at last.</p>"
    assert [change for change, _text in prose(rome + ONE + TWO, oslo + ONE + TWO + rome)] == [
        "added",
        "same",
        "same",
        "moved",
    ]


def test_a_paragraph_that_comes_twice_is_not_moved_but_added():
    assert [change for change, _text in prose(ONE + TWO + ONE, ONE + ONE + TWO + ONE)].count(
        "added"
    ) == 1
    assert "moved" not in dict(prose(ONE + TWO + ONE, ONE + ONE + TWO + ONE))


def test_lists_and_quotations_are_blocks_of_their_kind():
    html = (
        "<p>a</p><ul><li><p>b</p><ul><li><p>c</p></li></ul></li><li><p>d</p><p>e</p></li></ul>"
        "<ol><li>f</li></ol><blockquote><p>g</p></blockquote>"
    )
    part = changed("what_happened", "", html)
    assert [(block.kind, block.level, block.fields[0].after) for block in part.blocks] == [
        ("p", 0, "a"),
        ("ul", 0, "b"),
        ("ul", 1, "c"),
        ("ul", 0, "d"),
        ("p", 1, "e"),
        ("ol", 0, "f"),
        ("blockquote", 0, "g"),
    ]


@pytest.mark.parametrize(
    ("was", "now", "kinds"),
    [
        (ONE, f"<blockquote>{ONE}</blockquote>", ("p", "blockquote")),
        (f"<ul><li>{ONE}</li></ul>", f"<ol><li>{ONE}</li></ol>", ("ul", "ol")),
        (
            f"<ul><li>x</li><li>{ONE}</li></ul>",
            f"<ul><li>x<ul><li>{ONE}</li></ul></li></ul>",
            ("ul", "ul"),
        ),
    ],
)
def test_a_paragraph_that_is_set_otherwise_has_changed(was, now, kinds):
    block = changed("what_happened", was, now).blocks[-1]
    assert block.change == Change.CHANGED
    assert (block.kind_before, block.kind) == kinds


HTML_WORDS = st.sampled_from(
    ["Ministers", "met", "a&amp;b", "北京", "so.", "“no”", "12,000", "x &lt; y"]
)


@st.composite
def html_texts(draw):
    """Prose as the sanitiser leaves it, from few words, so that two are often alike."""

    def inline():
        parts = []
        for word in draw(st.lists(HTML_WORDS, min_size=1, max_size=8)):
            form = draw(
                st.sampled_from(
                    ["{}", "{}", "<strong>{}</strong>", "<em>{} </em>", '<a href="http://a">{}</a>']
                )
            )
            parts.append(form.format(word))
        return draw(st.sampled_from([" ", " ", "\n ", ""])).join(parts)

    shapes = st.sampled_from(
        [
            "<p>{}</p>",
            "<p>{}</p>",
            "<ul><li><p>{}</p></li><li>{}</li></ul>",
            "<ol><li><p>{}</p><ul><li><p>{}</p></li></ul></li></ol>",
            "<blockquote><p>{}</p><p>{}</p></blockquote>",
        ]
    )
    found = draw(st.lists(shapes, max_size=6))
    return "".join(shape.format(*(inline() for _ in range(shape.count("{}")))) for shape in found)


@given(html_texts(), html_texts())
def test_both_proses_are_read_off_their_difference(old, new):
    blocks = changed("what_happened", old, new).blocks
    after = [block.fields[0].after for block in blocks if block.change != Change.REMOVED]
    before = [block.fields[0].before for block in blocks if block.change != Change.ADDED]
    assert after == [" ".join(text.split()) for text in plain(new).split("\n\n") if text]
    assert sorted(before) == sorted(
        " ".join(text.split()) for text in plain(old).split("\n\n") if text
    )
    if not any(block.is_moved for block in blocks):
        assert " ".join(before) == " ".join(plain(old).split())


@pytest.mark.parametrize("html", ["<![x[", "<!doctype x", "<?php", "</b></a>x", "<p><b>x", "a < b"])
def test_html_that_is_no_prose_is_read_as_far_as_it_goes(html):
    part = changed("what_happened", html, f"{html} more")
    assert "more" in part.blocks[-1].fields[0].after


def test_marks_end_where_their_tag_does():
    (block,) = changed("what_happened", "", '<p>a <a href="http://x">b</a> <b>c</b> d</p>').blocks
    assert re.sub(r"\[\+ ?| ?\]", "", shown(block.fields[0].runs)) == "ab<http://x>*c*d"
