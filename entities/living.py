"""Facts about living persons that need a source and a second moderator.

Such facts are the dates of birth and death, what a person is a member of or party to, and words
that speak of what Regulation (EU) 2016/679 (GDPR) protects most: its Article 9(1) names ethnic
origin, political opinions, religion and belief, trade union membership, health and sexual life, its
Article 10 criminal convictions and offences. The words below stand for these, in English.

Only what is said of a person is sensitive: what takes a statement out may be done at once.
Settings may turn the rule off (LIVING_PERSONS). Where it is asked is for the acts.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entities.changes import Changes
from entities.changes.lines import row_in_words
from entities.changes.shape import label, values_of
from entities.models import Entity, Relation
from newsroom import acts

OLDEST = 115  # years; whoever was born earlier has died, whether we know the day or not
DATES = ("born_on", "died_on")
RELATIONS = (Relation.Kind.MEMBER_OF, Relation.Kind.PARTY_TO)
# What of a relation says something; the rest is where it is from.
SAID = ("subject", "kind", "object", "started_on", "ended_on")
ABOUT_A_DESCRIPTION = (
    *("description", "description_source", "description_url"),
    *("description_licence", "description_taken_on"),
)
# A star stands for any end of the word.
WORDS = {
    "crime": "accus* acquitt* arrest* assault* bribe* brib* convict* corrupt* crime* criminal* "
    "detained embezzl* extort* felon* fraud* fugitive* guilty indict* jail* killer* launder* "
    "manslaughter murder* perjury prison* imprison* prosecut* rape* rapist* sentenced smuggl* "
    "stalk* terroris* theft thief traffick* misconduct abus* harass*",
    "health": "addict* alcoholi* alzheimer* autis* bipolar cancer* dementia depress* diabet* "
    "diagnos* disab* disease* hiv ill illness* leukaemia leukemia miscarriage parkinson* "
    "pregnan* psychiatr* schizophren* suicid* tumour* tumor*",
    "religion": "agnostic* anglican* atheis* baptis* baptiz* buddhis* catholic* christian* "
    "evangelical* hindu* islam* jehovah* jew jews jewish judaism lutheran* methodist* mormon* "
    "muslim* orthodox pentecostal* protestant* religio* scientolog* shia shiite* sikh* sunni*",
    "orientation": "asexual* bisexual* gay homosexual* lesbian* lgbt* nonbinary non-binary queer* "
    "sexual* transgender* transsexual*",
    "origin": "descent ethnic* gypsy indigenous racial* roma romani sinti",
    "belief": "anarchis* communis* extremis* fascis* far-left far-right islamis* leftist* marxis* "
    "nazi* neo-nazi* rightist* separatis* socialis* supremacis* unionis*",
}
SENSITIVE = re.compile(
    r"(?<!\w)(?:"
    + "|".join(
        re.escape(word).replace(r"\*", r"\w*") for words in WORDS.values() for word in words.split()
    )
    + r")(?!\w)",
    re.IGNORECASE,
)


class NoSource(acts.Refused):
    """A sensitive fact about a living person comes without a source."""


@dataclass(frozen=True, kw_only=True)
class Fact:
    """A sensitive fact that a change states: what it is called, where it stands, its own source."""

    label: str
    part: str
    bit: Any  # the name of a field, or the row
    source: str = ""


def is_living(entity: Entity, *, on: date) -> bool:
    """Whether the profile is of a person who may be alive on this day."""
    return _lives(entity.kind, str(entity.born_on or ""), str(entity.died_on or ""), on=on)


def sensitive(entity: Entity, changes: Changes, *, on: date) -> list[str]:
    """What the sensitive facts are called that the change states of a living person."""
    return [fact.label for fact in facts(entity, changes, on=on)]


def facts(entity: Entity, changes: Changes, *, on: date) -> list[Fact]:
    """The sensitive facts that the change states of a living person."""
    if not settings.LIVING_PERSONS:
        return []
    fields = changes.get("fields", {})
    found: list[Fact] = []
    if is_living(entity, on=on) or _will_live(entity, fields, on=on):
        found += _in_fields(entity, fields)
    return found + list(_in_relations(entity, changes.get("relations", []), on=on))


def parted(entity: Entity, changes: Changes, *, on: date) -> tuple[Changes, Changes]:
    """The change in two: what is sensitive, with what belongs to it, and the rest."""
    found = facts(entity, changes, on=on)
    names = {fact.bit for fact in found if fact.part == "fields"}
    if "description" in names:
        names |= {*ABOUT_A_DESCRIPTION}
    rows = [fact.bit for fact in found if fact.part == "relations"]
    held: Changes = {}
    rest = {part: value for part, value in changes.items() if part not in ("fields", "relations")}
    for name, pair in changes.get("fields", {}).items():
        (held if name in names else rest).setdefault("fields", {})[name] = pair
    for row in changes.get("relations", []):
        (held if row in rows else rest).setdefault("relations", []).append(row)
    return held, rest


def stated(entity: Entity, *, on: date) -> list[Fact]:
    """The sensitive facts that stand in the profile of a living person."""
    if not settings.LIVING_PERSONS:
        return []
    found: list[Fact] = []
    if is_living(entity, on=on):
        values = values_of(entity, (*DATES, "description", "description_url"))
        found += _in_fields(entity, {name: ["", value] for name, value in values.items()})
    rows = [
        {"do": "add", "values": values_of(relation, (*SAID, "source_url"))}
        for relation in Relation.objects.of(entity).filter(kind__in=RELATIONS).order_by("pk")
    ]
    return found + list(_in_relations(entity, rows, on=on))


def refusal(found: list[Fact], *, source_url: str) -> NoSource | None:
    """The refusal that stating these facts without a source meets, if any."""
    bare = [fact.label for fact in found if not source_url and not fact.source]
    if not bare:
        return None
    sentence = ngettext(
        "A fact about a living person needs the link of its source: %(facts)s.",
        "Facts about a living person need the link of their source: %(facts)s.",
        len(bare),
    )
    return NoSource(sentence % {"facts": "; ".join(bare)})


def _lives(kind: str, born: str, died: str, *, on: date) -> bool:
    if kind != Entity.Kind.PERSON or died:
        return False
    if not born:
        return True
    last = f"{on.year - OLDEST:04}{on:-%m-%d}"
    return born > last or (len(born) < len(last) and last.startswith(born))


def _will_live(entity: Entity, fields: Changes, *, on: date) -> bool:
    """Whether the profile is of a living person once it says so."""
    said = values_of(entity, ("kind", *DATES)) | {name: pair[1] for name, pair in fields.items()}
    return _lives(said["kind"], said["born_on"] or "", said["died_on"] or "", on=on)


def _in_fields(entity: Entity, fields: Changes) -> Iterator[Fact]:
    for name in DATES:
        if fields.get(name, ["", ""])[1]:
            yield Fact(label=label(Entity, name), part="fields", bit=name)
    makes_a_person = fields.get("kind", ["", ""])[1] == Entity.Kind.PERSON
    if makes_a_person and (entity.born_on or _words(entity.description)):
        yield Fact(label=label(Entity, "kind"), part="fields", bit="kind")
    old, new = fields.get("description", ["", ""])
    # Christian Example is no believer by name.
    if gained := _words(new) - _words(old) - _words(entity.name):
        words = {"field": label(Entity, "description"), "words": ", ".join(sorted(gained))}
        source = fields.get("description_url", ["", ""])[1]
        about = _("%(field)s (%(words)s)") % words
        yield Fact(label=about, part="fields", bit="description", source=source)


def _words(text: str) -> set[str]:
    return {match[0].lower() for match in SENSITIVE.finditer(text)}


def _in_relations(entity: Entity, rows: list[Changes], *, on: date) -> Iterator[Fact]:
    for row in rows:
        values = row["values"]
        if row["do"] == "change":
            if values.keys().isdisjoint(SAID):
                continue
            relation = Relation.objects.filter(pk=row["id"]).first()
            stands = values_of(relation, (*SAID, "source_url")) if relation else {}
            values = stands | {name: pair[1] for name, pair in values.items()}
        if row["do"] == "remove" or values.get("kind") not in RELATIONS:
            continue
        sides = {values.get("subject"), values.get("object")} - {None}
        profiles = {each.pk: each for each in Entity.objects.filter(pk__in=sides)}
        if any(is_living(each, on=on) for each in profiles.values()):
            names = {key: each.name for key, each in profiles.items()}
            about = row_in_words("relations", values, names)
            source = values.get("source_url", "")
            yield Fact(label=about, part="relations", bit=row, source=source)
