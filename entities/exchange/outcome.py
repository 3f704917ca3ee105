"""What would come of a file: for each row what it changes, for each fault its place.

Nothing is written. Not here: what a file says (`csv_files.py`, `json_files.py`), and who may do
it (`dry_run.py`).
"""

from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from entities.changes import Changes, Standing
from entities.changes.shape import Values
from entities.exchange import matching, wanted
from entities.exchange.known import Known, is_there, standing_of
from entities.exchange.layout import ADDRESS, FIELDS, LISTS, NOTE, SOURCE, Row, Sheet
from entities.exchange.values import BadText, is_backwards, value_of
from entities.models import Entity, Position
from entities.names import name_key

NEEDED = ("name", "kind")


@dataclass(frozen=True, kw_only=True)
class Outcome:
    """What a row does to its profile. One that the row brings has a key below nought.

    `held` is what of the change waits for a second moderator, `at_once` the rest.
    """

    row: Row
    entity: Entity
    changes: Changes
    at_once: Changes
    held: Changes = field(default_factory=dict)
    source_url: str = ""
    note: str = ""
    remark: str = ""

    @property
    def name(self) -> str:
        """What the profile will be called."""
        return str(self.changes.get("fields", {}).get("name", ["", self.entity.name])[1])

    @property
    def is_new(self) -> bool:
        return not is_there(self.entity)


def outcomes(sheet: Sheet, known: Known) -> list[Outcome]:
    """What each row does. What is wrong is added to the faults of the sheet."""
    reading = _Reading(sheet, known)
    found = [(row, entity) for row in sheet.rows if (entity := reading.entity(row))]
    entities = [(row, entity, standing_of(entity)) for row, entity in found]
    # The fields of all come first: what kind a profile is tells which relations make sense.
    fields = [reading.fields(row, entity, stands["fields"]) for row, entity, stands in entities]
    return [
        reading.outcome(row, entity, stands, given)
        for (row, entity, stands), given in zip(entities, fields, strict=True)
    ]


class _Reading:
    """A file being compared with what is known; remembers what must not come twice."""

    def __init__(self, sheet: Sheet, known: Known):
        self.sheet, self.known = sheet, known
        self.seen: dict[tuple[str, str], int] = {}

    def entity(self, row: Row) -> Entity | None:
        """Whose row it is; one that is not there yet is made, and not saved."""
        address = row.texts.get(ADDRESS, "").strip()
        if address and self._comes_twice(row, ADDRESS, address):
            return None
        if found := self.known.at.get(address):
            if found.merged_into is None:
                return found
            words = {"name": found.merged_into.name, "address": found.merged_into.slug}
            sentence = _("It was merged into “%(name)s”: write that address, %(address)s.")
            self.sheet.find(row, ADDRESS, sentence % words)
            return None
        made = Entity(pk=-row.number, slug=address)
        if address:
            try:
                value_of(Entity, "slug", address)
            except BadText as wrong:
                self.sheet.find(row, ADDRESS, str(wrong))
            self.known.at[address] = made
        elif not self._may_be_without(row):
            return None
        self.known.names[made.pk] = row.texts.get("name", "").strip()
        return made

    def _may_be_without(self, row: Row) -> bool:
        """A row without an address brings a profile, unless it may speak of one that is there."""
        key = name_key(row.texts.get("name", "").strip())
        if not key:
            self.sheet.find(row, ADDRESS, _("Write the address of the profile, or a new name."))
            return False
        if self._comes_twice(row, "name", key):
            return False
        if address := self.known.named.get(key):
            sentence = _(
                "A profile of this name is there. Write its address, %(address)s; for another of "
                "the same name, write a new address."
            )
            self.sheet.find(row, ADDRESS, sentence % {"address": address})
            return False
        return True

    def _comes_twice(self, row: Row, what: str, text: str) -> bool:
        first = self.seen.setdefault((what, text), row.number)
        if first != row.number:
            self.sheet.find(row, what, _("Row %(n)s has the same.") % {"n": first})
        return first != row.number

    def fields(self, row: Row, entity: Entity, stands: Values) -> Values:
        """The pairs of what stands and what shall, for the fields that change."""
        pairs: Values = {}
        for name, column in FIELDS.items():
            if name not in row.texts:
                if name in NEEDED and not is_there(entity):
                    self.sheet.find(row, name, _("A new profile needs this."))
                continue
            try:
                value = value_of(Entity, column, row.texts[name], stands=[stands[column]])
            except BadText as wrong:
                self.sheet.find(row, name, str(wrong))
                continue
            if value != stands[column]:
                pairs[column] = [stands[column], value]
        if "kind" in pairs:
            self.known.kinds[entity.pk] = pairs["kind"][1]
        if (slug := pairs.get("section_slug", ["", ""])[1]) and slug not in self.known.sections:
            words = {"address": slug, "known": ", ".join(self.known.sections)}
            sentence = _("There is no section “%(address)s”: %(known)s.")
            self.sheet.find(row, "section", sentence % words)
        self._look_at_life(row, stands, pairs)
        self._look_at_number(row, entity, pairs)
        return pairs

    def _look_at_life(self, row: Row, stands: Values, pairs: Values) -> None:
        born, died = (pairs.get(name, [None, stands[name]])[1] for name in ("born_on", "died_on"))
        if not pairs.keys().isdisjoint({"born_on", "died_on"}) and is_backwards(born, died):
            self.sheet.find(row, "died", _("The date of death is before that of birth."))

    def _look_at_number(self, row: Row, entity: Entity, pairs: Values) -> None:
        number = pairs.get("wikidata_id", ["", ""])[1]
        whose = self.known.numbers.get(number)
        if whose:
            sentence = _("The profile %(address)s has this number.")
            self.sheet.find(row, "wikidata", sentence % {"address": whose})
        elif number:
            self._comes_twice(row, "wikidata", number)

    def outcome(self, row: Row, entity: Entity, stands: Standing, fields: Values) -> Outcome:
        changes = self.changes(row, entity, stands, fields)
        return Outcome(
            row=row,
            entity=entity,
            changes=changes,
            at_once=changes,
            source_url=self.source(row),
            note=row.texts.get(NOTE, "").strip(),
            remark=self.remark(row, entity),
        )

    def changes(self, row: Row, entity: Entity, stands: Standing, fields: Values) -> Changes:
        changes: Changes = {"fields": fields} if fields else {}
        for part in LISTS:
            if part in row.lists:
                rows = wanted.rows(row, entity, part, stands[part], self.known, self.sheet)
                if steps := matching.steps(part, stands[part], rows):
                    changes[part] = steps
        if changes and is_there(entity) and not entity.is_usable:
            self.sheet.find(row, ADDRESS, _("It is retired. Approve it before it is changed."))
        return changes

    def source(self, row: Row) -> str:
        """The link of what backs the whole change of a row."""
        try:
            return str(value_of(Position, "source_url", row.texts.get(SOURCE, "")))
        except BadText as wrong:
            self.sheet.find(row, SOURCE, str(wrong))
            return ""

    def remark(self, row: Row, entity: Entity) -> str:
        """What is worth a look before a new profile is made."""
        address = self.known.named.get(name_key(row.texts.get("name", "")))
        if is_there(entity) or not address:
            return ""
        return _("There is a profile of this name already: %(address)s.") % {"address": address}
