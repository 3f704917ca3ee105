"""A short description of Wikidata made a sentence. Pure.

“Russian politician (born 1955)” is no sentence, and “is a” before it is not always English: it is
put there for people whose description ends in what they do. All others get their name in front.
"""

import re

OCCUPATIONS = (
    "academic activist actor actress admiral adviser advisor ambassador analyst architect artist "
    "astronaut athlete attorney author banker bishop blogger broadcaster businessman "
    "businessperson businesswoman cardinal chemist civil-servant cleric commentator composer "
    "computer-scientist cosmonaut diplomat director economist editor engineer entrepreneur "
    "executive filmmaker footballer general historian investor journalist judge jurist lawyer "
    "military-officer musician novelist officer oligarch philanthropist philosopher photographer "
    "physician physicist playwright poet politician priest producer professor psychologist "
    "publicist researcher sailor scholar scientist singer soldier sociologist spy statesman "
    "stateswoman strategist teacher theologian trade-unionist writer"
).replace("-", " ")
WORDS = frozenset(OCCUPATIONS.split()) - {"civil", "computer", "trade", "military"}
YEARS = re.compile(r"\s*\([^()]*\)$")
# What an office begins with, or what tells of time: such a description is left as it is.
NO_LIST = re.compile(r"\b(of|since|from|until|the|who|which|former|\d+(st|nd|rd|th)?)\b|[;:]", re.I)
AND = re.compile(r",? and |, ")
# Where the letter is a vowel and the sound is none, and the other way about.
TAKES_A = re.compile(r"uni(?![nm])|ukr|uru|uga|use|eu|one\b", re.I)
TAKES_AN = re.compile(r"[aeiou]|hono|heir|hour", re.I)
STOPS = (".", "!", "?", "…", "。", "！", "？", "।", "۔")


def sentence(description: str, *, name: str, language: str, is_person: bool, is_dead: bool) -> str:
    """The whole description as a sentence about the name; empty for none."""
    if not description:
        return ""
    stop = "" if description.endswith(STOPS) else "."
    if is_person and language.split("-")[0] == "en" and _is_what_they_do(description):
        article = "" if re.match(r"an? ", description) else f"{_article(description)} "
        return f"{name} {'was' if is_dead else 'is'} {article}{description}{stop}"
    return f"{name}: {description}{stop}"


def _is_what_they_do(description: str) -> bool:
    """“Russian politician and military officer (born 1955)”: a list of well-known words."""
    bare = YEARS.sub("", description.rstrip("."))
    if not bare or bare.split()[0].isupper():  # “an FBI officer”, “a NATO general”: it takes an ear
        return False
    if NO_LIST.search(re.sub(r"^an? ", "", bare)):
        return False
    return all(part.split()[-1:] and part.split()[-1] in WORDS for part in AND.split(bare))


def _article(words: str) -> str:
    return "an" if TAKES_AN.match(words) and not TAKES_A.match(words) else "a"
