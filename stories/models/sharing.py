"""Signed links that show one version to someone without an account. Not for readers' code."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.models.story import Story, Version


class PreviewLink(models.Model):
    """The address itself is signed and not kept: whoever reads this table cannot make it."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="preview_links")
    version = models.ForeignKey(Version, on_delete=models.CASCADE, related_name="+")
    for_whom = models.CharField(_("for"), max_length=160)
    made_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    made_by_name = models.CharField(max_length=160)
    made_at = models.DateTimeField(_("made"))
    expires_at = models.DateTimeField(_("until"))
    revoked_at = models.DateTimeField(_("called back"), null=True)

    class Meta:
        verbose_name = _("preview link")
        verbose_name_plural = _("preview links")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(expires_at__gt=models.F("made_at")),
                name="a_preview_link_ends_after_it_was_made",
            ),
            models.CheckConstraint(
                condition=~models.Q(for_whom=""), name="a_preview_link_is_for_someone"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.story_id} · {self.for_whom}"
