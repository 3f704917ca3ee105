"""The rows of a profile in its form: other names, positions, relations."""

from django.contrib import admin
from django.forms.formsets import DELETION_FIELD_NAME
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entities.admin.form import PositionForm, RelationForm
from entities.models import Alias, Position, Relation
from newsroom.adminsite import DeskFields

AT = _("As it reads in a sentence: the Security Council of Russia.")


class AliasFormSet(BaseInlineFormSet):
    def add_fields(self, form, index):
        super().add_fields(form, index)
        if DELETION_FIELD_NAME in form.fields:  # in a table its column's heading is no label
            form.fields[DELETION_FIELD_NAME].widget.attrs["aria-label"] = gettext("Delete")


class AliasInline(DeskFields, admin.TabularInline):
    model = Alias
    formset = AliasFormSet
    fields = ["name", "language"]
    extra = 1
    verbose_name_plural = _("Other names")

    def get_extra(self, request, obj=None, **kwargs):
        """Whoever only reads the profile has no row to fill in."""
        return self.extra if obj is None or self.has_change_permission(request, obj) else 0


class PositionInline(DeskFields, admin.StackedInline):
    model = Position
    form = PositionForm
    fk_name = "entity"
    extra = 0
    verbose_name_plural = _("What it is now, and was")
    fields = [
        ("title", "at"),
        "organisation",
        ("started_on", "ended_on", "ended_today"),
        ("as_of", "checked_on"),
        ("source_name", "source_url"),
    ]
    autocomplete_fields = ["organisation"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("organisation").newest_first()

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if db_field.name == "at":
            field.help_text = AT
        return field


class RelationInline(DeskFields, admin.StackedInline):
    model = Relation
    form = RelationForm
    fk_name = "subject"
    extra = 0
    fields = [
        ("kind", "object"),
        ("started_on", "ended_on", "checked_on"),
        ("source_name", "source_url"),
    ]
    autocomplete_fields = ["object"]

    def get_queryset(self, request):
        found = super().get_queryset(request).select_related("subject", "object")
        return found.order_by("kind", "pk")
