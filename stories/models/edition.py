"""PUBLISHED: editions, and the link rows that readers' lists are made from.

Names the working copy by string only, so that readers' code may import this module.
"""

from datetime import datetime
from typing import Any, NoReturn, Self, TypeVar

from django.conf import settings
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.db.models.functions import Lower
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from stories.document import Document
from stories.models.desk import Outlet, Section, Tag

Row = TypeVar("Row", bound=models.Model)


class Frozen(Exception):
    """An edition was to be changed or deleted."""


class IntervalQuerySet(models.QuerySet[Row]):
    """Rows that are live from one time until, not including, another."""

    def live(self, *, now: datetime) -> Self:
        """What readers see at `now`: the one definition, for pages, feeds and lists alike."""
        return self.filter(Q(live_until=None) | Q(live_until__gt=now), live_from__lte=now)

    def scheduled(self, *, now: datetime) -> Self:
        return self.filter(Q(live_until=None) | Q(live_until__gt=F("live_from")), live_from__gt=now)


class EditionQuerySet(IntervalQuerySet["Edition"]):
    def appeared(self, *, now: datetime) -> Self:
        """Editions that readers have seen or see: not the scheduled, nor those called off."""
        return self.filter(
            Q(live_until=None) | Q(live_until__gt=F("live_from")), live_from__lte=now
        )

    def readable(self, *, now: datetime) -> Self:
        """What readers may look up at `now`: what has appeared and was not removed since."""
        return self.appeared(now=now).in_sight()

    def in_sight(self) -> Self:
        """Without the editions that were removed for legal reasons."""
        removals = Withdrawal.objects.removing().filter(
            story=OuterRef("story"), edition__number__gte=OuterRef("number")
        )
        return self.filter(~Exists(removals))

    def for_cards(self) -> Self:
        """All that a story card shows, in one query."""
        return self.select_related("section").defer("document_json", "section__description")

    def update(self, **changes: Any) -> int:
        if fields := changes.keys() - {"live_until"}:
            raise Frozen(f"An edition never changes: {sorted(fields)} cannot be updated.")
        return super().update(**changes)

    def delete(self) -> NoReturn:
        raise Frozen("An edition is never deleted: withdraw the story.")


class Edition(models.Model):
    """One published version of a story: frozen, numbered, approved by name.

    Only the end of its interval is ever set later; a trigger in the database sees to the rest.
    """

    class Kind(models.TextChoices):
        FIRST = "first", _("First edition")
        UPDATE = "update", _("Update")
        CORRECTION = "correction", _("Correction")
        CLARIFICATION = "clarification", _("Clarification")
        MINOR = "minor", _("Minor change")

    UPDATES = (Kind.UPDATE, Kind.MINOR)
    CORRECTIONS = (Kind.CORRECTION, Kind.CLARIFICATION)
    LATER_KINDS = (Kind.UPDATE, Kind.CORRECTION, Kind.CLARIFICATION, Kind.MINOR)

    story = models.ForeignKey("stories.Story", on_delete=models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField(_("number"))
    version = models.PositiveIntegerField(_("version of the story"))
    document_json = models.TextField()
    digest = models.CharField(max_length=64)

    slug = models.SlugField(max_length=120)
    headline = models.CharField(_("headline"), max_length=200)
    standfirst = models.CharField(_("standfirst"), max_length=400, blank=True)
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="+")
    picture = models.JSONField(null=True)

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    what_changed = models.TextField(_("what changed"), blank=True)
    published_at = models.DateTimeField(_("story first published"))
    live_from = models.DateTimeField(_("live from"))
    live_until = models.DateTimeField(_("live until"), null=True)

    frozen_at = models.DateTimeField(_("frozen"))
    frozen_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    frozen_by_name = models.CharField(_("published by"), max_length=160)
    approved_at = models.DateTimeField(_("approved"))
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    approved_by_name = models.CharField(_("approved by"), max_length=160)
    override_reason = models.TextField(_("why approved by an author"), blank=True)

    objects = EditionQuerySet.as_manager()

    class Meta:
        verbose_name = _("edition")
        verbose_name_plural = _("editions")
        indexes = [
            models.Index(fields=["slug", "live_from"]),
            models.Index(fields=["kind", "-live_from"]),
            models.Index(Lower("headline"), name="headline_in_any_case"),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["story", "number"], name="edition_number_is_unique_in_its_story"
            ),
            models.UniqueConstraint(
                fields=["story"],
                condition=Q(live_until=None),
                name="a_story_has_one_edition_without_an_end",
            ),
            models.CheckConstraint(
                condition=Q(live_until=None) | Q(live_until__gte=F("live_from")),
                name="an_edition_ends_after_it_began",
            ),
            models.CheckConstraint(condition=Q(number__gte=1), name="editions_count_from_one"),
            models.CheckConstraint(
                condition=Q(kind__in=["first", "minor"]) | ~Q(what_changed=""),
                name="an_edition_that_changes_a_story_says_what_changed",
            ),
            models.CheckConstraint(
                condition=~Q(approved_by_name=""), name="an_edition_is_approved_by_name"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.headline} · {self.number}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        if not self._state.adding:
            raise Frozen("An edition never changes: publish another one.")
        super().save(*args, **kwargs)

    def get_absolute_url(self) -> str:
        return reverse("story", args=[self.slug])

    # The same three questions as the QuerySet answers, of one edition that is at hand.

    def is_live(self, *, now: datetime) -> bool:
        return self.live_from <= now and (self.live_until is None or self.live_until > now)

    def is_scheduled(self, *, now: datetime) -> bool:
        return self.live_from > now and not self.is_called_off

    def has_appeared(self, *, now: datetime) -> bool:
        return self.live_from <= now and not self.is_called_off

    @property
    def is_called_off(self) -> bool:
        return self.live_until == self.live_from

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise Frozen("An edition is never deleted: withdraw the story.")

    @cached_property
    def document(self) -> Document:
        return Document.from_json(self.document_json)


class WithdrawalQuerySet(models.QuerySet["Withdrawal"]):
    def in_force(self) -> Self:
        """Of stories that readers cannot see."""
        return self.filter(lifted_at=None)

    def removing(self) -> Self:
        """For the law: what keeps editions out of sight, also where a later one is live."""
        return self.filter(is_legal=True, returned_at=None)

    def hiding(self, edition: Edition) -> Self:
        """Why readers do not get this edition, the newest reason first."""
        removal = Q(is_legal=True, returned_at=None, edition__number__gte=edition.number)
        return self.filter(Q(lifted_at=None) | removal, story=edition.story_id).order_by(
            "-at", "-pk"
        )


class Withdrawal(models.Model):
    """A story taken from readers, with the reason that they are given in its place."""

    story = models.ForeignKey("stories.Story", on_delete=models.PROTECT, related_name="withdrawals")
    # What readers saw, and see again when it is lifted.
    edition = models.ForeignKey(Edition, on_delete=models.PROTECT, related_name="+")
    reason = models.TextField(_("public reason"))
    at = models.DateTimeField(_("withdrawn"))
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+"
    )
    # For the law, not for the newsroom: the editions up to this one stay out of sight, also when
    # another one is published later, until they are given back (`returned_at`).
    is_legal = models.BooleanField(_("for legal reasons"), default=False)
    # When readers got the story back: the edition that was withdrawn, or what replaced it.
    lifted_at = models.DateTimeField(_("restored"), null=True, blank=True)
    replaced_by = models.ForeignKey(
        Edition, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    returned_at = models.DateTimeField(_("removed editions given back"), null=True, blank=True)

    objects = WithdrawalQuerySet.as_manager()

    class Meta:
        verbose_name = _("withdrawal")
        verbose_name_plural = _("withdrawals")
        constraints = [
            models.UniqueConstraint(
                fields=["story"],
                condition=Q(lifted_at=None),
                name="a_story_is_withdrawn_once_at_a_time",
            ),
            models.CheckConstraint(
                condition=~Q(reason=""), name="a_withdrawal_gives_readers_a_reason"
            ),
            models.CheckConstraint(
                condition=Q(replaced_by=None) | Q(lifted_at__isnull=False),
                name="what_replaces_a_withdrawn_edition_ends_its_withdrawal",
            ),
            models.CheckConstraint(
                condition=Q(returned_at=None) | Q(is_legal=True, lifted_at__isnull=False),
                name="only_what_the_law_removed_is_given_back",
            ),
        ]

    def __str__(self) -> str:
        return self.reason

    @property
    def removes_editions(self) -> bool:
        """Whether the editions up to the withdrawn one are out of sight for the law."""
        return self.is_legal and self.returned_at is None


class LinkQuerySet(IntervalQuerySet[Row]):
    def for_cards(self) -> Self:
        """With all that the story card of each edition shows, in one query."""
        return self.select_related("edition", "edition__section").defer(
            "edition__document_json", "edition__section__description"
        )


class Link(models.Model):
    """Abstract: an edition stands in the list of something, for as long as it is live.

    Rows carry the interval and the date that the list is sorted by, so that a list is a range of
    one index; they go when the edition is no longer live.
    """

    edition = models.ForeignKey(Edition, on_delete=models.CASCADE, related_name="%(class)ss")
    live_from = models.DateTimeField()
    live_until = models.DateTimeField(null=True)
    published_at = models.DateTimeField()

    objects = LinkQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.edition_id}"


class SectionLink(Link):
    section = models.ForeignKey(Section, on_delete=models.PROTECT, related_name="links")

    class Meta:
        indexes = [
            models.Index(fields=["section", "-published_at", "-edition"]),
            models.Index(fields=["-published_at", "-edition"], name="all_links_newest_first"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["edition"], name="an_edition_is_in_one_section")
        ]


class TopicLink(Link):
    entity = models.ForeignKey("entities.Entity", on_delete=models.PROTECT, related_name="+")
    # How often the text names the topic.
    mentions = models.PositiveSmallIntegerField(default=0)

    class Meta:
        indexes = [models.Index(fields=["entity", "-published_at", "-edition"])]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "entity"], name="an_edition_links_a_topic_once"
            )
        ]


class OutletLink(Link):
    outlet = models.ForeignKey(Outlet, on_delete=models.PROTECT, related_name="links")

    class Meta:
        indexes = [models.Index(fields=["outlet", "-published_at", "-edition"])]
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "outlet"], name="an_edition_links_an_outlet_once"
            )
        ]


class TagLink(Link):
    tag = models.ForeignKey(Tag, on_delete=models.PROTECT, related_name="links")

    class Meta:
        indexes = [models.Index(fields=["tag", "-published_at", "-edition"])]
        constraints = [
            models.UniqueConstraint(fields=["edition", "tag"], name="an_edition_has_a_tag_once")
        ]
