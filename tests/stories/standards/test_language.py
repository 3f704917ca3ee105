"""Checks of the letter of the text: what they notice, and what they leave alone."""

import pytest

from tests.stories.failing import failures, names, sentences, whole

pytestmark = pytest.mark.django_db


def written(text):
    return whole(standfirst=text)


@pytest.mark.parametrize(
    "text",
    [
        "They saw the the ship.",
        "The the ship.",
        "It is is so.",
        "He said said\u00a0said it.",
        "На на берегу.",
    ],
)
def test_a_word_that_stands_twice_is_noticed(text):
    assert names(written(text)) == ["words_stand_once"]


@pytest.mark.parametrize(
    "text",
    [
        "He had had enough.",
        "She knew that that was it.",
        "They saw Duran Duran in Walla Walla.",
        "In New York, New York is big.",
        "Boutros Boutros-Ghali spoke.",
        "It went on-on and on.",
        "They won 20 20 times.",
        "An old man manages.",
        "The end. End of it.",
        "« Vous vous trompez. »",
    ],
)
def test_a_word_that_may_stand_twice_is_left_alone(text):
    assert names(written(text)) == []


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("The city's answer.", "city's"),
        ('They call it "fair" now.', '"fair"'),
        ("The '90s are over.", "'90s"),
        ("In 2024's heat.", "2024's"),
        ("It came -- late.", "--"),
        ("It came--late.", "came--late"),
    ],
)
def test_the_marks_of_a_typewriter_are_shown_in_their_words(text, shown):
    (sentence,) = sentences(written(text))
    assert sentence.endswith(f"in “Standfirst”: {shown}")


@pytest.mark.parametrize(
    "text",
    [
        "The city’s “fair” answer – late.",
        "He is 5'10\" tall and ran 40' in 8'.",
        "It stands at https://site.example/a--b and www.site.example/o'neil.",
        "Write to o'neil@site.example now.",
        "A line ---- of dashes.",
        "It is a well-known, on-again-off-again deal.",
    ],
)
def test_curly_marks_measures_and_addresses_are_left_alone(text):
    assert names(written(text)) == []


def test_one_line_a_part_names_its_words_once_and_stands_at_its_first_row():
    story = whole(background="<p>Russia's and Kim's.</p>")
    story.questions.filter(order=2).update(text="What is Kim's plan?")
    story.questions.filter(order=3).update(text="What is Kim's and Russia's plan?")
    found = [(failure.anchor, failure.sentence.split(": ")[1]) for failure in failures(story)]
    assert found == [("part-background", "Russia's  Kim's"), ("questions-1", "Kim's  Russia's")]


def test_of_many_words_a_few_are_shown():
    (sentence,) = sentences(written("A's b's c's d's e's."))
    assert sentence.endswith(": A's  b's  c's  d's …")


def test_the_words_of_others_are_left_as_they_are():
    story = whole()
    story.citations.filter(order=1).update(
        headline='It\'s "the the" end -- now', quote="It's what it's."
    )
    assert names(story) == []
