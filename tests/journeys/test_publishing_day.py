"""A day of publishing in a browser: on time, put right, taken back, and a set that is one."""

from datetime import timedelta

import pytest
import time_machine
from django.contrib.auth.models import Group, Permission
from django.utils import timezone

from newsroom import roles
from stories.models import Edition, Story
from tests import make
from tests.journeys.conftest import log_in
from tests.stories.lists import approved_again

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
HOUR = timedelta(hours=1)


@pytest.fixture
def day(chromium, transactional_db):
    """An hour ago, in a newsroom with an editor and an administrator."""
    roles.grant(Group, Permission)  # what an earlier journey left was flushed, groups and all
    make.user(role=roles.EDITOR, username="editor", public_name="Ines Moreau")
    make.user(role=roles.ADMINISTRATOR, username="admin", public_name="Ada Novak")
    return timezone.now() - HOUR


def desk(visit, username):
    page = visit()
    log_in(page, username)
    return page


def open_story(page, story):
    page.goto(f"/admin/stories/story/{story.pk}/change/")
    page.get_by_role("complementary", name="About this story").wait_for()


def do(page, act, **typed):
    """Press the button of the act, fill in what its page asks for, and confirm."""
    rail = page.get_by_role("complementary", name="About this story")
    rail.get_by_role("link", name=act, exact=True).click()
    page.get_by_role("heading", name=act, exact=True).wait_for()
    for name, value in typed.items():
        page.locator(f"#id_{name}").fill(value)
    page.get_by_role("button", name=act, exact=True).click()


def test_a_scheduled_brief_appears_at_its_time_with_nobody_awake(day, visit):
    story = make.approved(headline="The harbour opens at noon", now=day)
    editor, reader = desk(visit, "editor"), visit()
    at = (timezone.localtime() + 3 * HOUR).replace(second=0, microsecond=0)

    open_story(editor, story)
    do(editor, "Schedule", at="2020-01-01T10:00")
    editor.get_by_text("That time has passed.").wait_for()
    assert editor.get_by_text("Goes live at (time zone: UTC)").is_visible()
    editor.get_by_label("Goes live at").fill(at.strftime("%Y-%m-%dT%H:%M"))
    editor.get_by_role("button", name="Schedule", exact=True).click()
    editor.get_by_text("Scheduled.").wait_for()
    rail = editor.get_by_role("complementary", name="About this story")
    assert rail.get_by_role("link", name="Call off the schedule").is_visible()
    assert editor.errors == []

    url = Edition.objects.get(story=story).get_absolute_url()
    assert reader.goto(url).status == 404
    with time_machine.travel(at - timedelta(seconds=30)):
        assert reader.goto(url).status == 404
    reader.errors.clear()  # of pages that were not there
    with time_machine.travel(at + timedelta(seconds=1)):
        reader.goto("/")
        reader.get_by_role("link", name="The harbour opens at noon").first.click()
        reader.get_by_role("heading", level=1, name="The harbour opens at noon").wait_for()
    assert reader.errors == []


def test_a_correction_tells_readers_what_was_wrong(day, visit):
    story = make.edition(headline="Two ships sank", now=day).story
    approved_again(story, now=day, headline="Three ships sank")
    editor, reader = desk(visit, "editor"), visit()

    open_story(editor, story)
    rail = editor.get_by_role("complementary", name="About this story")
    assert rail.get_by_role("link", name="Publish an update", exact=True).is_visible()
    assert rail.get_by_role("link", name="Publish", exact=True).count() == 0
    do(editor, "Publish a correction")
    editor.get_by_text("This field is required.").wait_for()
    editor.get_by_label("What was wrong").fill("An earlier edition spoke of two ships.")
    editor.get_by_role("button", name="Publish a correction", exact=True).click()
    editor.get_by_text("The correction is published.").wait_for()
    assert editor.errors == []

    reader.goto(f"/briefs/{story.slug}/")
    reader.get_by_role("heading", level=1, name="Three ships sank").wait_for()
    assert reader.get_by_role("heading", level=2, name="Correction").is_visible()
    assert reader.get_by_text("An earlier edition spoke of two ships.").first.is_visible()
    reader.goto(f"/briefs/{story.slug}/editions/1/")
    reader.get_by_role("heading", level=1, name="Two ships sank").wait_for()
    assert reader.get_by_text("An earlier edition spoke of two ships.").first.is_visible()
    assert reader.errors == []


def test_a_brief_is_withdrawn_with_its_reason_and_comes_back(day, visit):
    story = make.edition(headline="A minister resigns", now=day).story
    url = f"/briefs/{story.slug}/"
    administrator, reader = desk(visit, "admin"), visit()

    open_story(administrator, story)
    do(administrator, "Withdraw", reason="The minister has not resigned.")
    administrator.get_by_text("Withdrawn.").wait_for()
    assert reader.goto(url).status == 410
    assert reader.get_by_text("The minister has not resigned.").is_visible()
    reader.goto("/")
    assert reader.get_by_role("link", name="A minister resigns").count() == 0

    do(administrator, "Restore", note="He has now.")
    administrator.get_by_text("Restored.").wait_for()
    assert reader.goto(url).status == 200
    assert administrator.errors == []


def test_what_a_court_forbids_is_gone_for_readers_and_kept_for_administrators(day, visit):
    story = make.edition(headline="Mr. X is charged", now=day).story
    url = f"/briefs/{story.slug}/"
    administrator, reader = desk(visit, "admin"), visit()

    open_story(administrator, story)
    rail = administrator.get_by_role("complementary", name="About this story")
    rail.get_by_role("link", name="Withdraw", exact=True).click()
    administrator.get_by_role("textbox", name="Reason").fill("A court forbids us to name him.")
    administrator.get_by_label("For legal reasons").check()
    administrator.get_by_role("button", name="Withdraw", exact=True).click()
    administrator.get_by_text("Withdrawn.").wait_for()
    approved_again(story, now=timezone.now(), headline="A man is charged")
    open_story(administrator, story)
    do(administrator, "Publish an update", what_changed="The name was removed.")
    administrator.get_by_text("The update is published.").wait_for()

    assert reader.goto(f"{url}editions/1/").status == 410
    assert reader.get_by_text("A court forbids us to name him.").is_visible()
    reader.get_by_role("link", name="Read the brief as it is now").click()
    reader.get_by_role("heading", level=1, name="A man is charged").wait_for()
    assert reader.get_by_text("Mr. X").count() == 0

    rail.get_by_role("link", name="Give back removed editions").wait_for()
    administrator.goto(f"/admin/stories/story/{story.pk}/history/")
    administrator.get_by_role("link", name="edition 1").first.click()
    administrator.get_by_role("link", name="Read it").wait_for()
    assert administrator.get_by_text("A court forbids us to name him.").is_visible()
    administrator.get_by_role("link", name="Read it").click()
    administrator.get_by_role("heading", level=1, name="Mr. X is charged").wait_for()
    assert administrator.errors == []


def test_a_set_of_briefs_is_released_as_one(day, visit):
    make.approved(headline="The report in full", now=day)
    known = approved_again(
        make.edition(headline="A report is awaited", now=day).story,
        now=day,
        headline="The report is out",
    )
    make.draft(headline="What the report means", now=day)
    editor, reader = desk(visit, "editor"), visit()

    choose(editor, "The report in full", "The report is out", "What the report means")
    assert editor.get_by_text("Nothing can be published together yet").is_visible()
    assert editor.get_by_role("button", name="Publish together").count() == 0
    editor.get_by_role("link", name="Leave out What the report means").click()
    later = editor.get_by_role("listitem", name="The report is out")
    later.get_by_label("Kind of change").select_option(label="Update: more is known")
    editor.get_by_role("button", name="Publish together").click()
    editor.get_by_text("Tell readers what changed.").wait_for()
    assert Edition.objects.count() == 1
    later.get_by_label("What changed").fill("The report was published.")
    editor.get_by_role("button", name="Publish together").click()
    editor.get_by_text("2 stories published together.").wait_for()
    assert editor.errors == []

    times = Edition.objects.filter(live_until=None).values_list("live_from", flat=True)
    assert len(times) == 2
    assert len(set(times)) == 1
    reader.goto("/")
    for headline in ("The report in full", "The report is out"):
        assert reader.get_by_role("link", name=headline).first.is_visible()
    assert reader.get_by_role("link", name="A report is awaited").count() == 0
    assert Story.objects.get(pk=known.pk).state == Story.State.PUBLISHED
    assert reader.errors == []


def choose(page, *headlines):
    """Tick the stories in the list, and ask for the page of the set."""
    page.goto("/admin/stories/story/")
    for headline in headlines:
        row = page.get_by_role("row").filter(has_text=headline)
        row.get_by_role("checkbox").check()
    page.get_by_role("combobox", name="Action").select_option(label="Publish together")
    page.get_by_role("button", name="Go").click()
    page.get_by_role("heading", name="Publish together").wait_for()


def test_the_record_of_a_brief_is_narrowed_and_taken_away(day, visit):
    story = make.edition(headline="A brief with a past", now=day).story
    editor = desk(visit, "editor")
    editor.goto(f"/admin/stories/story/{story.pk}/history/")
    editor.get_by_label("Act").select_option(label="Published")
    editor.get_by_role("button", name="Show").click()
    lines = editor.locator(".record--whole > li")
    assert lines.count() == 1
    with editor.expect_download() as taken:
        editor.get_by_role("link", name="Take it as CSV").click()
    text = taken.value.path().read_text(encoding="utf-8-sig")
    assert taken.value.suggested_filename == f"record-{story.slug}.csv"
    header, row = text.splitlines()
    assert header == "At,Act,Person,Note,Digest,Edition"
    assert ",Published," in row
    assert editor.errors == []
