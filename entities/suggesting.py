"""Acts on suggestions: someone suggests a change of a profile, a moderator decides.

What is sensitive about a living person (`living.py`) takes two moderators: the first agrees, the
second accepts.
"""

from datetime import datetime

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from entities import changes as shapes
from entities import changing, living, protection, recording
from entities.changes import Changes
from entities.changing import NothingChanges, WrongState
from entities.models import Entity, Suggestion
from newsroom import acts
from newsroom.models import User

STAFF, WIKIDATA = Suggestion.Origin.STAFF, Suggestion.Origin.WIKIDATA
# What became of suggestions that Wikidata is not to make again.
UNWANTED = (Suggestion.State.DECLINED, Suggestion.State.UNDONE)


class NoReason(acts.Refused):
    """Whoever suggested it is told why it is declined."""


class SuggestedAlready(acts.Refused):
    """Such a suggestion waits for a moderator."""


class SamePerson(acts.Refused):
    """A second moderator is someone else than the first."""


def why_not_suggest(*, entity: Entity, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "entities.suggest_entity"):
        return refusal
    if not entity.is_usable:
        return WrongState(_("Only a proposed or approved profile can be changed."))
    return None


@transaction.atomic
def suggest(
    *,
    entity: Entity,
    changes: Changes,
    by: User | None,
    now: datetime,
    origin: str = STAFF,
    note: str = "",
    source_name: str = "",
    source_url: str = "",
) -> Suggestion:
    """Suggest a change, which waits for a moderator.

    Wikidata has one suggestion of a profile at a time, which follows what it says; what was
    declined of it is left out, and where nothing else is left, the declined one is returned.
    Raises NotPermitted, WrongState, NothingChanges, SuggestedAlready, `changes.Invalid` or
    `changes.Clash`.
    """
    entity = changing.locked(entity)
    if refusal := why_not_suggest(entity=entity, by=by, now=now):
        raise refusal
    changes = shapes.clean(entity, changes)
    if not changes:
        raise NothingChanges(_("Change something: that is what the profile says already."))
    suggestion = Suggestion(entity=entity, origin=origin, state=Suggestion.State.WAITING)
    if origin == WIKIDATA:
        unwanted, newest = _unwanted(entity)
        changes = shapes.without(changes, unwanted)
        if newest and not changes:
            return newest
        suggestion = _waiting(entity, WIKIDATA).first() or suggestion
    elif _is_suggested(entity, changes):
        raise SuggestedAlready(_("Somebody suggested the same; it waits for a moderator."))
    shapes.try_out(entity, changes)
    is_told = suggestion.pk and shapes.wish(suggestion.changes) == shapes.wish(changes)
    if not is_told:
        suggestion.first_by, suggestion.first_by_name = None, ""
        suggestion.by, suggestion.by_name, suggestion.at = by, acts.name_of(by), now
    suggestion.changes = changes
    suggestion.note, suggestion.source_name = note.strip(), source_name.strip()
    suggestion.source_url = changing.link(source_url)
    suggestion.save()
    if not is_told:
        words = _words(changes, note)
        source = suggestion.source_url
        recording.log("suggested", entity=entity, by=by, now=now, note=words, source_url=source)
    return suggestion


def why_not_accept(
    *, suggestion: Suggestion, by: User | None, now: datetime
) -> acts.Refused | None:
    if refusal := why_not_decide(suggestion=suggestion, by=by, now=now):
        return refusal
    if by and suggestion.first_by_id == by.pk:
        return SamePerson(_("You agreed to this. It takes another moderator to accept it."))
    return None


def why_not_decide(
    *, suggestion: Suggestion, by: User | None, now: datetime
) -> acts.Refused | None:
    """Asked before a suggestion is edited and accepted, and before it is declined."""
    if refusal := _why_not_touch(suggestion, by=by):
        return refusal
    if suggestion.state != Suggestion.State.WAITING:
        words = {"by": suggestion.decided_by_name, "state": suggestion.get_state_display()}
        return WrongState(_("That is decided: %(state)s, by %(by)s.") % words)
    return None


@transaction.atomic
def accept(
    *,
    suggestion: Suggestion,
    by: User | None,
    now: datetime,
    changes: Changes | None = None,
    source_url: str = "",
) -> Suggestion:
    """Change the profile as suggested, or as the moderator has edited it (`changes`).

    Where that is sensitive, the first moderator agrees and it goes on waiting. Raises NotPermitted,
    WrongState, SamePerson, NothingChanges, `living.NoSource`, `changes.Invalid`, `changes.Clash`.
    """
    entity, suggestion = _locked(suggestion)
    if refusal := why_not_decide(suggestion=suggestion, by=by, now=now):
        raise refusal
    if source_url:
        suggestion.source_url = changing.link(source_url)
    asked = suggestion.changes
    if changes is not None:
        suggestion.changes = shapes.clean(entity, changes)
    if not suggestion.changes:
        raise NothingChanges(_("Nothing is left of the suggestion: decline it instead."))
    if by and not _is_agreed(entity, suggestion, asked, by=by, now=now):
        return _agree(entity, suggestion, by=by, now=now)
    suggestion.undo = shapes.apply(entity, suggestion.changes)
    _decide(suggestion, Suggestion.State.ACCEPTED, by=by, now=now)
    changing.log_change(
        entity=entity,
        changes=suggestion.changes,
        by=by,
        now=now,
        act="accepted",
        source_url=suggestion.source_url,
    )
    return suggestion


@transaction.atomic
def decline(*, suggestion: Suggestion, by: User | None, now: datetime, reason: str) -> Suggestion:
    """Leave the profile as it is. Raises NotPermitted, WrongState or NoReason."""
    entity, suggestion = _locked(suggestion)
    if refusal := why_not_decide(suggestion=suggestion, by=by, now=now):
        raise refusal
    if not reason.strip():
        raise NoReason(_("Say why: whoever suggested it is told."))
    suggestion.reason = reason.strip()
    _decide(suggestion, Suggestion.State.DECLINED, by=by, now=now)
    words = _words(suggestion.changes, suggestion.reason)
    recording.log("declined", entity=entity, by=by, now=now, note=words)
    return suggestion


def why_not_undo(*, suggestion: Suggestion, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := _why_not_touch(suggestion, by=by):
        return refusal
    if suggestion.state != Suggestion.State.ACCEPTED:
        return WrongState(_("Only an accepted suggestion can be undone."))
    if not suggestion.undo:
        return NothingChanges(_("The suggestion changed nothing: there is nothing to undo."))
    return None


@transaction.atomic
def undo(*, suggestion: Suggestion, by: User | None, now: datetime, reason: str = "") -> Suggestion:
    """Put back what stood before the suggestion was accepted.

    Where any of it has been changed since, nothing is. Raises NotPermitted, WrongState,
    NothingChanges or `changes.Clash`, which says what was changed.
    """
    entity, suggestion = _locked(suggestion)
    if refusal := why_not_undo(suggestion=suggestion, by=by, now=now):
        raise refusal
    back: Changes = suggestion.undo or {}
    if found := shapes.conflicts(entity, back):
        words = {"what": " ".join(found)}
        raise shapes.Clash(_("It was changed since and cannot be undone. %(what)s") % words)
    shapes.apply(entity, back)
    suggestion.reason = reason.strip()
    _decide(suggestion, Suggestion.State.UNDONE, by=by, now=now)
    changing.log_change(entity=entity, changes=back, by=by, now=now, act="undone", note=reason)
    return suggestion


@transaction.atomic
def put_away(*, suggestion: Suggestion, by: User, now: datetime) -> Suggestion:
    """Note that its author has read what became of it. Raises NotPermitted or WrongState."""
    if suggestion.by_id != by.pk:
        raise acts.NotPermitted(_("This is someone else’s suggestion."))
    if suggestion.state == Suggestion.State.WAITING:
        raise WrongState(_("It is not decided yet."))
    suggestion.answer_read_at = now
    suggestion.save(update_fields=["answer_read_at"])
    return suggestion


def _why_not_touch(suggestion: Suggestion, *, by: User | None) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "entities.moderate_entity"):
        return refusal
    if refusal := protection.refusal(suggestion.entity, by=by):
        return refusal
    if suggestion.entity.state == Entity.State.MERGED:
        return WrongState(_("This profile was merged: change the one that stands for it."))
    return None


def _locked(suggestion: Suggestion) -> tuple[Entity, Suggestion]:
    """The profile first: a merge locks profiles, and then moves their suggestions."""
    entity = changing.locked(suggestion.entity)
    found = Suggestion.objects.select_for_update().get(pk=suggestion.pk)
    if found.entity_id != entity.pk:
        raise WrongState(_("The profile was merged meanwhile. Look at the suggestion again."))
    found.entity = entity
    return entity, found


def _is_agreed(
    entity: Entity, suggestion: Suggestion, asked: Changes, *, by: User, now: datetime
) -> bool:
    """Whether the suggestion needs no other moderator; raises for the one who agreed before."""
    on = timezone.localdate(now)
    found = living.facts(entity, suggestion.changes, on=on)
    if refusal := living.refusal(found, source_url=suggestion.source_url):
        raise refusal
    if not found:
        return True
    held, _rest = living.parted(entity, suggestion.changes, on=on)
    is_as_agreed = shapes.wish(held) <= shapes.wish(asked)
    if not suggestion.first_by_name or not is_as_agreed:
        return False
    if suggestion.first_by_id == by.pk:
        raise SamePerson(_("You agreed to this. It takes another moderator to accept it."))
    return True


def _agree(entity: Entity, suggestion: Suggestion, *, by: User, now: datetime) -> Suggestion:
    shapes.try_out(entity, suggestion.changes)
    suggestion.first_by, suggestion.first_by_name = by, acts.name_of(by)
    suggestion.save()
    words, source = shapes.summary(suggestion.changes), suggestion.source_url
    recording.log("agreed", entity=entity, by=by, now=now, note=words, source_url=source)
    return suggestion


def _decide(suggestion: Suggestion, state: str, *, by: User | None, now: datetime) -> None:
    suggestion.state = state
    suggestion.decided_by, suggestion.decided_by_name = by, acts.name_of(by)
    suggestion.decided_at = now
    suggestion.answer_read_at = None
    suggestion.save()


def _waiting(entity: Entity, origin: str) -> QuerySet[Suggestion]:
    return entity.suggestions.waiting().filter(origin=origin).order_by("pk")


def _is_suggested(entity: Entity, changes: Changes) -> bool:
    wish = shapes.wish(changes)
    return any(shapes.wish(each.changes) == wish for each in _waiting(entity, STAFF))


def _unwanted(entity: Entity) -> tuple[set[str], Suggestion | None]:
    """What Wikidata suggested in vain, bit by bit, and the newest of those suggestions."""
    past = entity.suggestions.filter(origin=WIKIDATA, state__in=UNWANTED)
    found = list(past.order_by("-decided_at", "-pk"))
    return {bit for each in found for bit in shapes.wish(each.changes)}, found[0] if found else None


def _words(changes: Changes, more: str) -> str:
    return "\n".join(filter(None, [shapes.summary(changes), more.strip()]))
