"""No page breaks a rule of WCAG 2.2 A or AA that axe can see, in light and in dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe

from stories.models import Edition, Story
from tests.journeys.conftest import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
STORY = "/briefs/south-korea-martial-law/"
PUBLIC = [
    "/",
    STORY,
    f"{STORY}editions/",
    f"{STORY}editions/1/",
    "/topics/sergei-shoigu/",
    "/outlets/harbour-courier/",
    "/sections/world/",
    "/tags/law/",
    "/briefs/?section=nowhere",
    "/nothing/",
]


def violations(page, urls):
    found = []
    for url in urls:
        page.goto(url)
        page.wait_for_load_state()
        for violation in Axe().run(page, options=RULES).response["violations"]:
            targets = [node["target"] for node in violation["nodes"]][:3]
            found.append((url, violation["id"], targets))
    return found


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_readers_pages_keep_the_rules(scheme, demo, visit):
    page = visit(color_scheme=scheme)
    assert violations(page, PUBLIC) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_keeps_the_rules(scheme, demo, visit):
    page = visit(color_scheme=scheme)
    log_in(page, "editor")
    draft = Story.objects.get(slug="moon-lander-draft")
    waiting = Story.objects.get(slug="new-york-congestion-charge")
    edition = Edition.objects.order_by("pk").first()
    urls = [
        "/admin/",
        "/admin/stories/story/",
        "/admin/stories/story/paste/",
        f"/admin/stories/story/{draft.pk}/change/",
        f"/admin/stories/story/{waiting.pk}/act/approve/",
        f"/admin/stories/story/{waiting.pk}/history/",
        f"/admin/stories/edition/{edition.pk}/change/",
        "/admin/newsroom/picture/",
        "/admin/newsroom/picture/add/",
        "/admin/entities/entity/",
        "/admin/entities/entity/add/",
    ]
    assert violations(page, urls) == []
