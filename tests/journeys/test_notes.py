"""A reviewer writes notes beside the text, a writer answers, and nothing typed is lost."""

import pytest

from stories.models import ReviewNote, Story
from tests.journeys.conftest import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SLUG = "new-york-congestion-charge"


def open_story(page, username):
    log_in(page, username)
    story = Story.objects.get(slug=SLUG)
    page.goto(f"/admin/stories/story/{story.pk}/change/")
    page.locator(".ProseMirror").first.wait_for()
    return story


def test_notes_are_written_answered_and_resolved_beside_unsaved_work(demo, visit):
    editor, writer = visit(), visit()
    story = open_story(editor, "editor")
    editor.locator("#id_headline").fill("Typed and not saved")

    editor.locator("#citations-1 .note-link").click()
    dialog = editor.get_by_role("dialog", name="Add a note")
    assert "What the papers say" in dialog.inner_text()
    dialog.get_by_label("Note").fill("Is this what the paper says?")
    dialog.get_by_role("button", name="Add the note").click()
    editor.locator("#citations-1 .noted", has_text="Is this what the paper says?").wait_for()
    assert not dialog.is_visible()
    assert editor.evaluate("document.activeElement.closest('#citations-1') !== null")
    note = ReviewNote.objects.get()
    assert (note.story, note.row) == (story, story.citations.all()[1].pk)

    open_story(writer, "writer")
    rail = writer.locator("#rail-notes")
    rail.get_by_role("link", name="What the papers say, 2").click()
    rail.get_by_text("Answer", exact=True).first.click()
    rail.get_by_label("Answer").fill("It is what the mayor says.")
    rail.get_by_role("button", name="Send the answer").click()
    writer.locator("#citations-1 .noted", has_text="1 answer").wait_for()
    assert not rail.get_by_role("button", name="Resolve").is_visible()

    editor.locator("#rail-notes").get_by_role("button", name="Resolve").click()
    editor.get_by_text("None is open.").wait_for()
    assert editor.locator("#citations-1 .noted").inner_text() == ""
    assert editor.locator("#id_headline").input_value() == "Typed and not saved"
    note.refresh_from_db()
    assert note.resolved_by_name == "Ines Moreau"
    assert [editor.errors, writer.errors] == [[], []]


def test_a_note_that_cannot_be_kept_stays_in_its_dialog(demo, visit):
    page = visit()
    story = open_story(page, "editor")
    link = page.locator("#citations-1 .note-link")
    link.click()
    story.citations.all()[1].delete()
    dialog = page.get_by_role("dialog", name="Add a note")
    dialog.get_by_label("Note").fill("Is this what the paper says?")
    dialog.get_by_role("button", name="Add the note").click()
    dialog.get_by_text("The row that the note is about is no longer there").wait_for()
    assert dialog.get_by_label("Note").input_value() == "Is this what the paper says?"

    page.context.clear_cookies()
    dialog.get_by_role("button", name="Add the note").click()
    dialog.get_by_text("This was not kept.").wait_for()
    assert dialog.get_by_label("Note").input_value() == "Is this what the paper says?"
    page.keyboard.press("Escape")
    assert not dialog.is_visible()
    assert not ReviewNote.objects.exists()


def test_two_notes_that_were_begun_do_not_disturb_each_other(demo, visit):
    page = visit()
    story = open_story(page, "editor")
    for text in ("First.", "Second."):
        page.locator("#part-background .note-link").click()
        dialog = page.get_by_role("dialog", name="Add a note")
        dialog.get_by_label("Note").fill(text)
        dialog.get_by_role("button", name="Add the note").click()
        page.locator("#noted-background", has_text=text).wait_for()
    first, second = (page.locator(f"#note-{note.pk}") for note in story.notes.order_by("pk"))
    first.get_by_text("Answer", exact=True).first.click()
    first.get_by_label("Answer").fill("Half an answer")
    second.get_by_role("button", name="Resolve").click()
    page.locator("#noted-background", has_text="Second.").wait_for(state="detached")
    assert first.get_by_label("Answer").input_value() == "Half an answer"
    assert first.get_by_label("Answer").is_visible()


def test_a_note_is_added_without_any_script(demo, visit):
    with_script = visit()
    log_in(with_script, "editor")
    page = visit(java_script_enabled=False, storage_state=with_script.context.storage_state())
    story = Story.objects.get(slug=SLUG)
    url = f"/admin/stories/story/{story.pk}/change/"
    page.goto(url)
    page.locator("#citations-1 .note-link").click()
    assert page.get_by_label("About").input_value() == f"citations:{story.citations.all()[1].pk}"
    page.get_by_label("Note:", exact=True).fill("Is this what the paper says?")
    page.get_by_role("button", name="Add the note").click()
    assert f"{url}#noted-citations-" in page.url
    assert "Is this what the paper says?" in page.locator("#citations-1 .noted").inner_text()
    page.locator("#rail-notes").get_by_role("button", name="Resolve").click()
    assert page.url.endswith(f"{url}#rail-notes")
    assert not story.notes.get().is_open
