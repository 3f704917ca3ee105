"""What stories call people in front of their names, as it is kept for the moderators."""

from datetime import timedelta

import pytest

from entities import merging, moderation
from entities.models import Entity, Position
from stories import introductions, writing
from stories.models import Introduction, StoryTopic
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db
SECRETARY = {"title": "Secretary", "at": "the Security Council of Russia"}
TEXT = "<p>Russian Defence Minister Sergei Shoigu agrees.</p>"


def shoigu(**fields):
    fields = {"position": SECRETARY} | fields
    return make.entity("Sergei Shoigu", kind=Entity.Kind.PERSON, **fields)


def kept(story=None):
    found = Introduction.objects.filter(story=story) if story else Introduction.objects.all()
    return sorted(found.values_list("entity__name", "title", "clashes"))


def test_a_save_keeps_what_the_text_calls_a_person_who_is_linked():
    story = make.draft(topics=[shoigu()], what_happened=TEXT)
    assert kept(story) == [("Sergei Shoigu", "Russian Defence Minister", True)]


def test_a_save_keeps_what_the_text_calls_a_person_who_is_named_and_not_linked():
    shoigu()
    story = make.draft(what_happened=TEXT, background="<p>Secretary Sergei Shoigu agreed.</p>")
    assert kept(story) == [
        ("Sergei Shoigu", "Russian Defence Minister", True),
        ("Sergei Shoigu", "Secretary", False),
    ]


def test_what_a_paper_is_quoted_with_is_not_what_the_story_calls_anyone():
    shoigu()
    story = make.draft()
    story.citations.filter(order=1).update(headline="Minister Sergei Shoigu agrees")
    writing.keep_version(story=story, by=story.created_by, now=NOW)
    assert kept(story) == []


def test_the_next_save_keeps_what_stands_there_now_and_leaves_what_still_does():
    story = make.draft(topics=[shoigu()], what_happened=TEXT, background=TEXT)
    (before,) = Introduction.objects.all()
    make.edit(story, background="<p>President Sergei Shoigu agreed.</p>")
    assert kept(story) == [
        ("Sergei Shoigu", "President", True),
        ("Sergei Shoigu", "Russian Defence Minister", True),
    ]
    assert Introduction.objects.filter(pk=before.pk).exists()
    make.edit(story, background="<p>Before.</p>", what_happened="<p>He agrees.</p>")
    assert kept(story) == []


def test_a_title_longer_than_the_row_is_kept_in_part():
    person = shoigu()
    title = f"Minister of {'Federal' * 40}"
    story = make.draft(topics=[person], what_happened=f"<p>{title[:230]} Sergei Shoigu.</p>")
    ((_name, kept_title, _clashes),) = kept(story)
    assert kept_title == title[:200]


def test_titles_are_judged_anew_when_the_profile_changes():
    person = shoigu(position={"title": "Minister of Defence", "at": "Russia"})
    story = make.draft(topics=[person], what_happened=TEXT)
    assert kept(story) == [("Sergei Shoigu", "Russian Defence Minister", False)]
    person.positions.update(ended_on="2024-05-12")
    Position.objects.create(entity=person, started_on="2024-05-12", **SECRETARY)
    moderation.mark_checked(entity=person, by=None, now=NOW)
    assert kept(story) == [("Sergei Shoigu", "Russian Defence Minister", True)]


def test_a_position_counts_from_its_day_on():
    person = shoigu(position={"title": "Minister", "started_on": "2026-04"})
    make.draft(topics=[person], what_happened=TEXT)
    assert kept() == [("Sergei Shoigu", "Russian Defence Minister", True)]
    moderation.mark_checked(entity=person, by=None, now=NOW + timedelta(days=60))
    assert kept() == [("Sergei Shoigu", "Russian Defence Minister", False)]


def test_after_a_merge_the_survivor_is_called_so_and_after_its_undoing_the_loser_again():
    survivor = make.entity("Sergey Shoygu", kind=Entity.Kind.PERSON)
    loser = shoigu(position={"title": "Minister", "at": "Russia"})
    story = make.draft(topics=[loser], what_happened=TEXT)
    merge = merging.begin(survivor=survivor, loser=loser, by=None, now=NOW)
    merge = merging.finish(merge=merge, choices={}, by=None, now=NOW)
    assert kept(story) == [("Sergey Shoygu", "Russian Defence Minister", False)]
    merging.undo(merge=merge, by=None, now=NOW)
    assert kept(story) == [("Sergei Shoigu", "Russian Defence Minister", False)]


def test_a_story_that_links_both_of_a_merge_says_each_title_once():
    survivor, loser = shoigu(), make.entity("Sergey Shoygu", kind=Entity.Kind.PERSON)
    text = f"{TEXT}<p>Russian Defence Minister Sergey Shoygu agrees.</p>"
    story = make.draft(topics=[survivor, loser], what_happened=text)
    assert len(kept(story)) == 2
    merge = merging.begin(survivor=survivor, loser=loser, by=None, now=NOW)
    merging.finish(merge=merge, choices={}, by=None, now=NOW)
    assert kept(story) == [("Sergei Shoigu", "Russian Defence Minister", True)]


# Cost ----------------------------------------------------------------------------------------


def test_a_profile_that_nobody_gives_a_title_costs_one_query(django_assert_num_queries):
    person = shoigu()
    with django_assert_num_queries(1):
        introductions.judge(person, now=NOW)


@pytest.mark.parametrize("count", [1, 20])
def test_many_stories_are_judged_and_read_again_at_the_cost_of_one(
    count, django_assert_max_num_queries
):
    person = shoigu(position={"title": "Minister"})
    for _ in range(count):
        make.draft(topics=[person], what_happened=TEXT)
    person.positions.update(title="Poet")
    with django_assert_max_num_queries(5):
        introductions.judge(person, now=NOW)
    assert Introduction.objects.filter(clashes=True).count() == count
    StoryTopic.objects.update(entity=make.entity())
    with django_assert_max_num_queries(16):
        introductions.read_again(person, now=NOW)
    assert Introduction.objects.count() == count
