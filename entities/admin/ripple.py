"""After a change of a profile: how many live briefs show it, and the way to them.

Which they are, and asking their editors to look, is for the app above (`entities/exposure.py`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import ngettext

from entities import exposure
from entities.models import Entity, Merge, Position, Suggestion
from newsroom import keys

MAY_FLAG = "entities.moderate_entity"  # the way is shown to whoever can act on it


class PointsOut:
    """For the ModelAdmin of profiles: every page of it that changes one leads to what that may
    have made wrong."""

    def changeform_view(
        self,
        request: HttpRequest,
        object_id: str | None = None,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        with watching(request, keys.read(object_id or ""), now=timezone.now()):
            return super().changeform_view(request, object_id, form_url, extra_context)

    def act_view(self, request: HttpRequest, object_id: int, act: str) -> HttpResponse:
        with watching(request, object_id, now=timezone.now()):
            return super().act_view(request, object_id, act)

    def queue_item_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        with watching(request, object_id, now=timezone.now()):
            return super().queue_item_view(request, object_id)

    def decide_view(self, request: HttpRequest, suggestion_id: int) -> HttpResponse:
        about = Suggestion.objects.filter(pk=suggestion_id).values_list("entity", flat=True)
        with watching(request, about.first(), now=timezone.now()):
            return super().decide_view(request, suggestion_id)

    def merge_view(self, request: HttpRequest, object_id: int) -> HttpResponse:
        with watching(request, object_id, now=timezone.now()):
            return super().merge_view(request, object_id)

    def merged_view(self, request: HttpRequest, merge_id: int) -> HttpResponse:
        about = Merge.objects.filter(pk=merge_id).values_list("survivor", flat=True)
        with watching(request, about.first(), now=timezone.now()):
            return super().merged_view(request, merge_id)


@contextmanager
def watching(request: HttpRequest, key: int | None, *, now: datetime) -> Iterator[None]:
    """Point out live briefs if what is done meanwhile changes a position, the name or the state.

    `key` is that of the profile. Two queries before and two after, of a request that may write.
    """
    if request.method != "POST" or key is None:
        yield
        return
    before = _says(key)
    yield
    if _says(key) != before:
        entity = Entity.objects.select_related("merged_into").get(pk=key)
        point_out(request, entity.merged_into or entity, now=now)


def _says(key: int) -> list[Any]:
    """What the text of a brief may repeat of a profile."""
    itself = Entity.objects.filter(pk=key).values_list("name", "state")
    fields = ("pk", "title", "at", "organisation", "started_on", "ended_on")
    positions = Position.objects.filter(entity=key).order_by("pk").values_list(*fields)
    return [*itself, *positions]


def point_out(request: HttpRequest, entity: Entity, *, now: datetime) -> None:
    """Lead whoever changed a profile to the live briefs that show it, where there are any."""
    count, url = live_stories(entity, now=now), exposure.known().ripple_url(entity)
    if not count or not url:
        return
    sentence = ngettext(
        "%(count)s live brief shows this profile: see whether its text is still right.",
        "%(count)s live briefs show this profile: see whether their texts are still right.",
        count,
    )
    messages.warning(request, format_html('<a href="{}">{}</a>', url, sentence % {"count": count}))


def of(request: HttpRequest, entity: Entity, *, now: datetime) -> dict[str, Any]:
    """For the rail of a profile: how many live briefs show it, and where they are listed."""
    if not request.user.has_perm(MAY_FLAG):
        return {}
    url = exposure.known().ripple_url(entity)
    return {"live_stories": live_stories(entity, now=now), "ripple_url": url}


def live_stories(entity: Entity, *, now: datetime) -> int:
    """How many live briefs show the profile. One query."""
    weighed = exposure.known().weigh(Entity.objects.filter(pk=entity.pk), now=now)
    return weighed.values_list("live_stories", flat=True).get()
