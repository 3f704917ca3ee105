"""How a check is written and known: what it finds, and which acts wait for it. No check is here."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.conf import settings

from stories.models import Story
from stories.standards.facts import Facts

SUBMIT = "submit"
PUBLISH = "publish"
CORRECT = "correct"
ACTS = (SUBMIT, PUBLISH, CORRECT)

# What the setting CHECKS may say in the place of acts: no act waits; nothing is looked for.
ADVISORY = "advisory"
OFF = "off"


@dataclass(frozen=True, kw_only=True)
class Found:
    """One thing that is wrong with a story, and what to do about it.

    `row` is the place of its row in their order, counted from zero. `url` is a page elsewhere
    where it is mended. `field` is said where it is not the one of the check.
    """

    sentence: str
    row: int | None = None
    url: str = ""
    field: str = ""


Find = Callable[[Story, Facts], Iterator[str | Found]]


@dataclass(frozen=True, kw_only=True)
class Check:
    name: str
    field: str
    default: frozenset[str]
    find: Find

    @property
    def level(self) -> tuple[str, ...]:
        """What the settings say of it: acts, ADVISORY or OFF; nothing where they say nothing."""
        levels: dict[str, tuple[str, ...]] = settings.CHECKS
        return levels.get(self.name, ())

    @property
    def blocks(self) -> frozenset[str]:
        """The acts that wait for it in this newsroom."""
        return frozenset(self.level) & frozenset(ACTS) if self.level else self.default

    @property
    def is_on(self) -> bool:
        return OFF not in self.level

    def run(self, story: Story, facts: Facts) -> Iterator[Found]:
        for found in self.find(story, facts):
            yield Found(sentence=found) if isinstance(found, str) else found


CHECKS: list[Check] = []


def check(*, field: str, blocks: tuple[str, ...] = ()) -> Callable[[Find], Find]:
    """Register a function that yields a sentence, or a Found, for each thing wrong with a story.

    `field` is where the editor mends it; `blocks` names the acts that wait until they have,
    unless the newsroom's settings say otherwise.
    """

    def register(find: Find) -> Find:
        CHECKS.append(Check(name=find.__name__, field=field, default=frozenset(blocks), find=find))
        return find

    return register
