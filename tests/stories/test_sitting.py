"""What is typed and not saved is kept until it is saved; who is there is known for a minute."""

from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from newsroom import acts
from stories import review, sitting
from stories.models import Presence, Stash, Story
from tests import make

pytestmark = pytest.mark.django_db

ONE, TWO = "a" * 32, "b" * 32
SECOND = timedelta(seconds=1)
DAY = timedelta(days=1)


@pytest.fixture
def story(writer):
    return make.draft(by=writer)


def typed(person, story, headline, *, name=ONE, ping=1, now=make.NOW, **more):
    fields = f"headline={headline}&ping={ping}"
    return sitting.stash(by=person, story=story, sitting=name, fields=fields, now=now, **more)


def offered(person, story, *, now=make.NOW, **more):
    stashes = sitting.offered(person=person, story=story, now=now, **more)
    return [sitting.typed(stash).get("headline", "") for stash in stashes]


def test_the_last_of_what_was_typed_is_offered(writer, story):
    typed(writer, story, "First")
    typed(writer, story, "Second", ping=2, now=make.NOW + SECOND)
    assert offered(writer, story) == ["Second"]
    assert Stash.objects.get().at == make.NOW + SECOND


def test_each_opened_form_keeps_its_own_and_the_newest_is_offered_first(writer, story):
    typed(writer, story, "First")
    typed(writer, story, "Second", name=TWO, now=make.NOW + SECOND)
    assert offered(writer, story) == ["Second", "First"]
    assert offered(writer, story, but=TWO) == ["First"]


def test_unsaved_work_is_for_whoever_typed_it_and_for_its_own_story(writer, editor, story):
    typed(writer, story, "Mine")
    typed(writer, None, "New", name=TWO)
    assert offered(editor, story) == []
    assert offered(writer, make.draft()) == []
    assert offered(writer, None) == ["New"]


def test_what_comes_out_of_turn_changes_nothing(writer, story):
    typed(writer, story, "Newer", ping=7)
    for ping in (6, 7, "x", ""):
        typed(writer, story, "Older", ping=ping, now=make.NOW + SECOND)
    assert offered(writer, story) == ["Newer"]
    assert Stash.objects.get().at == make.NOW


def test_a_sitting_that_was_saved_is_opened_no_more_by_a_late_ping(writer, story):
    typed(writer, story, "Typed")
    sitting.close(by=writer, sittings=[ONE, ""], now=make.NOW)
    late = typed(writer, story, "Late", ping=9)
    assert late.closed_at == make.NOW
    assert (late.fields, offered(writer, story)) == ("", [])


def test_a_sitting_that_was_saved_before_its_first_ping_is_not_opened_by_it(writer, story):
    sitting.close(by=writer, sittings=[ONE], now=make.NOW)
    assert typed(writer, story, "Late").closed_at == make.NOW
    assert offered(writer, story) == []


def test_closing_takes_one_query_and_nothing_that_is_no_sitting(writer, story):
    typed(writer, story, "Typed")
    with CaptureQueriesContext(connections["default"]) as queries:
        sitting.close(by=writer, sittings=[ONE, TWO], now=make.NOW)
    assert len(queries) == 1
    sitting.close(by=writer, sittings=["", "x", "A" * 32], now=make.NOW)
    assert Stash.objects.count() == 2


def test_a_save_closes_no_form_of_another_person(writer, editor, story):
    typed(writer, story, "Mine")
    sitting.close(by=editor, sittings=[ONE], now=make.NOW)
    assert offered(writer, story) == ["Mine"]


def test_what_was_put_back_into_a_form_is_kept_there_alone(writer, story):
    typed(writer, story, "Typed")
    typed(writer, story, "Typed on", name=TWO, resumes=ONE)
    assert offered(writer, story) == ["Typed on"]


def test_a_form_that_is_still_open_elsewhere_keeps_what_is_typed_into_it(writer, story):
    typed(writer, story, "Typed")
    typed(writer, story, "Typed there", name=TWO, resumes=ONE)
    typed(writer, story, "Typed here", ping=2, now=make.NOW + SECOND)
    assert offered(writer, story) == ["Typed here", "Typed there"]


def test_a_form_that_stands_as_it_was_loaded_has_nothing_to_offer(writer, story):
    typed(writer, story, "Typed")
    sitting.forget(by=writer, sitting=ONE)
    assert offered(writer, story) == []


def test_one_throws_away_what_is_ones_own_and_nothing_else(writer, editor, story):
    stash = typed(writer, story, "Typed")
    with pytest.raises(sitting.NotTheirs):
        sitting.discard(stash=stash, by=editor)
    assert offered(writer, story) == ["Typed"]
    sitting.discard(stash=stash, by=writer)
    assert offered(writer, story) == []


@pytest.mark.parametrize("name", ["", "a" * 31, "a" * 33, "A" * 32, "a" * 31 + "\n", "é" * 32])
def test_a_sitting_has_a_name_of_its_own_kind(name, writer, story):
    with pytest.raises(sitting.NotKept, match="no name that we know"):
        typed(writer, story, "Typed", name=name)


def test_too_much_is_refused_with_a_sentence(writer, story):
    with pytest.raises(sitting.NotKept, match="too much"):
        typed(writer, story, "x" * sitting.LARGEST)
    assert not Stash.objects.exists()


def test_a_form_is_of_one_story(writer, story):
    typed(writer, story, "Typed")
    for other in (make.draft(), None):
        with pytest.raises(sitting.NotKept, match="another story"):
            typed(writer, other, "Strayed", ping=2)
    assert offered(writer, story) == ["Typed"]


def test_whoever_may_not_save_keeps_nothing_and_is_not_there(moderator, story):
    for target in (story, None):
        with pytest.raises(acts.NotPermitted):
            typed(moderator, target, "Typed")
    with pytest.raises(acts.NotPermitted):
        sitting.here(by=moderator, story=story, now=make.NOW)
    assert not Stash.objects.exists()
    assert not Presence.objects.exists()


def test_old_work_goes_and_what_was_saved_is_remembered_for_a_day(writer, story):
    typed(writer, story, "Old")
    sitting.close(by=writer, sittings=[TWO], now=make.NOW)
    typed(writer, story, "Tomorrow", name="c" * 32, now=make.NOW + DAY)
    assert Stash.objects.count() == 3
    typed(writer, story, "Later", name="d" * 32, now=make.NOW + DAY + SECOND)
    assert not Stash.objects.filter(sitting=TWO).exists()
    late = make.NOW + sitting.KEPT + SECOND
    assert "Old" not in offered(writer, story, now=late)
    typed(writer, story, "Last", name="e" * 32, now=late)
    assert not Stash.objects.filter(sitting=ONE).exists()


def test_who_is_there_is_named_to_the_others_until_they_are_silent(writer, editor, story):
    sitting.here(by=writer, story=story, now=make.NOW)
    sitting.here(by=editor, story=make.draft(), now=make.NOW)
    there = make.NOW + sitting.LAPSE

    def others(person, now):
        return [each.person for each in sitting.others(story=story, person=person, now=now)]

    assert others(writer, there) == []
    assert others(editor, there) == [writer]
    assert others(editor, there + SECOND) == []


def test_whoever_goes_on_pinging_stays_and_the_silent_are_forgotten(writer, editor, story):
    sitting.here(by=editor, story=story, now=make.NOW)
    later = make.NOW + sitting.LAPSE + SECOND
    for now in (make.NOW, later):
        sitting.here(by=writer, story=story, now=now)
    assert [(each.person, each.at) for each in Presence.objects.all()] == [(writer, later)]


def test_sitting_at_a_story_changes_nothing_of_it(writer, story):
    def state():
        rows = Story.objects.filter(pk=story.pk)
        return rows.values_list("revision", "version", "state", "changed_at").get()

    before, records = state(), story.records.count()
    typed(writer, story, "Typed", now=make.NOW + DAY)
    sitting.here(by=writer, story=story, now=make.NOW + DAY)
    sitting.close(by=writer, sittings=[ONE], now=make.NOW + DAY)
    assert (state(), story.records.count()) == (before, records)


def test_what_was_done_since_names_a_save_before_anything_else(writer, editor, story):
    since = make.NOW + SECOND
    assert sitting.latest_since(story=story, since=since) is None
    make.edit(story, by=editor, now=since + SECOND, headline="Another headline")
    make.edit(story, by=writer, now=since + 2 * SECOND, headline="A third headline")
    done = sitting.latest_since(story=story, since=since)
    assert (done.by, done.act) == (writer, "saved")
    assert sitting.latest_since(story=story, since=since + 2 * SECOND) is None


def test_an_act_that_is_no_save_is_named_where_there_was_none(writer, story):
    review.submit(story=story, by=writer, now=make.NOW + SECOND)
    assert sitting.latest_since(story=story, since=make.NOW).act == "submitted"
