"""What every template may name: the site."""

from django.conf import settings


def site(request):
    return {"site_name": settings.SITE_NAME}
