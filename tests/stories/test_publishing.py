from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from newsroom import acts, roles
from stories import publishing, review, writing
from stories.document import Document
from stories.freezing import freeze
from stories.models import (
    Edition,
    OutletLink,
    SectionLink,
    Story,
    Tag,
    TagLink,
    TopicLink,
    Withdrawal,
)
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db

LINKS = (SectionLink, TopicLink, OutletLink, TagLink)
MOMENT = timedelta(microseconds=1)


def live(story, *, now):
    return story.editions.live(now=now).first()


def links(edition):
    """How many lists of each kind the edition stands in."""
    return tuple(kind.objects.filter(edition=edition).count() for kind in LINKS)


def intervals(edition):
    """The intervals that the rows of lists carry: one, where all agree."""
    return {
        row
        for kind in LINKS
        for row in kind.objects.filter(edition=edition).values_list("live_from", "live_until")
    }


def approved_again(story, *, now, **fields):
    """An edit of a published story that waits, approved, for its publication."""
    writer = make.user(role=roles.WRITER)
    story.refresh_from_db()
    make.edit(story, by=writer, now=now, **({"headline": "A second headline"} | fields))
    review.submit(story=story, by=writer, now=now)
    return make.approve(story, now=now)


@pytest.fixture
def story(editor):
    """A story with topics, outlets and tags that readers see from NOW on."""
    edition = make.edition(
        approver=editor,
        topics=[make.entity(), make.entity()],
        outlets=[make.outlet("Paper A"), make.outlet("Paper B"), make.outlet("Paper C")],
        tags=["budget"],
    )
    return Story.objects.get(pk=edition.story_id)


# Publishing ------------------------------------------------------------------------------------


def test_an_approved_story_is_published_as_it_was_approved(editor):
    second = make.user()
    story = make.approved(approver=second, now=NOW)
    approved = freeze(story)
    edition = publishing.publish(story=story, by=editor, now=NOW + HOUR)
    edition.refresh_from_db()
    assert edition.document == approved
    assert edition.digest == approved.digest == story.approvals.get().digest
    assert (edition.number, edition.version, edition.kind) == (1, 1, Edition.Kind.FIRST)
    assert (edition.live_from, edition.live_until) == (NOW + HOUR, None)
    assert (edition.published_at, edition.frozen_at) == (NOW + HOUR, NOW + HOUR)
    assert (edition.frozen_by, edition.frozen_by_name) == (editor, "Ines Moreau")
    assert (edition.approved_by, edition.approved_by_name) == (second, second.public_name)
    assert edition.approved_at == NOW
    assert edition.override_reason == ""


def test_the_columns_of_an_edition_say_what_its_document_says(story):
    edition = story.editions.get()
    document = Document.from_json(edition.document_json)
    assert edition.headline == document.headline == story.headline
    assert edition.standfirst == document.standfirst == story.standfirst
    assert edition.slug == document.slug == story.slug
    assert edition.section_id == document.section.id == story.section_id
    assert edition.picture is None


def test_readers_see_an_edition_from_its_moment_on(story):
    assert live(story, now=NOW - MOMENT) is None
    assert live(story, now=NOW) == story.editions.get()
    assert live(story, now=NOW + 1000 * HOUR) == story.editions.get()


def test_publishing_is_recorded_with_who_what_and_when(story, editor):
    record = story.records.get(act="published")
    edition = story.editions.get()
    assert (record.by, record.by_name, record.at) == (editor, "Ines Moreau", NOW)
    assert (record.edition, record.digest) == (edition, edition.digest)


def test_a_published_story_says_so(story):
    assert story.state == Story.State.PUBLISHED
    assert story.changed_at == NOW


def test_a_first_edition_needs_no_words_and_keeps_none(editor):
    edition = publishing.publish(
        story=make.approved(), by=editor, now=NOW, kind=Edition.Kind.UPDATE, what_changed="All."
    )
    assert (edition.kind, edition.what_changed) == (Edition.Kind.FIRST, "")


def test_an_operators_command_publishes_in_the_name_of_the_system():
    edition = publishing.publish(story=make.approved(), by=None, now=NOW)
    assert (edition.frozen_by, edition.frozen_by_name) == (None, "the system")


def test_why_an_author_approved_their_own_work_is_kept_in_the_edition(administrator):
    story = make.in_review(by=administrator)
    review.approve(
        story=story,
        by=administrator,
        now=NOW,
        digest=freeze(story).digest,
        override_reason="Nobody else is here.",
    )
    edition = publishing.publish(story=story, by=administrator, now=NOW)
    edition.refresh_from_db()
    assert edition.override_reason == "Nobody else is here."


# Refusals --------------------------------------------------------------------------------------


@pytest.mark.parametrize("reach", [make.draft, make.in_review])
def test_a_story_that_nobody_approved_is_not_published(editor, reach):
    story = reach()
    with pytest.raises(publishing.NotApproved):
        publishing.publish(story=story, by=editor, now=NOW)
    assert not Edition.objects.exists()


def test_an_approval_that_an_edit_voided_publishes_nothing(editor):
    story = make.approved()
    make.edit(story, headline="Something else entirely")
    with pytest.raises(publishing.NotApproved):
        publishing.publish(story=story, by=editor, now=NOW)


def test_what_was_approved_before_an_outlet_was_renamed_is_not_published(editor):
    story = make.approved()
    outlet = story.citations.first().outlet
    outlet.name = "Another name"
    outlet.save()
    with pytest.raises(publishing.NotApproved):
        publishing.publish(story=story, by=editor, now=NOW)
    assert not Edition.objects.exists()
    with pytest.raises(review.Changed, match="changed elsewhere"):
        make.approve(story)
    make.edit(story)
    make.approve(story)
    edition = publishing.publish(story=story, by=editor, now=NOW)
    assert edition.document.citations[0].outlet.name == "Another name"


def test_what_was_approved_before_a_row_changed_under_it_is_not_published(editor):
    story = make.approved()
    story.points.update(text="Nobody has read this.")
    with pytest.raises(publishing.NotApproved):
        publishing.publish(story=story, by=editor, now=NOW)


def test_a_story_is_not_published_twice_without_a_new_approval(story, editor):
    with pytest.raises(publishing.NotApproved):
        publishing.publish(
            story=story, by=editor, now=NOW + HOUR, kind="update", what_changed="Nothing."
        )
    assert story.editions.count() == 1


def test_a_check_that_blocks_publication_is_named_and_nothing_is_made(editor):
    story = make.draft()
    story.citations.filter(order=1).update(url="", is_print_only=False)
    writing.keep_version(story=story, by=story.created_by, now=NOW)
    review.submit(story=story, by=story.created_by, now=NOW)
    make.approve(story)
    with pytest.raises(review.Blocked, match="Paper A") as refusal:
        publishing.publish(story=story, by=editor, now=NOW)
    assert [failure.check for failure in refusal.value.failures] == ["citations_are_linked"]
    story.refresh_from_db()
    assert story.state == Story.State.APPROVED
    assert not Edition.objects.exists()


def test_an_address_that_another_brief_had_is_not_published_again(story, editor):
    address = story.slug
    make.next_edition(story, now=NOW + HOUR, slug="moved-away")
    other = make.approved(slug=address, now=NOW + HOUR)
    with pytest.raises(review.Blocked, match="another address"):
        publishing.publish(story=other, by=editor, now=NOW + HOUR)


ALLOWED = {
    "publish": {roles.EDITOR, roles.ADMINISTRATOR},
    "schedule": {roles.EDITOR, roles.ADMINISTRATOR},
    "unschedule": {roles.EDITOR, roles.ADMINISTRATOR},
    "withdraw": {roles.ADMINISTRATOR},
    "restore": {roles.ADMINISTRATOR},
}


@pytest.mark.parametrize("role", roles.ROLES)
@pytest.mark.parametrize("act", ALLOWED)
def test_an_act_of_publishing_is_for_its_roles_alone(act, role):
    person, later = make.user(role=role), NOW + HOUR
    try_it = {
        "publish": lambda: publishing.publish(story=make.approved(), by=person, now=NOW),
        "schedule": lambda: publishing.schedule(
            story=make.approved(), by=person, now=NOW, at=later
        ),
        "unschedule": lambda: publishing.unschedule(story=scheduled_story(), by=person, now=NOW),
        "withdraw": lambda: publishing.withdraw(
            story=make.edition().story, by=person, now=later, reason="It was wrong."
        ),
        "restore": lambda: publishing.restore(
            story=withdrawn_story(), by=person, now=2 * HOUR + NOW
        ),
    }[act]
    if role in ALLOWED[act]:
        assert try_it().pk
    else:
        with pytest.raises(acts.NotPermitted):
            try_it()


def scheduled_story(*, at=NOW + HOUR):
    story = make.approved()
    publishing.schedule(story=story, by=None, now=NOW, at=at)
    story.refresh_from_db()
    return story


def withdrawn_story():
    story = make.edition().story
    publishing.withdraw(story=story, by=None, now=NOW + HOUR, reason="It was wrong.")
    return story


# Later editions --------------------------------------------------------------------------------


def test_a_new_edition_takes_over_from_the_one_before_without_a_gap(story):
    first = story.editions.get()
    second = make.next_edition(story, now=NOW + HOUR, headline="Second")
    first.refresh_from_db()
    assert second.number == 2
    assert first.live_until == second.live_from == NOW + HOUR
    assert live(story, now=NOW + HOUR - MOMENT) == first
    assert live(story, now=NOW + HOUR) == second


def test_the_edition_before_reads_as_it_always_did(story):
    first = story.editions.get()
    make.next_edition(story, now=NOW + HOUR, headline="A second headline")
    again = Edition.objects.get(pk=first.pk)
    assert (again.headline, again.document_json) == (first.headline, first.document_json)
    assert again.headline != "A second headline"


def test_a_story_keeps_the_day_it_was_first_published_over_its_editions(story):
    second = make.next_edition(story, now=NOW + HOUR, headline="Second")
    story.refresh_from_db()
    third = make.next_edition(story, now=NOW + 2 * HOUR, headline="Once more")
    assert second.published_at == third.published_at == NOW
    assert third.live_from == NOW + 2 * HOUR
    for kind in LINKS:
        assert set(kind.objects.values_list("published_at", flat=True)) == {NOW}


@pytest.mark.parametrize("kind", ["", "first", "rewrite"])
def test_a_later_edition_says_what_kind_of_change_it_is(story, editor, kind):
    approved_again(story, now=NOW + HOUR)
    with pytest.raises(publishing.KindMissing, match="update, correction, clarification or minor"):
        publishing.publish(
            story=story, by=editor, now=NOW + HOUR, kind=kind, what_changed="The date."
        )
    assert story.editions.get().live_until is None


@pytest.mark.parametrize("kind", ["update", "correction", "clarification"])
def test_a_change_that_matters_tells_readers_what_changed(story, editor, kind):
    approved_again(story, now=NOW + HOUR)
    with pytest.raises(review.ReasonMissing, match="what changed"):
        publishing.publish(story=story, by=editor, now=NOW + HOUR, kind=kind, what_changed=" \n")
    edition = publishing.publish(
        story=story, by=editor, now=NOW + HOUR, kind=kind, what_changed=" It was Tuesday. "
    )
    assert (edition.kind, edition.what_changed) == (kind, "It was Tuesday.")
    assert story.records.filter(act="published").latest("pk").note == "It was Tuesday."


def test_a_minor_change_needs_no_words(story, editor):
    approved_again(story, now=NOW + HOUR)
    edition = publishing.publish(story=story, by=editor, now=NOW + HOUR, kind="minor")
    assert (edition.kind, edition.what_changed) == (Edition.Kind.MINOR, "")


def test_a_refused_publication_leaves_the_live_edition_and_its_lists_alone(story, editor):
    approved_again(story, now=NOW + HOUR)
    first = story.editions.get()
    before = links(first), intervals(first)
    with pytest.raises(publishing.KindMissing):
        publishing.publish(story=story, by=editor, now=NOW + HOUR)
    story.refresh_from_db()
    assert (links(first), intervals(first)) == before
    assert live(story, now=NOW + 9 * HOUR) == first
    assert story.state == Story.State.APPROVED


def test_the_database_refuses_two_editions_of_a_story_that_are_both_open(story):
    row = Edition.objects.filter(pk=story.editions.get().pk).values().get()
    row |= {"id": None, "number": 2, "live_from": NOW + HOUR, "kind": "minor"}
    with pytest.raises(IntegrityError), transaction.atomic():
        Edition(**row).save()
    Edition(**row | {"live_until": NOW + 2 * HOUR}).save()


def test_never_are_two_editions_of_a_story_live_at_once(story, editor):
    make.next_edition(story, now=NOW + HOUR, headline="Second")
    approved_again(story, now=NOW + 2 * HOUR, headline="Third")
    publishing.schedule(story=story, by=editor, now=NOW + 2 * HOUR, at=NOW + 4 * HOUR, kind="minor")
    story.refresh_from_db()
    make.next_edition(story, now=NOW + 6 * HOUR, headline="Fourth")
    for half_hours in range(16):
        now = NOW + half_hours * HOUR / 2
        assert story.editions.live(now=now).count() == 1, now
    assert [live(story, now=NOW + hours * HOUR).number for hours in (0, 1, 3, 4, 5, 6)] == [
        1, 2, 2, 3, 3, 4,
    ]  # fmt: skip


def test_a_new_address_is_that_of_the_new_edition_only(story):
    old = story.slug
    second = make.next_edition(story, now=NOW + HOUR, slug="a-new-address")
    assert second.slug == "a-new-address"
    assert story.editions.get(number=1).slug == old


# Rows of lists ---------------------------------------------------------------------------------


def test_an_edition_stands_in_the_lists_of_all_that_it_names_and_in_no_other(editor):
    make.entity(), make.outlet("Paper Z"), make.section("Business")
    Tag.objects.create(name="war", slug="war")
    story = make.edition(
        topics=[make.entity(), make.entity()],
        outlets=[make.outlet("Paper A"), make.outlet("Paper B"), make.outlet("Paper C")],
        tags=["budget"],
    ).story
    edition = story.editions.get()
    assert links(edition) == (1, 2, 3, 1)
    assert intervals(edition) == {(NOW, None)}
    assert SectionLink.objects.get().section == story.section
    assert {link.entity_id for link in TopicLink.objects.all()} == set(edition.document.topics)
    assert {link.outlet.name for link in OutletLink.objects.all()} == {
        "Paper A",
        "Paper B",
        "Paper C",
    }
    assert TagLink.objects.get().tag.name == "budget"


def test_two_articles_of_one_outlet_put_the_story_into_its_list_once(editor):
    story = make.draft(outlets=[make.outlet("Paper A")])
    story.citations.create(
        order=9,
        outlet=make.outlet("Paper A"),
        text="Paper A reports more.",
        url="https://paper-a.example/more",
    )
    writing.keep_version(story=story, by=story.created_by, now=NOW)
    review.submit(story=story, by=story.created_by, now=NOW)
    publishing.publish(story=make.approve(story), by=editor, now=NOW)
    assert OutletLink.objects.get().outlet.name == "Paper A"


def test_the_rows_of_the_edition_before_go_when_the_next_one_is_published(story):
    first = story.editions.get()
    story.topics.first().delete()
    second = make.next_edition(story, now=NOW + HOUR, headline="Second")
    assert links(first) == (0, 0, 0, 0)
    assert links(second) == (1, 1, 3, 1)
    assert intervals(second) == {(NOW + HOUR, None)}


def test_withdrawing_empties_every_list_of_the_story_at_once(story, administrator):
    publishing.withdraw(story=story, by=administrator, now=NOW + HOUR, reason="It was wrong.")
    assert links(story.editions.get()) == (0, 0, 0, 0)


def test_restoring_puts_the_story_back_into_its_lists(story, administrator):
    publishing.withdraw(story=story, by=administrator, now=NOW + HOUR, reason="It was wrong.")
    publishing.restore(story=story, by=administrator, now=NOW + 2 * HOUR)
    edition = story.editions.get()
    assert links(edition) == (1, 2, 3, 1)
    assert intervals(edition) == {(NOW, None)}
    assert set(SectionLink.objects.values_list("published_at", flat=True)) == {NOW}


def test_a_story_comes_back_without_the_tag_and_the_outlet_that_went_meanwhile(
    story, administrator
):
    publishing.withdraw(story=story, by=administrator, now=NOW + HOUR, reason="It was wrong.")
    story.citations.filter(outlet__name="Paper C").delete()
    make.outlet("Paper C").delete()
    Tag.objects.get(name="budget").delete()
    publishing.restore(story=story, by=administrator, now=NOW + 2 * HOUR)
    assert links(story.editions.get()) == (1, 2, 2, 0)


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
    assert publishing.publish(story=story, by=editor, now=NOW + 9 * HOUR, kind="minor"), (
        "once it has appeared, the next may follow"
    )


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


# Withdrawing and restoring ---------------------------------------------------------------------


def test_a_withdrawn_story_is_gone_at_once_and_its_reason_is_kept(story, administrator):
    withdrawal = publishing.withdraw(
        story=story, by=administrator, now=NOW + HOUR, reason=" The source was false. "
    )
    assert withdrawal.reason == "The source was false."
    assert (withdrawal.at, withdrawal.by, withdrawal.lifted_at) == (NOW + HOUR, administrator, None)
    assert live(story, now=NOW + HOUR - MOMENT)
    assert live(story, now=NOW + HOUR) is None
    assert publishing.is_withdrawn(story)
    record = story.records.get(act="withdrawn")
    assert (record.by, record.at, record.edition) == (
        administrator,
        NOW + HOUR,
        story.editions.get(),
    )
    assert "The source was false." in record.note


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_story_is_not_withdrawn_without_a_reason_for_readers(story, administrator, reason):
    with pytest.raises(review.ReasonMissing):
        publishing.withdraw(story=story, by=administrator, now=NOW + HOUR, reason=reason)
    assert live(story, now=NOW + HOUR)
    assert links(story.editions.get()) == (1, 2, 3, 1)


def test_only_what_readers_can_see_is_withdrawn(administrator):
    later = NOW + 2 * HOUR
    unseen = (make.draft(), make.approved(), scheduled_story(at=later + HOUR), withdrawn_story())
    for story in unseen:
        with pytest.raises(review.WrongState):
            publishing.withdraw(story=story, by=administrator, now=later, reason="Wrong.")


def test_withdrawing_calls_off_the_edition_that_was_to_follow(story, administrator):
    approved_again(story, now=NOW + HOUR)
    publishing.schedule(
        story=story, by=administrator, now=NOW + HOUR, at=NOW + 4 * HOUR, kind="minor"
    )
    publishing.withdraw(story=story, by=administrator, now=NOW + 2 * HOUR, reason="Wrong.")
    for hours in range(2, 8):
        assert live(story, now=NOW + hours * HOUR) is None
    for kind in LINKS:
        assert not kind.objects.exists()


def test_restoring_brings_back_the_withdrawn_edition_not_the_one_called_off(story, administrator):
    first = story.editions.get()
    approved_again(story, now=NOW + HOUR)
    publishing.schedule(
        story=story, by=administrator, now=NOW + HOUR, at=NOW + 4 * HOUR, kind="minor"
    )
    publishing.withdraw(story=story, by=administrator, now=NOW + 2 * HOUR, reason="Wrong.")
    assert publishing.restore(story=story, by=administrator, now=NOW + 3 * HOUR) == first
    assert live(story, now=NOW + 9 * HOUR) == first


def test_what_a_withdrawal_called_off_can_still_be_published(story, administrator):
    approved_again(story, now=NOW + HOUR)
    publishing.schedule(
        story=story, by=administrator, now=NOW + HOUR, at=NOW + 4 * HOUR, kind="minor"
    )
    publishing.withdraw(story=story, by=administrator, now=NOW + 2 * HOUR, reason="Wrong.")
    assert story.records.get(act="unscheduled").edition.number == 2
    publishing.restore(story=story, by=administrator, now=NOW + 3 * HOUR)
    story.refresh_from_db()
    assert story.state == Story.State.APPROVED
    third = publishing.publish(story=story, by=administrator, now=NOW + 3 * HOUR, kind="minor")
    assert (third.number, third.headline) == (3, "A second headline")


def test_a_story_withdrawn_in_the_moment_of_its_publication_can_be_restored(administrator):
    edition = make.edition()
    publishing.withdraw(story=edition.story, by=administrator, now=NOW, reason="Wrong.")
    assert live(edition.story, now=NOW) is None
    assert publishing.restore(story=edition.story, by=administrator, now=NOW + HOUR) == edition
    assert live(edition.story, now=NOW + HOUR) == edition


def test_an_editor_publishes_nothing_while_a_story_is_withdrawn(story, editor, administrator):
    publishing.withdraw(story=story, by=administrator, now=NOW + HOUR, reason="Wrong.")
    approved_again(story, now=NOW + HOUR)
    with pytest.raises(review.WrongState, match="an administrator restores or replaces it"):
        publishing.publish(story=story, by=editor, now=NOW + HOUR, kind="minor")
    with pytest.raises(review.WrongState, match="restore it first"):
        publishing.schedule(
            story=story, by=administrator, now=NOW + HOUR, at=NOW + 2 * HOUR, kind="minor"
        )


def test_an_administrator_publishes_what_takes_the_place_of_the_withdrawn(story, administrator):
    publishing.withdraw(story=story, by=administrator, now=NOW + HOUR, reason="Wrong.")
    approved_again(story, now=NOW + HOUR)
    given = {"kind": "correction", "what_changed": "It was two."}
    edition = publishing.publish(story=story, by=administrator, now=NOW + 2 * HOUR, **given)
    assert not publishing.is_withdrawn(story)
    assert story.withdrawals.get().lifted_at == NOW + 2 * HOUR
    assert story.editions.live(now=NOW + 2 * HOUR).get() == edition


def test_restoring_gives_readers_the_edition_back_and_is_recorded(story, administrator):
    publishing.withdraw(story=story, by=administrator, now=NOW + HOUR, reason="Wrong.")
    edition = publishing.restore(
        story=story, by=administrator, now=NOW + 2 * HOUR, note="The source was right."
    )
    assert live(story, now=NOW + 2 * HOUR) == edition == story.editions.get()
    assert not publishing.is_withdrawn(story)
    assert Withdrawal.objects.get().lifted_at == NOW + 2 * HOUR
    record = story.records.get(act="restored")
    assert (record.by, record.at, record.note) == (
        administrator,
        NOW + 2 * HOUR,
        "The source was right.",
    )


def test_of_several_editions_the_withdrawn_one_comes_back(story, administrator):
    second = make.next_edition(story, now=NOW + HOUR, headline="Second")
    publishing.withdraw(story=story, by=administrator, now=NOW + 2 * HOUR, reason="Wrong.")
    assert publishing.restore(story=story, by=administrator, now=NOW + 3 * HOUR) == second
    assert live(story, now=NOW + 3 * HOUR) == second


def test_a_story_can_be_withdrawn_again_after_it_was_restored(story, administrator):
    for hours in (1, 3):
        publishing.withdraw(story=story, by=administrator, now=NOW + hours * HOUR, reason="Wrong.")
        assert live(story, now=NOW + (hours + 1) * HOUR) is None
        publishing.restore(story=story, by=administrator, now=NOW + (hours + 1) * HOUR)
    assert live(story, now=NOW + 5 * HOUR)
    assert story.withdrawals.count() == 2


def test_after_its_return_a_story_gets_its_next_edition_as_ever(story, administrator):
    first = story.editions.get()
    publishing.withdraw(story=story, by=administrator, now=NOW + HOUR, reason="Wrong.")
    publishing.restore(story=story, by=administrator, now=NOW + 2 * HOUR)
    second = make.next_edition(story, now=NOW + 3 * HOUR, kind="correction", headline="Second")
    first.refresh_from_db()
    assert (second.number, second.published_at) == (2, NOW)
    assert first.live_until == NOW + 3 * HOUR


def test_only_a_withdrawn_story_is_restored(story, administrator):
    with pytest.raises(review.WrongState, match="not withdrawn"):
        publishing.restore(story=story, by=administrator, now=NOW + HOUR)
