"""The settings of the tests, with the address of the stock admin beside our own."""

from tests.settings import *  # noqa: F403

ROOT_URLCONF = "benchmarks.urls"
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}}
