"""Which outlet a sentence names as its source. Known names are matched as they are written; an
unknown one must look like a paper's. A person, a country or an office that says something is no
outlet."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from newsroom.prose import OPENERS

LONGEST_NAME = 100  # characters; a longer one is not looked for in prose
WINDOW = 120  # characters before and after a name in which the attribution stands


def _set(words: str, sign: str | None = None) -> frozenset[str]:
    return frozenset(words.split(sign))


_VERB = (
    "(?:sa(?:ys?|id)|report(?:s|ed|ing)?|wr(?:ites?|ote|itten|iting)|not(?:es?|ed|ing)|"
    "highlight(?:s|ed)?|emphasi[sz]e[sd]?|argue[sd]?|f(?:inds?|ound)|claim(?:s|ed)?|state[sd]?|"
    "add(?:s|ed)?|describe[sd]?|reveal(?:s|ed)?|observe[sd]?|stress(?:es|ed)?|point(?:s|ed)?|"
    "suggest(?:s|ed)?|warn(?:s|ed)?|quote[sd]?|quoting|cite[sd]?|citing|"
    "underlin(?:es?|ed)|underscore[sd]?|explain(?:s|ed)?|alleg(?:es?|ed)|disclose[sd]?|"
    "publish(?:es|ed)?|detail(?:s|ed)?|cover(?:s|ed)?|focus(?:es|ed)?|comment(?:s|ed)?|"
    "estimate[sd]?|recount(?:s|ed)?|frame[sd]?|portray(?:s|ed)?|depict(?:s|ed)?|paint(?:s|ed)?|"
    "asks?|asked|question(?:s|ed)?|examine[sd]?|explore[sd]?|confirm(?:s|ed)?|document(?:s|ed)?|"
    "present(?:s|ed)|offer(?:s|ed)?|carri(?:es|ed)|learn(?:s|ed|t)|reckon(?:s|ed)?|"
    "tells?|told|conclude[sd]?|assess(?:es|ed)?|characteri[sz]e[sd]?|contend(?:s|ed)?|"
    "maintain(?:s|ed)?|call(?:s|ed)?|puts?|s(?:ees?|aw)|mention(?:s|ed)?|outline[sd]?|"
    "analy[sz]e[sd]?|draws?|drew|echoe[sd]|relay(?:s|ed)?|recall(?:s|ed)?|remark(?:s|ed)?)"
)
_WORK = (
    "(?:report|reports|reporting|story|article|piece|analysis|coverage|account|editorial|"
    "investigation|interview|column|commentary|op-ed|essay|headline|view|reading|front page|"
    "correspondent|reporter|journalist|columnist|live blog)"
)
_SAID = "(?:said|says|reported|reports|wrote|writes|noted|notes|argued|argues|found|added|told)"
BEFORE = re.compile(
    r"(?:\b(?:according to|as per|citing|quoting|quoted by|cited by|told|tells|read in)"
    rf"|\b{_WORK}\s(?:\w+\s)?(?:by|in|from|for|of)"
    r"|\b(?:reported|published|written|writing|obtained|reviewed|seen)\s(?:\w+\s)?(?:by|in|for)"
    rf"|^in|[,”\"’]\s{_SAID})\s$",
    re.IGNORECASE,
)
AFTER = re.compile(
    rf"(?:,\s[^,]{{1,80}},)?(?:\s(?:has|have|had|is|was|also|further|separately|meanwhile|"
    rf"then|again|however|itself|\w+ly))*\s{_VERB}\b"
    rf"|['’]s?(?:\s[\w’'-]+){{0,5}}?\s(?:{_WORK}|{_VERB})\b",
)
ANY_VERB = re.compile(r"\s[a-z]+(?:s|ed|es|t)\s")
CLAUSE = re.compile(
    r"(?:^|[,;:—–]\s|\b(?:while|and|but|whereas|though|although|as)\s)(?:[Tt]he\s)?$"
)

TOKEN = re.compile(r"\w+|[^\w\s]")
# Capitalised words that stand before a name without being part of it.
LEAD_INS = OPENERS | _set(
    "Monday Tuesday Wednesday Thursday Friday Saturday Sunday January February March April May "
    "June July August September October November December Yesterday Citing Quoting Reporting "
    "Writing Speaking Similarly Likewise Conversely Elsewhere Finally Additionally Furthermore "
    "Notably Recently Previously"
)

# Last words of a paper's name, and what stands alone.
PAPER_WORDS = _set(
    "Times Post Guardian Journal Herald News Tribune Independent Telegraph Gazette Examiner Ledger "
    "Courier Press Chronicle Standard Mail Star Sun Mirror Observer Weekly Bulletin Globe Mercury "
    "Sentinel Dispatch Inquirer Enquirer Argus Echo Express Today Magazine Radio Television "
    "Broadcasting Advertiser Messenger Monitor Reporter Zeitung Nachrichten Monde Tageblatt "
    "Newspaper Newswire Wire Daily"
)
ALONE = _set(
    "Reuters Bloomberg Politico Axios Yonhap Kyodo Xinhua Interfax Tass Haaretz Meduza Semafor "
    "Newsweek Economist Forbes Pravda Izvestia Kommersant Asahi Yomiuri Mainichi Nikkei Ukrinform "
    "Euractiv Anadolu Guardian Independent Telegraph"
)
INITIALS = re.compile(
    r"(?:[A-Z]{1,3}(?:BC|NN|TV)|[CEKMPST]BS|AFP|AP|DPA|ANSA|EFE|KCNA|TASS|NPR|NHK|RT[EÉ]|SVT|NRK|ARD|ZDF|"
    r"RFI|UPI|VOA|PTI|ANI|IRNA|FT|NYT|WSJ|SCMP|FAZ|NZZ|TRT|RAI|ORF|ERR|LRT|YTN|CGTN|NDTV)"
)
NOT_INITIALS = frozenset(["HSBC"])
NOT_PAPERS = _set(
    "Royal Mail,American Express,Deutsche Post,Japan Post,India Post,Australia Post,Canada Post,"
    "Swiss Post,Austrian Post",
    ",",
)
FOREIGN_ARTICLES = _set("Le La Les El Il Der Die Das De O Al")
FOREIGN_PAPERS = _set(
    "Le Monde,Le Figaro,Le Soir,La Repubblica,La Stampa,La Vanguardia,El País,El Mundo,Der Spiegel,"
    "Die Zeit,Die Welt,Al Jazeera,Al Arabiya,De Standaard",
    ",",
)
NOT_FOREIGN_PAPERS = _set(
    "El Salvador,La Paz,Le Pen,Le Drian,De Gaulle,De Klerk,Al Gore,La Palma,El Niño", ","
)
OTHER_PAPERS = _set("Associated Press,Deutsche Welle,Ukrainska Pravda,Novaya Gazeta", ",")
NEWS_AGENCY = re.compile(r"(?:.+ (?:News|Press|Telegraph(?:ic)?) |[\w-]+ )Agency")
NOT_NEWS_AGENCY = re.compile(
    r"(?:Energy|Space|Security|Intelligence|Environment|Protection|Defen[cs]e|Drug|Tax|Border|"
    r"Refugee|Health|Medicines|Crime|Aid|Development|Government|UN) Agency$"
)
FOLDED = re.compile(r"\w{2,}(?:news|News|Post|Press)")  # Euronews, HuffPost
_CAPITAL = r"[^\W\d_a-zß-ÿ][\w-]*"
UNKNOWN = re.compile(
    rf"\b(?:(?:The\s)?(?:People|Worker|Women|Children|Farmer)['’]s\s)?"
    rf"{_CAPITAL}(?:\s(?:(?:of|de|la|du|der|the|&)\s)?(?:{_CAPITAL}|24))*"
)


@dataclass(kw_only=True)
class _Node:
    """Names that begin with the same words, and those that end here."""

    next: dict[str, "_Node"] = field(default_factory=dict)
    names: list[str] = field(default_factory=list)


class KnownOutlets:
    """Every name and alias that is known, to be found in prose with or without "the"."""

    def __init__(self, names: Iterable[str]) -> None:
        self._names = {name for name in names if name.strip()}
        self._root = _Node()
        self._spellings: dict[str, list[str]] = {}
        for name in sorted(self._names):
            self._spellings.setdefault(_without_the(name), []).append(name)
            if len(name) <= LONGEST_NAME:
                self._add(name)

    def with_names(self, names: Iterable[str]) -> "KnownOutlets":
        more = {name for name in names if name not in self._names}
        return KnownOutlets([*self._names, *more]) if more else self

    def named(self, name: str) -> str:
        """An outlet's name as it is known; an unknown one without a small "the"."""
        if name in self._names:
            return name
        if spellings := self._spellings.get(_without_the(name)):
            return spellings[0]
        while name.startswith("the "):
            name = name[4:].strip()
        return name

    def source_of(self, sentence: str) -> str:
        """The outlet that a sentence names as its source; "" where it names none."""
        return self._known_source(sentence) or _unknown_source(sentence)

    def are_named_in(self, sentence: str) -> set[str]:
        """All known outlets in a sentence, as its source or not."""
        return {name for name, _, _ in self._matches(sentence)}

    def _add(self, name: str) -> None:
        node = self._root
        for token in TOKEN.findall(_without_the(name)):
            node = node.next.setdefault(token, _Node())
        node.names.append(name)

    def _known_source(self, sentence: str) -> str:
        for name, start, end in self._matches(sentence):
            if _is_source(sentence, start, end, is_distinct=" " in _without_the(name)):
                return name
        return ""

    def _matches(self, sentence: str) -> list[tuple[str, int, int]]:
        """Known names in a sentence, the longest at each place: (name, start, end)."""
        tokens = list(TOKEN.finditer(sentence))
        found, skip_to = [], 0
        for index, token in enumerate(tokens):
            if token.start() < skip_to:
                continue
            node, longest = self._root, None
            for last in range(index, len(tokens)):
                step = node.next.get(tokens[last][0])
                if step is None:
                    break
                node = step
                if node.names:
                    longest = (node.names, last)
            if longest and not _is_part_of_a_longer_name(sentence, tokens, index, longest[1]):
                names, last = longest
                start, end = token.start(), tokens[last].end()
                found.append((_spelled(names, sentence[max(0, start - 4) : start]), start, end))
                skip_to = end
        return found


def _without_the(name: str) -> str:
    return re.sub(r"^[Tt]he (?=.)", "", name)


def _spelled(names: list[str], before: str) -> str:
    """Of the spellings of one name, the one that fits an article before it."""
    with_the = [name for name in names if name != _without_the(name)]
    without = [name for name in names if name == _without_the(name)]
    has_the = before.lower() == "the "
    return ([*with_the, *without] if has_the else [*without, *with_the])[0]


def _is_part_of_a_longer_name(
    sentence: str, tokens: list[re.Match[str]], first: int, last: int
) -> bool:
    """Whether capitalised words stand right beside: "Japan Times", "Guardian Council"."""
    for beside, start, end in ((first - 1, None, first), (last + 1, last, None)):
        if not 0 <= beside < len(tokens):
            continue
        word = tokens[beside][0]
        gap_start = tokens[beside].end() if start is None else tokens[start].end()
        gap_end = tokens[end].start() if end is not None else tokens[beside].start()
        is_capital = word[0].isupper() and word not in LEAD_INS
        if is_capital and sentence[gap_start:gap_end].isspace():
            return True
    return False


def _is_source(sentence: str, start: int, end: int, *, is_distinct: bool) -> bool:
    """Whether the name at a place is given as the source of what the sentence says."""
    before = sentence[max(0, start - WINDOW) : start]
    after = sentence[end : end + WINDOW]
    bare = re.sub(r"(?:\b[Tt]he\s)$", "", before)
    if BEFORE.search(bare) or AFTER.match(after):
        return True
    if re.search(r"\b[Aa]s\s$", bare) and re.match(r"\s(?:put|puts|has it|had it)\b", after):
        return True
    return is_distinct and bool(CLAUSE.search(before) and ANY_VERB.match(after))


def _unknown_source(sentence: str) -> str:
    for match in UNKNOWN.finditer(sentence):
        if len(match[0]) > LONGEST_NAME:
            continue
        start, name = _without_lead_ins(match.start(), match[0])
        before = sentence[max(0, start - WINDOW) : start]
        if not _looks_like_a_paper(name, before):
            continue
        if _is_source(sentence, start, start + len(name), is_distinct=False):
            # "The" that opens the sentence tells nothing of the name.
            return f"The {name}" if re.search(r"[^\w]The\s$", before) else name
    return ""


def _without_lead_ins(start: int, name: str) -> tuple[int, str]:
    """Where a capitalised name begins behind words such as "Meanwhile" and "The"."""
    if the := re.match(r"(?:.*\s)?The\s(?=\S)", name):
        start, name = start + the.end(), name[the.end() :]
    while (words := re.split(r"\s", name, maxsplit=1))[1:] and words[0] in LEAD_INS:
        start, name = start + len(words[0]) + 1, words[1]
    return start, name


def _looks_like_a_paper(name: str, before: str) -> bool:
    words = re.split(r"\s", name)
    last = words[-1].split("-")[-1]
    if name in NOT_PAPERS:
        return False
    if INITIALS.fullmatch(words[0]) and words[0] not in NOT_INITIALS:
        return len(words) == 1 or last in PAPER_WORDS or words[0] in ("BBC", "CNN")
    if last == "Agency":
        return bool(NEWS_AGENCY.fullmatch(name)) and not NOT_NEWS_AGENCY.search(name)
    if len(words) == 1:
        has_the = before.lower().endswith("the ")
        return name in ALONE or (name in PAPER_WORDS and has_the) or bool(FOLDED.fullmatch(name))
    if words[0] == "Daily" or last in PAPER_WORDS | {"24"} or FOLDED.fullmatch(last):
        return True
    if words[1] == "of" and words[0] in PAPER_WORDS:
        return True  # Times of India
    if words[0] in FOREIGN_ARTICLES and len(words) <= 4:
        is_quoted = before.lower().endswith(("according to ", "according to the "))
        return name in FOREIGN_PAPERS or (is_quoted and name not in NOT_FOREIGN_PAPERS)
    return name in OTHER_PAPERS
