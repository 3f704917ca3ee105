"""What the story list is narrowed by: all of it in the address, so that a view can be kept.

The columns of the list are in story_list.py, the desk's own lists in lists.py.
"""

from datetime import timedelta

import django_filters
from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from entities.models import Entity
from newsroom.clock import midnight
from newsroom.models import User
from stories.admin.lists import LISTS
from stories.models import Assignment, Byline, Citation, Outlet, Section, Story, StoryTopic

DATES = {"changed": "changed_at", "made": "created_at", "due": "assignment__due_at"}
ONE_DAY = timedelta(days=1)


def _people(request):
    """Those who have to do with a story."""
    return User.objects.filter(
        Q(pk__in=Story.objects.values("created_by"))
        | Q(pk__in=Byline.objects.values("user"))
        | Q(pk__in=Assignment.objects.values("writer"))
        | Q(pk__in=Assignment.objects.values("reviewer"))
    ).order_by("public_name", "username", "pk")


def _typed(model, name):
    """A choice among thousands, found by typing: as in the story form."""
    return AutocompleteSelect(model._meta.get_field(name), admin.site)


class StoryFilter(django_filters.FilterSet):
    list = django_filters.ChoiceFilter(
        choices=[(each.name, each.title) for each in LISTS.values()],
        method="in_list",
        widget=forms.HiddenInput,
    )
    state = django_filters.ChoiceFilter(
        label=_("State"), choices=Story.State.choices, empty_label=_("Any state")
    )
    section = django_filters.ModelChoiceFilter(
        label=_("Section"),
        queryset=lambda request: Section.objects.in_order(),
        empty_label=_("All sections"),
    )
    person = django_filters.ModelChoiceFilter(
        label=_("Person"), queryset=_people, method="of_person", empty_label=_("Anyone")
    )
    outlet = django_filters.ModelChoiceFilter(
        label=_("Outlet"),
        queryset=lambda request: Outlet.objects.all(),
        method="citing",
        widget=_typed(Citation, "outlet"),
    )
    topic = django_filters.ModelChoiceFilter(
        label=_("Topic"),
        queryset=lambda request: Entity.objects.all(),
        method="about",
        widget=_typed(StoryTopic, "entity"),
    )
    dated = django_filters.ChoiceFilter(
        label=_("Date"),
        choices=[("changed", _("Changed")), ("made", _("Made")), ("due", _("Due"))],
        method="any_date",
        empty_label=None,
    )
    since = django_filters.DateFilter(
        label=_("From"), method="dated_since", widget=forms.DateInput(attrs={"type": "date"})
    )
    until = django_filters.DateFilter(
        label=_("Until"), method="dated_until", widget=forms.DateInput(attrs={"type": "date"})
    )

    class Meta:
        model = Story
        fields: list[str] = []

    def __init__(self, *args, now, **kwargs):
        super().__init__(*args, **kwargs)
        self.now = now

    @property
    def chosen(self):
        """The name of the list of the desk that is shown; nothing for all stories."""
        return self.form.cleaned_data.get("list", "")

    @property
    def is_narrowed(self):
        """Whether anything but a list of the desk and the search was chosen."""
        return any(self.data.get(name) for name in self.filters if name not in {"list", "dated"})

    def in_list(self, queryset, name, value):
        return LISTS[value].find(queryset, self.request.user, self.now)

    def of_person(self, queryset, name, person):
        return queryset.concerning(person, now=self.now)

    def citing(self, queryset, name, outlet):
        return queryset.filter(pk__in=Citation.objects.filter(outlet=outlet).values("story"))

    def about(self, queryset, name, topic):
        """Also those that link a profile which was merged into the topic."""
        links = StoryTopic.objects.filter(Q(entity=topic) | Q(entity__merged_into=topic))
        return queryset.filter(pk__in=links.values("story"))

    def any_date(self, queryset, name, value):
        return queryset  # says what `since` and `until` are about

    def dated_since(self, queryset, name, day):
        return queryset.filter(**{f"{self._column}__gte": midnight(day)})

    def dated_until(self, queryset, name, day):
        return queryset.filter(**{f"{self._column}__lt": midnight(day + ONE_DAY)})

    @property
    def _column(self):
        return DATES[self.form.cleaned_data.get("dated") or "changed"]
