"""Who has the form of a story open too, and what they did there meanwhile."""

from datetime import timedelta

import pytest

from stories import review, sitting
from stories.models import Story
from tests import make
from tests.stories.admin.test_sitting import here, save, url
from tests.stories.admin.test_story_form import form_of

pytestmark = pytest.mark.django_db

LATER = make.NOW + timedelta(minutes=12)
ADD = "admin:stories_story_add"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(make.NOW, tick=False)
    return time_machine


@pytest.fixture
def desk(client, writer):
    client.force_login(writer)
    return client


@pytest.fixture
def colleague(client, editor):
    """A second browser, in which someone else is logged in."""
    browser = type(client)()
    browser.force_login(editor)
    return browser


@pytest.fixture
def story():
    return make.draft(topics=[make.entity("First"), make.entity("Second")], tags=["trade"])


def test_each_sees_that_the_other_is_there_until_they_are_silent(desk, colleague, story, clock):
    assert here(desk, story)["others"] == []
    answer = here(colleague, story)
    assert answer["others"] == [{"name": "Sam Okafor", "seen_at": "2026-03-02T09:00:00Z"}]
    assert answer["there"] == "Sam Okafor has this story open too."
    clock.shift(sitting.LAPSE + timedelta(seconds=1))
    assert here(colleague, story)["there"] == ""


def test_several_are_named_in_one_sentence(desk, story):
    for name in ("Ada Novak", "Ben Ito", "Cyd Roux"):
        person = make.user(public_name=name)
        sitting.here(by=person, story=story, now=make.NOW)
    expected = "Ada Novak, Ben Ito and Cyd Roux have this story open too."
    assert here(desk, story)["there"] == expected


def test_looking_who_is_there_is_not_being_there(desk, colleague, story):
    desk.get(url("here", story))
    assert here(colleague, story)["others"] == []


def test_a_save_of_someone_else_is_told_with_its_time(desk, colleague, story, clock):
    opened = form_of(desk, story)["opened"]
    clock.move_to(LATER, tick=False)
    assert here(desk, story, opened=opened)["news"] == ""
    save(colleague, story, form_of(colleague, story) | {"headline": "Theirs"})
    answer = here(desk, story, opened=opened)
    assert answer["news"] == "Ines Moreau saved this story at 09:12; your save will join both."
    assert (answer["changed_by"], answer["revision"]) == (
        "Ines Moreau",
        Story.objects.get(pk=story.pk).revision,
    )
    own = here(colleague, story, opened=opened)["news"]
    assert own == "You saved this story elsewhere at 09:12; your save will join both."


def test_an_act_of_someone_else_is_told_by_its_name(desk, editor, story, clock):
    opened = form_of(desk, story)["opened"]
    review.submit(story=story, by=editor, now=LATER)
    news = here(desk, story, opened=opened)["news"]
    assert news == "Ines Moreau, 09:12: Sent for review."


@pytest.mark.parametrize("opened", ["", "x", "2026-03-02T09:00:00", "2026-99-02T09:00:00Z"])
def test_a_page_that_does_not_say_when_it_was_opened_gets_no_news(opened, desk, story):
    assert here(desk, story, opened=opened)["news"] == ""
