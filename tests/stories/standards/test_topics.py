"""Checks of the topics: linked and not mentioned, mentioned and not linked, wanting."""

from datetime import timedelta

import pytest
from django.urls import reverse

from entities import merging
from entities.models import Entity
from stories.models import StoryTopic
from tests import make
from tests.make import NOW
from tests.stories.failing import (
    calling,
    failures,
    names,
    naming,
    profile,
    retired,
    sentences,
    sourced,
    whole,
    with_topic,
)

pytestmark = pytest.mark.django_db


def topic_row(story, **where):
    return StoryTopic.objects.get(story=story, **where)


def merged(loser, *, into):
    merge = merging.begin(survivor=into, loser=loser, by=None, now=NOW)
    merging.finish(merge=merge, choices={}, by=None, now=NOW)
    loser.refresh_from_db()
    return loser


# Linked, and not mentioned -------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "<p>South Korea agrees.</p>",
        "<p>South Korea’s ministers agree.</p>",
        "<p>The south korea of today agrees.</p>",
        "<p>The Republic of Korea agrees.</p>",
        "<p>The ROK agrees.</p>",
    ],
)
def test_a_topic_is_mentioned_by_its_name_or_an_alias(text):
    korea = make.entity("South Korea", aliases=["Republic of Korea", "ROK"])
    assert names(whole(topics=[korea], what_happened=text)) == []


def test_part_of_a_word_or_another_case_of_an_acronym_is_no_mention():
    for name, text in (("Iran", "<p>Tirana and iranian oil.</p>"), ("US", "<p>It is us.</p>")):
        story = whole(topics=[make.entity(name)], what_happened=text)
        assert names(story) == ["topics_are_mentioned"]


@pytest.mark.parametrize("text", ["Mr Rutte agrees.", "Mark agrees.", "Rutte’s answer is no."])
def test_a_person_is_mentioned_by_the_first_or_the_last_word_of_the_name(text):
    rutte = make.entity("Mark Rutte", kind=Entity.Kind.PERSON)
    assert names(whole(topics=[rutte], what_happened=f"<p>{text}</p>")) == []


def test_what_is_no_person_is_not_mentioned_by_a_part_of_the_name():
    bank = make.entity("Bank of Japan", kind=Entity.Kind.ORGANISATION)
    story = whole(topics=[bank], what_happened="<p>In Japan a bank agrees.</p>")
    assert names(story) == ["topics_are_mentioned"]


def test_a_name_is_mentioned_without_its_middle():
    ilse = make.entity("Ilse Margarete Brandvoort")
    assert names(whole(topics=[ilse], what_happened="<p>Ilse Brandvoort agrees.</p>")) == []


def test_a_topic_may_be_mentioned_in_any_text_of_the_story():
    story = whole(what_happened="<p>They agree.</p>")
    assert names(story) == ["topics_are_mentioned"]
    story.citations.filter(order=1).update(headline="Seoul says yes")
    assert names(story) == []


def test_the_row_of_the_topic_that_is_not_mentioned_is_named():
    story = whole(topics=[make.entity("Seoul"), make.entity("Busan")])
    (failure,) = failures(story)
    assert failure.anchor == "topics-1"


# Mentioned, and not linked -------------------------------------------------------------------


def test_the_names_that_could_be_linked_stand_in_one_line_in_the_order_of_the_text():
    for name in ("Busan", "Incheon", "Daegu"):
        make.entity(name)
    (sentence,) = sentences(naming("Incheon", "Busan", "Incheon"))
    assert sentence.endswith("the text names Incheon, Busan.")


def test_a_topic_that_is_linked_is_not_offered_under_whatever_name():
    topics = [make.entity("South Korea", aliases=["ROK"])]
    story = whole(topics=topics, what_happened="<p>The ROK, that is South Korea, agrees.</p>")
    assert names(story) == []


def test_a_name_that_waits_for_a_moderator_or_was_retired_is_not_offered():
    make.proposed("Busan")
    retired("Incheon")
    assert names(naming("Busan", "Incheon")) == []


def test_a_name_that_two_profiles_share_is_offered_with_what_tells_them_apart():
    make.entity("Georgia", kind=Entity.Kind.PLACE)
    make.entity(
        "Georgia Meloni",
        kind=Entity.Kind.PERSON,
        aliases=["Meloni"],
        position={"title": "Prime Minister", "at": "Italy"},
    )
    make.entity("Georgia Brown", kind=Entity.Kind.PERSON, aliases=["Meloni"])
    (sentence,) = sentences(naming("Meloni"))
    assert sentence.startswith("Link the Meloni that is meant")
    assert sentence.endswith(
        "Georgia Meloni (Person, Prime Minister of Italy) or "
        "Georgia Brown (Person, Georgia Brown is a topic of these tests)."
    )


def test_two_profiles_of_one_name_and_kind_are_told_apart_by_their_addresses():
    make.entity("Georgia", kind=Entity.Kind.PLACE)
    make.entity("Georgia", kind=Entity.Kind.PLACE)
    (sentence,) = sentences(naming("Georgia"))
    assert sentence.endswith("Georgia (Place, georgia) or Georgia (Place, georgia-2).")


def test_a_name_of_two_profiles_of_which_one_is_linked_is_not_offered():
    georgia = make.entity("Georgia")
    make.entity("Georgia")
    assert names(whole(topics=[georgia], what_happened="<p>Georgia agrees.</p>")) == []


def test_an_outlet_that_is_cited_names_no_topic():
    make.entity("Washington")
    story = whole(
        outlets=[make.outlet("Washington Post"), make.outlet("Paper B")],
        synthesis="<p>The Washington Post agrees with Paper B.</p>",
    )
    assert names(story) == []
    make.edit(story, synthesis="<p>Washington agrees.</p>")
    assert names(story) == ["names_are_linked"]


def test_what_a_paper_is_quoted_with_names_no_topic_of_ours():
    make.entity("Busan")
    story = whole()
    story.citations.filter(order=1).update(headline="Busan says no", quote="Busan will not.")
    assert names(story) == []


def test_a_topic_that_was_merged_is_mentioned_by_the_names_of_the_survivor_and_is_linked():
    story = whole(topics=[merged(make.entity("Chosun"), into=make.entity("Seoul"))])
    assert names(story) == []


# Who people are said to be -------------------------------------------------------------------


def test_the_title_of_a_person_who_is_named_and_not_linked_is_compared_too():
    make.entity("Sergei Shoigu", kind=Entity.Kind.PERSON, position={"title": "Secretary"})
    story = naming("Defence Minister Sergei Shoigu")
    found = {failure.check: failure for failure in failures(story)}
    assert found.keys() == {"names_are_linked", "titles_fit_profiles"}
    assert found["titles_fit_profiles"].row is None


def test_a_title_that_clashes_leads_to_the_profile_and_to_the_row_of_the_topic():
    story = calling("Defence Minister")
    (failure,) = failures(story)
    shoigu = Entity.objects.get(name="Sergei Shoigu")
    assert failure.url == reverse("admin:entities_entity_change", args=[shoigu.pk])
    assert failure.anchor == "topics-0"


def test_the_profile_of_somebody_who_waits_for_a_moderator_is_compared_by_its_description():
    waiting = sourced(
        make.proposed(
            "Sergei Kuzhugetovich Shoigu",
            kind=Entity.Kind.PERSON,
            description="He was Minister of Defence. He fishes.",
        )
    )
    text = "<p>Security Council Secretary Sergei Shoigu agrees.</p>"
    story = whole(topics=[waiting], what_happened=text)
    sentence = {failure.check: failure.sentence for failure in failures(story)}
    assert sentence["titles_fit_profiles"].endswith("which says: He was Minister of Defence.")


@pytest.mark.parametrize("title", ["Secretary", "Former Defence Minister", "Mr", "Then"])
def test_a_title_that_fits_and_one_of_another_time_and_none_are_right(title):
    assert names(calling(title)) == []


def test_a_position_that_has_ended_is_not_what_they_are():
    story = calling("Security Council Secretary")
    shoigu = Entity.objects.get(name="Sergei Shoigu")
    shoigu.positions.update(ended_on="2026-03-01")
    assert names(story) == ["titles_fit_profiles"]


# Wanting -------------------------------------------------------------------------------------


def test_a_retired_topic_is_to_be_replaced():
    (failure,) = failures(with_topic(retired("Busan")))
    assert failure.check == "topics_are_approved"
    assert "Busan is no longer in use: link another topic." in failure.sentence


def test_whatever_a_profile_lacks_is_linked_to_the_profile_and_to_its_row():
    topic = profile(description="Busan is a port in the", description_licence="", check_due_on=None)
    found = failures(with_topic(topic))
    assert {failure.check for failure in found} == {
        "topics_are_up_to_date",
        "descriptions_are_whole",
        "descriptions_name_their_source",
    }
    url = reverse("admin:entities_entity_change", args=[topic.pk])
    assert {(failure.anchor, failure.url) for failure in found} == {("topics-1", url)}


def test_a_profile_is_overdue_on_the_day_its_check_is_due():
    topic = make.entity("Busan")
    story = with_topic(topic)
    due = NOW + timedelta(days=topic.check_every_days)
    assert "topics_are_up_to_date" not in names(story, now=due - timedelta(days=1))
    assert "topics_are_up_to_date" in names(story, now=due)


def test_a_profile_that_was_never_checked_is_overdue():
    (sentence,) = sentences(with_topic(profile(check_due_on=None)))
    assert sentence == "Have the profile of Busan checked."


def test_one_that_waits_for_a_moderator_is_not_overdue_as_well():
    topic = make.proposed("Busan", description="")
    assert names(with_topic(topic)) == ["topics_are_approved"]


def test_a_description_needs_both_its_source_and_its_licence():
    (failure,) = failures(with_topic(profile(description_source="")))
    assert failure.check == "descriptions_name_their_source"
    assert failures(with_topic(profile("Daegu", description="", description_source=""))) == []
