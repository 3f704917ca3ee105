"""A writer proposes a profile, a moderator completes it by keyboard, and readers meet it."""

import pytest
from django.utils import timezone

from entities import suggesting
from entities.models import Entity, Suggestion
from newsroom.models import User
from stories import publishing, review
from stories.freezing import freeze
from tests import make
from tests.journeys.conftest import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]

NAME = "Leila Haddad"
SENTENCE = "Leila Haddad negotiates for the coastal states."


def test_a_proposal_is_completed_by_keyboard_and_stands_right_on_the_page(demo, visit):
    people = {person.username: person for person in User.objects.all()}
    story = make.draft(by=people["writer"], headline="Coastal states agree on a treaty")
    writer, moderator, reader = visit(), visit(), visit()
    log_in(writer, "writer")
    propose(writer, story)
    edition = publish(story, people)
    reader.goto(edition.get_absolute_url())
    assert reader.get_by_text(NAME).count() == 0

    log_in(moderator, "moderator")
    find_in_queue(moderator)
    complete_and_approve(moderator)
    entity = Entity.objects.get(name=NAME)
    assert entity.records.get(act="approved").by == people["moderator"]

    reader.goto(edition.get_absolute_url())
    card = reader.locator(".topic-card", has_text=NAME)
    assert "Chief negotiator" in card.inner_text()
    assert "since May 2024" in card.inner_text()
    assert SENTENCE in card.inner_text()
    assert "Coastal Dispatch · CC BY 4.0" in " ".join(card.inner_text().split())
    assert [writer.errors, moderator.errors, reader.errors] == [[], [], []]


def test_a_queue_is_worked_through_by_single_keys(demo, visit):
    decline_what_waits()
    entity = Entity.objects.get(slug="sergei-shoigu")
    first = suggest(entity, "He was born in Chadan.")
    second = suggest(Entity.objects.get(slug="kim-jong-un"), "He travels by train.")
    page = visit()
    log_in(page, "moderator")
    page.goto("/admin/entities/entity/queue/?reason=suggestions")
    open_first(page)
    shown = page.get_by_role("heading", level=1).inner_text()
    decided, left = (first, second) if entity.name in shown else (second, first)

    page.keyboard.press("n")  # on to the other one, and on again to this one
    at(page, left.entity.name)
    page.keyboard.press("n")
    at(page, decided.entity.name)

    page.keyboard.press("d")
    page.keyboard.type("Nobody says so: a, e, p and n are letters here.")
    page.keyboard.press("Escape")
    page.keyboard.press("a")
    page.get_by_text("Suggestion accepted.").wait_for()
    at(page, left.entity.name)
    assert state(decided) == Suggestion.State.ACCEPTED

    page.keyboard.press("u")
    page.get_by_text("Undone: the profile says again").wait_for()
    keys_work(page)
    assert state(decided) == Suggestion.State.UNDONE

    page.keyboard.press("b")
    page.get_by_role("heading", level=1, name="Queue").wait_for()
    assert "reason=suggestions" in page.url
    open_first(page)
    page.keyboard.press("p")
    page.get_by_text("postponed for a week").wait_for()
    assert page.errors == []


def test_single_keys_can_be_turned_off_and_stay_off(demo, visit):
    suggestion = suggest(Entity.objects.get(slug="sergei-shoigu"), "He was born in Chadan.")
    page = visit()
    log_in(page, "moderator")
    page.goto("/admin/entities/entity/queue/?reason=suggestions")
    open_first(page)
    assert page.locator("kbd").first.is_visible()
    page.keyboard.press("?")
    page.get_by_label("Work with single keys").uncheck()
    page.reload()
    assert not page.locator("kbd").first.is_visible()
    page.keyboard.press("a")
    page.keyboard.press("b")
    assert page.get_by_role("button", name="Accept", exact=True).is_visible()
    assert state(suggestion) == Suggestion.State.WAITING


def test_the_queue_works_without_script(demo, visit):
    suggestion = suggest(Entity.objects.get(slug="sergei-shoigu"), "He was born in Chadan.")
    page = visit(java_script_enabled=False)
    log_in(page, "moderator")
    page.get_by_role("link", name="Queue", exact=True).click()
    parts = page.get_by_role("navigation", name="Parts of the queue")
    parts.get_by_role("link", name="Suggestions").click()
    page.get_by_role("link", name="Sergei Shoigu").click()
    assert not page.locator("kbd").first.is_visible()
    page.locator("summary", has_text="Decline").click()
    page.get_by_label("Why not?").fill("Nobody says so.")
    page.get_by_role("button", name="Decline with this reason").click()
    page.get_by_text("Suggestion declined.").wait_for()
    assert state(suggestion) == Suggestion.State.DECLINED


def propose(page, story):
    page.goto(f"/admin/stories/story/{story.pk}/change/")
    page.locator("#topics-group .add-row a").click()
    with page.expect_popup() as opened:
        page.locator("#add_id_topics-0-entity").click()
    profile = opened.value
    profile.locator("#id_name").fill(NAME)
    profile.locator("#id_kind").select_option("person")
    profile.get_by_role("button", name="Save", exact=True).click()
    page.locator("#select2-id_topics-0-entity-container", has_text=NAME).wait_for()
    page.get_by_role("button", name="Save and continue editing").click()
    page.get_by_text("was changed successfully").wait_for()


def publish(story, people):
    now = timezone.now()
    story.refresh_from_db()
    review.submit(story=story, by=people["writer"], now=now)
    review.approve(story=story, by=people["editor"], now=now, digest=freeze(story).digest)
    story.refresh_from_db()
    return publishing.publish(story=story, by=people["editor"], now=now)


def find_in_queue(page):
    page.get_by_role("link", name="Queue", exact=True).press("Enter")
    parts = page.get_by_role("navigation", name="Parts of the queue")
    parts.get_by_role("link", name="Proposed").press("Enter")
    page.get_by_role("link", name=NAME).press("Enter")
    at(page, NAME)


def complete_and_approve(page):
    keyboard = page.keyboard
    keyboard.press("e")
    page.locator("#completing [name=name]:focus").wait_for()
    for text in ("", "", SENTENCE, "Coastal Dispatch", "", "CC BY 4.0"):
        keyboard.type(text)
        keyboard.press("Tab")
    keyboard.press("Tab")  # past “Add a position”, which stands open for a person
    for text in ("Chief negotiator", "the coastal states", "2024-05", "Coastal Dispatch"):
        keyboard.type(text)
        keyboard.press("Tab")
    keyboard.press("Escape")
    keyboard.press("a")
    page.get_by_text(f"{NAME}: approved.").wait_for()


def at(page, name):
    """The page of a profile, as soon as its keys work."""
    page.get_by_role("heading", level=1, name=name).wait_for()
    keys_work(page)


def keys_work(page):
    page.locator("html.has-keys .queue-acts").wait_for()


def open_first(page):
    page.locator(".queue__rows a").first.press("Enter")
    keys_work(page)


def decline_what_waits():
    """The demonstration has suggestions of its own."""
    for suggestion in Suggestion.objects.waiting():
        reason, now = "Not in this test.", timezone.now()
        suggesting.decline(suggestion=suggestion, by=None, now=now, reason=reason)


def suggest(entity, sentence):
    changes = {"fields": {"description": [entity.description, f"{entity.description} {sentence}"]}}
    return suggesting.suggest(entity=entity, changes=changes, by=None, now=timezone.now())


def state(suggestion):
    return Suggestion.objects.get(pk=suggestion.pk).state
