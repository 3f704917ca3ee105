"""Whole files of Wikidata taken in, batch by batch: what `manage.py import_wikidata` does.

Memory holds one batch. First the files are read for the offices that people hold and for what
these are called, wherever that stands; then for the profiles.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import islice
from typing import TypeVar

from django.db import IntegrityError, transaction

from entities.wikidata import importing, labels
from entities.wikidata.countries import CODES
from entities.wikidata.facts import Facts, Glance, NoItem, glance, read
from entities.wikidata.reading import Found, Source
from newsroom.models import User

BATCH = 500
T = TypeVar("T")

# Told the bytes of the files that have been read so far.
Tick = Callable[[int], None]
Warn = Callable[[str], None]


@dataclass(kw_only=True)
class Counts:
    """What became of the entities of some files; `skipped` counts by the reason."""

    read: int = 0
    made: int = 0
    updated: int = 0
    suggested: int = 0
    unchanged: int = 0
    without_an_office: int = 0
    skipped: Counter[str] = field(default_factory=Counter)

    def add(self, taken: Sequence[importing.Taken]) -> None:
        for each in taken:
            self.read += 1
            if each.skipped:
                self.skipped[str(each.skipped)] += 1
                continue
            self.made += each.is_made
            self.updated += each.is_updated
            self.suggested += bool(each.suggestion)
            self.unchanged += not (each.is_made or each.is_updated or each.suggestion)
            self.without_an_office += bool(each.offices)


class Files:
    """Some files, to be read in order. Iterating raises `reading.NotReadable`."""

    def __init__(self, sources: Sequence[Source], *, languages: Sequence[str]) -> None:
        self.sources = sources
        self.languages = languages
        self.size = sum(source.size for source in sources)
        self.codes = dict(CODES)

    def name_offices(self, *, tick: Tick) -> None:
        """Learn what the offices are called that people in these files hold."""
        self._survey(tick, is_first=True)

    def name_offices_before(self, *, tick: Tick) -> None:
        """Learn the names of those that stand before whoever holds them."""
        self._survey(tick, is_first=False)

    def take(
        self, *, by: User | None, now: datetime, tick: Tick, warn: Warn, counts: Counts, limit: int
    ) -> None:
        """Take in every entity, or the first `limit`; `counts` grows with each batch that is kept.

        Stopped at any moment, it leaves whole batches behind; taken in again, they are unchanged.
        """
        found = self._each(tick, self._read, warn=warn, counts=counts)
        for batch in _batches(islice(found, limit or None)):
            counts.add(_taken(batch, by=by, now=now))

    def _survey(self, tick: Tick, *, is_first: bool) -> None:
        for batch in _batches(self._each(tick, self._glance)):
            with transaction.atomic():
                if is_first:
                    labels.want({number for each in batch for number in each.offices})
                labels.learn({each.id: each.name for each in batch if each.name})
            self.codes |= {each.id: each.iso_code for each in batch if each.iso_code}

    def _glance(self, found: Found) -> Glance:
        return glance(found.data, languages=self.languages)

    def _read(self, found: Found) -> Facts:
        return read(found.data, languages=self.languages, asked=found.asked, codes=self.codes)

    def _each(
        self,
        tick: Tick,
        understood: Callable[[Found], T],
        *,
        warn: Warn | None = None,
        counts: Counts | None = None,
    ) -> Iterator[T]:
        """What is understood of every entity; what is none is counted, and warned of if broken."""
        counts = counts or Counts()
        before = 0
        for source in self.sources:
            for each in source:
                tick(before + source.position)
                try:
                    if isinstance(each, Found):
                        yield understood(each)
                        continue
                    reason = "It is broken."
                    if warn:
                        warn(str(each))
                except NoItem as error:
                    reason = str(error)
                counts.read += 1
                counts.skipped[reason] += 1
            before += source.size
            tick(before)


def _batches(found: Iterator[T]) -> Iterator[list[T]]:
    while batch := list(islice(found, BATCH)):
        yield batch


def _taken(batch: Sequence[Facts], *, by: User | None, now: datetime) -> list[importing.Taken]:
    try:
        return importing.take_all(facts=batch, by=by, now=now)
    except IntegrityError:  # somebody else has made one of these profiles just now
        return importing.take_all(facts=batch, by=by, now=now)
