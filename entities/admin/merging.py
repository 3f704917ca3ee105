"""Merging in the admin: the page on which two profiles become one, and that of a merge's record.

The acts are `entities/merging.py`, the forms `merge_forms.py`.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.core.exceptions import BadRequest
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from entities import belongings, changes, exposure, inherited, merging, profiles
from entities.admin.merge_forms import LABELS, FinishForm, SplitForm, texts_of
from entities.changes.shape import FIELDS
from entities.models import Entity, Merge, PossibleDuplicate
from newsroom import acts, keys
from newsroom.acts import NotPermitted, Refused
from newsroom.buttons import Button, Shown

MODERATES = "entities.moderate_entity"
AT_ONCE = 10
MERGES = 8


def why_not_open(*, entity: Entity, by: Any, now: Any) -> Refused | None:
    """Whether the way to a merge is shown; that the two fit is asked when there are two."""
    if refusal := acts.lacks_permission(by, MODERATES):
        return refusal
    if not entity.is_usable:
        return merging.WrongState(_("Only a proposed or approved profile can be merged."))
    return None


MERGE = Button(
    name="merge",
    label=gettext_lazy("Merge"),
    about="",
    done="",
    why_not=why_not_open,
    do=merging.begin,
)


@dataclass(frozen=True, kw_only=True)
class Rows:
    """Rows of one kind, each in a line."""

    label: str | Promise
    texts: list[str]


@dataclass(frozen=True, kw_only=True)
class Seen:
    """One of the two, as far as it helps to tell whether they are one."""

    entity: Entity
    card: profiles.Card
    stories: Sequence[exposure.ShownIn]
    live: int


@dataclass(frozen=True, kw_only=True)
class Offered:
    """A profile that may be the same; a refusal stands in place of the act that it forbids."""

    entity: Entity
    summary: str
    why: str | Promise
    keep_this: Refused | None
    keep_other: Refused | None


class MergePages:
    """For the ModelAdmin of profiles, before ActsMixin."""

    def get_urls(self):
        pages = [
            ("<int:object_id>/merge/", self.merge_view, "entities_entity_merge"),
            ("merges/<int:merge_id>/", self.merged_view, "entities_entity_merged"),
        ]
        ours = [path(at, self.admin_site.admin_view(view), name=name) for at, view, name in pages]
        return [*ours, *super().get_urls()]

    def shown_buttons(self, request, target):
        shown = super().shown_buttons(request, target)
        if MERGE.why_not(entity=target, by=request.user, now=timezone.now()):
            return shown
        return [*shown, Shown(button=MERGE, url=_merge_url(target))]

    def render_change_form(self, request, context, *args, **kwargs):
        if entity := kwargs.get("obj"):
            context["merges"] = merges_of(entity)
        return super().render_change_form(request, context, *args, **kwargs)

    # Two profiles ------------------------------------------------------------------------------

    def merge_view(self, request, object_id):
        """Choose the other profile; then, field by field, what the one of them will say."""
        entity = self.seen(request, object_id)
        acts.require(request.user, MODERATES)
        merge = merging.under_way(entity)
        if request.method == "POST":
            try:
                return self._act_on_merge(request, entity, merge)
            except NotPermitted:
                raise
            except Refused as refusal:
                messages.error(request, str(refusal))
                return redirect(request.get_full_path())
        if merge is None:
            return self._choose_other(request, entity)
        return self._compare_two(request, entity, merge, FinishForm(merge=merge))

    def _act_on_merge(self, request, entity, merge):
        given = {"by": request.user, "now": timezone.now()}
        match request.POST.get("act"), merge:
            case "begin", _any:
                merging.begin(**_two(request, entity), **given)
                return redirect(_merge_url(entity))
            case "call_off", Merge():
                merging.call_off(merge=merge, **given)
                messages.success(request, _("Called off. Both stay as they are."))
                return redirect(_merge_url(entity))
            case "finish", Merge():
                return self._finish_merge(request, entity, merge, **given)
        raise Refused(_("This merge is not under way any more."))

    def _finish_merge(self, request, entity, merge, **given):
        form = FinishForm(request.POST, merge=merge)
        if form.is_valid():
            told = {name: form.cleaned_data[name] for name in ("note", "seen")}
            try:
                done = merging.finish(merge=merge, choices=form.chosen, **told, **given)
            except merging.CannotMerge as refusal:
                form.add_error(None, str(refusal))
                form.show_again()
            else:
                words = {"loser": done.loser.name, "survivor": done.survivor.name}
                messages.success(request, _("“%(loser)s” was merged into “%(survivor)s”.") % words)
                return redirect("admin:entities_entity_merged", done.pk)
        return self._compare_two(request, entity, merge, form)

    def _choose_other(self, request, entity):
        asked = request.GET.get("q", "").strip()
        found = []
        if asked:
            rows, _doubled = self.get_search_results(request, Entity.objects.usable(), asked)
            found = list(rows.exclude(pk=entity.pk).distinct().order_by("key", "pk")[:AT_ONCE])
        chosen = keys.read(request.GET.get("other", ""))
        named = list(Entity.objects.filter(pk=chosen).exclude(pk=entity.pk))
        offered = _duplicates(entity, but=chosen)
        likely, why = [o for o, _why in offered], {o.pk: why for o, why in offered}
        context = {
            "title": _("Merge"),
            "entity": entity,
            "asked": asked,
            "named": self._offer_to_merge(request, entity, named, why),
            "found": self._offer_to_merge(request, entity, found, why),
            "offered": self._offer_to_merge(request, entity, likely, why),
            "refusal": why_not_open(entity=entity, by=request.user, now=timezone.now()),
        }
        return self._merge_page(request, entity, "choose.html", context)

    def _offer_to_merge(self, request, entity, others, why):
        given = {"by": request.user, "now": timezone.now()}
        cards = profiles.preview(others, on=timezone.localdate(given["now"]))
        return [
            Offered(
                entity=other,
                summary=_told(cards[other.pk]),
                why=why.get(other.pk, ""),
                keep_this=merging.why_not_begin(survivor=entity, loser=other, **given),
                keep_other=merging.why_not_begin(survivor=other, loser=entity, **given),
            )
            for other in others
        ]

    def _compare_two(self, request, entity, merge, form):
        given = {"by": request.user, "now": timezone.now()}
        going = belongings.going(loser=merge.loser, survivor=merge.survivor)
        context = {
            "title": _("Merge"),
            "merge": merge,
            "form": form,
            "refusal": merging.why_not_finish(merge=merge, **given),
            "is_mine": merge.by_id == request.user.pk,
            "may_take_over": merging.is_left_alone(merge, now=given["now"]),
            "survivor": _seen(merge.survivor),
            "loser": _seen(merge.loser),
            "moves": _as_rows(going),
        }
        return self._merge_page(request, entity, "compare.html", context)

    # The record of a merge ---------------------------------------------------------------------

    def merged_view(self, request, merge_id):
        """What moved, by whom; undo it, or part of it."""
        rows = Merge.objects.select_related("survivor__merged_into", "loser")
        merge = get_object_or_404(rows, pk=merge_id)
        acts.require(request.user, MODERATES)
        if not self.has_view_permission(request, merge.survivor):
            raise Http404
        given = {"merge": merge, "by": request.user, "now": timezone.now()}
        refusal = merging.why_not_undo(**given)
        form = SplitForm(merge=merge)
        if request.method == "POST":
            if request.POST.get("act") == "split":
                form = SplitForm(request.POST, merge=merge)
            if (done := self._take_merge_back(request, form, given)) is not None:
                return done
        context = {
            "title": _("Merge of %(name)s") % {"name": merge.loser.name},
            "merge": merge,
            "holder": merge.survivor.merged_into or merge.survivor,
            "lines": changes.lines(merge.survivor, {"fields": _told_fields(merge)}),
            "added": [entry["name"] for entry in merge.moved.get(inherited.ADDED, ())],
            "moves": _as_rows(belongings.moved_by(merge)),
            "form": form,
            "refusal": refusal,
        }
        return self._merge_page(request, merge.survivor, "merged.html", context)

    def _take_merge_back(self, request, form, given):
        try:
            match request.POST.get("act"):
                case "undo":
                    merging.undo(**given)
                    messages.success(request, _("Undone. They are two again."))
                case "split" if form.is_valid():
                    merging.split(**given, **form.chosen)
                    messages.success(request, _("Split. They are two again."))
                case _:
                    return None
        except NotPermitted:
            raise
        except Refused as refusal:
            messages.error(request, str(refusal))
        return redirect("admin:entities_entity_merged", given["merge"].pk)

    def _merge_page(self, request, entity, template, context):
        context = self.admin_site.each_context(request) | {
            "opts": self.opts,
            "original": entity,
            **context,
        }
        return TemplateResponse(request, f"admin/entities/merging/{template}", context)


def merges_of(entity: Entity) -> list[Merge]:
    """What the rail of a profile lists."""
    return list(merging.of(entity)[:MERGES])


def _merge_url(entity: Entity) -> str:
    return reverse("admin:entities_entity_merge", args=[entity.pk])


def _two(request, entity):
    """Which of the two survives, as the button says."""
    other = Entity.objects.filter(pk=keys.read(request.POST.get("other", ""))).first()
    if other is None or request.POST.get("keep") not in ("this", "other"):
        raise BadRequest("No two profiles were named.")
    if request.POST["keep"] == "this":
        return {"survivor": entity, "loser": other}
    return {"survivor": other, "loser": entity}


def _duplicates(entity, *, but):
    """Profiles that may be the same, each with the reason."""
    pairs = PossibleDuplicate.objects.open().of(entity).select_related("one", "other")
    found = [
        (pair.other if pair.one_id == entity.pk else pair.one, pair.get_reason_display())
        for pair in pairs.order_by("pk")[:AT_ONCE]
    ]
    return [(other, why) for other, why in found if other.pk != but]


def _seen(entity):
    stories = exposure.known().stories(entity, now=timezone.now())
    return Seen(
        entity=entity,
        card=profiles.preview([entity], on=timezone.localdate())[entity.pk],
        stories=stories[:AT_ONCE],
        live=len(stories),
    )


def _told(card):
    """What a profile is, in a line: its office, or else its first sentence."""
    return str(card.now or card.first_sentence)


def _as_rows(rows):
    return [Rows(label=LABELS[name], texts=texts_of(name, found)) for name, found in rows.items()]


def _told_fields(merge):
    """What the merge put into the survivor, but for what nobody reads."""
    return {name: pair for name, pair in merge.fields.items() if name in FIELDS}
