"""A writer types; whoever the text names is linked with one click, or proposed with one."""

import re

import pytest

from entities.models import Entity
from stories.models import Story
from tests.journeys.conftest import log_in

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


def test_names_are_linked_and_proposed_while_one_types(demo, visit):
    page = visit()
    log_in(page, "writer")
    page.goto("/admin/stories/story/add/")
    page.get_by_role("textbox", name="Headline", exact=True).fill("Kim Jong Un meets Choe Son Hui")
    names = page.locator("#names")

    names.get_by_role("button", name=re.compile("Link.*Kim Jong Un")).click()
    names.get_by_role("button", name=re.compile("Propose.*Choe Son Hui")).click()
    names.get_by_text("Choe Son Hui is linked, from the next save on.").wait_for()
    page.get_by_role("textbox", name="Standfirst", exact=True).fill(
        "They speak of Pyongyang’s plans."
    )
    names.get_by_role("button", name=re.compile("Link.*Pyongyang")).wait_for()
    page.get_by_role("button", name="Save and continue editing").click()
    page.wait_for_url("**/change/")

    page.locator("#names").get_by_role("button", name=re.compile("Link.*Pyongyang")).wait_for()
    story = Story.objects.get(headline="Kim Jong Un meets Choe Son Hui")
    linked = [topic.entity.name for topic in story.topics.order_by("order")]
    assert linked == ["Kim Jong Un", "Choe Son Hui"]
    assert Entity.objects.get(name="Choe Son Hui").state == Entity.State.PROPOSED

    page.get_by_role("textbox", name="Headline", exact=True).fill("The man meets Choe Son Hui")
    never = page.locator("#names").get_by_role("heading", name="Linked, never named")
    never.wait_for()
    assert page.errors == []
