"""Checks of the citations, and which links lead to one page."""

import pytest

from stories.models import Citation
from stories.standards.papers import LONGEST_QUOTE, the_page
from tests import make
from tests.stories.failing import cited_once, failures, names, whole, with_citation

pytestmark = pytest.mark.django_db


def test_two_articles_of_one_outlet_are_one_outlet():
    story = cited_once()
    paper = story.citations.get().outlet
    Citation.objects.create(
        story=story,
        order=7,
        outlet=paper,
        text=f"{paper} adds more.",
        url="https://paper-a.example/2",
        published_on="2026",
    )
    assert names(story) == ["has_several_outlets"]


def test_an_article_that_is_print_only_needs_no_link():
    assert failures(with_citation(url="", is_print_only=True)) == []


@pytest.mark.parametrize(
    "url",
    [
        "http://paper.example/a",
        "https://www.paper.example/a/",
        "https://PAPER.example/a#top",
        "https://paper.example/a?utm_source=x&UTM_campaign=y",
        "https://paper.example/a?fbclid=1",
    ],
)
def test_links_that_differ_in_nothing_that_matters_lead_to_one_page(url):
    assert the_page(url) == the_page("https://paper.example/a")


@pytest.mark.parametrize(
    "url",
    [
        "https://paper.example/b",
        "https://other.example/a",
        "https://paper.example/a?id=1",
        "https://paper.example/a?story",
        "https://paper.example/A",
    ],
)
def test_other_links_lead_to_other_pages(url):
    assert the_page(url) != the_page("https://paper.example/a")


def test_no_link_leads_to_no_page():
    assert the_page("") == ""
    story = whole()
    story.citations.update(url="", is_print_only=True)
    assert failures(story) == []


def test_the_second_of_two_citations_with_one_link_is_the_one_that_is_named():
    story = whole(outlets=[make.outlet(name) for name in ("Paper A", "Paper B", "Paper C")])
    story.citations.filter(order__in=[1, 3]).update(url="https://paper.example/a?utm_medium=mail")
    (failure,) = failures(story)
    assert failure.anchor == "citations-2"
    assert "Paper A is cited with it too" in failure.sentence


def test_a_quotation_of_the_full_length_may_be():
    assert failures(with_citation(quote="word " * LONGEST_QUOTE)) == []


@pytest.mark.parametrize(("opening", "closing"), ["“”", "«»", "„“", "„”"])
def test_a_quotation_within_the_text_is_no_longer_than_one_beside_it(opening, closing):
    def quoting(words):
        return with_citation(text=f"It says: {opening}{'so ' * words}{closing}.")

    assert failures(quoting(LONGEST_QUOTE)) == []
    assert names(quoting(LONGEST_QUOTE + 1)) == ["quotes_are_short"]


def test_several_short_quotations_are_no_long_one():
    half = "so " * (LONGEST_QUOTE - 1)
    assert failures(with_citation(text=f"“{half}” and “{half}”.")) == []
