"""What a text in a file means to a column of ours: its value in JSON, or a sentence.

No database: what stands at the addresses of other profiles is in `known.py`.
"""

from collections.abc import Collection
from typing import Any

from django.core.exceptions import ValidationError
from django.db import models
from django.utils.translation import gettext as _
from django_countries.fields import CountryField

from entities.changes.shape import LONGEST, column, plain
from newsroom.fields import NOT_A_DATE, PartialDateField


class BadText(ValueError):
    """The text is no value of the column. Its text is a sentence that says what would be one."""


def value_of(
    model: type[models.Model], name: str, text: str, *, stands: Collection[Any] = ()
) -> Any:
    """The value in JSON. What stands there already is never found fault with. Raises BadText."""
    field, said = column(model, name), text
    if field.choices and not isinstance(field, CountryField):
        text = "_".join(text.replace("_", " ").lower().split())
    elif isinstance(field, CountryField):
        text = text.strip().upper()
    try:
        value = plain(model, name, text)
        if value not in stands:
            _check(field, value)
    except ValidationError as error:
        raise BadText(_sentence(field, said, error)) from None
    return value


def is_backwards(start: str | None, end: str | None) -> bool:
    """Whether what has these dates ends before it begins; “1961” may end what began in 1961-05."""
    return bool(start and end and end < start and not start.startswith(end))


def _check(field: "models.Field[Any, Any]", value: Any) -> None:
    if isinstance(value, str):
        if "\0" in value or any("\ud800" <= sign <= "\udfff" for sign in value):
            raise ValidationError(_("This has a character that cannot be kept."))
        if len(value) > LONGEST:
            raise ValidationError(_("At most %(most)d characters.") % {"most": LONGEST})
    field.clean(value, None)


def _sentence(field: "models.Field[Any, Any]", text: str, error: ValidationError) -> str:
    if not text.strip():
        return _("This cannot be empty.")
    given = {"text": text.strip()[:60]}
    if isinstance(field, CountryField):
        return _("“%(text)s” is the code of no country: write KR, UA … (ISO 3166).") % given
    if field.choices:
        words = ", ".join(str(value).replace("_", " ") for value, _label in field.flatchoices)
        return _("“%(text)s” is none of these: %(words)s.") % (given | {"words": words})
    if isinstance(field, PartialDateField):
        return _("“%(text)s” is no date. %(how)s") % (given | {"how": NOT_A_DATE})
    if isinstance(field, models.DateField):
        return _("“%(text)s” is no day: write 2024-05-03.") % given
    if isinstance(field, models.IntegerField):
        return _("“%(text)s” is no number of days: write 180, or up to 32767.") % given
    return " ".join(error.messages)
