"""A picture: the file as it came in, the copy that readers get, and what is said about it.

How a file becomes a picture is newsroom/pictures.py.
"""

from pathlib import PurePosixPath

from django.conf import settings
from django.core.files.storage import Storage, storages
from django.db import models
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _


def originals() -> Storage:
    return storages["originals"]


class Picture(models.Model):
    original = models.FileField(
        _("original"),
        storage=originals,
        upload_to="%Y/%m",
        editable=False,
        help_text=_("The file as it came in. Never shown to readers."),
    )
    file = models.FileField(
        _("file"),
        upload_to="pictures",
        editable=False,
        help_text=_("The copy that readers get, without place or camera data."),
    )
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    alt = models.CharField(
        _("alt text"),
        max_length=300,
        blank=True,
        help_text=_("What the picture shows, for people who cannot see it."),
    )
    caption = models.CharField(
        _("caption"), max_length=500, blank=True, help_text=_("Shown under the picture.")
    )
    credit = models.CharField(
        _("credit"), max_length=200, blank=True, help_text=_("Who made it: Jane Doe / Reuters.")
    )
    source = models.CharField(
        _("source"), max_length=200, blank=True, help_text=_("Where we got it from.")
    )
    licence = models.CharField(
        _("licence"), max_length=100, blank=True, help_text=_("On what terms we may show it.")
    )
    licence_url = models.URLField(
        _("licence address"),
        blank=True,
        help_text=_("Where those terms can be read."),
    )
    is_synthetic = models.BooleanField(
        _("made by software"),
        default=False,
        help_text=_("Made or altered by generative software. Readers are told so."),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), editable=False)
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("uploaded by"),
        null=True,
        blank=True,
        editable=False,
        on_delete=models.SET_NULL,
        related_name="+",
    )

    class Meta:
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self) -> str:
        return self.caption or self.alt or PurePosixPath(self.file.name or "").name

    @property
    def lacks(self) -> list[str]:
        """What readers have a right to, and the picture does not say."""
        wanted = {
            gettext("alt text"): self.alt,
            gettext("credit"): self.credit,
            gettext("licence"): self.licence,
        }
        return [name for name, value in wanted.items() if not value.strip()]
