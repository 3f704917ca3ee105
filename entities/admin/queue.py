"""The moderators' queue in the admin: its list, and the page on which one profile is decided.

Which profiles stand in it is for `entities/queue.py`, what a decision does for `deciding.py`.
"""

from dataclasses import dataclass, replace
from typing import Any
from urllib.parse import urlencode

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entities import exposure, profiles, queue
from entities.admin import deciding
from entities.admin.working import shown
from entities.models import Entity
from newsroom.acts import Refused
from newsroom.paging import BadKey

PERMISSION = "entities.moderate_entity"
ON_THE_DESK = 5


@dataclass(frozen=True, kw_only=True)
class Row:
    """A profile in a list of the queue. `card` is as readers would see it."""

    item: queue.Item
    card: profiles.Card
    url: str


@dataclass(frozen=True, kw_only=True)
class Choice:
    """A part of the queue that can be looked at."""

    label: Any
    count: int
    url: str
    is_chosen: bool


class QueuePages:
    """For the ModelAdmin of profiles."""

    def get_urls(self):
        pages = {"": self.queue_view, "undo/": self.queue_undo_view}
        names = {"": "queue", "undo/": "queue_undo"}
        view = self.admin_site.admin_view
        return [
            *(
                path(f"queue/{end}", view(page), name=f"entities_entity_{names[end]}")
                for end, page in pages.items()
            ),
            path(
                "queue/<int:object_id>/",
                view(self.queue_item_view),
                name="entities_entity_queue_item",
            ),
            *super().get_urls(),
        ]

    def queue_view(self, request):
        _require(request)
        now, part = timezone.now(), asked(request.GET)
        try:
            page = queue.items(now=now, part=part, after=request.GET.get("after", ""))
        except BadKey:
            page = queue.items(now=now, part=part)
        counts = queue.counts(now=now, part=part)
        return self.show_page(
            request,
            "admin/entities/queue.html",
            title=_("Queue"),
            rows=rows(page.items, part=part, now=now),
            older=query(part, after=page.after) if page.after else "",
            is_first=not request.GET.get("after"),
            choices=choices(part, counts),
            part=part,
            kinds=Entity.Kind.choices,
            sections=[(queue.NO_SECTION, _("No section")), *exposure.known().sections()],
            undo=request.GET.get("undo", ""),
        )

    def queue_item_view(self, request, object_id):
        """One profile and what can be decided about it. After a decision comes the next one."""
        _require(request)
        now, part = timezone.now(), asked(request.GET)
        entity = Entity.objects.select_related("picture", "proposed_by").filter(pk=object_id)
        if not (entity := entity.exclude(state=Entity.State.MERGED).first()):
            raise Http404
        item = queue.item(entity, now=now)
        work = deciding.Working(entity=entity, by=request.user, now=now, data=request.POST)
        if request.method == "POST":
            try:
                if done := work.decide():
                    messages.success(request, done.sentence)
                    return redirect(self._onward(item, done, part=part, by=request.user, now=now))
                messages.error(request, _("Please correct what is marked below."))
            except Refused as refusal:
                messages.error(request, str(refusal))
        return self.show_page(
            request,
            "admin/entities/queue_item.html",
            title=entity.name,
            original=entity,
            part=part,
            total=queue.total(now=now, part=part),
            label=_label(part),
            home=_address(None, query(part)),
            skip=self._following(item, part=part, now=now),
            undo=request.GET.get("undo", ""),
            **shown(work, item),
        )

    def queue_undo_view(self, request):
        """Take back what was decided last. A GET comes from a login in between."""
        _require(request)
        part = asked(request.GET)
        if request.method != "POST":
            return redirect(_address(None, query(part)))
        try:
            what = request.POST.get("undo", "")
            entity, sentence = deciding.undo(what, by=request.user, now=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal))
            return redirect(_address(None, query(part)))
        messages.success(request, sentence)
        return redirect(_address(entity, query(part)))

    def _onward(self, item, done, *, part, by, now):
        """The same profile while it wants more decisions, else the next one, else the list."""
        undo = {"undo": done.undo} if done.undo else {}
        if done.is_part and queue.wants_more(item.entity, by=by):
            return _address(item.entity, query(part, **undo))
        return self._following(item, part=part, now=now, **undo)

    def _following(self, item, *, part, now, **more):
        entity = queue.following(item.entity, now=now, part=part, after=item.key)
        return _address(entity, query(part, **more))


def asked(given) -> queue.Part:
    """The part of the queue that an address names; what it does not know, it passes over."""
    reason, kind, section = (given.get(name, "") for name in ("reason", "kind", "section"))
    sections = dict(exposure.known().sections()) if section else {}
    return queue.Part(
        reason=reason if reason in queue.BY_NAME else "",
        kind=kind if kind in Entity.Kind.values else "",
        section=section if section in {*sections, queue.NO_SECTION} else "",
        is_postponed=reason == queue.POSTPONED,
    )


def query(part: queue.Part, **more: str) -> str:
    """The part of the queue as an address names it."""
    reason = queue.POSTPONED if part.is_postponed else part.reason
    given = {"reason": reason, "kind": part.kind, "section": part.section} | more
    return urlencode({name: value for name, value in given.items() if value})


def rows(items, *, part, now) -> list[Row]:
    """Items with what they are now. One query."""
    cards = profiles.preview([item.entity for item in items], on=timezone.localdate(now))
    return [
        Row(item=item, card=cards[item.entity.pk], url=_address(item.entity, query(part)))
        for item in items
    ]


def choices(part: queue.Part, counts: dict[str, int]) -> list[Choice]:
    """The parts by reason, each with how much waits in it."""
    parts = [(queue.ALL, _("All of it"), queue.Part())]
    parts += [(each.name, each.label, queue.Part(reason=each.name)) for each in queue.REASONS]
    parts += [(queue.POSTPONED, _("Postponed"), queue.Part(is_postponed=True))]
    found = []
    for name, label, by_reason in parts:
        its = replace(by_reason, kind=part.kind, section=part.section)
        url = _address(None, query(its))
        found.append(Choice(label=label, count=counts[name], url=url, is_chosen=its == part))
    return found


def desk(request) -> dict[str, Any]:
    """The front page of moderators: how much waits for each reason, and the first profiles."""
    if not request.user.has_perm(PERMISSION):
        return {}
    now, part = timezone.now(), queue.Part()
    page = queue.items(now=now, size=ON_THE_DESK)
    first, *by_reason, _postponed = choices(part, queue.counts(now=now))
    return {
        "queue": {
            "count": first.count,
            "url": first.url,
            "choices": [choice for choice in by_reason if choice.count],
            "rows": rows(page.items, part=part, now=now),
        }
    }


def _label(part: queue.Part) -> Any:
    if part.is_postponed:
        return _("Postponed")
    return queue.BY_NAME[part.reason].label if part.reason else _("The whole queue")


def _address(entity: Entity | None, query: str) -> str:
    """The page of a profile in the queue, or that of the queue itself."""
    name = "admin:entities_entity_queue_item" if entity else "admin:entities_entity_queue"
    url = reverse(name, args=[entity.pk] if entity else [])
    return f"{url}?{query}" if query else url


def _require(request) -> None:
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied


admin.site.desks.append(desk)
