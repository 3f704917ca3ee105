"""A brief is written from nothing, by keyboard alone; a second person approves and publishes it."""

import pytest

from stories.models import Edition, Story
from tests.journeys.conftest import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

HEADLINE = "Night trains return to the coast line"
MOST_STEPS = 150


def test_a_brief_is_written_by_keyboard_alone_and_published_by_another(demo, visit):
    writer = visit()
    log_in(writer, "writer")
    writer.goto("/admin/stories/story/add/")
    write_the_head(Keyboard(writer))
    write_the_rows(Keyboard(writer))
    save_and_send(Keyboard(writer))
    assert writer.errors == []

    story = Story.objects.get(headline=HEADLINE)
    assert [(point.label, point.text) for point in story.points.all()] == [
        ("Money", "The region pays for the first two years."),
        ("Comfort", "New coaches have quiet compartments."),
    ]
    assert story.citations.get().outlet.name == "Coastal Dispatch"
    assert [question.text for question in story.questions.all()] == ["Who pays after that?"]
    assert [topic.entity.name for topic in story.topics.all()] == ["United Kingdom"]
    assert story.state == Story.State.IN_REVIEW

    editor = visit()
    log_in(editor, "editor")
    approve_and_publish(editor)
    assert editor.errors == []
    assert Edition.objects.get(headline=HEADLINE).approved_by_name == "Ines Moreau"

    reader = visit()
    reader.goto("/")
    reader.get_by_role("link", name=HEADLINE).first.click()
    reader.get_by_text("The region pays for the first two years.").wait_for()
    assert reader.errors == []


class Keyboard:
    """Whoever has no mouse: goes from field to field with Tab, and types."""

    def __init__(self, page):
        self.page = page

    def go_to(self, selector, *, key="Tab"):
        """Press the key until what the selector names has the focus."""
        for _step in range(MOST_STEPS):
            if self.page.evaluate("s => document.activeElement?.matches(s) ?? false", selector):
                return
            self.page.keyboard.press(key)
        raise AssertionError(f"{key} never comes to {selector}.")

    def type_into(self, selector, text, *, key="Tab"):
        self.go_to(selector, key=key)
        self.page.keyboard.type(text)

    def add_row(self, rows):
        """The cursor is in the new row afterwards."""
        self.go_to(f"#{rows}-group .add-row a")
        self.page.keyboard.press("Enter")
        focus = "rows => document.activeElement?.closest('.inline-related')?.id.startsWith(rows)"
        self.page.wait_for_function(focus, arg=f"{rows}-")


def write_the_head(keyboard):
    keyboard.type_into("#id_headline", HEADLINE)
    keyboard.type_into("#id_standfirst", "The first sleeper leaves in May, after nine years.")
    keyboard.go_to("#id_section")
    keyboard.page.keyboard.type("World")
    keyboard.type_into(
        "#part-what_happened .ProseMirror",
        "The railway will run night trains along the coast from May.",
    )


def write_the_rows(keyboard):
    page = keyboard.page
    for place, (label, text) in enumerate(
        [
            ("Comfort", "New coaches have quiet compartments."),
            ("Money", "The region pays for the first two years."),
        ]
    ):
        keyboard.add_row("points")
        keyboard.type_into(f"#id_points-{place}-label", label)
        keyboard.type_into(f"#id_points-{place}-text", text)
    # Money comes first.
    keyboard.go_to("#points-1 [data-move='up']", key="Shift+Tab")
    page.keyboard.press("Enter")

    keyboard.add_row("citations")
    with page.expect_popup() as opened:
        keyboard.go_to("#add_id_citations-0-outlet")
        page.keyboard.press("Enter")
    outlet = opened.value
    outlet.wait_for_load_state()
    Keyboard(outlet).type_into("#id_name", "Coastal Dispatch")
    outlet.keyboard.press("Enter")
    page.locator("#select2-id_citations-0-outlet-container", has_text="Coastal Dispatch").wait_for()
    keyboard.type_into("#id_citations-0-text", "Coastal Dispatch reports a date in May.")
    keyboard.type_into("#id_citations-0-url", "https://coastal-dispatch.example/night-trains")
    keyboard.type_into(
        "#part-background .ProseMirror", "The last night train on the line ran nine years ago."
    )
    keyboard.add_row("questions")
    page.keyboard.type("Who pays after that?")
    keyboard.add_row("topics")
    page.keyboard.press("Enter")
    page.wait_for_function("document.activeElement?.matches('.select2-search__field')")
    page.keyboard.type("United Kingdom")
    page.locator(".select2-results__option--highlighted", has_text="United Kingdom").wait_for()
    page.keyboard.press("Enter")


def save_and_send(keyboard):
    page = keyboard.page
    keyboard.go_to("input[name='_continue']")
    page.keyboard.press("Enter")
    page.get_by_text("was added successfully").wait_for()
    keyboard.go_to("button[name='_act'][value='submit']")
    page.keyboard.press("Enter")
    page.get_by_role("heading", name="Send for review").wait_for()
    keyboard.type_into("#id_note", "Please check the date.")
    keyboard.go_to("input[type='submit']")
    page.keyboard.press("Enter")
    page.get_by_text("Sent for review.").wait_for()


def approve_and_publish(page):
    page.get_by_role("link", name=HEADLINE).first.click()
    page.get_by_role("heading", level=1, name=HEADLINE).wait_for()
    page.get_by_role("button", name="Approve").click()
    page.get_by_text("Approved.").wait_for()
    page.get_by_role("link", name="Publish", exact=True).click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("Published.").wait_for()
