"""Versions of a story: the list of them, any of them by its name, and putting one back whole.

Keeping a version is writing.keep_version; how a document becomes rows again is thawing.py.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from entities.models import Entity
from newsroom import acts
from newsroom.models import User
from stories import parts, writing
from stories.difference import changed_parts
from stories.document import Document
from stories.freezing import freeze
from stories.models import Edition, Story, StoryRecord, Version
from stories.models.story import VersionQuerySet
from stories.thawing import Lost, thaw

PER_PAGE = 20
NOW = "now"
LIVE = "live"
EDITION = "edition-"
SENT_BACK = "changes_requested"
REVIEWS = ("approved", "approved_by_override", SENT_BACK)


class NoSuchVersion(LookupError):
    """The story has no version or edition of this name."""


class AlreadyThere(acts.Refused):
    """The story reads like that version already."""


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One save in the list. `changed` are the names of the parts that it changed."""

    version: Version
    changed: list[str]
    edition: Edition | None

    @property
    def is_first(self) -> bool:
        return self.version.number == 1


@dataclass(frozen=True, kw_only=True)
class History:
    """A page of saves, the newest first. `older` is where the next page begins; 0 on the last."""

    entries: list[Entry]
    older: int


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of two texts that are compared. `name` is how an address calls it."""

    name: str
    words: str
    by_name: str
    document: Document

    @property
    def number(self) -> int | None:
        """Of the version, if it is one."""
        return int(self.name) if self.name.isdecimal() else None


@dataclass(frozen=True, kw_only=True)
class Reviewed:
    """A version that someone approved or sent back, and the record of that."""

    record: StoryRecord
    version: Version

    @property
    def is_sent_back(self) -> bool:
        return self.record.act == SENT_BACK


@dataclass(frozen=True, kw_only=True)
class Restored:
    """The story, the version that was made of it, and what could not be had again."""

    story: Story
    version: Version
    warnings: list[str]


def history(story: Story, *, before: int | None = None) -> History:
    """A page of the versions, those before a number where one is given. Two queries."""
    versions = _saved(story).newest_first().select_related("by")
    if before is not None:
        versions = versions.filter(number__lt=before)
    found = list(versions[: PER_PAGE + 1])
    editions = {edition.version: edition for edition in story.light_editions}
    documents = [version.document for version in found]
    entries = [
        Entry(
            version=version,
            changed=changed_parts(older, document),
            edition=editions.get(version.number),
        )
        for version, document, older in zip(found, documents, [*documents[1:], None], strict=True)
    ][:PER_PAGE]
    has_more = len(found) > PER_PAGE
    return History(entries=entries, older=entries[-1].version.number if has_more else 0)


def version(story: Story, number: int) -> Version:
    """Raise NoSuchVersion."""
    if found := _saved(story).filter(number=number).select_related("by").first():
        return found
    raise NoSuchVersion(number)


def side(story: Story, name: str, *, now: datetime) -> Side:
    """The text of this name: `now`, `live`, `edition-2`, or the number of a version.

    Raises NoSuchVersion.
    """
    if name == NOW:
        return _as_it_stands(story)
    if name == LIVE:
        if edition := Edition.objects.filter(story=story).live(now=now).first():
            return _of_edition(edition, name)
    elif name.startswith(EDITION):
        number = _number(name.removeprefix(EDITION))
        if edition := Edition.objects.filter(story=story, number=number).first():
            return _of_edition(edition, name)
    else:
        return of_version(version(story, _number(name)))
    raise NoSuchVersion(name)


def _as_it_stands(story: Story) -> Side:
    document = freeze(story)
    last = _saved(story).newest_first().select_related("by").defer("packed").first()
    if last is None or last.digest != document.digest:  # something was changed outside its form
        return Side(name=NOW, words=_("As it stands now"), by_name="", document=document)
    words = _("As it stands now: version %(number)s of %(time)s") % _number_and_time(last)
    return Side(name=NOW, words=words, by_name=acts.name_of(last.by), document=document)


def of_version(version: Version) -> Side:
    return Side(
        name=str(version.number),
        words=in_words(version),
        by_name=acts.name_of(version.by),
        document=version.document,
    )


def in_words(version: Version) -> str:
    """“Version 4 of 2 March 2026, 09:00”."""
    return _("Version %(number)s of %(time)s") % _number_and_time(version)


def _number_and_time(version: Version) -> dict[str, str | int]:
    return {"number": version.number, "time": _time(version.at)}


def last_reviewed(story: Story, *, by: User) -> Reviewed | None:
    """What this person last approved or sent back. Two queries."""
    reviews = story.records.filter(act__in=REVIEWS, by=by).exclude(digest="")
    if (record := reviews.order_by("-at", "-pk").first()) is None:
        return None
    found = _saved(story).filter(digest=record.digest).newest_first().first()
    return Reviewed(record=record, version=found) if found else None


def topic_names(documents: Iterable[Document]) -> dict[int, str]:
    """What the topics of the documents, or their survivors, are called by now. One query."""
    ids = {pk for document in documents for pk in document.topics}
    found = Entity.objects.filter(pk__in=ids)
    return {
        pk: survivor or name
        for pk, name, survivor in found.values_list("pk", "name", "merged_into__name")
    }


def why_not_restore(*, story: Story, version: Version, by: User | None) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "stories.change_story"):
        return refusal
    if freeze(story).digest == version.digest:
        return AlreadyThere(_("The story reads like that already."))
    return None


@transaction.atomic
def restore(
    *, story: Story, version: Version, by: User | None, now: datetime, seen: int | None = None
) -> Restored:
    """Put a version back into the working copy, whole, as a new version of it.

    What it names and that is no more gives way to the nearest thing that is; `warnings` say so.
    Raises NotPermitted, Changed, or AlreadyThere where nothing would change.
    """
    if version.story_id != story.pk:
        raise NoSuchVersion(version.pk)
    story = writing.locked(story, seen=seen)
    if refusal := why_not_restore(story=story, version=version, by=by):
        raise refusal
    before, document = freeze(story).digest, version.document
    lost = thaw(document, story=story)
    made = writing.keep_version(story=story, by=by, now=now)
    if made.digest == before:
        raise AlreadyThere(" ".join([_("Nothing of it can be put back."), *_sentences(lost)]))
    note = in_words(version)
    writing.log("restored_version", story=story, by=by, now=now, note=note, digest=made.digest)
    return Restored(story=story, version=made, warnings=_warnings(document, made.document, lost))


def _warnings(wanted: Document, made: Document, lost: list[Lost]) -> list[str]:
    told = {each.part for each in lost}
    renamed = [name for name in changed_parts(wanted, made) if name not in told]
    if not renamed:
        return _sentences(lost)
    names = {"parts": parts.titles(renamed)}
    sentence = _("Named as they are today, not as they were then: %(parts)s.") % names
    return [*_sentences(lost), sentence]


def _sentences(lost: list[Lost]) -> list[str]:
    return [each.sentence for each in lost]


def _saved(story: Story) -> VersionQuerySet:
    """Asked anew: those that a whole story has at hand come without their texts."""
    return Version.objects.filter(story=story)


def _of_edition(edition: Edition, name: str) -> Side:
    words = {"number": edition.number, "time": _time(edition.live_from)}
    return Side(
        name=name,
        words=_("Edition %(number)s of %(time)s") % words,
        by_name=edition.frozen_by_name,
        document=edition.document,
    )


def _number(text: str) -> int:
    try:
        return int(text)
    except ValueError:
        raise NoSuchVersion(text) from None


def _time(at: datetime) -> str:
    return date_format(localtime(at), "j F Y, H:i")
