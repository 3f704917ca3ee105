"""Profiles in the admin: what is known of an entity, and the moderators' acts as buttons.

The rows of the form are in rows.py, its rules in form.py, the list in profile_list.py.
"""

from django import forms
from django.contrib import admin, messages
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entities import changes, changing, moderation, protection
from entities.admin import ripple
from entities.admin.bulk import BulkPages
from entities.admin.exchange import ExchangePages
from entities.admin.form import EntityForm
from entities.admin.merging import MergePages
from entities.admin.profile_list import ProfileList
from entities.admin.queue import QueuePages
from entities.admin.ripple import PointsOut
from entities.admin.rows import AliasInline, PositionInline, RelationInline
from entities.admin.suggesting import SuggestionPages
from entities.admin.wikidata import RefreshPages
from entities.models import Entity, Suggestion
from newsroom.acts import NotPermitted, Refused
from newsroom.adminsite import DeskAdmin, KeepsAddress
from newsroom.buttons import ActForm, ActsMixin, Button, NoteForm


class ProtectForm(ActForm):
    protection = forms.ChoiceField(
        label=_("Who may change it"),
        choices=Entity.Protection.choices,
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.initial.setdefault("protection", self.target.protection)


BUTTONS = (
    Button(
        name="approve",
        label=_("Approve"),
        about=_("Readers see the profile from now on. It counts as checked today."),
        done=_("Approved."),
        why_not=moderation.why_not_approve,
        do=moderation.approve,
    ),
    Button(
        name="checked",
        label=_("Mark as checked"),
        about=_("You say that everything in the profile is true today."),
        done=_("Marked as checked."),
        why_not=moderation.why_not_mark_checked,
        do=moderation.mark_checked,
    ),
    Button(
        name="retire",
        label=_("Retire"),
        about=_("Readers no longer see the profile, and no story can link it."),
        done=_("Retired."),
        why_not=moderation.why_not_retire,
        do=moderation.retire,
        form=NoteForm,
        is_grave=True,
    ),
    Button(
        name="protect",
        label=_("Protect"),
        about=_("Say who may change the profile. Everyone may still suggest a change."),
        done=_("Protection changed."),
        why_not=moderation.why_not_protect,
        do=moderation.protect,
        form=ProtectForm,
    ),
)
WHO, DESCRIPTION, KEEPING, CHANGE = "name", "description", "wikidata_id", "change_url"
# Fieldsets by their first field, and inlines by their prefix, in the order of the page.
PAGE = (WHO, "aliases", "positions", DESCRIPTION, "relations", KEEPING, CHANGE)
FIELDSETS = [
    (
        None,
        {
            "fields": [
                "name",
                ("kind", "slug"),
                ("native_name", "native_language"),
                ("born_on", "died_on"),
                ("country", "official_site"),
                "picture",
                ("image_name", "image_licence"),
            ]
        },
    ),
    (
        _("Description"),
        {
            "fields": [
                "description",
                ("description_source", "description_url"),
                ("description_licence", "description_taken_on"),
            ]
        },
    ),
    (
        _("Keeping it true"),
        {"fields": [("wikidata_id", "section_slug"), ("check_every_days", "protection")]},
    ),
]
ABOUT_THE_CHANGE = (_("About this change"), {"fields": [("change_url", "change_note")]})


@admin.register(Entity)
class EntityAdmin(
    PointsOut,
    BulkPages,
    ExchangePages,
    QueuePages,
    SuggestionPages,
    RefreshPages,
    MergePages,
    ActsMixin,
    ProfileList,
    KeepsAddress,
    DeskAdmin,
):
    form = EntityForm
    always_saved = ("key", "near", "changed_at")
    acts_on = "entity"
    buttons = BUTTONS
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["picture"]
    inlines = [AliasInline, PositionInline, RelationInline]
    readonly_fields = ["protection"]

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.state == Entity.State.APPROVED else None

    def has_change_permission(self, request, obj=None):
        allowed = super().has_change_permission(request, obj)
        if obj is None or not allowed:
            return allowed
        return obj.state != Entity.State.MERGED and not protection.refusal(obj, by=request.user)

    def has_delete_permission(self, request, obj=None):
        return False  # a profile is retired: stories and their editions point to it

    def get_search_results(self, request, queryset, search_term):
        found, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        if request.path.endswith("/autocomplete/"):
            found = found.usable()
        return found, may_have_duplicates

    # The form ---------------------------------------------------------------------------------

    def get_fieldsets(self, request, obj=None):
        if obj and self.has_change_permission(request, obj):
            return [*FIELDSETS, ABOUT_THE_CHANGE]
        return FIELDSETS

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        form.refusal = getattr(request, "refusal", "")
        return form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """What the act refuses stands in the form, with all that was typed."""
        try:
            return super().changeform_view(request, object_id, form_url, extra_context)
        except NotPermitted:
            raise
        except Refused as refusal:
            request.refusal = str(refusal)
            return super().changeform_view(request, object_id, form_url, extra_context)

    def save_model(self, request, obj, form, change):
        if change:
            form.stood = changes.standing(Entity.objects.get(pk=obj.pk))
        else:
            obj.proposed_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        entity, now = form.instance, timezone.now()
        if not change:
            moderation.note_proposal(entity=entity, by=request.user, now=now)
        else:
            self._settle(request, form, now=now)
        if form.warning:
            messages.warning(request, form.warning)

    def _settle(self, request, form, *, now):
        """Record what was written, if anything was."""
        try:
            done = changing.settle(
                entity=form.instance,
                before=form.stood,
                by=request.user,
                now=now,
                source_url=form.cleaned_data["change_url"],
                note=form.cleaned_data["change_note"],
            )
        except changing.NothingChanges:
            return
        if isinstance(done, Suggestion):
            waits = _("What is said of a living person waits for a second moderator: %(what)s")
            messages.warning(request, waits % {"what": changes.summary(done.changes)})

    def log_change(self, request, obj, message):
        """The record of the profile says it: Django’s log would say it once more."""

    def render_change_form(self, request, context, *args, **kwargs):
        context["parts"] = self._parts(context)
        context["show_save_and_add_another"] = False
        if entity := kwargs.get("obj"):
            context["buttons"] = self.shown_buttons(request, entity)
            context |= ripple.of(request, entity, now=timezone.now())
            context["records"] = entity.records.order_by("-at", "-pk")[:8]
            context["may_suggest"] = self.may_suggest(request, entity)
            context["protected"] = protection.refusal(entity, by=request.user)
            told = entity.relations_to_it.select_related("subject")
            context["told_from_elsewhere"] = told.order_by("kind", "subject__key", "pk")
        return super().render_change_form(request, context, *args, **kwargs)

    def _parts(self, context):
        """Fieldsets and inlines in the order of the page."""
        found = {}
        for fieldset in context["adminform"]:
            first = fieldset.fields[0]
            name = first if isinstance(first, str) else first[0]
            found[name] = {"name": name, "fieldset": fieldset}
        for inline in context["inline_admin_formsets"]:
            found[inline.formset.prefix] = {"name": inline.formset.prefix, "inline": inline}
        return [found[name] for name in PAGE if name in found]
