"""Where profiles are shown to readers: only an app above knows, and says so when it is ready.

`stories/exposure.py` is what stands here in a newsroom; without it nothing shows a profile.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

from django.db.models import IntegerField, Value
from django.db.models.query import QuerySet

from entities.models import Entity
from newsroom.models import User


@dataclass(frozen=True, kw_only=True)
class ShownIn:
    """A live brief that shows a profile, for the desk.

    `mentions` is how often its text names the profile; `title` what the text calls a person in
    front of the name, where that clashes with the profile; `is_flagged` whether its editor has
    been asked to look at it.
    """

    story: int
    headline: str
    url: str
    desk_url: str
    mentions: int = 0
    title: str = ""
    is_flagged: bool = False


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a story, published or not, calls a person, where that clashes with the profile."""

    title: str
    story: str
    desk_url: str


class Exposure(Protocol):
    def weigh(self, entities: QuerySet[Entity], *, now: datetime) -> QuerySet[Entity]:
        """Annotate `live_stories` and `live_mentions` (int), and `title_clashes` (bool)."""

    def stories(self, entity: Entity, *, now: datetime) -> Sequence[ShownIn]:
        """The live briefs that show the profile, the newest first. One query."""

    def titles(self, entity: Entity, *, by: User | None) -> Sequence[Said]:
        """Titles that clash, in the stories that the person may see. One query."""

    def ripple_url(self, entity: Entity) -> str:
        """The page on which a moderator flags those whose text may be wrong now."""

    def sections(self) -> Sequence[tuple[str, str]]:
        """Address and name of every section, in their order."""


class Nowhere:
    """Nothing shows a profile."""

    def weigh(self, entities: QuerySet[Entity], *, now: datetime) -> QuerySet[Entity]:
        return entities.annotate(
            live_stories=Value(0, IntegerField()),
            live_mentions=Value(0, IntegerField()),
            title_clashes=Value(False),
        )

    def stories(self, entity: Entity, *, now: datetime) -> Sequence[ShownIn]:
        return []

    def titles(self, entity: Entity, *, by: User | None) -> Sequence[Said]:
        return []

    def ripple_url(self, entity: Entity) -> str:
        return ""

    def sections(self) -> Sequence[tuple[str, str]]:
        return []


_shown_by: Exposure = Nowhere()


def say(exposure: Exposure) -> None:
    """Let the app above answer from now on."""
    global _shown_by
    _shown_by = exposure


def known() -> Exposure:
    """Whoever knows where profiles are shown."""
    return _shown_by
