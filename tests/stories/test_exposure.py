"""Where profiles are shown, as the moderators’ queue asks for it."""

import pytest
from django.urls import reverse

from entities import exposure, profiles
from entities.models import Entity
from newsroom import roles
from stories import counting, publishing
from stories.exposure import InBriefs
from stories.models import Flag, Introduction
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db

TEXT = "<p>Kim Jong Un met Sergei Shoigu. <em>Kim Jong Un</em> spoke of the kimono.</p>"


@pytest.fixture
def kim():
    return make.entity("Kim Jong Un", kind="person", aliases=["김정은"])


def weights(*, now=NOW):
    """Of each profile by name: in how many live briefs it stands, and how often they name it."""
    weighed = exposure.known().weigh(Entity.objects.all(), now=now)
    return {
        entity.name: (entity.live_stories, entity.live_mentions, entity.title_clashes)
        for entity in weighed
    }


def introduce(story, entity, title, *, clashes=True):
    return Introduction.objects.create(story=story, entity=entity, title=title, clashes=clashes)


def test_the_newsroom_says_where_profiles_are_shown():
    assert isinstance(exposure.known(), InBriefs)


def test_a_profile_weighs_what_live_briefs_show_and_say_of_it(kim):
    make.entity("Seoul")
    make.edition(topics=[kim], what_happened=TEXT)
    make.edition(topics=[kim], headline="Kim Jong Un travels", background="<p>김정은은 갔다.</p>")
    assert weights() == {"Kim Jong Un": (2, 4, False), "Seoul": (0, 0, False)}


def test_drafts_scheduled_and_withdrawn_briefs_weigh_nothing(kim, administrator, editor):
    make.draft(topics=[kim], what_happened=TEXT)
    later = make.approved(approver=editor, topics=[kim], what_happened=TEXT)
    publishing.schedule(story=later, by=editor, now=NOW, at=NOW + HOUR)
    gone = make.edition(topics=[kim], what_happened=TEXT).story
    publishing.withdraw(story=gone, by=administrator, now=NOW, reason="It was wrong.")
    assert weights()["Kim Jong Un"] == (0, 0, False)
    assert weights(now=NOW + HOUR)["Kim Jong Un"] == (1, 2, False)


def test_an_update_counts_its_own_text(kim):
    story = make.edition(topics=[kim], what_happened=TEXT).story
    make.next_edition(story, now=NOW + HOUR, what_happened="<p>Kim Jong Un left.</p>")
    assert weights(now=NOW + HOUR)["Kim Jong Un"] == (1, 1, False)


def test_the_words_of_papers_do_not_count(kim):
    story = make.draft(topics=[kim])
    story.citations.update(headline="Kim Jong Un speaks", quote="Kim Jong Un it is")
    document = publishing.freeze(story)
    assert counting.mentions_of(document, topics=[kim.pk]) == {kim.pk: 0}


def test_a_topic_that_two_names_share_counts_for_both():
    seoul, team = make.entity("Seoul"), make.entity("FC Seoul", aliases=["Seoul"])
    make.edition(topics=[seoul, team], what_happened="<p>Seoul won.</p>")
    assert weights() == {"Seoul": (1, 1, False), "FC Seoul": (1, 1, False)}


def test_a_brief_without_topics_asks_nothing(django_assert_num_queries):
    document = publishing.freeze(make.draft())
    with django_assert_num_queries(0):
        assert counting.mentions_of(document, topics=[]) == {}


def test_names_of_many_profiles_take_two_queries(kim, django_assert_num_queries):
    others = [make.proposed(native_name="서울", native_language="ko") for _ in range(30)]
    with django_assert_num_queries(2):
        names = profiles.names([kim.pk, *(other.pk for other in others)])
    assert names[kim.pk] == ["Kim Jong Un", "김정은"]
    assert names[others[0].pk] == [others[0].name, "서울"]


def test_a_title_that_clashes_in_a_draft_shows_too(kim):
    story = make.draft(topics=[kim])
    introduce(story, kim, "Chairman", clashes=False)
    assert weights()["Kim Jong Un"] == (0, 0, False)
    introduce(story, kim, "President")
    assert weights()["Kim Jong Un"] == (0, 0, True)


def test_the_briefs_that_show_a_profile_are_listed_newest_first_in_one_query(
    kim, moderator, django_assert_num_queries
):
    first = make.edition(topics=[kim], what_happened=TEXT)
    second = make.edition(topics=[kim], now=NOW + HOUR)
    make.edition(topics=[make.entity()])
    introduce(first.story, kim, "President")
    introduce(second.story, kim, "Chairman", clashes=False)
    flag = {"sentence": "An office ended.", "by": moderator, "by_name": "Mira", "at": NOW}
    Flag.objects.create(story=second.story, entity=kim, **flag)
    Flag.objects.create(story=first.story, entity=kim, settled_at=NOW, **flag)
    with django_assert_num_queries(1):
        shown = exposure.known().stories(kim, now=NOW + HOUR)
    assert [(each.headline, each.mentions, each.title, each.is_flagged) for each in shown] == [
        (second.headline, 0, "", True),
        (first.headline, 2, "President", False),
    ]
    assert shown[1].url == first.get_absolute_url()
    assert shown[1].desk_url == reverse("admin:stories_story_change", args=[first.story_id])


def test_titles_are_shown_to_whoever_may_see_the_stories(kim, moderator, writer):
    story = make.draft(topics=[kim], headline="A leader goes")
    introduce(story, kim, "President")
    introduce(story, kim, "Chairman", clashes=False)
    (said,) = exposure.known().titles(kim, by=moderator)
    assert (said.title, said.story) == ("President", "A leader goes")
    assert said.desk_url == reverse("admin:stories_story_change", args=[story.pk])
    writer.groups.clear()
    assert exposure.known().titles(kim, by=make_again(writer)) == []


def make_again(person):
    """The person as the next request reads them: permissions are kept in the object."""
    return type(person).objects.get(pk=person.pk)


def test_sections_are_named_in_their_order():
    make.section("World"), make.section("Business")
    assert exposure.known().sections() == [("world", "World"), ("business", "Business")]


def test_everyone_on_the_desk_sees_titles(kim):
    story = make.draft(topics=[kim])
    introduce(story, kim, "President")
    for role in roles.ROLES:
        assert exposure.known().titles(kim, by=make.user(role=role))
