"""A real browser for the journeys: Chromium, when it is installed; a picture when one fails."""

import os
import shutil
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest
from django.contrib.auth.models import Group, Permission
from django.contrib.contenttypes.models import ContentType
from django.core.management import call_command
from django.db import connection
from playwright.sync_api import sync_playwright

from newsroom import roles
from stories.demo.checks import PASSWORD

ARTIFACTS = Path(__file__).resolve().parents[2] / "test-artifacts"
NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")

# Playwright runs an event loop in this thread, and Django then takes every query for a mistake.
os.environ.setdefault("DJANGO_ALLOW_ASYNC_UNSAFE", "true")


@pytest.fixture(scope="session")
def chromium():
    path = next((found for name in NAMES if (found := shutil.which(name))), None)
    if path is None:
        pytest.skip("No Chromium is installed: the browser journeys were not run.")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox"])
        yield browser
        browser.close()


@pytest.fixture
def visit(chromium, live_server, request):
    """Opens a browser of their own for a person; pages of a failed journey are kept as pictures."""
    pages = []

    def open_browser(**options):
        context = chromium.new_context(
            base_url=live_server.url, viewport={"width": 1280, "height": 900}, **options
        )
        context.set_default_timeout(15_000)
        page = context.new_page()
        page.errors = []
        page.on("console", lambda message: _note(page, message))
        page.on("pageerror", lambda error: page.errors.append(str(error)))
        pages.append(page)
        return page

    yield open_browser
    report = getattr(request.node, "report", None)
    for number, page in enumerate(pages, 1):
        if report is not None and report.failed:
            ARTIFACTS.mkdir(exist_ok=True)
            page.screenshot(path=ARTIFACTS / f"{request.node.name}-{number}.png", full_page=True)
            (ARTIFACTS / f"{request.node.name}-{number}.html").write_text(page.content())
        page.context.close()


@pytest.fixture
def demo(chromium, transactional_db, settings, demo_file):
    """The newsroom that `make run` starts with: loaded once, and laid anew for each journey."""
    connection.ensure_connection()
    if demo_file.exists():
        with closing(sqlite3.connect(demo_file)) as kept:
            kept.backup(connection.connection)
        ContentType.objects.clear_cache()
        return
    roles.grant(Group, Permission)  # what an earlier journey left was flushed, groups and all
    settings.DEBUG = True
    call_command("load_demo", verbosity=0)
    settings.DEBUG = False
    if connection.vendor == "sqlite":
        with closing(sqlite3.connect(demo_file)) as kept:
            connection.connection.backup(kept)


@pytest.fixture(scope="session")
def demo_file(tmp_path_factory):
    return tmp_path_factory.mktemp("demo") / "newsroom.sqlite3"


def log_in(page, username):
    page.goto("/admin/login/")
    page.get_by_label("Username").fill(username)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Log in").click()
    page.get_by_role("heading", name="The desk").wait_for()


@pytest.hookimpl(hookwrapper=True)
def pytest_runtest_makereport(item, call):
    outcome = yield
    if call.when == "call":
        item.report = outcome.get_result()


def _note(page, message):
    if message.type in {"error", "warning"}:
        page.errors.append(message.text)
