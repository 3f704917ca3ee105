"""The admin site, and what all its forms share. Not in admin.py: Django imports it before that."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.template.response import TemplateResponse
from django.utils.translation import gettext_lazy as _
from js_asset import Media

from newsroom import html
from newsroom.fields import SanitisedText


class NewsroomAdminSite(admin.AdminSite):
    """Apps add functions (request) → context: `desks` give the front page its lists, `headers`
    give the header of every page what it shows."""

    site_header = _("Newsroom")
    site_title = _("Newsroom")
    index_title = _("The desk")
    enable_nav_sidebar = False  # the form needs the room; the header has the few ways
    desks = []
    headers = []

    def each_context(self, request):
        context = super().each_context(request)
        for header in self.headers:
            context |= header(request)
        return context

    def index(self, request, extra_context=None):
        context = {}
        for desk in self.desks:
            context |= desk(request)
        return super().index(request, context | (extra_context or {}))


class DeskFields:
    """For a ModelAdmin or an inline: how its fields are typed into."""

    formfield_overrides = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.URLField):
            kwargs |= {"assume_scheme": "https", "widget": forms.URLInput}
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            quieten(field.widget)
            # In a table of rows the column's heading is no label for the inputs in it.
            field.widget.attrs.setdefault("aria-label", field.label or db_field.verbose_name)
        return field


class KeepsAddress:
    """For a ModelAdmin: `slug` is made from the name, and stays once the thing is there."""

    def get_readonly_fields(self, request, obj=None):
        readonly = [*super().get_readonly_fields(request, obj)]
        return [*readonly, "slug"] if obj else readonly

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields


class DeskAdmin(DeskFields, admin.ModelAdmin):
    """What every form of the desk shares."""

    # Columns that a save writes besides those that were typed into.
    always_saved = ()

    def save_model(self, request, obj, form, change):
        """Write only what was typed: an act may have moved the row while the form was open."""
        if not change:
            obj.save()
            return
        columns = {field.name for field in obj._meta.concrete_fields}
        obj.save(update_fields=[*columns & set(form.changed_data), *self.always_saved])

    def show_page(self, request, template, **context):
        """A page beside the form, with the frame of the desk."""
        context = self.admin_site.each_context(request) | {"opts": self.opts} | context
        return TemplateResponse(request, template, context)

    def render_change_form(self, request, context, *args, **kwargs):
        form = context["adminform"].form
        if not self.has_change_permission(request, form.instance if form.instance.pk else None):
            show_prose(form.instance)
        # The editor's import map is an inline script: under our policy it needs the nonce.
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)


def show_prose(instance):
    """For whoever only reads a form: rich text as it reads, where Django would show its tags."""
    for field in instance._meta.concrete_fields:
        if isinstance(field, SanitisedText):
            setattr(instance, field.attname, html.trusted(getattr(instance, field.attname)))


def quieten(widget):
    """Of the four icons beside a choice, keep the one that makes what is not there yet."""
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
