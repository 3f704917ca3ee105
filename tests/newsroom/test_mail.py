"""Which mail server is used, and what is printed where there is none."""

import io
import os
import subprocess
import sys
from pathlib import Path

import pytest
from django.core.mail import EmailMessage

from newsroom.mail import PrintedMail

ROOT = Path(__file__).parents[2]
NAMES = ("BACKEND", "HOST", "PORT", "USE_TLS", "USE_SSL", "HOST_USER", "HOST_PASSWORD", "TIMEOUT")


def settings_with(tmp_path, **variables):
    """The mail settings of a process that is started with these variables."""
    code = (
        "from newsroom import settings as s; "
        f"print(*[getattr(s, 'EMAIL_' + name) for name in {NAMES}], s.DEFAULT_FROM_EMAIL, sep='|')"
    )
    inherited = {key: value for key, value in os.environ.items() if not key.startswith("EMAIL_")}
    environment = {"DATA_DIR": str(tmp_path), "SITE_URL": "https://news.example"} | variables
    result = subprocess.run(
        [sys.executable, "-c", code],
        cwd=ROOT,
        env=inherited | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return result.stdout.strip().split("|") if result.returncode == 0 else result.stderr


def test_mail_is_printed_until_a_server_is_named(tmp_path):
    backend, *_others, sender = settings_with(tmp_path)
    assert backend == "newsroom.mail.PrintedMail"
    assert sender == "Newsroom <newsroom@news.example>"


def test_a_mail_server_is_named_by_the_environment(tmp_path):
    found = settings_with(
        tmp_path,
        EMAIL_HOST="mail.example",
        EMAIL_USER="desk",
        EMAIL_PASSWORD="secret",
        EMAIL_FROM="The Desk <desk@news.example>",
    )
    assert found == [
        "django.core.mail.backends.smtp.EmailBackend",
        "mail.example",
        "587",
        "True",
        "False",
        "desk",
        "secret",
        "5",
        "The Desk <desk@news.example>",
    ]


@pytest.mark.parametrize(
    ("tls", "port", "expected"),
    [
        ("ssl", "", ["465", "False", "True"]),
        ("none", "", ["25", "False", "False"]),
        ("STARTTLS", "2525", ["2525", "True", "False"]),
    ],
)
def test_a_mail_server_is_met_in_one_of_three_ways(tls, port, expected, tmp_path):
    found = settings_with(tmp_path, EMAIL_HOST="mail.example", EMAIL_TLS=tls, EMAIL_PORT=port)
    assert found[2:5] == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [("EMAIL_TLS", "yes"), ("EMAIL_PORT", "smtp"), ("EMAIL_PORT", "0"), ("EMAIL_FROM", "the desk")],
)
def test_a_setting_that_cannot_be_is_refused_by_its_name(name, value, tmp_path):
    assert f"{name} is “{value}”" in settings_with(tmp_path, **{name: value})


def test_printed_mail_is_what_a_person_reads():
    out = io.StringIO()
    mail = EmailMessage(
        "Japan’s “SLIM”", "It landed – nearly.\n", to=["a@b.example", "c@d.example"]
    )
    assert PrintedMail(stream=out).send_messages([mail]) == 1
    assert "To: a@b.example, c@d.example\nSubject: Japan’s “SLIM”\n\nIt landed – nearly.\n" in (
        out.getvalue()
    )
