"""What people want changed in profiles, and what moderators did to them."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entities.models.entity import Entity
from newsroom.models import Record


class ProfileRecord(Record):
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="records")
    source_url = models.URLField(_("source"), blank=True)
    # The page of the name book that the act turned (`recording.py`): whoever knows the names up
    # to an earlier page reads those of these profiles again.
    page = models.PositiveBigIntegerField(default=0, db_index=True)

    class Meta:
        verbose_name = _("record of a profile")
        verbose_name_plural = _("records of profiles")
        indexes = [models.Index(fields=["entity", "-at"])]


class NameBook(models.Model):
    """One row: how often the names of profiles may have changed. Its lock puts acts in order."""

    page = models.PositiveBigIntegerField(default=0)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.page)


class SuggestionQuerySet(models.QuerySet["Suggestion"]):
    def waiting(self) -> Self:
        return self.filter(state=Suggestion.State.WAITING)


class Suggestion(models.Model):
    """A proposed change of a profile that waits for a moderator."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Waiting")
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        UNDONE = "undone", _("Undone")

    class Origin(models.TextChoices):
        STAFF = "staff", _("From the newsroom")
        WIKIDATA = "wikidata", _("From Wikidata")

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="suggestions")
    origin = models.CharField(_("origin"), max_length=20, choices=Origin, default=Origin.STAFF)
    # The shape of both is that of `changes.py`; `undo` is the change that takes this one back.
    changes = models.JSONField(_("changes"))
    undo = models.JSONField(null=True, editable=False)
    note = models.TextField(_("why"), blank=True)
    source_name = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("its link"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        related_name="+",
        verbose_name=_("by"),
    )
    by_name = models.CharField(_("name"), max_length=160)
    at = models.DateTimeField(_("at"))
    state = models.CharField(
        _("state"), max_length=20, choices=State, default=State.WAITING, editable=False
    )
    # Where a fact about a living person needs two moderators: the first who agreed.
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    first_by_name = models.CharField(max_length=160, blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_by_name = models.CharField(_("decided by"), max_length=160, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True)
    reason = models.TextField(_("reason"), blank=True)
    # Whoever suggested it has put away what became of it.
    answer_read_at = models.DateTimeField(null=True, editable=False)

    objects = SuggestionQuerySet.as_manager()

    class Meta:
        verbose_name = _("suggestion")
        verbose_name_plural = _("suggestions")
        indexes = [models.Index(fields=["state", "at"]), models.Index(fields=["by", "-at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["entity"],
                condition=Q(state="waiting", origin="wikidata"),
                name="wikidata_suggests_one_change_of_a_profile_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(reason=""),
                name="a_declined_suggestion_says_why",
                violation_error_message=_("Say why it is declined."),
            ),
            models.CheckConstraint(
                condition=Q(state="waiting", decided_at=None)
                | (~Q(state="waiting") & Q(decided_at__isnull=False)),
                name="a_suggestion_waits_or_was_decided",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.entity} · {self.get_state_display()}"


class ReportQuerySet(models.QuerySet["Report"]):
    def waiting(self) -> Self:
        return self.filter(state=Report.State.WAITING)


class Report(models.Model):
    """What a reader says is wrong with a profile. Nobody is asked who they are."""

    class State(models.TextChoices):
        WAITING = "waiting", _("Being looked at")
        FIXED = "fixed", _("Put right")
        DECLINED = "declined", _("Left as it is")

    class About(models.TextChoices):
        NOW = "now", _("What they are or do now")
        NAME = "name", _("A name")
        DESCRIPTION = "description", _("The description")
        PICTURE = "picture", _("The picture")
        OTHER = "other", _("Something else")

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="reports")
    about = models.CharField(_("what is wrong"), max_length=20, choices=About)
    text = models.TextField(_("what it should say"), max_length=1000)
    source_url = models.URLField(_("where one can see that"), blank=True)
    reference = models.CharField(_("reference"), max_length=20, unique=True)
    # Tells for a day that two reports came from one sender, and nothing else: a keyed digest.
    sender = models.CharField(max_length=64, blank=True, editable=False)
    at = models.DateTimeField(_("at"))
    state = models.CharField(
        _("state"), max_length=20, choices=State, default=State.WAITING, editable=False
    )
    answer = models.TextField(_("answer to the reader"), blank=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    decided_by_name = models.CharField(_("decided by"), max_length=160, blank=True)
    decided_at = models.DateTimeField(_("decided"), null=True)

    objects = ReportQuerySet.as_manager()

    class Meta:
        verbose_name = _("reader’s report")
        verbose_name_plural = _("readers’ reports")
        indexes = [
            models.Index(fields=["state", "at"]),
            models.Index(fields=["sender", "at"], condition=~Q(sender=""), name="reports_of_a_day"),
        ]
        constraints = [
            models.CheckConstraint(condition=~Q(text=""), name="a_report_says_something"),
            models.CheckConstraint(
                condition=~Q(state="declined") | ~Q(answer=""),
                name="a_reader_is_told_why_nothing_was_changed",
                violation_error_message=_("Tell the reader why it stays as it is."),
            ),
        ]

    def __str__(self) -> str:
        return self.reference
