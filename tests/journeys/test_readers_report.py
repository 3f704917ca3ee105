"""A reader reports an office that changed hands; a moderator puts it right and asks the editors of
the briefs that repeat it to look; the reader's reference says so, and the editors' desk too."""

import re
from datetime import timedelta

import pytest

from entities.models import Report
from stories.models import Flag
from stories.public import reports
from tests.journeys.conftest import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

WRONG = "He is no longer minister: since May 2024 he heads the Security Council."
ANSWER = "The new office is there now, with its source."
DECREE = "http://en.kremlin.ru/events/president/news/74004"


@pytest.fixture(autouse=True)
def _quick_hands(monkeypatch):
    """A script writes faster than a person; that this is noticed, test_reports.py tests."""
    monkeypatch.setattr(reports, "SHORTEST", timedelta())


def test_a_readers_report_is_put_right_and_ripples_to_the_briefs(demo, visit):
    reader, moderator, editor = visit(), visit(), visit()
    address = report(reader)
    assert "Being looked at" in reader.get_by_role("heading", level=1).inner_text()

    log_in(moderator, "moderator")
    moderator.goto("/admin/entities/entity/queue/?reason=reports")
    moderator.get_by_role("link", name=re.compile("Sergei Shoigu")).first.click()
    moderator.get_by_text(WRONG).wait_for()
    put_right(moderator)
    answer(moderator)
    reader.goto(address)
    assert "Put right" in reader.get_by_role("heading", level=1).inner_text()
    assert reader.get_by_text(ANSWER).is_visible()
    assert reader.get_by_text("Mira").count() == 0
    reader.get_by_role("link", name="Sergei Shoigu").click()
    assert "Secretary of the Security Council" in reader.locator(".topic__now").inner_text()

    headline = ask_the_editors(moderator)
    log_in(editor, "editor")
    settle(editor, headline)
    assert [reader.errors, moderator.errors, editor.errors] == [[], [], []]


def report(page):
    """By keyboard, from the page that is wrong; returns the address to keep."""
    page.goto("/topics/sergei-shoigu/")
    page.get_by_role("link", name="Report a mistake").focus()
    page.keyboard.press("Enter")
    page.get_by_label("What they are or do now").focus()
    page.keyboard.press("Space")
    page.keyboard.press("Tab")
    page.keyboard.type(WRONG)
    page.keyboard.press("Tab")
    page.keyboard.type(DECREE)
    page.keyboard.press("Tab")  # past the field that nobody sees
    page.keyboard.press("Enter")
    page.get_by_text("It is not sent yet.").wait_for()
    page.get_by_text("it begins with https://").wait_for()
    page.get_by_label("Where can one see that?").fill(DECREE.replace("http:", "https:"))
    page.get_by_role("button", name="Send the report").click()
    page.get_by_text("Keep the address of this page").wait_for()
    assert Report.objects.filter(text=WRONG).count() == 1
    return page.url


def put_right(page, *, reason="reports"):
    page.goto(f"/admin/entities/entity/queue/?reason={reason}")
    page.get_by_role("link", name=re.compile("Sergei Shoigu")).first.click()
    held = page.get_by_role("group", name="Position held now")
    held.get_by_label("until").fill("2024-05")
    new = page.get_by_role("group", name="New position")
    if not new.is_visible():
        page.get_by_text("Add a position").click()
    for label, value in {
        "Office or role:": "Secretary",
        "At:": "the Security Council of Russia",
        "From:": "2024-05-12",
        "Source:": "Kremlin",
        "Its link:": DECREE,
    }.items():
        new.get_by_label(label, exact=True).fill(value)
    page.get_by_label("Where the change can be seen").fill(DECREE)
    page.get_by_role("button", name=re.compile("^Save")).click()
    page.get_by_role("link", name="live briefs show this profile").wait_for()


def answer(page):
    page.goto("/admin/entities/entity/queue/?reason=reports")
    page.get_by_role("link", name=re.compile("Sergei Shoigu")).first.click()
    matter = page.get_by_role("region", name="A reader reports").filter(has_text=WRONG)
    matter.get_by_role("textbox").fill(ANSWER)
    matter.get_by_role("button", name=re.compile("It is put right")).click()
    page.get_by_text("The reader’s reference says so now.").wait_for()


def ask_the_editors(page):
    """Of the first of the briefs that the page of the profile leads to."""
    page.goto("/admin/entities/entity/?q=shoigu")
    page.get_by_role("link", name="Sergei Shoigu").click()
    page.get_by_role("link", name="live briefs show it").click()
    sentence = page.get_by_label("What changed").input_value()
    assert "Secretary of the Security Council of Russia, since 12 May 2024" in sentence
    assert "No longer: Minister of Defence" in sentence
    for box in page.get_by_role("checkbox").all():
        box.uncheck()
    page.get_by_role("checkbox").first.check()
    headline = page.get_by_role("heading", level=2).first.inner_text()
    page.get_by_role("button", name="Ask their editors to look").click()
    page.get_by_text("The editors of 1 brief are asked to look.").wait_for()
    return headline


def settle(page, headline):
    """From the desk, beside the form, without leaving what is typed there."""
    desk = page.get_by_role("region", name="May be wrong now")
    desk.get_by_text("Secretary of the Security Council").wait_for()
    desk.get_by_role("link", name=headline).click()
    page.locator("#id_standfirst").fill("Typed, and not saved yet.")
    asked = page.get_by_role("region", name="May be wrong now")
    if not asked.count():
        asked = page.locator("#rail-flags")
    asked.get_by_label("What was done, if anything").fill("The text says so already.")
    asked.get_by_role("button", name="Settled").click()
    page.locator("#rail-flags").wait_for(state="hidden")
    assert page.locator("#id_standfirst").input_value() == "Typed, and not saved yet."
    assert Flag.objects.get().answer == "The text says so already."
