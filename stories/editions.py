"""An edition is made here, and its interval ended, called off or opened again: all that the acts
of publishing are made of. They alone call this; who may do it, and when, is for them to say.
"""

from datetime import datetime

from newsroom import acts
from newsroom.models import User
from stories import links
from stories.document import Document
from stories.models import Approval, Edition, Story


def make(
    story: Story,
    document: Document,
    *,
    signed: Approval,
    by: User | None,
    now: datetime,
    kind: str,
    what_changed: str,
    live_from: datetime,
) -> Edition:
    """Freeze the document into the next edition, which takes over from the one before it."""
    links.drop(story.editions.filter(live_until__lte=now, sectionlinks__isnull=False))
    before = story.editions.live(now=now).first()
    if before:
        end(before, at=live_from, now=now)
    last = story.editions.order_by("-number").values_list("number", flat=True).first() or 0
    edition = Edition(
        story=story,
        number=last + 1,
        version=story.version,
        document_json=document.to_json(),
        digest=document.digest,
        slug=document.slug,
        headline=document.headline,
        standfirst=document.standfirst,
        section=story.section,
        picture=document.card_picture,
        kind=kind,
        what_changed=what_changed,
        published_at=_first_published(story, now=now) or live_from,
        live_from=live_from,
        frozen_at=now,
        frozen_by=by,
        frozen_by_name=acts.name_of(by),
        approved_at=signed.at,
        approved_by=signed.by,
        approved_by_name=signed.by_name,
        override_reason=signed.override_reason,
    )
    edition.save()
    links.make(edition)
    return edition


def end(edition: Edition, *, at: datetime, now: datetime) -> None:
    """Let the next edition take over: rows of lists go now, or carry the time when they will."""
    Edition.objects.filter(pk=edition.pk).update(live_until=at)
    if at <= now:
        links.drop([edition])
    else:
        links.end(edition, at=at)


def call_off(edition: Edition) -> None:
    """End a scheduled edition before it began."""
    Edition.objects.filter(pk=edition.pk).update(live_until=edition.live_from)
    links.call_off(edition)


def reopen(edition: Edition) -> None:
    """Let an edition that was ended go on, in the lists of all that still is."""
    Edition.objects.filter(pk=edition.pk).update(live_until=None)
    links.drop([edition])
    links.make(Edition.objects.get(pk=edition.pk))


def _first_published(story: Story, *, now: datetime) -> datetime | None:
    return (
        story.editions.appeared(now=now)
        .order_by("live_from")
        .values_list("live_from", flat=True)
        .first()
    )
