"""Statements of an entity and the values in them, as the JSON data model of Wikibase has them.

https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html says what may stand where. An
empty map comes as `[]`; what is not of the form described there is passed over, never an error.
"""

import calendar
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from newsroom.fields import PartialDate

NUMBER = re.compile(r"Q[1-9][0-9]{0,18}")
TIME = re.compile(r"\+0*([0-9]{1,4})-([0-9]{2})-([0-9]{2})T")
YEAR, MONTH = 9, 10  # of the precisions; less is a decade or a century, more a day
JULIAN = "Q1985786"
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def is_number(text: Any) -> bool:
    """Whether this is the number of an item: Q42."""
    return isinstance(text, str) and bool(NUMBER.fullmatch(text))


@dataclass(frozen=True, slots=True)
class Snak:
    """A property with its value. The value is None where it is unknown, or there is none."""

    is_unknown: bool = False
    value: Any = None

    @property
    def item(self) -> str:
        """The number of the item that this is, or nothing."""
        value = self.value if isinstance(self.value, dict) else {}
        number = str(value.get("id"))
        if "id" not in value and value.get("entity-type") == "item":  # as older dumps have it
            number = f"Q{value.get('numeric-id')}"
        return number if is_number(number) else ""

    @property
    def text(self) -> str:
        return one_line(self.value)

    @property
    def monolingual(self) -> tuple[str, str]:
        """A text and the code of its language."""
        value = self.value if isinstance(self.value, dict) else {}
        return one_line(value.get("text")), one_line(value.get("language"))

    @property
    def date(self) -> PartialDate | None:
        """The day, month or year; None for less than that, and for years before the common era."""
        value = self.value if isinstance(self.value, dict) else {}
        precision = value.get("precision")
        match = TIME.match(str(value.get("time")))
        if not match or not isinstance(precision, int) or precision < YEAR:
            return None
        year, month, day = map(int, match.groups())
        month = month if precision >= MONTH else 0
        day = day if precision > MONTH and month else 0
        try:
            if str(value.get("calendarmodel")).endswith(JULIAN):
                return _from_julian(year, month, day)
            return PartialDate(year, month, day)
        except ValueError:
            return None


@dataclass(frozen=True, slots=True)
class Statement:
    is_preferred: bool
    main: Snak
    _qualifiers: Mapping[str, Any]
    _references: list[Any]

    def qualifiers(self, name: str) -> list[Snak]:
        return list(_snaks(self._qualifiers.get(name)))

    def references(self) -> list[dict[str, list[Snak]]]:
        """Each reference as its snaks by property."""
        given = [mapping(mapping(each).get("snaks")) for each in self._references]
        return [{name: list(_snaks(some)) for name, some in each.items()} for each in given]


def statements(entity: Mapping[str, Any], name: str) -> list[Statement]:
    """All that counts of a property, the preferred first: deprecated ones never do."""
    found = [
        Statement(
            each.get("rank") == "preferred",
            main,
            mapping(each.get("qualifiers")),
            listed(each.get("references")),
        )
        for each in map(mapping, listed(mapping(entity.get("claims")).get(name)))
        if each.get("rank") in ("preferred", "normal")
        for main in _snaks([each.get("mainsnak")])
    ]
    return sorted(found, key=lambda statement: not statement.is_preferred)


def best(entity: Mapping[str, Any], name: str) -> list[Statement]:
    """The statements of the highest rank."""
    found = statements(entity, name)
    return [each for each in found if each.is_preferred == found[0].is_preferred]


def one_line(text: Any) -> str:
    """A text without breaks and control characters; empty for what is none."""
    if not isinstance(text, str):
        return ""
    # A half of a pair of surrogates is no character, and no database takes it.
    whole = text.encode("utf-8", "ignore").decode()
    return " ".join(CONTROL.sub(" ", whole).split())


def mapping(value: Any) -> Mapping[str, Any]:
    return value if isinstance(value, dict) else {}


def listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else []


def _snaks(value: Any) -> Iterator[Snak]:
    for each in map(mapping, listed(value)):
        kind = each.get("snaktype")
        if kind == "value" and "value" in mapping(each.get("datavalue")):
            yield Snak(value=each["datavalue"]["value"])
        elif kind in ("somevalue", "novalue"):
            yield Snak(is_unknown=kind == "somevalue")


def _from_julian(year: int, month: int, day: int) -> PartialDate:
    """A date of the Julian calendar in ours. A month of it lies in two of ours: the year stays."""
    if not day:
        return PartialDate(year)
    days = 29 if month == 2 and year % 4 == 0 else calendar.monthrange(2001, month)[1]
    if day > days:
        raise ValueError("There is no such day.")
    since_march, years = (month - 3) % 12, year + 4800 - (month < 3)
    number = day + (153 * since_march + 2) // 5 + 365 * years + years // 4 - 32083
    found = date.fromordinal(number - 1_721_425)
    return PartialDate(found.year, found.month, found.day)
