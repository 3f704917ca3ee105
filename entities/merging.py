"""Acts on two profiles found to be one: begin, finish, call off, undo, split.

Nothing is deleted by a merge: the loser's row stays, its address leads to the survivor's, and what
moved is kept by key. What moves is told in `belongings.py`, what is chosen in `choices.py`.
"""

from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from entities import belongings, choices, duplicates, inherited, lineage, protection, recording
from entities.models import Entity, Merge, ProfileRecord
from entities.signals import merge_undone, profiles_merged
from newsroom import acts
from newsroom.models import User

# After this long, whoever began a merge is taken to have gone away.
LEFT_ALONE = timedelta(minutes=30)


class CannotMerge(acts.Refused):
    """The two cannot become one as they stand."""


class SameProfile(CannotMerge):
    """It is one profile."""


class KindsDiffer(CannotMerge):
    """A person is no place."""


class WrongState(CannotMerge):
    """A profile, or the merge itself, is at another point of its life."""


class UnderWay(CannotMerge):
    """Someone is merging one of the two."""


class Changed(CannotMerge):
    """One of the two is not what the person saw."""


class Invalid(CannotMerge):
    """What was chosen makes no profile."""


# Begin ---------------------------------------------------------------------------------------


def why_not_begin(
    *, survivor: Entity, loser: Entity, by: User | None, now: datetime
) -> acts.Refused | None:
    refusal = _why_not_merge(survivor, loser, by=by)
    if refusal or not (other := _in_the_way(survivor, loser, now=now)):
        return refusal
    words = {
        "who": other.by_name,
        "when": date_format(localtime(other.begun_at), "j M Y, H:i"),
        "loser": other.loser.name,
        "survivor": other.survivor.name,
    }
    return UnderWay(_("%(who)s began to merge “%(loser)s” into “%(survivor)s” (%(when)s).") % words)


@transaction.atomic
def begin(*, survivor: Entity, loser: Entity, by: User | None, now: datetime) -> Merge:
    """Say that the two are one, and keep others from merging either meanwhile.

    Takes over what someone began and left alone. Raises NotPermitted or a kind of CannotMerge.
    """
    survivor, loser = _locked_pair(survivor, loser)
    if refusal := why_not_begin(survivor=survivor, loser=loser, by=by, now=now):
        raise refusal
    for other in Merge.objects.under_way().touching(survivor, loser).select_for_update():
        _call_off(other, by=by, now=now)
    merge = Merge.objects.create(
        survivor=survivor, loser=loser, by=by, by_name=acts.name_of(by), begun_at=now
    )
    _log_pair("merge_begun", merge, by=by, now=now)
    return merge


def why_not_call_off(*, merge: Merge, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "entities.moderate_entity"):
        return refusal
    if merge.state != Merge.State.UNDER_WAY:
        return WrongState(_("This merge is not under way."))
    return None


@transaction.atomic
def call_off(*, merge: Merge, by: User | None, now: datetime) -> Merge:
    """Leave the two as they are: any moderator may. Raises NotPermitted or WrongState."""
    _locked_pair(merge.survivor, merge.loser)
    merge = _again(merge)
    if refusal := why_not_call_off(merge=merge, by=by, now=now):
        raise refusal
    return _call_off(merge, by=by, now=now)


# Finish --------------------------------------------------------------------------------------


def why_not_finish(*, merge: Merge, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "entities.moderate_entity"):
        return refusal
    if merge.state != Merge.State.UNDER_WAY:
        return WrongState(_("This merge is not under way any more."))
    if by is not None and merge.by_id != by.pk:
        return UnderWay(
            _("%(who)s began this merge: call it off, and begin it yourself.")
            % {"who": merge.by_name}
        )
    return _why_not_merge(merge.survivor, merge.loser, by=by)


@transaction.atomic
def finish(
    *,
    merge: Merge,
    choices: Mapping[str, str],
    by: User | None,
    now: datetime,
    note: str = "",
    seen: str = "",
) -> Merge:
    """Make the two one: `choices` names the side (“survivor”, “loser”) of each block of fields.

    What is not named stays the survivor's. `seen` is the `state_of` that the person chose from.
    Raises NotPermitted or a kind of CannotMerge.
    """
    survivor, loser = _locked_pair(merge.survivor, merge.loser)
    merge = _again(merge)
    if refusal := why_not_finish(merge=merge, by=by, now=now):
        raise refusal
    if seen and seen != state_of(merge):
        raise Changed(_("One of the two was changed since you opened this page. Look again."))
    names = inherited.names_of(survivor, loser)
    stood_as = loser.state
    merge.fields = _take_over(survivor, loser, choices) | {"state": [stood_as, loser.state]}
    lineage.point_to(survivor, of=loser)
    merge.moved = {**belongings.move(loser=loser, survivor=survivor)}
    merge.moved[inherited.ADDED] = inherited.add(survivor, names)
    merge.state, merge.done_at, merge.note = Merge.State.DONE, now, note.strip()
    merge.save()
    _log_pair("merged", merge, by=by, now=now, note=merge.note)
    profiles_merged.send(sender=Merge, survivor=survivor, loser=loser, by=by, now=now)
    duplicates.look(survivor, now=now)
    return merge


def state_of(merge: Merge) -> str:
    """Says as which the two stand: it is another one as soon as either is changed."""
    last = ProfileRecord.objects.filter(entity__in=(merge.survivor_id, merge.loser_id))
    keys = last.order_by("-pk").values_list("pk", flat=True)[:1]
    times = (each.changed_at.isoformat() for each in (merge.survivor, merge.loser))
    return "/".join([*map(str, keys), *times])


def _take_over(survivor: Entity, loser: Entity, chosen: Mapping[str, str]) -> choices.Fields:
    try:
        fields = choices.put_chosen(survivor, loser, chosen)
    except (KeyError, ValueError):
        raise Invalid(_("Choose one of the two for each field.")) from None
    # First the loser: of two that have one number, one has to be merged already.
    loser.state, loser.merged_into = Entity.State.MERGED, survivor
    loser.save(update_fields=["state", "merged_into", "changed_at"])
    try:
        survivor.full_clean()
    except ValidationError as error:
        raise Invalid(" ".join(error.messages)) from error
    survivor.save()
    return fields


# Undo and split ------------------------------------------------------------------------------


def why_not_undo(*, merge: Merge, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "entities.moderate_entity"):
        return refusal
    if merge.state != Merge.State.DONE:
        return WrongState(_("This merge is not in force."))
    holder = merge.survivor.merged_into or merge.survivor
    return protection.refusal(holder, by=by) or protection.refusal(merge.loser, by=by)


@transaction.atomic
def undo(*, merge: Merge, by: User | None, now: datetime) -> Merge:
    """Make them two again: what moved goes back, and what came since stays with the survivor.

    Fields go back where the survivor still says what the merge put there. Raises NotPermitted,
    WrongState or `protection.Protected`.
    """
    holding = _held(merge, by=by, now=now)
    called = {name for pk in holding.line for name in inherited.called(holding.entities[pk])}
    corrected = choices.put_back(holding)
    left = belongings.bring_back(holding)
    names = {name for each in corrected for name in inherited.correct(holding, each)}
    names |= inherited.take_back(holding) | called
    return _end(holding, left, names, act="merge_undone", by=by, now=now)


why_not_split = why_not_undo


@transaction.atomic
def split(
    *,
    merge: Merge,
    by: User | None,
    now: datetime,
    aliases: Collection[int] = (),
    positions: Collection[int] = (),
    relations: Collection[int] = (),
) -> Merge:
    """Make them two again, with only these rows, by key, of those that moved; the rest stays.

    The survivor keeps its fields. Raises what `undo` raises.
    """
    holding = _held(merge, by=by, now=now)
    wanted = {
        "aliases": aliases,
        **{"positions": positions, "positions_held_here": positions},
        **{"relations": relations, "relations_to_it": relations},
    }
    left = belongings.bring_back(holding, wanted=wanted)
    names = inherited.take_back(holding, wanted=aliases)
    return _end(holding, left, names, act="split", by=by, now=now)


def _held(merge: Merge, *, by: User | None, now: datetime) -> lineage.Holding:
    holding = lineage.hold(merge)
    if refusal := why_not_undo(merge=holding.merge, by=by, now=now):
        raise refusal
    return holding


def _end(
    holding: lineage.Holding,
    left: belongings.Left,
    names: set[str],
    *,
    act: str,
    by: User | None,
    now: datetime,
) -> Merge:
    """The loser stands for itself, with what went back to it."""
    merge, loser, holder = holding.merge, holding.loser, holding.holder
    merge.state, merge.undone_at = Merge.State.UNDONE, now
    merge.undone_by, merge.undone_by_name = by, acts.name_of(by)
    merge.save()
    said = []
    for pk in holding.line:
        if pk == holder.pk:
            said.append(choices.without_taken_number(holder))
        holding.entities[pk].save()
    loser.state, loser.merged_into = merge.fields["state"][0], None
    said.append(choices.without_taken_number(loser))
    loser.save()
    lineage.point_to(loser, of=loser)
    belongings.take_places(holding, left, names=names)
    names |= {row.name for row in left.get("aliases", ())}
    inherited.give_again(holding, names)
    holding.save()
    for entity, other in ((loser, holder), (holder, loser)):
        note = "\n".join(filter(None, [other.name, *said]))
        recording.log(act, entity=entity, by=by, now=now, note=note)
    duplicates.hold_apart(loser, holder, by=by, now=now)
    merge_undone.send(sender=Merge, survivor=holder, loser=loser, by=by, now=now)
    return merge


# What they share -----------------------------------------------------------------------------


def _why_not_merge(survivor: Entity, loser: Entity, *, by: User | None) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "entities.moderate_entity"):
        return refusal
    if survivor.pk == loser.pk:
        return SameProfile(_("This is one and the same profile."))
    for each in (survivor, loser):
        if not each.is_usable:
            words = {"name": each.name, "state": each.get_state_display().lower()}
            return WrongState(_("“%(name)s” is %(state)s.") % words)
        if refusal := protection.refusal(each, by=by):
            return refusal
    if survivor.kind != loser.kind:
        words = {"name": survivor.name, "kind": survivor.get_kind_display().lower()}
        words |= {"other": loser.name, "its_kind": loser.get_kind_display().lower()}
        return KindsDiffer(
            _(
                "“%(name)s” is filed as “%(kind)s”, “%(other)s” as “%(its_kind)s”: "
                "give both the same kind first."
            )
            % words
        )
    if loser.state == Entity.State.APPROVED and survivor.state != Entity.State.APPROVED:
        words = {"name": loser.name, "other": survivor.name}
        return WrongState(
            _("Readers see “%(name)s”, and “%(other)s” is not approved: keep the other one.")
            % words
        )
    return None


def _in_the_way(survivor: Entity, loser: Entity, *, now: datetime) -> Merge | None:
    """A merge of either that someone has begun, and not left alone."""
    begun = Merge.objects.under_way().touching(survivor, loser).select_related("survivor", "loser")
    return next((each for each in begun.order_by("pk") if not is_left_alone(each, now=now)), None)


def _locked_pair(*pair: Entity) -> list[Entity]:
    """Both, in an order that no two acts disagree about."""
    rows: QuerySet[Entity] = Entity.objects.filter(pk__in=[each.pk for each in pair])
    found = {each.pk: each for each in rows.select_for_update().order_by("pk")}
    return [found[each.pk] for each in pair]


def _again(merge: Merge) -> Merge:
    found = Merge.objects.select_for_update(of=("self",)).select_related(
        "survivor__merged_into", "loser"
    )
    return found.get(pk=merge.pk)


def _call_off(merge: Merge, *, by: User | None, now: datetime) -> Merge:
    merge.state = Merge.State.CALLED_OFF
    merge.undone_by, merge.undone_by_name, merge.undone_at = by, acts.name_of(by), now
    merge.save()
    _log_pair("merge_called_off", merge, by=by, now=now)
    return merge


def _log_pair(act: str, merge: Merge, *, by: User | None, now: datetime, note: str = "") -> None:
    """Each of the two says in its record which the other is."""
    for entity in (merge.loser, merge.survivor):
        said = "\n".join(filter(None, [f"{merge.loser.name} → {merge.survivor.name}", note]))
        recording.log(act, entity=entity, by=by, now=now, note=said)


# What there is ---------------------------------------------------------------------------------


def under_way(entity: Entity) -> Merge | None:
    """The merge of the profile that someone has begun."""
    begun = Merge.objects.under_way().touching(entity)
    return begun.select_related("survivor", "loser").order_by("pk").first()


def is_left_alone(merge: Merge, *, now: datetime) -> bool:
    """Whether another may take over what was begun."""
    return merge.begun_at <= now - LEFT_ALONE


def holders(merge: Merge) -> list[int]:
    """The survivor, and whoever holds what was its by now."""
    return lineage.read(merge).line


def of(entity: Entity) -> QuerySet[Merge]:
    """The merges that the profile had a part in, the newest first."""
    return (
        Merge.objects.filter(Q(survivor=entity) | Q(loser=entity))
        .exclude(state=Merge.State.CALLED_OFF)
        .select_related("survivor", "loser")
        .order_by("-begun_at", "-pk")
    )
