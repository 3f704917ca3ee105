"""What a text calls a person in front of their name, and whether their profile says the same. Pure.

A title has an office in it: “Russian Security Council Secretary”, and not “On Monday”. English
titles only: others are left alone.
"""

import re

from entities.nationalities import ORIGINS
from newsroom.prose import OPENERS

LONGEST = 14  # words of a title
FAR = 240  # characters


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


OFFICES = _set(
    "administrator advisor ambassador archbishop ayatollah bishop cardinal ceo chair chancellor "
    "commander commissioner comptroller consul coordinator councillor director emir emperor "
    "empress envoy executive founder governor head inspector judge justice king lawmaker leader "
    "manager mayor minister monarch ombudsman patriarch pm pope president prince princess "
    "prosecutor queen rector representative secretary senator shah sheikh speaker spokesperson "
    "sultan superintendent treasurer"
)
# Other words for them, and for what they are about.
SAME = {
    **dict.fromkeys(("chairman", "chairwoman", "chairperson", "chairmen"), "chair"),
    **dict.fromkeys(("congressman", "congresswoman", "rep"), "representative"),
    **dict.fromkeys(("councilman", "councilwoman", "councilor"), "councillor"),
    **dict.fromkeys(("spokesman", "spokeswoman", "spokesmen"), "spokesperson"),
    **dict.fromkeys(("mp", "mep", "legislator", "parliamentarian"), "lawmaker"),
    **dict.fromkeys(("boss", "chief", "heads", "headed"), "head"),
    **dict.fromkeys(("led", "leads", "ruler", "supremo"), "leader"),
    **dict.fromkeys(("premier", "taoiseach"), "pm"),
    **dict.fromkeys(("senate", "sen"), "senator"),
    **dict.fromkeys(("home", "internal"), "interior"),
    **dict.fromkeys(("treasury", "financial"), "finance"),
    **{"adviser": "advisor", "amb": "ambassador", "gov": "governor", "pres": "president"},
    **{"presidency": "president", "secretariat": "secretary", "defense": "defence"},
    **{"external": "foreign", "economic": "economy", "labor": "labour", "premiership": "pm"},
}
# Several words that are one office.
JOINED = (
    (re.compile(r"\bprime[ -]minister"), "pm"),
    (re.compile(r"\bminister[ -]president"), "pm minister president"),
    (re.compile(r"\bheads? of (?:the )?state\b"), "head president"),
    (re.compile(r"\bheads? of (?:the )?government\b"), "head pm"),
    (re.compile(r"\bchief executive(?: officer)?"), "ceo"),
    (re.compile(r"\bmembers? of (?:the )?(?:\w+ )?parliament\b"), "lawmaker"),
)
# Whoever leads something is called its head or leader, whatever the office is called.
LEADS = _set("head leader")
LEADING = LEADS | _set(
    "ayatollah ceo chair chancellor commander commissioner director emir emperor founder governor "
    "king mayor monarch patriarch pm pope president queen rector secretary shah speaker sultan"
)
# Words of offices and their places that say nothing of the person …
GENERIC = _set(
    "acting affairs agency assembly assistant association authority board body bureau cabinet "
    "chamber commission committee company congress corporation council department deputy "
    "directorate federation first forces general government group house interim joint junior "
    "ministry national office official organisation organization party permanent prime second "
    "senior service special state supreme union vice"
)
# … and those that say what an office is about, written small as often as not.
FIELDS = _set(
    "agriculture army climate communications culture defence defense economic economy education "
    "energy environment external finance financial fisheries foreign health home human "
    "immigration industry information intelligence interior internal justice labor labour "
    "military opposition parliamentary policy presidential press regional religious rights ruling "
    "science security social spiritual sports staff tourism trade transport treasury far-left "
    "far-right left-wing right-wing"
)
LINKS = _set("of for to the and in on at de du des del")
# Not any more, or not yet: the profile need not say so.
NOT_NOW = _set(
    "candidate contender deposed designate elect erstwhile ex exiled former hopeful incoming late "
    "nominee once one-time onetime ousted retired then would-be"
)
HONORIFICS = _set("mr mrs ms miss dr prof professor sir dame lord lady gen general col colonel hon")
ABBREVIATIONS = HONORIFICS | _set("amb gov pres rep sec sen st")
# Words with a capital that begin a sentence, not a title.
OPENING = {word.lower() for word in OPENERS} | _set(
    "monday tuesday wednesday thursday friday saturday sunday today yesterday tomorrow january "
    "february march april june july august september october november december"
)
LITTLE = LINKS | _set(
    "a an also as been by from has have he her his is its she since their they was were who which "
    "with serving served serves current currently incumbent new"
)

WORD = re.compile(r"(?:[^\W_]|['’&.-])+")
STRETCH = re.compile(rf"(?:{WORD.pattern}[ \u00a0])+$")
POSSESSIVE = re.compile("['’](?:s|$)$")


def in_front(text: str, start: int) -> str:
    """The title directly before the name that begins at `start`; empty where there is none."""
    stretch = STRETCH.search(text, max(start - FAR, 0), start)
    if not stretch:
        return ""
    words = _of_one_sentence(list(WORD.finditer(text, stretch.start(), start)))
    while words and _key(words[-1][0]) in HONORIFICS:
        words.pop()
    written = [word[0] for word in words]
    office = _office(written)
    if office is None:
        return ""
    first = _beginning(written, office)
    return text[words[first].start() : words[-1].end()]


def clashes(title: str, said: str) -> bool:
    """Whether no meaningful word of the title is in what a profile says the person is.

    A title that is held no more, or not yet, clashes with nothing; nor does one with a profile
    that says nothing.
    """
    called, known = _meaning(title), _meaning(said)
    if not said.strip() or not called & OFFICES or is_of_another_time(title):
        return False
    is_led = called & LEADS and known & LEADING
    return not (is_led or called & known)


def is_of_another_time(title: str) -> bool:
    """Whether the title says that it is held no more, or not yet."""
    return any(part in NOT_NOW for word in WORD.findall(title) for part in _parts(word))


def _of_one_sentence(words: list[re.Match[str]]) -> list[re.Match[str]]:
    """The last words of a stretch, back to where a sentence ends before them."""
    words = words[-LONGEST:]
    for index in reversed(range(len(words))):
        bare = words[index][0].rstrip(".")
        is_shortened = bare.lower() in ABBREVIATIONS or "." in bare or len(bare) < 2
        if words[index][0].endswith(".") and not is_shortened:
            return words[index + 1 :]
    return words


def _office(words: list[str]) -> int | None:
    """The place of the office: the last word, or one with “of …” behind it and nothing else."""
    if not words:
        return None
    if _is_office(words[-1]):
        return len(words) - 1
    if _key(words[-1]) in LINKS or not _may_follow(words[-1]):
        return _office(words[:-1]) if _key(words[-1]) in NOT_NOW else None
    found = None
    for index in range(len(words) - 2, 0, -1):
        if _key(words[index]) in LINKS and _is_office(words[index - 1]):
            found = index - 1
        elif not (_may_follow(words[index]) or _key(words[index]) in LINKS):
            break
    return found


def _beginning(words: list[str], office: int) -> int:
    """The place of the first word of the title whose office stands at a place."""
    first = office
    while first and _may_precede(words[first - 1]):
        first -= 1
    is_double = first > 1 and _key(words[first - 1]) == "and" and _is_office(words[first - 2])
    return _beginning(words, first - 2) if is_double else first


def _is_office(word: str) -> bool:
    return any(_same(part) in OFFICES for part in _parts(word))


def _may_follow(word: str) -> bool:
    return word[0].isupper() or _key(word) in GENERIC | FIELDS


def _may_precede(word: str) -> bool:
    key = _key(word)
    if key in OPENING or key in LITTLE:
        return False
    is_known = key in GENERIC | FIELDS | NOT_NOW or _is_office(word)
    return is_known or word[0].isupper() or any(part in NOT_NOW for part in _parts(word))


def _meaning(text: str) -> frozenset[str]:
    """The words that say what somebody is, each in one form."""
    lower = text.lower().replace("’", "'")
    for pattern, office in JOINED:
        lower = pattern.sub(office, lower)
    words = {_same(part) for word in WORD.findall(lower) for part in _parts(word)}
    return frozenset(words) - GENERIC - ORIGINS - LITTLE - NOT_NOW - {""}


def _parts(word: str) -> list[str]:
    """The word, and what hyphens join in it."""
    key = _key(word)
    return [key, *key.split("-")] if "-" in key else [key]


def _key(word: str) -> str:
    return POSSESSIVE.sub("", word.lower()).strip(".'’-&")


def _same(word: str) -> str:
    """The one form of a word: of either sex, in the singular."""
    if word in SAME:
        return SAME[word]
    single = word.removesuffix("s")
    return SAME.get(single, single if single in OFFICES else word)
