"""Who writes a story and who reviews it, by when, and how urgent it is. Not for readers' code."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from stories.models.story import Story


class Assignment(models.Model):
    """The plan for the next edition of one story."""

    class Urgency(models.IntegerChoices):
        """The wire agencies' priorities: the lower, the sooner."""

        FLASH = 1, _("Flash")
        BULLETIN = 2, _("Bulletin")
        URGENT = 3, _("Urgent")
        ROUTINE = 4, _("Routine")

    story = models.OneToOneField(Story, on_delete=models.CASCADE, related_name="assignment")
    writer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("writer"),
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("reviewer"),
    )
    due_at = models.DateTimeField(_("due"), null=True, blank=True, db_index=True)
    urgency = models.PositiveSmallIntegerField(
        _("urgency"), choices=Urgency, default=Urgency.ROUTINE
    )

    class Meta:
        verbose_name = _("assignment")
        verbose_name_plural = _("assignments")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(urgency__in=[1, 2, 3, 4]), name="an_urgency_is_one_of_four"
            )
        ]

    def __str__(self) -> str:
        return f"{self.story_id} · {self.get_urgency_display()}"

    @property
    def mark(self) -> str:
        """The whole plan in one word: two people who see the same one see the same plan."""
        due = self.due_at.isoformat() if self.due_at else ""
        return f"{self.writer_id or ''}/{self.reviewer_id or ''}/{due}/{self.urgency}"
