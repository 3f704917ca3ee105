"""Entities as Wikidata writes them: builders for the tests, and files of any size.

`python -m tests.entities.wikidata.generate 100000 wikidata.json.bz2` writes one by hand.
"""

import bz2
import gzip
import json
import random
import sys
from pathlib import Path

OPENERS = {".gz": gzip.open, ".bz2": bz2.open}
OFFICES = 400
FIRST_OFFICE, FIRST_PLACE, FIRST_PERSON = 9_000_000, 8_000_000, 1_000_000
COUNTRIES = ["Q142", "Q183", "Q884", "Q159", "Q30"]
SYLLABLES = ["ka", "lo", "mi", "ren", "to", "shu", "ba", "del", "vi", "sor", "an", "gu", "pe", "ly"]


def snak(name, value, kind):
    return {
        "snaktype": "value",
        "property": name,
        "hash": "0123456789abcdef",
        "datavalue": {"value": value, "type": kind},
    }


def item_snak(name, number):
    value = {"entity-type": "item", "numeric-id": int(number[1:]), "id": number}
    return snak(name, value, "wikibase-entityid")


def text_snak(name, text):
    return snak(name, text, "string")


def monolingual(name, text, language):
    return snak(name, {"text": text, "language": language}, "monolingualtext")


def time_snak(name, time, precision=11, calendar="Q1985727"):
    value = {
        "time": time,
        "timezone": 0,
        "before": 0,
        "after": 0,
        "precision": precision,
        "calendarmodel": f"http://www.wikidata.org/entity/{calendar}",
    }
    return snak(name, value, "time")


def day(name, text, **options):
    return time_snak(name, f"+{text}T00:00:00Z", **options)


def year(name, number):
    return time_snak(name, f"+{number:04}-00-00T00:00:00Z", precision=9)


def unknown(name):
    return {"snaktype": "somevalue", "property": name, "hash": "0123456789abcdef"}


def nothing(name):
    return {"snaktype": "novalue", "property": name, "hash": "0123456789abcdef"}


def statement(main, *qualifiers, rank="normal", references=()):
    made = {"mainsnak": main, "type": "statement", "id": "Q1$0", "rank": rank}
    if qualifiers:
        by_name = {}
        for each in qualifiers:
            by_name.setdefault(each["property"], []).append(each)
        made |= {"qualifiers": by_name, "qualifiers-order": [*by_name]}
    if references:
        made["references"] = [
            {"hash": "0", "snaks": {each["property"]: [each] for each in snaks}, "snaks-order": []}
            for snaks in references
        ]
    return made


def entity(number, *statements, labels=None, descriptions=None, aliases=None, kind=None, **more):
    """An item; `kind` is what it is an instance of."""
    statements = ([statement(item_snak("P31", kind))] if kind else []) + [*statements]
    claims = {}
    for each in statements:
        claims.setdefault(each["mainsnak"]["property"], []).append(each)

    def terms(given):
        return {code: {"language": code, "value": text} for code, text in (given or {}).items()}

    return {
        "type": "item",
        "id": number,
        "labels": terms(labels) or [],
        "descriptions": terms(descriptions) or [],
        "aliases": {
            code: [{"language": code, "value": name} for name in names]
            for code, names in (aliases or {}).items()
        }
        or [],
        "claims": claims or [],
        "sitelinks": {"enwiki": {"site": "enwiki", "title": "A page", "badges": []}},
        "lastrevid": 1,
    } | more


def person(number="Q42", name="Sergei Shoigu", *statements, **more):
    more = {"labels": {"en": name}, "kind": "Q5"} | more
    return entity(number, *statements, **more)


def held(office, *qualifiers, **options):
    return statement(item_snak("P39", office), *qualifiers, **options)


# Files -------------------------------------------------------------------------------------------


def many(count, *, seed=0):
    """That many entities: of ten, seven people, one office and two places, the offices last.

    Each is made from its place in the file alone, so that a file is the same every time.
    """
    for index in range(count * 7 // 10):
        yield _someone(index, seed)
    rest = count - count * 7 // 10
    offices = min(rest // 3, OFFICES)
    for index in range(rest - offices):
        yield _somewhere(index, seed)
    for index in range(offices):
        number = f"Q{FIRST_OFFICE + index}"
        yield entity(number, labels={"en": f"minister of portfolio {index}"}, kind="Q294414")


def _someone(index, seed):
    chance = random.Random(index * 7_919 + seed)  # noqa: S311 - no secrets
    name = f"{_word(chance)} {_word(chance)}{index}"
    born = chance.randrange(1930, 1990)
    offices = [
        held(
            f"Q{FIRST_OFFICE + chance.randrange(OFFICES)}",
            year("P580", 2000 + term * 8),
            *([year("P582", 2004 + term * 8)] if term < 2 else []),
            references=[[text_snak("P854", f"https://gov.example/{index}/{term}")]],
        )
        for term in range(chance.randrange(4))
    ]
    return entity(
        f"Q{FIRST_PERSON + index}",
        statement(day("P569", f"{born}-0{chance.randrange(1, 10)}-1{chance.randrange(10)}")),
        statement(item_snak("P27", chance.choice(COUNTRIES))),
        statement(monolingual("P1559", f"이름{index}", "ko")),
        statement(text_snak("P856", f"https://person-{index}.example/")),
        statement(text_snak("P18", f"Person {index}.jpg"), item_snak("P275", "Q18199165")),
        *offices,
        labels={"en": name, "de": name, "ru": f"Имя {index}"},
        descriptions={"en": f"politician number {index}", "de": "Politiker"},
        aliases={"en": [f"{name} the Elder", f"N. {name}"], "ru": [f"Другое имя {index}"]},
        kind="Q5",
    )


def _somewhere(index, seed):
    chance = random.Random(index * 104_729 + seed)  # noqa: S311 - no secrets
    return entity(
        f"Q{FIRST_PLACE + index}",
        statement(item_snak("P17", chance.choice(COUNTRIES))),
        labels={"en": f"{_word(chance)}ville {index}"},
        descriptions={"en": "town in the middle of somewhere"},
        kind="Q3957",
    )


def _word(chance):
    return "".join(chance.choice(SYLLABLES) for _ in range(3)).capitalize()


def write(path, entities, *, form="dump"):
    """Write the entities: `dump` (an array, one a line), `lines`, `array` or `answer`."""
    opened = OPENERS.get(Path(path).suffix, open)
    with opened(path, "wt", encoding="utf-8") as file:
        if form == "lines":
            for each in entities:
                file.write(json.dumps(each, ensure_ascii=False) + "\n")
        elif form == "dump":
            file.write("[\n")
            for index, each in enumerate(entities):
                file.write((",\n" if index else "") + json.dumps(each, ensure_ascii=False))
            file.write("\n]\n")
        elif form == "array":
            json.dump([*entities], file, ensure_ascii=False, indent=2)
        else:
            json.dump({"entities": {each["id"]: each for each in entities}}, file)
    return Path(path)


if __name__ == "__main__":
    write(sys.argv[2], many(int(sys.argv[1])))
