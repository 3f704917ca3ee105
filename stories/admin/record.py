"""The record of a story in place of Django’s log: filtered, page by page, and as a CSV file."""

import django_filters
from django import forms
from django.http import Http404, StreamingHttpResponse
from django.shortcuts import redirect
from django.urls import path, reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from newsroom import csv_cells
from newsroom.models.record import ACTS_IN_WORDS
from newsroom.paging import BadKey, page
from stories.admin.beside import BesideTheForm
from stories.admin.edition import may_see_removed
from stories.models import Edition, StoryRecord

IN_THE_RAIL = 8
PER_PAGE = 50
DAY = {"type": "date"}


class RecordFilter(django_filters.FilterSet):
    act = django_filters.ChoiceFilter(
        label=gettext_lazy("Act"), empty_label=gettext_lazy("Every act")
    )
    person = django_filters.ChoiceFilter(
        label=gettext_lazy("Person"),
        field_name="by_name",
        empty_label=gettext_lazy("Everyone"),
    )
    since = django_filters.DateFilter(
        label=gettext_lazy("From"),
        field_name="at",
        lookup_expr="date__gte",
        widget=forms.DateInput(attrs=DAY),
    )
    until = django_filters.DateFilter(
        label=gettext_lazy("Until"),
        field_name="at",
        lookup_expr="date__lte",
        widget=forms.DateInput(attrs=DAY),
    )

    class Meta:
        model = StoryRecord
        fields: list[str] = []

    def __init__(self, data, *, records):
        super().__init__(data, queryset=records)
        acts = records.order_by("act").values_list("act", flat=True).distinct()
        people = records.order_by("by_name").values_list("by_name", flat=True).distinct()
        self.filters["act"].extra["choices"] = sorted(
            ((act, ACTS_IN_WORDS.get(act, act)) for act in acts), key=lambda act: str(act[1])
        )
        self.filters["person"].extra["choices"] = [(name, name) for name in people]

    @property
    def is_narrowed(self):
        return any(self.data.get(name) for name in self.filters)

    @property
    def found(self):
        """The records asked for; none where nobody can tell what was asked for."""
        return self.qs if self.is_valid() else self.queryset.none()


class RecordPages(BesideTheForm):
    def get_urls(self):
        view = self.admin_site.admin_view(self.record_csv_view)
        return [
            path("<int:object_id>/record.csv", view, name="stories_story_record_csv"),
            *super().get_urls(),
        ]

    def rail(self, request, story):
        removals = [each for each in story.withdrawals.all() if each.removes_editions]
        return super().rail(request, story) | {
            "records": _records(story).order_by("-at", "-pk")[:IN_THE_RAIL],
            "removal": max(removals, key=lambda each: each.at, default=None),
        }

    def history_view(self, request, object_id, extra_context=None):
        story = self.seen(request, object_id)
        asked = RecordFilter(request.GET, records=_records(story))
        try:
            shown = page(
                asked.found, after=request.GET.get("after", ""), size=PER_PAGE, at="at", key="pk"
            )
        except BadKey:
            raise Http404 from None
        return self.show_page(
            request,
            "admin/stories/record.html",
            title=_("Record"),
            story=story,
            filter=asked,
            page=shown,
            hidden=_hidden(request, story),
            csv_url=reverse("admin:stories_story_record_csv", args=[story.pk]),
        )

    def record_csv_view(self, request, object_id):
        """What the page shows with the same filters, as a file, while it is read."""
        story = self.seen(request, object_id)
        asked = RecordFilter(request.GET, records=_records(story))
        if not asked.is_valid():
            record = reverse("admin:stories_story_history", args=[story.pk])
            return redirect(f"{record}?{request.GET.urlencode()}")
        rows = asked.found.order_by("-at", "-pk").iterator(chunk_size=500)
        return StreamingHttpResponse(
            csv_cells.written(_table(rows)),
            content_type="text/csv; charset=utf-8",
            headers={"Content-Disposition": f'attachment; filename="record-{story.slug}.csv"'},
        )


def _records(story):
    return story.records.select_related("edition").defer("edition__document_json")


def _hidden(request, story):
    """Keys of the editions that were removed from readers, and that the person may not read."""
    if may_see_removed(request.user):
        return set()
    editions = Edition.objects.filter(story=story)
    removed = editions.exclude(pk__in=editions.in_sight().values("pk"))
    return set(removed.values_list("pk", flat=True))


def _table(records):
    yield [_("At"), _("Act"), _("Person"), _("Note"), _("Digest"), _("Edition")]
    for record in records:
        yield [
            timezone.localtime(record.at).isoformat(timespec="seconds"),
            record.act_in_words,
            record.by_name,
            record.note,
            record.digest,
            str(record.edition.number) if record.edition else "",
        ]
