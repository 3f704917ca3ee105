"""The working copy as readers would see it."""

from django.shortcuts import render
from django.urls import path, reverse
from django.utils import timezone

from stories.admin.beside import BesideTheForm
from stories.freezing import freeze
from stories.models import Section
from stories.public.story_page import preview_page


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
        """The working copy through the very template of the page."""
        story = self.seen(request, object_id)
        now = timezone.now()
        context = {
            "page": preview_page(freeze(story), story=story.pk, now=now),
            "sections": Section.objects.in_order(),
            "today": timezone.localdate(),
        }
        response = render(request, "stories/story.html", context)
        response["X-Robots-Tag"] = "noindex"
        response["Cache-Control"] = "private, no-store"
        return response
