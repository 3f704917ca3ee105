"""Profiles found to be one, or thought to be."""

from typing import Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from entities.models.entity import Entity


class MergeQuerySet(models.QuerySet["Merge"]):
    def under_way(self) -> Self:
        return self.filter(state=Merge.State.UNDER_WAY)

    def in_force(self) -> Self:
        return self.filter(state=Merge.State.DONE)

    def touching(self, *entities: Entity) -> Self:
        return self.filter(Q(survivor__in=entities) | Q(loser__in=entities))


class Merge(models.Model):
    """Two profiles made one: what was chosen, and what moved, so that it can be undone."""

    class State(models.TextChoices):
        UNDER_WAY = "under_way", _("Under way")
        DONE = "done", _("Done")
        CALLED_OFF = "called_off", _("Called off")
        UNDONE = "undone", _("Undone")

    survivor = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="merges_won")
    loser = models.ForeignKey(Entity, on_delete=models.PROTECT, related_name="merges_lost")
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.UNDER_WAY)
    # Fields that the survivor got: {name: [what stood there, what the merge put there]}.
    fields = models.JSONField(default=dict)
    # Rows that changed hands: {relation: [keys]}, as `merging.py` names relations.
    moved = models.JSONField(default=dict)
    note = models.TextField(_("note"), blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    by_name = models.CharField(_("by"), max_length=160)
    begun_at = models.DateTimeField(_("begun"))
    done_at = models.DateTimeField(_("done"), null=True)
    undone_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    undone_by_name = models.CharField(_("undone by"), max_length=160, blank=True)
    undone_at = models.DateTimeField(_("undone"), null=True)

    objects = MergeQuerySet.as_manager()

    class Meta:
        verbose_name = _("merge")
        verbose_name_plural = _("merges")
        indexes = [models.Index(fields=["state", "-begun_at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["loser"],
                condition=Q(state__in=["under_way", "done"]),
                name="a_profile_is_merged_into_one_other",
            ),
            models.UniqueConstraint(
                fields=["survivor"],
                condition=Q(state="under_way"),
                name="one_merge_into_a_profile_is_under_way",
            ),
            models.CheckConstraint(
                condition=~Q(survivor=F("loser")), name="no_profile_is_merged_into_itself"
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["done", "undone"]) | Q(done_at__isnull=False),
                name="a_merge_that_was_done_says_when",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.loser} → {self.survivor}"


class PossibleDuplicateQuerySet(models.QuerySet["PossibleDuplicate"]):
    def open(self) -> Self:
        """Pairs of usable profiles that nobody has told apart yet."""
        return self.filter(
            told_apart_at=None, one__state__in=Entity.USABLE, other__state__in=Entity.USABLE
        )

    def of(self, entity: Entity) -> Self:
        return self.filter(Q(one=entity) | Q(other=entity))


class PossibleDuplicate(models.Model):
    """Two profiles that may be one. They are offered, never merged by themselves."""

    class Reason(models.TextChoices):
        ALIAS = "alias", _("They share a name")
        NEAR = "near", _("Their names are nearly the same")
        WIKIDATA = "wikidata", _("They have the same Wikidata number")

    one = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    other = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=20, choices=Reason)
    found_at = models.DateTimeField(_("found"))
    told_apart_at = models.DateTimeField(_("told apart"), null=True)
    told_apart_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    told_apart_by_name = models.CharField(max_length=160, blank=True)

    objects = PossibleDuplicateQuerySet.as_manager()

    class Meta:
        verbose_name = _("possible duplicate")
        verbose_name_plural = _("possible duplicates")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["one", "other"], name="a_pair_is_offered_once"),
            models.CheckConstraint(
                condition=Q(one__lt=F("other")), name="the_older_profile_of_a_pair_stands_first"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.one} · {self.other}"
