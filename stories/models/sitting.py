"""People at work on a story: who is there, and what they have typed and not saved.

Neither is a version, and neither is for readers' code.
"""

import zlib

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.models.story import Story


class Presence(models.Model):
    """A person who has the form of a story open: advisory, and lapses without a new ping."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="presences")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField()

    class Meta:
        verbose_name = _("presence")
        verbose_name_plural = _("presences")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["story", "person"], name="a_person_is_present_once_at_a_story"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.story_id}"


class Stash(models.Model):
    """What a person has typed into one opened form and not saved: the form's fields, packed.

    `story` is None for a brief that was never saved. `sitting` names the opened form, so that two
    tabs of one person keep two stashes; once that form is saved the stash is closed, and a ping
    that comes late opens it no more.
    """

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, null=True, related_name="stashes")
    sitting = models.CharField(max_length=32)
    packed = models.BinaryField()
    at = models.DateTimeField()
    closed_at = models.DateTimeField(null=True)

    class Meta:
        verbose_name = _("unsaved work")
        verbose_name_plural = _("unsaved work")
        default_permissions = ()
        indexes = [models.Index(fields=["person", "story", "-at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "sitting"], name="a_sitting_of_a_person_has_one_stash"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.story_id} · {self.at}"

    @staticmethod
    def pack(fields: str) -> bytes:
        """`fields` is the form as a browser sends it, `application/x-www-form-urlencoded`."""
        return zlib.compress(fields.encode(), 6)

    @property
    def fields(self) -> str:
        return zlib.decompress(self.packed).decode()
