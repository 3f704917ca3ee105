"""A brief as old tools left them, imported as it is into an empty newsroom: the desk names all of
its eight faults."""

from pathlib import Path

import pytest

from stories import checklist
from stories.briefs.load import load
from tests import make

pytestmark = pytest.mark.django_db

BRIEF = (Path(__file__).parents[1] / "data" / "brief-harbour-treaty.txt").read_text()
# The text gives her the office that she has now; her profile still has the one before.
OFFICE = ("Prime Minister Ilse Brandvoort", "Strait Commission Secretary Ilse Brandvoort")

FAULTS = {
    "an office out of date": ("titles_fit_profiles", "“Strait Commission Secretary”"),
    "names lost": ("names_are_certain", "“Han Ji-woo” was taken from its description"),
    "a description cut mid-word": ("descriptions_are_whole", "state of the wat”"),
    "numbers that disagree": ("numbers_agree", "“about 65 fishing boats”"),
    "topics the text never mentions": ("topics_are_mentioned", "the topic Han Ji-woo"),
    "papers cited without link": ("citations_are_linked", "Northern Ledger"),
    "papers cited without date": ("citations_are_dated", "Northern Ledger"),
    "descriptions without source and licence": ("descriptions_name_their_source", "Kessen Island"),
    "no headline": ("has_a_headline", "Write a headline"),
}


@pytest.fixture
def found():
    story = load(BRIEF.replace(*OFFICE), by=None, now=make.NOW)
    return [(each.check, each.sentence) for each in checklist.failures(story, now=make.NOW)]


@pytest.mark.parametrize("fault", FAULTS)
def test_the_desk_names(found, fault):
    check, words = FAULTS[fault]
    sentences = [sentence for name, sentence in found if name == check]
    assert any(words in sentence for sentence in sentences), sentences


def test_a_person_whose_title_is_that_of_the_profile_is_not_among_them(found):
    titles = [sentence for name, sentence in found if name == "titles_fit_profiles"]
    assert len(titles) == 1
