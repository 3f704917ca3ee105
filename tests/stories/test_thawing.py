"""The way back from a document to the working copy: what is no more, and any story there is."""

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entities.models import Entity
from newsroom import roles
from newsroom.models import Picture
from stories import versions, writing
from stories.freezing import freeze
from stories.models import (
    AnalysisPoint,
    Byline,
    Citation,
    Outlet,
    Question,
    Section,
    Story,
    StoryTopic,
    Tag,
)
from tests import make
from tests.make import NOW
from tests.stories.test_versions import LATER, picture, restore

pytestmark = pytest.mark.django_db


# What is no more -----------------------------------------------------------------------------


def test_an_address_that_another_story_has_by_now_stays_with_it(writer):
    story = make.draft(by=writer, slug="the-budget")
    make.edit(story, by=writer, slug="the-budget-of-2025", headline="After")
    make.draft(slug="the-budget")
    restored = restore(story, by=writer)
    story.refresh_from_db()
    assert story.slug == "the-budget-of-2025"
    assert restored.warnings == [
        "Another story has the address “the-budget” by now: this one stays at “the-budget-of-2025”."
    ]


def test_an_address_at_which_readers_knew_another_story_stays_with_it(writer):
    story = make.draft(by=writer, slug="the-budget")
    make.edit(story, by=writer, slug="the-budget-of-2025", headline="After")
    other = make.edition(slug="the-budget").story
    make.edit(other, slug="another-budget")
    assert "Another story has the address" in restore(story, by=writer).warnings[0]


def test_a_section_that_was_deleted_leaves_the_story_where_it_is(writer):
    story = make.draft(by=writer, section=make.section("Sport"))
    make.edit(story, by=writer, section=make.section("World"), headline="After")
    Section.objects.get(name="Sport").delete()
    restored = restore(story, by=writer)
    assert freeze(story).section.name == "World"
    assert restored.warnings == ["The section “Sport” is no more: the story stays in “World”."]


def test_a_section_that_was_deleted_from_a_story_without_one_has_to_be_chosen(writer):
    story = make.draft(by=writer, section=make.section("Sport"))
    make.edit(story, by=writer, section=None, headline="After")
    Section.objects.get(name="Sport").delete()
    assert restore(story, by=writer).warnings == [
        "The section “Sport” is no more: choose another one."
    ]


def test_a_picture_that_is_no_more_is_left_out(writer):
    story = make.draft(by=writer, picture=picture("A handshake"))
    make.edit(story, by=writer, picture=None, headline="After")
    Picture.objects.all().delete()
    restored = restore(story, by=writer)
    assert freeze(story).picture is None
    assert restored.warnings == ["The lead picture “A handshake” is no more: choose another one."]


def test_a_person_who_has_no_account_any_more_signs_as_a_guest(editor):
    gone = make.user(public_name="Gone Away")
    story = make.draft(by=gone)
    Byline.objects.filter(story=story).update(user=editor)
    make.edit(story, by=editor, headline="After")
    gone.delete()
    restored = restore(story, by=editor)
    assert [byline.guest for byline in story.bylines.all()] == ["Gone Away"]
    assert restored.warnings == ["Gone Away has no account any more, and stands as a guest."]


def test_an_outlet_that_was_deleted_is_named_still(writer):
    story = make.draft(by=writer, outlets=[make.outlet("The Moon Post"), make.outlet("Paper A")])
    story.citations.first().delete()
    make.edit(story, by=writer, headline="After")
    Outlet.objects.get(name="The Moon Post").delete()
    restored = restore(story, by=writer)
    assert [cited.outlet_name for cited in story.citations.all()] == ["The Moon Post", "Paper A"]
    assert restored.warnings == [
        "The outlet “The Moon Post” is no more: the citation names it still, choose another."
    ]


def test_an_outlet_that_was_made_again_at_its_address_is_the_outlet(writer):
    story = make.draft(by=writer, outlets=[make.outlet("The Moon Post"), make.outlet("Paper A")])
    story.citations.first().delete()
    make.edit(story, by=writer, headline="After")
    Outlet.objects.get(name="The Moon Post").delete()
    again = make.outlet("The Moon Post")
    restored = restore(story, by=writer)
    assert story.citations.first().outlet == again
    assert restored.warnings == [
        "Named as they are today, not as they were then: What the papers say."
    ]


def test_a_topic_that_was_merged_is_its_survivor_once(writer):
    loser, winner, other = make.entity("Kim"), make.entity("Kim Jong-un"), make.entity("Seoul")
    story = make.draft(by=writer, topics=[loser, other, winner])
    story.topics.all().delete()
    make.edit(story, by=writer, headline="After")
    Entity.objects.filter(pk=loser.pk).update(state=Entity.State.MERGED, merged_into=winner)
    restored = restore(story, by=writer)
    assert [topic.entity for topic in story.topics.all()] == [winner, other]
    assert restored.warnings == ["“Kim” was merged into “Kim Jong-un”, which is linked instead."]


def test_a_topic_that_is_no_more_is_left_out(writer):
    gone, other = make.entity("Gone"), make.entity("Seoul")
    story = make.draft(by=writer, topics=[gone, other])
    StoryTopic.objects.filter(entity=gone).delete()
    make.edit(story, by=writer, headline="After")
    gone.delete()
    restored = restore(story, by=writer)
    assert [topic.entity for topic in story.topics.all()] == [other]
    assert restored.warnings == ["1 topic is no more, and is left out."]


def test_a_tag_that_was_deleted_is_made_again(writer):
    story = make.draft(by=writer, tags=["budget", "trade"])
    make.edit(story, by=writer, headline="After")
    Tag.objects.get(name="budget").delete()
    restored = restore(story, by=writer)
    assert sorted(tag.name for tag in story.tags.all()) == ["budget", "trade"]
    assert restored.warnings == ["The tag “budget” had been deleted, and is made again."]


def test_what_has_another_name_by_now_is_said_too(writer, editor):
    story = make.draft(by=writer)
    make.edit(story, by=writer, headline="After")
    section = story.section
    section.name = "The world"
    section.save()
    writing.keep_versions(stories=[story], by=editor, now=NOW)
    assert restore(story, by=writer).warnings == [
        "Named as they are today, not as they were then: Section."
    ]


def test_where_nothing_can_be_put_back_nothing_is_done_and_the_reason_is_said(writer):
    story = make.draft(by=writer, section=make.section("Sport"))
    make.edit(story, by=writer, section=make.section("World"))
    Section.objects.get(name="Sport").delete()
    with pytest.raises(versions.AlreadyThere, match="The section “Sport” is no more"):
        restore(story, by=writer)
    assert story.versions.count() == 2
    assert not story.records.filter(act="restored_version").exists()


# Every story -----------------------------------------------------------------------------------

words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12
).filter(str.strip)
places = st.integers(min_value=0, max_value=4)


def some(*texts, **given):
    return st.lists(st.fixed_dictionaries(dict.fromkeys(texts, words) | given), max_size=5)


POOL = st.fixed_dictionaries(
    {
        "headline": words,
        "what_happened": words,
        "section": st.none() | places,
        "picture": st.none() | places,
        "bylines": st.lists(places | words, unique=True, max_size=4),
        "points": some("theme", "label", "text"),
        "citations": some("text", outlet=places, url=st.sampled_from(["", "a", "b"])),
        "questions": st.lists(words, max_size=5),
        "topics": st.lists(places, unique=True, max_size=5),
        "tags": st.lists(st.sampled_from("abcde"), unique=True, max_size=4),
    }
)


def apply(story, state, things):
    """Let the story be this, with new rows for all."""
    for rows in (story.bylines, story.points, story.citations, story.questions, story.topics):
        rows.all().delete()
    for order, author in enumerate(state["bylines"]):
        given = {"guest": author} if isinstance(author, str) else {"user": things["user"][author]}
        Byline.objects.create(story=story, order=order, **given)
    for order, point in enumerate(state["points"]):
        AnalysisPoint.objects.create(story=story, order=order, **point)
    cited = {(c["outlet"], c["url"] or n): c for n, c in enumerate(state["citations"])}
    for order, each in enumerate(cited.values()):
        url = each["url"] and f"https://a.example/{each['url']}"
        outlet = things["outlet"][each["outlet"]]
        Citation.objects.create(story=story, order=order, outlet=outlet, url=url, text=each["text"])
    for order, text in enumerate(state["questions"]):
        Question.objects.create(story=story, order=order, text=text)
    for order, topic in enumerate(state["topics"]):
        StoryTopic.objects.create(story=story, order=order, entity=things["topic"][topic])
    story.tags.set(state["tags"])
    for name in ("section", "picture"):
        value = state[name]
        setattr(story, name, None if value is None else things[name][value])
    story.headline = state["headline"]
    story.what_happened = f"<p>{state['what_happened']}</p>"
    story.save()
    return writing.keep_version(story=story, by=None, now=NOW)


@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(old=POOL, new=POOL)
def test_any_version_of_any_story_comes_back_to_the_letter(things, old, new):
    with transaction.atomic():
        story = make.draft(by=things["user"][0])
        wanted = apply(story, old, things)
        current = apply(story, new, things)
        if wanted.digest != current.digest:
            restored = versions.restore(story=story, version=wanted, by=None, now=LATER)
            assert restored.warnings == []
        assert freeze(Story.objects.get(pk=story.pk)) == wanted.document
        transaction.set_rollback(True)


@pytest.fixture
def things():
    make.section(), make.outlet("Paper A"), make.outlet("Paper B")
    return {
        "user": [make.user(role=roles.WRITER) for _ in range(5)],
        "outlet": [make.outlet() for _ in range(5)],
        "topic": [make.entity() for _ in range(5)],
        "section": [make.section(name) for name in ("A", "B", "C", "D", "E")],
        "picture": [picture(name) for name in "abcde"],
    }
