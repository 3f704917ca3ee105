"""Likely names that have no profile."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entities.strangers import MOST, likely


def names(text, *known):
    places = [(text.index(name), text.index(name) + len(name)) for name in known]
    return likely([(text, places)])


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Talks were held by Choe Son Hui on Monday.", ["Choe Son Hui"]),
        ("Foreign Minister Cho Tae-yul spoke.", ["Cho Tae-yul"]),
        ("On Monday Ursula von der Leyen spoke.", ["Ursula von der Leyen"]),
        ("The Workers’ Party of Korea met.", []),
        ("He met Prime Minister Narendra Modi’s envoy.", ["Narendra Modi"]),
        ("The European Court of Human Rights ruled.", ["European Court of Human Rights"]),
        ("The Russian Security Council Secretary came.", []),
        ("He said that Hamas and Hamas agreed.", ["Hamas"]),
        ("He said that Hamas agreed.", []),
        ("Hamas agreed. Hamas left.", []),
        ("Many Ukrainians left, and the Ukrainians who stayed.", []),
        ("The South Korean Foreign Ministry and the Defence Ministry met.", []),
        ("Гостей встретил Сергей Лавров.", ["Сергей Лавров"]),
        ("조태열 met 김정은.", []),
        ("It rained in January and in May.", []),
        ("", []),
    ],
)
def test_of_a_text(text, found):
    assert names(text) == found


def test_what_is_known_is_not_offered_nor_a_part_of_it():
    text = "Kim Jong Un met Choe Son Hui. They said that Kim left, and Kim came."
    assert names(text, "Kim Jong Un") == ["Choe Son Hui"]


def test_the_most_frequent_come_first_and_few_are_offered():
    # Letters of no other meaning, each pair another name.
    some = [f"Xa{a} Qo{b}" for a in "bcdfgh" for b in "klmnp"]
    text = ". ".join(f"There {name} spoke" for name in [*some, "Zed Wyn", "Zed Wyn"])
    found = names(text)
    assert found[0] == "Zed Wyn"
    assert len(found) == MOST


@given(st.text(st.sampled_from("ABc’s -.\nof"), max_size=60))
def test_whatever_is_found_stands_in_the_text_and_begins_with_a_capital(text):
    for name in likely([(text, [])]):
        assert name[0].isupper()
        assert all(word in text for word in name.split())
