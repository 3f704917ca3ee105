"""What a profile may lack that readers have a right to: each lack is a named condition in SQL.

Not here: which of these profiles stand in the moderators’ queue (`queue.py`).
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from django.db.models import Exists, OuterRef, Q
from django.db.models.expressions import Combinable
from django.db.models.functions import Lower, Right
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entities.models import Entity, Position
from entities.models.entity import EntityQuerySet
from newsroom.prose import CLOSERS, CLOSING_QUOTES, STOPS, TITLES, WIDE_STOPS

Condition = Q | Combinable

# What `prose.is_cut_off` looks at stands at the end of a text. These patterns mean the same to
# Python and to PostgreSQL; a test holds them to that function.
END = 100
_stops, _closers = re.escape(STOPS + WIDE_STOPS), re.escape(CLOSERS)
_not_quotes = re.escape("".join(mark for mark in CLOSERS if mark not in CLOSING_QUOTES))
CUT_OFF = "|".join(
    (
        rf"(…|\.\.\.)[{_closers}]*\s*$",
        rf"[^{_closers}{_stops}\s]\s*$",
        rf"(^|[^{_closers}{_stops}])[{_closers}]*[{_not_quotes}]\s*$",
        rf"(^|\s)[(\[\"'“‘]*({'|'.join(sorted(TITLES))})[{re.escape(STOPS)}]+\s*$",
    )
)
# Most texts end in a single full stop, and SQL sees that far more cheaply than it asks a pattern.
LONGEST_TITLE = max(map(len, TITLES)) + 1


@dataclass(frozen=True, kw_only=True)
class Lack:
    """`words` end the sentence “Lacks …”; `condition` is asked of profiles, as of a day."""

    name: str
    words: str | Promise
    condition: Callable[[date], Condition]


def _ends_in_a_stop() -> Q:
    """What is whole beyond doubt: one full stop, and no title or other stop before it."""
    stops = [f"{stop}." for stop in STOPS + WIDE_STOPS]
    titles = Q()
    for length in range(2, LONGEST_TITLE + 1):
        these = [f"{title}." for title in TITLES if len(title) + 1 == length]
        titles |= Q(**{f"description_last_{length}__in": these}) if these else Q()
    return Q(description_last_1=".") & ~Q(description_last_2__in=stops) & ~titles


def _is_blank(on: date) -> Q:
    return Q(description="")


def _holds_a_position(on: date) -> Exists:
    return Exists(Position.objects.current(on=on).filter(entity=OuterRef("pk")))


def _says_nothing(on: date) -> Condition:
    return Q(kind=Entity.Kind.PERSON) & _is_blank(on) & ~Q(_holds_a_position(on))


def _has_no_description(on: date) -> Condition:
    return _is_blank(on) & (~Q(kind=Entity.Kind.PERSON) | Q(_holds_a_position(on)))


def _has_bare_position(on: date) -> Condition:
    held = Position.objects.current(on=on).filter(entity=OuterRef("pk"))
    return Exists(held.filter(source_name="", source_url=""))


LACKS = (
    Lack(name="now", words=_("anything that says who this is"), condition=_says_nothing),
    Lack(name="description", words=_("a description"), condition=_has_no_description),
    Lack(
        name="whole",
        words=_("the end of its description"),
        condition=lambda on: ~_ends_in_a_stop() & Q(description_end__iregex=CUT_OFF),
    ),
    Lack(
        name="source",
        words=_("the source of its description"),
        condition=lambda on: ~_is_blank(on) & Q(description_source=""),
    ),
    Lack(
        name="licence",
        words=_("the licence of its description"),
        condition=lambda on: ~_is_blank(on) & Q(description_licence=""),
    ),
    Lack(
        name="position_source",
        words=_("the source of a position held now"),
        condition=_has_bare_position,
    ),
    Lack(
        name="credit",
        words=_("the credit of its picture"),
        condition=lambda on: Q(picture__isnull=False, picture__credit=""),
    ),
    Lack(
        name="name",
        words=_("a name: this one was guessed"),
        condition=lambda on: Q(name_is_guessed=True),
    ),
)


def lacking(entities: EntityQuerySet, lack: Lack, *, on: date) -> EntityQuerySet:
    """Those of the profiles that lack this."""
    return with_ends(entities).filter(lack.condition(on))


def lacks_any(*, on: date) -> Q:
    """Asked of profiles `with_ends`: whether they lack anything at all."""
    lacks = Q()
    for lack in LACKS:
        lacks |= Q(lack.condition(on))
    return lacks


def with_ends(entities: EntityQuerySet) -> EntityQuerySet:
    """The profiles with the ends of their descriptions, which the conditions ask for."""
    last = {
        f"description_last_{length}": Lower(Right("description", length))
        for length in range(1, LONGEST_TITLE + 1)
    }
    return entities.alias(description_end=Right("description", END), **last)
