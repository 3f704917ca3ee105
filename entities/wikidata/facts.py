"""What one entity of Wikidata says that a profile can say. Pure; how it is written is `snaks.py`.

https://doc.wikimedia.org/Wikibase/master/php/docs_topics_json.html describes the JSON. Of each
property the statements of the best rank count; of offices held all but the deprecated ones.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator

from entities.names import name_key
from entities.wikidata import sentences
from entities.wikidata.classes import HUMAN, KINDS, LICENCES, OFFICES, PAGES
from entities.wikidata.countries import CODES, KNOWN
from entities.wikidata.snaks import (
    Snak,
    Statement,
    best,
    is_number,
    listed,
    mapping,
    one_line,
    statements,
)
from newsroom.fields import PartialDate, is_language

INSTANCE_OF, SUBCLASS_OF, OFFICEHOLDER = "P31", "P279", "P1308"
NAME_OF_ITS_OWN, NATIVE_LABEL = "P1559", "P1705"
BORN, DIED = "P569", "P570"
POSITION_HELD, START, END = "P39", "P580", "P582"
HELD_AT = ("P642", "P2389")  # of; organisation directed
REFERENCE_URL, RETRIEVED = "P854", "P813"
CITIZEN_OF, COUNTRY, ISO_CODE = "P27", "P17", "P297"
OFFICIAL_SITE, IMAGE, LICENCE = "P856", "P18", "P275"

MUL = "mul"  # what is the same in many languages
LONGEST_NAME, LONGEST_URL, LONGEST_IMAGE = 200, 200, 300
_is_web_address = URLValidator(schemes=["http", "https"])


class NoItem(Exception):
    """The JSON is nothing that could be a profile; its text says what it is."""


@dataclass(frozen=True, kw_only=True, slots=True)
class Name:
    name: str
    language: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Held:
    """An office: the number of the office, and of what it is held at."""

    office: str
    at: str = ""
    started_on: PartialDate | None = None
    ended_on: PartialDate | None = None
    as_of: date | None = None
    source_url: str = ""


@dataclass(frozen=True, kw_only=True, slots=True)
class Facts:
    """Empty texts and None are what Wikidata does not say, or what nobody knows.

    `asked` is the number under which the entity was asked for, where another is its own now; what
    `is_bare` says no more than that.
    `kind` is empty where its classes are not known here. `is_office` says that it is what people
    hold. `left_out` counts offices that ended at a time that nobody knows.
    """

    id: str
    asked: str = ""
    is_bare: bool = False
    kind: str = ""
    is_office: bool = False
    name: str = ""
    description: str = ""
    aliases: tuple[Name, ...] = ()
    native_name: str = ""
    native_language: str = ""
    born_on: PartialDate | None = None
    died_on: PartialDate | None = None
    positions: tuple[Held, ...] = ()
    left_out: int = 0
    country: str = ""
    iso_code: str = ""
    official_site: str = ""
    image_name: str = ""
    image_licence: str = ""

    @property
    def url(self) -> str:
        return f"https://www.wikidata.org/wiki/{self.id}"

    @property
    def offices(self) -> set[str]:
        """The numbers whose names its positions need."""
        return {number for held in self.positions for number in (held.office, held.at) if number}


@dataclass(frozen=True, kw_only=True, slots=True)
class Glance:
    """What positions and countries of others need of an entity, and the offices that it needs."""

    id: str
    name: str
    iso_code: str
    offices: frozenset[str]


def preference(languages: Iterable[str]) -> tuple[str, ...]:
    """The codes to look under, in order: each, each without its region, then “mul”."""
    codes = [code.lower() for code in languages]
    wanted = [one for code in codes for one in dict.fromkeys((code, code.split("-")[0]))]
    return tuple(dict.fromkeys((*wanted, MUL)))


def read(
    entity: Mapping[str, Any],
    *,
    languages: Sequence[str],
    asked: str = "",
    codes: Mapping[str, str] = CODES,
) -> Facts:
    """What the entity says, in the first of the languages that it says it in. Raises NoItem.

    `codes` are the ISO codes of countries by their numbers.
    """
    number, asked = _numbers(entity, asked)
    classes = [each.main.item for each in best(entity, INSTANCE_OF)]
    if set(classes) & PAGES.keys():
        raise NoItem("A page that Wikipedia keeps for itself.")
    is_person = HUMAN in classes
    name, _language = _term(entity, "labels", languages, longest=LONGEST_NAME)
    native_name, native_language = _native(entity)
    born_on, died_on = _life(entity)
    positions, left_out = _positions(entity, is_dead=_is_said(entity, DIED))
    iso_code = _iso_code(entity)
    image_name, image_licence = _image(entity)
    return Facts(
        id=number,
        asked=asked,
        is_bare=not {"labels", "descriptions", "claims"} & entity.keys(),
        kind="person" if is_person else next(filter(None, map(KINDS.get, classes)), ""),
        is_office=_is_office(entity, classes),
        name=name,
        description=_description(entity, languages, name, is_person),
        aliases=_aliases(entity, languages, name, native_name, native_language),
        native_name=native_name,
        native_language=native_language,
        born_on=born_on,
        died_on=died_on,
        positions=positions,
        left_out=left_out,
        country=iso_code or _country(entity, CITIZEN_OF if is_person else COUNTRY, codes),
        iso_code=iso_code,
        official_site=_official_site(entity),
        image_name=image_name,
        image_licence=image_licence,
    )


def glance(entity: Mapping[str, Any], *, languages: Sequence[str]) -> Glance:
    """As `read`, and much quicker. Raises NoItem."""
    number, _asked = _numbers(entity, "")
    held = statements(entity, POSITION_HELD)
    return Glance(
        id=number,
        name=_term(entity, "labels", languages, longest=LONGEST_NAME)[0],
        iso_code=_iso_code(entity),
        offices=frozenset(filter(None, (n for each in held for n in (each.main.item, _at(each))))),
    )


def _numbers(entity: Mapping[str, Any], asked: str) -> tuple[str, str]:
    """The number of the entity, and the one that leads to it where that is another."""
    if "missing" in entity:
        raise NoItem("Wikidata has no such entity.")
    # As redirects are kept, and as wbgetentities tells of them.
    redirects = mapping(entity.get("redirects"))
    old = entity.get("entity") or redirects.get("from") or asked
    number = entity.get("redirect") or redirects.get("to") or entity.get("id")
    if not is_number(number):
        what = entity.get("type")
        raise NoItem(f"No item but a {what}." if what in ("property", "lexeme") else "No item.")
    return str(number), str(old) if is_number(old) and old != number else ""


def _term(
    entity: Mapping[str, Any], kind: str, languages: Iterable[str], *, longest: int = 500
) -> tuple[str, str]:
    """A label or description and its language; what is too long to be one counts as none."""
    terms = mapping(entity.get(kind))
    for language in languages:
        text = one_line(mapping(terms.get(language)).get("value"))
        if 0 < len(text) <= longest:
            return text, language
    return "", ""


def _description(
    entity: Mapping[str, Any], languages: Sequence[str], name: str, is_person: bool
) -> str:
    text, language = _term(entity, "descriptions", languages)
    return sentences.sentence(
        text, name=name, language=language, is_person=is_person, is_dead=_is_said(entity, DIED)
    )


def _aliases(
    entity: Mapping[str, Any],
    languages: Sequence[str],
    name: str,
    native_name: str,
    native_language: str,
) -> tuple[Name, ...]:
    """Its other names: in the languages asked for, and in its own. Those that are one, once."""
    labels, aliases = mapping(entity.get("labels")), mapping(entity.get("aliases"))
    given = [(code, mapping(labels.get(code)).get("value")) for code in languages]
    for code in languages:
        given += [(code, mapping(row).get("value")) for row in listed(aliases.get(code))]
    given.append((native_language, mapping(labels.get(native_language)).get("value")))
    known = {name_key(name), name_key(native_name)}
    found = []
    for code, value in given:
        text = one_line(value)
        key = name_key(text)
        if 0 < len(text) <= LONGEST_NAME and key not in known:
            known.add(key)
            found.append(Name(name=text, language="" if code == MUL else language_code(code)))
    return tuple(found)


def language_code(code: str) -> str:
    """The code where it is one of BCP 47, as nearly all of Wikidata’s are."""
    try:
        is_language(code)
    except ValidationError:
        return ""
    return code if len(code) <= 20 else ""


def _native(entity: Mapping[str, Any]) -> tuple[str, str]:
    for each in [*best(entity, NAME_OF_ITS_OWN), *best(entity, NATIVE_LABEL)]:
        text, language = each.main.monolingual
        if 0 < len(text) <= LONGEST_NAME:
            return text, language_code(language)
    return "", ""


def _life(entity: Mapping[str, Any]) -> tuple[PartialDate | None, PartialDate | None]:
    born = _first_date(each.main for each in best(entity, BORN))
    died = _first_date(each.main for each in best(entity, DIED))
    return (born, died) if in_order(born, died) else (None, None)


def in_order(first: PartialDate | None, second: PartialDate | None) -> bool:
    """Whether the second may lie behind the first, as far as both are known."""
    if not first or not second:
        return True
    return str(second) >= str(first) or str(first).startswith(str(second))


def _positions(entity: Mapping[str, Any], *, is_dead: bool) -> tuple[tuple[Held, ...], int]:
    """Offices held, and how many had to be left out because nobody knows when they ended.

    What has no end is held now where it is of the best rank; beside a preferred statement, and
    for the dead, it is an office that ended some time.
    """
    given = [each for each in statements(entity, POSITION_HELD) if each.main.item]
    current = best(entity, POSITION_HELD)
    found: dict[tuple[str, str, str], Held] = {}
    left_out = 0
    for each in given:
        ends = each.qualifiers(END)
        ended_on = _first_date(ends)
        has_ended = any(end.value is not None or end.is_unknown for end in ends)
        if not ended_on and (has_ended or is_dead or each not in current):
            left_out += 1
            continue
        held = _held(each, ended_on)
        if in_order(held.started_on, ended_on):
            found.setdefault((held.office, held.at, str(held.started_on or "")), held)
    return tuple(found.values()), left_out


def _held(statement: Statement, ended_on: PartialDate | None) -> Held:
    source_url, as_of = _source(statement)
    return Held(
        office=statement.main.item,
        at=_at(statement),
        started_on=_first_date(statement.qualifiers(START)),
        ended_on=ended_on,
        as_of=as_of,
        source_url=source_url,
    )


def _at(statement: Statement) -> str:
    """The number of what the office is held at."""
    places = (each.item for name in HELD_AT for each in statement.qualifiers(name))
    return next(filter(None, places), "")


def _source(statement: Statement) -> tuple[str, date | None]:
    """The first reference with a web address, and the day on which it was looked at."""
    for reference in statement.references():
        for snak in reference.get(REFERENCE_URL, ()):
            if web_address(snak.text):
                looked = _first_date(reference.get(RETRIEVED, ()))
                is_day = looked and looked.day
                day = date(looked.year, looked.month, looked.day) if looked and is_day else None
                return snak.text, day
    return "", None


def _is_office(entity: Mapping[str, Any], classes: Iterable[str]) -> bool:
    above = [each.main.item for each in best(entity, SUBCLASS_OF)]
    is_one = bool({*classes, *above} & OFFICES.keys())
    return is_one or bool(best(entity, OFFICEHOLDER))


def _iso_code(entity: Mapping[str, Any]) -> str:
    codes = (each.main.text.upper() for each in best(entity, ISO_CODE))
    return next((code for code in codes if code in KNOWN), "")


def _country(entity: Mapping[str, Any], name: str, codes: Mapping[str, str]) -> str:
    """The one country that it is of now; nothing where there are two, or none with a code."""
    now = [each for each in best(entity, name) if not each.qualifiers(END)]
    found = {codes[each.main.item] for each in now if each.main.item in codes}
    return found.pop() if len(found) == 1 else ""


def _official_site(entity: Mapping[str, Any]) -> str:
    sites = (each for each in best(entity, OFFICIAL_SITE) if not each.qualifiers(END))
    return next((each.main.text for each in sites if web_address(each.main.text)), "")


def _image(entity: Mapping[str, Any]) -> tuple[str, str]:
    for each in best(entity, IMAGE):
        if 0 < len(each.main.text) <= LONGEST_IMAGE:
            licences = (LICENCES.get(licence.item) for licence in each.qualifiers(LICENCE))
            return each.main.text, next(filter(None, licences), "")
    return "", ""


def web_address(text: str) -> str:
    """The host of a web address that a profile can keep; nothing for what is none."""
    if not text or len(text) > LONGEST_URL:
        return ""
    try:
        _is_web_address(text)
        return urlsplit(text).hostname or ""
    except (ValidationError, ValueError):
        return ""


def _first_date(snaks: Iterable[Snak]) -> PartialDate | None:
    return next(filter(None, (snak.date for snak in snaks)), None)


def _is_said(entity: Mapping[str, Any], name: str) -> bool:
    """Whether there is a value, known or not."""
    return any(each.main.value is not None or each.main.is_unknown for each in best(entity, name))
