"""Who approved which version, review notes, and the record of every act. Not for readers' code."""

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
        indexes = [models.Index(fields=["story", "-at"]), models.Index(fields=["-at", "-id"])]


class ReviewNoteQuerySet(models.QuerySet["ReviewNote"]):
    def open(self) -> Self:
        """Notes that nobody has resolved; an answer is part of the note that it answers."""
        return self.filter(answers_to=None, resolved_at=None)


class ReviewNote(models.Model):
    """A remark on one part of a story, or on one row of it; its answers are notes themselves."""

    class Part(models.TextChoices):
        """The parts of the page, each named as the form names it."""

        HEADLINE = "headline", _("Headline and standfirst")
        PICTURE = "picture", _("Lead picture")
        WHAT_HAPPENED = "what_happened", _("What’s happened")
        POINTS = "points", _("What’s behind the headline")
        CITATIONS = "citations", _("What the papers say")
        SYNTHESIS = "synthesis", _("What the papers say together")
        BACKGROUND = "background", _("How we got here")
        QUESTIONS = "questions", _("Go deeper")
        TOPICS = "topics", _("Topics and tags")

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="notes")
    part = models.CharField(_("part"), max_length=20, choices=Part)
    # The key of the row in its own table, if it is about one; and the row's words at that time,
    # which stay when the row goes.
    row = models.PositiveBigIntegerField(null=True)
    about = models.CharField(max_length=200, blank=True)
    version = models.PositiveIntegerField()
    answers_to = models.ForeignKey(
        "self", on_delete=models.CASCADE, null=True, related_name="answers"
    )
    text = models.TextField(_("note"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_name = models.CharField(max_length=160)
    at = models.DateTimeField()
    resolved_at = models.DateTimeField(null=True)
    resolved_by_name = models.CharField(max_length=160, blank=True)

    objects = ReviewNoteQuerySet.as_manager()

    class Meta:
        verbose_name = _("review note")
        verbose_name_plural = _("review notes")
        indexes = [models.Index(fields=["story", "at"])]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_review_note_says_something"),
            models.CheckConstraint(
                condition=Q(resolved_at=None) | ~Q(resolved_by_name=""),
                name="a_note_is_resolved_by_name",
            ),
            models.CheckConstraint(
                condition=Q(answers_to=None) | Q(resolved_at=None),
                name="an_answer_is_not_resolved_by_itself",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.by_name} · {self.text[:60]}"

    @property
    def is_open(self) -> bool:
        """The same as the QuerySet says of one note that is at hand."""
        return self.answers_to_id is None and self.resolved_at is None
