"""The entry point for a web server. It refuses what `manage.py check` refuses."""

import os

from django.core.checks import Error, Tags, run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "newsroom.settings")

application = get_wsgi_application()

if problems := [p for p in run_checks(tags=[Tags.security]) if isinstance(p, Error)]:
    raise ImproperlyConfigured(" ".join(f"{p.msg} {p.hint}" for p in problems))
