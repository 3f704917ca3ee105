"""A profile of a person, place, organisation, event or thing, and the names it goes by."""

from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField

from entities.names import name_key
from entities.nearness import near_key
from newsroom.fields import PartialDateField, is_language
from newsroom.models import Picture

if TYPE_CHECKING:
    Text = models.CharField[str, str]
else:  # Django's fields take type arguments in their stubs only
    Text = models.CharField


class NameKey(Text):
    """The comparable form of `name` beside it, written whenever the row is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 200, "editable": False, "db_index": True} | kwargs)

    def pre_save(self, model_instance: Any, add: bool) -> str:
        key = name_key(model_instance.name)
        setattr(model_instance, self.attname, key)
        return key


class NearKey(Text):
    """What `name` beside it has in common with its spellings in other scripts and orders."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **{"max_length": 200, "editable": False, "db_index": True} | kwargs)

    def pre_save(self, model_instance: Any, add: bool) -> str:
        key = near_key(model_instance.name)
        setattr(model_instance, self.attname, key)
        return key


class EntityQuerySet(models.QuerySet["Entity"]):
    def approved(self) -> Self:
        """What readers may see."""
        return self.filter(state=Entity.State.APPROVED)

    def usable(self) -> Self:
        """What a story may link: approved, or waiting for a moderator."""
        return self.filter(state__in=Entity.USABLE)

    def named(self, name: str) -> Self:
        """Usable profiles that go by this name, in whatever case and with whatever accents."""
        key = name_key(name)
        return self.usable().filter(Q(key=key) | Q(aliases__key=key)).distinct()

    def overdue(self, *, on: date) -> Self:
        """Approved profiles that want checking on this day, or were never checked."""
        return self.approved().filter(Q(check_due_on=None) | Q(check_due_on__lte=on))


class Entity(models.Model):
    class Kind(models.TextChoices):
        PERSON = "person", _("Person")
        PLACE = "place", _("Place")
        ORGANISATION = "organisation", _("Organisation")
        EVENT = "event", _("Event")
        THING = "thing", _("Thing")

    class State(models.TextChoices):
        PROPOSED = "proposed", _("Proposed")
        APPROVED = "approved", _("Approved")
        RETIRED = "retired", _("Retired")
        MERGED = "merged", _("Merged")

    class Protection(models.TextChoices):
        NONE = "", _("Anyone who may change profiles")
        MODERATORS = "moderators", _("Moderators only")
        ADMINISTRATORS = "administrators", _("Administrators only")

    USABLE = (State.PROPOSED, State.APPROVED)

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    state = models.CharField(_("state"), max_length=20, choices=State, default=State.PROPOSED)
    name = models.CharField(_("name"), max_length=200)
    key = NameKey()
    near = NearKey(default="")
    # Taken from the first words of a description, where a brief had lost the name.
    name_is_guessed = models.BooleanField(_("name was guessed"), default=False, editable=False)
    slug = models.SlugField(
        _("address"),
        max_length=220,
        unique=True,
        allow_unicode=True,
        help_text=_("The last part of the topic’s address. It stays when the name changes."),
    )
    native_name = models.CharField(
        _("name in its own script"), max_length=200, blank=True, help_text=_("조태열, Київ …")
    )
    native_language = models.CharField(
        _("language of that name"),
        max_length=20,
        blank=True,
        validators=[is_language],
        help_text=_("A code: ko, uk, ja …"),
    )
    country = CountryField(_("country"), blank=True)
    official_site = models.URLField(_("official site"), blank=True)
    section_slug = models.SlugField(
        _("section of interest"),
        max_length=60,
        blank=True,
        help_text=_("The desk that looks after the profile."),
    )
    born_on = PartialDateField(_("born"))
    died_on = PartialDateField(_("died"))
    description = models.TextField(
        _("description"),
        blank=True,
        help_text=_("Whole sentences. Offices do not belong here: add them as positions."),
    )
    description_source = models.CharField(
        _("where the description comes from"), max_length=200, blank=True
    )
    description_url = models.URLField(_("its link"), blank=True)
    description_licence = models.CharField(_("its licence"), max_length=100, blank=True)
    description_taken_on = models.DateField(_("taken on"), null=True, blank=True)
    picture = models.ForeignKey(
        Picture,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    # What Wikidata says of a picture: it is looked at and taken in by hand.
    image_name = models.CharField(_("picture on Wikimedia Commons"), max_length=300, blank=True)
    image_licence = models.CharField(_("licence of that picture"), max_length=100, blank=True)
    wikidata_id = models.CharField(
        _("Wikidata"), max_length=20, blank=True, help_text=_("Its number there: Q42.")
    )
    protection = models.CharField(
        _("who may change it"),
        max_length=20,
        choices=Protection,
        default=Protection.NONE,
        blank=True,
    )
    checked_on = models.DateField(_("last checked"), null=True, blank=True, editable=False)
    check_every_days = models.PositiveSmallIntegerField(_("check every … days"), default=180)
    check_due_on = models.DateField(
        _("check due"), null=True, blank=True, editable=False, db_index=True
    )
    # The values that the last import from Wikidata gave: what differs since, a person has set.
    imported = models.JSONField(default=dict, blank=True, editable=False)
    # A moderator has looked, and wants to see it again in the queue on this day.
    postponed_until = models.DateField(_("postponed until"), null=True, blank=True, editable=False)
    merged_into = models.ForeignKey(
        "self",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        editable=False,
        related_name="merged_from",
        verbose_name=_("merged into"),
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("proposed by"),
    )
    created_at = models.DateTimeField(_("made"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    objects = EntityQuerySet.as_manager()

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        permissions = [
            ("propose_entity", "Can propose a profile"),
            ("suggest_entity", "Can suggest a change of a profile"),
            ("moderate_entity", "Can approve and retire profiles"),
        ]
        indexes = [models.Index(fields=["state", "kind", "key"])]
        constraints = [
            models.UniqueConstraint(
                fields=["wikidata_id"],
                condition=~Q(wikidata_id="") & ~Q(state="merged"),
                name="a_wikidata_number_belongs_to_one_profile",
                violation_error_message=_("Another profile has this Wikidata number."),
            ),
            models.CheckConstraint(
                condition=Q(state="merged", merged_into__isnull=False)
                | (~Q(state="merged") & Q(merged_into__isnull=True)),
                name="a_merged_profile_and_no_other_points_to_its_survivor",
                violation_error_message=_("Only a merged profile points to another."),
            ),
            models.CheckConstraint(
                condition=Q(born_on=None)
                | Q(died_on=None)
                | Q(died_on__gte=F("born_on"))
                # “1961” may be the year of a birth in “1961-05”.
                | Q(born_on__startswith=F("died_on")),
                name="nobody_dies_before_they_are_born",
                violation_error_message=_("The date of death is before that of birth."),
            ),
            models.CheckConstraint(
                condition=~Q(name=""),
                name="a_profile_has_a_name",
                violation_error_message=_("A profile needs a name."),
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("topic", args=[self.slug])

    @property
    def is_usable(self) -> bool:
        return self.state in self.USABLE

    def is_overdue(self, *, on: date) -> bool:
        """Whether `overdue` finds it on this day."""
        is_due = self.check_due_on is None or self.check_due_on <= on
        return self.state == self.State.APPROVED and is_due


class Alias(models.Model):
    """Another name of an entity, in any script. Two entities may share one."""

    entity = models.ForeignKey(Entity, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=200)
    key = NameKey()
    near = NearKey(default="")
    language = models.CharField(_("language"), max_length=20, blank=True, validators=[is_language])

    class Meta:
        verbose_name = _("alias")
        verbose_name_plural = _("aliases")
        constraints = [
            models.UniqueConstraint(
                fields=["entity", "name"],
                name="a_profile_lists_an_alias_once",
                violation_error_message=_("The profile has this alias already."),
            ),
            models.CheckConstraint(condition=~Q(name=""), name="an_alias_has_a_name"),
        ]

    def __str__(self) -> str:
        return self.name
