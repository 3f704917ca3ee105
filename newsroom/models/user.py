"""Who works here: an account, and the name under which they sign their work."""

from typing import ClassVar

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.utils.translation import gettext_lazy as _

# What knows the roles: named, for where a second way of logging in is set up beside it.
ROLES = "django.contrib.auth.backends.ModelBackend"


class PersonManager(UserManager["User"]):
    use_in_migrations = False

    def who_may(self, permission: str) -> models.QuerySet["User"]:
        """All who are active, on the staff, and allowed it (`app.codename`) by role or by name."""
        return self.with_perm(permission, backend=ROLES).filter(is_staff=True)


class User(AbstractUser):
    public_name = models.CharField(
        _("public name"), max_length=120, blank=True, help_text=_("The name that readers see.")
    )
    byline = models.CharField(
        _("byline"),
        max_length=160,
        blank=True,
        help_text=_("How a brief is signed, if not with the public name: “A. Writer, Seoul”."),
    )
    biography = models.TextField(
        _("biography"), blank=True, help_text=_("A few sentences for readers.")
    )

    objects: ClassVar[PersonManager] = PersonManager()

    class Meta:
        verbose_name = _("person")
        verbose_name_plural = _("people")

    def __str__(self) -> str:
        return self.signs_as

    @property
    def signs_as(self) -> str:
        return self.public_name or self.get_full_name() or self.username

    @property
    def signature(self) -> str:
        """What stands after “By”."""
        return self.byline or self.signs_as
