"""Whom a text names beside the topics that it links."""

import pytest

from entities import merging, moderation
from entities.models import Position
from stories import writing
from stories.naming import naming
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
TODAY = NOW.date()


def of(*texts, linked=(), outlets=()):
    return naming(texts, linked=[each.pk for each in linked], outlets=outlets, on=TODAY)


def unlinked(found):
    return {each.name: [choice.profile.name for choice in each.choices] for each in found.unlinked}


def test_who_is_named_and_not_linked_is_offered_with_what_they_are_now():
    person = make.entity("Cho Tae-yul", kind="person", position={"title": "Foreign Minister"})
    found = of("On Monday Cho Tae-yul spoke.")
    assert unlinked(found) == {"Cho Tae-yul": ["Cho Tae-yul"]}
    assert found.unlinked[0].choices[0].about == "Foreign Minister"
    assert of("On Monday Cho Tae-yul spoke.", linked=[person]).is_settled


def test_an_ambiguous_name_is_offered_with_both_and_what_tells_them_apart():
    make.entity("Georgia", kind="place", description="Georgia is a country on the Black Sea.")
    make.entity("Georgia", kind="place", description="Georgia is a state of the United States.")
    [offered] = of("Georgia votes.").unlinked
    assert [choice.about for choice in offered.choices] == [
        "Georgia is a country on the Black Sea.",
        "Georgia is a state of the United States.",
    ]


def test_who_is_linked_and_never_named_is_said():
    seoul, busan = make.entity("Seoul"), make.entity("Busan")
    assert of("In Seoul.", linked=[seoul, busan]).unmentioned == [busan]


def test_a_topic_that_was_merged_is_its_survivor():
    loser, survivor = make.entity("Chosun"), make.entity("Korea")
    merge = merging.begin(survivor=survivor, loser=loser, by=None, now=NOW)
    merging.finish(merge=merge, choices={}, by=None, now=NOW)
    assert of("In Korea.", linked=[loser]).is_settled


def test_a_name_that_nobody_knows_is_to_be_proposed_and_then_to_be_linked():
    assert of("On Monday Choe Son Hui spoke.").unknown == ["Choe Son Hui"]
    waiting = moderation.propose(by=None, now=NOW, name="Choe Son Hui")
    found = of("On Monday Choe Son Hui spoke.")
    assert (found.unknown, unlinked(found)) == ([], {"Choe Son Hui": ["Choe Son Hui"]})
    assert of("On Monday Choe Son Hui spoke.", linked=[waiting]).is_settled


def test_the_name_of_an_outlet_names_nobody():
    make.entity("Washington")
    assert of("The Washington Post reports.", outlets=["Washington Post"]).is_settled


def test_it_costs_no_more_for_many(django_assert_max_num_queries):
    for number in range(12):
        person = make.entity(f"Person Number{number}", kind="person")
        Position.objects.create(entity=person, title="Minister")
    text = " and ".join(f"Person Number{number}" for number in range(12))
    of(text)  # the book is opened
    with django_assert_max_num_queries(8):
        assert len(of(f"{text} and Someone Else and Another One").unlinked) == 12


def test_a_topic_is_linked_behind_the_others_as_a_new_version():
    story = make.draft(topics=[make.entity("Seoul")])
    busan = make.entity("Busan")
    writer = make.user(role="Writer")
    topic = writing.link(story=story, entity=busan, by=writer, now=NOW)
    assert (topic.order, topic.entity) == (2, busan)
    story.refresh_from_db()
    assert story.versions.newest_first().first().by == writer


def test_what_is_linked_already_or_no_longer_in_use_is_refused():
    seoul = make.entity("Seoul")
    story = make.draft(topics=[seoul])
    with pytest.raises(writing.NotLinked, match="links Seoul already"):
        writing.link(story=story, entity=seoul, by=None, now=NOW)
    retired = moderation.retire(entity=make.entity("Busan"), by=None, now=NOW)
    with pytest.raises(writing.NotLinked, match="no longer in use"):
        writing.link(story=story, entity=retired, by=None, now=NOW)
    assert story.topics.count() == 1
