"""The link rows of editions, which readers' lists are made from: made, ended and dropped here.

Only acts of publishing call this, and the receiver that follows a merge of profiles.
"""

from datetime import datetime

from entities import profiles
from stories.models.desk import Outlet, Tag
from stories.models.edition import Edition, OutletLink, SectionLink, TagLink, TopicLink

KINDS = (SectionLink, TopicLink, OutletLink, TagLink)


def make(edition: Edition) -> None:
    """Put the edition into the lists of everything that its document names and that still is."""
    document = edition.document
    outlets = {citation.outlet.id for citation in document.citations if citation.outlet.id}
    topics = profiles.survivors(document.topics)
    ends = {
        "live_from": edition.live_from,
        "live_until": edition.live_until,
        "published_at": edition.published_at,
    }
    SectionLink.objects.create(edition=edition, section_id=edition.section_id, **ends)
    TopicLink.objects.bulk_create(TopicLink(edition=edition, entity_id=pk, **ends) for pk in topics)
    OutletLink.objects.bulk_create(
        OutletLink(edition=edition, outlet=outlet, **ends)
        for outlet in Outlet.objects.filter(pk__in=outlets)
    )
    TagLink.objects.bulk_create(
        TagLink(edition=edition, tag=tag, **ends)
        for tag in Tag.objects.filter(pk__in=[tag.id for tag in document.tags])
    )


def end(edition: Edition, *, at: datetime) -> None:
    for kind in KINDS:
        kind.objects.filter(edition=edition).update(live_until=at)


def drop(edition: Edition) -> None:
    for kind in KINDS:
        kind.objects.filter(edition=edition).delete()
