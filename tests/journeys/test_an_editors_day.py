"""The day of docs/editors.md, in a browser; with PICTURES=1 it takes the pictures of that page."""

import os
import re
from pathlib import Path
from typing import ClassVar

import pytest
from django.utils import timezone

from newsroom.models import User
from stories import review
from stories.freezing import freeze
from stories.models import Story
from tests.journeys.conftest import ARTIFACTS, log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

DOCS = Path(__file__).resolve().parents[2] / "docs"
FOLDER = DOCS / "images" / "editors" if os.environ.get("PICTURES") else ARTIFACTS / "editors"
WIDE = {"width": 1280, "height": 800}


def wanted():
    """The pictures that the page shows, in its order."""
    return re.findall(r"images/editors/(\w+)\.png", (DOCS / "editors.md").read_text())


def test_the_pages_of_an_editors_day_look_as_they_are_described(demo, visit):
    page = visit(color_scheme="light")
    page.set_viewport_size(WIDE)
    log_in(page, "editor")
    draft = Story.objects.get(slug="moon-lander-draft")
    waiting = Story.objects.get(slug="new-york-congestion-charge")
    published = Story.objects.get(slug="south-korea-martial-law")
    changed = send_for_review("notre-dame-reopens")
    story = "/admin/stories/story/{}/{}"
    take = Camera(page).take
    take("desk", "/admin/")
    take("calendar", "/admin/stories/story/calendar/")
    take("form", story.format(waiting.pk, "change/"))
    take("checks", story.format(draft.pk, "change/"), part=".rail")
    take("review", story.format(changed.pk, "review/"))
    approve(waiting, changed)
    take("release", f"/admin/stories/story/release/?ids={waiting.pk},{changed.pk}")
    take("compare", story.format(published.pk, "compare/?old=edition-1&new=edition-2"))
    take("record", story.format(published.pk, "history/"))
    assert page.errors == []
    assert list(Camera.taken) == wanted()


class Camera:
    taken: ClassVar[list[str]] = []

    def __init__(self, page):
        self.page = page
        FOLDER.mkdir(parents=True, exist_ok=True)
        self.taken.clear()

    def take(self, name, url, *, part=None):
        self.page.goto(url)
        self.page.wait_for_load_state("networkidle")
        view = self.page.locator(part) if part else self.page
        view.screenshot(path=FOLDER / f"{name}.png")
        self.taken.append(name)


def send_for_review(slug):
    """A live brief with changes, as its writer sends it."""
    story, writer = Story.objects.get(slug=slug), person("writer")
    note = "The standfirst says now how long it took."
    return review.submit(story=story, by=writer, now=timezone.now(), note=note)


def approve(*stories):
    for story in stories:
        digest = freeze(story).digest
        why = "For the picture."  # whoever is left may have worked on one of them
        review.approve(
            story=story,
            by=person("admin"),
            now=timezone.now(),
            digest=digest,
            override_reason=why,
        )


def person(username):
    return User.objects.get(username=username)


def test_every_picture_of_the_page_is_there():
    missing = [name for name in wanted() if not (DOCS / "images/editors" / f"{name}.png").exists()]
    assert missing == []
