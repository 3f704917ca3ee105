"""THE WORKING COPY beside profiles: flags on stories, and how their texts introduce people."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entities.models import Entity
from stories.models.story import Story


class FlagQuerySet(models.QuerySet["Flag"]):
    def open(self) -> Self:
        return self.filter(settled_at=None)


class Flag(models.Model):
    """A moderator says that the text of a story may be wrong since a profile changed."""

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="flags")
    entity = models.ForeignKey(
        Entity, on_delete=models.CASCADE, related_name="+", verbose_name=_("profile")
    )
    sentence = models.TextField(_("what changed"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_name = models.CharField(_("by"), max_length=160)
    at = models.DateTimeField(_("at"))
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    settled_by_name = models.CharField(_("settled by"), max_length=160, blank=True)
    settled_at = models.DateTimeField(_("settled"), null=True)
    answer = models.TextField(_("what was done"), blank=True)

    objects = FlagQuerySet.as_manager()

    class Meta:
        verbose_name = _("flag")
        verbose_name_plural = _("flags")
        indexes = [models.Index(fields=["-at"], condition=Q(settled_at=None), name="open_flags")]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "entity"],
                condition=Q(settled_at=None),
                name="a_story_is_flagged_once_for_a_profile",
            ),
            models.CheckConstraint(condition=~Q(sentence=""), name="a_flag_says_what_changed"),
        ]

    def __str__(self) -> str:
        return self.sentence


class Introduction(models.Model):
    """What a story calls a person in front of their name: “Russian Security Council Secretary”.

    `clashes` says that it shares no meaningful word with what their profile says they are.
    """

    story = models.ForeignKey(Story, on_delete=models.CASCADE, related_name="introductions")
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(max_length=200)
    clashes = models.BooleanField(default=False)

    class Meta:
        default_permissions = ()
        indexes = [
            models.Index(
                fields=["entity"], condition=Q(clashes=True), name="introductions_that_clash"
            )
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "entity", "title"], name="a_title_is_kept_once_a_story"
            )
        ]

    def __str__(self) -> str:
        return self.title
