"""What a topic's lead says of it: name, native name, date of birth. And the topic's bullet line,
where the same can be said in brackets."""

import re
from dataclasses import dataclass

from newsroom.prose import sentences
from stories.briefs import dates
from stories.briefs.layout import Topic
from stories.briefs.markup import escaped, one_line, split, visible

_LANGUAGES = (
    "Albanian sq, Amharic am, Arabic ar, Armenian hy, Azerbaijani az, Basque eu, Belarusian be, "
    "Bengali bn, Bosnian bs, Bulgarian bg, Burmese my, Catalan ca, Chinese zh, Croatian hr, "
    "Czech cs, Danish da, Dutch nl, Estonian et, Finnish fi, French fr, Galician gl, Georgian "
    "ka, German de, Greek el, Hausa ha, Hebrew he, Hindi hi, Hungarian hu, Icelandic is, "
    "Indonesian id, Irish ga, Italian it, Japanese ja, Kazakh kk, Khmer km, Korean ko, Kurdish "
    "ku, Kyrgyz ky, Lao lo, Latvian lv, Lithuanian lt, Macedonian mk, Malay ms, Maltese mt, "
    "Mongolian mn, Nepali ne, Norwegian no, Pashto ps, Persian fa, Polish pl, Portuguese pt, "
    "Punjabi pa, Romanian ro, Russian ru, Serbian sr, Sinhala si, Slovak sk, Slovene sl, "
    "Slovenian sl, Somali so, Spanish es, Swahili sw, Swedish sv, Tagalog tl, Tajik tg, Tamil "
    "ta, Telugu te, Thai th, Tibetan bo, Tigrinya ti, Turkish tr, Turkmen tk, Ukrainian uk, "
    "Urdu ur, Uyghur ug, Uzbek uz, Vietnamese vi, Welsh cy, Yoruba yo, Zulu zu"
)
LANGUAGES = dict(pair.split() for pair in _LANGUAGES.split(", ")) | {
    "Simplified Chinese": "zh-Hans",
    "simplified Chinese": "zh-Hans",
    "Traditional Chinese": "zh-Hant",
    "traditional Chinese": "zh-Hant",
}
_NAMES = {tag: name for name, tag in reversed(LANGUAGES.items())}
LANGUAGE_TAG = re.compile(r"[a-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
UNTOLD_LANGUAGE = "native"

LONGEST_LEAD = 400  # characters that are searched
MOST_WORDS = 9  # in a name
WORDS_WITHOUT_LEAD = 6
KEPT_ARTICLES = ("The Hague",)

BRACKET = re.compile(r"\(((?:[^()]|\([^()]*\))*)\)")
VERB = re.compile(r"\s(?:is|was|are|were|refers|has been)\s")
APPOSITION = re.compile(
    r",\s(?:officially|formally|formerly|also|or|known|commonly|sometimes|often|usually|"
    r"abbreviated|colloquially|historically|legally|short for|in full|born|stylised|stylized|"
    r"an?|the|who|which)\s"
)
BORN = re.compile(rf"\b(?:born|b\.)\s+(?:on\s+)?(?P<date>{dates.DATE.pattern})", re.I | re.A)
BORN_AS = re.compile(rf"\bborn\s+[^;]*;\s*(?P<date>{dates.DATE.pattern})", re.I | re.A)
NATIVE = re.compile(
    r"(?:^|[;,]\s*)(?P<language>(?:[Ss]implified |[Tt]raditional )?[A-Z][a-z]+):\s*"
    r"(?P<name>[^;,\[(]*[^;,\[(\s])"
)


@dataclass(frozen=True, kw_only=True)
class Facts:
    """What stands in brackets behind a name."""

    native_name: str = ""
    native_language: str = ""
    born_on: str = ""


def lead_name(description: str) -> str:
    """The name that a description opens with; its first few words where none can be told."""
    opening = next(iter(sentences(description[:LONGEST_LEAD])), "")
    if verb := VERB.search(opening, _end_of_bracket(opening)):
        before = opening[: verb.start() + 1]
        name = APPOSITION.split(before.split(" (")[0], maxsplit=1)[0].strip(" ,")
        if len(name.split()) > MOST_WORDS:
            name = name.split(",")[0]
        if name and len(name.split()) <= MOST_WORDS:
            is_kept = name.startswith(KEPT_ARTICLES)
            return one_line(name if is_kept else name.removeprefix("The "))
    words = " ".join(description.split(" ")[:WORDS_WITHOUT_LEAD])
    return one_line(words.rstrip(" .,;:")) or one_line(words)


def lead_facts(description: str) -> Facts:
    """What the brackets in a description's lead say."""
    opening = description[:LONGEST_LEAD]
    bracket = BRACKET.search(opening)
    verb = VERB.search(opening)
    if not bracket or (verb and verb.start() < bracket.start()):
        return Facts()
    inner = bracket[1]
    born = BORN.search(inner) or BORN_AS.search(inner)
    natives = (m for m in NATIVE.finditer(inner) if m["language"] in LANGUAGES)
    native = next(natives, None)
    return Facts(
        native_name=one_line(native["name"]) if native else "",
        native_language=LANGUAGES[native["language"]] if native else "",
        born_on=(dates.read(born["date"]) or "") if born else "",
    )


def topic(bullet: str, description: str) -> Topic:
    """A topic from what stands behind its bullet (in markup) and below it (plain)."""
    name, facts = _named(bullet)
    facts = lead_facts(description) if facts is None else facts
    return Topic(
        name=name or lead_name(description),
        native_name=facts.native_name,
        native_language=facts.native_language,
        born_on=facts.born_on,
        description=description,
        is_name_given=bool(name),
    )


def bullet(topic_: Topic) -> str:
    """What stands behind a topic's bullet: no more than its description leaves untold."""
    description = one_line(topic_.description)
    name = escaped(topic_.name)
    if _named(name) != (one_line(topic_.name), None):
        name = escaped(topic_.name, signs="(")
    if not topic_.is_name_given and lead_name(description) == topic_.name:
        name = ""
    facts = Facts(
        native_name=one_line(topic_.native_name),
        native_language=topic_.native_language if topic_.native_name else "",
        born_on=topic_.born_on,
    )
    told = "" if facts == lead_facts(description) else f"({_told(facts)})"
    return f"{name} {told}".strip()


def _end_of_bracket(opening: str) -> int:
    """Where the lead's brackets end, if they stand before its verb."""
    bracket = BRACKET.search(opening)
    verb = VERB.search(opening)
    if bracket and not (verb and verb.start() < bracket.start()):
        return bracket.end()
    return 0


def _named(bullet: str) -> tuple[str, Facts | None]:
    """The name on a bullet line, and the facts in the brackets that may end it."""
    opening = None
    signs = list(re.finditer(r"\\.|[()]", bullet))
    for sign in signs:
        if sign[0] == "(":
            opening = sign.start()
    is_bracketed = signs and signs[-1][0] == ")" and signs[-1].end() == len(bullet)
    if opening is None or not is_bracketed:
        return visible(bullet), None
    facts = _facts(bullet[opening + 1 : -1])
    return visible(bullet if facts is None else bullet[:opening]), facts


def _facts(raw: str) -> Facts | None:
    """The facts in the brackets of a bullet line; None where they are something else."""
    told: dict[str, str] = {}
    for part in split(raw, ";") if raw.strip() else []:
        label, *rest = split(part, r":(?=\s)", most=1)
        born = re.fullmatch(r"(?:born|b\.)\s+(.*)", part, re.IGNORECASE)
        day = dates.read(born[1]) if born else None
        if day and "born_on" not in told:
            told["born_on"] = day
        elif rest and rest[0] and "native_name" not in told and _is_language(label):
            told["native_name"] = visible(rest[0])
            told["native_language"] = LANGUAGES.get(label, label.removeprefix(UNTOLD_LANGUAGE))
        else:
            return None
    return Facts(**told)


def _is_language(label: str) -> bool:
    is_name = label in LANGUAGES or label == UNTOLD_LANGUAGE
    return is_name or bool(LANGUAGE_TAG.fullmatch(label))


def _told(facts: Facts) -> str:
    parts = []
    if native := escaped(facts.native_name, signs=";()"):
        tag = facts.native_language
        language = _NAMES.get(tag) or (tag if LANGUAGE_TAG.fullmatch(tag) else UNTOLD_LANGUAGE)
        parts.append(f"{language}: {native}")
    if born := dates.written(facts.born_on):
        parts.append(f"born {born}")
    return "; ".join(parts)
