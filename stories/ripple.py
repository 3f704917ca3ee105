"""How far a change of a profile reaches: the live briefs that show it, and what they say of it.

Reads only. Asking their editors to look is in `flagging.py`.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from entities import mentions, offices, profiles
from entities.models import Entity, Position
from newsroom import prose
from stories import counting
from stories.document import Document
from stories.models import Edition, Flag, Introduction, TopicLink

# What moderators do that an editor should hear of.
CHANGES = ("changed", "accepted", "undone", "merged", "merge_undone", "split", "imported")
Runs = tuple[tuple[str, bool], ...]


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A live brief that shows a profile.

    `sentences` are those that name it, in runs of words: the name, and what is not. `titles` are
    what it calls the person, where that clashes with the profile; `flag` is there while its
    editors are being asked.
    """

    edition: Edition
    sentences: tuple[Runs, ...]
    times: int
    titles: tuple[str, ...]
    flag: Flag | None


def links(entity: Entity, *, now: datetime) -> QuerySet[TopicLink]:
    """The rows of live briefs that show the profile, with their editions."""
    return TopicLink.objects.live(now=now).filter(entity=entity).select_related("edition__section")


def shown(entity: Entity, rows: Iterable[TopicLink]) -> list[Shown]:
    """What each of these briefs says of the profile: first those that clash with it.

    Five queries, however many there are.
    """
    editions = [link.edition for link in rows]
    stories = [edition.story_id for edition in editions]
    book = mentions.small(profiles.names([entity.pk]))
    flags = {flag.story_id: flag for flag in _open(entity, stories)}
    titles: dict[int, list[str]] = {}
    said = Introduction.objects.filter(entity=entity, story__in=stories, clashes=True)
    for story, title in said.order_by("pk").values_list("story", "title"):
        titles.setdefault(story, []).append(title)
    found = []
    for edition in editions:
        sentences = tuple(_naming(edition.document, book))
        found.append(
            Shown(
                edition=edition,
                sentences=sentences,
                times=sum(is_name for runs in sentences for _words, is_name in runs),
                titles=tuple(titles.get(edition.story_id, ())),
                flag=flags.get(edition.story_id),
            )
        )
    return sorted(found, key=lambda each: not each.titles)


def what_changed(entity: Entity, *, on: date) -> str:
    """What an editor should know of the profile by now, for a moderator to put better."""
    if entity.state == Entity.State.RETIRED:
        return _("The profile of %(name)s is retired: readers no longer see it.") % {
            "name": entity.name
        }
    positions = list(entity.positions.newest_first().select_related("organisation"))
    held = next((each for each in positions if each.is_current(on=on)), None)
    left = next((each for each in positions if each.ended_on and each != held), None)
    said = [_is(entity, held)] if held else []
    if left and not left.is_current(on=on):
        said.append(_was(entity, left, is_said=bool(held)))
    return " ".join(said) or _lately(entity)


def _open(entity: Entity, stories: Sequence[int]) -> QuerySet[Flag]:
    return Flag.objects.open().filter(entity=entity, story__in=stories)


def _naming(document: Document, book: mentions.Book) -> Iterator[Runs]:
    """The sentences of a brief that name what the book knows."""
    for text in counting.texts(document):
        for paragraph in text.splitlines():
            for sentence in prose.sentences(paragraph):
                if runs := _runs(sentence, book):
                    yield runs


def _runs(sentence: str, book: mentions.Book) -> Runs:
    runs, end = [], 0
    for name in book.find(sentence):
        runs += [(sentence[end : name.start], False), (sentence[name.start : name.end], True)]
        end = name.end
    if not runs:
        return ()
    return tuple(run for run in (*runs, (sentence[end:], False)) if run[0])


def _office(position: Position) -> str:
    place = position.at or (position.organisation.name if position.organisation else "")
    return offices.in_words(position.title, place)


def _is(entity: Entity, position: Position) -> str:
    words = {"name": entity.name, "office": _office(position)}
    if not position.started_on:
        return _("%(name)s is now: %(office)s.") % words
    words["day"] = position.started_on.in_words()
    return _("%(name)s is now: %(office)s, since %(day)s.") % words


def _was(entity: Entity, position: Position, *, is_said: bool) -> str:
    """What they no longer are; `is_said` where a sentence before has named them."""
    ended = position.ended_on.in_words() if position.ended_on else ""
    words = {"name": entity.name, "office": _office(position), "day": ended}
    if is_said:
        return _("No longer: %(office)s, until %(day)s.") % words
    return _("%(name)s is no longer: %(office)s, until %(day)s.") % words


def _lately(entity: Entity) -> str:
    """The last line of its record that says what was changed."""
    changes = entity.records.filter(act__in=CHANGES).exclude(note="")
    last = changes.order_by("-at", "-pk").first()
    if last is None:
        return _("The profile of %(name)s has changed.") % {"name": entity.name}
    words = {"name": entity.name, "what": last.note}
    return _("The profile of %(name)s has changed: %(what)s") % words
