"""Sections, outlets and tags in the admin, and the lists of the desk's front page."""

from django.contrib import admin
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from taggit.models import Tag as StockTag

from newsroom.adminsite import DeskAdmin, DeskFields, KeepsAddress
from stories import writing
from stories.models import Edition, Outlet, OutletAlias, Section, Story, Tag

ON_THE_DESK = 8

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
