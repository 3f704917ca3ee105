import pytest

from stories import review, writing
from stories.freezing import freeze
from stories.models import Approval, Story
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db


def approve(story, *, by, **given):
    digest = freeze(story).digest
    return review.approve(story=story, by=by, now=NOW, **{"digest": digest} | given)


def test_a_writer_sends_a_draft_for_review(writer):
    story = make.draft(by=writer)
    story = review.submit(story=story, by=writer, now=NOW, note="Please read.")
    assert story.state == Story.State.IN_REVIEW
    record = story.records.get(act="submitted")
    assert (record.by, record.by_name, record.note) == (writer, "Sam Okafor", "Please read.")


def test_a_moderator_cannot_send_a_draft_for_review(moderator):
    with pytest.raises(review.acts.NotPermitted):
        review.submit(story=make.draft(), by=moderator, now=NOW)


def test_a_draft_without_headline_is_not_sent_and_the_refusal_says_why(writer):
    story = make.draft(by=writer)
    make.edit(story, headline="")
    with pytest.raises(review.Blocked, match="Write a headline"):
        review.submit(story=story, by=writer, now=NOW)
    story.refresh_from_db()
    assert story.state == Story.State.DRAFT


def test_a_story_in_review_is_not_sent_twice(writer):
    story = make.in_review(by=writer)
    with pytest.raises(review.WrongState):
        review.submit(story=story, by=writer, now=NOW)


def test_a_second_person_approves_a_story(writer, editor):
    story = make.in_review(by=writer)
    signed = approve(story, by=editor, note="Good.")
    story.refresh_from_db()
    assert story.state == Story.State.APPROVED
    assert signed.digest == freeze(story).digest
    assert signed.by_name == "Ines Moreau"
    assert review.approval(story) == signed


def test_an_editor_cannot_approve_a_version_they_worked_on(editor):
    story = make.in_review(by=editor)
    with pytest.raises(review.OwnWork):
        approve(story, by=editor)
    assert not Approval.objects.exists()


def test_a_reviewer_who_edits_the_story_cannot_approve_it(writer, editor):
    story = make.in_review(by=writer)
    make.edit(story, by=editor, headline="A better headline for the story")
    with pytest.raises(review.OwnWork):
        approve(story, by=editor)


def test_a_reviewer_who_saves_without_changing_anything_may_approve(writer, editor):
    story = make.in_review(by=writer)
    writing.keep_version(story=story, by=editor, now=NOW)
    assert approve(story, by=editor)


def test_a_reason_does_not_let_an_editor_approve_their_own_work(editor):
    story = make.in_review(by=editor)
    with pytest.raises(review.acts.NotPermitted):
        approve(story, by=editor, override_reason="Nobody else is here.")


def test_an_administrator_approves_their_own_work_with_a_reason_that_is_kept(administrator):
    story = make.in_review(by=administrator)
    with pytest.raises(review.OwnWork):
        approve(story, by=administrator)
    signed = approve(story, by=administrator, override_reason="Nobody else is here.")
    assert signed.override_reason == "Nobody else is here."
    assert story.records.filter(act="approved_by_override").exists()


def test_no_reason_is_kept_where_none_was_needed(writer, administrator):
    signed = approve(make.in_review(by=writer), by=administrator, override_reason="For the sport.")
    assert signed.override_reason == ""


def test_a_writer_cannot_approve(writer):
    with pytest.raises(review.acts.NotPermitted):
        approve(make.in_review(), by=writer)


def test_a_text_that_changed_since_it_was_read_is_not_approved(editor):
    story = make.in_review()
    read = freeze(story).digest
    make.edit(story, headline="Something else entirely")
    with pytest.raises(review.Changed):
        approve(story, by=editor, digest=read)


def test_an_edit_voids_the_approval_and_the_story_is_in_review_again(editor):
    story = make.approved(approver=editor)
    make.edit(story, headline="Something else entirely", now=NOW + HOUR)
    assert story.state == Story.State.IN_REVIEW
    assert review.approval(story) is None
    assert story.records.filter(act="approval_void").exists()


def test_an_edit_taken_back_does_not_bring_the_approval_back(editor):
    story = make.approved(approver=editor)
    before = story.headline
    make.edit(story, headline="Something else entirely")
    make.edit(story, headline=before)
    assert review.approval(story) is None


def test_an_outlet_that_was_renamed_after_approval_voids_it(editor):
    story = make.approved(approver=editor)
    outlet = story.citations.first().outlet
    outlet.name = "Another name"
    outlet.save()
    assert review.approval(story) is None
    assert review.why_not_approve(story=story, by=make.user(), now=NOW) is None


def test_a_story_goes_back_with_a_note_and_can_be_sent_again(writer, editor):
    story = make.in_review(by=writer)
    story = review.request_changes(story=story, by=editor, now=NOW, note="Which ministers?")
    assert story.state == Story.State.CHANGES_REQUESTED
    assert story.records.get(act="changes_requested").note == "Which ministers?"
    story = review.submit(story=story, by=writer, now=NOW)
    assert story.state == Story.State.IN_REVIEW


def test_a_story_does_not_go_back_without_a_word(editor):
    with pytest.raises(review.ReasonMissing):
        review.request_changes(story=make.in_review(), by=editor, now=NOW, note=" ")


def test_who_worked_on_an_approved_edition_may_approve_the_next_one(writer, editor):
    edition = make.edition(by=editor)
    story = Story.objects.get(pk=edition.story_id)
    make.edit(story, by=writer, headline="The plan is off", now=NOW + HOUR)
    review.submit(story=story, by=writer, now=NOW + HOUR)
    assert approve(story, by=editor)
