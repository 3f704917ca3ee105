"""What the pages beside the story form have in common. Each kind of page is a mixin of its own."""

from django.shortcuts import render
from django.utils import timezone

from stories.models import Section
from stories.public.story_page import preview_page


class BesideTheForm:
    """Cooperates by `super()`: `get_urls` for addresses, `rail` for what the rail shows."""

    def rail(self, request, story):
        return {}

    def show_page(self, request, template, *, story=None, **context):
        """A page of the desk with the frame and the breadcrumbs of the story form."""
        return super().show_page(request, template, original=story, **context)


def as_readers_would(request, document, *, story, **context):
    """A document through the very template of the readers’ page; `story` is the story’s key."""
    context |= {
        "page": preview_page(document, story=story, now=timezone.now()),
        "sections": Section.objects.in_order(),
        "today": timezone.localdate(),
    }
    response = render(request, "stories/story.html", context)
    response["X-Robots-Tag"] = "noindex"
    response["Cache-Control"] = "private, no-store"
    return response
