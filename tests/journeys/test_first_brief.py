"""A brief comes in as text, is put right by one person, approved by another, and read."""

from pathlib import Path

import pytest

from entities.models import Entity
from stories.models import Edition, Story
from tests.journeys.conftest import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

BRIEF = Path(__file__).parents[1] / "data" / "brief-harbour-treaty.txt"
HEADLINE = "Two strait states sign a harbour treaty"


def test_a_brief_from_its_text_to_a_readers_page(demo, visit):
    editor = visit()
    log_in(editor, "editor")
    paste(editor)
    put_right(editor)
    send_for_review(editor)
    cannot_approve(editor)
    assert editor.errors == []

    second = visit()
    log_in(second, "editor2")
    approve_and_publish(second)
    assert second.errors == []

    reader = visit()
    read(reader)
    assert reader.errors == []


def paste(page):
    page.get_by_role("link", name="Paste a brief").click()
    page.get_by_label("Brief").fill(BRIEF.read_text())
    page.get_by_role("button", name="Make a draft").click()
    page.get_by_text("A draft was made.").wait_for()
    rail = page.get_by_role("complementary", name="About this story")
    assert rail.get_by_text("Write a headline.").is_visible()
    assert rail.get_by_text("the desk knows no “Northern Ledger” yet").is_visible()
    assert rail.get_by_text("is cut off").first.is_visible()


def put_right(page):
    page.get_by_label("Headline", exact=False).first.fill(HEADLINE)
    page.locator("#id_standfirst").fill("Ships of both may call at either port from next year.")
    page.locator("#id_slug").fill("harbour-treaty")
    page.locator("#id_section").select_option(label="World")
    page.locator("#id_citations-0-url").fill("https://harbour-courier.example/treaty")
    page.locator("#id_citations-1-url").fill("https://northern-ledger.example/treaty")
    with page.expect_popup() as opened:
        page.locator("#add_id_citations-1-outlet").click()
    outlet = opened.value
    outlet.locator("#id_name").press_sequentially("Northern Ledger")
    outlet.get_by_role("button", name="Save").click()
    page.locator("#select2-id_citations-1-outlet-container", has_text="Northern Ledger").wait_for()
    # The second question is moved up by keyboard.
    page.locator("#questions-1").get_by_role("button", name="Move up").press("Enter")
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_text("was changed successfully").wait_for()
    story = Story.objects.get(slug="harbour-treaty")
    assert story.headline == HEADLINE
    assert [citation.outlet.slug for citation in story.citations.all()] == [
        "harbour-courier",
        "northern-ledger",
    ]


def send_for_review(page):
    page.get_by_role("button", name="Send for review").click()
    page.get_by_label("Note").fill("The treaty, as signed.")
    page.get_by_role("button", name="Send for review").click()
    page.get_by_text("Sent for review.").wait_for()


def cannot_approve(page):
    rail = page.get_by_role("complementary", name="About this story")
    assert rail.get_by_text("You worked on this version").is_visible()
    assert rail.get_by_role("link", name="Approve", exact=True).count() == 0


def approve_and_publish(page):
    page.get_by_role("link", name=HEADLINE).first.click()
    page.get_by_role("link", name="Open the form").click()
    page.get_by_role("link", name="Preview", exact=True).click()
    page.get_by_role("heading", name=HEADLINE).wait_for()
    assert page.get_by_text("Preview: not published").is_visible()
    page.go_back()
    page.get_by_role("link", name="Approve", exact=True).click()
    page.get_by_role("button", name="Approve").click()
    page.get_by_text("Approved.").wait_for()
    page.get_by_role("link", name="Publish", exact=True).click()
    page.get_by_role("button", name="Publish").click()
    page.get_by_text("Published.").wait_for()
    edition = Edition.objects.get(slug="harbour-treaty")
    assert (edition.approved_by_name, edition.number) == ("Tom Adeyemi", 1)


def read(page):
    page.goto("/")
    page.get_by_role("link", name=HEADLINE).first.click()
    page.get_by_role("heading", level=1, name=HEADLINE).wait_for()
    assert page.url.endswith("/briefs/harbour-treaty/")
    for heading in (
        "What happened",
        "What’s behind the headline",
        "What the papers say",
        "How we got here",
        "Go deeper",
    ):
        assert page.get_by_role("heading", level=2, name=heading).is_visible()
    page.get_by_role("link", name="Northern Ledger").first.click()
    page.get_by_role("heading", level=1, name="Northern Ledger").wait_for()
    assert page.get_by_role("link", name=HEADLINE).first.is_visible()


def test_a_topic_that_a_moderator_approves_appears_on_the_page(demo, visit):
    story = Edition.objects.get(slug="russia-north-korea-treaty")
    reader = visit()
    reader.goto(story.get_absolute_url())
    reader.get_by_role("heading", level=2, name="More on these topics").wait_for()
    reader.get_by_role("link", name="Vladimir Putin").first.click()
    reader.get_by_role("heading", level=1, name="Vladimir Putin").wait_for()
    assert reader.get_by_role("link", name=story.headline).first.is_visible()

    moderator = visit()
    log_in(moderator, "moderator")
    putin = Entity.objects.get(slug="vladimir-putin")
    moderator.goto(f"/admin/entities/entity/{putin.pk}/change/")
    moderator.get_by_role("link", name="Mark as checked").click()
    moderator.get_by_role("button", name="Mark as checked").click()
    moderator.get_by_text("Marked as checked.").wait_for()
    moderator.get_by_role("link", name="Retire").click()
    moderator.get_by_role("button", name="Retire").click()
    moderator.get_by_text("Retired.").wait_for()
    assert moderator.errors == []

    reader.goto(story.get_absolute_url())
    assert reader.get_by_role("link", name="Vladimir Putin").count() == 0
    assert reader.goto("/topics/vladimir-putin/").status == 404
