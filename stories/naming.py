"""Whom a text names beside the topics that it links: what the story form offers as one types.

Not here: what a saved story fails of this (`standards/topics.py`).
"""

import re
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date

from entities import matching, mentions, strangers
from entities.models import Entity
from entities.standing import standing

NOTHING = "(?!)"


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A profile that may be linked; `about` tells it from another of the same name."""

    profile: Entity
    about: str


@dataclass(frozen=True, kw_only=True)
class Unlinked:
    """A name as the text has it; where there are two choices, the editor knows who is meant."""

    name: str
    choices: list[Choice]


@dataclass(frozen=True, kw_only=True)
class Naming:
    """`unknown` are likely names that have no profile."""

    unlinked: list[Unlinked] = field(default_factory=list)
    unmentioned: list[Entity] = field(default_factory=list)
    unknown: list[str] = field(default_factory=list)

    @property
    def is_settled(self) -> bool:
        return not (self.unlinked or self.unmentioned or self.unknown)


def naming(
    texts: Iterable[str], *, linked: Collection[int], outlets: Iterable[str], on: date
) -> Naming:
    """Who is named in our own words and not linked, linked and not named, or not known at all.

    `linked` are keys of profiles; `outlets` are names in whose words nobody is meant: “Washington
    Post” is no Washington. Eight queries at most.
    """
    texts = _without(outlets, texts)
    topics = _survivors(linked)
    names = mentions.Names(texts, linked=topics)
    known = {entity.pk for entity in topics}
    unlinked = [
        (mention.name, list(mention.profiles))
        for mention in names.mentioned(texts)
        if not known & {profile.pk for profile in mention.profiles}
    ]
    waiting, unknown = _unknown(names, texts, known=known)
    return Naming(
        unlinked=_offered([*unlinked, *waiting], on=on),
        unmentioned=[
            topic for topic in topics if not names.stand_in("\n".join(texts), entity=topic)
        ],
        unknown=unknown,
    )


def _without(outlets: Iterable[str], texts: Iterable[str]) -> list[str]:
    longest_first = sorted(map(re.escape, set(outlets) - {""}), key=len, reverse=True)
    pattern = re.compile(rf"\b(?:{'|'.join(longest_first) or NOTHING})\b")
    return [pattern.sub("|", text) for text in texts if text]


def _survivors(linked: Collection[int]) -> list[Entity]:
    found = Entity.objects.select_related("merged_into").in_bulk(linked) if linked else {}
    return list(dict.fromkeys(found[pk].merged_into or found[pk] for pk in linked if pk in found))


def _unknown(
    names: mentions.Names, texts: Iterable[str], *, known: set[int]
) -> tuple[list[tuple[str, list[Entity]]], list[str]]:
    """Likely names: those under which a profile waits for a moderator, and those without one."""
    likely = strangers.likely((text, names.places(text)) for text in texts)
    profiles = matching.by_name(likely) if likely else {}
    waiting = [
        (name, found)
        for name, found in profiles.items()
        if found and not known & {profile.pk for profile in found}
    ]
    return waiting, [name for name in likely if not profiles[name]]


def _offered(unlinked: list[tuple[str, list[Entity]]], *, on: date) -> list[Unlinked]:
    about = standing([profile for _name, profiles in unlinked for profile in profiles], on=on)
    return [
        Unlinked(
            name=name,
            choices=[Choice(profile=each, about=about[each.pk].words) for each in profiles],
        )
        for name, profiles in unlinked
    ]
