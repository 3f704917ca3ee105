"""What both halves read: sections, outlets, tags. No draft's text lives here."""

from datetime import datetime
from typing import Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _
from django_countries.fields import CountryField
from taggit.models import TagBase

from newsroom.fields import is_language


class SectionQuerySet(models.QuerySet["Section"]):
    def in_order(self) -> Self:
        return self.order_by("order", "pk")


class Section(models.Model):
    """The desk that a story belongs to."""

    name = models.CharField(_("name"), max_length=60, unique=True)
    slug = models.SlugField(_("address"), max_length=60, unique=True)
    description = models.CharField(_("description"), max_length=300, blank=True)
    order = models.PositiveSmallIntegerField(_("order"), default=0)

    objects = SectionQuerySet.as_manager()

    class Meta:
        verbose_name = _("section")
        verbose_name_plural = _("sections")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("section", args=[self.slug])


class Shown(models.Model):
    """Abstract: a thing of the desk that has a page once an edition that names it was live.

    From then on editions link to that page for ever: its address stays, and so does it.
    """

    first_live_at = models.DateTimeField(_("first live"), null=True, editable=False)

    class Meta:
        abstract = True

    def is_public(self, *, now: datetime) -> bool:
        return self.first_live_at is not None and self.first_live_at <= now


class OutletQuerySet(models.QuerySet["Outlet"]):
    def named(self, name: str) -> Self:
        """Outlets that go by this name, with or without the article in front."""
        bare = name.removeprefix("The ").removeprefix("the ")
        names = {name, bare, f"The {bare}"}
        return self.filter(Q(name__in=names) | Q(aliases__name__in=names)).distinct()


class Outlet(Shown):
    """A newspaper, agency or broadcaster."""

    class Kind(models.TextChoices):
        NEWSPAPER = "newspaper", _("Newspaper")
        AGENCY = "agency", _("News agency")
        BROADCASTER = "broadcaster", _("Broadcaster")
        MAGAZINE = "magazine", _("Magazine")
        SITE = "site", _("Website")

    name = models.CharField(_("name"), max_length=120, unique=True)
    slug = models.SlugField(
        _("address"),
        max_length=120,
        unique=True,
        help_text=_("The last part of its address. It stays: published editions link to it."),
    )
    kind = models.CharField(_("kind"), max_length=20, choices=Kind, default=Kind.NEWSPAPER)
    country = CountryField(_("country"), blank=True)
    language = models.CharField(_("language"), max_length=20, blank=True, validators=[is_language])
    url = models.URLField(_("website"), blank=True)
    about = models.CharField(_("about"), max_length=500, blank=True)

    objects = OutletQuerySet.as_manager()

    class Meta:
        verbose_name = _("outlet")
        verbose_name_plural = _("outlets")

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("outlet", args=[self.slug])


class OutletAlias(models.Model):
    """Another name of an outlet in prose: “SCMP”."""

    outlet = models.ForeignKey(Outlet, on_delete=models.CASCADE, related_name="aliases")
    name = models.CharField(_("name"), max_length=120, unique=True)

    class Meta:
        verbose_name = _("other name")
        verbose_name_plural = _("other names")

    def __str__(self) -> str:
        return self.name


class Tag(Shown, TagBase):
    class Meta:
        verbose_name = _("tag")
        verbose_name_plural = _("tags")
        constraints = [models.CheckConstraint(condition=~Q(slug=""), name="a_tag_has_an_address")]

    def __str__(self) -> str:
        return str(self.name)

    def get_absolute_url(self) -> str:
        return reverse("tag", args=[self.slug])

    def slugify(self, tag: str, i: int | None = None) -> str:
        """An address even for a tag without a letter in it."""
        slug = slugify(tag, allow_unicode=True) or "tag"
        return f"{slug}-{i}" if i is not None else slug
