"""Editions in the admin: to be read, each with its record. Nothing about them can be changed."""

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import Http404
from django.template.response import TemplateResponse
from django.urls import path, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom.adminsite import DeskAdmin
from stories.admin.beside import as_readers_would
from stories.models import Edition, StoryRecord, Withdrawal


def may_see_removed(person):
    """Whether the person may read what was removed from readers for legal reasons."""
    return person.has_perm("stories.withdraw_story")


def readable_by(person, story):
    """The editions of a story that the person may read, the oldest first."""
    editions = list(story.light_editions)
    if may_see_removed(person):
        return editions
    removals = [each.edition.number for each in story.withdrawals.all() if each.removes_editions]
    return [edition for edition in editions if edition.number > max(removals, default=0)]


@admin.register(Edition)
class EditionAdmin(DeskAdmin):
    view_on_site = False  # it may not be live: the story says where readers find it
    list_display = ["headline", "number", "kind", "live_from", "live_until", "approved_by_name"]
    list_filter = ["kind", "section"]
    search_fields = ["headline", "slug"]
    ordering = ["-live_from", "-pk"]
    fields = [
        "headline",
        "text",
        "removed",
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

    def get_urls(self):
        view = self.admin_site.admin_view(self.text_view)
        return [
            path("<int:object_id>/text/", view, name="stories_edition_text"),
            *super().get_urls(),
        ]

    def get_queryset(self, request):
        editions = super().get_queryset(request)
        return editions if may_see_removed(request.user) else editions.in_sight()

    def get_fields(self, request, obj=None):
        """What concerns few editions is said of those alone."""
        withdrawal = obj and _removal(obj)
        left_out = {"removed": not withdrawal, "override_reason": not (obj and obj.override_reason)}
        return [name for name in self.fields if not left_out.get(name)]

    @admin.display(description=gettext_lazy("text"))
    def text(self, edition):
        url = reverse("admin:stories_edition_text", args=[edition.pk])
        return format_html('<a href="{}">{}</a>', url, _("Read it"))

    @admin.display(description=gettext_lazy("removed for legal reasons"))
    def removed(self, edition):
        removal = _removal(edition)
        time = date_format(timezone.localtime(removal.at), "j M Y, H:i")
        return format_html("{}: {}", time, removal.reason)

    def text_view(self, request, object_id):
        """An edition as its page was, also where readers cannot have it any more."""
        edition = self._seen(request, object_id)
        return as_readers_would(request, edition.document, story=edition.story_id, kept=edition)

    def history_view(self, request, object_id, extra_context=None):
        """Every act that led to this edition, or that was done to it since."""
        edition = self._seen(request, object_id)
        records = StoryRecord.objects.filter(
            Q(edition=edition) | Q(story=edition.story_id, digest=edition.digest)
        ).select_related("edition")
        context = self.admin_site.each_context(request) | {
            "title": _("Record"),
            "opts": self.opts,
            "original": edition,
            "records": records.defer("edition__document_json").order_by("-at", "-pk"),
        }
        return TemplateResponse(request, "admin/stories/edition/record.html", context)

    def _seen(self, request, object_id):
        """The edition, for whoever may see it. Raises Http404 or PermissionDenied."""
        edition = self.get_object(request, str(object_id))
        if edition is None:
            raise Http404
        if not self.has_view_permission(request, edition):
            raise PermissionDenied
        return edition

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


def _removal(edition):
    """The withdrawal that keeps the edition from readers for legal reasons, if one does."""
    removing = Withdrawal.objects.removing().order_by("-at", "-pk")
    return removing.filter(story=edition.story_id, edition__number__gte=edition.number).first()
