"""The rows that readers’ lists are made of: which an edition has, and when they go."""

import pytest

from entities import merging
from stories import links as links_of
from stories import publishing, review, writing
from stories.freezing import freeze
from stories.models import (
    Edition,
    OutletLink,
    SectionLink,
    Story,
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


# Profiles that become one, or two -------------------------------------------------------------


def merged(survivor, loser, now=NOW + HOUR):
    merge = merging.begin(survivor=survivor, loser=loser, by=None, now=now)
    return merging.finish(merge=merge, choices={}, by=None, now=now)


def listed(entity):
    return {
        link.edition.headline: link.mentions for link in TopicLink.objects.filter(entity=entity)
    }


@pytest.fixture
def two():
    return make.entity("Kim"), make.entity("Park")


def test_briefs_about_the_loser_stand_in_the_survivors_list_and_go_back(two):
    one, other = two
    make.edition(topics=[other], headline="About Park", standfirst="Park and Park.")
    later = make.approved(topics=[other], headline="Later")
    publishing.schedule(story=later, by=make.user(), now=NOW, at=NOW + 5 * HOUR)
    before = listed(other)
    assert before == {"About Park": 3, "Later": 0}
    rows = list(TopicLink.objects.order_by("pk").values_list("live_from", "published_at"))
    merge = merged(one, other)
    assert (listed(one), listed(other)) == (before, {})
    merging.undo(merge=merge, by=None, now=NOW + 2 * HOUR)
    assert (listed(one), listed(other)) == ({}, before)
    again = TopicLink.objects.order_by("pk").values_list("live_from", "published_at")
    assert list(again) == rows


def test_a_brief_about_both_stands_in_the_list_once_and_then_in_both(two):
    one, other = two
    make.edition(topics=[other, one], headline="About both", standfirst="Kim and Park, Park.")
    merge = merged(one, other)
    assert listed(one) == {"About both": 3}
    merging.undo(merge=merge, by=None, now=NOW + 2 * HOUR)
    assert (listed(one), listed(other)) == ({"About both": 1}, {"About both": 2})
    edition = Edition.objects.get()
    order = TopicLink.objects.filter(edition=edition).order_by("pk")
    assert [link.entity_id for link in order] == list(edition.document.topics)


def test_a_brief_published_while_two_were_one_goes_to_the_one_that_its_editor_chose(two):
    one, other = two
    merge = merged(one, other)
    story = make.approved(topics=[one], headline="About Kim")
    publishing.publish(story=story, by=make.user(), now=NOW + HOUR)
    merging.undo(merge=merge, by=None, now=NOW + 2 * HOUR)
    assert (set(listed(one)), set(listed(other))) == ({"About Kim"}, set())


def test_after_a_merge_of_a_merge_each_brief_goes_home_whichever_is_undone_first(two):
    one, other = two
    last = make.entity("Lee")
    for topic in (one, other, last):
        make.edition(topics=[topic], headline=topic.name)
    first, second = merged(one, other), merged(last, one, now=NOW + 2 * HOUR)
    assert set(listed(last)) == {"Kim", "Park", "Lee"}
    merging.undo(merge=first, by=None, now=NOW + 3 * HOUR)
    assert [set(listed(each)) for each in (one, other, last)] == [set(), {"Park"}, {"Kim", "Lee"}]
    merging.undo(merge=second, by=None, now=NOW + 4 * HOUR)
    assert [set(listed(each)) for each in (one, other, last)] == [{"Kim"}, {"Park"}, {"Lee"}]


def test_the_text_of_a_story_and_its_approval_are_untouched_by_a_merge(two):
    one, other = two
    story = make.approved(topics=[other])
    digest = freeze(story).digest
    merged(one, other)
    story = Story.objects.get(pk=story.pk)
    assert freeze(story).digest == digest
    publishing.publish(story=story, by=make.user(), now=NOW + 2 * HOUR)
    assert TopicLink.objects.get().entity == one


def test_following_costs_no_query_a_brief(two, django_assert_max_num_queries):
    one, other = two
    for _ in range(5):
        make.edition(topics=[other])
    with django_assert_max_num_queries(3):
        links_of.follow_merge(survivor=one, loser=other)
