"""A system check: demonstration accounts, whose password is known, do not outlive DEBUG."""

from django.conf import settings
from django.core.checks import Error, Tags, register
from django.db import DatabaseError

from newsroom.models import User

PASSWORD = "newsroom"  # noqa: S105  for demonstration accounts, which exist with DEBUG on only
DOMAIN = "@newsroom.example"


@register(Tags.security)
def demonstration_accounts(app_configs, **kwargs):
    if settings.DEBUG:
        return []
    try:
        accounts = list(User.objects.filter(is_active=True, email__endswith=DOMAIN))
    except DatabaseError:  # not migrated yet, or not there
        return []
    known = [account.username for account in accounts if account.check_password(PASSWORD)]
    if not known:
        return []
    return [
        Error(
            f"The password of these demonstration accounts is known: {', '.join(sorted(known))}.",
            hint="Set DEBUG=1 for a demonstration, or give them passwords, or deactivate them.",
            id="stories.E001",
        )
    ]
