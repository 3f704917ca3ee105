"""How two profiles stand to each other: one of a fixed list, told from both sides."""

from typing import Self

from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Greatest, Least
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from entities.models.entity import Entity
from newsroom.fields import PartialDateField


class RelationQuerySet(models.QuerySet["Relation"]):
    def of(self, entity: Entity) -> Self:
        """Those that the profile has a side in."""
        return self.filter(Q(subject=entity) | Q(object=entity))


class Relation(models.Model):
    class Kind(models.TextChoices):
        MEMBER_OF = "member_of", _("member of")
        CAPITAL_OF = "capital_of", _("capital of")
        PARTY_TO = "party_to", _("party to")
        NEIGHBOUR_OF = "neighbour_of", _("neighbour of")
        SUCCESSOR_OF = "successor_of", _("successor of")

    # What the object is to the subject.
    INVERSE: dict[str, Promise | str] = {
        Kind.MEMBER_OF: _("has the member"),
        Kind.CAPITAL_OF: _("has the capital"),
        Kind.PARTY_TO: _("has the party"),
        Kind.NEIGHBOUR_OF: _("neighbour of"),
        Kind.SUCCESSOR_OF: _("succeeded by"),
    }

    subject = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="relations")
    kind = models.CharField(_("relation"), max_length=20, choices=Kind)
    object = models.ForeignKey(
        Entity,
        on_delete=models.CASCADE,
        related_name="relations_to_it",
        verbose_name=_("to (a profile)"),
    )
    started_on = PartialDateField(_("from"))
    ended_on = PartialDateField(_("until"))
    source_name = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("its link"), blank=True)
    checked_on = models.DateField(_("last checked"), null=True, blank=True)

    objects = RelationQuerySet.as_manager()

    class Meta:
        verbose_name = _("relation")
        verbose_name_plural = _("relations")
        constraints = [
            models.UniqueConstraint(
                fields=["subject", "kind", "object"],
                name="two_profiles_stand_in_a_relation_once",
                violation_error_message=_("The profile has this relation already."),
            ),
            models.UniqueConstraint(
                Least("subject", "object"),
                Greatest("subject", "object"),
                condition=Q(kind="neighbour_of"),
                name="neighbours_are_told_once",
                violation_error_message=_("The two are neighbours already."),
            ),
            models.CheckConstraint(
                condition=~Q(subject=F("object")),
                name="no_profile_is_related_to_itself",
                violation_error_message=_("A profile stands in no relation to itself."),
            ),
            models.CheckConstraint(
                condition=Q(started_on=None)
                | Q(ended_on=None)
                | Q(ended_on__gte=F("started_on"))
                | Q(started_on__startswith=F("ended_on")),
                name="a_relation_ends_after_it_began",
                violation_error_message=_("The relation ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.subject} · {self.get_kind_display()} · {self.object}"
