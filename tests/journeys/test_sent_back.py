"""A story is sent back and comes again: the reviewer reads what changed since, and approves."""

import pytest

from stories.models import Approval, Story
from tests.journeys.conftest import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

SLUG = "new-york-congestion-charge"
ASKED = "Say who is exempt, and when the law was passed."


def test_a_story_that_was_sent_back_is_reviewed_by_what_changed_since(demo, visit):
    story = Story.objects.get(slug=SLUG)
    editor, writer = visit(), visit()
    log_in(editor, "editor")
    send_back(editor, story)
    log_in(writer, "writer")
    write_and_send_again(writer, story)
    read_what_changed(editor, story)
    ask_in_the_margin(editor)
    approve(editor)
    assert [editor.errors, writer.errors] == [[], []]
    approval = Approval.objects.get(story=story)
    assert (approval.by.username, approval.note) == ("editor", "Clear now.")


def test_all_of_a_review_is_done_by_keyboard(demo, visit):
    story = Story.objects.get(slug=SLUG)
    editor = visit()
    editor.set_viewport_size({"width": 390, "height": 844})
    log_in(editor, "editor")
    editor.goto(f"/admin/stories/story/{story.pk}/review/")
    editor.keyboard.press("Tab")
    editor.keyboard.press("Enter")  # past the way back, to the text
    note = editor.get_by_label("Note to the writers")
    for _step in range(60):
        editor.keyboard.press("Tab")
        if note.evaluate("field => field === document.activeElement"):
            break
    editor.keyboard.type(ASKED)
    editor.keyboard.press("Tab")
    editor.keyboard.press("Tab")
    editor.keyboard.press("Enter")
    editor.get_by_text("Sent back.").wait_for()
    story.refresh_from_db()
    assert story.state == Story.State.CHANGES_REQUESTED
    assert editor.errors == []


def send_back(page, story):
    page.goto(f"/admin/stories/story/{story.pk}/change/")
    page.get_by_role("link", name="Review", exact=True).click()
    page.get_by_role("heading", level=1, name=story.headline).wait_for()
    page.get_by_label("Note to the writers").fill(ASKED)
    page.get_by_role("button", name="Request changes").click()
    page.get_by_text("Sent back.").wait_for()


def write_and_send_again(page, story):
    page.goto(f"/admin/stories/story/{story.pk}/change/")
    page.get_by_text(ASKED).first.wait_for()
    page.locator("#id_headline").fill("New York charges drivers who enter Manhattan’s centre")
    editor = page.locator(".field-background .ProseMirror")
    editor.click()
    editor.press("Control+End")
    editor.press_sequentially(" Fire engines are exempt.")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_text("was changed successfully").wait_for()
    page.get_by_role("button", name="Send for review").click()
    page.get_by_label("Note").fill("They are in the background now.")
    page.get_by_role("button", name="Send for review").click()
    page.get_by_text("Sent for review.").wait_for()


def read_what_changed(page, story):
    page.goto(f"/admin/stories/story/{story.pk}/review/")
    against = page.get_by_role("navigation", name="Compared with")
    assert "What you sent back" in against.locator("[aria-current]").inner_text()
    assert page.get_by_text(ASKED).is_visible()
    assert page.get_by_text("They are in the background now.").is_visible()
    head = page.get_by_role("complementary", name="Changes and notes: Headline and standfirst")
    assert "centre" in head.locator("ins").last.inner_text()
    background = page.get_by_role("complementary", name="Changes and notes: How we got here")
    assert "Fire engines are exempt." in background.locator("ins").inner_text()
    assert page.locator("ins, del").count() == page.locator("aside").locator("ins, del").count()
    deeper = page.get_by_role("complementary", name="Changes and notes: Go deeper")
    assert deeper.get_by_text("Unchanged").is_visible()


def ask_in_the_margin(page):
    """A note beside the text does not cost what was begun below it."""
    page.get_by_label("Note to the writers").fill("Clear now.")
    margin = page.get_by_role("complementary", name="Changes and notes: How we got here")
    margin.get_by_text("Add a note").click()
    margin.get_by_label("Note", exact=True).fill("Ambulances too?")
    margin.get_by_role("button", name="Add the note").click()
    margin.locator(".note", has_text="Ambulances too?").wait_for()
    assert page.get_by_label("Note to the writers").input_value() == "Clear now."


def approve(page):
    page.get_by_role("button", name="Approve").click()
    page.get_by_text("Approved.").wait_for()
