import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from newsroom.clock import TYPED, ClockField

BERLIN = ZoneInfo("Europe/Berlin")


@pytest.fixture(autouse=True)
def _in_berlin():
    with timezone.override(BERLIN):
        yield


def test_the_label_names_the_time_zone_that_counts_when_it_is_shown():
    field = ClockField(label="Goes live at")
    assert str(field.label) == "Goes live at (time zone: Europe/Berlin)"
    with timezone.override(UTC):
        assert str(field.label) == "Goes live at (time zone: UTC)"


def test_a_time_is_taken_by_the_clock_on_the_wall():
    assert ClockField(label="At").clean("2026-03-02T10:30") == datetime(
        2026, 3, 2, 9, 30, tzinfo=UTC
    )
    assert ClockField(label="At").clean("2026-07-02 10:30") == datetime(
        2026, 7, 2, 8, 30, tzinfo=UTC
    )


def refusal(typed):
    with pytest.raises(ValidationError) as error:
        ClockField(label="At").clean(typed)
    return error.value.messages[0]


def test_a_time_that_the_clock_skips_is_refused_with_what_to_type_instead():
    assert refusal("2026-03-29T02:30") == (
        "29 Mar 2026, 02:30 does not exist in Europe/Berlin: the clocks go forward. "
        "Choose 29 Mar 2026, 01:30, or 29 Mar 2026, 03:30."
    )


def test_a_time_that_comes_twice_is_refused_with_what_to_type_instead():
    assert refusal("2026-10-25T02:30") == (
        "25 Oct 2026, 02:30 comes twice in Europe/Berlin: the clocks go back. "
        "Choose 25 Oct 2026, 01:30, or 25 Oct 2026, 03:30, which come once."
    )


@pytest.mark.parametrize("typed", ["", "tomorrow", "2026-02-30T10:00", "2026-03-02T25:00"])
def test_what_is_no_time_is_refused_as_ever(typed):
    assert "exist in" not in refusal(typed)


NIGHTS = {
    "Europe/Berlin": ("2026-03-29", "2026-10-25"),
    "America/St_Johns": ("2026-03-08", "2026-11-01"),
    "Australia/Lord_Howe": ("2026-10-04", "2026-04-05"),  # where the clock jumps by half an hour
}


@pytest.mark.parametrize("zone", NIGHTS)
def test_every_time_of_those_nights_is_taken_or_refused_with_two_that_are(zone):
    with timezone.override(ZoneInfo(zone)):
        for night, wrong in zip(NIGHTS[zone], ("does not exist", "comes twice"), strict=True):
            refused = 0
            for minutes in range(0, 5 * 60, 10):
                typed = datetime.fromisoformat(f"{night}T00:00") + timedelta(minutes=minutes)
                try:
                    taken = ClockField(label="At").clean(typed.strftime(TYPED))
                except ValidationError as error:
                    sentence = error.messages[0]
                else:
                    assert timezone.localtime(taken).replace(tzinfo=None) == typed
                    continue
                refused += 1
                assert wrong in sentence
                for instead in re.findall(r"\d+ \w+ 2026, \d\d:\d\d", sentence)[1:]:
                    other = datetime.strptime(instead, "%d %b %Y, %H:%M")  # noqa: DTZ007  as typed
                    assert ClockField(label="At").clean(other.strftime(TYPED))
            assert refused == (3 if zone == "Australia/Lord_Howe" else 6)
