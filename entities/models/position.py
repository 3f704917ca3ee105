"""A dated fact: an office or role that an entity held or holds."""

from datetime import date
from typing import Self

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from entities import offices
from entities.models.entity import Entity
from newsroom.fields import PartialDateField


class PositionQuerySet(models.QuerySet["Position"]):
    def current(self, *, on: date) -> Self:
        """Held on this day, as far as their dates are known."""
        return self.filter(
            Q(started_on=None) | Q(started_on__lte=str(on)),
            Q(ended_on=None) | Q(ended_on__gt=str(on)),
        )

    def newest_first(self) -> Self:
        """What is held now, then what was, each with the latest start first."""
        return self.order_by(
            F("ended_on").desc(nulls_first=True), F("started_on").desc(nulls_last=True), "pk"
        )


class Position(models.Model):
    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="positions")
    title = models.CharField(
        _("office or role"), max_length=160, help_text=_("Secretary, Minister of Defence …")
    )
    organisation = models.ForeignKey(
        Entity,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="positions_held_here",
        verbose_name=_("at (a profile)"),
    )
    at = models.CharField(
        _("at"),
        max_length=200,
        blank=True,
        help_text=_("In words, where it has no profile: Security Council of Russia."),
    )
    started_on = PartialDateField(_("from"))
    ended_on = PartialDateField(_("until"), help_text=_("Empty while the position is held."))
    as_of = models.DateField(
        _("as of"), null=True, blank=True, help_text=_("The day of which the source speaks.")
    )
    source_name = models.CharField(_("source"), max_length=200, blank=True)
    source_url = models.URLField(_("its link"), blank=True)
    checked_on = models.DateField(_("last checked"), null=True, blank=True)
    wikidata_id = models.CharField(  # of the office, where Wikidata gave the position
        _("Wikidata"), max_length=20, blank=True, editable=False
    )

    objects = PositionQuerySet.as_manager()

    class Meta:
        verbose_name = _("position")
        verbose_name_plural = _("positions")
        constraints = [
            models.CheckConstraint(
                condition=~Q(title=""),
                name="a_position_names_the_office",
                violation_error_message=_("Say which office or role it is."),
            ),
            models.CheckConstraint(
                condition=Q(started_on=None)
                | Q(ended_on=None)
                | Q(ended_on__gte=F("started_on"))
                # “1961” ends what began in “1961-05”: the year is the same, the day unknown.
                | Q(started_on__startswith=F("ended_on")),
                name="a_position_ends_after_it_began",
                violation_error_message=_("The position ends before it begins."),
            ),
        ]

    def __str__(self) -> str:
        place = self.organisation.name if self.organisation else ""
        return offices.in_words(self.title, self.at or place)

    def is_current(self, *, on: date) -> bool:
        started, ended = str(self.started_on or ""), str(self.ended_on or "")
        return started <= str(on) and (not ended or ended > str(on))
