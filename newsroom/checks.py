"""System checks: with DEBUG off, the site does not start on an insecure setting."""

from django.conf import settings
from django.core.checks import Error, Tags, register

LOCAL = {"localhost", "127.0.0.1", "[::1]"}


@register(Tags.security)
def insecure_settings(app_configs, **kwargs):
    """One error for each setting that a public site must not have, with what to set instead."""
    if settings.DEBUG:
        return []
    is_public = not set(settings.ALLOWED_HOSTS) <= LOCAL
    found = []
    if len(settings.SECRET_KEY) < 50 or len(set(settings.SECRET_KEY)) < 5:
        found.append(
            Error(
                "SECRET_KEY is too short to sign sessions with.",
                hint="Set at least 50 random characters, or unset it: one is made and kept.",
                id="newsroom.E001",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        found.append(
            Error(
                "ALLOWED_HOSTS lets every host name in.",
                hint="Name the hosts that this site answers to, with commas.",
                id="newsroom.E002",
            )
        )
    if is_public and not settings.HTTPS:
        found.append(
            Error(
                "HTTPS is off for a site that other machines can reach.",
                hint="Set SITE_URL to the https:// address of the site (or HTTPS=1).",
                id="newsroom.E003",
            )
        )
    return found
