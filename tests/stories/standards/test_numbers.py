"""Numbers of one thing that differ between the parts of a page, and those that need not agree."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.standards.numbers import differing, figures
from stories.standards.texts import Text
from tests import make
from tests.stories.failing import failures, whole


def found(*texts):
    """What differs among texts that each stand in a part of their own."""
    parts = [Text(field=f"part {number}", text=text) for number, text in enumerate(texts)]
    return [(one.words, other.words) for one, other in differing(parts)]


def counted(text):
    return [(figure.noun, figure.values) for figure in figures(Text(field="", text=text))]


# What is a count -----------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "noun", "values"),
    [
        ("They sent 12,000 troops.", "troop", (12_000,)),
        ("They sent up to 12,000 soldiers home.", "troop", (12_000,)),
        ("Between 1,000 and 12,000 North Korean troops came.", "troop", (1_000, 12_000)),
        ("From 40 to 65 fishing boats were lost.", "boat", (40, 65)),
        ("Some 40–65 boats were lost.", "boat", (40, 65)),
        ("About 1.5 million people fled.", "people", (1_500_000,)),
        ("Some 1 to 2 million people fled.", "people", (1_000_000, 2_000_000)),
        ("The storm killed 12 people.", "people", (12,)),
        ("There are 12 dead.", "death", (12,)),
        ("It has 27 member countries.", "country", (27,)),
        ("It ordered 38 aircraft.", "aircraft", (38,)),
        ("It ran 12 buses.", "bus", (12,)),
    ],
)
def test_a_count_is_a_number_and_the_noun_that_follows(text, noun, values):
    assert counted(text) == [(noun, values)]


@pytest.mark.parametrize(
    "text",
    [
        "The 2024 elections were held.",
        "On 12 March ministers met.",
        "He was 45 years old.",
        "A 45-year-old man spoke.",
        "It rose by 40 per cent of sales.",
        "It rose by 40% in sales.",
        "It cost $12 billion in loans.",
        "It cost 300 billion dollars a year.",
        "It covers 17,125,200 square kilometres.",
        "It took 30 hours.",
        "The mission Chang’e 6 samples rock.",
        "They won 410 of the 650 seats.",
        "Half of its 32 members agreed.",
        "Article 5 members agreed.",
        "At 10:30 trains stopped.",
        "The G7 ministers and COP29 parties met.",
        "It was 3.5 percentage points.",
        "The 41st ministers met.",
        "Of them, 12 to the south.",
        "It was 1,000 or so.",
    ],
)
def test_years_dates_money_measures_shares_and_names_are_no_counts(text):
    assert counted(text) == []


# What differs --------------------------------------------------------------------------------


def test_the_same_noun_with_another_number_differs():
    assert found(
        "The alliance sent up to 12,000 soldiers to the border, the paper estimates.",
        "Reports of the paper say that it sent between 1,000 to 12,000 troops in exchange for aid.",
    ) == [("up to 12,000 soldiers", "between 1,000 to 12,000 troops")]


def test_one_pair_a_noun_is_shown():
    texts = ["The storm sank 40 boats.", "The storm sank 50 boats.", "The storm sank 60 boats."]
    assert found(*texts) == [("40 boats", "50 boats")]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The storm sank 40 boats.", "The storm sank 40 boats."),
        ("The storm sank 40 boats.", "The storm sank about 40 boats."),
        ("The storm sank about 40 boats.", "The storm sank 38 boats."),
        ("The storm sank more than 40 boats.", "The storm sank 45 boats."),
        ("The storm sank nearly 40 boats.", "The storm sank 38 boats."),
        ("The storm sank 1,200 boats.", "The storm sank 1.2 thousand boats."),
        ("The storm sank between 40 and 50 boats.", "The storm sank 40 to 50 boats."),
    ],
)
def test_a_number_and_the_same_one_in_other_words_agree(one, other):
    assert found(one, other) == []
    assert found(other, one) == []


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("The storm sank about 40 boats.", "The storm sank 50 boats."),
        ("The storm sank more than 40 boats.", "The storm sank 30 boats."),
        ("The storm sank nearly 40 boats.", "The storm sank 45 boats."),
        ("The storm sank 40 boats.", "The storm sank 40 to 50 boats."),
        ("The storm killed 12 people at sea.", "At sea the storm killed 14 people."),
    ],
)
def test_a_number_that_is_not_near_enough_differs(one, other):
    assert len(found(one, other)) == 1
    assert len(found(other, one)) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        # another noun
        ("The storm sank 40 boats.", "The storm sank 50 ships."),
        # nothing else in common
        ("The storm sank 40 boats.", "A trader bought 50 boats."),
        ("Two crashes killed 346 people.", "The plant employed 170 people."),
        # others of their kind
        ("Russia lost 400 Russian soldiers.", "Russia met 900 Ukrainian soldiers."),
        # another year
        ("The fleet had 40 boats.", "In 1949 the fleet had 12 boats."),
        # the other part has this number too, and one besides
        ("The storm sank 40 boats.", "The storm sank 40 boats, the next storm sank 65 boats."),
    ],
)
def test_numbers_that_need_not_agree_are_left_alone(one, other):
    assert found(one, other) == []


def test_two_papers_may_report_different_numbers():
    texts = [
        Text(field="citations", row=row, text=f"The storm sank {boats} boats.")
        for row, boats in enumerate((40, 65))
    ]
    assert list(differing(texts)) == []


def test_the_words_of_others_are_not_compared():
    ours = Text(field="background", text="The storm sank 40 boats.")
    theirs = Text(field="citations", text="The storm sank 65 boats.", is_ours=False)
    assert list(differing([ours, theirs])) == []


@given(st.lists(st.text(st.sampled_from("12 ,.-–$boats to and between about of the\n"))))
def test_any_text_can_be_read(texts):
    found(*texts)


@pytest.mark.django_db
def test_the_line_stands_at_the_second_of_the_two_with_both_in_their_words():
    story = whole(
        outlets=[make.outlet("Paper A"), make.outlet("Paper B")],
        background="<p>Reports say that between 1,000 to 12,000 troops were sent abroad.</p>",
    )
    story.citations.filter(order=2).update(
        text="Paper B estimates that up to 12,000 soldiers were sent."
    )
    (failure,) = failures(story)
    assert (failure.check, failure.anchor) == ("numbers_agree", "part-background")
    assert failure.sentence == (
        "Make these numbers agree: “up to 12,000 soldiers” (What the papers say) and "
        "“between 1,000 to 12,000 troops” (How we got here)."
    )
