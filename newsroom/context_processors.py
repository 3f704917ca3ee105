"""What every template may name: the site, and the address of the page on it."""

from urllib.parse import urlencode

from django.conf import settings


def site(request):
    canonical = f"{settings.SITE_URL}{request.path}"
    if after := request.GET.get("after"):
        canonical += f"?{urlencode({'after': after})}"
    return {"site_name": settings.SITE_NAME, "site_url": settings.SITE_URL, "canonical": canonical}
