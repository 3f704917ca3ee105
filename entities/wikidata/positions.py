"""Positions that Wikidata gives, and which of those that a profile has each of them is. Pure."""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from entities.names import name_key
from entities.wikidata.facts import Facts, Held

Values = dict[str, Any]
Same = Callable[[Values, Values], bool]

LONGEST_TITLE, LONGEST_PLACE = 160, 200
SMALL_WORDS = frozenset({"of", "the", "for", "and", "in", "at"})


def named(facts: Facts, names: Mapping[str, str]) -> tuple[list[Values], set[str]]:
    """The positions with the names of their offices; and the offices whose name is not known."""
    known = [
        held for held in facts.positions if 0 < len(names.get(held.office, "")) <= LONGEST_TITLE
    ]
    unknown = {held.office for held in facts.positions} - {held.office for held in known}
    return [_position(facts, held, names) for held in known], unknown


def _position(facts: Facts, held: Held, names: Mapping[str, str]) -> Values:
    place = names.get(held.at, "")
    host = (urlsplit(held.source_url).hostname or "").removeprefix("www.")
    return {
        "title": capital(names[held.office]),
        "at": place if len(place) <= LONGEST_PLACE else "",
        "started_on": str(held.started_on) if held.started_on else None,
        "ended_on": str(held.ended_on) if held.ended_on else None,
        "as_of": str(held.as_of) if held.as_of else None,
        "source_name": host or "Wikidata",
        "source_url": held.source_url or facts.url,
        "wikidata_id": held.office,
    }


def capital(title: str) -> str:
    """“minister of defence” as a title begins: not so “eBay’s chairman”, which is a name."""
    first = title.split()[0]
    return title[:1].upper() + title[1:] if first.islower() else title


def match(
    rows: Sequence[Values], wanted: Sequence[Values]
) -> tuple[list[tuple[Values, Values]], list[Values], list[Values]]:
    """Rows with what Wikidata says of the same; rows that it says nothing of; what has no row."""
    pairs: list[tuple[Values, Values]] = []
    left, open_rows = list(wanted), list(rows)
    for is_same in (_same_start, _same_office, _same_words, _only_one(rows, wanted)):
        for row in list(open_rows):
            new = next((each for each in left if is_same(row, each)), None)
            if new is not None:
                pairs.append((row, new))
                open_rows.remove(row)
                left.remove(new)
    return pairs, open_rows, left


def _same_start(row: Values, new: Values) -> bool:
    return all(row[name] == new[name] for name in ("wikidata_id", "started_on"))


def _same_office(row: Values, new: Values) -> bool:
    return bool(row["wikidata_id"] == new["wikidata_id"]) and _may_be_one(row, new)


def _same_words(row: Values, new: Values) -> bool:
    """One that a person wrote: “Secretary” at the “Security Council of Russia”."""
    return not row["wikidata_id"] and _words(row) == _words(new) and _may_be_one(row, new)


def _only_one(rows: Sequence[Values], wanted: Sequence[Values]) -> Same:
    """An office held once there and once here began on one day, whichever that is."""

    def count(some: Iterable[Values], office: str) -> int:
        return sum(each["wikidata_id"] == office for each in some)

    def is_same(row: Values, new: Values) -> bool:
        office = new["wikidata_id"]
        return row["wikidata_id"] == office and count(rows, office) == count(wanted, office) == 1

    return is_same


def _may_be_one(row: Values, new: Values) -> bool:
    """Whether both may have begun on one day."""
    one, other = str(row["started_on"] or ""), str(new["started_on"] or "")
    return one.startswith(other) or other.startswith(one)


def _words(row: Values) -> frozenset[str]:
    words = re.findall(r"\w+", name_key(f"{row['title']} {row['at']}"))
    return frozenset(words) - SMALL_WORDS
