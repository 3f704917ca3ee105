"""Editions in the admin: to be read. Nothing about them can be changed."""

from django.contrib import admin

from newsroom.adminsite import DeskAdmin
from stories.models import Edition


@admin.register(Edition)
class EditionAdmin(DeskAdmin):
    view_on_site = False  # it may not be live: the story says where readers find it
    list_display = ["headline", "number", "kind", "live_from", "live_until", "approved_by_name"]
    list_filter = ["kind", "section"]
    search_fields = ["headline", "slug"]
    ordering = ["-live_from", "-pk"]
    fields = [
        "headline",
        "number",
        "kind",
        "what_changed",
        "live_from",
        "live_until",
        "frozen_at",
        "frozen_by_name",
        "approved_at",
        "approved_by_name",
        "override_reason",
        "digest",
    ]
    readonly_fields = fields

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
