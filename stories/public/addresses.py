"""Which edition an address shows: the live one, or where it moved, or why it is gone."""

from datetime import datetime

from django.http import Http404

from stories.models.edition import Edition, Withdrawal


class Moved(Exception):
    """The story is at another address now."""

    def __init__(self, slug: str):
        self.slug = slug


class Withdrawn(Exception):
    """What stood here was withdrawn; `reason` is for readers, `at` the time.

    `live` is what readers see of the story now, if only earlier editions of it were removed.
    """

    def __init__(self, withdrawal: Withdrawal, *, live: Edition | None = None):
        self.reason = withdrawal.reason
        self.at = withdrawal.at
        self.live = live


def live_edition(slug: str, *, now: datetime) -> Edition:
    """What readers see at the address. One query. Raises Moved, Withdrawn or Http404."""
    live = Edition.objects.live(now=now).select_related("section")
    if found := live.filter(slug=slug).first():
        return found
    last = _last_at(slug, now=now)
    if last is None:
        raise Http404
    moved = live.filter(story=last.story_id).first()
    if withdrawal := Withdrawal.objects.hiding(last).first():
        raise Withdrawn(withdrawal, live=moved)
    if moved:
        raise Moved(moved.slug)
    raise Http404


def _last_at(slug: str, *, now: datetime) -> Edition | None:
    """The last edition that stood at the address, if only for the moment of its withdrawal."""
    here = Edition.objects.filter(slug=slug).order_by("-live_from", "-pk")
    withdrawn = Withdrawal.objects.in_force().values("edition")
    return here.appeared(now=now).first() or here.filter(pk__in=withdrawn).first()


def earlier_edition(live: Edition, number: int, *, now: datetime) -> Edition:
    """Another edition of the same story, if readers have seen it. Raises Withdrawn or Http404."""
    editions = Edition.objects.filter(story=live.story_id, number=number).select_related("section")
    if found := editions.readable(now=now).first():
        return found
    if not (removed := editions.appeared(now=now).first()):
        raise Http404
    raise Withdrawn(Withdrawal.objects.hiding(removed)[0], live=live)


def history(edition: Edition, *, now: datetime) -> list[Edition]:
    """Every edition of the story that readers may read, the newest first, without its text."""
    return list(
        Edition.objects.readable(now=now)
        .filter(story=edition.story_id)
        .defer("document_json")
        .order_by("-number")
    )
