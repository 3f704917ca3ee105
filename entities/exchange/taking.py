"""The acts on files of profiles: keep one that was sent, take it over. All of it, or nothing."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from entities import changing, duplicates
from entities.exchange import writing
from entities.exchange.dry_run import DryRun, look
from entities.exchange.layout import LARGEST_FILE
from entities.exchange.outcome import Outcome
from entities.models import Entity, ProfileFile
from newsroom import acts
from newsroom.models import User

KEPT = timedelta(days=1)
# With more profiles of new names than this, all are compared once instead of each with all.
FEW = 10


class TooLarge(acts.Refused):
    """The file is larger than a file of profiles may be."""


class NotReady(acts.Refused):
    """The file has faults, or nothing in it changes anything."""


class HasMoved(acts.Refused):
    """The profiles are no longer what they were when the person looked at the outcome."""


class TakenAlready(acts.Refused):
    """The file was taken over before."""


@dataclass(frozen=True, kw_only=True)
class Taken:
    """How many profiles came, how many changed, and of how many something waits."""

    new: int
    changed: int
    waiting: int


@transaction.atomic
def keep(*, name: str, content: bytes, by: User, now: datetime) -> ProfileFile:
    """Keep a file for its dry run; those of yesterday go. Raises NotPermitted or TooLarge."""
    acts.require(by, "entities.moderate_entity")
    if len(content) > LARGEST_FILE:
        words = {"most": LARGEST_FILE // 1_000_000}
        raise TooLarge(_("The file is larger than %(most)s MB. Send it in parts.") % words)
    ProfileFile.objects.filter(at__lt=now - KEPT).delete()
    return ProfileFile.objects.create(name=name[:200], content=content, by=by, at=now)


def take(*, file: ProfileFile, digest: str, by: User | None, now: datetime) -> Taken:
    """Do what the dry run with this digest showed.

    Raises NotPermitted, TakenAlready, NotReady, HasMoved, or what `changing.change` raises.
    """
    acts.require(by, "entities.moderate_entity")
    try:
        with transaction.atomic():
            return _take(file, digest=digest, by=by, now=now)
    except IntegrityError as error:  # someone else has just taken an address or a number
        raise _moved() from error


def _take(file: ProfileFile, *, digest: str, by: User | None, now: datetime) -> Taken:
    file = ProfileFile.objects.select_for_update().get(pk=file.pk)
    if file.taken_at:
        raise TakenAlready(_("This file was taken over before."))
    run = look(content=bytes(file.content), by=by, now=now, is_for_good=True)
    if run.digest != digest:
        raise _moved()
    if not run.is_ready:
        raise NotReady(_("Nothing was taken over: the file has faults, or changes nothing."))
    taken = _carry_out(run, name=file.name, by=by, now=now)
    file.taken_at = now
    file.save(update_fields=["taken_at"])
    return taken


def _moved() -> HasMoved:
    return HasMoved(_("Profiles have changed since you looked: look at the outcome again."))


def _carry_out(run: DryRun, *, name: str, by: User | None, now: datetime) -> Taken:
    """All that is done at once is written at once; what waits in part goes through its own act."""
    source = _("From the file %(name)s.") % {"name": name}

    def note(outcome: Outcome) -> str:
        return "\n".join(filter(None, [outcome.note, source]))

    made = writing.propose(run.new, by=by, now=now, note=note)
    keys = {outcome.entity.pk: entity.pk for outcome, entity in made}
    at_once = [outcome for outcome in run.changed if not outcome.held]
    writing.change(at_once, keys, by=by, now=now, note=note)
    for outcome in run.held:
        changing.change(
            entity=outcome.entity,
            changes=writing.with_keys(outcome.changes, keys),
            by=by,
            now=now,
            source_url=outcome.source_url,
            note=note(outcome),
        )
    renamed = [each.entity for each in at_once if changing.names_changed(each.changes)]
    _look_for_duplicates([entity for _outcome, entity in made] + renamed, now=now)
    return Taken(new=len(made), changed=len(run.changed), waiting=len(run.held))


def _look_for_duplicates(entities: list[Entity], *, now: datetime) -> None:
    if len(entities) > FEW:
        duplicates.look_everywhere(now=now)
        return
    for entity in entities:
        duplicates.look(entity, now=now)
