"""Assigning a story, claiming its review and giving it back: who may, and what stays as it was."""

from datetime import timedelta

import pytest

from newsroom import roles
from newsroom.acts import NotPermitted
from stories import assigning, publishing, review, writing
from stories.models import Assignment, Notice, Story
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db

URGENCY = Assignment.Urgency


def assign(story, *, by, now=NOW, **fields):
    plan = {"writer": None, "reviewer": None, "due_at": None, "urgency": URGENCY.ROUTINE}
    return assigning.assign(story=story, by=by, now=now, **plan | fields)


def plan_of(story):
    return Assignment.objects.get(story=story)


def last_record(story):
    return story.records.order_by("-at", "-pk").first()


# Assigning -----------------------------------------------------------------------------------


def test_an_editor_says_who_writes_who_reviews_by_when_and_how_urgent_it_is(editor, writer):
    story, reviewer = make.draft(), make.user()
    made = assign(
        story,
        by=editor,
        writer=writer,
        reviewer=reviewer,
        due_at=NOW + HOUR,
        urgency=URGENCY.URGENT,
    )
    assert made == plan_of(story)
    assert (made.writer, made.reviewer) == (writer, reviewer)
    assert (made.due_at, made.urgency) == (NOW + HOUR, URGENCY.URGENT)


def test_the_record_says_what_was_changed_and_nothing_else(editor, writer):
    story = make.draft()
    assign(story, by=editor, writer=writer, due_at=NOW + HOUR, note="Before the briefing.")
    record = last_record(story)
    assert (record.act, record.by) == ("assigned", editor)
    assert record.note.splitlines() == [
        "Writer: Sam Okafor. Due 2 Mar 2026, 10:00 UTC.",
        "Before the briefing.",
    ]
    assign(story, by=editor, due_at=NOW + HOUR, urgency=URGENCY.FLASH)
    assert last_record(story).note.splitlines() == ["Writer: nobody. Urgency: Flash."]
    assign(story, by=editor, urgency=URGENCY.FLASH)
    assert last_record(story).note == "No due time."


@pytest.mark.parametrize("role", [roles.WRITER, roles.MODERATOR])
def test_who_may_not_assign_is_refused(role):
    story = make.draft()
    with pytest.raises(NotPermitted):
        assign(story, by=make.user(role=role), due_at=NOW + HOUR)
    assert not Assignment.objects.exists()


def test_a_reviewer_who_may_not_review_is_refused_by_name(editor, writer):
    with pytest.raises(assigning.NotSuited, match="Sam Okafor may not review stories"):
        assign(make.draft(), by=editor, reviewer=writer)


def test_a_writer_who_may_not_write_is_refused_by_name(editor, moderator):
    with pytest.raises(assigning.NotSuited, match="Mira Lindqvist may not write stories"):
        assign(make.draft(), by=editor, writer=moderator)


def test_someone_who_has_left_is_assigned_to_nothing(editor, writer):
    writer.is_active = False
    writer.save()
    with pytest.raises(assigning.NotSuited):
        assign(make.draft(), by=editor, writer=writer)


def test_nobody_is_assigned_to_review_what_they_write(editor):
    with pytest.raises(assigning.NotSuited, match="Nobody reviews their own work"):
        assign(make.draft(), by=editor, writer=editor, reviewer=editor)


def test_who_worked_on_a_story_is_not_assigned_to_review_it(editor):
    story = make.draft(by=editor)
    with pytest.raises(review.OwnWork, match="Ines Moreau worked on this version"):
        assign(story, by=make.user(), reviewer=editor)


def test_a_reviewer_who_began_to_work_on_the_story_does_not_keep_others_from_planning_it(editor):
    story, reviewer = make.draft(), make.user()
    assign(story, by=editor, reviewer=reviewer)
    make.edit(story, by=reviewer, standfirst="Another sentence.")
    assign(story, by=editor, reviewer=reviewer, due_at=NOW + HOUR)
    assert plan_of(story).due_at == NOW + HOUR


@pytest.mark.parametrize("due_at", [NOW, NOW - HOUR])
def test_a_story_is_not_newly_due_at_a_time_that_has_passed(editor, due_at):
    with pytest.raises(assigning.PastTime):
        assign(make.draft(), by=editor, due_at=due_at)


def test_a_late_story_can_be_given_to_someone_else(editor, writer):
    story = make.draft()
    assign(story, by=editor, due_at=NOW + HOUR)
    late = NOW + 2 * HOUR
    assign(story, by=editor, now=late, due_at=NOW + HOUR, writer=writer)
    with pytest.raises(assigning.PastTime):
        assign(story, by=editor, now=late, due_at=NOW + HOUR + timedelta(minutes=5))
    assert plan_of(story).writer == writer


def test_an_assignment_that_changes_nothing_is_refused_unless_it_says_something(editor):
    story = make.draft()
    with pytest.raises(assigning.Unchanged):
        assign(story, by=editor, note="  ")
    assign(story, by=editor, note="Hurry, please.")
    assert last_record(story).note == "Hurry, please."


def test_two_who_plan_at_once_do_not_overwrite_each_other(editor, writer):
    story = make.draft()
    assign(story, by=editor, due_at=NOW + HOUR, planned=Assignment().mark)
    with pytest.raises(writing.Changed, match="Ines Moreau has changed the assignment"):
        assign(story, by=make.user(), writer=writer, planned=Assignment().mark)
    assert plan_of(story).due_at == NOW + HOUR
    assign(story, by=make.user(), writer=writer, planned=plan_of(story).mark)
    assert plan_of(story).writer == writer


# Claiming and giving back --------------------------------------------------------------------


def test_a_reviewer_claims_a_story_in_review(editor):
    story = make.in_review()
    assert assigning.claim(story=story, by=editor, now=NOW).reviewer == editor
    record = last_record(story)
    assert (record.act, record.by, record.note) == ("claimed", editor, "Reviewer: Ines Moreau.")


def test_a_claim_leaves_the_rest_of_the_plan_as_it_is(editor, writer):
    story = make.in_review()
    assign(story, by=editor, writer=writer, due_at=NOW + HOUR, urgency=URGENCY.FLASH)
    made = assigning.claim(story=story, by=editor, now=NOW)
    assert (made.writer, made.due_at, made.urgency) == (writer, NOW + HOUR, URGENCY.FLASH)


@pytest.mark.parametrize("build", [make.draft, make.approved], ids=["draft", "approved"])
def test_only_a_story_in_review_is_claimed(build, editor):
    with pytest.raises(review.WrongState):
        assigning.claim(story=build(), by=editor, now=NOW)


def test_who_may_not_review_claims_nothing(writer):
    story = make.in_review()
    with pytest.raises(NotPermitted):
        assigning.claim(story=story, by=writer, now=NOW)


def test_a_review_that_someone_has_is_not_claimed_and_they_are_named(editor):
    story = make.in_review()
    assigning.claim(story=story, by=editor, now=NOW)
    with pytest.raises(assigning.Taken, match="Ines Moreau has this review already"):
        assigning.claim(story=story, by=make.user(), now=NOW)
    with pytest.raises(assigning.Taken, match="You have this review already"):
        assigning.claim(story=story, by=editor, now=NOW)
    assert plan_of(story).reviewer == editor


def test_nobody_claims_the_review_of_what_they_worked_on(editor):
    story = make.in_review(by=editor)
    with pytest.raises(review.OwnWork):
        assigning.claim(story=story, by=editor, now=NOW)


@pytest.mark.parametrize("gone", ["left", "at work"])
def test_a_reviewer_who_cannot_review_it_any_more_stands_in_nobodys_way(gone, editor):
    story, other = make.in_review(), make.user()
    assigning.claim(story=story, by=editor, now=NOW)
    if gone == "left":
        editor.is_active = False
        editor.save()
    else:
        make.edit(story, by=editor, standfirst="Another sentence.")
    assert assigning.claim(story=story, by=other, now=NOW).reviewer == other


def test_a_review_that_is_given_back_can_be_claimed_by_someone_else(editor):
    story, other = make.in_review(), make.user()
    assigning.claim(story=story, by=editor, now=NOW)
    assigning.give_back(story=story, by=editor, now=NOW)
    assert (last_record(story).act, last_record(story).note) == ("given_back", "Reviewer: nobody.")
    assert assigning.claim(story=story, by=other, now=NOW).reviewer == other


def test_only_who_has_a_review_gives_it_back(editor, writer):
    story = make.in_review()
    with pytest.raises(assigning.NotTheirs):
        assigning.give_back(story=story, by=editor, now=NOW)
    assigning.claim(story=story, by=editor, now=NOW)
    with pytest.raises(assigning.NotTheirs):
        assigning.give_back(story=story, by=make.user(), now=NOW)
    with pytest.raises(NotPermitted):
        assigning.give_back(story=story, by=writer, now=NOW)
    assert plan_of(story).reviewer == editor


# What planning leaves alone ------------------------------------------------------------------


def acts_of_planning(story, editor):
    yield lambda **seen: assign(story, by=editor, due_at=NOW + HOUR, **seen)
    yield lambda **seen: assigning.claim(story=story, by=editor, now=NOW, **seen)
    yield lambda **seen: assigning.give_back(story=story, by=editor, now=NOW, **seen)


def test_planning_changes_neither_the_text_nor_its_revision(editor):
    story = make.in_review()
    story.refresh_from_db()
    before = Story.objects.filter(pk=story.pk).values().get()
    for act in acts_of_planning(story, editor):
        act(seen=story.revision)
    assert Story.objects.filter(pk=story.pk).values().get() == before


def test_planning_a_story_that_someone_has_changed_since_is_refused(editor, writer):
    story = make.in_review()
    story.refresh_from_db()
    seen = story.revision
    make.edit(story, by=writer, standfirst="Another sentence.")
    assign(story, by=make.user(), urgency=URGENCY.URGENT)
    for act in acts_of_planning(story, editor):
        with pytest.raises(writing.Changed, match="Sam Okafor has changed the story"):
            act(seen=seen)
        act()


def test_what_is_published_is_due_no_more_and_keeps_its_writer(editor, writer):
    story = make.approved()
    assign(
        story, by=editor, writer=writer, reviewer=editor, due_at=NOW + HOUR, urgency=URGENCY.FLASH
    )
    publishing.publish(story=story, by=editor, now=NOW)
    plan = plan_of(story)
    assert (plan.writer, plan.reviewer, plan.due_at) == (writer, None, None)
    assert plan.urgency == URGENCY.ROUTINE


def test_what_is_scheduled_is_due_no_more(editor):
    story = make.approved()
    assign(story, by=editor, due_at=NOW + HOUR)
    publishing.schedule(story=story, by=editor, now=NOW, at=NOW + 5 * HOUR)
    assert plan_of(story).due_at is None


# Who is told ---------------------------------------------------------------------------------


def told(kind):
    """Who has an unread notice of this kind on their desk."""
    return {notice.person for notice in Notice.objects.filter(kind=kind, read_at=None)}


def test_those_who_are_newly_assigned_are_told_and_nobody_else(editor, writer):
    story, reviewer = make.draft(), make.user()
    assign(story, by=editor, writer=writer, due_at=NOW + HOUR)
    assert told(Notice.Kind.ASSIGNED) == {writer}
    assign(story, by=editor, writer=writer, reviewer=reviewer, due_at=NOW + 2 * HOUR)
    assert Notice.objects.filter(kind=Notice.Kind.ASSIGNED, person=writer).count() == 1
    assert told(Notice.Kind.ASSIGNED) == {writer, reviewer}


def test_whoever_assigns_themselves_knows(editor):
    assign(make.draft(), by=editor, reviewer=editor)
    assert told(Notice.Kind.ASSIGNED) == set()


def test_a_claimed_review_leaves_the_desks_of_the_others_and_comes_back_when_given_back(editor):
    other = make.user()
    story = make.in_review()
    assert told(Notice.Kind.REVIEW) == {editor, other}
    assigning.claim(story=story, by=editor, now=NOW)
    assert told(Notice.Kind.REVIEW) == {editor}
    assigning.give_back(story=story, by=editor, now=NOW)
    assert other in told(Notice.Kind.REVIEW)
