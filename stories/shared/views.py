"""A version that was shared, for whoever has its address: read without an account.

Reads the working copy's tables, but only the version that the link is for: so it is not a part of
`public/`, and not of the desk either.
"""

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from stories import sharing
from stories.document import Document
from stories.public.story_page import preview_page
from stories.public.views import show


@require_safe
def preview(request: HttpRequest, token: str) -> HttpResponse:
    """The version; 410 with the reason where its time is over; 404 for what nobody shared."""
    now = timezone.now()
    try:
        link = sharing.opened(token, now=now)
    except sharing.NoSuchLink:
        return _private(show(request, "not_found.html", status=404))
    except (sharing.Expired, sharing.CalledBack) as ended:
        return _private(show(request, "preview_ended.html", status=410, sentence=str(ended)))
    document = Document.from_json(link.version.document_json)
    page = preview_page(document, story=link.story_id, now=now)
    return _private(show(request, "story.html", page=page, shared=link))


def _private(response: HttpResponse) -> HttpResponse:
    """Whoever has the address has the page: no index, cache or outlet is told of it."""
    response["X-Robots-Tag"] = "noindex, nofollow"
    response["Cache-Control"] = "private, no-store"
    response["Referrer-Policy"] = "no-referrer"
    return response
