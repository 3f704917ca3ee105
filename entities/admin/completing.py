"""The few fields that complete a profile, as the queue's page asks for them.

Not here: every other field (the profile's own form), and what may be done (the acts).
"""

from typing import Any

from django import forms
from django.db import models
from django.forms.models import fields_for_model
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from entities import changes
from entities.admin.form import last_change
from entities.models import Entity, Position

FIELDS = (
    *("name", "kind", "description"),
    *("description_source", "description_url", "description_licence"),
)
POSITION = ("title", "at", "started_on", "ended_on", "source_name", "source_url")
HELD, NEW = "held", "new"


def _seen(entity: Entity) -> int:
    """The key of the last change of the profile: which text a page shows."""
    last = last_change(entity)
    return last.pk if last else 0


def typed(field, **kwargs):
    """A field of a form for one of a model; descriptions and links as the desk types them."""
    if isinstance(field, models.TextField):
        kwargs["widget"] = forms.Textarea(attrs={"rows": 4})
    if isinstance(field, models.URLField):
        kwargs |= {"assume_scheme": "https", "widget": forms.URLInput}
    return field.formfield(**kwargs)


class CompletingForm(forms.Form):
    """A profile, the position that it holds now, and a new one.

    `seen` is the key of the last change of it that the page shows.
    """

    seen = forms.IntegerField(widget=forms.HiddenInput)

    def __init__(self, *args: Any, entity: Entity, held: Position | None, **kwargs: Any):
        super().__init__(*args, **kwargs)
        self.entity, self.held = entity, held
        self.fields |= fields_for_model(Entity, FIELDS, formfield_callback=typed)
        self.initial = {name: getattr(entity, name) for name in FIELDS}
        self.initial["seen"] = _seen(entity)
        if held:
            self._add_position(HELD, held)
        self._add_position(NEW, None)
        self.fields["source_url"] = forms.URLField(
            label=_("Where the change can be seen"),
            required=False,
            assume_scheme="https",
            widget=forms.URLInput,
            help_text=_("A link. Facts about living persons need one."),
        )

    def _add_position(self, which: str, position: Position | None) -> None:
        for name, field in fields_for_model(Position, POSITION, formfield_callback=typed).items():
            field.required = field.required and which == HELD
            self.fields[f"{which}-{name}"] = field
            if position:
                self.initial[f"{which}-{name}"] = getattr(position, name)
        self.fields[f"{which}-title"].help_text = ""

    def clean(self):
        new = self._position(NEW)
        if any(new.values()) and not new["title"]:
            self.add_error(f"{NEW}-title", gettext("Say which office or role it is."))
        return super().clean()

    @property
    def was_overtaken(self) -> bool:
        """Whether somebody changed the profile after the page was shown."""
        return self.cleaned_data["seen"] != _seen(self.entity)

    def show_again(self) -> None:
        """Count the profile as it is now as seen: the page shows that, with what was typed."""
        self.data = self.data.copy()
        self.data["seen"] = str(_seen(self.entity))

    def wanted(self) -> changes.Changes:
        """What was typed that is not in the profile yet. Raises changes.Invalid."""
        rows = []
        if self.held:
            rows.append({"id": self.held.pk} | self._position(HELD))
        if self._position(NEW)["title"]:
            rows.append(self._position(NEW))
        fields = {name: self.cleaned_data[name] for name in FIELDS}
        return changes.between(self.entity, fields=fields, positions=rows)

    def _position(self, which: str) -> dict[str, Any]:
        return {name: self.cleaned_data.get(f"{which}-{name}") for name in POSITION}

    # What the page shows together.

    @property
    def about(self):
        return [self[name] for name in FIELDS]

    @property
    def held_fields(self):
        return [self[f"{HELD}-{name}"] for name in POSITION] if self.held else []

    @property
    def new_fields(self):
        return [self[f"{NEW}-{name}"] for name in POSITION if name != "ended_on"]

    @property
    def adds_position(self) -> bool:
        """Whether the page opens on the fields of a new position."""
        is_person = self.entity.kind == Entity.Kind.PERSON
        has_typed = any(field.errors or field.value() for field in self.new_fields)
        return has_typed or (is_person and not self.held)
