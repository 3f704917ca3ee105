"""The lines of a list in a file as rows of a profile; what is wrong in one becomes a fault.

Which of the rows that stand there they are is `matching.py`.
"""

from collections import Counter
from typing import Any

from django.utils.translation import gettext as _

from entities.changes.shape import MOST, ROWS, Values
from entities.exchange.known import Known
from entities.exchange.layout import LISTS, POSITION, Item, Row, Sheet
from entities.exchange.values import BadText, is_backwards, value_of
from entities.models import Entity, Relation

# The columns that name another profile by its address.
OTHERS = ("organisation", "object")
# What tells that two lines of a list are the same one.
ONCE = {
    "aliases": ("name",),
    "positions": tuple(POSITION.values()),
    "relations": ("kind", "object"),
}


def rows(
    row: Row, entity: Entity, part: str, stands: list[Values], known: Known, sheet: Sheet
) -> list[Values]:
    """The rows that the profile is to have, without those that have a fault."""
    if len(row.lists[part]) > MOST:
        sheet.find(row, part, _("At most %(most)d of them.") % {"most": MOST})
        return stands
    found: list[Values] = []
    told: Counter[tuple[Any, ...]] = Counter()
    for number, item in enumerate(row.lists[part], 1):
        values: Values = {} if part != "relations" else {"subject": entity.pk}
        sentences = _read(values, part, item, stands, known)
        if not sentences:
            same = tuple(values[name] for name in ONCE[part])
            there = sum(same == tuple(each[name] for name in ONCE[part]) for each in stands)
            told[same] += 1
            if told[same] > max(1, there):
                sentences = [_("This stands there twice.")]
        if not sentences and not any(values.items() <= each.items() for each in stands):
            sentences = _nonsense(values, part, known)
        for sentence in sentences:
            words = {"n": number, "sentence": sentence}
            sheet.find(row, part, _("Number %(n)s: %(sentence)s") % words)
        if not sentences:
            found.append(values)
    return found


def _read(values: Values, part: str, item: Item, stands: list[Values], known: Known) -> list[str]:
    """Fill in the values of a line; returns a sentence for each text that is none."""
    wrong = []
    for key, name in LISTS[part].items():
        text = item.get(key, "")
        try:
            if name in OTHERS:
                values[name] = _key_at(text.strip(), known, is_needed=name == "object")
            else:
                accepted = [each[name] for each in stands]
                values[name] = value_of(ROWS[part][0], name, text, stands=accepted)
        except BadText as sentence:
            wrong.append(f"{key.replace('_', ' ')} – {sentence}")
    return wrong


def _key_at(address: str, known: Known, *, is_needed: bool) -> int | None:
    if not address and not is_needed:
        return None
    if not address:
        raise BadText(_("Write the address of a profile."))
    entity = known.at.get(address)
    words = {"address": address[:60]}
    if entity is None:
        raise BadText(_("No profile has the address “%(address)s”, and no row brings it.") % words)
    if entity.merged_into:
        words |= {"survivor": entity.merged_into.slug}
        raise BadText(_("The profile at “%(address)s” was merged: write %(survivor)s.") % words)
    return entity.pk


def _nonsense(values: Values, part: str, known: Known) -> list[str]:
    """What a new line says that cannot be."""
    if part == "aliases":
        return []
    if is_backwards(values["started_on"], values["ended_on"]):
        return [_("It ends before it begins.")]
    if part == "positions":
        return []
    subject, kind, other = (values[name] for name in ("subject", "kind", "object"))
    if subject == other:
        return [_("A profile stands in no relation to itself.")]
    if kind == Relation.Kind.NEIGHBOUR_OF:
        told = known.neighbours.setdefault(frozenset((subject, other)), subject)
        if told != subject:
            words = {"name": known.names.get(told, "")}
            return [_("The row of “%(name)s” says this already: leave it out here.") % words]
    subjects, objects = Relation.SENSE[kind]
    kinds = known.kinds.get(subject, ""), known.kinds.get(other, "")
    is_of_one_kind = kind != Relation.Kind.SUCCESSOR_OF or kinds[0] == kinds[1]
    if kinds[0] in subjects and kinds[1] in objects and is_of_one_kind:
        return []
    return [str(Relation.NONSENSE[kind])]
