"""How two profiles stand to each other: one of a fixed list, told from both sides."""

from collections.abc import Collection
from datetime import date
from typing import Self

from django.core.exceptions import ObjectDoesNotExist, ValidationError
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

    # Which kinds of profiles can be its subject, and which its object.
    SENSE: dict[str, tuple[Collection[str], Collection[str]]] = {
        Kind.MEMBER_OF: (
            (Entity.Kind.PERSON, Entity.Kind.ORGANISATION, Entity.Kind.PLACE),
            (Entity.Kind.ORGANISATION,),
        ),
        Kind.CAPITAL_OF: ((Entity.Kind.PLACE,), (Entity.Kind.PLACE,)),
        Kind.PARTY_TO: (
            (Entity.Kind.PERSON, Entity.Kind.ORGANISATION, Entity.Kind.PLACE),
            (Entity.Kind.EVENT, Entity.Kind.ORGANISATION, Entity.Kind.THING),
        ),
        Kind.NEIGHBOUR_OF: ((Entity.Kind.PLACE,), (Entity.Kind.PLACE,)),
        Kind.SUCCESSOR_OF: (Entity.Kind.values, Entity.Kind.values),
    }
    # Said where one stands that makes no sense.
    NONSENSE: dict[str, Promise | str] = {
        Kind.MEMBER_OF: _("A person, a place or an organisation is a member of an organisation."),
        Kind.CAPITAL_OF: _("A place is the capital of a place."),
        Kind.PARTY_TO: _(
            "A person, a place or an organisation is party to an event, an organisation or a "
            "thing, such as a treaty."
        ),
        Kind.NEIGHBOUR_OF: _("A place is the neighbour of a place."),
        Kind.SUCCESSOR_OF: _("A profile succeeds one of its own kind."),
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

    def clean(self) -> None:
        """Raise ValidationError where the two are of kinds that cannot stand in the relation."""
        try:
            subject, other = self.subject.kind, self.object.kind
        except ObjectDoesNotExist:
            return  # said of the field
        if self.kind not in self.SENSE:
            return
        subjects, objects = self.SENSE[self.kind]
        is_of_one_kind = subject == other or self.kind != self.Kind.SUCCESSOR_OF
        if subject not in subjects or other not in objects or not is_of_one_kind:
            raise ValidationError(str(self.NONSENSE[self.kind]), code="nonsense")

    def is_current(self, *, on: date) -> bool:
        started, ended = str(self.started_on or ""), str(self.ended_on or "")
        return started <= str(on) and (not ended or ended > str(on))
