"""What the story form may cost: literal numbers of queries, for whoever opens and saves it."""

import pytest
from django.urls import reverse

from newsroom import roles
from stories import review, writing
from stories.models import AnalysisPoint, Question
from tests import make
from tests.forms import fields_of

pytestmark = pytest.mark.django_db

OPENED = 25
SAVED = 30
WORDS = {
    "points-0-text": "Another point.",
    "citations-3-text": "They report another thing.",
    "questions-1-text": "Why now?",
}


def story_of_forty_rows(state):
    """One byline, ten points, ten citations, nine questions and ten topics."""
    writer = make.user(role=roles.WRITER)
    story = make.draft(
        by=writer,
        topics=[make.entity() for _ in range(10)],
        outlets=[make.outlet() for _ in range(10)],
        tags=["trade", "law"],
    )
    for order in range(2, 11):
        AnalysisPoint.objects.create(story=story, order=order, label="Label", text="A point.")
    for order in range(4, 10):
        Question.objects.create(story=story, order=order, text=f"What next {order}?")
    writing.keep_version(story=story, by=writer, now=make.NOW)
    if state == "draft":
        return story
    story = review.submit(story=story, by=writer, now=make.NOW)
    return make.approve(story) if state == "approved" else story


@pytest.mark.parametrize("state", ["draft", "in_review", "approved"])
@pytest.mark.parametrize("role", [roles.WRITER, roles.EDITOR, roles.ADMINISTRATOR])
def test_the_form_of_forty_rows_is_opened_and_saved_within_its_budget(
    role, state, client, django_assert_max_num_queries
):
    story = story_of_forty_rows(state)
    url = reverse("admin:stories_story_change", args=[story.pk])
    client.force_login(make.user(role=role))
    with django_assert_max_num_queries(OPENED):
        page = client.get(url).content.decode()
    with django_assert_max_num_queries(SAVED):
        response = client.post(url, fields_of(page, "story_form") | WORDS)
    assert response.status_code == 302, response.context["errors"]
    story.refresh_from_db()
    assert story.version == 3


@pytest.mark.parametrize("count", [3, 60])
def test_the_form_costs_the_same_whatever_is_in_the_database(
    count, client, editor, django_assert_max_num_queries
):
    for number in range(count):
        make.edition(headline=f"Another brief {number}", now=make.NOW)
    story = story_of_forty_rows("in_review")
    client.force_login(editor)
    with django_assert_max_num_queries(OPENED):
        client.get(reverse("admin:stories_story_change", args=[story.pk]))
