"""Who approved which version, and the record of every act on a story. Not for readers' code."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from newsroom.models import Record
from stories.models.story import Story


class ApprovalQuerySet(models.QuerySet["Approval"]):
    def of(self, *, story: Story, digest: str) -> Self:
        """Approvals of exactly this text of this story, the latest first."""
        return self.filter(story=story, digest=digest).order_by("-at", "-pk")


class Approval(models.Model):
    """A signature under one digest. It says nothing about any other text."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="approvals")
    digest = models.CharField(max_length=64)
    version = models.PositiveIntegerField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()
    note = models.TextField(blank=True)
    override_reason = models.TextField(
        blank=True, help_text=_("Why someone approved their own work.")
    )

    objects = ApprovalQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")
        indexes = [models.Index(fields=["story", "digest"])]
        constraints = [
            models.CheckConstraint(condition=~Q(by_name=""), name="an_approval_is_signed_by_name")
        ]

    def __str__(self) -> str:
        return f"{self.by_name} · {self.digest[:8]}"


class StoryRecord(Record):
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="records")
    digest = models.CharField(max_length=64, blank=True)
    edition = models.ForeignKey(
        "stories.Edition", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    class Meta:
        verbose_name = _("record of a story")
        verbose_name_plural = _("records of stories")
        indexes = [models.Index(fields=["story", "-at"])]
