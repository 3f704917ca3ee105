"""The settings of the tests: the project's own, quick where nothing is lost by it."""

import tempfile
from pathlib import Path

from newsroom.settings import *  # noqa: F403

DEBUG = False
SECRET_KEY = "only-for-tests-" + "0123456789" * 5
SITE_URL = "http://testserver"
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"

FILES = Path(tempfile.mkdtemp(prefix="newsroom-tests-"))
MEDIA_ROOT = FILES / "media"
ORIGINALS_ROOT = FILES / "originals"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "originals": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ORIGINALS_ROOT, "base_url": None},
    },
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":  # noqa: F405
    # A browser asks for several things at once; in memory there is one connection for all of them.
    DATABASES["default"]["TEST"] = {"NAME": FILES / "db.sqlite3"}  # noqa: F405
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
LOGGING_CONFIG = None
