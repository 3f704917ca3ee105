"""No page breaks a rule of WCAG 2.2 A or AA that axe can see, in light and in dark."""

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.utils import timezone

from stories import notes, publishing, sharing
from stories.models import Edition, Story
from tests.journeys.conftest import log_in
from tests.stories.lists import approved_again

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
def test_a_shared_preview_keeps_the_rules(scheme, demo, visit):
    page = visit(color_scheme=scheme)
    link, over = noted_and_shared(Story.objects.get(slug="new-york-congestion-charge"))
    paths = [sharing.address(each).removeprefix(settings.SITE_URL) for each in (link, over)]
    assert violations(page, paths) == []


def noted_and_shared(story):
    """Notes on a part and on a row, open and resolved; a link that is open and one that is not."""
    on_it = {"by": None, "now": timezone.now()}
    row = story.citations.all()[0]
    note = notes.add(story=story, part="citations", row=row.pk, text="Says who?", **on_it)
    notes.answer(note=note, text="The mayor.", **on_it)
    notes.add(story=story, part="background", text="Shorter.", **on_it)
    done = notes.add(story=story, part="citations", text="A third paper.", **on_it)
    notes.resolve(note=done, **on_it)
    link = sharing.share(story=story, for_whom="Dr Example", **on_it)
    over = sharing.share(story=story, for_whom="The lawyers", **on_it)
    return link, sharing.call_back(link=over, **on_it)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_desk_keeps_the_rules(scheme, demo, visit):
    page = visit(color_scheme=scheme)
    log_in(page, "editor")
    draft = Story.objects.get(slug="moon-lander-draft")
    waiting = Story.objects.get(slug="new-york-congestion-charge")
    edition = Edition.objects.order_by("pk").first()
    noted_and_shared(waiting)
    urls = [
        "/admin/",
        "/admin/stories/story/",
        "/admin/stories/story/notices/",
        "/admin/stories/story/?list=due&person=1&since=soon",
        "/admin/stories/story/calendar/",
        "/admin/stories/story/calendar/?week=none",
        "/admin/stories/story/paste/",
        f"/admin/stories/story/{draft.pk}/change/",
        f"/admin/stories/story/{waiting.pk}/act/approve/",
        f"/admin/stories/story/{waiting.pk}/history/",
        f"/admin/stories/story/{waiting.pk}/change/",
        f"/admin/stories/story/{waiting.pk}/notes/",
        f"/admin/stories/story/{waiting.pk}/share/",
        f"/admin/stories/story/{waiting.pk}/review/",
        f"/admin/stories/story/{waiting.pk}/review/?against=before",
        f"/admin/stories/story/{waiting.pk}/versions/",
        f"/admin/stories/story/{waiting.pk}/versions/1/",
        f"/admin/stories/story/{waiting.pk}/versions/1/restore/",
        f"/admin/stories/story/{waiting.pk}/compare/?old=1&new=now",
        f"/admin/stories/edition/{edition.pk}/change/",
        "/admin/newsroom/picture/",
        "/admin/newsroom/picture/add/",
        "/admin/entities/entity/",
        "/admin/entities/entity/add/",
    ]
    assert violations(page, urls) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_publishing_keeps_the_rules(scheme, demo, visit):
    page = visit(color_scheme=scheme)
    log_in(page, "admin")
    now = timezone.now()
    changed = approved_again(Story.objects.get(slug="fed-cuts-half-point"), now=now)
    draft = Story.objects.get(slug="moon-lander-draft")
    removed = Story.objects.get(slug="notre-dame-reopens")
    publishing.withdraw(story=removed, by=None, now=now, reason="A court.", is_legal=True)
    edition = removed.editions.get()
    urls = [
        f"/admin/stories/story/release/?ids={changed.pk}",
        f"/admin/stories/story/release/?ids={changed.pk},{draft.pk}",
        f"/admin/stories/story/{changed.pk}/change/",
        *(f"/admin/stories/story/{changed.pk}/act/{act}/" for act in ("update", "correct")),
        *(f"/admin/stories/story/{changed.pk}/act/{act}/" for act in ("schedule", "withdraw")),
        f"/admin/stories/story/{changed.pk}/history/?act=eaten&since=soon",
        f"/admin/stories/story/{removed.pk}/history/?act=withdrawn_for_law",
        f"/admin/stories/story/{removed.pk}/act/restore/",
        f"/admin/stories/edition/{edition.pk}/change/",
        f"/admin/stories/edition/{edition.pk}/history/",
        f"/admin/stories/edition/{edition.pk}/text/",
        edition.get_absolute_url(),
    ]
    assert violations(page, urls) == []
