"""The rows that readers’ lists are made of: which an edition has, and when they go."""

import pytest

from stories import publishing, review, writing
from stories.models import (
    OutletLink,
    SectionLink,
    Tag,
    TagLink,
    TopicLink,
)
from tests import make
from tests.make import HOUR, NOW
from tests.stories.lists import (
    intervals,
    links,
)

pytestmark = pytest.mark.django_db


def test_an_edition_stands_in_the_lists_of_all_that_it_names_and_in_no_other(editor):
    make.entity(), make.outlet("Paper Z"), make.section("Business")
    Tag.objects.create(name="war", slug="war")
    story = make.edition(
        topics=[make.entity(), make.entity()],
        outlets=[make.outlet("Paper A"), make.outlet("Paper B"), make.outlet("Paper C")],
        tags=["budget"],
    ).story
    edition = story.editions.get()
    assert links(edition) == (1, 2, 3, 1)
    assert intervals(edition) == {(NOW, None)}
    assert SectionLink.objects.get().section == story.section
    assert {link.entity_id for link in TopicLink.objects.all()} == set(edition.document.topics)
    assert {link.outlet.name for link in OutletLink.objects.all()} == {
        "Paper A",
        "Paper B",
        "Paper C",
    }
    assert TagLink.objects.get().tag.name == "budget"


def test_two_articles_of_one_outlet_put_the_story_into_its_list_once(editor):
    story = make.draft(outlets=[make.outlet("Paper A")])
    story.citations.create(
        order=9,
        outlet=make.outlet("Paper A"),
        text="Paper A reports more.",
        url="https://paper-a.example/more",
    )
    writing.keep_version(story=story, by=story.created_by, now=NOW)
    review.submit(story=story, by=story.created_by, now=NOW)
    publishing.publish(story=make.approve(story), by=editor, now=NOW)
    assert OutletLink.objects.get().outlet.name == "Paper A"


def test_the_rows_of_the_edition_before_go_when_the_next_one_is_published(story):
    first = story.editions.get()
    story.topics.first().delete()
    second = make.next_edition(story, now=NOW + HOUR, headline="Second")
    assert links(first) == (0, 0, 0, 0)
    assert links(second) == (1, 1, 3, 1)
    assert intervals(second) == {(NOW + HOUR, None)}


def test_withdrawing_empties_every_list_of_the_story_at_once(story, administrator):
    publishing.withdraw(story=story, by=administrator, now=NOW + HOUR, reason="It was wrong.")
    assert links(story.editions.get()) == (0, 0, 0, 0)


def test_restoring_puts_the_story_back_into_its_lists(story, administrator):
    publishing.withdraw(story=story, by=administrator, now=NOW + HOUR, reason="It was wrong.")
    publishing.restore(story=story, by=administrator, now=NOW + 2 * HOUR)
    edition = story.editions.get()
    assert links(edition) == (1, 2, 3, 1)
    assert intervals(edition) == {(NOW, None)}
    assert set(SectionLink.objects.values_list("published_at", flat=True)) == {NOW}


def test_a_story_comes_back_without_the_tag_and_the_outlet_that_went_meanwhile(
    story, administrator
):
    publishing.withdraw(story=story, by=administrator, now=NOW + HOUR, reason="It was wrong.")
    story.citations.filter(outlet__name="Paper C").delete()
    make.outlet("Paper C").delete()
    Tag.objects.get(name="budget").delete()
    publishing.restore(story=story, by=administrator, now=NOW + 2 * HOUR)
    assert links(story.editions.get()) == (1, 2, 2, 0)
