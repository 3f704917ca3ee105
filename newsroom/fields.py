"""Model fields that several apps need: dates of partial precision, sanitised rich text."""

import re
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any, Self

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _
from django_prose_editor.fields import ProseEditorFormField
from django_prose_editor.widgets import AdminProseEditorWidget

from newsroom import html

PARTIAL = re.compile(r"([0-9]{4})(?:-(0[1-9]|1[0-2])(?:-(0[1-9]|[12][0-9]|3[01]))?)?")

NOT_A_DATE = _("Write a day (1961-05-03), a month (1961-05) or a year (1961).")


is_language = RegexValidator(
    r"^[a-zA-Z]{2,3}(-[a-zA-Z0-9]{2,8})*$",
    _("Write the code of a language: ko, uk, zh-Hant (BCP 47)."),
)


@dataclass(frozen=True, order=True)
class PartialDate:
    """A year, a month of a year, or a day: as much of a date as is known.

    Written as the reduced precision forms of ISO 8601: `1961`, `1961-05`, `1961-05-03`. Sorts
    by what is known; a year comes before the months in it.
    """

    year: int
    month: int = 0
    day: int = 0

    def __post_init__(self):
        if self.day and not self.month:
            raise ValueError("A day needs a month.")
        date(self.year, self.month or 1, self.day or 1)

    @classmethod
    def parse(cls, text: str) -> Self:
        """Raise ValueError where the text is not one of the three forms, or no such day exists."""
        if not (match := PARTIAL.fullmatch(text.strip())):
            raise ValueError(f"“{text}” is not a year, a month or a day.")
        return cls(*(int(part or 0) for part in match.groups()))

    def __str__(self) -> str:
        parts = [f"{self.year:04}", f"{self.month:02}", f"{self.day:02}"]
        return "-".join(parts[: 1 + bool(self.month) + bool(self.day)])

    def in_words(self) -> str:
        """`3 May 1961`, `May 1961` or `1961`, in the site's language."""
        day = date(self.year, self.month or 1, self.day or 1)
        if self.day:
            return date_format(day, "j F Y")
        return date_format(day, "F Y") if self.month else str(self.year)


class PartialDateInput(forms.CharField):
    """A text input whose value is a PartialDate."""

    def to_python(self, value):
        if isinstance(value, PartialDate):
            return value
        try:
            return PartialDate.parse(value) if value and value.strip() else None
        except ValueError:
            raise ValidationError(NOT_A_DATE, code="invalid") from None

    def has_changed(self, initial, data):
        return str(initial or "") != (data or "").strip()


if TYPE_CHECKING:
    PartialDateColumn = models.CharField[PartialDate | str | None, PartialDate | None]
    Text = models.TextField[str, str]
else:  # Django's fields take type arguments in their stubs only
    PartialDateColumn = models.CharField
    Text = models.TextField


class PartialDateField(PartialDateColumn):
    """A PartialDate, or None. Kept as its ISO text, so that the database sorts it too."""

    description = _("Date of partial precision")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs["max_length"] = 10
        kwargs.setdefault("blank", True)
        kwargs.setdefault("default", None)
        kwargs["null"] = True
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        for implied in ("max_length", "null"):
            kwargs.pop(implied, None)
        return name, path, args, kwargs | {"blank": self.blank}

    def from_db_value(self, value, expression, connection):
        return PartialDate.parse(value) if value else None

    def to_python(self, value):
        if value in (None, "") or isinstance(value, PartialDate):
            return value or None
        try:
            return PartialDate.parse(str(value))
        except ValueError:
            raise ValidationError(NOT_A_DATE, code="invalid") from None

    def run_validators(self, value):
        """Nothing beyond to_python: the length is that of the form, not of what was typed."""

    def get_prep_value(self, value):
        value = self.to_python(value)
        return str(value) if value else None

    def value_to_string(self, obj):
        return str(self.value_from_object(obj) or "")

    def formfield(self, **kwargs):
        help_text = self.help_text or _("A day, a month or a year: 1961-05-03, 1961-05, 1961.")
        defaults = {"help_text": help_text, "form_class": PartialDateInput, "max_length": None}
        return models.Field.formfield(self, **defaults | kwargs)


class SanitisedText(Text):
    """Rich text limited to what `newsroom.html` allows; cleaned whichever way it comes in."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        kwargs.setdefault("blank", True)
        super().__init__(*args, **kwargs)

    def deconstruct(self):
        name, path, args, kwargs = super().deconstruct()
        return name, path, args, kwargs | {"blank": self.blank}

    def pre_save(self, model_instance, add):
        value = html.clean(super().pre_save(model_instance, add) or "")
        setattr(model_instance, self.attname, value)
        return value

    def get_prep_value(self, value):
        value = super().get_prep_value(value)
        return html.clean(value) if value else value

    def formfield(self, **kwargs):
        kwargs |= {
            "form_class": ProseEditorFormField,
            "widget": AdminProseEditorWidget,
            "config": {"extensions": html.EXTENSIONS},
            "preset": "configurable",
        }
        return super().formfield(**kwargs)
