"""Profiles that may be one: found and offered here, merged by a moderator or told apart.

Found anew whenever the names of a profile change (`look`), and in the whole database by the
command `find_duplicates` (`look_everywhere`).
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import combinations
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from entities import recording
from entities.models import Alias, Entity, PossibleDuplicate, Suggestion
from entities.names import name_key
from entities.nearness import is_near, near_key
from newsroom import acts
from newsroom.models import User

Reason = PossibleDuplicate.Reason
Pair = tuple[int, int]

# A name that so many share (“the minister”) says nothing about any two of them.
TOO_MANY = 12
AT_ONCE = 2_000


class NotOffered(acts.Refused):
    """Nobody takes the two for one."""


@dataclass(kw_only=True)
class Known:
    """What of a profile is compared. A thing may be of any kind: briefs propose things."""

    pk: int
    kind: str
    names: set[str] = field(default_factory=set)

    def may_be(self, other: "Known") -> bool:
        return self.kind == other.kind or Entity.Kind.THING in (self.kind, other.kind)


# One profile ---------------------------------------------------------------------------------


@transaction.atomic
def look(entity: Entity, *, now: datetime) -> list[PossibleDuplicate]:
    """Find what the profile may be the same as, and offer that; what it is no longer like goes.

    Returns the pairs that wait for a decision.
    """
    found = _like(entity) if entity.is_usable else {}
    apart = _told_apart(entity)
    pairs = {pair: reason for pair, reason in found.items() if pair not in apart}
    offered = PossibleDuplicate.objects.of(entity).filter(told_apart_at=None)
    keep = Q(pk__in=[])
    for one, other in pairs:
        keep |= Q(one=one, other=other)
    if entity.is_usable:
        both_stand = Q(one__state__in=Entity.USABLE, other__state__in=Entity.USABLE)
        offered.filter(both_stand).exclude(keep).delete()
    _offer(pairs, now=now)
    return list(PossibleDuplicate.objects.open().of(entity).order_by("pk"))


def _like(entity: Entity) -> dict[Pair, Reason]:
    """Every profile that is like this one, and in what."""
    mine = _known([entity.pk])[entity.pk]
    keys = {name_key(name) for name in mine.names}
    nears = {near_key(name) for name in mine.names} - {""}
    wanted = Q(key__in=keys) | Q(near__in=nears)
    others = set(Entity.objects.usable().filter(wanted).values_list("pk", flat=True))
    aliases = Alias.objects.filter(wanted, entity__state__in=Entity.USABLE)
    others |= set(aliases.values_list("entity", flat=True))
    found: dict[Pair, Reason] = {}
    for other in _known(others - {entity.pk}).values():
        if mine.may_be(other) and (reason := _reason(mine.names, other.names)):
            found[_pair(mine.pk, other.pk)] = reason
    _keep_telling(found, keys, mine.pk)
    for pair in _of_one_number([entity.pk]):
        found[pair] = Reason.WIKIDATA
    return found


def _keep_telling(found: dict[Pair, Reason], keys: Collection[str], pk: int) -> None:
    """Leave out what is only like it in a name that too many share."""
    if len(found) < TOO_MANY:
        return
    every = _known({each for pair in found for each in pair})
    bearers: dict[str, int] = defaultdict(int)
    for known in every.values():
        for key in {name_key(name) for name in known.names}:
            bearers[key] += 1
    telling = {key for key in keys if bearers[key] <= TOO_MANY}
    for pair, reason in [*found.items()]:
        other = every[pair[0] if pair[1] == pk else pair[1]]
        if reason == Reason.ALIAS and not telling & {name_key(name) for name in other.names}:
            del found[pair]


def _reason(mine: Collection[str], theirs: Collection[str]) -> Reason | None:
    if {name_key(name) for name in mine} & {name_key(name) for name in theirs}:
        return Reason.ALIAS
    near = defaultdict(list)
    for name in theirs:
        near[near_key(name)].append(name)
    near.pop("", None)
    if any(is_near(one, other) for one in mine for other in near.get(near_key(one), ())):
        return Reason.NEAR
    return None


def _known(pks: Collection[int] | None = None) -> dict[int, Known]:
    """Usable profiles with every name that they go by: these, or all of them."""
    entities = Entity.objects.usable()
    aliases = Alias.objects.filter(entity__state__in=Entity.USABLE)
    if pks is not None:
        entities, aliases = entities.filter(pk__in=pks), aliases.filter(entity__in=pks)
    known = {}
    for pk, kind, name, native in entities.values_list(
        "pk", "kind", "name", "native_name"
    ).iterator(AT_ONCE):
        known[pk] = Known(pk=pk, kind=kind, names={name, native} - {""})
    for pk, name in aliases.values_list("entity", "name").iterator(AT_ONCE):
        if pk in known:
            known[pk].names.add(name)
    return known


def _of_one_number(pks: Collection[int] | None = None) -> Iterator[Pair]:
    """Pairs of which one has a Wikidata number, and someone suggests the same for the other."""
    where = "changes__fields__wikidata_id__1"
    waiting = Suggestion.objects.waiting().filter(entity__state__in=Entity.USABLE)
    suggested = waiting.filter(**{f"{where}__isnull": False}).values_list("entity", where)
    holders = Entity.objects.usable().exclude(wikidata_id="")
    if pks is not None:
        numbers = list(holders.filter(pk__in=pks).values_list("wikidata_id", flat=True))
        suggested = suggested.filter(Q(entity__in=pks) | Q(**{f"{where}__in": numbers}))
    wanted = [(pk, number) for pk, number in suggested if number]
    found = holders.filter(wikidata_id__in={number for _pk, number in wanted})
    holder = dict(found.values_list("wikidata_id", "pk"))
    for pk, number in wanted:
        if number in holder and holder[number] != pk:
            yield _pair(pk, holder[number])


# The whole database --------------------------------------------------------------------------


def _silently(rows: Iterable[Any], **about: Any) -> Iterable[Any]:
    return rows


def look_everywhere(*, now: datetime, progress: Callable[..., Iterable[Any]] = _silently) -> int:
    """Find every pair anew. Returns how many are offered that were not before.

    `progress` wraps what is gone through (as tqdm does).
    """
    known = _known()
    by_key, by_near = defaultdict(set), defaultdict(set)
    for each in progress(known.values(), desc=_("Names")):
        for name in each.names:
            by_key[name_key(name)].add(each.pk)
            by_near[near_key(name)].add(each.pk)
    by_near.pop("", None)
    found: dict[Pair, Reason] = {}
    for group in progress(by_near.values(), desc=_("Nearly the same")):
        for one, other in combinations(sorted(group), 2):
            if known[one].may_be(known[other]):
                reason = _reason(known[one].names, known[other].names)
                if reason == Reason.NEAR:
                    found[one, other] = reason
    for group in progress(by_key.values(), desc=_("The same")):
        if len(group) <= TOO_MANY:
            for one, other in combinations(sorted(group), 2):
                if known[one].may_be(known[other]):
                    found[one, other] = Reason.ALIAS
    found |= dict.fromkeys(_of_one_number(), Reason.WIKIDATA)
    with transaction.atomic():
        return _write_all(found, now=now)


def _write_all(found: dict[Pair, Reason], *, now: datetime) -> int:
    apart = _told_apart(None)
    pairs = {pair: reason for pair, reason in found.items() if pair not in apart}
    stale = [
        pk
        for pk, *pair in PossibleDuplicate.objects.open().values_list("pk", "one", "other")
        if tuple(pair) not in pairs
    ]
    for start in range(0, len(stale), AT_ONCE):
        PossibleDuplicate.objects.filter(pk__in=stale[start : start + AT_ONCE]).delete()
    return _offer(pairs, now=now)


def write_keys() -> int:
    """Write the comparable forms of names again, where the way of comparing them has changed."""
    changed = 0
    models: tuple[Any, ...] = (Entity, Alias)
    for model in models:
        some = []
        for row in model._default_manager.only("name", "near").iterator(AT_ONCE):
            if row.near != (near := near_key(row.name)):
                row.near = near
                some.append(row)
        # Neither an act nor a change that anybody made: no record, and no other column.
        model._default_manager.bulk_update(some, ["near"], batch_size=AT_ONCE)
        changed += len(some)
    return changed


# Telling apart -------------------------------------------------------------------------------


def why_not_tell_apart(
    *, pair: PossibleDuplicate, by: User | None, now: datetime
) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "entities.moderate_entity"):
        return refusal
    if pair.told_apart_at is not None:
        return NotOffered(_("The two are told apart already."))
    return None


@transaction.atomic
def tell_apart(*, pair: PossibleDuplicate, by: User | None, now: datetime) -> PossibleDuplicate:
    """Say that the two are not one: they are not offered again. Raises NotPermitted, NotOffered."""
    pair = PossibleDuplicate.objects.select_for_update().get(pk=pair.pk)
    if refusal := why_not_tell_apart(pair=pair, by=by, now=now):
        raise refusal
    pair = hold_apart(pair.one, pair.other, by=by, now=now)
    for entity, other in ((pair.one, pair.other), (pair.other, pair.one)):
        recording.log("told_apart", entity=entity, by=by, now=now, note=other.name)
    return pair


def hold_apart(one: Entity, other: Entity, *, by: User | None, now: datetime) -> PossibleDuplicate:
    """Keep that someone found them to be two. An act that says so writes the record."""
    older, newer = _pair(one.pk, other.pk)
    pair = PossibleDuplicate.objects.filter(one=older, other=newer).first()
    pair = pair or PossibleDuplicate(
        one_id=older, other_id=newer, reason=Reason.ALIAS, found_at=now
    )
    pair.told_apart_at, pair.told_apart_by, pair.told_apart_by_name = now, by, acts.name_of(by)
    pair.save()
    return pair


def _told_apart(entity: Entity | None) -> set[Pair]:
    """Pairs found to be two; who told a merged profile apart has told its survivor apart."""
    pairs = PossibleDuplicate.objects.exclude(told_apart_at=None)
    if entity is not None:
        family = Entity.objects.filter(Q(pk=entity.pk) | Q(merged_into=entity)).values("pk")
        pairs = pairs.filter(Q(one__in=family) | Q(other__in=family))
    rows = pairs.values_list("one", "one__merged_into", "other", "other__merged_into")
    return {
        _pair(one_into or one, other_into or other) for one, one_into, other, other_into in rows
    }


def _pair(one: int, other: int) -> Pair:
    return (one, other) if one < other else (other, one)


def _offer(pairs: dict[Pair, Reason], *, now: datetime) -> int:
    """Keep the pairs, each with its reason. Returns how many were not offered before."""
    before = PossibleDuplicate.objects.count()
    PossibleDuplicate.objects.bulk_create(
        (
            PossibleDuplicate(one_id=one, other_id=other, reason=reason, found_at=now)
            for (one, other), reason in pairs.items()
        ),
        update_conflicts=True,
        unique_fields=["one", "other"],
        update_fields=["reason"],
        batch_size=AT_ONCE,
    )
    return PossibleDuplicate.objects.count() - before
