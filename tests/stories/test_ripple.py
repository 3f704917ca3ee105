"""How far a change of a profile reaches: which briefs are listed, and what they say of it."""

import pytest

from entities import moderation, recording
from entities.models import Position
from newsroom.fields import PartialDate
from stories import flagging, publishing, ripple
from stories.models import Introduction
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


@pytest.fixture
def topic():
    return make.entity("Sergei Shoigu", aliases=["Сергей Шойгу"], kind="person")


def live(topic, *, what_happened="<p>Nothing.</p>", **given):
    given = {"now": NOW - HOUR} | given
    return make.edition(topics=[topic], what_happened=what_happened, **given)


def shown(topic):
    return ripple.shown(topic, ripple.links(topic, now=NOW).order_by("-published_at"))


def position(topic, title, **given):
    dates = {
        name: PartialDate.parse(given.pop(name))
        for name in ("started_on", "ended_on")
        if given.get(name)
    }
    return Position.objects.create(entity=topic, title=title, **given | dates)


# Which briefs --------------------------------------------------------------------------------


def test_live_briefs_that_show_the_profile_are_listed_the_newest_first(topic):
    old, new = live(topic, now=NOW - 2 * HOUR), live(topic)
    make.edition(now=NOW - HOUR)
    make.draft(topics=[topic])
    gone = live(topic)
    publishing.withdraw(story=gone.story, by=None, now=NOW - HOUR / 2, reason="It was wrong.")
    assert [brief.edition for brief in shown(topic)] == [new, old]


def test_what_a_brief_says_is_quoted_sentence_by_sentence_with_the_name_marked(topic):
    live(
        topic,
        standfirst="Sergei Shoigu met him.",
        what_happened="<p>He came. Sergei Shoigu’s plane left.</p><p>Сергей Шойгу spoke.</p>",
    )
    (brief,) = shown(topic)
    assert brief.sentences == (
        (("Sergei Shoigu", True), (" met him.", False)),
        (("Sergei Shoigu", True), ("’s plane left.", False)),
        (("Сергей Шойгу", True), (" spoke.", False)),
    )
    assert brief.times == 3


def test_a_sentence_that_names_it_twice_counts_twice(topic):
    live(topic, standfirst="Sergei Shoigu is not the other Sergei Shoigu.")
    (brief,) = shown(topic)
    assert (len(brief.sentences), brief.times) == (1, 2)


def test_what_the_editors_have_written_since_is_not_what_readers_see(topic):
    edition = live(topic, standfirst="Sergei Shoigu met him.")
    make.edit(edition.story, standfirst="Nobody met him.")
    (brief,) = shown(topic)
    assert brief.times == 1


def test_a_brief_whose_title_clashes_stands_first(topic):
    clashing, plain = live(topic, now=NOW - 2 * HOUR), live(topic)
    Introduction.objects.filter(entity=topic).delete()
    said = {"entity": topic, "story": clashing.story}
    Introduction.objects.create(title="Defence Minister", clashes=True, **said)
    Introduction.objects.create(title="General", clashes=False, **said)
    briefs = shown(topic)
    assert [brief.edition for brief in briefs] == [clashing, plain]
    assert [brief.titles for brief in briefs] == [("Defence Minister",), ()]


def test_an_open_flag_is_shown_and_a_settled_one_is_not(topic):
    edition = live(topic)
    asked = {"stories": [edition.story], "entity": topic, "by": None, "now": NOW}
    (flag,) = flagging.flag(sentence="He left.", **asked)
    assert shown(topic)[0].flag == flag
    flagging.settle(flag=flag, by=None, now=NOW)
    assert shown(topic)[0].flag is None


@pytest.mark.parametrize("count", [2, 20])
def test_it_costs_the_same_for_few_briefs_as_for_many(count, topic, django_assert_num_queries):
    for _ in range(count):
        live(topic, standfirst="Sergei Shoigu met him.")
    with django_assert_num_queries(5):
        assert len(shown(topic)) == count


# What changed --------------------------------------------------------------------------------


def test_an_office_that_changed_hands_is_said_with_what_was_before(topic):
    position(topic, "Minister of Defence", started_on="2012-11-06", ended_on="2024-05")
    position(topic, "Governor", started_on="2012", ended_on="2012-11")
    position(topic, "Secretary", at="the Security Council of Russia", started_on="2024-05-12")
    assert ripple.what_changed(topic, on=TODAY) == (
        "Sergei Shoigu is now: Secretary of the Security Council of Russia, since 12 May 2024. "
        "No longer: Minister of Defence, until May 2024."
    )


def test_an_office_without_dates_is_said_without_them(topic):
    position(topic, "Secretary")
    assert ripple.what_changed(topic, on=TODAY) == "Sergei Shoigu is now: Secretary."


def test_whoever_holds_no_office_any_more_is_said_to_have_left_it(topic):
    position(topic, "Minister of Defence", ended_on="2024-05")
    said = "Sergei Shoigu is no longer: Minister of Defence, until May 2024."
    assert ripple.what_changed(topic, on=TODAY) == said


def test_an_office_that_is_to_end_is_held_still(topic):
    position(topic, "Minister of Defence", ended_on="2030")
    assert ripple.what_changed(topic, on=TODAY) == "Sergei Shoigu is now: Minister of Defence."


def test_of_a_retired_profile_that_is_what_counts(topic):
    position(topic, "Secretary")
    retired = moderation.retire(entity=topic, by=None, now=NOW)
    assert "is retired" in ripple.what_changed(retired, on=TODAY)


def test_without_offices_the_last_change_in_the_record_is_said(topic):
    assert ripple.what_changed(topic, on=TODAY) == "The profile of Sergei Shoigu has changed."
    recording.log("changed", entity=topic, by=None, now=NOW, note="Name")
    recording.log("checked", entity=topic, by=None, now=NOW + HOUR, note="Seen.")
    assert ripple.what_changed(topic, on=TODAY) == "The profile of Sergei Shoigu has changed: Name"
