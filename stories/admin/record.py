"""The record of a story in place of Django’s log."""

from django.utils.translation import gettext_lazy as _

from stories.admin.beside import BesideTheForm

IN_THE_RAIL = 8


class RecordPages(BesideTheForm):
    def rail(self, request, story):
        records = _records(story)[:IN_THE_RAIL]
        return super().rail(request, story) | {"records": records}

    def history_view(self, request, object_id, extra_context=None):
        story = self.seen(request, object_id)
        return self.show_page(
            request,
            "admin/stories/record.html",
            title=_("Record"),
            story=story,
            records=_records(story),
        )


def _records(story):
    return story.records.select_related("edition").order_by("-at", "-pk")
