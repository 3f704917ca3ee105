"""What the story form, its list and its differences say of a topic that was merged since."""

import pytest
from django.urls import reverse

from entities import merging
from stories import versions
from stories.freezing import freeze
from stories.models import StoryTopic
from tests import make
from tests.forms import fields_of
from tests.make import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, writer):
    client.force_login(writer)
    return client


@pytest.fixture
def merged():
    """A survivor, and the loser that a story links."""
    one, other = make.entity("Sergei Shoigu"), make.entity("Sergey Shoygu")
    story = make.draft(topics=[other])
    merge = merging.begin(survivor=one, loser=other, by=None, now=NOW)
    merging.finish(merge=merge, choices={}, by=None, now=NOW)
    return story, one, other


def url(story):
    return reverse("admin:stories_story_change", args=[story.pk])


def post(desk, story, **changes):
    sent = fields_of(desk.get(url(story)).content.decode(), "story_form")
    return desk.post(url(story), sent | changes)


def test_the_form_shows_the_survivor_and_what_was_chosen(desk, merged):
    story, *_two = merged
    page = desk.get(url(story)).content.decode()
    assert "Sergei Shoigu (chosen as “Sergey Shoygu”)" in page


def test_the_form_is_saved_with_the_topic_as_it_was_chosen(desk, merged):
    story, _one, other = merged
    digest = freeze(story).digest
    assert post(desk, story, standfirst=story.standfirst).status_code == 302
    assert StoryTopic.objects.get(story=story).entity == other
    assert freeze(story).digest == digest


def test_the_survivor_is_not_linked_beside_what_was_merged_into_it(desk, merged):
    story, one, _other = merged
    added = {"topics-TOTAL_FORMS": "2", "topics-1-entity": str(one.pk), "topics-1-id": ""}
    added |= {"topics-1-story": str(story.pk), "topics-1-order": "2", "topics-1-loaded": ""}
    page = post(desk, story, **added)
    assert page.status_code == 200
    assert "The story links this topic already." in page.content.decode()
    assert StoryTopic.objects.filter(story=story).count() == 1


def test_the_survivor_may_take_the_place_of_what_was_merged_into_it(desk, merged):
    story, one, _other = merged
    assert post(desk, story, **{"topics-0-entity": str(one.pk)}).status_code == 302
    assert StoryTopic.objects.get(story=story).entity == one


def test_the_list_of_stories_about_the_survivor_has_those_that_link_the_loser(desk, merged):
    story, one, _other = merged
    unrelated = make.draft(headline="Rain is expected")
    page = desk.get(reverse("admin:stories_story_changelist"), {"topic": one.pk}).content.decode()
    assert story.headline in page
    assert unrelated.headline not in page


def test_differences_call_the_topic_what_the_survivor_is_called(merged):
    story, _one, other = merged
    assert versions.topic_names([freeze(story)]) == {other.pk: "Sergei Shoigu"}
