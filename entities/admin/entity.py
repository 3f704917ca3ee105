"""Profiles in the admin: what is known of an entity, and the moderators' acts as buttons."""

from django.contrib import admin
from django.utils import timezone
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from entities import moderation
from entities.models import Alias, Entity, Position
from newsroom.adminsite import DeskAdmin, DeskFields, KeepsAddress
from newsroom.buttons import ActsMixin, Button, NoteForm

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
)


class AliasInline(DeskFields, admin.TabularInline):
    model = Alias
    extra = 1


class PositionInline(DeskFields, admin.StackedInline):
    model = Position
    fk_name = "entity"
    extra = 0
    fields = [
        ("title", "at"),
        "organisation",
        ("started_on", "ended_on"),
        ("source_name", "source_url", "checked_on"),
    ]
    autocomplete_fields = ["organisation"]


class OverdueFilter(admin.SimpleListFilter):
    title = _("check")
    parameter_name = "check"

    def lookups(self, request, model_admin):
        return [("overdue", _("Overdue"))]

    def queryset(self, request, queryset):
        if self.value() == "overdue":
            return queryset & Entity.objects.overdue(on=timezone.localdate())
        return queryset


@admin.register(Entity)
class EntityAdmin(ActsMixin, KeepsAddress, DeskAdmin):
    always_saved = ("key", "changed_at")
    acts_on = "entity"
    buttons = BUTTONS
    list_display = ["name", "kind", "standing", "native_name", "checked_on", "check_due_on"]
    list_filter = ["state", "kind", OverdueFilter]
    search_fields = ["name", "key", "native_name", "aliases__name"]
    ordering = ["key", "pk"]
    actions = None
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["picture"]
    inlines = [AliasInline, PositionInline]
    fieldsets = [
        (None, {"fields": ["name", ("kind", "slug"), ("native_name", "native_language")]}),
        (_("Life"), {"fields": [("born_on", "died_on")]}),
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
        (_("Picture"), {"fields": ["picture"]}),
        (
            _("Keeping it true"),
            {"fields": [("wikidata_id", "check_every_days"), "checked_on"]},
        ),
    ]
    readonly_fields = ["checked_on"]

    @admin.display(description=_("state"), ordering="state")
    def standing(self, entity):
        return format_html(
            '<span class="state" data-state="{}">{}</span>',
            entity.state,
            entity.get_state_display(),
        )

    def view_on_site(self, obj):
        return obj.get_absolute_url() if obj.state == Entity.State.APPROVED else None

    def has_delete_permission(self, request, obj=None):
        return False  # a profile is retired: stories and their editions point to it

    def get_search_results(self, request, queryset, search_term):
        found, may_have_duplicates = super().get_search_results(request, queryset, search_term)
        if request.path.endswith("/autocomplete/"):
            found = found.usable()
        return found, may_have_duplicates

    def save_model(self, request, obj, form, change):
        if not change:
            obj.proposed_by = request.user
        super().save_model(request, obj, form, change)

    def save_related(self, request, form, formsets, change):
        super().save_related(request, form, formsets, change)
        entity, now = form.instance, timezone.now()
        if not change:
            moderation.note_proposal(entity=entity, by=request.user, now=now)
        elif note := _changed(form, formsets):
            moderation.note_change(entity=entity, by=request.user, now=now, note=note)

    def render_change_form(self, request, context, *args, **kwargs):
        if entity := kwargs.get("obj"):
            context["buttons"] = self.shown_buttons(request, entity)
            context["records"] = entity.records.order_by("-at", "-pk")[:8]
        return super().render_change_form(request, context, *args, **kwargs)


def _changed(form, formsets):
    """The names of the fields and rows that were changed, as the form calls them."""
    names = [str(form.fields[name].label) for name in form.changed_data]
    names += [
        str(formset.model._meta.verbose_name_plural)
        for formset in formsets
        if formset.has_changed()
    ]
    return ", ".join(names)
