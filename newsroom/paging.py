"""Pages of a list by key: a page begins after the last row of the one before, at any size."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Generic, TypeVar

from django.db.models import Model, Q, QuerySet

Row = TypeVar("Row", bound=Model)
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

LARGEST_KEY = 2**63 - 1  # of a BigAutoField


class BadKey(ValueError):
    """The text after `after=` is no key of ours."""


@dataclass(frozen=True)
class Page(Generic[Row]):
    """`older` is the key of the next page, and empty on the last one."""

    rows: list[Row]
    older: str
    is_first: bool


def page(
    rows: QuerySet[Row], *, after: str, size: int, at: str = "published_at", key: str = "edition_id"
) -> Page[Row]:
    """One page of `rows`, newest first by (`at`, `key`), in one query. Raises BadKey."""
    if after:
        time, number = _read(after)
        rows = rows.filter(Q(**{f"{at}__lt": time}) | Q(**{at: time, f"{key}__lt": number}))
    found = list(rows.order_by(f"-{at}", f"-{key}")[: size + 1])
    shown = found[:size]
    has_more = len(found) > size
    older = _written(getattr(shown[-1], at), getattr(shown[-1], key)) if has_more else ""
    return Page(rows=shown, older=older, is_first=not after)


def _written(time: datetime, number: int) -> str:
    return f"{(time - EPOCH) // MICROSECOND}-{number}"


def _read(text: str) -> tuple[datetime, int]:
    try:
        time, number = (int(part) for part in text.split("-"))
        moment = EPOCH + time * MICROSECOND
    except (ValueError, OverflowError):
        raise BadKey(text) from None
    if number > LARGEST_KEY:
        raise BadKey(text)
    return moment, number
