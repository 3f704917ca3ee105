"""The moderators' queue: why a profile stands in it, each reason a named QuerySet, and the order.

One item a profile, whatever its reasons. Not here: deciding (`moderation`, `suggesting` …).
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Count, Q, Value
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entities import exposure, incomplete
from entities.models import Entity, PossibleDuplicate, Report, Suggestion
from entities.models.entity import EntityQuerySet
from newsroom.models import User
from newsroom.paging import LARGEST_KEY, BadKey

SIZE = 50
ORDER = ("-live_stories", "-live_mentions", "created_at", "pk")
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)

Words = str | Promise


def _proposed(now: datetime) -> Q:
    return Q(state=Entity.State.PROPOSED)


def _suggested(now: datetime) -> Q:
    return Q(pk__in=Suggestion.objects.waiting().values("entity"))


def _reported(now: datetime) -> Q:
    return Q(pk__in=Report.objects.waiting().values("entity"))


def _clashes(now: datetime) -> Q:
    """A story calls the person what their profile does not say they are."""
    return Q(title_clashes=True, state__in=Entity.USABLE)


def _doubled(now: datetime) -> Q:
    pairs = PossibleDuplicate.objects.open()
    return Q(pk__in=pairs.values("one")) | Q(pk__in=pairs.values("other"))


def _incomplete(now: datetime) -> Q:
    lacks = incomplete.lacks_any(on=timezone.localdate(now))
    return Q(state=Entity.State.APPROVED) & lacks


def _overdue(now: datetime) -> Q:
    return Q(pk__in=Entity.objects.overdue(on=timezone.localdate(now)).values("pk"))


@dataclass(frozen=True, kw_only=True)
class Reason:
    """`label` names the part of the queue; `words` say it of one profile.

    `condition` is asked of weighed profiles.
    """

    name: str
    label: Words
    words: Words
    condition: Callable[[datetime], Q]

    def find(self, weighed: Any, *, now: datetime) -> Any:
        """Those of the profiles that stand in the queue for this reason."""
        return weighed.filter(self.condition(now))


REASONS = (
    Reason(
        name="reports",
        label=_("Readers’ reports"),
        words=_("Reported by a reader"),
        condition=_reported,
    ),
    Reason(
        name="suggestions",
        label=_("Suggestions"),
        words=_("A change is suggested"),
        condition=_suggested,
    ),
    Reason(
        name="titles",
        label=_("Titles that clash"),
        words=_("A story calls them something else"),
        condition=_clashes,
    ),
    Reason(name="proposed", label=_("Proposed"), words=_("Proposed"), condition=_proposed),
    Reason(
        name="duplicates",
        label=_("Possible duplicates"),
        words=_("Possible duplicate"),
        condition=_doubled,
    ),
    Reason(name="incomplete", label=_("Incomplete"), words=_("Incomplete"), condition=_incomplete),
    Reason(name="overdue", label=_("Check overdue"), words=_("Check overdue"), condition=_overdue),
)
BY_NAME = {reason.name: reason for reason in REASONS}
# In which order a database asks for any of them.
CHEAPEST_FIRST = [
    BY_NAME[name]
    for name in (
        "proposed",
        "overdue",
        "suggestions",
        "reports",
        "duplicates",
        "titles",
        "incomplete",
    )
]
NO_SECTION = "-"
ALL, POSTPONED = "all", "postponed"


@dataclass(frozen=True, kw_only=True)
class Part:
    """A part of the queue; every one is the whole of it where nothing is said.

    `is_postponed` asks for what a moderator has put off, in place of the rest.
    """

    reason: str = ""
    kind: str = ""
    section: str = ""
    is_postponed: bool = False

    def profiles(self, *, now: datetime) -> Any:
        """The profiles of this part, weighed, whether or not they want anything."""
        is_put_off = Q(postponed_until__gt=timezone.localdate(now))
        entities = Entity.objects.exclude(state=Entity.State.MERGED)
        if self.is_postponed:
            entities = entities.filter(is_put_off)
        else:
            entities = entities.filter(Q(postponed_until=None) | ~is_put_off)
        if self.kind:
            entities = entities.filter(kind=self.kind)
        if self.section:
            slug = "" if self.section == NO_SECTION else self.section
            entities = entities.filter(section_slug=slug)
        return _weighed(entities, now=now)

    def standing(self, *, now: datetime) -> Any:
        """Those of its profiles that stand in the queue for its reason, or for any."""
        entities = self.profiles(now=now)
        if self.reason:
            return BY_NAME[self.reason].find(entities, now=now)
        any_reason = Q()
        for reason in CHEAPEST_FIRST:
            any_reason |= reason.condition(now)
        return entities.filter(any_reason)


@dataclass(frozen=True, kw_only=True)
class Item:
    """A profile in the queue. `reasons` are in the order of REASONS, `lacks` words."""

    entity: Entity
    live_stories: int
    live_mentions: int
    reasons: tuple[Reason, ...]
    lacks: tuple[Words, ...]

    @property
    def key(self) -> str:
        """Where it stands: what `items` takes as `after`."""
        made = (self.entity.created_at - EPOCH) // MICROSECOND
        return f"{self.live_stories}-{self.live_mentions}-{made}-{self.entity.pk}"


@dataclass(frozen=True, kw_only=True)
class Page:
    """Some items of the queue; `after` is the key of the next page, and empty on the last one."""

    items: list[Item]
    after: str


def items(*, now: datetime, part: Part | None = None, after: str = "", size: int = SIZE) -> Page:
    """A page of the queue: what most live stories show first. Two queries. Raises BadKey."""
    part = part or Part()
    rows = part.standing(now=now).select_related("picture")
    if after:
        rows = rows.filter(_comes_after(after))
    found = list(rows.order_by(*ORDER)[: size + 1])
    shown = _described(found[:size], now=now)
    return Page(items=shown, after=shown[-1].key if len(found) > size else "")


def following(entity: Entity, *, now: datetime, part: Part, after: str) -> Entity | None:
    """The profile that stands next after the key of this one, or else the first of the part."""
    others = part.standing(now=now).exclude(pk=entity.pk).order_by(*ORDER)
    found: Entity | None = others.filter(_comes_after(after)).first() or others.first()
    return found


def item(entity: Entity, *, now: datetime) -> Item:
    """What the queue knows of one profile, in it or not. Two queries."""
    weighed = _weighed(Entity.objects.filter(pk=entity.pk), now=now).select_related("picture")
    return _described([weighed.get()], now=now)[0]


def total(*, now: datetime, part: Part) -> int:
    """How many profiles stand in a part of the queue."""
    count: int = part.standing(now=now).count()
    return count


def wants_more(entity: Entity, *, by: User | None) -> bool:
    """Whether somebody waits for another decision of this moderator about the profile."""
    is_proposed = Q(state=Entity.State.PROPOSED)
    suggested = Suggestion.objects.waiting()
    if by:  # what they have agreed to waits for someone else
        suggested = suggested.exclude(first_by=by)
    is_asked = Q(pk__in=suggested.values("entity"))
    is_reported = Q(pk__in=Report.objects.waiting().values("entity"))
    these = Entity.objects.filter(pk=entity.pk)
    return these.filter(is_proposed | is_asked | is_reported).exists()


def counts(*, now: datetime, part: Part | None = None) -> dict[str, int]:
    """How many profiles each reason has, how many stand in the queue, how many are put off.

    One query. Kind and section of the part count, its reason does not.
    """
    part = replace(part or Part(), reason="")
    counted = {reason.name: replace(part, reason=reason.name) for reason in REASONS}
    counted |= {ALL: part, POSTPONED: replace(part, is_postponed=True)}
    found = _union(
        its.standing(now=now)
        .order_by()
        .annotate(of=Value(name))
        .values("of")
        .annotate(number=Count("pk"))
        for name, its in counted.items()
    )
    return dict.fromkeys(counted, 0) | {row["of"]: row["number"] for row in found}


def _weighed(entities: EntityQuerySet, *, now: datetime) -> Any:
    return exposure.known().weigh(incomplete.with_ends(entities), now=now)


def _described(entities: Sequence[Any], *, now: datetime) -> list[Item]:
    """The weighed profiles with all their reasons, and what they lack. One query."""
    these = _weighed(Entity.objects.filter(pk__in=[entity.pk for entity in entities]), now=now)
    on = timezone.localdate(now)
    named = {reason.name: reason.find(these, now=now) for reason in REASONS}
    named |= {
        f"lacks {lack.name}": incomplete.lacking(these, lack, on=on) for lack in incomplete.LACKS
    }
    rows = _union(
        found.order_by().annotate(why=Value(name)).values("pk", "why")
        for name, found in named.items()
    )
    whys = {(row["pk"], row["why"]) for row in rows} if entities else set()
    return [
        Item(
            entity=entity,
            live_stories=entity.live_stories,
            live_mentions=entity.live_mentions,
            reasons=tuple(each for each in REASONS if (entity.pk, each.name) in whys),
            lacks=tuple(
                lack.words for lack in incomplete.LACKS if (entity.pk, f"lacks {lack.name}") in whys
            ),
        )
        for entity in entities
    ]


def _union(parts: Iterable[Any]) -> Iterable[dict[str, Any]]:
    first, *others = parts
    rows: Iterable[dict[str, Any]] = first.union(*others, all=True)
    return rows


def _comes_after(key: str) -> Q:
    """Whatever stands after this key in the order of the queue. Raises BadKey."""
    stories, mentions, made, pk = _read(key)
    same = Q(live_stories=stories)
    as_often = same & Q(live_mentions=mentions)
    return (
        Q(live_stories__lt=stories)
        | (same & Q(live_mentions__lt=mentions))
        | (as_often & Q(created_at__gt=made))
        | (as_often & Q(created_at=made, pk__gt=pk))
    )


def _read(key: str) -> tuple[int, int, datetime, int]:
    try:
        stories, mentions, made, pk = (int(part) for part in key.split("-"))
        at = EPOCH + made * MICROSECOND
    except (ValueError, OverflowError):
        raise BadKey(key) from None
    if max(stories, mentions, pk) > LARGEST_KEY:
        raise BadKey(key)
    return stories, mentions, at, pk
