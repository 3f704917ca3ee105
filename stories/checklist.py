"""What a story must pass: runs the checks of `standards/`, for one story or for many at once.

Not Django's system checks. A check is added with one function under `@check(...)` in one of the
modules of `standards/`, one test, and one line in docs/checks.md.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from stories import parts
from stories.models import Story
from stories.standards import (  # noqa: F401  registers their checks
    head,
    language,
    notes,
    numbers,
    papers,
    sections,
    topics,
)
from stories.standards.facts import Facts
from stories.standards.registry import ACTS, CHECKS, CORRECT, PUBLISH, SUBMIT, Check, Found, check

__all__ = [
    "ACTS",
    "CHECKS",
    "CORRECT",
    "PUBLISH",
    "SUBMIT",
    "Check",
    "Facts",
    "Failure",
    "Found",
    "blocking",
    "check",
    "failures",
    "failures_of",
]

# In the order of the form, which is that of the page.
FIELDS = (
    "headline",
    "standfirst",
    "section",
    "slug",
    "picture",
    "bylines",
    "what_happened",
    "points",
    "citations",
    "synthesis",
    "background",
    "questions",
    "topics",
)


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A check that a story does not pass. `field` names the form field it is about.

    `row` is the place of a row in their order, from zero; `url` a page elsewhere that mends it.
    """

    check: str
    sentence: str
    field: str
    blocks: frozenset[str]
    row: int | None = None
    url: str = ""

    @property
    def anchor(self) -> str:
        """Where on the form it is."""
        return parts.anchor(self.field, self.row)

    @property
    def is_blocking(self) -> bool:
        return bool(self.blocks)


def failures(story: Story, *, now: datetime | None = None) -> list[Failure]:
    """Every check that the working copy fails: what blocks first, then in the order of the page.

    The rows are read, unless they are at hand; beyond them at most seven queries. `now` is the
    time at which others are live and profiles overdue.
    """
    return failures_of([story], now=now)[story.pk]


def failures_of(
    stories: Sequence[Story],
    *,
    now: datetime | None = None,
    only: Callable[[Check], bool] = lambda each: True,
    rows: frozenset[str] = Story.ROWS,
) -> dict[int, list[Failure]]:
    """The failures of each story by its key, in as many queries as for one.

    `only` chooses among the checks, for a list that shows some of them, and `rows` names what
    those read: a story that has that at hand is taken as it is.
    """
    read = _with_rows(stories, rows)
    return _failures_of(read, now=now, asked=lambda each: each.is_on and only(each))


def blocking(story: Story, *, act: str, now: datetime | None = None) -> list[Failure]:
    """The failures that keep the story from this act."""
    read = _with_rows([story], Story.ROWS)
    return _failures_of(read, now=now, asked=lambda each: act in each.blocks)[story.pk]


def _failures_of(
    stories: Sequence[Story], *, now: datetime | None, asked: Callable[[Check], bool]
) -> dict[int, list[Failure]]:
    checks = [each for each in CHECKS if asked(each)]
    facts = Facts(stories, now=now or timezone.now())
    return {story.pk: sorted(_found(story, facts, checks), key=_place) for story in stories}


def _with_rows(stories: Sequence[Story], rows: frozenset[str]) -> list[Story]:
    """The stories in their order; what lacks these rows is read, with all, from the database."""
    bare = [story.pk for story in stories if not story.has_at_hand(rows)]
    read = Story.objects.with_rows().in_bulk(bare) if bare else {}
    return [read.get(story.pk, story) for story in stories]


def _found(story: Story, facts: Facts, checks: Sequence[Check]) -> Iterator[Failure]:
    for each in checks:
        for found in each.run(story, facts):
            yield Failure(
                check=each.name,
                sentence=found.sentence,
                field=found.field or each.field,
                blocks=each.blocks,
                row=found.row,
                url=found.url,
            )


def _place(failure: Failure) -> tuple[bool, int, int]:
    return not failure.is_blocking, FIELDS.index(failure.field), failure.row or 0
