"""The admin's front page as a desk: what waits for the person, and how the newsroom stands.

Which stories stand in a list is in lists.py. Each list costs one query, however long it is.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin
from django.db.models import Count, Window
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from newsroom.buttons import Words
from newsroom.models import User
from stories import checklist
from stories.admin import lists
from stories.admin.lines import Line, line, sign
from stories.admin.lists import DeskList
from stories.models import Story, StoryRecord

ON_THE_DESK = 8
LATELY = 12
OWN = (lists.WAITING, lists.SENT_BACK, lists.FLAGGED, lists.DUE, lists.DRAFTS)
OF_ALL = (lists.SCHEDULED, lists.CHANGED)


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A list with its first lines."""

    name: str
    title: Words
    empty: Words
    lines: list[Line]
    count: int

    @property
    def url(self) -> str:
        return list_url(self.name)


@dataclass(kw_only=True)
class Trouble:
    """Something that published briefs fail by now; `url` is the page that mends it, elsewhere."""

    sentence: str
    url: str
    stories: list[Story] = field(default_factory=list)

    @property
    def others(self) -> int:
        """How many briefs have it besides the first."""
        return len(self.stories) - 1


def list_url(name: str) -> str:
    return f"{reverse('admin:stories_story_changelist')}?{urlencode({'list': name})}"


def shown(which: Sequence[DeskList], *, person: User, now: datetime) -> list[Shown]:
    """The lists that the person may see; an empty one is left out where it has nothing to say."""
    found = [
        (each, _first(each, person=person, now=now))
        for each in which
        if person.has_perm(each.permission)
    ]
    sign([story for _each, stories in found for story in stories])
    return [
        Shown(
            name=each.name,
            title=each.title,
            empty=each.empty,
            lines=[line(story, now=now, opens=each.opens) for story in stories],
            count=stories[0].count if stories else 0,
        )
        for each, stories in found
        if stories or each.empty
    ]


def _first(which: DeskList, *, person: User, now: datetime) -> list[Any]:
    """The first stories of a list; each says how many the whole list has."""
    stories = Story.objects.with_plan().with_standing(now=now)
    whole = which.find(stories, person, now).annotate(count=Window(Count("pk")))
    return list(whole[:ON_THE_DESK])


def troubles(found: list[tuple[Story, list[checklist.Failure]]]) -> list[Trouble]:
    """The failures of published briefs, each once with the briefs that have it, widest first."""
    by_sentence: dict[str, Trouble] = {}
    for story, failures in found:
        for failure in failures:
            trouble = Trouble(sentence=failure.sentence, url=failure.url)
            by_sentence.setdefault(failure.sentence, trouble).stories.append(story)
    return sorted(by_sentence.values(), key=lambda trouble: -len(trouble.stories))


def front(request: HttpRequest) -> dict[str, Any]:
    """What the front page shows to those who may see stories."""
    person = request.user
    if not person.has_perm("stories.view_story"):
        return {}
    now = timezone.now()
    failing = lists.failing(now=now)
    return {
        "now": timezone.localtime(now, timezone.get_default_timezone()),
        "own_lists": shown(OWN, person=person, now=now),
        "newsroom_lists": shown(OF_ALL, person=person, now=now),
        "failing": len(failing),
        "failing_title": lists.FAILING.title,
        "failing_url": list_url(lists.FAILING.name),
        "troubles": troubles(failing)[:ON_THE_DESK],
        "lately": _lately(),
        "mine_url": list_url(lists.MINE.name),
    }


def _lately() -> list[StoryRecord]:
    """What was done last, across stories. That something was saved is in each story's record."""
    records = StoryRecord.objects.exclude(act="saved").select_related("story")
    return list(records.order_by("-at", "-pk")[:LATELY])


admin.site.desks.append(front)
