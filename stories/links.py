"""The link rows of editions, which readers' lists are made from: made, ended and dropped here.

Acts of publishing call this, through `editions.py`; receivers do when profiles become one, or two.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, QuerySet

from entities import profiles
from entities.models import Entity
from stories import counting
from stories.document import Document
from stories.models.desk import Outlet, Tag
from stories.models.edition import Edition, OutletLink, SectionLink, TagLink, TopicLink

KINDS = (SectionLink, TopicLink, OutletLink, TagLink)
AT_ONCE = 200


def make(edition: Edition) -> None:
    """Put the edition into the lists of everything that its document names and that still is."""
    ends = _ends(edition)
    outlets, tags = _named([edition.document])
    SectionLink.objects.create(edition=edition, section_id=edition.section_id, **ends)
    _link_topics(edition)
    OutletLink.objects.bulk_create(
        OutletLink(edition=edition, outlet=outlet, **ends) for outlet in outlets
    )
    TagLink.objects.bulk_create(TagLink(edition=edition, tag=tag, **ends) for tag in tags)
    for named in (outlets, tags):
        if new := _held(named):
            named.filter(pk__in=new).update(first_live_at=edition.live_from)


def hold(documents: Iterable[Document]) -> None:
    """Lock what a set of editions is the first to name: two such sets never wait for each other."""
    for named in _named(documents):
        _held(named)


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
    for named in _named([edition.document]):
        named.filter(first_live_at=edition.live_from).update(first_live_at=None)


def follow_merge(*, survivor: Entity, loser: Entity) -> None:
    """Put the editions that stand in the loser's list into the survivor's."""
    lost = TopicLink.objects.filter(entity=loser)
    of_both = TopicLink.objects.filter(entity=survivor, edition__in=lost.values("edition"))
    for edition in list(of_both.values_list("edition", flat=True)):
        _link_topics(Edition.objects.get(pk=edition))
    lost.update(entity=survivor)


def follow_undone(*, survivor: Entity, loser: Entity) -> None:
    """Make the rows of the two again, of the editions that chose one which the loser stands for."""
    apart = Q(pk=loser.pk) | Q(merged_into=loser)
    chosen = set(Entity.objects.filter(apart).values_list("pk", flat=True))
    shown = TopicLink.objects.filter(entity=survivor).values("edition")
    editions = Edition.objects.filter(pk__in=shown).only("document_json").iterator(AT_ONCE)
    concerned = [e.pk for e in editions if not chosen.isdisjoint(e.document.topics)]
    for edition in concerned:
        _link_topics(Edition.objects.get(pk=edition))


def _link_topics(edition: Edition) -> None:
    """Let it stand in the lists of its topics, as they stand for each other now, and no other."""
    topics = profiles.survivors(edition.document.topics)
    mentions = counting.mentions_of(edition.document, topics=topics)
    TopicLink.objects.filter(edition=edition).delete()
    TopicLink.objects.bulk_create(
        TopicLink(edition=edition, entity_id=pk, mentions=mentions[pk], **_ends(edition))
        for pk in topics
    )


def _ends(edition: Edition) -> dict[str, Any]:
    return {
        "live_from": edition.live_from,
        "live_until": edition.live_until,
        "published_at": edition.published_at,
    }


def _named(documents: Iterable[Document]) -> tuple[QuerySet[Outlet], QuerySet[Tag]]:
    outlets, tags = set(), set()
    for document in documents:
        outlets |= {citation.outlet.id for citation in document.citations if citation.outlet.id}
        tags |= {tag.id for tag in document.tags}
    return Outlet.objects.filter(pk__in=outlets), Tag.objects.filter(pk__in=tags)


def _held(named: QuerySet[Outlet] | QuerySet[Tag]) -> list[int]:
    """Keys of those that no edition has named before, locked in their order."""
    new = named.filter(first_live_at=None).select_for_update(no_key=True)
    return list(new.order_by("pk").values_list("pk", flat=True))
