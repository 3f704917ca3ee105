"""Days, months and years as people write them ↔ ISO 8601 ("2024", "2024-10", "2024-10-04")."""

import re
from datetime import date

_MONTHS = "January February March April May June July August September October November December"
MONTHS = _MONTHS.split()

_MONTH = "(?:" + "|".join(f"{month[:3]}(?:{month[3:]})?" for month in MONTHS) + r"|Sept)\.?"
_DAY = r"(\d{1,2})(?:st|nd|rd|th)?"
# Groups: year, month, day of each of the five ways; re.ASCII keeps \d to what int() is meant for.
DATE = re.compile(
    rf"(?:(\d{{4}})(?:-(\d\d)(?:-(\d\d))?)?"  # 2024-10-04, 2024-10, 2024
    rf"|{_DAY}\s+({_MONTH}),?\s+(\d{{4}})"  # 4 October 2024
    rf"|({_MONTH})\s+{_DAY},?\s+(\d{{4}})"  # October 4, 2024
    rf"|({_MONTH}),?\s+(\d{{4}}))(?![\w-])",  # October 2024
    re.ASCII | re.IGNORECASE,
)


def iso(match: re.Match[str]) -> str | None:
    """What a match of DATE says, or None where there is no such day."""
    year, month, day = _parts(match)
    try:
        date(int(year), month or 1, day or 1)
    except ValueError:
        return None
    return (
        year
        + (f"-{month:02}" if month is not None else "")
        + (f"-{day:02}" if day is not None else "")
    )


def read(text: str) -> str | None:
    """A whole text as a date, or None where it is none."""
    match = DATE.fullmatch(text)
    return iso(match) if match else None


def written(iso_date: str) -> str:
    """An ISO date as it stands in the file: "4 October 2024". Empty where it is no such date."""
    match = DATE.fullmatch(iso_date)
    if not match or not match[1] or iso(match) is None:
        return ""
    year, month, day = _parts(match)
    words = [str(day or ""), MONTHS[month - 1] if month else "", year]
    return " ".join(word for word in words if word)


def _parts(match: re.Match[str]) -> tuple[str, int | None, int | None]:
    iso_year, iso_month, iso_day, d1, m1, y1, m2, d2, y2, m3, y3 = match.groups()
    if iso_year:
        return iso_year, _number(iso_month), _number(iso_day)
    return y1 or y2 or y3, _month(m1 or m2 or m3), _number(d1 or d2)


def _number(digits: str | None) -> int | None:
    return None if digits is None else int(digits)


def _month(name: str) -> int:
    return next(n for n, month in enumerate(MONTHS, 1) if month[:3] == name[:3].capitalize())
