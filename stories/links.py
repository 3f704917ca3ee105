"""The link rows of editions, which readers' lists are made from: made, ended and dropped here.

Only acts of publishing call this, and the receiver that follows a merge of profiles.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import QuerySet

from entities import profiles
from stories.models.desk import Outlet, Tag
from stories.models.edition import Edition, OutletLink, SectionLink, TagLink, TopicLink

KINDS = (SectionLink, TopicLink, OutletLink, TagLink)


def make(edition: Edition) -> None:
    """Put the edition into the lists of everything that its document names and that still is."""
    ends = {
        "live_from": edition.live_from,
        "live_until": edition.live_until,
        "published_at": edition.published_at,
    }
    outlets, tags = _named(edition)
    SectionLink.objects.create(edition=edition, section_id=edition.section_id, **ends)
    TopicLink.objects.bulk_create(
        TopicLink(edition=edition, entity_id=pk, **ends)
        for pk in profiles.survivors(edition.document.topics)
    )
    OutletLink.objects.bulk_create(
        OutletLink(edition=edition, outlet=outlet, **ends) for outlet in outlets
    )
    TagLink.objects.bulk_create(TagLink(edition=edition, tag=tag, **ends) for tag in tags)
    outlets.filter(first_live_at=None).update(first_live_at=edition.live_from)
    tags.filter(first_live_at=None).update(first_live_at=edition.live_from)


def end(edition: Edition, *, at: datetime) -> None:
    """Let the rows carry the time at which the next edition takes over."""
    for kind in KINDS:
        kind.objects.filter(edition=edition).update(live_until=at)


def drop(editions: Iterable[Edition]) -> None:
    """Take editions that are no longer live out of every list."""
    editions = list(editions)
    for kind in KINDS:
        kind.objects.filter(edition__in=editions).delete()


def call_off(edition: Edition) -> None:
    """Take out an edition that never was live, and the pages that it would have begun."""
    drop([edition])
    for named in _named(edition):
        named.filter(first_live_at=edition.live_from).update(first_live_at=None)


def _named(edition: Edition) -> tuple[QuerySet[Outlet], QuerySet[Tag]]:
    document = edition.document
    outlets = {citation.outlet.id for citation in document.citations if citation.outlet.id}
    tags = {tag.id for tag in document.tags}
    return Outlet.objects.filter(pk__in=outlets), Tag.objects.filter(pk__in=tags)
