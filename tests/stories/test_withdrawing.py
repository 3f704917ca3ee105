import pytest

from stories import publishing, review
from stories.models import (
    Story,
    Withdrawal,
)
from tests import make
from tests.make import HOUR, NOW
from tests.stories.lists import (
    LINKS,
    MOMENT,
    approved_again,
    links,
    live,
    scheduled_story,
    withdrawn_story,
)

pytestmark = pytest.mark.django_db


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
    third = publishing.update(story=story, by=administrator, now=NOW + 3 * HOUR, kind="minor")
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
        publishing.update(story=story, by=editor, now=NOW + HOUR, kind="minor")
    with pytest.raises(review.WrongState, match="restore it first"):
        publishing.schedule(
            story=story, by=administrator, now=NOW + HOUR, at=NOW + 2 * HOUR, kind="minor"
        )


def test_an_administrator_publishes_what_takes_the_place_of_the_withdrawn(story, administrator):
    publishing.withdraw(story=story, by=administrator, now=NOW + HOUR, reason="Wrong.")
    approved_again(story, now=NOW + HOUR)
    edition = publishing.correct(
        story=story, by=administrator, now=NOW + 2 * HOUR, what_changed="It was two."
    )
    assert not publishing.is_withdrawn(story)
    withdrawal = story.withdrawals.get()
    assert (withdrawal.lifted_at, withdrawal.replaced_by) == (NOW + 2 * HOUR, edition)
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


# For legal reasons ------------------------------------------------------------------------------


def readable(story, *, now):
    """The numbers of the editions that readers may look up."""
    return sorted(story.editions.readable(now=now).values_list("number", flat=True))


@pytest.fixture
def removed(story, administrator):
    """Two editions, removed for legal reasons at NOW + 2 hours."""
    make.next_edition(story, now=NOW + HOUR, headline="Second")
    publishing.withdraw(
        story=story, by=administrator, now=NOW + 2 * HOUR, reason="A court.", is_legal=True
    )
    return story


def replace(story, *, now, by=None):
    approved_again(story, now=now, headline=f"Replaced at {now}")
    return publishing.update(story=story, by=by, now=now, what_changed="Without the name.")


def test_an_ordinary_withdrawal_removes_no_earlier_edition(story, administrator):
    make.next_edition(story, now=NOW + HOUR, headline="Second")
    publishing.withdraw(story=story, by=administrator, now=NOW + 2 * HOUR, reason="Wrong.")
    assert readable(story, now=NOW + 2 * HOUR) == [1, 2]


def test_a_legal_withdrawal_removes_every_edition_up_to_it(removed, administrator):
    assert live(removed, now=NOW + 2 * HOUR) is None
    assert readable(removed, now=NOW + 2 * HOUR) == []
    withdrawal = removed.withdrawals.get()
    assert (withdrawal.is_legal, withdrawal.edition.number) == (True, 2)
    record = removed.records.latest("pk")
    assert (record.act, record.note) == ("withdrawn_for_law", "A court.")
    assert record.edition == withdrawal.edition
    assert record.digest == withdrawal.edition.digest


def test_a_legal_withdrawal_gives_readers_a_reason_too(story, administrator):
    with pytest.raises(review.ReasonMissing):
        publishing.withdraw(
            story=story, by=administrator, now=NOW + HOUR, reason=" ", is_legal=True
        )


def test_what_replaces_a_legal_withdrawal_does_not_bring_the_earlier_editions_back(removed):
    third = replace(removed, now=NOW + 3 * HOUR)
    withdrawal = removed.withdrawals.get()
    assert (withdrawal.lifted_at, withdrawal.replaced_by) == (NOW + 3 * HOUR, third)
    assert withdrawal.returned_at is None
    assert readable(removed, now=NOW + 3 * HOUR) == [3]
    replace(removed, now=NOW + 4 * HOUR)
    assert readable(removed, now=NOW + 4 * HOUR) == [3, 4]


def test_a_later_withdrawal_and_its_end_leave_them_removed(removed, administrator):
    replace(removed, now=NOW + 3 * HOUR)
    publishing.withdraw(story=removed, by=administrator, now=NOW + 4 * HOUR, reason="Wrong.")
    publishing.restore(story=removed, by=administrator, now=NOW + 5 * HOUR)
    assert readable(removed, now=NOW + 5 * HOUR) == [3]


def test_restoring_brings_the_removed_editions_back(removed, administrator):
    assert publishing.restore(story=removed, by=administrator, now=NOW + 3 * HOUR).number == 2
    assert readable(removed, now=NOW + 3 * HOUR) == [1, 2]
    withdrawal = removed.withdrawals.get()
    assert withdrawal.lifted_at == withdrawal.returned_at == NOW + 3 * HOUR
    replace(removed, now=NOW + 4 * HOUR)
    assert readable(removed, now=NOW + 4 * HOUR) == [1, 2, 3]


def test_removed_editions_are_given_back_after_another_one_replaced_them(removed, administrator):
    third = replace(removed, now=NOW + 3 * HOUR)
    given = {"story": removed, "by": administrator, "now": NOW + 4 * HOUR}
    (withdrawal,) = publishing.reinstate(note="The court took it back.", **given)
    assert withdrawal.returned_at == NOW + 4 * HOUR
    assert readable(removed, now=NOW + 4 * HOUR) == [1, 2, 3]
    assert live(removed, now=NOW + 4 * HOUR) == third
    record = removed.records.latest("pk")
    assert (record.act, record.by, record.note) == (
        "reinstated",
        administrator,
        "The court took it back.",
    )
    with pytest.raises(review.WrongState, match="No earlier edition is removed"):
        publishing.reinstate(**given)


def test_what_is_withdrawn_still_is_restored_and_not_only_given_back(removed, administrator):
    with pytest.raises(review.WrongState, match="No earlier edition is removed"):
        publishing.reinstate(story=removed, by=administrator, now=NOW + 3 * HOUR)
    ordinary = withdrawn_story()
    replace(ordinary, now=NOW + 2 * HOUR)
    with pytest.raises(review.WrongState):
        publishing.reinstate(story=ordinary, by=administrator, now=NOW + 3 * HOUR)


def test_of_two_removals_the_one_in_force_keeps_all_up_to_it(removed, administrator):
    replace(removed, now=NOW + 3 * HOUR)
    again = {"reason": "Another court.", "is_legal": True}
    publishing.withdraw(story=removed, by=administrator, now=NOW + 4 * HOUR, **again)
    publishing.reinstate(story=removed, by=administrator, now=NOW + 5 * HOUR)
    assert readable(removed, now=NOW + 5 * HOUR) == []
    publishing.restore(story=removed, by=administrator, now=NOW + 6 * HOUR)
    assert readable(removed, now=NOW + 6 * HOUR) == [1, 2, 3]


def test_who_worked_on_a_story_is_known_also_where_its_editions_are_removed(removed):
    """What the law hides from readers was read and approved all the same."""
    assert removed.editions.appeared(now=NOW + 3 * HOUR).count() == 2
    third = replace(removed, now=NOW + 3 * HOUR)
    assert third.published_at == NOW
