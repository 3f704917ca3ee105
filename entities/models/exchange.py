"""What came from outside: files of profiles that wait for a decision, labels of Wikidata."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ProfileFile(models.Model):
    """A file of profiles as it was sent: first a dry run, then taken over whole or not at all."""

    name = models.CharField(_("file"), max_length=200)
    content = models.BinaryField()
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    at = models.DateTimeField(_("at"))
    taken_at = models.DateTimeField(_("taken over"), null=True)

    class Meta:
        verbose_name = _("file of profiles")
        verbose_name_plural = _("files of profiles")
        default_permissions = ()

    def __str__(self) -> str:
        return self.name


class WikidataLabel(models.Model):
    """What Wikidata calls a thing that our profiles name by its number: an office, a country."""

    wikidata_id = models.CharField(max_length=20, unique=True)
    label = models.CharField(max_length=250)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return self.label
