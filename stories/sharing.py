"""Acts of sharing: a signed address that shows one version to someone without an account.

The page behind the address is in `shared/`. What an address opens, until when and whether it was
called back stands in its row; the address itself carries the row's key and a signature.
"""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import NamedTuple

from django.conf import settings
from django.core import signing
from django.db import transaction
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from newsroom import acts
from newsroom.models import User
from stories.models import PreviewLink, Story, Version, Withdrawal
from stories.writing import log

SALT = "stories.sharing"
DAYS = 7
MOST_DAYS = 30


class NothingKept(acts.Refused):
    """The story has no such version that could be shown."""


class NameMissing(acts.Refused):
    """Whoever shares a version says with whom."""


class TooLong(acts.Refused):
    """A preview lasts a few days, not for ever."""


class ForLegalReasons(acts.Refused):
    """The version was taken from the public for the law's sake."""


class NoSuchLink(acts.Refused):
    """The address is none that this newsroom made."""


class Expired(acts.Refused):
    """The time of the preview is over."""


class CalledBack(acts.Refused):
    """The newsroom has ended the preview before its time."""


class Removal(NamedTuple):
    """A withdrawal for legal reasons that stands: when, and up to which version."""

    at: datetime
    version: int

    def ends(self, link: PreviewLink) -> bool:
        """Whether the link shows what was removed, or was there already when it was."""
        return link.version.number <= self.version or link.made_at <= self.at


def why_not_share(*, story: Story, by: User | None) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "stories.share_story"):
        return refusal
    if not story.version:
        return NothingKept(_("Save the story first: a preview shows a saved version."))
    return None


@transaction.atomic
def share(
    *,
    story: Story,
    version: Version | None = None,
    for_whom: str,
    days: int = DAYS,
    by: User | None,
    now: datetime,
) -> PreviewLink:
    """Make a link to one version, the latest unless another is given.

    Raises NotPermitted, ForLegalReasons, NothingKept, NameMissing or TooLong.
    """
    if refusal := why_not_share(story=story, by=by):
        raise refusal
    version = version or latest_version(story)
    if version.story_id != story.pk:
        raise NothingKept(_("That version is one of another story."))
    if any(version.number <= removal.version for removal in _removals(story.pk)):
        raise ForLegalReasons(
            _("This version is withdrawn for legal reasons: nobody outside may see it.")
        )
    if not (whom := " ".join(for_whom.split())):
        raise NameMissing(_("Say who the preview is for."))
    if not 1 <= days <= MOST_DAYS:
        raise TooLong(_("A preview lasts from 1 to %(most)s days.") % {"most": MOST_DAYS})
    link = PreviewLink.objects.create(
        story=story,
        version=version,
        for_whom=whom,
        made_by=by,
        made_by_name=acts.name_of(by),
        made_at=now,
        expires_at=now + timedelta(days=days),
    )
    log("shared", story=story, by=by, now=now, note=whom, digest=version.digest)
    return link


def why_not_call_back(*, link: PreviewLink, by: User | None, now: datetime) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "stories.share_story"):
        return refusal
    return _ended(link, removals=_removals(link.story_id), now=now)


@transaction.atomic
def call_back(*, link: PreviewLink, by: User | None, now: datetime) -> PreviewLink:
    """End a preview before its time. Raises NotPermitted, CalledBack or Expired."""
    links = PreviewLink.objects.select_for_update(of=("self",)).select_related("story", "version")
    link = links.get(pk=link.pk)
    if refusal := why_not_call_back(link=link, by=by, now=now):
        raise refusal
    link.revoked_at = now
    link.save(update_fields=["revoked_at"])
    digest = link.version.digest
    log("share_called_back", story=link.story, by=by, now=now, note=link.for_whom, digest=digest)
    return link


def opened(token: str, *, now: datetime) -> PreviewLink:
    """The link that a token opens now, with its version.

    Raises NoSuchLink before anything is read, where the token is none of ours; Expired or
    CalledBack where its time is over.
    """
    try:
        key = int(_signer().unsign(token))
    except (signing.BadSignature, ValueError):
        raise _unknown() from None
    link = PreviewLink.objects.select_related("version").filter(pk=key).first()
    if link is None:
        raise _unknown()
    if refusal := _ended(link, removals=_removals(link.story_id), now=now):
        raise refusal
    return link


def links_of(story: Story, *, now: datetime) -> list[tuple[PreviewLink, acts.Refused | None]]:
    """The links of a story, and why each opens nothing any more: open ones first, then the newest.

    Two queries.
    """
    links = story.preview_links.select_related("version").defer("version__packed")
    removals = _removals(story.pk)
    found = [
        (link, _ended(link, removals=removals, now=now))
        for link in links.order_by("-made_at", "-pk")
    ]
    return sorted(found, key=lambda each: each[1] is not None)


def address(link: PreviewLink) -> str:
    """The whole address of the link, the same each time it is asked for."""
    return f"{settings.SITE_URL}{reverse('shared', args=[_signer().sign(str(link.pk))])}"


def latest_version(story: Story) -> Version:
    return story.versions.newest_first()[0]


def _signer() -> signing.Signer:
    return signing.Signer(salt=SALT, sep=".")


def _unknown() -> NoSuchLink:
    return NoSuchLink(_("There is no preview at this address."))


def _ended(link: PreviewLink, *, removals: Iterable[Removal], now: datetime) -> acts.Refused | None:
    if link.revoked_at or any(each.ends(link) for each in removals):
        return CalledBack(_("The newsroom has called this preview back."))
    if link.expires_at <= now:
        day = date_format(localtime(link.expires_at), "j F Y")
        return Expired(_("This preview ended on %(day)s.") % {"day": day})
    return None


def _removals(story_id: int) -> list[Removal]:
    removals = Withdrawal.objects.removing().filter(story=story_id).order_by("pk")
    return [Removal(*each) for each in removals.values_list("at", "edition__version")]
