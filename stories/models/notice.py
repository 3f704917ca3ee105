"""What a person is told of, on the desk and by e-mail, and what they chose to be told."""

from datetime import datetime
from typing import Self

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from newsroom.models import User
from stories.models.story import Story


class NoticeQuerySet(models.QuerySet["Notice"]):
    def on_desk(self, person: User) -> Self:
        """What the person has not put away yet, the newest first."""
        unread = self.filter(person=person, is_on_desk=True, read_at=None)
        return unread.select_related("story").order_by("-at", "-pk")

    def unsent(self) -> Self:
        """Mail that waits to be sent, the oldest first."""
        waiting = self.filter(is_by_mail=True, mailed_at=None, given_up_at=None)
        return waiting.select_related("person", "story").order_by("at", "pk")

    def unclaimed(self, *, since: datetime) -> Self:
        """What no process is sending: nobody took it, or whoever did has been gone since then."""
        return self.filter(models.Q(claimed_at=None) | models.Q(claimed_at__lt=since))

    def settled(self) -> Self:
        """What nobody waits for any more: not on a desk, and its mail, if any, is done with."""
        by_mail = models.Q(is_by_mail=False) | ~models.Q(mailed_at=None, given_up_at=None)
        return self.exclude(is_on_desk=True, read_at=None).filter(by_mail)


class Notice(models.Model):
    class Kind(models.TextChoices):
        REVIEW = "review", _("A story is sent to you for review")
        SENT_BACK = "sent_back", _("Your story is sent back")
        APPROVED = "approved", _("Your story is approved")
        SCHEDULED = "scheduled", _("A story that you wrote or approved is scheduled")
        PUBLISHED = "published", _("A story that you wrote or approved is published")
        ANSWERED = "answered", _("Your note is answered")
        ASSIGNED = "assigned", _("A story is assigned to you")
        FLAGGED = "flagged", _("A profile changed that your published story shows")

    # What was done, for a list and for the subject of a mail; by whom, as a sentence.
    DONE = {
        Kind.REVIEW: (_("For review"), _("Sent for review by %(who)s.")),
        Kind.SENT_BACK: (_("Sent back"), _("Sent back by %(who)s.")),
        Kind.APPROVED: (_("Approved"), _("Approved by %(who)s.")),
        Kind.SCHEDULED: (_("Scheduled"), _("Scheduled by %(who)s.")),
        Kind.PUBLISHED: (_("Published"), _("Published by %(who)s.")),
        Kind.ANSWERED: (_("Note answered"), _("Your note was answered by %(who)s.")),
        Kind.ASSIGNED: (_("Assigned to you"), _("Assigned to you by %(who)s.")),
        Kind.FLAGGED: (_("May be wrong now"), _("Flagged by %(who)s, as a profile changed.")),
    }

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="notices")
    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    by_name = models.CharField(max_length=160)
    words = models.TextField(blank=True)
    at = models.DateTimeField()
    is_on_desk = models.BooleanField(default=True)
    read_at = models.DateTimeField(null=True)
    is_by_mail = models.BooleanField(default=True)
    claimed_at = models.DateTimeField(null=True)  # a process is sending it
    mailed_at = models.DateTimeField(null=True)
    given_up_at = models.DateTimeField(null=True)

    objects = NoticeQuerySet.as_manager()

    class Meta:
        verbose_name = _("notice")
        verbose_name_plural = _("notices")
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["person", "-at"],
                condition=models.Q(is_on_desk=True, read_at=None),
                name="notices_on_desk",
            ),
            models.Index(
                fields=["at"],
                condition=models.Q(is_by_mail=True, mailed_at=None, given_up_at=None),
                name="unsent_mail",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.get_kind_display()}"

    @property
    def title(self) -> str:
        return str(self.DONE[self.Kind(self.kind)][0])

    @property
    def sentence(self) -> str:
        return str(self.DONE[self.Kind(self.kind)][1]) % {"who": self.by_name}


class NoticeChoice(models.Model):
    """What a person does not want to be told; no row means that they want everything."""

    class Way(models.TextChoices):
        DESK = "desk", _("On the desk")
        MAIL = "mail", _("By e-mail")

    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(max_length=20, choices=Notice.Kind)
    way = models.CharField(max_length=10, choices=Way)

    class Meta:
        verbose_name = _("unwanted notice")
        verbose_name_plural = _("unwanted notices")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "way"], name="a_notice_is_unwanted_once"
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.kind} · {self.way}"
