"""Who may change a profile that is protected. Every act on one asks here."""

from django.utils.translation import gettext as _

from entities.models import Entity
from newsroom import acts
from newsroom.models import User

# What whoever changes a profile under each protection must be allowed.
NEEDED = {
    Entity.Protection.MODERATORS: "entities.moderate_entity",
    Entity.Protection.ADMINISTRATORS: "newsroom.change_user",
}


class Protected(acts.NotPermitted):
    """The profile is kept for people of another role."""


def refusal(entity: Entity, *, by: User | None, under: str | None = None) -> Protected | None:
    """The refusal that changing the profile meets because it is protected, if any.

    Asked of another protection than it has with `under`.
    """
    protection = entity.protection if under is None else under
    permission = NEEDED.get(Entity.Protection(protection))
    if permission is None or not acts.lacks_permission(by, permission):
        return None
    if protection == Entity.Protection.ADMINISTRATORS:
        return Protected(_("Only administrators change this profile: it is protected."))
    return Protected(_("Only moderators change this profile: it is protected."))
