"""The admin site, and what all its forms share. Not in admin.py: Django imports it before that."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import RelatedFieldWidgetWrapper
from django.db import models
from django.utils.translation import gettext_lazy as _
from js_asset import Media


class NewsroomAdminSite(admin.AdminSite):
    """`desks` are functions that give the front page its lists: (request) → context."""

    site_header = _("Newsroom")
    site_title = _("Newsroom")
    index_title = _("The desk")
    desks = []

    def index(self, request, extra_context=None):
        context = {}
        for desk in self.desks:
            context |= desk(request)
        return super().index(request, context | (extra_context or {}))


class DeskAdmin(admin.ModelAdmin):
    """What every form of the desk shares."""

    formfield_overrides = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 3, "class": "vLargeTextField"})}
    }

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        return super().formfield_for_dbfield(db_field, request, **kwargs)

    def get_form(self, request, obj=None, change=False, **kwargs):
        form = super().get_form(request, obj, change=change, **kwargs)
        for field in form.base_fields.values():
            quieten(field.widget)
        return form

    def render_change_form(self, request, context, *args, **kwargs):
        # The editor's import map is an inline script: under our policy it needs the nonce.
        context["media"] = Media.from_media(context["media"], nonce=str(request.csp_nonce))
        return super().render_change_form(request, context, *args, **kwargs)


def quieten(widget):
    """Of the four icons beside a choice, keep the one that makes what is not there yet."""
    if isinstance(widget, RelatedFieldWidgetWrapper):
        widget.can_change_related = widget.can_delete_related = widget.can_view_related = False
