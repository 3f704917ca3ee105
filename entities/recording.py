"""The record of profiles: every act on one writes its line here, and so turns the page of names.

`mentions.py` keeps all names in the memory of each process. The page tells it what to read again.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import connection, transaction
from django.db.models import F

from entities.models import Entity, NameBook, ProfileRecord
from entities.signals import profiles_changed
from newsroom import acts
from newsroom.models import User

THE_ONE = 1


class Turn:
    """A turn of the page. Waits with the transaction, and is forgotten if that is taken back."""

    def __call__(self) -> None:
        """The turn is committed: from now on the page says all."""


def log(
    act: str,
    *,
    entity: Entity,
    by: User | None,
    now: datetime,
    note: str = "",
    source_url: str = "",
    by_name: str = "",
) -> ProfileRecord:
    """Write one line into the record of a profile, inside the transaction of the act.

    `by_name` is for somebody who has no account.
    """
    said = {"note": note, "source_url": source_url, "by_name": by_name}
    return log_many(act, entities=[entity], by=by, now=now, **said)[0]


def log_many(
    act: str,
    *,
    entities: Iterable[Entity],
    by: User | None,
    now: datetime,
    note: str = "",
    source_url: str = "",
    by_name: str = "",
) -> list[ProfileRecord]:
    """Write the same line into the records of many profiles; the page is turned once."""
    entities = list(entities)
    page = _turn()
    records = ProfileRecord.objects.bulk_create(
        ProfileRecord(
            act=act,
            entity=entity,
            by=by,
            by_name=by_name or acts.name_of(by),
            at=now,
            note=note,
            source_url=source_url,
            page=page,
        )
        for entity in entities
    )
    profiles_changed.send(sender=Entity, entities=entities, act=act, by=by, now=now)
    return records


@transaction.atomic
def _turn() -> int:
    """Turn the page. Acts that change names wait here for each other until they are committed."""
    book = NameBook.objects.filter(pk=THE_ONE)
    if not book.update(page=F("page") + 1):
        NameBook.objects.bulk_create([NameBook(pk=THE_ONE)], ignore_conflicts=True)
        book.update(page=F("page") + 1)
    transaction.on_commit(Turn())
    return book.values_list("page", flat=True).get()


def page() -> int:
    """The page that the names stand on. One query."""
    return NameBook.objects.filter(pk=THE_ONE).values_list("page", flat=True).first() or 0


def uncommitted_turn() -> Turn | None:
    """The last turn of this transaction. Its page may be turned again by others, to other names.

    Another one after each act, and after an act that was taken back.
    """
    waiting = (each[1] for each in reversed(connection.run_on_commit))
    return next((callback for callback in waiting if isinstance(callback, Turn)), None)
