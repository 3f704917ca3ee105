import os
import runpy
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError

from newsroom.checks import insecure_settings
from stories.demo import checks
from stories.demo import newsroom as demo

ROOT = Path(__file__).parents[2]
pytestmark = pytest.mark.django_db  # one of the checks looks for demonstration accounts
GOOD_KEY = "a-long-key-of-many-letters-" + "0123456789" * 5


@pytest.fixture(autouse=True)
def public_site(settings):
    """A site on the internet with nothing wrong."""
    settings.DEBUG = False
    settings.SECRET_KEY = GOOD_KEY
    settings.ALLOWED_HOSTS = ["news.example"]
    settings.HTTPS = True


def found():
    return [problem.id for problem in insecure_settings(None)]


def test_a_secure_site_passes():
    assert found() == []


INSECURE = {
    "SECRET_KEY": "newsroom.E001",
    "ALLOWED_HOSTS": "newsroom.E002",
    "HTTPS": "newsroom.E003",
}
VALUES = {
    "SECRET_KEY": ["short", GOOD_KEY[:49], "ab" * 50],
    "ALLOWED_HOSTS": [["*"], ["news.example", "*"]],
    "HTTPS": [False],
}
CASES = [(name, value) for name, values in VALUES.items() for value in values]


@pytest.mark.parametrize(("name", "value"), CASES)
def test_an_insecure_setting_is_refused_by_its_name_with_what_to_set_instead(settings, name, value):
    setattr(settings, name, value)
    (problem,) = insecure_settings(None)
    assert problem.id == INSECURE[name]
    assert problem.msg.startswith(name)
    assert problem.hint.startswith(("Set ", "Name "))
    assert problem.is_serious()


def test_all_that_is_wrong_is_said_at_once(settings):
    settings.SECRET_KEY, settings.ALLOWED_HOSTS, settings.HTTPS = "x", ["*"], False
    assert found() == ["newsroom.E001", "newsroom.E002", "newsroom.E003"]


def test_a_key_of_fifty_letters_is_long_enough(settings):
    settings.SECRET_KEY = GOOD_KEY[:50]
    assert found() == []


@pytest.mark.parametrize("hosts", [["localhost"], ["127.0.0.1", "[::1]", "localhost"], []])
def test_a_site_that_only_this_machine_can_reach_needs_no_https(settings, hosts):
    settings.HTTPS, settings.ALLOWED_HOSTS = False, hosts
    assert found() == []


@pytest.mark.parametrize("hosts", [["localhost", "news.example"], ["192.168.1.4"], [".example"]])
def test_a_site_that_another_machine_can_reach_needs_https(settings, hosts):
    settings.HTTPS, settings.ALLOWED_HOSTS = False, hosts
    assert found() == ["newsroom.E003"]


def test_a_developers_site_may_be_anything(settings):
    settings.DEBUG, settings.SECRET_KEY, settings.HTTPS = True, "x", False
    settings.ALLOWED_HOSTS = ["*"]
    assert found() == []


def test_every_start_of_the_site_runs_the_check(settings):
    settings.ALLOWED_HOSTS = ["*"]
    assert "newsroom.E002" in [problem.id for problem in run_checks()]
    with pytest.raises(SystemCheckError, match="ALLOWED_HOSTS lets every host name in"):
        call_command("check")


@pytest.mark.parametrize(("name", "value"), CASES)
def test_a_web_server_is_refused_the_application(settings, name, value):
    setattr(settings, name, value)
    with pytest.raises(ImproperlyConfigured, match=rf"{name} .*\. (Set|Name) "):
        runpy.run_module("newsroom.wsgi")


def test_a_web_server_gets_the_application_of_a_secure_site():
    assert callable(runpy.run_module("newsroom.wsgi")["application"])


def started(tmp_path, **variables):
    """Import the application as a web server does, with nothing but these variables set."""
    return subprocess.run(
        [sys.executable, "-c", "from newsroom.wsgi import application"],
        cwd=ROOT,
        env={"PATH": os.environ["PATH"], "DATA_DIR": str(tmp_path / "data")} | variables,
        capture_output=True,
        text=True,
        check=False,
    )


def test_a_new_newsroom_starts_with_nothing_set_and_not_on_the_internet_without_https(tmp_path):
    assert started(tmp_path).returncode == 0
    public = {"ALLOWED_HOSTS": "news.example", "SITE_URL": "http://news.example"}
    refused = started(tmp_path, **public)
    assert refused.returncode == 1
    assert "HTTPS is off for a site that other machines can reach." in refused.stderr
    assert started(tmp_path, **public | {"SITE_URL": "https://news.example"}).returncode == 0


def test_demonstration_accounts_do_not_outlive_the_demonstration(settings):
    people = demo.load_people(password=checks.PASSWORD)
    (problem,) = checks.demonstration_accounts(None)
    assert all(username in problem.msg for username in people)
    settings.DEBUG = True
    assert checks.demonstration_accounts(None) == []
    settings.DEBUG = False
    for person in people.values():
        person.set_password("another and a better one")
        person.save()
    assert checks.demonstration_accounts(None) == []
