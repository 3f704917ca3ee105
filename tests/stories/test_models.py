"""What the database itself refuses, whoever writes: admin, command or a script past the forms.

The names of the constraints are the sentences. Those of editions are in test_edition.py.
"""

import pytest
from django.apps import apps
from django.db import IntegrityError, connection, models, transaction

from stories import links, publishing
from stories.models import (
    AnalysisPoint,
    Approval,
    Assignment,
    Byline,
    Citation,
    Edition,
    Flag,
    Introduction,
    NoticeChoice,
    Outlet,
    OutletAlias,
    OutletLink,
    Presence,
    PreviewLink,
    Question,
    ReviewNote,
    Section,
    SectionLink,
    Stash,
    Story,
    StoryTag,
    StoryTopic,
    Tag,
    TagLink,
    TopicLink,
    Version,
    Withdrawal,
)
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def story():
    """A published story with one row of each kind at least, and a guest."""
    story = make.draft(topics=[make.entity()], tags=["budget"])
    Byline.objects.create(story=story, order=2, guest="A Guest")
    return story


@pytest.fixture
def edition():
    return make.edition(topics=[make.entity()], tags=["budget"])


def again(model, **changes):
    """Write the first row of the model once more, with changes, past everything but the database.

    `bulk_create` runs neither `save` nor `full_clean`.
    """
    row = model.objects.order_by("pk").values().first()
    model.objects.bulk_create([model(**row | {"id": None} | changes)])


# What the database refuses, by the name of the constraint: the smallest step too far.
REFUSED_ROWS = {
    "order_of_bylines_is_unique_in_a_story": (Byline, {"user_id": None, "guest": "Another"}),
    "a_person_signs_a_story_once": (Byline, {"order": 9}),
    "a_byline_is_a_person_or_a_guest": (Byline, {"order": 9, "user_id": None}),
    "order_of_points_is_unique_in_a_story": (AnalysisPoint, {}),
    "order_of_citations_is_unique_in_a_story": (Citation, {"url": "https://else.example/"}),
    "an_article_of_an_outlet_is_cited_once_in_a_story": (Citation, {"order": 9}),
    "a_citation_names_its_outlet": (Citation, {"order": 9, "outlet_id": None}),
    "order_of_questions_is_unique_in_a_story": (Question, {}),
    "order_of_topics_is_unique_in_a_story": (StoryTopic, {"entity_id": "another"}),
    "a_story_links_a_topic_once": (StoryTopic, {"order": 9}),
    "a_story_has_a_tag_once": (StoryTag, {}),
    "a_tag_has_an_address": (Tag, {"name": "Another", "slug": ""}),
    "version_number_is_unique_in_its_story": (Version, {}),
    "an_approval_is_signed_by_name": (Approval, {"by_name": ""}),
    "a_story_is_withdrawn_once_at_a_time": (Withdrawal, {}),
    "a_withdrawal_gives_readers_a_reason": (Withdrawal, {"reason": "", "lifted_at": NOW}),
    "an_edition_is_in_one_section": (SectionLink, {}),
    "an_edition_links_a_topic_once": (TopicLink, {}),
    "an_edition_links_an_outlet_once": (OutletLink, {}),
    "an_edition_has_a_tag_once": (TagLink, {}),
    "a_review_note_says_something": (ReviewNote, {"text": ""}),
    "a_note_is_resolved_by_name": (ReviewNote, {"resolved_at": NOW}),
    "an_answer_is_not_resolved_by_itself": (
        ReviewNote,
        {"answers_to_id": "a note", "resolved_at": NOW, "resolved_by_name": "Ada Novak"},
    ),
    "a_preview_link_ends_after_it_was_made": (PreviewLink, {"expires_at": NOW}),
    "a_preview_link_is_for_someone": (PreviewLink, {"for_whom": ""}),
    "what_replaces_a_withdrawn_edition_ends_its_withdrawal": (
        Withdrawal,
        {"replaced_by_id": "an edition"},
    ),
    "only_what_the_law_removed_is_given_back": (
        Withdrawal,
        {"lifted_at": NOW, "returned_at": NOW},
    ),
    "an_urgency_is_one_of_four": (Assignment, {"urgency": 5, "story_id": "another story"}),
    "a_person_is_present_once_at_a_story": (Presence, {}),
    "a_sitting_of_a_person_has_one_stash": (Stash, {}),
    "a_notice_is_unwanted_once": (NoticeChoice, {}),
    "a_story_is_flagged_once_for_a_profile": (Flag, {}),
    "a_flag_says_what_changed": (Flag, {"sentence": "", "settled_at": NOW}),
    "a_title_is_kept_once_a_story": (Introduction, {}),
}

# And what it takes, though it is close to the row refused above.
TAKEN_ROWS = {
    "a guest signs beside a person": (Byline, {"order": 9, "user_id": None, "guest": "Another"}),
    "another point": (AnalysisPoint, {"order": 9}),
    "another article of an outlet": (Citation, {"order": 9, "url": "https://else.example/"}),
    "the same address at another outlet": (Citation, {"order": 9, "outlet_id": "another"}),
    "two articles without an address": (Citation, {"order": 9, "url": ""}),
    "an outlet known by name only": (
        Citation,
        {"order": 9, "outlet_id": None, "outlet_named": "X"},
    ),
    "another question": (Question, {"order": 9}),
    "another topic": (StoryTopic, {"order": 9, "entity_id": "another"}),
    "another version": (Version, {"number": 2}),
    "another approval": (Approval, {}),
    "a withdrawal that was lifted": (Withdrawal, {"lifted_at": NOW}),
    "another outlet in the lists": (OutletLink, {"outlet_id": "another"}),
    "another topic in the lists": (TopicLink, {"entity_id": "another"}),
    "an answer": (ReviewNote, {"answers_to_id": "a note"}),
    "a note that is resolved": (
        ReviewNote,
        {"resolved_at": NOW, "resolved_by_name": "Ada Novak"},
    ),
    "the lowest urgency": (Assignment, {"urgency": 4, "story_id": "another story"}),
    "the same person at another story": (Presence, {"story_id": "another story"}),
    "another tab of the same person": (Stash, {"sitting": "b" * 32}),
    "the same notice by mail": (NoticeChoice, {"way": "mail"}),
    "a flag of a profile whose last one is settled": (Flag, {"settled_at": NOW}),
    "another title of the same person": (Introduction, {"title": "President"}),
}


@pytest.fixture
def rows(edition):
    """One story, published and withdrawn, with rows of every kind, those of lists among them."""
    publishing.withdraw(story=edition.story, by=None, now=NOW + HOUR, reason="It was wrong.")
    links.make(edition)
    story, person = edition.story, make.user()
    Byline.objects.create(story=story, order=2, guest="A Guest")
    ReviewNote.objects.create(story=story, part="headline", version=1, text="Why?", at=NOW)
    PreviewLink.objects.create(
        story=story,
        version=story.versions.get(),
        for_whom="Dr Example",
        made_at=NOW,
        expires_at=NOW + HOUR,
    )
    Assignment.objects.create(story=story, urgency=1)
    Presence.objects.create(story=story, person=person, at=NOW)
    Stash.objects.create(story=story, person=person, sitting="a" * 32, packed=b"", at=NOW)
    NoticeChoice.objects.create(person=person, kind="approved", way="desk")
    about = {"story": story, "entity": story.topics.get().entity}
    Flag.objects.create(**about, sentence="No longer minister.", by_name="Ada Novak", at=NOW)
    Introduction.objects.create(**about, title="Defence Minister", clashes=True)


def filled_in(changes):
    others = {
        ("outlet_id", "another"): make.outlet,
        ("entity_id", "another"): make.entity,
        ("story_id", "another story"): make.draft,
        ("answers_to_id", "a note"): ReviewNote.objects.get,
        ("replaced_by_id", "an edition"): Edition.objects.get,
    }
    return {
        name: others[name, value]().pk if (name, value) in others else value
        for name, value in changes.items()
    }


def constraints():
    return {
        constraint.name: (model, constraint)
        for model in apps.get_app_config("stories").get_models()
        if model is not Edition
        for constraint in model._meta.constraints
    }


def said_by(model, constraint):
    """How the database names it: SQLite names the columns of a unique one."""
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint):
        columns = (model._meta.get_field(field).column for field in constraint.fields)
        return ": " + ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return constraint.name


@pytest.mark.parametrize("name", constraints())
def test_the_database_keeps_the_promise_that(rows, name):
    model, changes = REFUSED_ROWS[name]
    of_model, constraint = constraints()[name]
    assert model is of_model
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        again(model, **filled_in(changes))
    assert said_by(model, constraint) in str(refusal.value)


@pytest.mark.parametrize("what", TAKEN_ROWS)
def test_the_database_takes(rows, what):
    model, changes = TAKEN_ROWS[what]
    before = model.objects.count()
    again(model, **filled_in(changes))
    assert model.objects.count() == before + 1


def test_a_byline_is_not_both_a_person_and_a_guest(rows):
    with pytest.raises(IntegrityError, match="a_byline_is_a_person_or_a_guest"):
        again(Byline, order=9, user_id=make.user().pk, guest="Another")


def test_the_rows_of_two_stories_do_not_meet(rows):
    other = Story.objects.create(slug="another", created_at=NOW, changed_at=NOW)
    for model in (Byline, AnalysisPoint, Citation, Question, StoryTopic, Version):
        again(model, story_id=other.pk)


@pytest.mark.parametrize(
    ("model", "field", "others"),
    [
        (Story, "slug", {}),
        (Section, "name", {"slug": "another"}),
        (Section, "slug", {"name": "Another"}),
        (Outlet, "name", {"slug": "another"}),
        (Outlet, "slug", {"name": "Another"}),
        (OutletAlias, "name", {}),
        (Tag, "name", {"slug": "another"}),
        (Tag, "slug", {"name": "another"}),
    ],
)
def test_a_name_or_an_address_belongs_to_one(rows, model, field, others):
    OutletAlias.objects.create(outlet=Outlet.objects.first(), name="The A")
    with pytest.raises(IntegrityError, match=field), transaction.atomic():
        again(model, **others)


def test_what_a_story_stands_on_is_not_deleted_under_it(rows):
    for model in (Section, Outlet, StoryTopic.entity.field.related_model):
        with pytest.raises(models.ProtectedError), transaction.atomic():
            model.objects.all().delete()


def test_who_signs_a_story_is_not_deleted(story, writer):
    Byline.objects.create(story=story, user=writer, order=9)
    with pytest.raises(models.ProtectedError):
        writer.delete()


# What rows say of themselves -------------------------------------------------------------------


def test_rows_call_themselves_by_what_an_editor_would_look_for(story, writer):
    topic = story.topics.get()
    assert str(story) == story.headline
    assert str(Story(slug="nothing-yet")) == "(nothing-yet)"
    assert [str(byline) for byline in story.bylines.all()] == [
        story.created_by.public_name,
        "A Guest",
    ]
    assert str(topic) == topic.entity.name
    assert [str(citation) for citation in story.citations.all()] == ["Paper A", "Paper B"]
    assert str(Citation(outlet_named="The Moon Post")) == "The Moon Post"
    assert str(AnalysisPoint(text="x" * 99)) == "x" * 60
    assert str(AnalysisPoint(label="Money", text="x")) == "Money"


def test_an_outlet_is_found_by_its_name_its_alias_and_with_or_without_the_article():
    times = make.outlet("The Times")
    post = make.outlet("Moon Post")
    OutletAlias.objects.create(outlet=post, name="MP")
    OutletAlias.objects.create(outlet=post, name="The MP")
    assert Outlet.objects.named("Times").get() == times
    assert Outlet.objects.named("The Times").get() == times
    assert Outlet.objects.named("the Times").get() == times
    assert Outlet.objects.named("The Moon Post").get() == post
    assert Outlet.objects.named("MP").get() == post
    assert not Outlet.objects.named("Tim").exists()


def test_sections_stand_in_the_order_of_the_desk():
    Section.objects.create(name="Last", slug="last", order=9)
    Section.objects.create(name="First", slug="first", order=1)
    Section.objects.create(name="Second", slug="second", order=1)
    assert [str(section) for section in Section.objects.in_order()] == ["First", "Second", "Last"]


def test_open_stories_are_those_with_something_that_is_not_published():
    waiting = {make.draft(), make.in_review(), make.approved()}
    make.edition()
    assert set(Story.objects.open()) == waiting
