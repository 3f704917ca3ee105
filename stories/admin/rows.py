"""The rows of a story in its form: inlines in an order that the editor chooses."""

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import F
from django.forms.models import BaseInlineFormSet
from django.utils.translation import gettext_lazy as _

from newsroom.adminsite import quieten
from stories.models import AnalysisPoint, Byline, Citation, Question, StoryTopic

# Rows are moved this far out of the way while they change places: no two may share one.
OUT_OF_THE_WAY = 1_000_000


class RowForm(forms.ModelForm):
    order = forms.IntegerField(
        label=_("Order"), required=False, min_value=0, widget=forms.NumberInput
    )

    def has_changed(self):
        # A new row that was only given a place is still an empty row.
        changed = set(self.changed_data)
        return bool(changed - {"order"}) if self.instance.pk is None else bool(changed)

    def _get_validation_exclusions(self):
        # Places are given out by the formset, when all of them are known.
        return super()._get_validation_exclusions() | {"order"}


class RowFormSet(BaseInlineFormSet):
    """Saves rows in the order of their `order` inputs, numbered from one."""

    def get_queryset(self):
        return super().get_queryset().order_by("order", "pk")

    def save(self, commit=True):
        rows = self._in_order()
        moved = any(form.instance.order != place for place, form in enumerate(rows, 1))
        if moved or self.deleted_forms:
            self.model.objects.filter(story=self.instance).update(order=F("order") + OUT_OF_THE_WAY)
        for place, form in enumerate(rows, 1):
            form.instance.order = place
        saved = super().save(commit)
        if moved or self.deleted_forms:
            kept = [form.instance for form in rows if form.instance.pk]
            self.model.objects.bulk_update(kept, ["order"])
        return saved

    def _in_order(self):
        gone = set(self.deleted_forms)
        rows = [
            form
            for form in self.forms
            if form not in gone and (form.instance.pk or form.has_changed())
        ]
        last = OUT_OF_THE_WAY
        return sorted(rows, key=lambda form: form.cleaned_data.get("order") or last)


class RowInline(admin.StackedInline):
    form = RowForm
    formset = RowFormSet
    extra = 0
    classes = ["rows"]
    formfield_overrides = {
        models.TextField: {"widget": forms.Textarea(attrs={"rows": 2, "class": "vLargeTextField"})}
    }

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
