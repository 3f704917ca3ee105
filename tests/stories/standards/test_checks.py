"""The system check of the setting CHECKS."""

import pytest
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from newsroom import env
from stories.standards.checks import levels_of_checks


def problems(monkeypatch, settings, value):
    monkeypatch.setenv("CHECKS", value)
    settings.CHECKS = env.choices("CHECKS")
    return levels_of_checks(None)


@pytest.mark.parametrize(
    "value",
    [
        "",
        "has_points=submit+publish, headline_fits=publish, citations_are_dated=advisory",
        "has_points=correct, has_a_picture=off",
    ],
)
def test_checks_and_acts_that_there_are_pass(monkeypatch, settings, value):
    assert problems(monkeypatch, settings, value) == []


@pytest.mark.parametrize(
    ("value", "words", "hint"),
    [
        ("has_pints=submit", "CHECKS names a check “has_pints”", "has_points"),
        ("has_points=print", "CHECKS lets “has_points” block an act “print”", "submit, publish"),
        ("has_points=submit+print", "“has_points” block an act “print”", "correct, advisory, off"),
        ("has_points=off+submit", "CHECKS says both “off” and more of “has_points”", "joined by +"),
    ],
)
def test_what_there_is_not_is_named_with_what_there_is(monkeypatch, settings, value, words, hint):
    (problem,) = problems(monkeypatch, settings, value)
    assert problem.id == "stories.E002"
    assert words in problem.msg
    assert hint in problem.hint
    assert problem.is_serious()


def test_all_that_is_wrong_is_said_at_once(monkeypatch, settings):
    assert len(problems(monkeypatch, settings, "a=submit, b=print")) == 3


@pytest.mark.django_db
def test_the_site_does_not_start_with_a_check_that_there_is_not(settings):
    settings.CHECKS = {"has_pints": ("submit",)}
    with pytest.raises(SystemCheckError, match="has_pints"):
        call_command("check")
