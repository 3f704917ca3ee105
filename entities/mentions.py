"""Which profiles a running text names: whole words, the longest name first, in any script.

Not here: which profile is meant by a name that stands alone (`matching.py`).
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from django.db.models import Q

from entities.models import Alias, Entity
from entities.names import name_key

LONGEST = 6  # words of a name
AT_ONCE = 30_000  # names in one query: what every database takes
LONGEST_RUN = 8  # characters of a name in a script that puts no space between words

# Vowel signs and accents that stand as characters of their own belong to the word.
MARKS = "\u0300-\u036f\u0591-\u05bd\u064b-\u065f\u0670\u0900-\u0963\u0970-\u0dff\u0e31-\u0e4e"
UNSPACED = "\u3005\u3041-\u309f\u3400-\u9fff\uf900-\ufaff"  # ideographs and hiragana
KATAKANA = "\u30a1-\u30fa\u30fc-\u30ff"
HANGUL = "\uac00-\ud7a3"
LETTER = f"(?:[^\\W_]|[{MARKS}])"
SPACED = f"(?:(?![{UNSPACED}{KATAKANA}]){LETTER})+"
WORD = re.compile(f"[{UNSPACED}]|[{KATAKANA}]+|{SPACED}(?:['’]{SPACED})*")
# What may stand between two words of one name: a space, a hyphen, the dot of “E. Hinton”.
JOIN = re.compile(r"[ \u00a0]|[-‐‑–/·・]|\.[ \u00a0]?|[ \u00a0]&[ \u00a0]")
IS_UNSPACED = re.compile(f"[{UNSPACED}]")
HAS_NO_EDGES = re.compile(f"[{UNSPACED}{KATAKANA}{HANGUL}]")  # grammar hangs on to such a name
IN_HANGUL = re.compile(f"[{HANGUL}]{{3,}}$")
POSSESSIVE = re.compile(r"['’]s$", re.IGNORECASE)


@dataclass(frozen=True, kw_only=True)
class Mention:
    """A name as a text has it, and the profiles that go by it.

    Where these are two, the mention is offered to the editor, never assumed.
    """

    name: str
    profiles: tuple[Entity, ...]

    @property
    def is_certain(self) -> bool:
        return len(self.profiles) == 1


@dataclass(frozen=True, kw_only=True)
class Span:
    """Words of a text that may be a name: where they stand, and the forms to look up."""

    start: int
    end: int
    forms: tuple[tuple[str, str], ...]  # the words, and their key


@dataclass(frozen=True, kw_only=True)
class Known:
    """A name of a profile: its own, or an alias."""

    name: str
    is_own: bool
    profile: Entity


class Names:
    """The names of approved profiles that stand in some texts, looked up in two queries.

    `linked` are profiles whose names and aliases are wanted whatever the texts say, approved or
    not.
    """

    def __init__(self, texts: Iterable[str], *, linked: Iterable[Entity] = ()) -> None:
        self._spans = {text: list(spans(text)) for text in set(texts)}
        self._aliases: dict[int, list[str]] = defaultdict(list)
        self._known: dict[str, list[Known]] = defaultdict(list)
        found = self._spans.values()
        keys = {key for row in found for span in row for _form, key in span.forms}
        self._look_up(sorted(keys), linked={entity.pk for entity in linked})

    def mentioned(self, texts: Iterable[str]) -> list[Mention]:
        """Who is named in these texts, in order; the same name or profile once."""
        found: dict[tuple[int, ...], Mention] = {}
        for text in texts:
            end = 0
            for span in self._spans[text]:
                if span.start >= end and (mention := self._mention(span)):
                    found.setdefault(tuple(each.pk for each in mention.profiles), mention)
                    end = span.end
        return list(found.values())

    def stand_in(self, text: str, *, entity: Entity) -> bool:
        """Whether the text names this one of `linked`, if only by a part of the name."""
        text = text.replace("’", "'")
        names = [entity.name, entity.native_name, *self._aliases[entity.pk]]
        patterns = [_pattern(name) for name in names if name]
        patterns += [_exactly(part) for part in _parts(entity)]
        return any(pattern.search(text) for pattern in patterns)

    def _look_up(self, keys: Sequence[str], *, linked: set[int]) -> None:
        for first in range(0, max(len(keys), 1), AT_ONCE):
            some = keys[first : first + AT_ONCE]
            for entity in Entity.objects.approved().filter(key__in=some).order_by("pk"):
                known = Known(name=entity.name, is_own=True, profile=entity)
                self._known[entity.key].append(known)
            aliases = Alias.objects.filter(
                Q(key__in=some) | Q(entity__in=linked if not first else ())
            )
            for alias in aliases.select_related("entity").order_by("entity", "pk"):
                if alias.entity_id in linked:
                    self._aliases[alias.entity_id].append(alias.name)
                if alias.entity.state == Entity.State.APPROVED:
                    known = Known(name=alias.name, is_own=False, profile=alias.entity)
                    self._known[alias.key].append(known)

    def _mention(self, span: Span) -> Mention | None:
        for form, key in span.forms:
            fitting = [known for known in self._known.get(key, ()) if _fits(known.name, form)]
            # The name of one that is an alias of another means the first, as in `matching`.
            fitting = [known for known in fitting if known.is_own] or fitting
            if fitting:
                profiles = {known.profile.pk: known.profile for known in fitting}
                return Mention(name=form, profiles=tuple(profiles.values()))
        return None


def spans(text: str) -> Iterator[Span]:
    """Every run of words that may be a name: from the left, the longest first. Pure."""
    words = list(WORD.finditer(text))
    for index, word in enumerate(words):
        if _may_begin(word[0]):
            yield from reversed(list(_from(text, words, index)))


def _from(text: str, words: Sequence[re.Match[str]], index: int) -> Iterator[Span]:
    """The runs that begin with one word, the shortest first."""
    first = words[index]
    is_unspaced = bool(IS_UNSPACED.match(first[0]))
    longest = LONGEST_RUN if is_unspaced else LONGEST
    before = first
    for word in words[index : index + longest]:
        between = text[before.end() : word.start()]
        is_joined = JOIN.fullmatch(between) or (is_unspaced and not between)
        if word is not first and not is_joined:
            return
        before = word
        if is_unspaced and word is first:
            continue  # one ideograph is a word of its own, hardly ever a name
        words_so_far = text[first.start() : word.end()]
        dot = text[word.end() : word.end() + 1] == "."
        forms = dict.fromkeys(_forms(words_so_far, dot=dot))
        yield Span(
            start=first.start(),
            end=word.end(),
            forms=tuple((form, name_key(form)) for form in forms),
        )


def _forms(words: str, *, dot: bool) -> Iterator[str]:
    """What the name may be: as it stands, with its dot, without what grammar hung on to it."""
    yield words
    if dot:
        yield f"{words}."
    yield POSSESSIVE.sub("", words)
    if last := IN_HANGUL.search(words):  # 조태열은: a particle of one or two syllables
        yield from (words[:-1], words[:-2])[: len(last[0]) - 2]


def _may_begin(word: str) -> bool:
    """A name begins with a capital, a digit, or a letter of a script without capitals."""
    return word != word.lower() or word == word.upper()


def _fits(name: str, form: str) -> bool:
    """“US” is not “us”: whoever is all capitals has to be written so."""
    return not _is_acronym(name) or name.replace("’", "'") == form.replace("’", "'")


def _is_acronym(name: str) -> bool:
    return name == name.upper() and name != name.lower()


def _parts(entity: Entity) -> list[str]:
    """Shorter forms of a name: without what stands in the middle, and a person’s family name.

    That is the first or the last word; which of them, the profile does not say.
    """
    words = [word[0] for word in WORD.finditer(entity.name)]
    ends = [*words[:1], *words[-1:]]
    shorter = [" ".join(ends)] if len(words) > 2 else []
    if entity.kind == Entity.Kind.PERSON:
        shorter += [word for word in ends if len(word) > 1]
    return shorter


def _pattern(name: str) -> re.Pattern[str]:
    return _exactly(name, flags=0 if _is_acronym(name) else re.IGNORECASE)


def _exactly(name: str, *, flags: int = 0) -> re.Pattern[str]:
    plain = re.escape(name.replace("’", "'"))
    if not HAS_NO_EDGES.search(name):
        plain = f"(?<!{LETTER}){plain}(?!{LETTER})"
    return re.compile(plain, flags)
