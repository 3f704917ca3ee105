"""The day of docs/moderators.md, in a browser: an office that changed hands, and two profiles that
are one. With PICTURES=1 it takes the pictures of that page."""

import os
import re
from pathlib import Path
from typing import ClassVar

import pytest
from django.utils import timezone

from entities import moderation, suggesting
from entities.models import Entity
from newsroom.models import User
from tests.journeys.conftest import ARTIFACTS, log_in
from tests.journeys.test_readers_report import put_right

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DOCS = Path(__file__).resolve().parents[2] / "docs"
FOLDER = DOCS / "images" / "moderators" if os.environ.get("PICTURES") else ARTIFACTS / "moderators"
QUEUE = "/admin/entities/entity/queue/"
SHOWN_IN = (
    "Kim receives Russia’s Shoigu in Pyongyang and promises lasting support",
    "Russia and North Korea sign a treaty that promises military aid",
)


def wanted():
    """The pictures that the page shows, in its order."""
    return re.findall(r"images/moderators/(\w+)\.png", (DOCS / "moderators.md").read_text())


def test_an_office_that_changed_hands_is_found_put_right_and_followed_to_the_briefs(demo, visit):
    page = visit(color_scheme="light")
    take = Camera(page).take
    log_in(page, "moderator")
    page.goto(f"{QUEUE}?reason=overdue")
    page.get_by_role("link", name=re.compile("Sergei Shoigu")).first.wait_for()
    page.goto(QUEUE)
    take("queue")
    page.goto(f"{QUEUE}?reason=titles")
    page.get_by_role("link", name=re.compile("Sergei Shoigu")).first.click()
    page.get_by_text("“Russian Security Council Secretary”").first.wait_for()
    take("item")

    put_right(page, reason="titles")
    page.get_by_role("link", name="live briefs show this profile").click()
    found = page.get_by_role("heading", level=2).all_inner_texts()
    assert sorted(found) == sorted(SHOWN_IN)
    take("ripple")

    page.goto(f"{QUEUE}?reason=titles")
    assert page.get_by_role("link", name=re.compile("Sergei Shoigu")).count() == 0
    page.goto("/topics/sergei-shoigu/")
    now = page.locator(".topic__now").inner_text()
    assert "Secretary of the Security Council of Russia" in now
    assert page.errors == []


def test_two_profiles_are_merged_edited_and_parted_again(demo, visit):
    kept, other = the_two()
    page, reader = visit(color_scheme="light"), visit()
    take = Camera(page).take
    log_in(page, "moderator")
    page.goto(f"{QUEUE}?reason=suggestions")
    page.get_by_role("link", name=re.compile("Jens Stoltenberg")).first.click()
    take("suggestion")

    page.goto(f"/admin/entities/entity/{kept.pk}/merge/?other={other.pk}")
    page.get_by_role("button", name=f"Merge, and keep “{kept.name}”").click()
    page.get_by_role("button", name="Merge them").wait_for()
    take("merge")
    page.get_by_role("button", name="Merge them").click()
    page.get_by_role("button", name="Undo the merge").wait_for()
    take("merged")
    record = page.url
    reader.goto(other.get_absolute_url())
    assert reader.url.endswith(kept.get_absolute_url())
    assert reader.get_by_text(other.name).count()  # as another name

    page.goto(f"/admin/entities/entity/{kept.pk}/change/")
    page.locator("#id_official_site").fill("https://www.president.gov.ua/en")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("was changed successfully").wait_for()
    page.goto(record)
    page.get_by_role("button", name="Undo the merge").click()
    page.get_by_text(
        re.compile("Undone by|comes back|is back|undone", re.IGNORECASE)
    ).first.wait_for()
    reader.goto(other.get_absolute_url())
    assert reader.url.endswith(other.get_absolute_url())
    kept.refresh_from_db()
    assert kept.official_site == "https://www.president.gov.ua/en"
    assert [page.errors, reader.errors] == [[], []]


def the_two():
    """A possible pair of the demonstration, both approved; and a suggestion for the picture."""
    kept = Entity.objects.get(slug="volodymyr-zelenskyy")
    other = Entity.objects.get(slug="volodymyr-zelensky")
    now, editor = timezone.now(), User.objects.get(username="editor")
    moderation.approve(entity=other, by=None, now=now)
    stoltenberg = Entity.objects.get(slug="jens-stoltenberg")
    if not stoltenberg.suggestions.waiting().exists():
        text = f"{stoltenberg.description} He was prime minister of Norway twice."
        changes = {"fields": {"description": [stoltenberg.description, text]}}
        suggesting.suggest(entity=stoltenberg, changes=changes, by=editor, now=now)
    return kept, other


class Camera:
    taken: ClassVar[set[str]] = set()

    def __init__(self, page):
        self.page = page
        page.set_viewport_size({"width": 1280, "height": 800})
        FOLDER.mkdir(parents=True, exist_ok=True)

    def take(self, name):
        self.page.wait_for_load_state("networkidle")
        self.page.screenshot(path=FOLDER / f"{name}.png")
        assert name in wanted()
        self.taken.add(name)


def test_every_picture_of_the_page_is_there():
    missing = [n for n in wanted() if not (DOCS / "images/moderators" / f"{n}.png").exists()]
    assert missing == []
