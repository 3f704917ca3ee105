"""What every act has in common: it refuses with a sentence, and it asks for a permission.

Acts live in the modules named for what they do (`review`, `publishing`, `moderation` …). They
take keywords, `by=` and `now=` among them, run in one transaction, write the record, and return
what they made. A command run by an operator may act as nobody: `by=None` has every permission.
"""

from django.core.exceptions import PermissionDenied
from django.utils.translation import gettext as _

from newsroom.models import User


class Refused(Exception):
    """An act that cannot be done now. Its text is a sentence for the person who tried."""


class NotPermitted(Refused, PermissionDenied):
    """The person lacks the permission for the act."""


def lacks_permission(by: User | None, permission: str) -> NotPermitted | None:
    """The refusal that acting without `permission` (as `app.codename`) would meet, if any."""
    if by is None or by.has_perm(permission):
        return None
    return NotPermitted(_("Your role does not allow this."))


def require(by: User | None, permission: str) -> None:
    """Raise NotPermitted unless the person has the permission."""
    if refusal := lacks_permission(by, permission):
        raise refusal


def name_of(by: User | None) -> str:
    """The name that goes into records and stays there."""
    return by.signs_as if by else _("the system")
