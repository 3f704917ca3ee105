"""The archive's filters: combinable, and in the URL."""

import django_filters
from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from entities import profiles
from stories.models.desk import Outlet, Section, Tag
from stories.models.edition import OutletLink, SectionLink, TagLink


def _cited(request):
    """Outlets that a live edition cites: one that waits with a draft is not offered."""
    live = OutletLink.objects.live(now=timezone.now())
    return Outlet.objects.filter(pk__in=live.values("outlet")).order_by("name", "pk")


def _used(request):
    live = TagLink.objects.live(now=timezone.now())
    return Tag.objects.filter(pk__in=live.values("tag")).order_by("name", "pk")


class ArchiveFilter(django_filters.FilterSet):
    section = django_filters.ModelChoiceFilter(
        label=_("Section"),
        queryset=lambda request: Section.objects.in_order(),
        to_field_name="slug",
        empty_label=_("All sections"),
    )
    outlet = django_filters.ModelChoiceFilter(
        label=_("Cites"),
        queryset=_cited,
        field_name="edition__outletlinks__outlet",
        to_field_name="slug",
        empty_label=_("Any outlet"),
    )
    tag = django_filters.ModelChoiceFilter(
        label=_("Tag"),
        queryset=_used,
        field_name="edition__taglinks__tag",
        to_field_name="slug",
        empty_label=_("Any tag"),
    )
    topic = django_filters.CharFilter(
        label=_("Topic"), method="of_topic", widget=forms.HiddenInput, max_length=220
    )
    since = django_filters.DateFilter(
        label=_("From"),
        field_name="published_at",
        lookup_expr="date__gte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    until = django_filters.DateFilter(
        label=_("Until"),
        field_name="published_at",
        lookup_expr="date__lte",
        widget=forms.DateInput(attrs={"type": "date"}),
    )

    class Meta:
        model = SectionLink
        fields: list[str] = []

    about = ""

    def of_topic(self, queryset, name, slug):
        """Briefs about an approved profile; an address of none filters nothing."""
        try:
            topic = profiles.card_at(slug)
        except profiles.NoSuchProfile:
            return queryset
        self.about = topic.name
        return queryset.filter(edition__topiclinks__entity=topic.id)
