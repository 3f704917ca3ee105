"""Two editors have one story open in two browsers, and neither overwrites the other."""

import pytest

from stories.models import Story
from tests.journeys.conftest import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
SLUG = "moon-lander-draft"


def open_story(page, username):
    log_in(page, username)
    story = Story.objects.get(slug=SLUG)
    page.goto(f"/admin/stories/story/{story.pk}/change/")
    page.locator(".ProseMirror").first.wait_for()


def save(page):
    page.get_by_role("button", name="Save and continue editing").click()
    page.wait_for_load_state()


def test_what_two_editors_write_at_once_is_joined_or_shown_and_never_lost(demo, visit):
    one, two = visit(), visit()
    open_story(one, "editor")
    open_story(two, "editor2")
    before = Story.objects.get(slug=SLUG)

    one.locator("#id_standfirst").fill("Written by the first.")
    one.locator("#id_questions-0-text").fill("Asked by the first?")
    editor = one.locator(".field-background .ProseMirror")
    editor.click()
    editor.press_sequentially("Told by the first.")
    save(one)
    one.get_by_text("was changed successfully").wait_for()

    two.locator("#id_headline").fill("A headline by the second")
    two.locator("#id_standfirst").fill("Written by the second.")
    told = two.locator(".field-background .ProseMirror")
    told.click()
    told.press_sequentially("Told by the second.")
    save(two)
    conflict = two.locator(".field-standfirst .conflict")
    conflict.get_by_text("Written by the first.").wait_for()
    assert conflict.get_by_text(before.standfirst or "Empty").is_visible()
    standfirst = two.locator("#id_standfirst")
    assert standfirst.input_value() == "Written by the second."
    conflict.get_by_role("button", name="Take this: By Ines Moreau").click()
    assert standfirst.input_value() == "Written by the first."
    conflict.get_by_role("button", name="Take this: By you").click()
    assert standfirst.input_value() == "Written by the second."
    assert told.inner_text() == "Told by the second."
    take = two.locator(".field-background").get_by_role("button", name="Take this: By Ines Moreau")
    take.click()
    assert told.inner_text() == "Told by the first."
    assert Story.objects.get(slug=SLUG).headline == before.headline
    save(two)
    two.get_by_text("was changed successfully").wait_for()

    story = Story.objects.get(slug=SLUG)
    assert story.headline == "A headline by the second"
    assert story.standfirst == "Written by the second."
    assert story.background == "<p>Told by the first.</p>"
    assert story.what_happened == before.what_happened
    assert story.questions.first().text == "Asked by the first?"
    assert [one.errors, two.errors] == [[], []]
