"""Two people, one story: a form knows what it was loaded with, and so what its person changed.

Each form of a story, and each row, carries the values that it was loaded with, signed. On a save
what the person did not touch stays as it is by now, whoever changed it; what both changed is a
conflict: nothing is saved, the person sees the other's text beside their own, and a second save
is the decision. Nothing that either of them typed is lost.
"""

from dataclasses import dataclass

from django import forms
from django.contrib.admin.widgets import AutocompleteSelect
from django.core import signing
from django.db.models import Model
from django.template.loader import render_to_string
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from taggit.utils import edit_string_for_tags

from newsroom import acts, html, prose
from stories.models import Story

SALT = "stories.admin.meeting"
GONE = "gone"
# What the token of a story carries besides its fields: which revision it was, in which state.
REVISION = "_revision"
STATE = "_state"


@dataclass(frozen=True, kw_only=True)
class Side:
    """One of the three texts: `value` as the field takes it, `words` for whoever reads it."""

    label: str
    value: str
    words: str


@dataclass(frozen=True, kw_only=True)
class Conflict:
    field_id: str
    sentence: str
    sides: list[Side]

    def as_error(self):
        return render_to_string("admin/stories/conflict.html", {"conflict": self})


class LoadedForm(forms.ModelForm):
    """A model form with the values that it was loaded with."""

    loaded = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        columns = self.instance._meta.concrete_fields
        self.stored = {field.attname: getattr(self.instance, field.attname) for field in columns}
        self.now = {name: plain(self.initial.get(name)) for name in self.compared()}
        self.base = self._read()
        self.conflicts: dict[str, Conflict] = {}
        if self.instance.pk:
            self.initial["loaded"] = self._token()
        for name, field in self.fields.items():
            if isinstance(field, forms.ModelChoiceField):
                know(field, self.at_hand(name))

    def at_hand(self, name):
        """What a choice stands on, where it was loaded with the instance."""
        return getattr(self.instance, name, None) if self.instance.pk else None

    def compared(self):
        """The fields that two people may both have changed."""
        apart = {"loaded", "id", "story", "order", "DELETE"}
        return [name for name in self.fields if name not in apart]

    def mine(self, name):
        return plain(self.cleaned_data.get(name))

    @cached_property
    def touched(self):
        """The fields whose value is another than the form was loaded with."""
        return {
            name
            for name in self.compared()
            if name in self.cleaned_data and self.mine(name) != self.base.get(name, "")
        }

    def theirs(self):
        """The fields that someone else has changed since."""
        return [name for name, value in self.base.items() if self.now.get(name, value) != value]

    def _read(self):
        token = self.data.get(self.add_prefix("loaded"), "") if self.is_bound else ""
        try:
            return signing.loads(token, salt=self._salt) if token else {}
        except signing.BadSignature:
            return {}

    def _get_validation_exclusions(self):
        """What was not changed was valid when it was stored, and is not looked up once more."""
        exclude = super()._get_validation_exclusions()
        return exclude | (set(self.fields) - set(self.changed_data) if self.instance.pk else set())

    def _post_clean(self):
        super()._post_clean()
        if not self.instance.pk:
            return
        if not self.base:  # whoever sends no token has seen nothing that they could overwrite
            self.add_error(None, _("Look at the story as it stands now, and save again."))
            self.load_again()
            return
        touched, theirs = self.touched, set(self.theirs())
        for name in self.compared():
            if name in self.cleaned_data and name not in touched:
                self._leave(name)
        for name in touched & theirs:
            if self.mine(name) != self.now[name]:
                self.conflicts[name] = self.conflict(name)
                self.add_error(name, self.conflicts[name].as_error())
        if self.conflicts:
            self.load_again()

    def _leave(self, name):
        """Let the instance have what is stored by now, not what the form was loaded with."""
        field = next((f for f in self.instance._meta.concrete_fields if f.name == name), None)
        if field:
            setattr(self.instance, field.attname, self.stored[field.attname])
        elif name in self.initial:
            self.cleaned_data[name] = [str(each) for each in self.initial[name]]

    def conflict(self, name):
        """The three texts of a field that both have changed, the person's own still in the form."""
        who = self.who()
        sentence = _(
            "%(who)s changed this while you were writing. Yours still stands here: take what you "
            "need, and save again to keep it."
        )
        texts = (
            (_("As you opened it"), self.base.get(name, "")),
            (_("By %(who)s") % {"who": who}, self.now[name]),
            (_("By you"), self.mine(name)),
        )
        return Conflict(
            field_id=f"id_{self.add_prefix(name)}",
            sentence=sentence % {"who": who},
            sides=[
                Side(label=label, value=self._typed(name, value), words=self.shown(name, value))
                for label, value in texts
            ],
        )

    def _typed(self, name, value):
        """The value as it is typed: one tag of several words stands in quotation marks."""
        is_one_tag = isinstance(self.initial.get(name), list) and "," not in value
        return f'"{value}"' if is_one_tag and " " in value else value

    def who(self):
        """The name of whoever saved the story last."""
        story = getattr(self.instance, "story", self.instance)
        version = story.versions.newest_first().select_related("by").first()
        return acts.name_of(version.by if version else None)

    def shown(self, name, value):
        """A value in words: a choice by its name, prose as text."""
        choices = getattr(self.fields[name], "queryset", None)
        if value and choices is not None:
            return str(choices.model._default_manager.filter(pk=value).first() or "")
        if isinstance(self.fields[name], forms.BooleanField):
            return _("yes") if value else _("no")
        return prose.plain(value) if value.startswith("<") else value

    def load_again(self, **more):
        """Count what is stored by now as seen, so that the next save decides.

        What the person did not touch is shown as it is by now: sent once more, it is no change.
        """
        self.data = self.data.copy()
        self.data[self.add_prefix("loaded")] = self._token(**more)
        if more:  # of a row that is gone nothing is stored
            return
        for name in set(self.cleaned_data) & set(self.compared()) - self.touched:
            stored = self.initial.get(name)
            is_tags = isinstance(stored, list)  # which are typed with quotes where they need them
            value = edit_string_for_tags(stored) if is_tags else self.now[name]
            self.data[self.add_prefix(name)] = value
            if isinstance(self.fields[name], forms.BooleanField) and not self.now[name]:
                del self.data[self.add_prefix(name)]

    def _token(self, **more):
        values = self.now | more
        if "order" in self.fields:
            values["order"] = plain(self.initial.get("order"))
        if isinstance(self.instance, Story):
            values |= {REVISION: self.instance.revision, STATE: self.instance.state}
        return signing.dumps(values, salt=self._salt, compress=True)

    @property
    def _salt(self):
        """The token of one story is none of another."""
        return f"{SALT}:{self.instance.pk}" if isinstance(self.instance, Story) else SALT

    @cached_property
    def changed_data(self):
        return [name for name in super().changed_data if name != "loaded"]


def know(field, thing):
    """Let a choice that stays what it was be taken as it is, without a query for it."""
    if thing is None:
        return
    look_up = field.to_python
    field.to_python = lambda value: thing if str(value) == str(thing.pk) else look_up(value)
    widget = getattr(field.widget, "widget", None)
    if isinstance(widget, LoadedSelect):
        widget.loaded = thing


class LoadedSelect(AutocompleteSelect):
    """An autocomplete that shows the chosen object without fetching it once more."""

    loaded = None
    said = ""  # in place of the name of what is loaded

    def optgroups(self, name, value, attrs=None):
        if self.loaded is None or [str(self.loaded.pk)] != [str(each) for each in value]:
            return super().optgroups(name, value, attrs)
        options = [
            self.create_option(name, self.loaded.pk, self.said or str(self.loaded), value, 1)
        ]
        if not self.is_required:
            options.insert(0, self.create_option(name, "", "", False, 0))
        return [(None, options, 0)]


class LoadedChoices:
    """For a ModelAdmin or an inline: its autocompletes are LoadedSelects."""

    def formfield_for_foreignkey(self, db_field, request, **kwargs):
        if db_field.name in self.get_autocomplete_fields(request):
            kwargs["widget"] = LoadedSelect(db_field, self.admin_site)
        return super().formfield_for_foreignkey(db_field, request, **kwargs)


def plain(value):
    """A value of a field as text, the same from the form as from the database."""
    if value is None or value is False:
        return ""
    if isinstance(value, Model):
        return str(value.pk)
    if isinstance(value, list):
        return ", ".join(sorted(str(each) for each in value))
    if isinstance(value, str):
        text = html.clean(value) if value.startswith("<") else value
        return "\n".join(text.strip().splitlines())
    return str(value)
