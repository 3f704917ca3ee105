"""Sections, outlets and tags in the admin, and the lists of the desk's front page."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag as StockTag

from newsroom.adminsite import DeskAdmin
from stories.models import Edition, Outlet, OutletAlias, Section, Story, Tag

ON_THE_DESK = 8

if admin.site.is_registered(StockTag):
    admin.site.unregister(StockTag)  # ours is stories.Tag


@admin.register(Section)
class SectionAdmin(DeskAdmin):
    list_display = ["name", "slug", "order"]
    ordering = ["order", "pk"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


class OutletAliasInline(admin.TabularInline):
    model = OutletAlias
    extra = 1


@admin.register(Outlet)
class OutletAdmin(DeskAdmin):
    list_display = ["name", "kind", "country", "url"]
    list_filter = ["kind"]
    ordering = ["name", "pk"]
    search_fields = ["name", "aliases__name"]
    prepopulated_fields = {"slug": ["name"]}
    inlines = [OutletAliasInline]

    def get_readonly_fields(self, request, obj=None):
        # Published editions link to the address.
        return ["slug"] if obj else []

    def get_prepopulated_fields(self, request, obj=None):
        return {} if obj else self.prepopulated_fields


@admin.register(Tag)
class TagAdmin(DeskAdmin):
    list_display = ["name", "slug"]
    ordering = ["name", "pk"]
    search_fields = ["name"]
    prepopulated_fields = {"slug": ["name"]}


def lists(request):
    """The front page: what waits on the desk, for those who may see stories."""
    if not request.user.has_perm("stories.view_story"):
        return {}
    newest = Story.objects.select_related("section").order_by("-changed_at", "-pk")
    state = Story.State
    return {
        "desk_lists": [
            (title, list(rows[:ON_THE_DESK]))
            for title, rows in (
                (_("In review"), newest.filter(state=state.IN_REVIEW)),
                (_("Sent back"), newest.filter(state=state.CHANGES_REQUESTED)),
                (_("Approved, not published"), newest.filter(state=state.APPROVED)),
                (_("Drafts"), newest.filter(state=state.DRAFT)),
            )
        ],
        "scheduled": Edition.objects.scheduled(now=timezone.now())
        .for_cards()
        .order_by("live_from", "pk")[:ON_THE_DESK],
    }


admin.site.desks.append(lists)
