import pytest
from django.db import IntegrityError, transaction

from newsroom import acts, roles
from stories import publishing, review, writing
from stories.document import Document
from stories.freezing import freeze
from stories.models import Byline, Story, Version
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db


def numbers(story):
    return list(story.versions.order_by("number").values_list("number", flat=True))


# Versions --------------------------------------------------------------------------------------


def test_the_first_save_of_a_story_is_its_first_version(writer):
    story = make.draft(by=writer)
    version = story.versions.get()
    assert (version.number, version.by, version.at) == (1, writer, NOW)
    assert version.digest == freeze(story).digest
    assert Document.from_json(version.document_json) == freeze(story)
    record = story.records.get()
    assert (record.act, record.by, record.by_name, record.at, record.digest) == (
        "made",
        writer,
        "Sam Okafor",
        NOW,
        version.digest,
    )


def test_each_save_that_changes_something_is_kept_whole(writer):
    story = make.draft(by=writer, headline="Before")
    make.edit(story, by=writer, headline="After", now=NOW + HOUR)
    story.refresh_from_db()
    assert (story.version, story.changed_at) == (2, NOW + HOUR)
    headlines = [
        Document.from_json(version.document_json).headline
        for version in story.versions.newest_first()
    ]
    assert headlines == ["After", "Before"]
    saved = story.records.get(act="saved")
    assert (saved.by, saved.at) == (writer, NOW + HOUR)
    assert saved.digest == story.versions.get(number=2).digest


def test_a_change_of_a_row_is_a_version_too(writer):
    story = make.draft(by=writer)
    story.questions.filter(order=1).update(text="Why now?")
    version = writing.keep_version(story=story, by=writer, now=NOW + HOUR)
    assert version.number == 2
    assert Document.from_json(version.document_json).questions[0] == "Why now?"


def test_a_save_that_changes_nothing_keeps_no_version_and_no_record(writer, editor):
    story = make.draft(by=writer)
    first, before = story.versions.get(), story.records.count()
    assert writing.keep_version(story=story, by=editor, now=NOW + HOUR) == first
    story.refresh_from_db()
    assert numbers(story) == [1]
    assert story.records.count() == before
    assert (story.version, story.changed_at) == (1, NOW)


def test_going_back_to_an_earlier_text_is_a_version_of_its_own(writer):
    story = make.draft(by=writer, headline="Before")
    make.edit(story, by=writer, headline="After")
    make.edit(story, by=writer, headline="Before")
    assert numbers(story) == [1, 2, 3]
    assert story.versions.get(number=3).digest == story.versions.get(number=1).digest


def test_two_stories_count_their_versions_apart(writer):
    one, other = make.draft(by=writer), make.draft(by=writer)
    make.edit(one, by=writer, headline="After")
    assert (numbers(one), numbers(other)) == ([1, 2], [1])


def test_the_story_in_hand_knows_its_new_version_and_state(writer):
    story = make.edition(by=writer).story
    make.edit(story, by=writer, headline="After", now=NOW + HOUR)
    assert (story.version, story.state, story.changed_at) == (2, Story.State.DRAFT, NOW + HOUR)


def test_a_moderator_cannot_keep_a_version(moderator):
    story = make.draft()
    story.questions.all().delete()
    with pytest.raises(acts.NotPermitted):
        writing.keep_version(story=story, by=moderator, now=NOW)
    assert numbers(story) == [1]


def test_an_operators_command_saves_in_the_name_of_the_system(writer):
    story = make.draft(by=writer)
    story.questions.all().delete()
    version = writing.keep_version(story=story, by=None, now=NOW)
    assert version.by is None
    assert story.records.get(act="saved").by_name == "the system"


def test_a_version_is_packed_smaller_than_its_text():
    text = "“Ministers agree.” " * 200
    assert Version(packed=Version.pack(text)).document_json == text
    assert len(Version.pack(text)) < len(text) / 10


def test_the_database_refuses_a_second_version_with_a_number(writer):
    version = make.draft(by=writer).versions.get()
    version.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        version.save(force_insert=True)


# What an edit does to the state ----------------------------------------------------------------


def sent_back(**given):
    story = make.in_review(**given)
    return review.request_changes(story=story, by=make.user(), now=NOW, note="Which ministers?")


def published(**given):
    return Story.objects.get(pk=make.edition(**given).story_id)


AFTER_EDIT = [
    (make.draft, Story.State.DRAFT),
    (make.in_review, Story.State.IN_REVIEW),
    (sent_back, Story.State.CHANGES_REQUESTED),
    (make.approved, Story.State.IN_REVIEW),
    (published, Story.State.DRAFT),
]


def test_every_state_of_a_story_is_in_the_table(db):
    assert {reach().state for reach, _after in AFTER_EDIT} == set(Story.State)


@pytest.mark.parametrize(("reach", "after"), AFTER_EDIT)
def test_an_edit_moves_a_story_to_where_its_text_must_be_read_again(reach, after, writer):
    story = reach()
    make.edit(story, by=writer, headline="Something else entirely")
    story.refresh_from_db()
    assert story.state == after


@pytest.mark.parametrize("reach", [reach for reach, _after in AFTER_EDIT])
def test_a_save_that_changes_nothing_leaves_the_state_alone(reach, writer):
    story = reach()
    before = story.state
    writing.keep_version(story=story, by=writer, now=NOW + HOUR)
    story.refresh_from_db()
    assert story.state == before


def test_only_an_edit_of_an_approved_story_records_that_the_approval_is_void(writer):
    for reach in (make.draft, make.in_review, sent_back, published):
        story = reach()
        make.edit(story, by=writer, headline="Something else entirely")
        assert not story.records.filter(act="approval_void").exists()
    story = make.approved()
    make.edit(story, by=writer, headline="Something else entirely", now=NOW + HOUR)
    void = story.records.get(act="approval_void")
    assert (void.by, void.at) == (writer, NOW + HOUR)


# Who worked on it ------------------------------------------------------------------------------


def test_everyone_who_saved_a_change_has_worked_on_the_story(writer, editor):
    story = make.draft(by=writer)
    make.edit(story, by=editor, headline="After")
    assert writing.contributors(story, now=NOW + HOUR) == {writer.pk, editor.pk}


def test_who_saved_without_a_change_and_who_only_signs_has_not_worked_on_it(writer, editor):
    story = make.draft(by=writer)
    Byline.objects.create(story=story, user=editor, order=2)
    writing.keep_version(story=story, by=writer, now=NOW)
    writing.keep_version(story=story, by=make.user(), now=NOW)
    assert writing.contributors(story, now=NOW + HOUR) == {writer.pk}


def test_the_system_is_nobody_who_worked_on_it(writer):
    story = make.draft(by=writer)
    story.questions.all().delete()
    writing.keep_version(story=story, by=None, now=NOW)
    assert writing.contributors(story, now=NOW + HOUR) == {writer.pk}


def test_publication_begins_the_list_anew(writer, editor):
    story = published(by=writer)
    assert writing.contributors(story, now=NOW + HOUR) == set()
    make.edit(story, by=editor, headline="After", now=NOW + HOUR)
    assert writing.contributors(story, now=NOW + HOUR) == {editor.pk}


def test_who_edits_while_an_edition_is_scheduled_works_on_the_next(writer, editor):
    story = make.approved(by=writer)
    publishing.schedule(story=story, by=editor, now=NOW, at=NOW + HOUR)
    story.refresh_from_db()
    make.edit(story, by=editor, headline="After")
    assert writing.contributors(story, now=NOW) == {writer.pk, editor.pk}
    assert writing.contributors(story, now=NOW + HOUR) == {editor.pk}


def test_what_its_own_author_approved_does_not_begin_the_list_anew(administrator):
    story = make.in_review(by=administrator)
    digest = freeze(story).digest
    review.approve(
        story=story, by=administrator, now=NOW, digest=digest, override_reason="Nobody is here."
    )
    publishing.publish(story=story, by=administrator, now=NOW)
    assert writing.contributors(story, now=NOW + HOUR) == {administrator.pk}


def test_an_edition_that_was_called_off_does_not_begin_the_list_anew(writer, editor):
    story = make.approved(by=writer)
    publishing.schedule(story=story, by=editor, now=NOW, at=NOW + HOUR)
    publishing.unschedule(story=story, by=editor, now=NOW)
    assert writing.contributors(story, now=NOW + 2 * HOUR) == {writer.pk}


def test_who_changes_what_a_story_shows_from_outside_works_on_it_too(writer, editor):
    story = make.in_review(by=writer)
    outlet = story.citations.first().outlet
    outlet.name = "Another name"
    outlet.save()
    writing.keep_versions(stories=[story], by=editor, now=NOW)
    assert writing.contributors(story, now=NOW) == {writer.pk, editor.pk}
    with pytest.raises(review.OwnWork):
        review.approve(story=story, by=editor, now=NOW, digest=freeze(story).digest)


# Signing and deleting --------------------------------------------------------------------------


def test_who_begins_a_story_signs_it(writer):
    story = Story.objects.create(slug="new", created_at=NOW, changed_at=NOW)
    writing.sign(story=story, by=writer)
    assert story.bylines.get().user == writer


def test_a_story_that_is_signed_already_keeps_its_byline(writer, editor):
    story = Story.objects.create(slug="new", created_at=NOW, changed_at=NOW)
    Byline.objects.create(story=story, guest="A Guest", order=3)
    assert writing.sign(story=story, by=editor).guest == "A Guest"
    assert story.bylines.count() == 1


@pytest.mark.parametrize("reach", [make.draft, make.in_review, make.approved])
def test_an_editor_may_delete_what_was_never_published(editor, reach):
    story = reach()
    assert writing.why_not_delete(story=story, by=editor) is None
    story.delete()
    assert not Version.objects.exists()


@pytest.mark.parametrize("role", [roles.WRITER, roles.MODERATOR])
def test_a_writer_and_a_moderator_may_not_delete_a_draft(role):
    refusal = writing.why_not_delete(story=make.draft(), by=make.user(role=role))
    assert isinstance(refusal, acts.NotPermitted)


def test_a_story_that_was_ever_published_stays(administrator):
    story = published()
    assert isinstance(writing.why_not_delete(story=story, by=administrator), writing.IsPublished)
    publishing.withdraw(story=story, by=administrator, now=NOW + HOUR, reason="It was wrong.")
    refusal = writing.why_not_delete(story=story, by=administrator)
    assert isinstance(refusal, writing.IsPublished)
    assert "withdrawn" in str(refusal)


@pytest.mark.parametrize("about", [*writing.ABOUT])
def test_who_changed_a_story_is_named_and_not_who_did_something_about_it(about, writer):
    story = make.draft(by=writer)
    writing.log(about, story=story, by=make.user(), now=make.NOW + make.HOUR)
    assert writing.who_was_last(story) == "Sam Okafor"
