"""Each check has a story that fails it and nothing else, its acts, and its sentence."""

import re

import pytest

from entities import moderation
from newsroom.models import Picture
from stories import checklist
from stories.checklist import PUBLISH, SUBMIT
from stories.models import Citation, Story, StoryTopic
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db


def whole():
    """A story that passes every check, the advisory ones too."""
    return make.draft(topics=[make.entity("Seoul")])


def with_field(**fields):
    story = whole()
    Story.objects.filter(pk=story.pk).update(**fields)
    return story


def with_citation(**fields):
    story = whole()
    story.citations.filter(order=1).update(**fields)
    return story


def with_point(**fields):
    story = whole()
    story.points.update(**fields)
    return story


def with_topic(entity):
    story = whole()
    StoryTopic.objects.create(story=story, entity=entity, order=9)
    return story


def without(rows):
    story = whole()
    getattr(story, rows).all().delete()
    return story


def with_picture(**given):
    said = {"alt": "A handshake", "credit": "Jane Doe", "licence": "CC BY 4.0"} | given
    story = whole()
    story.picture = Picture.objects.create(
        original="a.jpg", file="a.jpg", width=6, height=4, uploaded_at=NOW, **said
    )
    story.save()
    return story


def with_address_of_another():
    old = make.edition(slug="taken")
    make.next_edition(old.story, now=NOW + HOUR, slug="free")
    return with_field(slug="taken")


def retired(name):
    return moderation.retire(entity=make.entity(name), by=None, now=NOW)


def undescribed(**fields):
    topic = make.entity("Busan")
    for name, value in fields.items():
        setattr(topic, name, value)
    topic.save()
    return topic


def cited_once():
    story = whole()
    story.citations.filter(order=2).delete()
    return story


def with_questions(*texts):
    story = without("questions")
    for order, text in enumerate(texts):
        story.questions.create(order=order, text=text)
    return story


BOTH = {SUBMIT, PUBLISH}

# check → (acts that it blocks, a story that fails it, what the sentence says)
FAILING = {
    "has_a_headline": (BOTH, lambda: with_field(headline=""), "Write a headline."),
    "headline_fits": (
        set(),
        lambda: with_field(headline="x" * 111),
        "Shorten the headline: it has 111 characters, 110 fit.",
    ),
    "has_a_standfirst": (set(), lambda: with_field(standfirst=""), "Write a standfirst"),
    "has_a_section": (BOTH, lambda: with_field(section=None), "Choose the section"),
    "address_is_its_own": ({PUBLISH}, with_address_of_another, "Choose another address"),
    "is_signed": (set(), lambda: without("bylines"), "Say who wrote it."),
    "picture_is_described": (
        set(),
        lambda: with_picture(alt=" ", licence=""),
        "Complete the lead picture: alt text, licence.",
    ),
    "says_what_happened": (BOTH, lambda: with_field(what_happened=""), "Write what happened."),
    "has_points": (set(), lambda: without("points"), "at least one point"),
    "has_background": (set(), lambda: with_field(background=""), "Write how we got here."),
    "has_questions": (
        set(),
        lambda: with_questions("One?", "Two?"),
        "Add 1 more question.",
    ),
    "questions_ask": (
        set(),
        lambda: with_questions("One?", "Two", "Three?"),
        "question mark: “Two”",
    ),
    "outlets_are_known": (
        BOTH,
        lambda: with_citation(outlet=None, outlet_named="The Moon Post"),
        "the desk knows no “The Moon Post” yet",
    ),
    "has_several_outlets": (set(), cited_once, "Cite at least 2 different outlets."),
    "citations_are_linked": (
        {PUBLISH},
        lambda: with_citation(url=""),
        "Add the link to the article of Paper A",
    ),
    "citations_are_dated": (
        set(),
        lambda: with_citation(published_on=None),
        "Say when Paper A published its article.",
    ),
    "has_topics": (set(), lambda: without("topics"), "Link the topics"),
    "topics_are_approved": (
        set(),
        lambda: with_topic(sourced(make.proposed("Incheon"))),
        "Incheon waits for a moderator",
    ),
    "descriptions_are_whole": (
        set(),
        lambda: with_topic(undescribed(description="Busan is a port in the")),
        "The description of Busan is cut off: “… Busan is a port in the”",
    ),
    "descriptions_name_their_source": (
        set(),
        lambda: with_topic(undescribed(description_licence="")),
        "where the description of Busan comes from",
    ),
    "points_are_whole": (
        set(),
        lambda: with_point(text="The plan says that the"),
        "stops in mid-sentence: “… The plan says that the”",
    ),
    "reports_are_whole": (
        set(),
        lambda: with_citation(text="Paper A reports that the"),
        "stops in mid-sentence: “… Paper A reports that the”",
    ),
}


def sourced(topic):
    topic.description_source, topic.description_licence = "Newsroom", "CC BY 4.0"
    topic.save()
    return topic


def test_every_check_has_a_story_that_fails_it():
    assert [each.name for each in checklist.CHECKS] == list(FAILING)


def test_the_story_that_these_tests_start_from_passes_every_check():
    assert checklist.failures(whole()) == []


def test_the_draft_of_the_other_tests_passes_whatever_blocks():
    story = make.draft()
    assert checklist.blocking(story, act=SUBMIT) == []
    assert checklist.blocking(story, act=PUBLISH) == []


@pytest.mark.parametrize("check", FAILING)
def test_a_story_fails_the_check_alone_and_the_sentence_says_what_to_do(check):
    _blocks, reach, sentence = FAILING[check]
    (failure,) = checklist.failures(reach())
    assert failure.check == check
    assert sentence in str(failure.sentence)


@pytest.mark.parametrize("check", FAILING)
def test_a_failed_check_keeps_the_story_from_its_acts_and_from_no_other(check):
    blocks, reach, _sentence = FAILING[check]
    story = reach()
    for act in (SUBMIT, PUBLISH):
        found = [failure.check for failure in checklist.blocking(story, act=act)]
        assert found == ([check] if act in blocks else [])
    (failure,) = checklist.failures(story)
    assert failure.is_blocking == bool(blocks)


@pytest.mark.parametrize("check", checklist.CHECKS, ids=lambda each: each.name)
def test_a_check_points_at_a_field_or_a_group_of_rows_that_the_form_has(check):
    (failure,) = checklist.failures(FAILING[check.name][1]())
    assert failure.field == check.field
    if check.field in checklist.ROWS:
        assert failure.anchor == f"{check.field}-heading"
        assert Story._meta.get_field(check.field).one_to_many
    elif check.field in checklist.PROSE:
        assert failure.anchor == f"part-{check.field}"
        assert Story._meta.get_field(check.field).editable
    else:
        assert failure.anchor == f"id_{check.field}"
        assert Story._meta.get_field(check.field).editable


def test_what_blocks_stands_first():
    story = with_field(headline="", standfirst="", what_happened="")
    story.points.all().delete()
    blocking = [failure.is_blocking for failure in checklist.failures(story)]
    assert blocking == [True, True, False, False]


def test_the_database_is_checked_not_the_copy_in_hand():
    story = whole()
    list(story.questions.all())
    story.headline = ""
    assert checklist.failures(story) == []
    story.save()
    story.questions.all().delete()
    assert {failure.check for failure in checklist.failures(story)} == {
        "has_a_headline",
        "has_questions",
    }


def test_a_headline_of_the_full_length_fits():
    assert checklist.failures(with_field(headline="x" * checklist.LONGEST_HEADLINE)) == []


def test_a_story_may_keep_the_address_of_its_own_editions():
    story = make.edition(topics=[make.entity()]).story
    assert checklist.failures(story) == []


def test_a_picture_is_complete_with_alt_text_credit_and_licence():
    assert checklist.failures(with_picture()) == []
    (failure,) = checklist.failures(with_picture(credit=""))
    assert "credit" in failure.sentence


def test_the_questions_that_are_missing_are_counted():
    (failure,) = checklist.failures(without("questions"))
    assert failure.sentence == "Add 3 more questions."


@pytest.mark.parametrize("mark", ["?", "？", "؟", "? "])
def test_a_question_ends_with_the_question_mark_of_its_language(mark):
    story = with_questions("One?", "Two?", f"Three{mark}")
    assert checklist.failures(story) == []


def test_each_thing_that_is_wrong_has_its_own_sentence():
    story = with_questions("One", "Two", "Three?")
    sentences = [failure.sentence for failure in checklist.failures(story)]
    assert len(sentences) == 2
    assert "“One”" in sentences[0]
    assert "“Two”" in sentences[1]


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
    assert [failure.check for failure in checklist.failures(story)] == ["has_several_outlets"]


def test_an_article_that_is_print_only_needs_no_link():
    assert checklist.failures(with_citation(url="", is_print_only=True)) == []


def test_a_retired_topic_is_to_be_replaced():
    (failure,) = checklist.failures(with_topic(retired("Busan")))
    assert failure.check == "topics_are_approved"
    assert "Busan is no longer in use: link another topic." in failure.sentence


def test_a_description_needs_both_its_source_and_its_licence():
    (failure,) = checklist.failures(with_topic(undescribed(description_source="")))
    assert failure.check == "descriptions_name_their_source"
    assert checklist.failures(with_topic(undescribed(description="", description_source=""))) == []


def test_a_point_that_is_cut_off_is_noticed_like_a_citation():
    story = whole()
    story.points.update(text="The deal will")
    (failure,) = checklist.failures(story)
    assert "“… The deal will”" in failure.sentence


@pytest.mark.parametrize("check", FAILING)
def test_no_sentence_has_a_gap_that_was_not_filled(check):
    for failure in checklist.failures(FAILING[check][1]()):
        assert not re.search(r"%\(|None|\{", str(failure.sentence))


@pytest.mark.parametrize("count", [3, 60])
def test_checking_takes_eleven_queries_however_many_rows_a_story_has(
    count, django_assert_num_queries
):
    story = make.draft(
        outlets=[make.outlet() for _ in range(count)],
        topics=[make.entity() for _ in range(count)],
        tags=["one"],
    )
    with django_assert_num_queries(11):
        assert checklist.failures(story) == []
