"""The title in front of a name, and whether a profile says the same."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entities.titles import clashes, in_front, is_of_another_time

# What stands before the name, and the title in it. The name is “Anna Novak”.
IN_FRONT = [
    ("North Korean leader", "North Korean leader"),
    ("He met with Russian Security Council Secretary", "Russian Security Council Secretary"),
    ("He met foreign minister", "foreign minister"),
    ("the South Korean Foreign Minister", "South Korean Foreign Minister"),
    ("with Secretary of the Security Council", "Secretary of the Security Council"),
    ("the minister of foreign affairs", "minister of foreign affairs"),
    ("The Prime Minister of Japan", "Prime Minister of Japan"),
    ("Head of the Office of the President of Mali", "Head of the Office of the President of Mali"),
    ("a spokesman for President", "President"),
    ("according to the President of Ukraine", "President of Ukraine"),
    ("an adviser to the President of Ukraine", "adviser to the President of Ukraine"),
    ("the former defence minister", "former defence minister"),
    ("President-elect", "President-elect"),
    ("the president elect", "president elect"),
    ("the late president", "late president"),
    ("then-president", "then-president"),
    ("Russia’s foreign minister", "Russia’s foreign minister"),
    ("UN Secretary-General", "UN Secretary-General"),
    ("Tesla chairman and chief executive", "Tesla chairman and chief executive"),
    ("Defence Minister General", "Defence Minister"),
    ("President Dr", "President"),
    ("Sen.", "Sen."),
    ("PM", "PM"),
    ("the U.S. president", "U.S. president"),
    ("On Monday President", "President"),
    ("It ended. Minister", "Minister"),
    ("“Prime Minister", "Prime Minister"),
    ("(opposition leader", "opposition leader"),
    # No title:
    ("", ""),
    ("When", ""),
    ("On Monday", ""),
    ("Then", ""),
    ("After the minister met", ""),
    ("the minister,", ""),
    ("the president. ", ""),
    ("the secretary of", ""),
    ("the wife of President Xi,", ""),
    ("Minister Peter", ""),
    ("the South Korean", ""),
    ("the General", ""),
    ("a friend of the family", ""),
    ("the Security Council and", ""),
]


@pytest.mark.parametrize(("before", "title"), IN_FRONT)
def test_a_title_stands_directly_before_the_name_and_has_an_office_in_it(before, title):
    text = f"{before} Anna Novak said"
    assert in_front(text, text.index("Anna")) == title


def test_a_name_without_a_space_before_it_has_no_title():
    assert in_front("ministerAnna", 8) == ""
    assert in_front("minister\nAnna", 9) == ""


SHOIGU = (
    "Sergei Kuzhugetovich Shoigu is a Russian politician and General of the Army who has served as "
    "Minister of Defence of the Russian Federation and as Chairman of the Council of Ministers of "
    "Defense of the CIS since 2012"
)
KIM = (
    "Kim Jong-un is a North Korean politician who has been the supreme leader of North Korea since "
    "2011 and chairman of the Workers' Party of Korea since 2012."
)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("Russian Security Council Secretary", SHOIGU),
        ("Secretary of the Security Council", SHOIGU),
        ("Russian Defence Minister", "Secretary of the Security Council of Russia"),
        ("Prime Minister", "Minister of Defence of Japan"),
        ("national security adviser", "Member of the State Duma of the Russian Federation"),
        ("Foreign Minister", "Cho Tae-yul is a South Korean diplomat."),
        ("Deputy Head of the Office of the President", "Minister of Foreign Affairs of Ukraine"),
        ("Ukrainian ambassador", "Ukrainian judge"),
        ("leader", "Ice hockey player"),
    ],
)
def test_a_title_that_shares_no_meaningful_word_with_the_profile_clashes(title, said):
    assert clashes(title, said)


@pytest.mark.parametrize(
    ("title", "said"),
    [
        ("North Korean leader", KIM),
        ("Foreign Minister", "He is the 41st Foreign Minister."),
        ("foreign minister", "Minister of Foreign Affairs of Korea"),
        ("India’s external affairs minister", "Foreign Secretary"),
        ("Premier", "Prime Minister of Japan"),
        ("PM", "Prime Minister of India"),
        ("prime minister", "Premier"),
        ("defense secretary", "Secretary of Defence"),
        ("Defence Chief", "Minister of Defense"),
        ("UN chief", "Secretary-General of the United Nations"),
        ("NATO boss", "Secretary General"),
        ("chairwoman", "Chair of the Federal Reserve"),
        ("spokeswoman", "Spokesperson of the Kremlin"),
        ("Tesla CEO", "chief executive officer"),
        ("Presidents", "President of France"),
        ("president", "head of state"),
        ("MP", "member of the British parliament"),
        ("Sen.", "member of the United States Senate"),
        ("Home Secretary", "Interior minister"),
        ("Vice-President", "Vice President of the United States"),
        # Of another time:
        ("former defence minister", "Secretary of the Security Council"),
        ("ex-president", "Lecturer"),
        ("President-elect", "Senator"),
        ("late leader", "Painter"),
        ("then-minister", "Senator"),
        # Nothing to compare:
        ("Secretary", ""),
        ("Secretary", "  "),
        ("General", SHOIGU),
        ("Russian", SHOIGU),
        ("", SHOIGU),
    ],
)
def test_other_words_for_the_same_and_titles_of_another_time_do_not(title, said):
    assert not clashes(title, said)


def test_a_nationality_or_the_word_council_is_nothing_shared():
    assert clashes("Russian Council Secretary", "Russian Council member")


@pytest.mark.parametrize(
    "title", ["former minister", "ex-minister", "minister-designate", "then-PM"]
)
def test_a_title_may_be_of_another_time(title):
    assert is_of_another_time(title)
    assert not is_of_another_time("minister")


TEXTS = st.lists(
    st.sampled_from(
        ["minister", "President", "of", "the", "Foreign", "Anna", "met", "and", "elect", "-", ". "]
    )
).map(" ".join)


@given(TEXTS, st.integers(0, 200))
def test_a_title_ends_where_the_name_begins_and_has_an_office(text, start):
    title = in_front(text, start)
    assert not title or text[:start].rstrip(" ").endswith(title)
    assert not title or clashes(title, "x") or is_of_another_time(title)
