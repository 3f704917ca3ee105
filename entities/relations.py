"""The relations of a profile as readers see them: told from its side, and to approved ones only.

Not here: which kinds of profiles can stand in which relation (`models/relation.py`).
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entities.models import Entity, Relation

# What a list of those that a profile stands in a relation to is called, in the order of the page:
# from the side of its subject, and from that of its object.
OF, TO = "subject", "object"
HEADINGS: dict[tuple[str, str], Promise | str] = {
    (Relation.Kind.CAPITAL_OF, OF): _("Capital of"),
    (Relation.Kind.CAPITAL_OF, TO): _("Capital"),
    (Relation.Kind.SUCCESSOR_OF, OF): _("Successor of"),
    (Relation.Kind.SUCCESSOR_OF, TO): _("Succeeded by"),
    (Relation.Kind.MEMBER_OF, OF): _("Member of"),
    (Relation.Kind.PARTY_TO, OF): _("Party to"),
    (Relation.Kind.MEMBER_OF, TO): _("Members"),
    (Relation.Kind.PARTY_TO, TO): _("Parties"),
    (Relation.Kind.NEIGHBOUR_OF, OF): _("Neighbours"),
}


@dataclass(frozen=True, kw_only=True)
class Related:
    """Another profile, and since and until when. Dates are in words, empty if not known."""

    name: str
    url: str
    started: str
    ended: str
    is_current: bool
    source_name: str
    source_url: str
    checked_on: date | None


@dataclass(frozen=True, kw_only=True)
class Group:
    """All that a profile stands in one relation to: those that hold first, then by name."""

    heading: str
    related: tuple[Related, ...]


def of(entity: Entity, *, on: date) -> tuple[Group, ...]:
    """What an approved profile is to others, as of a day. One query."""
    found: dict[tuple[str, str], dict[int, Related]] = {key: {} for key in HEADINGS}
    for key, other, relation in _told_from(entity):
        if other.pk != entity.pk:
            # Told once more of a profile that was merged since: the newest is the one that holds.
            found[key].setdefault(other.pk, _related(relation, other, on=on))
    return tuple(
        Group(heading=str(HEADINGS[key]), related=tuple(sorted(related.values(), key=_place)))
        for key, related in found.items()
        if related
    )


def _told_from(entity: Entity) -> Iterator[tuple[tuple[str, str], Entity, Relation]]:
    """Every relation from the side of the profile: what it is, to whom, the row."""
    rows = Relation.objects.of(entity).select_related(
        "subject", "subject__merged_into", "object", "object__merged_into"
    )
    for relation in rows.order_by("-started_on", "pk"):
        is_subject = relation.subject_id == entity.pk
        other = relation.object if is_subject else relation.subject
        other = other.merged_into or other
        side = OF if is_subject or relation.kind == Relation.Kind.NEIGHBOUR_OF else TO
        if other.state == Entity.State.APPROVED:
            yield (relation.kind, side), other, relation


def _related(relation: Relation, other: Entity, *, on: date) -> Related:
    return Related(
        name=other.name,
        url=other.get_absolute_url(),
        started=relation.started_on.in_words() if relation.started_on else "",
        ended=relation.ended_on.in_words() if relation.ended_on else "",
        is_current=relation.is_current(on=on),
        source_name=relation.source_name,
        source_url=relation.source_url,
        checked_on=relation.checked_on,
    )


def _place(related: Related) -> tuple[bool, str, str]:
    return not related.is_current, related.name.casefold(), related.url
