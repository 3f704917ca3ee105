"""What stands in a file of profiles, whether CSV or JSON: its columns, one row, and a fault of it.

Pure. What a column means to a profile is `facts.py`.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

ADDRESS = "address"
# Column → field of Entity.
FIELDS = {
    "name": "name",
    "kind": "kind",
    "native_name": "native_name",
    "native_language": "native_language",
    "born": "born_on",
    "died": "died_on",
    "country": "country",
    "site": "official_site",
    "description": "description",
    "description_source": "description_source",
    "description_link": "description_url",
    "description_licence": "description_licence",
    "description_taken_on": "description_taken_on",
    "wikidata": "wikidata_id",
    "section": "section_slug",
    "check_every": "check_every_days",
}
# What a line of each list says, in this order; the first of it is never left out.
ALIAS = {"name": "name", "language": "language"}
POSITION = {
    "title": "title",
    "organisation": "organisation",
    "at": "at",
    "from": "started_on",
    "until": "ended_on",
    "as_of": "as_of",
    "source": "source_name",
    "link": "source_url",
    "checked": "checked_on",
}
RELATION = {
    "kind": "kind",
    "to": "object",
    "from": "started_on",
    "until": "ended_on",
    "source": "source_name",
    "link": "source_url",
    "checked": "checked_on",
}
LISTS = {"aliases": ALIAS, "positions": POSITION, "relations": RELATION}
# About the change itself, and so never in what is exported.
SOURCE, NOTE = "change_source", "change_note"

EXPORTED = (
    ADDRESS,
    *list(FIELDS)[:4],
    "aliases",
    *list(FIELDS)[4:],
    "positions",
    "relations",
)
COLUMNS = (*EXPORTED, SOURCE, NOTE)

LARGEST_FILE = 8_000_000
MOST_ROWS = 10_000

Item = dict[str, str]


@dataclass(kw_only=True)
class Row:
    """One profile of a file. A column that is not here is left as it is; empty text empties it.

    `number` counts as a spreadsheet does, the row of headings first; in JSON it says which
    profile of the list this is. `line` is where in the file the row begins.
    """

    number: int = 0
    line: int = 0
    texts: dict[str, str] = field(default_factory=dict)
    lists: dict[str, list[Item]] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True, order=True)
class Fault:
    """What is wrong in a file, where, and what to do. No column: the whole row."""

    number: int
    line: int
    column: str
    text: str


@dataclass(kw_only=True)
class Sheet:
    """A file as it was read: rows may be there beside the faults of others."""

    rows: list[Row] = field(default_factory=list)
    faults: list[Fault] = field(default_factory=list)

    def find(self, row: Row, column: str, text: str) -> None:
        self.faults.append(Fault(number=row.number, line=row.line, column=column, text=text))


class NotAFile(Exception):
    """Nothing of the file can be read. Its text is a sentence; `line` is 0 where none is meant."""

    def __init__(self, text: str, *, line: int = 0):
        super().__init__(text)
        self.line = line


def text_of(content: bytes) -> str:
    """The text of a file. Raises NotAFile."""
    if len(content) > LARGEST_FILE:
        words = {"most": LARGEST_FILE // 1_000_000}
        raise NotAFile(_("The file is larger than %(most)s MB. Send it in parts.") % words)
    if b"\0" in content:
        raise NotAFile(_("This is no text in UTF-8. In a spreadsheet, save it as “CSV UTF-8”."))
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        sentence = _("This is no text in UTF-8. In a spreadsheet, save it as “CSV UTF-8”.")
        raise NotAFile(sentence, line=line) from None


def column_named(heading: str) -> str:
    """The column that a heading means, in whatever case: “Native name” is `native_name`."""
    return "_".join(heading.replace("_", " ").lower().split())


def known(columns: Iterable[str]) -> int:
    return sum(column_named(column) in COLUMNS for column in columns)
