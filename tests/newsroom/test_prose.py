"""Sentences, cut-off ends, plain text and reading times."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from newsroom import prose


@pytest.mark.parametrize(
    "sentences",
    [
        ["It rained.", "It stopped!", "Did it?", "Yes…", "No."],
        ["Mr. Kim met J. Smith and Dr. A. B. Jones.", "They ate."],
        ["The U.S. President left.", "He flew to the U.S.", "The talks went on."],
        ["Growth was 5.2 per cent.", "Prices fell."],
        ["At 5 p.m. Kim left.", "He came at 6 a.m.", "It was cold."],
        ['He said "stop."', "“Really?” he said.", "(It was late.)", "Then he left."],
        ["No. 10 was silent.", "He said no.", "Kim agreed."],
        ["It was signed on 3 Oct. 2024.", "Acme Inc. paid.", "Jones Jr. wept."],
        ["Bo (b. 1961) is a poet.", "He writes."],
        ["In 2024.", "The end."],
        ["1. One thing.", "Another."],
        ["Das ist es.", "Älter ist es."],
    ],
)
def test_sentences_are_told_apart(sentences):
    assert prose.sentences(" ".join(sentences)) == sentences


def test_sentences_end_at_cjk_stops_without_a_space():
    assert prose.sentences("これは。それは「行く。」と言った。終") == [
        "これは。",
        "それは「行く。」と言った。",
        "終",
    ]


def test_a_blank_line_ends_a_sentence():
    assert prose.sentences("A title\n\nA sentence.") == ["A title", "A sentence."]


@given(st.text())
def test_sentences_lose_nothing(text):
    assert "".join("".join(prose.sentences(text)).split()) == "".join(text.split())


def test_leading_sentences_are_two_where_two_fit():
    assert prose.leading_sentences("One. Two. Three.", limit=9) == "One. Two."


def test_leading_sentences_are_one_where_two_do_not_fit():
    assert prose.leading_sentences("One. Two. Three.", limit=8) == "One."


def test_a_first_sentence_that_is_too_long_stands_whole():
    assert prose.leading_sentences("A long sentence. Two.", limit=5) == "A long sentence."


def test_a_sentence_that_is_cut_off_does_not_lead():
    assert prose.leading_sentences("One. Two is of the in", limit=90) == "One."
    assert prose.leading_sentences("One is of the in", limit=90) == ""
    assert prose.leading_sentences("", limit=90) == ""


def test_leading_sentences_stand_on_one_line():
    assert prose.leading_sentences("One\nline.\nTwo.", limit=90) == "One line. Two."


@given(st.text(), st.integers(0, 80))
def test_leading_sentences_are_never_cut(text, limit):
    led = prose.leading_sentences(text, limit=limit)
    assert not led or not prose.is_cut_off(led)


@pytest.mark.parametrize(
    "text",
    ["Done.", "Done!", "Done?", 'He said "done."', "“Done”", "(Done.)", "終わり。", "the U.S.", ""],
)
def test_a_whole_text_is_not_cut_off(text):
    assert not prose.is_cut_off(text)


@pytest.mark.parametrize(
    "text",
    ["of the Earth's in", "and then,", "It goes on…", "It goes on...", "He met Mr.", "(see below)"],
)
def test_a_text_without_an_end_is_cut_off(text):
    assert prose.is_cut_off(text)


def test_html_becomes_paragraphs_of_plain_text():
    html = "<p>A &amp; <strong>b</strong></p><ul><li><p>c</p></li><li><p>d<br>e</p></li></ul>"
    assert prose.plain(html) == "A & b\n\nc\n\nd\ne"


def test_an_escaped_tag_is_text():
    assert prose.plain("<p>&lt;p&gt; &amp;lt;</p>") == "<p> &lt;"


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("<p>It's a well-known <em>fact</em>.</p>", 4),
        ("a < b", 2),
        ("5.2 per cent", 3),
        ("日本語", 3),
        ("한국 사람", 2),
        ("", 0),
    ],
)
def test_words_are_counted(text, count):
    assert prose.words(text) == count


@pytest.mark.parametrize(("words", "minutes"), [(0, 1), (230, 1), (231, 2), (1000, 5)])
def test_reading_minutes_are_rounded_up(words, minutes):
    assert prose.reading_minutes(words) == minutes


@pytest.mark.parametrize("text", [".", ". ", "a.", "<", "<p", "。」", "' ", '"'])
def test_long_texts_take_linear_time(text):
    long = text * (200_000 // len(text))
    prose.sentences(long)
    prose.leading_sentences(long, limit=100)
    prose.words(long)
