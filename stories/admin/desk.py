"""Sections, outlets and tags in the admin. The lists of the front page are in front.py."""

from django.contrib import admin
from django.utils import timezone
from taggit.models import Tag as StockTag

from newsroom.adminsite import DeskAdmin, DeskFields, KeepsAddress
from stories import writing
from stories.models import Outlet, OutletAlias, Section, Story, Tag

admin.site.unregister(StockTag)  # ours is stories.Tag


class ShownInStories(KeepsAddress, DeskAdmin):
    """What stories name: who changes it works on those that are not published yet."""

    shown_in = ""  # the lookup from a story

    def save_model(self, request, obj, form, change):
        super().save_model(request, obj, form, change)
        if change:
            stories = Story.objects.open().filter(**{self.shown_in: obj}).distinct()
            writing.keep_versions(stories=stories, by=request.user, now=timezone.now())

    def has_delete_permission(self, request, obj=None):
        # Editions link to its page from the time when the first of them was live.
        was_live = getattr(obj, "first_live_at", None) is not None
        return not was_live and super().has_delete_permission(request, obj)


@admin.register(Section)
class SectionAdmin(ShownInStories):
    shown_in = "section"
    list_display = ["name", "slug", "order"]
    ordering = ["order", "pk"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


class OutletAliasInline(DeskFields, admin.TabularInline):
    model = OutletAlias
    extra = 1


@admin.register(Outlet)
class OutletAdmin(ShownInStories):
    shown_in = "citations__outlet"
    list_display = ["name", "kind", "country", "url"]
    list_filter = ["kind"]
    ordering = ["name", "pk"]
    search_fields = ["name", "aliases__name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [OutletAliasInline]


@admin.register(Tag)
class TagAdmin(ShownInStories):
    shown_in = "tag_items__tag"
    list_display = ["name", "slug"]
    ordering = ["name", "pk"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}
