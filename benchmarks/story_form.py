"""The story form with 40 rows, against the stock admin's form of the same rows."""

from collections.abc import Callable, Iterator
from typing import Any

from django.template import engines
from django.test import Client

from benchmarks.timing import Ratio, compare
from newsroom import roles
from newsroom.models import User
from stories import writing
from stories.models import AnalysisPoint, Question, Story
from tests import make

MOST = 1.5
# Templates as compiled for the stock admin, kept apart from ours.
STOCK_TEMPLATES: dict[str, Any] = {}


def run() -> Iterator[Ratio]:
    story = story_of_forty_rows()
    client = Client()
    client.force_login(superuser())
    ours = f"/admin/stories/story/{story.pk}/change/"
    stock = f"/stock/stories/story/{story.pk}/change/"
    yield compare(
        "story form with 40 rows",
        ours=lambda: opened(client, ours),
        theirs=lambda: without_our_templates(lambda: opened(client, stock)),
        most=MOST,
    )


def story_of_forty_rows() -> Story:
    """One byline, ten points, ten citations, nine questions and ten topics."""
    writer = make.user(role=roles.WRITER)
    story = make.draft(
        by=writer,
        topics=[make.entity() for _ in range(10)],
        outlets=[make.outlet() for _ in range(10)],
        tags=["trade", "law"],
    )
    AnalysisPoint.objects.bulk_create(
        AnalysisPoint(story=story, order=order, theme="Theme", label="Label", text="A point.")
        for order in range(2, 11)
    )
    Question.objects.bulk_create(
        Question(story=story, order=order, text="What next?") for order in range(4, 10)
    )
    writing.keep_version(story=story, by=writer, now=make.NOW)
    return story


def superuser() -> User:
    person = make.user(role=roles.ADMINISTRATOR)
    person.is_superuser = True
    person.save()
    return person


def opened(client: Client, url: str) -> None:
    if client.get(url).status_code != 200:
        raise AssertionError(url)


def without_our_templates(way: Callable[[], None]) -> None:
    """Do something with Django's own admin templates: ours stand in a folder before them."""
    engine = engines["django"].engine
    loader = engine.template_loaders[0]
    kept = engine.dirs, loader.get_template_cache
    engine.dirs, loader.get_template_cache = [], STOCK_TEMPLATES
    try:
        way()
    finally:
        engine.dirs, loader.get_template_cache = kept
