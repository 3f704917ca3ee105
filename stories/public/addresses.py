"""Which edition an address shows: the live one, or where it moved, or why it is gone."""

from datetime import datetime

from django.http import Http404

from stories.models.edition import Edition, Withdrawal


class Moved(Exception):
    """The story is at another address now."""

    def __init__(self, slug: str):
        self.slug = slug


class Withdrawn(Exception):
    """The story was withdrawn; `reason` is for readers, `at` the time."""

    def __init__(self, withdrawal: Withdrawal):
        self.reason = withdrawal.reason
        self.at = withdrawal.at


def live_edition(slug: str, *, now: datetime) -> Edition:
    """What readers see at the address. One query. Raises Moved, Withdrawn or Http404."""
    live = Edition.objects.live(now=now).select_related("section")
    if found := live.filter(slug=slug).first():
        return found
    earlier = Edition.objects.appeared(now=now).filter(slug=slug).order_by("-live_from", "-pk")
    if not (last := earlier.first()):
        raise Http404
    withdrawal = Withdrawal.objects.filter(story=last.story_id, lifted_at=None).first()
    if withdrawal:
        raise Withdrawn(withdrawal)
    if moved := live.filter(story=last.story_id).first():
        raise Moved(moved.slug)
    raise Http404


def earlier_edition(live: Edition, number: int, *, now: datetime) -> Edition:
    """Another edition of the same story, if readers have seen it. Raises Http404."""
    editions = Edition.objects.appeared(now=now).select_related("section")
    if found := editions.filter(story=live.story_id, number=number).first():
        return found
    raise Http404


def history(edition: Edition, *, now: datetime) -> list[Edition]:
    """Every edition of the story that readers have seen, the newest first, without its text."""
    return list(
        Edition.objects.appeared(now=now)
        .filter(story=edition.story_id)
        .defer("document_json")
        .order_by("-number")
    )
