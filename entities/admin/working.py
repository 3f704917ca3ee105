"""What the queue's page shows of a profile: itself, what is asked of it, and where it stands."""

from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entities import changes, exposure, profiles, queue, suggesting
from entities.admin.deciding import Working
from entities.models import Entity, PossibleDuplicate, Report, Suggestion

AT_ONCE = 5  # of each kind on the page; those after them follow when these are decided


@dataclass(frozen=True, kw_only=True)
class Asked:
    """A suggestion as it is decided. `refusal` says why this moderator cannot accept it.

    `conflicts` say what is no longer as it was when it was suggested.
    """

    suggestion: Suggestion
    lines: list[changes.Line]
    revising: Any
    declining: Any
    refusal: str
    conflicts: list[str]
    has_keys: bool


@dataclass(frozen=True, kw_only=True)
class Reported:
    report: Report
    answering: Any
    has_keys: bool


@dataclass(frozen=True, kw_only=True)
class Pair:
    """A profile that may be the same one."""

    pair: PossibleDuplicate
    other: Entity
    card: profiles.Card
    merge_url: str


def shown(work: Working, item: queue.Item) -> dict[str, Any]:
    """All that the page shows, for its template."""
    entity, now = work.entity, work.now
    today = timezone.localdate(now)
    pairs = _pairs(entity)
    cards = profiles.preview([entity, *(other for _pair, other in pairs)], on=today)
    asked = _asked(work)
    shows = exposure.known()
    return {
        "item": item,
        "today": today,
        "card": cards[entity.pk],
        "aliases": entity.aliases.order_by("name", "pk"),
        "positions": entity.positions.newest_first().select_related("organisation"),
        "records": entity.records.order_by("-at", "-pk")[:6],
        "suggestions": asked,
        "reports": _reported(work, has_keys=not asked),
        "pairs": [
            Pair(pair=pair, other=other, card=cards[other.pk], merge_url=_merge(entity, other))
            for pair, other in pairs
        ],
        "titles": shows.titles(entity, by=work.by),
        "stories": shows.stories(entity, now=now),
        "ripple_url": shows.ripple_url(entity),
        "completing": work.completing(),
        "postponing": work.postponing(),
        "retiring": work.reason("retire", _("Why")),
        "may_approve": entity.state != Entity.State.APPROVED,
        "may_check": entity.state == Entity.State.APPROVED,
        "keys_are_taken": bool(asked),
    }


def _asked(work: Working) -> list[Asked]:
    """The suggestions that wait, the oldest first; the keys are those of the first."""
    waiting = work.entity.suggestions.waiting().order_by("at", "pk")[:AT_ONCE]
    return [
        Asked(
            suggestion=suggestion,
            lines=changes.lines(work.entity, suggestion.changes),
            revising=work.revising(suggestion),
            declining=work.reason(
                f"decline-{suggestion.pk}", _("Why not? Whoever suggested it is told.")
            ),
            refusal=str(suggesting.why_not_accept(suggestion=suggestion, **work.moves) or ""),
            conflicts=changes.conflicts(work.entity, suggestion.changes),
            has_keys=not number,
        )
        for number, suggestion in enumerate(waiting)
    ]


def _reported(work: Working, *, has_keys: bool) -> list[Reported]:
    waiting = work.entity.reports.waiting().order_by("at", "pk")[:AT_ONCE]
    return [
        Reported(
            report=report,
            answering=work.reason(
                f"answer-{report.pk}", _("Answer: it shows on the reader’s reference page.")
            ),
            has_keys=has_keys and not number,
        )
        for number, report in enumerate(waiting)
    ]


def _pairs(entity: Entity) -> list[tuple[PossibleDuplicate, Entity]]:
    found = PossibleDuplicate.objects.open().of(entity)
    rows = found.select_related("one__picture", "other__picture").order_by("pk")[:AT_ONCE]
    return [(pair, pair.other if pair.one_id == entity.pk else pair.one) for pair in rows]


def _merge(entity: Entity, other: Entity) -> str:
    url = reverse("admin:entities_entity_merge", args=[entity.pk])
    return f"{url}?other={other.pk}"
