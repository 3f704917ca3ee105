"""The working copy as readers would see it."""

from django.urls import path, reverse

from stories.admin.beside import BesideTheForm, as_readers_would
from stories.freezing import freeze


class PreviewPages(BesideTheForm):
    def get_urls(self):
        view = self.admin_site.admin_view(self.preview_view)
        return [
            path("<int:object_id>/preview/", view, name="stories_story_preview"),
            *super().get_urls(),
        ]

    def rail(self, request, story):
        url = reverse("admin:stories_story_preview", args=[story.pk])
        return super().rail(request, story) | {"preview_url": url}

    def preview_view(self, request, object_id):
        story = self.seen(request, object_id)
        return as_readers_would(request, freeze(story), story=story.pk)
