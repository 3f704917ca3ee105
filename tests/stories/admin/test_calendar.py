"""The calendar: one week by the newsroom's own clock, with what is scheduled, due and published."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from stories import assigning, publishing
from stories.admin.plan import BadWeek, Week, days_of
from stories.models import Assignment
from tests import make
from tests.make import HOUR, NOW

QUERIES = 8

# NOW is the Monday of this week.
THIS_WEEK = "2026-W10"
IN_UTC = datetime.min.replace(tzinfo=UTC)


@pytest.fixture(autouse=True)
def _clock(time_machine):
    """The page asks the clock itself."""
    time_machine.move_to(NOW, tick=False)


def due(story, *, at, **fields):
    given = {"writer": None, "reviewer": None, "urgency": Assignment.Urgency.ROUTINE, "now": NOW}
    assigning.assign(story=story, by=None, due_at=at, **given | fields)
    return story


def calendar(client, person, week=""):
    client.force_login(person)
    url = reverse("admin:stories_story_calendar")
    return client.get(url, {"week": week} if week else {})


def entries(response):
    """What stands in the calendar: day of the month, hour, kind, headline."""
    return [
        (day.date.day, entry.at.hour, entry.kind, entry.headline)
        for day in response.context["days"]
        for entry in day.entries
    ]


# Weeks ---------------------------------------------------------------------------------------


@given(st.dates(min_value=date(1900, 1, 8), max_value=date(2999, 12, 20)))
def test_a_week_is_read_as_it_is_written(day):
    week = Week(monday=day - timedelta(days=day.weekday()))
    assert Week.parse(str(week)) == week
    assert day in week.days
    assert week.after.before == week
    assert week.before.sunday == week.monday - timedelta(days=1)


@pytest.mark.parametrize("text", ["2026-W54", "2026-W00", "2026-10", "W10", "9999-W52", "٢٠٢٦-W10"])
def test_what_is_no_week_is_refused(text):
    with pytest.raises(BadWeek):
        Week.parse(text)


def test_this_week_is_that_of_the_newsrooms_own_clock(settings):
    late_on_sunday = datetime(2026, 3, 8, 23, 30, tzinfo=UTC)
    assert str(Week.of(late_on_sunday)) == "2026-W10"
    settings.TIME_ZONE = "Asia/Seoul"
    assert str(Week.of(late_on_sunday)) == "2026-W11"


def test_a_week_in_which_the_clocks_change_has_seven_days(settings):
    settings.TIME_ZONE = "Europe/Paris"
    week = Week.parse("2026-W13")  # summer time begins on its Sunday
    assert week.after.begins - week.begins == timedelta(days=7)
    assert week.after.begins.astimezone(UTC) - week.begins.astimezone(UTC) == timedelta(hours=167)


# The page ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_scheduled_editions_and_due_stories_stand_at_their_times(client, editor):
    scheduled, late = make.approved(headline="Scheduled"), make.draft(headline="Late")
    publishing.schedule(story=scheduled, by=None, now=NOW, at=NOW + 26 * HOUR)
    due(late, at=NOW - 2 * HOUR, now=NOW - 3 * HOUR)
    due(make.draft(headline="Due"), at=NOW + 26 * HOUR)
    make.edition(headline="Published", now=NOW - HOUR)
    make.draft(headline="Neither")
    assert entries(calendar(client, editor)) == [
        (2, 7, "late", "Late"),
        (2, 8, "published", "Published"),
        (3, 11, "scheduled", "Scheduled"),
        (3, 11, "due", "Due"),
    ]


@pytest.mark.django_db
def test_what_was_called_off_stands_nowhere(client, editor):
    story = make.approved()
    publishing.schedule(story=story, by=None, now=NOW, at=NOW + 26 * HOUR)
    publishing.unschedule(story=story, by=None, now=NOW)
    assert entries(calendar(client, editor)) == []


@pytest.mark.django_db
def test_another_week_shows_what_is_due_in_it(client, editor):
    due(make.draft(headline="Next week"), at=NOW + 7 * 24 * HOUR)
    assert entries(calendar(client, editor)) == []
    response = calendar(client, editor, "2026-W11")
    assert entries(response) == [(9, 9, "due", "Next week")]
    assert 'href="?week=2026-W10"' in response.content.decode()
    assert 'href="?week=2026-W12"' in response.content.decode()


@pytest.mark.django_db
def test_days_are_those_of_the_newsrooms_own_clock(settings):
    due(make.draft(), at=NOW + 14 * HOUR)  # 23:00 of Monday at Greenwich
    settings.TIME_ZONE = "Asia/Seoul"
    days = days_of(Week.parse(THIS_WEEK), now=NOW)
    assert [day.date.day for day in days if day.entries] == [3]


@pytest.mark.django_db
def test_the_page_names_the_zone_and_today(client, editor, settings):
    settings.TIME_ZONE = "Asia/Seoul"
    page = calendar(client, editor).content.decode()
    assert "times in Asia/Seoul" in page
    assert page.count("Today</span>") == 1
    assert "Today</span>" not in calendar(client, editor, "2026-W11").content.decode()


@pytest.mark.django_db
@pytest.mark.parametrize("week", ["2026-W99", "soon", "<script>"])
def test_what_is_no_week_is_answered_with_this_one_and_a_sentence(week, client, editor):
    response = calendar(client, editor, week)
    assert str(response.context["week"]) == THIS_WEEK
    assert "is no week, such as 2026-W10. Here is this week." in response.content.decode()
    assert "“<script>”" not in response.content.decode()


@pytest.mark.django_db
def test_who_may_not_see_stories_sees_no_calendar(client):
    outsider = make.user()
    outsider.groups.clear()
    assert calendar(client, outsider).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize("stories", [3, 50])
def test_the_calendar_costs_the_same_with_few_stories_as_with_many(
    stories, client, editor, django_assert_num_queries
):
    for number in range(stories):
        if number % 3:
            due(make.draft(), at=NOW + number * HOUR)
        else:
            publishing.schedule(story=make.approved(), by=None, now=NOW, at=NOW + HOUR)
    calendar(client, editor)
    with django_assert_num_queries(QUERIES):
        calendar_again = client.get(reverse("admin:stories_story_calendar"))
    assert len(entries(calendar_again)) == stories
