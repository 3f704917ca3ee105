import pytest
from django.db import IntegrityError, transaction

from newsroom import acts, roles
from stories import publishing, review, writing
from stories.document import Document
from stories.freezing import freeze
from stories.models import (
    Edition,
    Story,
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
    replaced_story,
    scheduled_story,
    withdrawn_story,
)

pytestmark = pytest.mark.django_db


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


def test_a_first_edition_has_nothing_to_say_of_a_change(editor):
    edition = publishing.publish(story=make.approved(), by=editor, now=NOW, note="At last.")
    assert (edition.kind, edition.what_changed) == (Edition.Kind.FIRST, "")
    assert edition.story.records.get(act="published").note == "At last."


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
    for act in (publishing.update, publishing.correct):
        with pytest.raises(publishing.NotApproved):
            act(story=story, by=editor, now=NOW + HOUR, what_changed="Nothing.")
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
    "update": {roles.EDITOR, roles.ADMINISTRATOR},
    "correct": {roles.EDITOR, roles.ADMINISTRATOR},
    "schedule": {roles.EDITOR, roles.ADMINISTRATOR},
    "unschedule": {roles.EDITOR, roles.ADMINISTRATOR},
    "withdraw": {roles.ADMINISTRATOR},
    "restore": {roles.ADMINISTRATOR},
    "reinstate": {roles.ADMINISTRATOR},
}


@pytest.mark.parametrize("role", roles.ROLES)
@pytest.mark.parametrize("act", ALLOWED)
def test_an_act_of_publishing_is_for_its_roles_alone(act, role):
    person, later = make.user(role=role), NOW + HOUR
    try_it = {
        "publish": lambda: publishing.publish(story=make.approved(), by=person, now=NOW),
        "update": lambda: publishing.update(
            story=changed_story(), by=person, now=later, what_changed="More."
        ),
        "correct": lambda: publishing.correct(
            story=changed_story(), by=person, now=later, what_changed="It was two."
        ),
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
        "reinstate": lambda: publishing.reinstate(
            story=replaced_story(), by=person, now=9 * HOUR + NOW
        )[0],
    }[act]
    if role in ALLOWED[act]:
        assert try_it().pk
    else:
        with pytest.raises(acts.NotPermitted):
            try_it()


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


def test_what_readers_know_is_updated_or_corrected_and_not_published_anew(story, editor):
    approved_again(story, now=NOW + HOUR)
    with pytest.raises(review.WrongState, match="publish an update or a correction"):
        publishing.publish(story=story, by=editor, now=NOW + HOUR)
    assert story.editions.get().live_until is None


@pytest.mark.parametrize("act", [publishing.update, publishing.correct])
def test_what_readers_have_not_seen_is_neither_updated_nor_corrected(editor, act):
    with pytest.raises(review.WrongState, match="publish the story first"):
        act(story=make.approved(), by=editor, now=NOW, what_changed="It was two.")
    with pytest.raises(review.WrongState, match="publish the story first"):
        act(story=scheduled_story(), by=editor, now=NOW, what_changed="It was two.")


def changed_story(**fields):
    """A live story whose next text is approved."""
    return approved_again(make.edition().story, now=NOW + HOUR, **fields)


@pytest.mark.parametrize("kind", ["", "first", "rewrite"])
def test_a_later_edition_says_what_kind_of_change_it_is(editor, kind):
    story, given = changed_story(), {"by": editor, "now": NOW + HOUR, "what_changed": "The date."}
    with pytest.raises(publishing.KindMissing, match="an update or a minor change"):
        publishing.update(story=story, kind=kind, **given)
    with pytest.raises(publishing.KindMissing, match="a correction or a clarification"):
        publishing.correct(story=story, kind=kind, **given)
    with pytest.raises(publishing.KindMissing, match="update, correction, clarification or minor"):
        publishing.schedule(story=story, kind=kind, at=NOW + 2 * HOUR, **given)
    assert story.editions.get().live_until is None


def test_an_update_is_no_correction_and_a_correction_no_update(editor):
    story, given = changed_story(), {"by": editor, "now": NOW + HOUR, "what_changed": "The date."}
    for kind in Edition.CORRECTIONS:
        with pytest.raises(publishing.KindMissing):
            publishing.update(story=story, kind=kind, **given)
    for kind in Edition.UPDATES:
        with pytest.raises(publishing.KindMissing):
            publishing.correct(story=story, kind=kind, **given)


LATER = {
    "update": (publishing.update, "updated", "Tell readers what changed"),
    "correction": (publishing.correct, "corrected", "Tell readers what was wrong"),
    "clarification": (publishing.correct, "corrected", "Tell readers what was wrong"),
}


@pytest.mark.parametrize("kind", LATER)
def test_a_change_that_matters_tells_readers_and_has_its_own_word_in_the_record(editor, kind):
    act, recorded, sentence = LATER[kind]
    story, given = changed_story(), {"by": editor, "now": NOW + HOUR, "kind": kind}
    with pytest.raises(review.ReasonMissing, match=sentence):
        act(story=story, what_changed=" \n", **given)
    edition = act(story=story, what_changed=" It was Tuesday. ", note="By phone.", **given)
    assert (edition.kind, edition.what_changed) == (kind, "It was Tuesday.")
    record = story.records.latest("pk")
    assert (record.act, record.edition, record.digest) == (recorded, edition, edition.digest)
    assert record.note == "It was Tuesday.\nBy phone."
    assert story.records.filter(act="published").count() == 1


def test_a_minor_change_needs_no_words(editor):
    story = changed_story()
    edition = publishing.update(story=story, by=editor, now=NOW + HOUR, kind="minor")
    assert (edition.kind, edition.what_changed) == (Edition.Kind.MINOR, "")
    assert story.records.latest("pk").act == "updated"


def test_a_correction_waits_only_for_the_checks_that_block_a_correction(editor, settings):
    story = make.edition().story
    story.citations.filter(order=1).update(url="", is_print_only=False)
    approved_again(story, now=NOW + HOUR)
    given = {"story": story, "by": editor, "now": NOW + HOUR}
    with pytest.raises(review.Blocked, match="Paper A"):
        publishing.update(what_changed="More.", **given)
    with pytest.raises(review.Blocked, match="Paper A"):
        publishing.schedule(at=NOW + 2 * HOUR, kind="update", what_changed="More.", **given)
    assert publishing.why_not_update(**given)
    assert publishing.why_not_schedule(**given) is None
    edition = publishing.correct(what_changed="It was two.", **given)
    assert edition.kind == Edition.Kind.CORRECTION
    settings.CHECKS = {"citations_are_linked": ("correct",)}
    approved_again(story, now=NOW + 2 * HOUR, headline="A third headline")
    with pytest.raises(review.Blocked, match="Paper A"):
        publishing.correct(story=story, by=editor, now=NOW + 2 * HOUR, what_changed="Three.")


def test_a_refused_publication_leaves_the_live_edition_and_its_lists_alone(story, editor):
    approved_again(story, now=NOW + HOUR)
    first = story.editions.get()
    before = links(first), intervals(first)
    with pytest.raises(review.ReasonMissing):
        publishing.update(story=story, by=editor, now=NOW + HOUR)
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
