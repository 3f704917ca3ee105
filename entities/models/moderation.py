"""What moderators did to profiles."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from entities.models.entity import Entity
from newsroom.models import Record


class ProfileRecord(Record):
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="records")

    class Meta:
        verbose_name = _("record of a profile")
        verbose_name_plural = _("records of profiles")
        indexes = [models.Index(fields=["entity", "-at"])]
