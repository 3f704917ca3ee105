"""An office and its place in one line: never wrong English, each said once."""

import pytest
from django.utils import translation

from entities import offices


@pytest.mark.parametrize(
    ("title", "place", "line"),
    [
        # The place with its article, as a moderator writes it.
        (
            "Secretary",
            "the Security Council of Russia",
            "Secretary of the Security Council of Russia",
        ),
        ("Secretary", "The Security Council", "Secretary of the Security Council"),
        ("Prime Minister", "the Netherlands", "Prime Minister of the Netherlands"),
        ("Vice-President", "the European Commission", "Vice-President of the European Commission"),
        ("Secretary-General", "the United Nations", "Secretary-General of the United Nations"),
        # Countries: whether they take an article is known.
        ("President", "Russia", "President of Russia"),
        ("Prime Minister", "South Korea", "Prime Minister of South Korea"),
        ("President", "United States", "President of the United States"),
        ("Prime Minister", "Netherlands", "Prime Minister of the Netherlands"),
        ("Prime Minister", "Solomon Islands", "Prime Minister of the Solomon Islands"),
        ("President", "Côte d’Ivoire", "President of Côte d’Ivoire"),
        # Whether anything else does is not.
        ("Secretary", "Security Council of Russia", "Secretary, Security Council of Russia"),
        ("President", "European Commission", "President, European Commission"),
        ("Speaker", "Knesset", "Speaker, Knesset"),
        ("Mayor", "London", "Mayor, London"),
        # Offices that are not “of” what they are held at.
        ("Ambassador", "the United States", "Ambassador, the United States"),
        ("Adviser", "France", "Adviser, France"),
        ("Professor", "the University of Oslo", "Professor, the University of Oslo"),
        ("Spokesperson", "Japan", "Spokesperson, Japan"),
        # Offices that are of something already.
        ("Minister of Defence", "Russia", "Minister of Defence, Russia"),
        ("Secretary of State", "United States", "Secretary of State, United States"),
        ("Envoy to Ukraine", "the European Union", "Envoy to Ukraine, the European Union"),
        # A title that goes on, or that names the place.
        ("Secretary of the", "Security Council", "Secretary of the Security Council"),
        ("Adviser to", "Kim Jong Un", "Adviser to Kim Jong Un"),
        ("President of France", "France", "President of France"),
        (
            "President of the Republic of Korea",
            "Republic of Korea",
            "President of the Republic of Korea",
        ),
        (
            "Secretary of the Security Council",
            "the Security Council",
            "Secretary of the Security Council",
        ),
        ("Chief of Staff, NATO", "NATO", "Chief of Staff, NATO"),
        ("Oman Minister", "Om", "Oman Minister, Om"),
        ("Secretary", "", "Secretary"),
        ("비서", "대한민국", "비서, 대한민국"),
    ],
)
def test_an_office_is_joined_with_its_place(title, place, line):
    assert offices.in_words(title, place) == line


def test_the_line_is_the_same_in_every_language_of_the_reader():
    with translation.override("de"):
        assert offices.in_words("President", "France") == "President of France"
        assert offices.in_words("Président", "France") == "Président, France"


@pytest.mark.parametrize(
    ("place", "name"), [("the Netherlands", "Netherlands"), ("Thebes", "Thebes"), ("NATO", "NATO")]
)
def test_an_article_is_taken_off_a_name(place, name):
    assert offices.without_article(place) == name
