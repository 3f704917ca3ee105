"""Pictures as readers get them, served by the site itself on the one-machine newsroom.

File names hold a hash of the content, so that what a browser keeps never grows old.
"""

from django.conf import settings
from django.http import HttpRequest, HttpResponseBase
from django.utils.cache import patch_cache_control
from django.views.static import serve as serve_file


def serve(request: HttpRequest, path: str) -> HttpResponseBase:
    response = serve_file(request, path, document_root=settings.MEDIA_ROOT)
    patch_cache_control(response, public=True, max_age=31_536_000, immutable=True)
    response["X-Content-Type-Options"] = "nosniff"
    return response
