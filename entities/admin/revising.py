"""The new values of a suggestion as fields, for a moderator who edits it and accepts that."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from django import forms
from django.db.models import ForeignKey
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from entities.admin.completing import typed
from entities.changes.shape import ROWS, Changes, column, label, plain
from entities.models import Entity, Suggestion

APART = {"name_is_guessed", "wikidata_id"}  # told by machines, not typed


@dataclass(frozen=True, kw_only=True)
class Place:
    """Where a new value stands in a change: `holder` is the list or mapping, `key` its place."""

    name: str
    label: str
    model: Any
    column: str
    holder: Any
    key: Any


class RevisingForm(forms.Form):
    """Every value that the suggestion would write, as it would be; none is taken out here."""

    source_url = forms.URLField(
        label=_("Where the change can be seen"),
        required=False,
        assume_scheme="https",
        widget=forms.URLInput,
    )

    def __init__(self, *args: Any, suggestion: Suggestion, **kwargs: Any):
        super().__init__(*args, prefix=f"revise-{suggestion.pk}", **kwargs)
        self.changes = deepcopy(suggestion.changes)
        self.places = list(_places(self.changes))
        source = self.fields.pop("source_url")
        for place in self.places:
            field = typed(column(place.model, place.column))
            field.label, field.help_text = place.label, ""
            field.initial = place.holder[place.key]
            self.fields[place.name] = field
        source.initial = suggestion.source_url
        self.fields["source_url"] = source

    def revised(self) -> Changes:
        """The suggestion with what the moderator has typed."""
        for place in self.places:
            value = self.cleaned_data[place.name]
            place.holder[place.key] = plain(place.model, place.column, value)
        return self.changes


def _places(changes: Changes) -> Iterator[Place]:
    for name, pair in changes.get("fields", {}).items():
        if _is_typed(Entity, name):
            yield Place(
                name=f"fields-{name}",
                label=label(Entity, name),
                model=Entity,
                column=name,
                holder=pair,
                key=1,
            )
    for part, (model, _columns) in ROWS.items():
        for number, row in enumerate(changes.get(part, [])):
            if row["do"] != "remove":
                yield from _of_row(part, number, row, model)


def _of_row(part: str, number: int, row: Any, model: Any) -> Iterator[Place]:
    values = row.get("values", row)
    for name in values:
        if name in ("do", "id") or not _is_typed(model, name):
            continue
        is_pair = row["do"] == "change"
        about = capfirst(str(model._meta.verbose_name))
        yield Place(
            name=f"{part}-{number}-{name}",
            label=f"{about}: {label(model, name).lower()}",
            model=model,
            column=name,
            holder=values[name] if is_pair else values,
            key=1 if is_pair else name,
        )


def _is_typed(model: Any, name: str) -> bool:
    """Whether a value is typed here: whom a row points to is chosen on the profile’s form."""
    is_side = name == "kind" and model is not Entity
    return name not in APART and not is_side and not isinstance(column(model, name), ForeignKey)
