"""A difference on the page: readable without colour, without HTML, and as short as it can be."""

import re
from dataclasses import replace
from html import unescape

import pytest
from django.template.loader import render_to_string

from stories import difference
from tests.stories.difference.reading import CITATION, ONE, changed
from tests.stories.test_document import A_DOCUMENT, CHANGES


def html_of(part, **context):
    html = render_to_string("components/difference.html", {"part": part} | context)
    return re.sub(r"\s+", " ", html)


def words_on(html):
    """What a screen reader says of it."""
    return " ".join(unescape(re.sub(r"<[^>]*>", "", html)).split())


def test_the_page_says_what_was_added_and_removed_without_colour():
    html = html_of(changed("standfirst", "On Tuesday in Rome.", "On Friday in Rome."))
    assert re.search(r"On <del>.*Tuesday</del><ins>.*Friday</ins> in Rome\.", html)
    assert words_on(html) == "On removed: Tuesday added: Friday in Rome."


def test_no_space_is_shown_between_words_that_have_none():
    html = html_of(changed("headline", "北京的天气, it’s so", "北京天气, it’s no"))
    marks = re.sub(r'<span class="visually-hidden">.*?</span>', "", html)
    assert "北京<del>的</del>天气, it’s <del>so</del><ins>no</ins>" in marks


def test_the_page_shows_text_and_never_the_html_of_a_document():
    html = html_of(
        changed(
            "what_happened",
            "<p>a &lt;b&gt;</p>",
            '<p>a &lt;b&gt; <strong>x</strong> <a href="javascript:alert(1)">y</a></p>',
        )
    )
    assert "a &lt;b&gt;" in html
    assert "<strong>x</strong>" in html
    assert "bold x" in words_on(html)
    assert "<a " not in html
    assert "y (javascript:alert(1))" in words_on(html)


def test_a_changed_row_shows_the_names_of_its_fields_and_its_dates_in_words():
    now = replace(
        CITATION, published_on="2026-03-01", archive_url="https://kept.example/", is_print_only=True
    )
    said = words_on(html_of(changed("citations", (CITATION,), (now,))))
    assert said == (
        "Paper A Date removed: March 2026 added: 1 March 2026 "
        "Kept copy added: https://kept.example/ added: In print only"
    )


@pytest.mark.parametrize("change", CHANGES)
def test_whatever_changed_shows_on_the_page(change):
    (part,) = (p for p in difference.compare(A_DOCUMENT, CHANGES[change]) if p.is_changed)
    if change == "citations[0].published_on":
        part = changed("citations", (CITATION,), (replace(CITATION, published_on="2025"),))
    for html in (html_of(part), html_of(part, whole=True)):
        said = words_on(html).lower()
        assert any(word in said for word in ("added", "removed", "moved"))
        assert "record number" not in said or change.endswith(".id")


def test_added_removed_and_moved_rows_are_said_to_be():
    names = {5: "Oslo", 6: "Riga", 7: "Rome", 8: "Bern", 9: "Cork"}
    part = changed("topics", (7, 9, 5, 8), (8, 7, 9, 6), names=names)
    assert words_on(html_of(part)) == "Moved Bern 2 unchanged Removed Oslo Added Riga"
    assert words_on(html_of(part, whole=True)) == "Moved Bern Rome Cork Removed Oslo Added Riga"


@pytest.mark.parametrize(
    ("was", "now", "said"),
    [
        (ONE, f"<blockquote>{ONE}</blockquote>", "Was a paragraph"),
        (f"<blockquote>{ONE}</blockquote>", ONE, "Was a quotation"),
        (f"<ol><li>{ONE}</li></ol>", ONE, "Was an item of a numbered list"),
        (f"<ul><li>{ONE}</li></ul>", ONE, "Was an item of a list"),
        (
            f"<ul><li>x<ul><li>{ONE}</li></ul></li></ul>",
            f"<ul><li>x</li><li>{ONE}</li></ul>",
            "Set at another level",
        ),
    ],
)
def test_a_paragraph_that_is_set_otherwise_is_said_to_be(was, now, said):
    assert said in words_on(html_of(changed("what_happened", was, now)))


def test_what_did_not_change_is_folded_unless_the_whole_is_asked_for():
    long = "<p>" + " ".join(f"w{number}" for number in range(60)) + "</p>"
    part = changed("what_happened", ONE + long, ONE + long.replace("w30", "new"))
    said = words_on(html_of(part))
    assert "1 unchanged" in said
    assert "w29" in said
    assert "w1 " not in said
    said = words_on(html_of(part, whole=True))
    assert "Ministers of both states" in said
    assert "w1 " in said


def test_the_whole_of_a_changed_row_is_shown_with_what_stayed():
    part = changed("citations", (CITATION,), (replace(CITATION, headline="They agreed"),))
    assert "At last" not in words_on(html_of(part))
    said = words_on(html_of(part, whole=True))
    assert "Quotation At last" in said
    assert "Link https://paper-a.example/1" in said


def test_a_part_of_which_nothing_is_left_says_so():
    assert words_on(html_of(changed("picture", None, None))) == "Empty"
