"""The rows of a story in its form: inlines in an order that the editor chooses."""

from django import forms
from django.contrib import admin
from django.contrib.admin.widgets import AutocompleteSelect
from django.db import models
from django.db.models import F
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from newsroom.adminsite import quieten
from stories.briefs.markup import one_line
from stories.models import AnalysisPoint, Byline, Citation, Question, StoryTopic

# Rows are moved this far out of the way while they change places: no two may share one.
OUT_OF_THE_WAY = 1_000_000


class LoadedSelect(AutocompleteSelect):
    """An autocomplete that shows the chosen object without fetching it once more for each row."""

    loaded = None

    def optgroups(self, name, value, attrs=None):
        if self.loaded is None or [str(self.loaded.pk)] != [str(each) for each in value]:
            return super().optgroups(name, value, attrs)
        options = [self.create_option(name, self.loaded.pk, str(self.loaded), value, 1)]
        if not self.is_required:
            options.insert(0, self.create_option(name, "", "", False, 0))
        return [(None, options, 0)]


class RowForm(forms.ModelForm):
    order = forms.IntegerField(
        label=_("Order"), required=False, min_value=0, widget=forms.NumberInput
    )

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            widget = getattr(field.widget, "widget", None)
            if isinstance(widget, LoadedSelect) and self.instance.pk:
                widget.loaded = getattr(self.instance, name)

    def clean(self):
        """Short texts are one line, as they are on the page and in the brief's layout."""
        cleaned = super().clean()
        return {
            name: one_line(value) if isinstance(value, str) else value
            for name, value in cleaned.items()
        }

    def has_changed(self):
        # A new row that was only given a place is still an empty row.
        changed = set(self.changed_data)
        return bool(changed - {"order"}) if self.instance.pk is None else bool(changed)

    def _get_validation_exclusions(self):
        # Places are given out by the formset, when all of them are known.
        return super()._get_validation_exclusions() | {"order"}


class RowFormSet(BaseInlineFormSet):
    """Saves rows in the order of their `order` inputs, numbered from one."""

    def validate_unique(self):
        """The rows of a story are all here: what two of them may not share is seen at once."""
        for constraint in self.model._meta.constraints:
            if not isinstance(constraint, models.UniqueConstraint) or "order" in constraint.fields:
                continue
            shared = [name for name in constraint.fields if name != "story"]
            seen = set()
            for form in self._kept():
                values = tuple(getattr(form.instance, name) for name in shared)
                if all(values) and values in seen:
                    form.add_error(None, constraint.violation_error_message)
                    self._non_form_errors.append(constraint.violation_error_message)
                seen.add(values)

    def save(self, commit=True):
        rows = self._in_order()
        moved = any(
            form.instance.pk and form.initial["order"] != place
            for place, form in enumerate(rows, 1)
        )
        if moved:
            rows_now = self.model.objects.filter(story=self.instance)
            rows_now.update(order=F("order") + OUT_OF_THE_WAY)
        for place, form in enumerate(rows, 1):
            form.instance.order = place
        saved = super().save(commit)
        if moved:
            kept = [form.instance for form in rows]
            self.model.objects.bulk_update(kept, ["order"])
        return saved

    def _kept(self):
        """Forms of the rows that the story will have; an empty one is none."""
        gone = set(self.deleted_forms)
        return [
            form
            for form in self.forms
            if form not in gone and (form.instance.pk or form.has_changed())
        ]

    def _in_order(self):
        return sorted(
            self._kept(), key=lambda form: form.cleaned_data.get("order") or OUT_OF_THE_WAY
        )


class RowInline(admin.StackedInline):
    form = RowForm
    formset = RowFormSet
    extra = 0
    classes = ["rows"]
    formfield_overrides = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})}
    }

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.autocomplete_fields)

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.autocomplete_fields:
            kwargs["widget"] = LoadedSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def formfield_for_dbfield(self, db_field, request, **kwargs):
        if isinstance(db_field, models.URLField):
            kwargs["assume_scheme"] = "https"
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if field:
            quieten(field.widget)
        return field


class BylineInline(RowInline):
    model = Byline
    fields = [("user", "guest"), "order"]
    autocomplete_fields = ["user"]


class PointInline(RowInline):
    model = AnalysisPoint
    fields = [("theme", "label"), "text", "order"]


class CitationInline(RowInline):
    model = Citation
    fields = [
        ("outlet", "outlet_named"),
        "text",
        ("headline", "published_on"),
        ("url", "is_print_only"),
        ("quote", "archive_url"),
        "order",
    ]
    autocomplete_fields = ["outlet"]


class QuestionInline(RowInline):
    model = Question
    fields = ["text", "order"]


class TopicInline(RowInline):
    model = StoryTopic
    fields = ["entity", "order"]
    autocomplete_fields = ["entity"]
