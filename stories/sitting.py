"""Acts of whoever sits at a form: keeping what is typed and not saved, and saying who is there.

Neither is an edit: there is no version and no record of it, and the story's revision stays.
"""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta

from django.db import transaction
from django.db.models import Q, QuerySet
from django.http import QueryDict
from django.utils.translation import gettext as _

from newsroom import acts
from newsroom.models import User
from stories.models import Presence, Stash, Story, StoryRecord
from stories.writing import ABOUT

# A person is there until so long after their last ping.
LAPSE = timedelta(seconds=60)
# How long unsaved work is kept, and how long it is remembered that a sitting has been saved.
KEPT = timedelta(days=30)
REMEMBERED = timedelta(days=1)
LARGEST = 2_000_000
SITTING = re.compile(r"[a-z0-9]{32}")
# The field that counts what a sitting has sent: what comes out of turn is known by it.
PING = "ping"
# Acts that change what stands in the form.
SAVES = ("saved", "restored_version")


class NotKept(acts.Refused):
    """What was typed cannot be kept."""


class NotTheirs(acts.NotPermitted):
    """The unsaved work is another person's."""


def stash(
    *,
    by: User,
    story: Story | None,
    sitting: str,
    fields: str,
    now: datetime,
    resumes: str = "",
) -> Stash:
    """Keep what stands in an opened form, `fields` being the form as a browser sends it.

    `story` is None for a brief that was never saved. `resumes` is the sitting whose work was put
    back into this form, and is kept here from now on. Returns the stash: one with `closed_at` has
    been saved meanwhile, and keeps nothing more. Raises NotKept and NotPermitted.
    """
    acts.require(by, "stories.change_story" if story else "stories.add_story")
    _require_kept(sitting=sitting, fields=fields)
    with transaction.atomic():
        kept, is_new = Stash.objects.select_for_update().get_or_create(
            person=by,
            sitting=sitting,
            defaults={"story": story, "packed": Stash.pack(fields), "at": now},
        )
        if kept.closed_at:
            return kept
        if kept.story_id != (story.pk if story else None):
            raise NotKept(_("This form belongs to another story. Open the story once more."))
        if not is_new and _ping(fields) > _ping(kept.fields):
            kept.packed, kept.at = Stash.pack(fields), now
            kept.save(update_fields=["packed", "at"])
        if resumes and resumes != sitting:
            Stash.objects.filter(person=by, sitting=resumes, closed_at=None).delete()
    if is_new:
        _prune(now=now)
    return kept


def forget(*, by: User, sitting: str) -> None:
    """Keep nothing of a form in which everything stands again as it was loaded."""
    Stash.objects.filter(person=by, sitting=sitting, closed_at=None).delete()


def close(*, by: User, sittings: Iterable[str], now: datetime) -> None:
    """Empty the stashes of forms that have been saved: a ping that comes late opens none again.

    One statement, which takes what it cannot use for nothing: the save it stands in goes first.
    """
    closed = [
        Stash(person=by, sitting=sitting, packed=Stash.pack(""), at=now, closed_at=now)
        for sitting in sorted(set(sittings))
        if SITTING.fullmatch(sitting)
    ]
    Stash.objects.bulk_create(
        closed,
        update_conflicts=True,
        unique_fields=["person", "sitting"],
        update_fields=["packed", "at", "closed_at"],
    )


def discard(*, stash: Stash, by: User) -> None:
    """Throw unsaved work away: one's own. Raises NotTheirs."""
    if stash.person_id != by.pk:
        raise NotTheirs(_("This is unsaved work of someone else."))
    stash.delete()


def unsaved(*, person: User, now: datetime) -> QuerySet[Stash]:
    """All that the person has typed and not saved, the newest first."""
    stashes = Stash.objects.filter(person=person, closed_at=None, at__gt=now - KEPT)
    return stashes.order_by("-at", "-pk")


def offered(*, person: User, story: Story | None, now: datetime, but: str = "") -> QuerySet[Stash]:
    """What the person has typed into other forms of the story than `but`, and not saved."""
    return unsaved(person=person, now=now).filter(story=story).exclude(sitting=but)


def typed(stash: Stash) -> QueryDict:
    """The fields of a stash as a form takes them."""
    return QueryDict(stash.fields, mutable=True)


def here(*, by: User, story: Story, now: datetime) -> None:
    """Say that the person has the story open; who has not said so for long is forgotten.

    Not one transaction: of two, each would hold a row that the other wants to forget.
    """
    acts.require(by, "stories.change_story")
    Presence.objects.bulk_create(
        [Presence(story=story, person=by, at=now)],
        update_conflicts=True,
        unique_fields=["story", "person"],
        update_fields=["at"],
    )
    Presence.objects.filter(at__lt=now - LAPSE).delete()


def others(*, story: Story, person: User, now: datetime) -> QuerySet[Presence]:
    """Who else has the story open."""
    there = Presence.objects.filter(story=story, at__gte=now - LAPSE).exclude(person=person)
    return there.select_related("person").order_by("person__public_name", "pk")


def latest_since(*, story: Story, since: datetime) -> StoryRecord | None:
    """What was done to the story after a form of it was opened: a save, if there was one."""
    records = story.records.filter(at__gt=since).exclude(act__in=ABOUT).order_by("-at", "-pk")
    done = list(records)
    return next((record for record in done if record.act in SAVES), done[0] if done else None)


def _require_kept(*, sitting: str, fields: str) -> None:
    if not SITTING.fullmatch(sitting):
        raise NotKept(_("This form has no name that we know. Open the story once more."))
    if len(fields) > LARGEST:
        raise NotKept(_("This is too much to be kept before it is saved. Save it."))


def _ping(fields: str) -> int:
    number = QueryDict(fields).get(PING, "")
    return int(number[:15]) if number.isdecimal() else 0


def _prune(*, now: datetime) -> None:
    old = Q(closed_at__lt=now - REMEMBERED) | Q(at__lt=now - KEPT)
    Stash.objects.filter(old).delete()
