"""The rows of a story in its form: inlines in an order that the editor chooses."""

from urllib.parse import urlencode

from django import forms
from django.contrib import admin
from django.db import models
from django.db.models import F
from django.forms.models import BaseInlineFormSet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from newsroom.adminsite import DeskFields
from stories.admin.meeting import GONE, LoadedChoices, LoadedForm, know
from stories.briefs.markup import one_line
from stories.models import AnalysisPoint, Byline, Citation, Question, StoryTopic
from stories.models.story import Row


class RowForm(LoadedForm):
    order = forms.IntegerField(
        label=_("Order"), required=False, min_value=0, widget=forms.NumberInput
    )

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

    def _post_clean(self):
        # A row that stands as it is stored, and was read by whoever sends it, needs no look.
        if self.instance.pk is None or not self.base or self.has_changed():
            super()._post_clean()

    def _get_validation_exclusions(self):
        # Places are given out by the formset, when all of them are known.
        return super()._get_validation_exclusions() | {"order"}


class RowFormSet(BaseInlineFormSet):
    """Saves rows in the order of their `order` inputs, numbered from one."""

    def get_queryset(self):
        """The rows; once the forms are made, one for each of theirs.

        The admin pairs the two: a row that someone deleted meanwhile must not shift the others.
        """
        if self.is_bound and "forms" in self.__dict__:
            return [form.instance for form in self.initial_forms]
        if self.instance.has_rows:
            return list(getattr(self.instance, self.fk.remote_field.related_name).all())
        return super().get_queryset()

    def add_fields(self, form, index):
        super().add_fields(form, index)
        if form.instance.pk:
            know(form.fields["id"], form.instance)

    def _construct_form(self, i, **kwargs):
        form = super()._construct_form(i, **kwargs)
        form.is_gone = self.is_bound and i < self.initial_form_count() and not form.instance.pk
        if form.is_gone:
            # Someone deleted the row meanwhile: it is no error of the person who has it open.
            form.data = form.data.copy()
            form.data[form.add_prefix("id")] = ""
            form.fields["id"].required = False
        return form

    def clean(self):
        """Edit against delete is a conflict, whichever way round; a second save decides."""
        super().clean()
        sentences = []
        for form in self.initial_forms:
            is_deleted = self._should_delete_form(form)
            if form.is_gone and not is_deleted and not form.base.get(GONE) and form.touched:
                sentences.append(
                    _("%(who)s deleted “%(row)s” while you were writing. Save again to keep it.")
                    % {"who": form.who(), "row": str(form.instance)[:60]}
                )
                form.load_again(**{GONE: "1"})
            elif is_deleted and form.instance.pk and form.theirs():
                changed = "; ".join(form.shown(name, form.now[name]) for name in form.theirs())
                sentences.append(
                    _(
                        "%(who)s changed a row that you delete, to: “%(theirs)s”. "
                        "Save again to delete it."
                    )
                    % {"who": form.who(), "theirs": changed}
                )
                form.load_again()
        if sentences:
            raise forms.ValidationError(sentences)

    def validate_unique(self):
        """The rows of a story are all here: what two of them may not share is seen at once."""
        for names, sentence in self._not_shared():
            seen = set()
            for form in self._kept():
                values = _values(form.instance, names)
                if all(values) and values in seen:
                    form.add_error(None, sentence)
                    self._non_form_errors.append(sentence)
                seen.add(values)

    def save(self, commit=True):
        rows = self._in_order()
        moved = any(
            form.instance.pk is None or form.initial["order"] != place
            for place, form in enumerate(rows, 1)
        )
        stored = self.model.objects.filter(story=self.instance)
        if moved:
            stored.update(order=F("order") + Row.OUT_OF_THE_WAY)
        for place, form in enumerate(rows, 1):
            form.instance.order = place
        anew = self._taken_out(rows)
        saved = super().save(commit)
        for form in [*anew, *(form for form in rows if form.is_gone)]:
            form.instance.save()
            self.changed_objects.append((form.instance, form.changed_data))
        if moved:
            mine = [form.instance for form in rows]
            # Rows that someone else added while the form was open come last.
            others = stored.exclude(pk__in=[row.pk for row in mine]).order_by("order")
            for place, row in enumerate(others, len(mine) + 1):
                row.order = place
                mine.append(row)
            self.model.objects.bulk_update(mine, ["order"])
        return saved

    def _not_shared(self):
        """What no two rows of a story may have in common: columns, and the sentence about it."""
        for constraint in self.model._meta.constraints:
            if isinstance(constraint, models.UniqueConstraint) and "order" not in constraint.fields:
                columns = [self.model._meta.get_field(name).attname for name in constraint.fields]
                columns.remove("story_id")
                yield columns, constraint.violation_error_message

    def _taken_out(self, rows):
        """Take out the rows that get what another row has until now; they are saved anew.

        Saved one by one where they stand, two topics that change places would meet on the way.
        """
        taken_out = []
        for columns, _sentence in self._not_shared():
            if not any(self._changes(form, columns) for form in rows):
                continue
            stored = self.model.objects.filter(story=self.instance)
            holders = {tuple(values): pk for pk, *values in stored.values_list("pk", *columns)}
            for form in rows:
                values = _values(form.instance, columns)
                holder = holders.get(values, form.instance.pk) if all(values) else None
                if holder and form.instance.pk and holder != form.instance.pk:
                    taken_out.append(form)
        self.model.objects.filter(pk__in=[form.instance.pk for form in taken_out]).delete()
        for form in taken_out:
            form.instance.pk = None
            form.instance._state.adding = True
        return taken_out

    @staticmethod
    def _changes(form, columns):
        return bool({column.removesuffix("_id") for column in columns} & {*form.changed_data})

    def _kept(self):
        """Forms of the rows that the story will have; an empty one is none."""
        gone = set(self.deleted_forms)
        return [form for form in self.forms if form not in gone and self._is_row(form)]

    @staticmethod
    def _is_row(form):
        if form.is_gone:
            return bool(form.touched)
        return bool(form.instance.pk) or form.has_changed()

    def _in_order(self):
        """As the person ordered them; where they moved none, as they stand by now."""
        rows = self._kept()
        mine = sorted(rows, key=lambda form: form.cleaned_data.get("order") or Row.OUT_OF_THE_WAY)
        old = [form for form in mine if form.instance.pk and "order" in form.base]
        if old != sorted(old, key=lambda form: int(form.base["order"])):
            return mine
        by_now = sorted(old, key=lambda form: form.initial["order"])
        for form, before in zip(mine, [None, *mine], strict=False):
            if form not in old:  # a new row goes behind the one that it was put behind
                by_now.insert(by_now.index(before) + 1 if before else 0, form)
        return by_now


def _values(row, columns):
    return tuple(getattr(row, column) for column in columns)


class RowInline(LoadedChoices, DeskFields, admin.StackedInline):
    template = "admin/stories/rows.html"
    form = RowForm
    formset = RowFormSet
    extra = 0
    classes = ["rows"]

    def get_fields(self, request, obj=None):
        """Whoever only reads the form needs no places and nothing to compare with."""
        if self.has_change_permission(request, obj):
            return self.fields
        return [field for field in self.fields if field != ("order", "loaded")]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related(*self.autocomplete_fields)


class BylineInline(RowInline):
    model = Byline
    fields = [("user", "guest"), ("order", "loaded")]
    autocomplete_fields = ["user"]


class PointInline(RowInline):
    model = AnalysisPoint
    fields = [("theme", "label"), "text", ("order", "loaded")]


class CitationForm(RowForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        # A name that no outlet was found for is shown as long as there is one.
        if "outlet_named" in self.fields and not self.instance.outlet_named:
            self.fields["outlet_named"].widget = forms.HiddenInput()


class CitationInline(RowInline):
    model = Citation
    form = CitationForm
    fields = [
        ("outlet", "outlet_named"),
        "text",
        ("headline", "published_on"),
        ("url", "is_print_only"),
        ("quote", "archive_url"),
        ("order", "loaded"),
    ]
    autocomplete_fields = ["outlet"]


class QuestionInline(RowInline):
    model = Question
    fields = ["text", ("order", "loaded")]


class TopicFormSet(RowFormSet):
    def validate_unique(self):
        """A profile, and another that was merged into it, are one topic."""
        super().validate_unique()
        chosen = [form for form in self._kept() if form.instance.entity_id and not form.errors]
        for form in chosen:
            topic = form.instance
            others = [each.instance for each in chosen if each is not form]
            if "entity" in form.changed_data and any(
                other.profile.pk == topic.profile.pk and other.entity_id != topic.entity_id
                for other in others
            ):
                form.add_error("entity", _("The story links this topic already."))


class TopicForm(RowForm):
    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        topic = self.instance
        if topic.pk and "entity" in self.fields and topic.profile.pk != topic.entity_id:
            words = {"name": topic.profile.name, "chosen": topic.entity.name}
            said = _("%(name)s (chosen as “%(chosen)s”)") % words
            self.fields["entity"].widget.widget.said = said

    def clean_entity(self):
        """A retired profile stays where it is, until it is taken out; none is linked anew."""
        entity = self.cleaned_data["entity"]
        if "entity" in self.changed_data and not entity.is_usable:
            raise forms.ValidationError(_("%(name)s is no longer in use.") % {"name": entity.name})
        return entity

    @property
    def suggest_url(self):
        """The page on which a change of the profile is suggested; it leads back to this form."""
        if self.instance.pk is None:
            return ""
        back = reverse("admin:stories_story_change", args=[self.instance.story_id])
        url = reverse("admin:entities_entity_suggest", args=[self.instance.entity_id])
        return f"{url}?{urlencode({'next': f'{back}#topics-group'})}"


class TopicInline(RowInline):
    model = StoryTopic
    form = TopicForm
    formset = TopicFormSet
    fields = ["entity", ("order", "loaded")]
    autocomplete_fields = ["entity"]

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("entity__merged_into")
