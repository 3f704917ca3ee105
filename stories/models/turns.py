"""Whose turn a story is: which stories wait for whom, are due, or have changes that readers lack.

The acts decide what may be done (`assigning.py`, `review.py`); these are the lists of the desk.
"""

from datetime import datetime
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from newsroom.models import User
from stories.models.edition import Edition, EditionQuerySet, Withdrawal

if TYPE_CHECKING:
    from stories.models.story import Story

ROUTINE = 4  # Assignment.Urgency.ROUTINE, of a story that nobody has planned


class TurnQuerySet(models.QuerySet["Story"]):
    # For a person -----------------------------------------------------------------------------

    def waiting_for(self, person: User, *, now: datetime) -> Self:
        """In review, theirs or free to be claimed, and not their own work."""
        return self.filter(
            Q(assignment__reviewer=person) | self._free(now=now),
            ~Exists(self._worked_on(by=person.pk, now=now)),
            state=self.model.State.IN_REVIEW,
        )

    def drafts_of(self, person: User, *, now: datetime) -> Self:
        return self.filter(self._written_by(person, now=now), state=self.model.State.DRAFT)

    def sent_back_to(self, person: User, *, now: datetime) -> Self:
        state = self.model.State.CHANGES_REQUESTED
        return self.filter(self._written_by(person, now=now), state=state)

    def concerning(self, person: User, *, now: datetime) -> Self:
        """Stories that the person writes or reviews."""
        return self.filter(self._written_by(person, now=now) | Q(assignment__reviewer=person))

    def _written_by(self, person: User, *, now: datetime) -> Q:
        """They made it, sign it, are told to write it, or worked on it lately."""
        signed = self._stories().filter(pk=OuterRef("pk"), bylines__user=person)
        return (
            Q(created_by=person)
            | Q(assignment__writer=person)
            | Q(Exists(signed))
            | Q(Exists(self._worked_on(by=person.pk, now=now)))
        )

    def _free(self, *, now: datetime) -> Q:
        """No reviewer, or one who cannot review it any more: gone, or at work on it themselves."""
        reviewer = OuterRef("assignment__reviewer")
        return (
            Q(assignment__reviewer=None)
            | Q(assignment__reviewer__is_active=False)
            | Q(Exists(self._worked_on(by=reviewer, now=now)))
        )

    def _worked_on(self, *, by: int | OuterRef, now: datetime) -> "models.QuerySet[Story]":
        """The outer story, if they are among its `writing.contributors`."""
        read = (
            Edition.objects.appeared(now=now)
            .filter(story=OuterRef("pk"), override_reason="")
            .order_by("-number")
            .values("version")[:1]
        )
        return (
            self._stories()
            .alias(read=Coalesce(Subquery(read), 0))
            .filter(pk=OuterRef("pk"), versions__by=by, versions__number__gt=F("read"))
        )

    def _stories(self) -> "models.QuerySet[Story]":
        return self.model._default_manager.all()

    # For the newsroom -------------------------------------------------------------------------

    def due_before(self, at: datetime) -> Self:
        return self.filter(assignment__due_at__lt=at)

    def live(self, *, now: datetime) -> Self:
        """Stories that readers see an edition of."""
        return self.filter(Exists(_editions().live(now=now)))

    def scheduled(self, *, now: datetime) -> Self:
        return self.filter(Exists(_editions().scheduled(now=now)))

    def unpublished_changes(self, *, now: datetime) -> Self:
        """Live stories whose working copy has moved on since."""
        return self.live(now=now).exclude(state=self.model.State.PUBLISHED)

    def with_standing(self, *, now: datetime) -> Self:
        """What readers see of it: `is_live`, `is_withdrawn`, and when the next edition appears."""
        withdrawals = Withdrawal.objects.filter(story=OuterRef("pk"), lifted_at=None)
        next_edition = _editions().scheduled(now=now).order_by("live_from")
        return self.annotate(
            is_live=Exists(_editions().live(now=now)),
            is_withdrawn=Exists(withdrawals),
            goes_live_at=Subquery(next_edition.values("live_from")[:1]),
        )

    def with_plan(self) -> Self:
        """Who writes and who reviews it, by when: with what a row of a list shows, in one query."""
        return self.select_related(
            "section", "created_by", "assignment__writer", "assignment__reviewer"
        ).defer("what_happened", "synthesis", "background")

    def most_pressing_first(self) -> Self:
        """By urgency, then by when it is due, then by how long it has waited."""
        return self.order_by(
            Coalesce("assignment__urgency", ROUTINE),
            F("assignment__due_at").asc(nulls_last=True),
            "changed_at",
            "pk",
        )


def _editions() -> EditionQuerySet:
    """The editions of the outer story."""
    return Edition.objects.filter(story=OuterRef("pk"))
