from datetime import date
from types import SimpleNamespace

import pytest

from newsroom import callers

TODAY, TOMORROW = date(2026, 3, 2), date(2026, 3, 3)


def request(**meta):
    return SimpleNamespace(META={"REMOTE_ADDR": "192.0.2.1"} | meta)


def test_a_request_comes_from_the_address_of_its_connection(settings):
    settings.BEHIND_PROXY = False
    claimed = request(HTTP_X_FORWARDED_FOR="203.0.113.9")
    assert callers.address_of(claimed) == "192.0.2.1"


def test_behind_a_proxy_it_comes_from_what_the_proxy_added_last(settings):
    settings.BEHIND_PROXY = True
    claimed = request(HTTP_X_FORWARDED_FOR="203.0.113.9, 198.51.100.7")
    assert callers.address_of(claimed) == "198.51.100.7"


def test_a_proxy_that_says_nothing_leaves_no_address(settings):
    settings.BEHIND_PROXY = True
    assert callers.address_of(request()) == ""
    assert callers.mark("", day=TODAY) == ""


def test_a_mark_is_the_same_for_a_day_and_says_nothing_of_the_address():
    mark = callers.mark("192.0.2.1", day=TODAY)
    assert mark == callers.mark("192.0.2.1", day=TODAY)
    assert mark != callers.mark("192.0.2.1", day=TOMORROW)
    assert mark != callers.mark("192.0.2.2", day=TODAY)
    assert len(mark) == 64


def test_a_mark_is_keyed(settings):
    before = callers.mark("192.0.2.1", day=TODAY)
    settings.SECRET_KEY = "another"
    assert callers.mark("192.0.2.1", day=TODAY) != before


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("192.0.2.1", "192.0.2.1:51234"),
        ("192.0.2.1", "::ffff:192.0.2.1"),
        ("2001:db8:1:2::1", "2001:db8:1:2:ffff::9"),
        ("2001:db8:1:2::1", "[2001:db8:1:2::1]:443"),
        ("fe80::1%eth0", "fe80::2"),
    ],
)
def test_one_caller_has_one_mark_however_the_address_is_written(one, other):
    assert callers.mark(one, day=TODAY) == callers.mark(other, day=TODAY)


def test_two_networks_have_two_marks():
    marks = {callers.mark(a, day=TODAY) for a in ("2001:db8:1:2::1", "2001:db8:1:3::1", "no one")}
    assert len(marks) == 3
