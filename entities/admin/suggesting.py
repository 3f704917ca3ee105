"""Suggestions in the admin: a page to make one, a page to decide one, and what became of one's own.

The form is `suggestion_form.py`; the acts are `entities/suggesting.py`.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _

from entities import changes, living, suggesting
from entities.admin.revising import RevisingForm
from entities.admin.suggestion_form import SuggestionForm
from entities.models import Entity, Suggestion
from newsroom import keys
from newsroom.acts import Refused
from newsroom.models import User

SUGGESTS = "entities.suggest_entity"
ON_THE_DESK = 5
ON_THEIR_PAGE = 100


@dataclass(frozen=True, kw_only=True)
class Shown:
    """A suggestion for its template: what it changes, and what stands in its way."""

    suggestion: Suggestion
    lines: list[changes.Line]
    conflicts: list[str]
    url: str

    @property
    def is_waiting(self) -> bool:
        return self.suggestion.state == Suggestion.State.WAITING


def shown(suggestion: Suggestion) -> Shown:
    entity = suggestion.entity
    is_waiting = suggestion.state == Suggestion.State.WAITING
    return Shown(
        suggestion=suggestion,
        lines=changes.lines(entity, suggestion.changes),
        conflicts=changes.conflicts(entity, suggestion.changes) if is_waiting else [],
        url=reverse("admin:entities_entity_decide", args=[suggestion.pk]),
    )


class SuggestionPages:
    """For the ModelAdmin of profiles."""

    def get_urls(self):
        view = self.admin_site.admin_view
        return [
            path("mine/", view(self.mine_view), name="entities_entity_mine"),
            path(
                "suggestion/<int:suggestion_id>/",
                view(self.decide_view),
                name="entities_entity_decide",
            ),
            path(
                "<int:object_id>/suggest/", view(self.suggest_view), name="entities_entity_suggest"
            ),
            *super().get_urls(),
        ]

    def may_suggest(self, request, entity):
        """Whether the profile’s page leads to that on which a change of it is suggested."""
        asked = {"entity": entity, "by": request.user, "now": timezone.now()}
        is_for_them = not self.has_change_permission(request, entity)
        return is_for_them and suggesting.why_not_suggest(**asked) is None

    def suggest_view(self, request, object_id):
        """The profile as a form; what is typed is suggested, not saved."""
        entity = get_object_or_404(Entity, pk=object_id)
        if not request.user.has_perm(SUGGESTS):
            raise PermissionDenied
        now = timezone.now()
        onward = _onward(request, reverse("admin:entities_entity_change", args=[entity.pk]))
        if refusal := suggesting.why_not_suggest(entity=entity, by=request.user, now=now):
            messages.error(request, str(refusal))
            return redirect(onward)
        form = SuggestionForm(request.POST if request.method == "POST" else None, entity=entity)
        if form.is_bound and form.is_valid():
            try:
                suggesting.suggest(
                    entity=entity, changes=form.wanted(), by=request.user, now=now, **form.said()
                )
            except Refused as refusal:
                form.add_error(None, str(refusal))
            else:
                messages.success(request, _("Suggested. Your desk will tell what becomes of it."))
                return redirect(onward)
        return self.show_page(
            request,
            "admin/entities/suggest.html",
            title=_("Suggest a change"),
            original=entity,
            form=form,
            onward=onward,
        )

    def decide_view(self, request, suggestion_id):
        """One suggestion: moderators decide it, whoever made it reads what became of it."""
        rows = Suggestion.objects.select_related("entity")
        suggestion = get_object_or_404(rows, pk=suggestion_id)
        person, now = request.user, timezone.now()
        if not person.has_perm("entities.moderate_entity") and suggestion.by_id != person.pk:
            raise PermissionDenied
        onward = _onward(request, reverse("admin:entities_entity_decide", args=[suggestion.pk]))
        posted = request.POST if request.method == "POST" else None
        revising = RevisingForm(
            posted if posted and posted.get("act") == "edit" else None, suggestion=suggestion
        )
        if posted is not None:
            try:
                if said := _decide(suggestion, revising, posted, by=person, now=now):
                    messages.success(request, said)
                    return redirect(onward)
            except Refused as refusal:
                if isinstance(refusal, PermissionDenied):
                    raise
                messages.error(request, str(refusal))
        asked = {"suggestion": suggestion, "by": person, "now": now}
        refusal = suggesting.why_not_accept(**asked)
        return self.show_page(
            request,
            "admin/entities/suggestion_page.html",
            title=_("Suggestion"),
            original=suggestion.entity,
            shown=shown(suggestion),
            revising=revising,
            may_accept=refusal is None,
            may_decide=suggesting.why_not_decide(**asked) is None,
            may_undo=suggesting.why_not_undo(**asked) is None,
            takes_two=_takes_two(suggestion, now=now),
            refusal=refusal if isinstance(refusal, suggesting.SamePerson) else None,
            reason=posted.get("reason", "") if posted else "",
            onward=onward,
        )

    def mine_view(self, request):
        """What the person suggested and proposed, the newest first."""
        person, now = request.user, timezone.now()
        if not person.has_perm(SUGGESTS):
            raise PermissionDenied
        own = Suggestion.objects.filter(by=person).select_related("entity")
        if request.method == "POST":
            pk = keys.read(request.POST.get("suggestion", ""))
            suggestion = own.filter(pk=pk).first() if pk is not None else None
            if suggestion is None:
                raise Http404
            try:
                suggesting.put_away(suggestion=suggestion, by=person, now=now)
            except Refused as refusal:
                messages.error(request, str(refusal))
            return redirect(_onward(request, reverse("admin:entities_entity_mine")))
        proposed = Entity.objects.filter(proposed_by=person).order_by("-created_at", "-pk")
        return self.show_page(
            request,
            "admin/entities/mine.html",
            title=_("What I suggested"),
            suggestions=own.order_by("-at", "-pk")[:ON_THEIR_PAGE],
            proposed=_with_answers(proposed[:ON_THEIR_PAGE]),
        )


def _takes_two(suggestion: Suggestion, *, now: datetime) -> bool:
    """Whether accepting it would be the agreement of the first of two moderators."""
    on = timezone.localdate(now)
    found = living.sensitive(suggestion.entity, suggestion.changes, on=on)
    return bool(found) and not suggestion.first_by_name


def _accept(suggestion: Suggestion, revising: RevisingForm, posted: Any, **moves: Any) -> str:
    accepted = suggesting.accept(
        suggestion=suggestion, source_url=posted.get("source_url", ""), **moves
    )
    return _said(accepted)


def _edit(suggestion: Suggestion, revising: RevisingForm, posted: Any, **moves: Any) -> str:
    if not revising.is_valid():
        return ""
    accepted = suggesting.accept(
        suggestion=suggestion,
        changes=revising.revised(),
        source_url=revising.cleaned_data["source_url"],
        **moves,
    )
    return _said(accepted)


def _decline(suggestion: Suggestion, revising: RevisingForm, posted: Any, **moves: Any) -> str:
    suggesting.decline(suggestion=suggestion, reason=posted.get("reason", ""), **moves)
    return _("Declined.")


def _undo(suggestion: Suggestion, revising: RevisingForm, posted: Any, **moves: Any) -> str:
    suggesting.undo(suggestion=suggestion, reason=posted.get("reason", ""), **moves)
    return _("Undone: the profile reads as it did before.")


DECISIONS: dict[str, Callable[..., str]] = {
    "accept": _accept,
    "edit": _edit,
    "decline": _decline,
    "undo": _undo,
}


def _decide(
    suggestion: Suggestion, revising: RevisingForm, posted: Any, *, by: User, now: datetime
) -> str:
    """Carry out what was posted; says what was done, or nothing where a field wants a look."""
    decide = DECISIONS.get(posted.get("act", ""))
    if decide is None:
        raise Refused(_("Choose one of the decisions on this page."))
    return decide(suggestion, revising, posted, by=by, now=now)


def _said(suggestion: Suggestion) -> str:
    if suggestion.state == Suggestion.State.WAITING:
        return _("You agree. A second moderator decides: it is a fact about a living person.")
    return _("Accepted.")


def _with_answers(proposed: Any) -> list[tuple[Entity, Any]]:
    """Profiles with the record of what was decided of them last. Two queries."""
    entities = list(proposed.prefetch_related("records"))
    decided = ("approved", "retired", "merged")
    return [
        (
            entity,
            max(
                (record for record in entity.records.all() if record.act in decided),
                key=lambda record: (record.at, record.pk),
                default=None,
            ),
        )
        for entity in entities
    ]


def _onward(request: Any, home: str) -> str:
    """Where the person came from, as long as that is a page of ours."""
    onward = request.POST.get("next") or request.GET.get("next") or ""
    is_ours = url_has_allowed_host_and_scheme(
        onward, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return onward if is_ours else home


def answers(request: Any) -> dict[str, Any]:
    """The front page of whoever suggested something: what was decided and not put away yet."""
    if not request.user.has_perm(SUGGESTS):
        return {}
    decided = Suggestion.objects.filter(by=request.user, answer_read_at=None)
    decided = decided.exclude(state=Suggestion.State.WAITING).exclude(decided_by=request.user)
    found = decided.select_related("entity").order_by("-decided_at", "-pk")
    return {"answers": list(found[:ON_THE_DESK])}


admin.site.desks.append(answers)
