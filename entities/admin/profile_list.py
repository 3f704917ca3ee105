"""The list of profiles: its columns, its filters, and what is read at once for a page of it."""

from django.contrib import admin
from django.contrib.admin import ShowFacets
from django.contrib.admin.views.main import ChangeList
from django.db.models import Prefetch
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from entities import exposure
from entities.models import Entity, Position


class ProfileChangeList(ChangeList):
    """Django's, with the weight of each profile and what it is now. Two queries more."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.title = capfirst(self.opts.verbose_name_plural)

    def get_queryset(self, request, exclude_parameters=None):
        now = timezone.now()
        self.root_queryset = exposure.known().weigh(
            self.model_admin.get_queryset(request).prefetch_related(
                Prefetch(
                    "positions",
                    Position.objects.current(on=timezone.localdate(now))
                    .select_related("organisation")
                    .newest_first(),
                    to_attr="held_now",
                )
            ),
            now=now,
        )
        return super().get_queryset(request, exclude_parameters)


class OverdueFilter(admin.SimpleListFilter):
    title = _("check")
    parameter_name = "check"

    def lookups(self, request, model_admin):
        return [("overdue", _("Overdue"))]

    def queryset(self, request, queryset):
        if self.value() == "overdue":
            overdue = Entity.objects.overdue(on=timezone.localdate())
            return queryset.filter(pk__in=overdue.values("pk"))
        return queryset


class SectionFilter(admin.SimpleListFilter):
    title = _("section of interest")
    parameter_name = "section"

    def lookups(self, request, model_admin):
        return [*exposure.known().sections(), ("-", _("None"))]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset
        return queryset.filter(section_slug="" if self.value() == "-" else self.value())


class ProfileList:
    """For the ModelAdmin of profiles."""

    list_display = ["name", "kind", "standing", "is_now", "shown_in", "checked", "due"]
    list_filter = ["state", "kind", SectionFilter, "protection", OverdueFilter]
    list_per_page = 50
    search_fields = ["name", "key", "native_name", "aliases__name"]
    search_help_text = _("Searches all names of each profile.")
    ordering = ["key", "pk"]
    show_facets = ShowFacets.NEVER
    show_full_result_count = False
    empty_value_display = "–"

    def get_changelist(self, request, **kwargs):
        return ProfileChangeList

    @admin.display(description=_("state"), ordering="state")
    def standing(self, entity):
        return format_html(
            '<span class="state" data-state="{}">{}</span>',
            entity.state,
            entity.get_state_display(),
        )

    @admin.display(description=_("now"))
    def is_now(self, entity):
        return format_html("<span>{}</span>", entity.held_now[0]) if entity.held_now else None

    # In a table the heading of the column says what a number is; in a list on a phone its words do.

    @admin.display(description=_("live briefs"), ordering="-live_stories")
    def shown_in(self, entity):
        if not entity.live_stories:
            return None
        words = ngettext("live brief", "live briefs", entity.live_stories)
        return format_html('{} <span class="in-words">{}</span>', entity.live_stories, words)

    @admin.display(description=_("checked"), ordering="checked_on")
    def checked(self, entity):
        return _day(_("checked"), entity.checked_on)

    @admin.display(description=_("due"), ordering="check_due_on")
    def due(self, entity):
        is_late = entity.is_overdue(on=timezone.localdate())
        return _day(_("due"), entity.check_due_on, style="late" if is_late else "")


def _day(words, day, *, style=""):
    if day is None:
        return None
    return format_html(
        '<span class="in-words">{}</span> <span class="{}">{}</span>',
        words,
        style,
        date_format(day, "j M Y"),
    )
