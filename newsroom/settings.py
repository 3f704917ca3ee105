"""Settings, read top to bottom, from the environment.

With nothing set this is the newsroom on one machine: SQLite, files on disk, a cache in the
process, reachable on this machine only. With DEBUG off, `newsroom/checks.py` refuses to start on
an insecure value and names it.

| variable        | default                        | what it is                                   |
|-----------------|--------------------------------|----------------------------------------------|
| DEBUG           | 0                              | 1 for development: error pages, demo accounts |
| SECRET_KEY      | made once, in DATA_DIR         | signs sessions; the same in every process    |
| ALLOWED_HOSTS   | localhost, 127.0.0.1, [::1]    | host names the site answers to, with commas  |
| SITE_URL        | http://127.0.0.1:8000          | the site's own address: canonical links      |
| SITE_NAME       | Newsroom                       | the name on the masthead                     |
| HTTPS           | 1 if SITE_URL is https         | cookies, redirects and HSTS for HTTPS        |
| BEHIND_PROXY    | 0                              | 1 if a proxy sets X-Forwarded-Proto and -For |
| DATA_DIR        | var/ beside manage.py          | where everything below is kept               |
| DATABASE_URL    | sqlite in DATA_DIR             | postgres://user:password@host/name           |
| CACHE_URL       | locmem://                      | redis://host:6379/0                          |
| MEDIA_ROOT      | media/ in DATA_DIR             | pictures as readers get them                 |
| ORIGINALS_ROOT  | originals/ in DATA_DIR         | uploads as they came; never served           |
| MEDIA_URL       | /media/                        | elsewhere if another server has the pictures |
| TIME_ZONE       | UTC                            | the newsroom's own clock                     |
| LANGUAGE_CODE   | en-gb                          | the language of the site                     |
| EMAIL_HOST      | none: mail is printed          | the mail server, which sends notices         |
| EMAIL_PORT      | 587, 465 or 25, by EMAIL_TLS   | its port                                     |
| EMAIL_TLS       | starttls                       | starttls, ssl or none                        |
| EMAIL_USER      | none                           | who logs in there                            |
| EMAIL_PASSWORD  | none                           | with which password                          |
| EMAIL_FROM      | newsroom@ the host of SITE_URL | Name <name@host>: whom mail comes from       |
| CHECKS          | as in docs/checks.md           | what blocks which act: docs/operating.md     |
| LIVING_PERSONS  | 1                              | 0: no second moderator for facts about them  |
| WIKIDATA_HOST   | www.wikidata.org               | whom “Refresh from Wikidata” asks            |
"""

from email.utils import formataddr
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONCE, NONE, SELF
from django.utils.translation import gettext_lazy as _

from newsroom import env
from newsroom.secret import kept_secret
from newsroom.sqlite import sqlite_options

BASE_DIR = Path(__file__).resolve().parent.parent
DATA_DIR = env.path("DATA_DIR", BASE_DIR / "var")
DATA_DIR.mkdir(parents=True, exist_ok=True)

# Who we are and who may call -----------------------------------------------------------------

DEBUG = env.flag("DEBUG")
SECRET_KEY = env.text("SECRET_KEY") or kept_secret(DATA_DIR / "secret_key")
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS", "localhost, 127.0.0.1, [::1]")
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")
SITE_NAME = env.text("SITE_NAME", "Newsroom")

# What runs -----------------------------------------------------------------------------------

INSTALLED_APPS = [
    "taggit",  # first: our admin takes its stock tags out again
    "newsroom.apps.NewsroomConfig",
    "entities.apps.EntitiesConfig",
    "stories.apps.StoriesConfig",
    "newsroom.apps.NewsroomAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "csp",
    "django_countries",
    "django_filters",
    "django_prose_editor",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.http.ConditionalGetMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]

ROOT_URLCONF = "newsroom.urls"
WSGI_APPLICATION = "newsroom.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "newsroom.context_processors.site",
            ],
            "builtins": ["newsroom.templatetags.newsroom"],
        },
    },
]

# Where things are kept -----------------------------------------------------------------------

DATABASES = {"default": env.database("DATABASE_URL", f"sqlite:///{DATA_DIR / 'db.sqlite3'}")}
if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["OPTIONS"] = sqlite_options()
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

CACHES = {"default": env.cache("CACHE_URL")}

MEDIA_ROOT = env.path("MEDIA_ROOT", DATA_DIR / "media")
MEDIA_URL = env.text("MEDIA_URL", "/media/")
ORIGINALS_ROOT = env.path("ORIGINALS_ROOT", DATA_DIR / "originals")

STATIC_URL = "/static/"
STATIC_ROOT = env.path("STATIC_ROOT", DATA_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
# With DEBUG on, whatever is on disk is served as it is, without `collectstatic`.
WHITENOISE_USE_FINDERS = DEBUG

STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "originals": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ORIGINALS_ROOT, "base_url": None},
    },
    "staticfiles": {
        "BACKEND": (
            "django.contrib.staticfiles.storage.StaticFilesStorage"
            if DEBUG
            else "whitenoise.storage.CompressedManifestStaticFilesStorage"
        )
    },
}

# People --------------------------------------------------------------------------------------

AUTH_USER_MODEL = "newsroom.User"
LOGIN_URL = "admin:login"
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]

# Language and time ---------------------------------------------------------------------------

LANGUAGE_CODE = env.text("LANGUAGE_CODE", "en-gb")
LANGUAGES = [("en-gb", _("English"))]
USE_I18N = True
TIME_ZONE = env.text("TIME_ZONE", "UTC")
USE_TZ = True

# What a story must pass ----------------------------------------------------------------------

# Checks that block other acts here than docs/checks.md says; stories/standards reads it.
CHECKS = env.choices("CHECKS")

# What a profile must pass --------------------------------------------------------------------

# Sensitive facts about living persons need a source and a second moderator: entities/living.py.
LIVING_PERSONS = env.flag("LIVING_PERSONS", default=True)
# Asked over HTTPS, unless http:// is said.
WIKIDATA_HOST = env.text("WIKIDATA_HOST", "www.wikidata.org").rstrip("/")

# Mail ----------------------------------------------------------------------------------------

EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend" if EMAIL_HOST else "newsroom.mail.PrintedMail"
)
EMAIL_TLS = env.choice("EMAIL_TLS", "starttls", of=("starttls", "ssl", "none"))
EMAIL_USE_TLS = EMAIL_TLS == "starttls"
EMAIL_USE_SSL = EMAIL_TLS == "ssl"
EMAIL_PORT = env.port("EMAIL_PORT", {"starttls": 587, "ssl": 465, "none": 25}[EMAIL_TLS])
EMAIL_HOST_USER = env.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD")
EMAIL_TIMEOUT = 5  # seconds that whoever publishes may wait for a server that is down
DEFAULT_FROM_EMAIL = SERVER_EMAIL = env.address(
    "EMAIL_FROM", formataddr((SITE_NAME, f"newsroom@{urlsplit(SITE_URL).hostname or 'localhost'}"))
)

# Security ------------------------------------------------------------------------------------

HTTPS = env.flag("HTTPS", default=SITE_URL.startswith("https://"))
SESSION_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = True
CSRF_COOKIE_SECURE = HTTPS
CSRF_TRUSTED_ORIGINS = [SITE_URL] if HTTPS else []
SECURE_SSL_REDIRECT = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
# Whether sibling hosts speak HTTPS, and whether browsers should ship with that, is for whoever
# owns the domain to promise, in the proxy.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_REFERRER_POLICY = "strict-origin-when-cross-origin"
BEHIND_PROXY = env.flag("BEHIND_PROXY")  # callers.py reads it, too
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        # The one style that the rich-text editor puts into the page by script.
        "style-src": [SELF, "'sha256-PlumsSlvJ7vvWzjqibGAYKq92O3y/4JTxWWsWJvyUYA='"],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
if "://" in MEDIA_URL:
    CONTENT_SECURITY_POLICY["DIRECTIVES"]["img-src"].append(MEDIA_URL)

DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000  # a story with hundreds of rows is one form

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {name: {"level": "INFO"} for name in ("newsroom", "entities", "stories")},
}
