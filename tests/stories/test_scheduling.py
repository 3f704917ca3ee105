from datetime import UTC, datetime

import pytest

from stories import publishing, review
from stories.models import (
    Edition,
    SectionLink,
    Story,
    TopicLink,
)
from tests import make
from tests.make import HOUR, NOW
from tests.stories.lists import (
    LINKS,
    MOMENT,
    approved_again,
    intervals,
    links,
    live,
    scheduled_story,
)

pytestmark = pytest.mark.django_db


# Scheduling ------------------------------------------------------------------------------------


def test_a_scheduled_story_appears_at_its_time_without_anyone_awake(editor):
    story = make.approved(topics=[make.entity()])
    edition = publishing.schedule(story=story, by=editor, now=NOW, at=NOW + HOUR)
    assert (edition.live_from, edition.live_until) == (NOW + HOUR, None)
    assert (edition.frozen_at, edition.published_at) == (NOW, NOW + HOUR)
    assert live(story, now=NOW + HOUR - MOMENT) is None
    assert live(story, now=NOW + HOUR) == edition
    assert not SectionLink.objects.live(now=NOW).exists()
    assert SectionLink.objects.live(now=NOW + HOUR).get().edition == edition
    assert TopicLink.objects.live(now=NOW + HOUR).get().edition == edition


def test_scheduling_freezes_what_was_approved_not_what_is_written_later(editor):
    story = make.approved(headline="Before")
    edition = publishing.schedule(story=story, by=editor, now=NOW, at=NOW + HOUR)
    make.edit(story, headline="After", now=NOW + HOUR / 2)
    assert live(story, now=NOW + HOUR) == edition
    assert Edition.objects.get().headline == "Before"


def test_scheduling_is_recorded_and_the_story_counts_as_published(editor):
    story = make.approved()
    edition = publishing.schedule(story=story, by=editor, now=NOW, at=NOW + HOUR)
    record = story.records.get(act="scheduled")
    assert (record.by, record.at, record.edition) == (editor, NOW, edition)
    assert not story.records.filter(act="published").exists()
    story.refresh_from_db()
    assert story.state == Story.State.PUBLISHED


@pytest.mark.parametrize("at", [NOW, NOW - HOUR])
def test_a_story_is_not_scheduled_for_a_time_that_has_passed(editor, at):
    with pytest.raises(publishing.PastTime):
        publishing.schedule(story=make.approved(), by=editor, now=NOW, at=at)
    assert not Edition.objects.exists()


def test_a_story_that_nobody_approved_is_not_scheduled(editor):
    with pytest.raises(publishing.NotApproved):
        publishing.schedule(story=make.in_review(), by=editor, now=NOW, at=NOW + HOUR)


def test_an_update_takes_over_from_the_live_edition_at_its_time(story, editor):
    first = story.editions.get()
    approved_again(story, now=NOW + HOUR)
    at = datetime(2026, 3, 3, 6, 0, tzinfo=UTC)
    second = publishing.schedule(
        story=story, by=editor, now=NOW + HOUR, at=at, kind="update", what_changed="The result."
    )
    first.refresh_from_db()
    assert first.live_until == at
    assert live(story, now=at - MOMENT) == first
    assert live(story, now=at) == second
    assert second.published_at == NOW


def test_lists_show_the_edition_before_until_the_update_takes_over(story, editor):
    first = story.editions.get()
    approved_again(story, now=NOW + HOUR)
    second = publishing.schedule(
        story=story, by=editor, now=NOW + HOUR, at=NOW + 3 * HOUR, kind="minor"
    )
    assert intervals(first) == {(NOW, NOW + 3 * HOUR)}
    assert intervals(second) == {(NOW + 3 * HOUR, None)}
    for kind in LINKS:
        before = kind.objects.live(now=NOW + 3 * HOUR - MOMENT)
        assert set(before.values_list("edition", flat=True)) == {first.pk}
        after = kind.objects.live(now=NOW + 3 * HOUR)
        assert set(after.values_list("edition", flat=True)) == {second.pk}


def test_rows_that_a_schedule_ended_go_with_the_next_edition(story, editor):
    first = story.editions.get()
    approved_again(story, now=NOW + HOUR)
    publishing.schedule(story=story, by=editor, now=NOW + HOUR, at=NOW + 2 * HOUR, kind="minor")
    approved_again(story, now=NOW + 3 * HOUR, headline="A third headline")
    assert links(first) == (1, 2, 3, 1)
    third = publishing.schedule(
        story=story, by=editor, now=NOW + 3 * HOUR, at=NOW + 4 * HOUR, kind="minor"
    )
    assert links(first) == (0, 0, 0, 0)
    assert intervals(third) == {(NOW + 4 * HOUR, None)}
    for kind in LINKS:
        assert set(kind.objects.values_list("edition__number", flat=True)) == {2, 3}


def test_nothing_else_is_published_while_an_edition_is_scheduled(editor):
    story = scheduled_story(at=NOW + 9 * HOUR)
    make.edit(story, headline="Second", now=NOW)
    review.submit(story=story, by=story.created_by, now=NOW)
    make.approve(story)
    with pytest.raises(review.WrongState, match="scheduled already"):
        publishing.publish(story=story, by=editor, now=NOW + HOUR)
    with pytest.raises(review.WrongState, match="scheduled already"):
        publishing.schedule(story=story, by=editor, now=NOW + HOUR, at=NOW + 2 * HOUR)
    assert publishing.update(story=story, by=editor, now=NOW + 9 * HOUR, kind="minor"), (
        "once it has appeared, the next may follow"
    )


@pytest.mark.parametrize("kind", Edition.LATER_KINDS)
def test_an_edition_of_any_kind_can_wait_for_its_time(story, editor, kind):
    approved_again(story, now=NOW + HOUR)
    given = {"story": story, "by": editor, "now": NOW + HOUR, "at": NOW + 2 * HOUR, "kind": kind}
    if kind != Edition.Kind.MINOR:
        with pytest.raises(review.ReasonMissing):
            publishing.schedule(**given)
    edition = publishing.schedule(what_changed="It was two.", **given)
    edition.refresh_from_db()
    assert (edition.kind, edition.what_changed) == (kind, "It was two.")
    record = story.records.latest("pk")
    assert (record.act, record.note, record.edition) == ("scheduled", "It was two.", edition)


def test_a_first_edition_waits_without_a_kind(editor):
    story = make.approved()
    given = {"by": editor, "now": NOW, "at": NOW + HOUR}
    edition = publishing.schedule(story=story, kind="update", what_changed="All.", **given)
    assert (edition.kind, edition.what_changed) == (Edition.Kind.FIRST, "")


def test_an_edition_called_off_never_appears(editor):
    story = scheduled_story()
    edition = publishing.unschedule(story=story, by=editor, now=NOW + HOUR / 2)
    for hours in range(4):
        assert live(story, now=NOW + hours * HOUR) is None
        assert not story.editions.appeared(now=NOW + hours * HOUR).exists()
    assert not story.editions.scheduled(now=NOW).exists()
    assert links(edition) == (0, 0, 0, 0)
    record = story.records.get(act="unscheduled")
    assert (record.by, record.edition) == (editor, edition)


def test_a_story_whose_schedule_was_called_off_is_approved_and_can_be_published(editor):
    story = scheduled_story()
    publishing.unschedule(story=story, by=editor, now=NOW)
    story.refresh_from_db()
    assert story.state == Story.State.APPROVED
    edition = publishing.publish(story=story, by=editor, now=NOW + HOUR)
    assert (edition.number, edition.kind) == (2, Edition.Kind.FIRST)
    assert edition.published_at == NOW + HOUR


def test_calling_off_does_not_approve_what_was_edited_meanwhile(editor):
    story = scheduled_story()
    make.edit(story, headline="Nobody has read this", now=NOW)
    publishing.unschedule(story=story, by=editor, now=NOW)
    story.refresh_from_db()
    assert story.state == Story.State.DRAFT
    with pytest.raises(publishing.NotApproved):
        publishing.publish(story=story, by=editor, now=NOW)


def test_the_edition_before_stays_when_an_update_is_called_off(story, editor):
    first = story.editions.get()
    approved_again(story, now=NOW + HOUR)
    publishing.schedule(story=story, by=editor, now=NOW + HOUR, at=NOW + 3 * HOUR, kind="minor")
    publishing.unschedule(story=story, by=editor, now=NOW + 2 * HOUR)
    first.refresh_from_db()
    assert first.live_until is None
    assert live(story, now=NOW + 3 * HOUR) == first
    assert links(first) == (1, 2, 3, 1)
    assert intervals(first) == {(NOW, None)}
    assert SectionLink.objects.count() == 1


def test_there_is_nothing_to_call_off_once_the_edition_has_appeared(editor):
    story = scheduled_story()
    with pytest.raises(review.WrongState, match="Nothing is scheduled"):
        publishing.unschedule(story=story, by=editor, now=NOW + HOUR)
    assert live(story, now=NOW + HOUR)
