"""Notices on the desk: the front page, their own page, and what a person chooses."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from newsroom.models import User
from stories import review
from stories.models import Notice, NoticeChoice
from tests import make
from tests.forms import fields_of

pytestmark = pytest.mark.django_db
PAGE = reverse("admin:stories_story_notices")
READ = reverse("admin:stories_story_notice_read")
DESK = reverse("admin:index")
Kind, Way = Notice.Kind, NoticeChoice.Way


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


@pytest.fixture
def told(writer, editor):
    """Three stories that wait for the editor; the newest notice first."""
    for number in range(3):
        make.in_review(by=writer, now=make.NOW + number * make.HOUR, headline=f"Story {number}")
    return list(Notice.objects.on_desk(editor))


def text(client, url):
    return client.get(url).content.decode()


# The desk ------------------------------------------------------------------------------------


def test_the_desk_shows_the_newest_notices_and_links_to_their_stories(desk, told):
    response = desk.get(DESK)
    assert response.context["notices"] == told
    page = response.content.decode()
    assert "Sent for review by Sam Okafor." in page
    for notice in told:
        assert reverse("admin:stories_story_change", args=[notice.story_id]) in page
    assert PAGE in page


def test_the_desk_shows_ten_and_says_that_there_are_more(desk, writer, editor):
    for _ in range(11):
        make.in_review(by=writer)
    response = desk.get(DESK)
    assert len(response.context["notices"]) == 10
    assert "All notices" in response.content.decode()
    assert len(desk.get(PAGE).context["notices"]) == 11


def test_a_desk_without_notices_does_not_mention_them(desk):
    page = text(desk, DESK)
    assert "Put away" not in page
    assert "notices-title" not in page


def test_a_note_is_shown_with_its_notice_and_as_text(desk, writer, editor):
    story = make.draft(by=writer)
    review.submit(story=story, by=writer, now=make.NOW, note="One <b>bold</b>\nnote")
    assert "One &lt;b&gt;bold&lt;/b&gt;<br>note" in text(desk, DESK)


def test_every_page_says_how_many_notices_there_are(desk, told):
    assert ">3 notices</a>" in text(desk, reverse("admin:stories_story_changelist"))
    desk.post(READ, {"notice": [told[0].pk, told[1].pk]})
    assert ">1 notice</a>" in text(desk, reverse("admin:newsroom_picture_changelist"))
    desk.post(READ, {"notice": [told[2].pk]})
    assert ">Notices</a>" in text(desk, PAGE)


def test_the_count_is_one_query_of_one_table(desk, told):
    with CaptureQueriesContext(connection) as queries:
        desk.get(reverse("admin:newsroom_picture_changelist"))
    [counting] = [query["sql"] for query in queries if "stories_notice" in query["sql"]]
    assert "JOIN" not in counting


def test_nobody_who_is_not_logged_in_is_told_anything(client, told):
    assert "notice" not in text(client, reverse("admin:login")).lower()


# Putting away --------------------------------------------------------------------------------


def test_a_notice_is_put_away(desk, told, editor):
    response = desk.post(READ, {"notice": told[1].pk, "shown": [n.pk for n in told]})
    assert response["Location"] == DESK
    assert list(Notice.objects.on_desk(editor)) == [told[0], told[2]]


def test_all_that_were_shown_are_put_away_and_no_later_one(desk, told, writer, editor):
    page = text(desk, PAGE)
    assert "Put all away" in page
    shown = re.findall(r'name="shown" value="(\d+)"', page)
    make.in_review(by=writer)
    response = desk.post(READ, {"all": "1", "back": "page", "shown": shown})
    assert response["Location"] == PAGE
    assert Notice.objects.on_desk(editor).count() == 1


def test_the_notices_of_others_stay_where_they_are(desk, told, writer):
    other = make.user()
    make.in_review(by=writer)
    hers = Notice.objects.get(person=other)
    desk.post(READ, {"notice": hers.pk})
    desk.post(READ, {"all": "1", "shown": hers.pk})
    assert Notice.objects.on_desk(other).exists()


@pytest.mark.parametrize("key", ["x", "-1", "9" * 40, ""])
def test_what_is_no_notice_puts_nothing_away(key, desk, told, editor):
    assert desk.post(READ, {"notice": key}).status_code == 302
    assert Notice.objects.on_desk(editor).count() == 3


def test_looking_at_the_address_puts_nothing_away(desk, told, editor):
    assert desk.get(READ, {"notice": told[0].pk})["Location"] == DESK
    assert Notice.objects.on_desk(editor).count() == 3


# Choosing ------------------------------------------------------------------------------------


def test_everything_is_wanted_until_a_person_says_otherwise(desk):
    form = desk.get(PAGE).context["form"]
    boxes = [box for _kind, boxes in form.rows() for box in boxes]
    assert len(boxes) == len(Kind) * len(Way)
    assert all(box.value() for box in boxes)


def test_a_person_chooses_what_they_are_told(desk, editor):
    data = fields_of(text(desk, PAGE), "choices-form")
    del data["published-mail"], data["review-desk"]
    assert desk.post(PAGE, data)["Location"] == PAGE
    rows = NoticeChoice.objects.filter(person=editor).values_list("kind", "way")
    assert set(rows) == {("published", "mail"), ("review", "desk")}
    kept = fields_of(text(desk, PAGE), "choices-form")
    assert "published-mail" not in kept
    assert "review-desk" not in kept
    assert "review-mail" in kept


def test_whoever_has_no_address_is_told_who_can_add_one(desk, editor):
    assert editor.email in text(desk, PAGE)
    User.objects.filter(pk=editor.pk).update(email="")
    assert "Your account has no e-mail address" in text(desk, PAGE)


def test_a_page_of_notices_costs_a_fixed_number_of_queries(
    desk, writer, editor, django_assert_num_queries
):
    counts = []
    for _ in range(2):
        for _ in range(3):
            make.in_review(by=writer)
        with django_assert_num_queries(7):
            counts.append(len(desk.get(PAGE).context["notices"]))
    assert counts == [3, 6]
