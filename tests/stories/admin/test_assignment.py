"""Assigning, claiming and giving back by the buttons of the story form."""

import pytest
from django.urls import reverse

from stories import assigning, writing
from stories.models import Assignment
from tests import make
from tests.make import HOUR, NOW
from tests.stories.admin.test_acts import act_url, do, rail

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _clock(time_machine):
    """The page asks the clock itself."""
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def asked(client, story):
    """What the page of the act sends when nothing is touched."""
    form = client.get(act_url(story, "assign")).context["form"]
    return {name: form[name].value() or "" for name in form.fields}


def plan_of(story):
    return Assignment.objects.get(story=story)


def test_a_story_is_assigned_through_its_button(desk, writer):
    story, reviewer = make.draft(), make.user()
    given = {
        "writer": writer.pk,
        "reviewer": reviewer.pk,
        "due_at": "2026-03-02T17:00",
        "urgency": 2,
    }
    assert desk.post(act_url(story, "assign"), asked(desk, story) | given).status_code == 302
    plan = plan_of(story)
    assert (plan.writer, plan.reviewer, plan.urgency) == (writer, reviewer, 2)
    assert plan.due_at == NOW + 8 * HOUR


def test_the_page_stands_as_the_story_was_assigned_before(desk, writer):
    story = make.draft()
    before = assigning.assign(
        story=story, by=None, now=NOW, writer=writer, reviewer=None, due_at=NOW + HOUR, urgency=3
    )
    response = desk.post(act_url(story, "assign"), asked(desk, story) | {"note": "Hurry, please."})
    assert response.status_code == 302
    assert plan_of(story).mark == before.mark


def test_only_those_who_can_do_it_are_offered(desk, writer, editor, moderator):
    gone = make.user()
    gone.is_active = False
    gone.save()
    form = desk.get(act_url(make.draft(), "assign")).context["form"]
    assert {writer, editor} <= set(form.fields["writer"].queryset)
    assert set(form.fields["reviewer"].queryset) == {editor}
    assert moderator not in form.fields["writer"].queryset


def test_the_second_of_two_who_assign_at_once_is_told_and_overwrites_nothing(desk, writer):
    story = make.draft()
    mine = asked(desk, story) | {"writer": writer.pk}
    assigning.assign(
        story=story,
        by=make.user(public_name="Tom Adeyemi"),
        now=NOW,
        writer=None,
        reviewer=None,
        due_at=NOW + HOUR,
        urgency=4,
    )
    page = desk.post(act_url(story, "assign"), mine).content.decode()
    assert "Tom Adeyemi has changed the assignment since you opened it." in page
    assert plan_of(story).writer is None


def test_a_refusal_is_said_on_the_page_and_keeps_what_was_typed(desk, editor):
    story = make.draft()
    given = {"due_at": "2026-03-02T08:00", "note": "What I typed."}
    page = desk.post(act_url(story, "assign"), asked(desk, story) | given).content.decode()
    assert "That time has passed. Choose one to come." in page
    assert "What I typed." in page
    assert not Assignment.objects.exists()


def test_a_review_is_claimed_and_given_back_through_its_buttons(desk, editor):
    story = make.in_review()
    assert rail(desk, story)[0] == "claim"
    do(desk, story, "claim")
    assert plan_of(story).reviewer == editor
    buttons = rail(desk, story)
    assert buttons[0] == "give-back"
    assert "claim" not in buttons
    do(desk, story, "give-back")
    assert plan_of(story).reviewer is None


def test_who_claims_a_review_that_was_taken_meanwhile_is_told_by_whom(desk):
    story = make.in_review()
    assigning.claim(story=story, by=make.user(public_name="Tom Adeyemi"), now=NOW)
    response = desk.get(act_url(story, "claim"), follow=True)
    assert "Tom Adeyemi has this review already." in response.content.decode()


def test_the_rail_says_what_is_assigned(desk, writer):
    story = make.draft()
    assigning.assign(
        story=story, by=None, now=NOW, writer=writer, reviewer=None, due_at=NOW + HOUR, urgency=1
    )
    page = desk.get(reverse("admin:stories_story_change", args=[story.pk])).content.decode()
    assert "Writer: Sam Okafor" in page
    assert "Flash" in page
    assert "Due today, 10:00" in page


@pytest.mark.parametrize("act", ["assign", "claim", "give-back"])
def test_a_writer_who_posts_an_act_of_planning_is_refused(act, client, writer):
    story = make.in_review()
    client.force_login(writer)
    assert do(client, story, act, urgency=4).status_code == 403
    assert not story.records.filter(act__in=writing.PLANNING).exists()
