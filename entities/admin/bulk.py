"""Profiles chosen in the list, and the page that says what an act would do to each before it does.

The acts are `entities/bulk.py`; the choice may be all that the list holds, over many pages.
"""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import redirect
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext, ngettext_lazy

from entities import bulk, exposure, moderation
from newsroom import keys as keys_in
from newsroom.acts import Refused

SHOWN = 100  # profiles on the page, which says how many more there are
TOLD = 5  # refusals in the message afterwards


class NothingForm(forms.Form):
    """For an act that asks for nothing."""


class NoteForm(forms.Form):
    note = forms.CharField(
        label=gettext_lazy("Note"), required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class SectionForm(forms.Form):
    section_slug = forms.ChoiceField(label=gettext_lazy("Section of interest"), required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        sections = exposure.known().sections()
        self.fields["section_slug"].choices = [("", _("None")), *sections]


@dataclass(frozen=True, kw_only=True)
class Act:
    """`will` and `done` are sentences for a number of profiles; `do` takes the form’s fields."""

    name: str
    label: str | Promise
    about: str | Promise
    will: Any
    done: Any
    why_not: Callable[..., Refused | None]
    do: Callable[..., bulk.Outlook]
    form: type[forms.Form] = NothingForm
    is_grave: bool = False


ACTS = {
    act.name: act
    for act in (
        Act(
            name="checked",
            label=gettext_lazy("Mark as checked"),
            about=gettext_lazy("You say that everything in these profiles is true today."),
            will=ngettext_lazy(
                "%(n)s profile will be marked as checked",
                "%(n)s profiles will be marked as checked",
                "n",
            ),
            done=ngettext_lazy(
                "%(n)s profile marked as checked.", "%(n)s profiles marked as checked.", "n"
            ),
            why_not=moderation.why_not_mark_checked,
            do=bulk.mark_checked,
        ),
        Act(
            name="interest",
            label=gettext_lazy("Set section of interest"),
            about=gettext_lazy("The desk of that section looks after these profiles."),
            will=ngettext_lazy(
                "%(n)s profile will get the section", "%(n)s profiles will get the section", "n"
            ),
            done=ngettext_lazy("%(n)s profile changed.", "%(n)s profiles changed.", "n"),
            why_not=bulk.why_not_set_interest,
            do=bulk.set_interest,
            form=SectionForm,
        ),
        Act(
            name="retire",
            label=gettext_lazy("Retire"),
            about=gettext_lazy("Readers no longer see these profiles, and no story can link them."),
            will=ngettext_lazy(
                "%(n)s profile will be retired", "%(n)s profiles will be retired", "n"
            ),
            done=ngettext_lazy("%(n)s profile retired.", "%(n)s profiles retired.", "n"),
            why_not=moderation.why_not_retire,
            do=bulk.retire,
            form=NoteForm,
            is_grave=True,
        ),
    )
}


class BulkPages:
    """For the ModelAdmin of profiles."""

    actions = ["mark_checked", "set_interest", "retire", "export"]

    def get_urls(self):
        view = self.admin_site.admin_view(self.bulk_view)
        return [
            path("bulk/<slug:act>/", view, name="entities_entity_bulk"),
            *super().get_urls(),
        ]

    def get_actions(self, request):
        """Only ours: a profile is never deleted."""
        actions = super().get_actions(request)
        return {name: action for name, action in actions.items() if name in BulkPages.actions}

    def has_moderate_permission(self, request):
        return request.user.has_perm("entities.moderate_entity")

    @admin.action(description=gettext_lazy("Mark as checked"), permissions=["moderate"])
    def mark_checked(self, request, queryset):
        return self._ask_for_all(request, ACTS["checked"], _keys_of(queryset))

    @admin.action(description=gettext_lazy("Set section of interest"), permissions=["moderate"])
    def set_interest(self, request, queryset):
        return self._ask_for_all(request, ACTS["interest"], _keys_of(queryset))

    @admin.action(description=gettext_lazy("Retire"), permissions=["moderate"])
    def retire(self, request, queryset):
        return self._ask_for_all(request, ACTS["retire"], _keys_of(queryset))

    def bulk_view(self, request, act):
        """What the page posts: the act is done to those of the choice that can."""
        if not self.has_moderate_permission(request):
            raise PermissionDenied
        if act not in ACTS:
            raise Http404
        back = _back(request.POST.get("list", ""))
        chosen = [
            key for text in request.POST.get("keys", "").split(",") if (key := keys_in.read(text))
        ]
        if not chosen:
            messages.error(request, _("Choose profiles in the list first."))
            return redirect(back)
        form = ACTS[act].form(request.POST)
        if not form.is_valid():
            return self._ask_for_all(request, ACTS[act], chosen, form=form)
        try:
            done = ACTS[act].do(
                keys=chosen, by=request.user, now=timezone.now(), **form.cleaned_data
            )
        except Refused as refusal:
            form.add_error(None, str(refusal))
            return self._ask_for_all(request, ACTS[act], chosen, form=form)
        _tell(request, ACTS[act], done)
        return redirect(back)

    def _ask_for_all(self, request, act, chosen, *, form=None):
        """The page before the act."""
        try:
            outlook = bulk.look(
                keys=chosen, why_not=act.why_not, by=request.user, now=timezone.now()
            )
        except bulk.TooMany as refusal:
            self.message_user(request, str(refusal), messages.ERROR)
            return None
        count = len(outlook.can)
        context = self.admin_site.each_context(request) | {
            "title": act.label,
            "opts": self.opts,
            "act": act,
            "form": form or act.form(),
            "keys": ",".join(map(str, chosen)),
            "list": request.POST.get("list", request.GET.urlencode()),
            "back": _back(request.POST.get("list", request.GET.urlencode())),
            "will": act.will % {"n": count},
            "can": outlook.can[:SHOWN],
            "more": max(0, count - SHOWN),
            "shown_live": sum(bool(entity.live_stories) for entity in outlook.can),
            "cannot": outlook.cannot[:SHOWN],
            "cannot_count": len(outlook.cannot),
            "cannot_more": max(0, len(outlook.cannot) - SHOWN),
        }
        return TemplateResponse(request, "admin/entities/bulk.html", context)


def _keys_of(queryset):
    """One more than can be done at once, so that the act says so."""
    return sorted(set(queryset.order_by().values_list("pk", flat=True)[: bulk.MOST + 1]))


def _back(filters):
    """The list as it was."""
    address = reverse("admin:entities_entity_changelist")
    return f"{address}?{filters}" if filters else address


def _tell(request, act, done):
    """What was done, and what was not."""
    if done.can:
        messages.success(request, act.done % {"n": len(done.can)})
    if not done.cannot:
        return
    head = ngettext(
        "%(n)s profile stays as it is.", "%(n)s profiles stay as they are.", len(done.cannot)
    )
    told = [f"{entity}: {refusal}" for entity, refusal in done.cannot[:TOLD]]
    if len(done.cannot) > TOLD:
        told.append(_("and so on"))
    messages.warning(request, " · ".join([head % {"n": len(done.cannot)}, *told]))
