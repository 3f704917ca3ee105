"""The newsroom's own clock: a time typed by it, the two nights when it jumps, when a day begins."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext as _

TYPED = "%Y-%m-%dT%H:%M"


class ClockField(forms.DateTimeField):
    """A day and a time, typed as they stand on the wall; the label names the time zone.

    A time that the clock skips, or shows twice, is refused with times that are beyond doubt.
    """

    def __init__(self, *, label: str | Promise, **kwargs: Any):
        kwargs.setdefault(
            "widget", forms.DateTimeInput(attrs={"type": "datetime-local"}, format=TYPED)
        )
        super().__init__(label=_labelled(label), **kwargs)

    def to_python(self, value: Any) -> datetime | None:
        try:
            return super().to_python(value)
        except ValidationError as error:
            if error.code != "ambiguous_timezone":
                raise
            typed = (error.params or {})["datetime"]
            raise ValidationError(_doubt(typed), code=error.code) from error


def clock_now() -> str:
    """What the newsroom's clock shows, for the help beside such a field."""
    return _("It is %(time)s now.") % {"time": _shown(timezone.localtime())}


def midnight(day: date) -> datetime:
    """When the day begins, whoever asks."""
    return datetime.combine(day, time.min, tzinfo=timezone.get_default_timezone())


def _label(label: str | Promise) -> str:
    zone = timezone.get_current_timezone_name()
    return _("%(label)s (time zone: %(zone)s)") % {"label": label, "zone": zone}


_labelled: Callable[[str | Promise], Any] = lazy(_label, str)  # the zone is known when it is shown


def _doubt(typed: datetime) -> str:
    """What is wrong with a time of the night when the clocks change, and what to type instead."""
    zone = timezone.get_current_timezone()
    before, after = (typed.replace(tzinfo=zone, fold=fold).utcoffset() for fold in (0, 1))
    jump = abs((after or timedelta()) - (before or timedelta()))
    words = {
        "time": _shown(typed),
        "zone": timezone.get_current_timezone_name(),
        "earlier": _shown(typed - jump),
        "later": _shown(typed + jump),
    }
    if _is_skipped(typed):
        return (
            _(
                "%(time)s does not exist in %(zone)s: the clocks go forward. "
                "Choose %(earlier)s, or %(later)s."
            )
            % words
        )
    return (
        _(
            "%(time)s comes twice in %(zone)s: the clocks go back. "
            "Choose %(earlier)s, or %(later)s, which come once."
        )
        % words
    )


def _is_skipped(typed: datetime) -> bool:
    zone = timezone.get_current_timezone()
    there_and_back = typed.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
    return there_and_back.replace(tzinfo=None, fold=0) != typed.replace(fold=0)


def _shown(at: datetime) -> str:
    return date_format(at, "j M Y, H:i")
