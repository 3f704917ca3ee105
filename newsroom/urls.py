"""The whole map on one screen. Apps are named by string: the project imports neither of them."""

from django.conf import settings
from django.contrib import admin
from django.urls import include, path, re_path

from newsroom import media

handler404 = "stories.public.views.not_found"

urlpatterns = [
    path("admin/", admin.site.urls),
    path("shared/", include("stories.shared.urls")),
    path("", include("stories.public.urls")),
]

if "://" not in settings.MEDIA_URL:
    prefix = settings.MEDIA_URL.lstrip("/")
    urlpatterns.append(re_path(rf"^{prefix}(?P<path>.+)$", media.serve, name="media"))
