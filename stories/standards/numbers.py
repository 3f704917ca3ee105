"""The check that the sections of a page give the same number of the same thing.

It would rather miss two numbers that differ than call two that need not agree: it compares counts
of the same noun, in sentences that have more than the noun in common and name no other years.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations, product

from django.utils.translation import gettext as _

from newsroom.prose import OPENERS, sentences
from stories.models import Story
from stories.parts import title
from stories.standards.facts import Facts
from stories.standards.registry import Found, check
from stories.standards.texts import Text


def _set(words: str) -> frozenset[str]:
    return frozenset(words.split())


SCALES = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}
SCALE = rf"(?:\s+(?:{'|'.join(SCALES)})\b)?"
NUMBER = rf"(?:\d{{1,3}}(?:,\d{{3}})+|\d+(?:\.\d+)?){SCALE}"
HEDGE = (
    "more than|over|at least|no fewer than|fewer than|less than|nearly|almost|up to|as many as"
    "|about|around|some|roughly|approximately|an estimated"
)
FIGURE = re.compile(
    rf"(?<![\w.,:/-])(?<![$€£¥₩₹]\s)(?<![$€£¥₩₹])"
    rf"(?P<words>(?:(?P<hedge>{HEDGE})\s+)?"
    rf"(?:between\s+(?P<least>{NUMBER})\s+(?:to|and)\s+(?P<most>{NUMBER})"
    rf"|(?P<low>{NUMBER})(?:(?:\s+to\s+|\s?[–-]\s?)(?P<high>{NUMBER}))?))(?=\s)",
    re.IGNORECASE,
)
DIGIT = re.compile(r"\d")
NOUN = re.compile(r"\s+([^\W\d_][^\W\d_’'-]*(?:-[^\W\d_]+)*)")
WHOLE = re.compile(r"\bof\s+(?:(?:the|its|their|all|some|about)\s+)*$", re.IGNORECASE)
YEAR = re.compile(r"(?<![\d.,])(?:1[5-9]|20|21)\d\d(?![\d,.]\d|\d)")
WORD = re.compile(r"[^\W\d_]{4,}")

LONGEST_NAME = 4  # words from the number to its noun
# A noun phrase ends at these.
FUNCTION = _set(
    "a about after against also among an and are as at be because been before between but by "
    "can could did do during each for from had has have if in into is it its more of off on or "
    "other out over per since so than that the their them then there they this to under until "
    "up was were when where which while who will with within would "
    "january february march april may june july august september october november december"
)
PLURALS = _set(
    "people men women children police personnel staff crew cattle aircraft spacecraft dead injured "
    "wounded servicemen servicewomen"
)
SINGULARS = _set("overseas always perhaps besides news series")
# What is measured, not counted: two sums of money or stretches of time are seldom the same one.
MEASURES = _set(
    "dollars euros pounds yen won yuan roubles rubles rupees francs pesos crowns kroner cents "
    "seconds minutes hours days weeks months years decades centuries nights mornings times "
    "metres meters kilometres kilometers miles feet inches yards hectares acres litres liters "
    "grams kilograms tonnes tons ounces degrees watts kilowatts megawatts gigawatts volts "
    "points percentage places thousands millions billions trillions hundreds dozens"
)
SAME = {"soldier": "troop", "serviceman": "troop", "person": "people", "dead": "death"}
# Of these there are many kinds in one story: their sentences need more in common.
MANIFOLD = _set("people men women children member country seat vote case state company place")
ENDINGS = ("ments", "ment", "ations", "ation", "ions", "ion", "ings", "ing", "ed", "es", "s")
ABOVE = _set("more_than over at_least no_fewer_than")
BELOW = _set("fewer_than less_than nearly almost")
ABOUT = _set("about around some roughly approximately an_estimated")
WIDE, CLOSE = 1.5, 1.1  # “more than 100” and 140 agree, and so do “about 100” and 108


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number of things in a sentence: `words` as they stand, `noun` to compare by."""

    words: str
    noun: str
    named: frozenset[str]
    values: tuple[float, ...]
    hedge: str
    context: frozenset[str]
    years: frozenset[str]
    text: Text


@check(field="background")
def numbers_agree(story: Story, facts: Facts) -> Iterator[Found]:
    for figure, other in differing(facts.texts(story)):
        sentence = _(
            "Make these numbers agree: “%(words)s” (%(part)s) and “%(other)s” (%(other_part)s)."
        )
        given = {
            "words": figure.words,
            "part": title(figure.text.field),
            "other": other.words,
            "other_part": title(other.text.field),
        }
        yield Found(sentence=sentence % given, field=other.text.field, row=other.text.row)


def differing(texts: Iterable[Text]) -> Iterator[tuple[Figure, Figure]]:
    """Pairs of figures in different parts of the page that count the same and differ. Pure.

    One pair a noun. Parts that agree on one number of it may each have another one besides.
    """
    parts: dict[str, dict[str, list[Figure]]] = {}
    for text in texts:
        if text.is_ours:
            for figure in figures(text):
                parts.setdefault(figure.noun, {}).setdefault(figure.text.field, []).append(figure)
    for by_part in parts.values():
        found = (_differing(one, other) for one, other in combinations(by_part.values(), 2))
        if pair := next(filter(None, found), None):
            yield pair


def figures(text: Text) -> Iterator[Figure]:
    """What a text counts. Years, dates, money, measures, percentages and names are left out."""
    for sentence in sentences(text.text) if DIGIT.search(text.text) else ():
        for match in FIGURE.finditer(sentence):
            noun = None if _is_no_count(match, sentence) else _noun(sentence[match.end() :])
            if noun is not None:
                yield _figure(match, noun, sentence=sentence, text=text)


def _figure(match: re.Match[str], noun: list[str], *, sentence: str, text: Text) -> Figure:
    *named, counted = (word.lower() for word in noun)
    around = WORD.findall(sentence[: match.start()]) + WORD.findall(sentence[match.end() :])
    stems = {_stem(word) for word in around} - {_stem(word) for word in noun}
    return Figure(
        words=f"{match['words']} {' '.join(noun)}",
        noun=_singular(counted),
        named=frozenset(named),
        values=_values(match),
        hedge="_".join((match["hedge"] or "").lower().split()),
        context=frozenset(stems),
        years=frozenset(YEAR.findall(sentence)),
        text=text,
    )


def _differing(some: list[Figure], others: list[Figure]) -> tuple[Figure, Figure] | None:
    pairs = list(product(some, others))
    if any(_agree(one, other) for one, other in pairs):
        return None
    return next((pair for pair in pairs if _count_the_same(*pair)), None)


def _count_the_same(one: Figure, other: Figure) -> bool:
    """“12,000 troops” may be “12,000 North Korean troops”, which are no Russian troops."""
    wanted = 2 if one.noun in MANIFOLD else 1
    return (
        (one.named <= other.named or other.named <= one.named)
        and one.years == other.years
        and len(one.context & other.context) >= wanted
    )


def _agree(one: Figure, other: Figure) -> bool:
    if len(one.values) == len(other.values) == 1:
        return _covers(one, other.values[0]) or _covers(other, one.values[0])
    return one.values == other.values


def _covers(figure: Figure, value: float) -> bool:
    """Whether a round figure (“more than 100”) can be said of the exact one."""
    given = figure.values[0]
    least = given / (WIDE if figure.hedge in BELOW else CLOSE if figure.hedge in ABOUT else 1)
    most = given * (WIDE if figure.hedge in ABOVE else CLOSE if figure.hedge in ABOUT else 1)
    return least <= value <= most


def _is_no_count(match: re.Match[str], sentence: str) -> bool:
    """A year, the number of something, or a whole of which there is a part.

    “The 2024 elections”, “Article 5 members”, “410 of the 650 seats”.
    """
    before = sentence[: match.start()]
    if WHOLE.search(before):
        return True
    if not match["low"] or match["hedge"] or "," in match["low"]:
        return False
    *_others, last = before.split() or [""]
    last = last.lstrip("“‘«(\"'")
    is_named = last[:1].isupper() and last[-1].isalnum() and last not in OPENERS
    return bool(YEAR.fullmatch(match["low"])) or is_named


def _noun(rest: str) -> list[str] | None:
    """The words from a number to the noun that it counts; None where it counts nothing."""
    words: list[str] = []
    end = 0
    while len(words) < LONGEST_NAME and (match := NOUN.match(rest, end)):
        word = match[1].lower()
        if word in FUNCTION or word in MEASURES:
            return None
        words.append(match[1])
        if _is_plural(word):
            return words
        end = match.end()
    return None


def _is_plural(word: str) -> bool:
    is_regular = word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3
    return word in PLURALS or (is_regular and word not in SINGULARS)


def _singular(noun: str) -> str:
    if noun.endswith("ies"):
        bare = f"{noun[:-3]}y"
    elif noun.endswith(("ses", "xes", "ches", "shes")):
        bare = noun[:-2]
    elif noun.endswith("men"):
        bare = f"{noun[:-3]}man" if len(noun) > 5 else noun
    else:
        bare = noun.removesuffix("s")
    return SAME.get(bare, bare)


def _stem(word: str) -> str:
    """A word without its ending, so that “deployed” goes with “deployments”."""
    word = word.lower()
    for ending in ENDINGS:
        if word.endswith(ending) and len(word) - len(ending) >= 4:
            return word.removesuffix(ending)
    return word.removesuffix("n") if word.endswith("an") else word  # Russian, Korean


def _values(match: re.Match[str]) -> tuple[float, ...]:
    """The number, or both ends of a range: “1 to 2 million” begins at a million."""
    numbers = [match[name] for name in ("least", "most", "low", "high") if match[name]]
    *_digits, scale = numbers[-1].split()
    is_shared = scale.lower() in SCALES and "," not in numbers[0] and len(numbers[0].split()) == 1
    ends = [f"{numbers[0]} {scale}", *numbers[1:]] if is_shared else numbers
    return tuple(sorted({_value(number) for number in ends}))


def _value(number: str) -> float:
    digits, *scale = number.replace(",", "").split()
    return float(digits) * (SCALES[scale[0].lower()] if scale else 1)
