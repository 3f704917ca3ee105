"""A set of stories that is released together: all of them, or none."""

from threading import Thread

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection

from newsroom import acts, roles
from stories import publishing, releasing, review, writing
from stories.models import Edition, Outlet, Story
from stories.releasing import Chosen
from tests import make
from tests.make import HOUR, NOW
from tests.stories.lists import approved_again, scheduled_story, withdrawn_story

pytestmark = pytest.mark.django_db


def chosen(*stories, **given):
    return [Chosen(story=story, **given) for story in stories]


@pytest.fixture
def three():
    """A first edition, an update and a correction, all approved."""
    known = [approved_again(make.edition().story, now=NOW) for _each in range(2)]
    return [
        Chosen(story=make.approved()),
        Chosen(story=known[0], kind="minor"),
        Chosen(story=known[1], kind="correction", what_changed="It was two."),
    ]


def standing():
    """All that a release could change."""
    stories = Story.objects.order_by("pk").values_list("state", "revision", "changed_at")
    editions = Edition.objects.order_by("pk").values_list("pk", "live_until")
    records = [story.records.count() for story in Story.objects.order_by("pk")]
    return list(stories), list(editions), records


def test_all_go_live_in_the_very_same_moment_each_by_its_own_act(three, editor):
    editions = releasing.release(stories=three, by=editor, now=NOW + HOUR)
    assert {edition.live_from for edition in editions} == {NOW + HOUR}
    by_story = {edition.story_id: edition for edition in editions}
    assert [by_story[each.story.pk].kind for each in three] == ["first", "minor", "correction"]
    for each, act in zip(three, ("published", "updated", "corrected"), strict=True):
        record = each.story.records.get(edition=by_story[each.story.pk])
        assert (record.act, record.by) == (act, editor)
        assert record.note.endswith("Released with 2 other stories.")
    assert by_story[three[2].story.pk].what_changed == "It was two."


def test_a_set_waits_for_its_time_as_one(three, editor):
    editions = releasing.release(stories=three, by=editor, now=NOW + HOUR, at=NOW + 9 * HOUR)
    assert {edition.live_from for edition in editions} == {NOW + 9 * HOUR}
    assert Edition.objects.live(now=NOW + 9 * HOUR - HOUR).count() == 2
    assert set(Edition.objects.live(now=NOW + 9 * HOUR)) == set(editions)
    for each in three:
        assert each.story.records.latest("pk").act == "scheduled"


def test_a_set_of_one_says_nothing_of_others(editor):
    (edition,) = releasing.release(stories=chosen(make.approved()), by=editor, now=NOW)
    assert edition.story.records.get(act="published").note == ""


@pytest.mark.parametrize("at", [None, NOW + 9 * HOUR])
@pytest.mark.parametrize("reach", [make.draft, make.in_review, scheduled_story, withdrawn_story])
def test_one_that_cannot_be_published_is_named_and_keeps_back_all(three, editor, reach, at):
    story = reach()
    for place in range(4):
        stories = [*three[:place], *chosen(story), *three[place:]]
        before = standing()
        with pytest.raises(releasing.NotReleased, match="Nothing was published") as refusal:
            releasing.release(stories=stories, by=editor, now=NOW + HOUR / 2, at=at)
        assert refusal.value.story == story
        assert str(story) in str(refusal.value)
        assert standing() == before


@pytest.mark.parametrize("at", [None, NOW + 9 * HOUR])
def test_so_does_one_whose_change_is_not_told_or_of_no_kind(three, editor, at):
    story = approved_again(make.edition().story, now=NOW)
    before = standing()
    for words, why in (
        ({"kind": "correction"}, review.ReasonMissing),
        ({"kind": "rewrite", "what_changed": "All."}, publishing.KindMissing),
        ({}, (review.WrongState, publishing.KindMissing)),
    ):
        stories = [*three, Chosen(story=story, **words)]
        with pytest.raises(releasing.NotReleased) as refusal:
            releasing.release(stories=stories, by=editor, now=NOW + HOUR, at=at)
        assert isinstance(refusal.value.refusal, why)
        assert standing() == before


def test_a_check_that_blocks_one_keeps_back_all(three, editor):
    story = make.draft()
    story.citations.filter(order=1).update(url="", is_print_only=False)
    writing.keep_version(story=story, by=story.created_by, now=NOW)
    review.submit(story=story, by=story.created_by, now=NOW)
    make.approve(story)
    before = standing()
    with pytest.raises(releasing.NotReleased, match="Paper A"):
        releasing.release(stories=[*three, *chosen(story)], by=editor, now=NOW + HOUR)
    assert standing() == before


def test_a_story_that_someone_has_changed_since_keeps_back_all(three, editor):
    seen = [
        Chosen(
            story=each.story,
            kind=each.kind,
            what_changed=each.what_changed,
            seen=Story.objects.get(pk=each.story.pk).revision,
        )
        for each in three
    ]
    make.edit(three[1].story, headline="Changed meanwhile")
    before = standing()
    with pytest.raises(releasing.NotReleased, match="since you opened it") as refusal:
        releasing.release(stories=seen, by=editor, now=NOW + HOUR)
    assert isinstance(refusal.value.refusal, writing.Changed)
    assert standing() == before


def test_what_was_seen_and_has_not_changed_is_released(editor):
    story = Story.objects.get(pk=make.approved().pk)
    assert releasing.release(stories=chosen(story, seen=story.revision), by=editor, now=NOW)


@pytest.mark.parametrize("at", [NOW, NOW - HOUR])
def test_a_set_is_not_released_at_a_time_that_has_passed(three, editor, at):
    with pytest.raises(publishing.PastTime):
        releasing.release(stories=three, by=editor, now=NOW, at=at)


def test_a_set_has_stories_each_once_and_not_too_many(editor):
    story = make.approved()
    for stories, sentence in (
        ([], "Choose the stories"),
        (chosen(story, story), "twice"),
        (chosen(*[Story(pk=pk) for pk in range(31)]), "At most 30"),
    ):
        with pytest.raises(releasing.BadSet, match=sentence):
            releasing.release(stories=stories, by=editor, now=NOW)
    assert not Edition.objects.exists()


@pytest.mark.parametrize("role", [roles.WRITER, roles.MODERATOR])
def test_who_may_not_publish_releases_nothing(three, role):
    with pytest.raises(acts.NotPermitted):
        releasing.release(stories=three, by=make.user(role=role), now=NOW + HOUR)


def test_two_stories_of_a_set_may_be_the_first_to_name_an_outlet(editor):
    paper = make.outlet("A New Paper")
    stories = [make.approved(outlets=[paper]), make.approved(outlets=[paper])]
    releasing.release(stories=chosen(*stories), by=editor, now=NOW, at=NOW + HOUR)
    assert Outlet.objects.get(name="A New Paper").first_live_at == NOW + HOUR


@pytest.mark.skipif(connection.vendor == "sqlite", reason="SQLite lets one writer in at a time.")
@pytest.mark.django_db(transaction=True)
def test_two_sets_at_once_with_stories_and_outlets_in_common_never_wait_for_each_other():
    roles.grant(Group, Permission)  # what an earlier test left was flushed, groups and all
    papers = [make.outlet() for _each in range(4)]
    shared = [make.approved(outlets=papers) for _each in range(2)]
    ones = [*shared, make.approved(outlets=papers[:2])]
    others = [make.approved(outlets=papers[::-1]), *shared[::-1]]
    came = []

    def release(stories):
        try:
            came.append(len(releasing.release(stories=chosen(*stories), by=None, now=NOW)))
        except releasing.NotReleased as refusal:
            came.append(refusal.story)
        finally:
            connection.close()

    threads = [Thread(target=release, args=[stories]) for stories in (ones, others)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 3 in came
    assert len(set(came) & set(shared)) == 1
