"""The day of docs/editors.md, in a browser; with PICTURES=1 it takes the pictures of that page."""

import os
import re
from pathlib import Path

import pytest

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
    approved = Story.objects.filter(state=Story.State.IN_REVIEW) | Story.objects.filter(
        state=Story.State.APPROVED
    )
    together = ",".join(str(pk) for pk in approved.values_list("pk", flat=True))
    form = "/admin/stories/story/{}/change/"
    pictures = {
        "desk": ("/admin/", None),
        "calendar": ("/admin/stories/story/calendar/", None),
        "form": (form.format(waiting.pk), None),
        "checks": (form.format(draft.pk), ".rail"),
        "review": (f"/admin/stories/story/{waiting.pk}/review/", None),
        "release": (f"/admin/stories/story/release/?ids={together}", None),
        "compare": (
            f"/admin/stories/story/{published.pk}/compare/?old=edition-1&new=edition-2",
            None,
        ),
        "record": (f"/admin/stories/story/{published.pk}/history/", None),
    }
    assert list(pictures) == wanted()
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, (url, part) in pictures.items():
        page.goto(url)
        page.wait_for_load_state("networkidle")
        taken = page.locator(part) if part else page
        taken.screenshot(path=FOLDER / f"{name}.png")
    assert page.errors == []


def test_every_picture_of_the_page_is_there():
    missing = [name for name in wanted() if not (DOCS / "images/editors" / f"{name}.png").exists()]
    assert missing == []
