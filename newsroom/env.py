"""Typed reads of environment variables; an error names the variable. Knows no setting by name."""

import os
from email.utils import parseaddr
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import dj_database_url
from django.core.exceptions import ImproperlyConfigured

TRUE = {"1", "true", "yes", "on"}
FALSE = {"0", "false", "no", "off", ""}


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default).strip()


def flag(name: str, *, default: bool = False) -> bool:
    value = os.environ.get(name)
    if value is None:
        return default
    if value.strip().lower() in TRUE:
        return True
    if value.strip().lower() in FALSE:
        return False
    raise ImproperlyConfigured(f"{name} is “{value}”: say 1 or 0.")


def number(name: str, default: int) -> int:
    value = text(name) or str(default)
    try:
        return int(value)
    except ValueError:
        raise ImproperlyConfigured(f"{name} is “{value}”: it takes a whole number.") from None


def port(name: str, default: int) -> int:
    value = number(name, default)
    if not 0 < value < 65_536:
        raise ImproperlyConfigured(f"{name} is “{value}”: a port is from 1 to 65535.")
    return value


def choice(name: str, default: str, *, of: tuple[str, ...]) -> str:
    value = text(name).lower() or default
    if value not in of:
        raise ImproperlyConfigured(f"{name} is “{value}”: it takes {', '.join(of)}.")
    return value


def address(name: str, default: str) -> str:
    """An e-mail address, alone or as `Name <name@host>`."""
    value = text(name) or default
    mailbox, at, host = parseaddr(value)[1].rpartition("@")
    if not (mailbox and at and host) or not value.isprintable():
        raise ImproperlyConfigured(f"{name} is “{value}”: it takes Name <name@host>.")
    return value


def names(name: str, default: str = "") -> list[str]:
    """A list written with commas."""
    return [part.strip() for part in text(name, default).split(",") if part.strip()]


def choices(name: str) -> dict[str, tuple[str, ...]]:
    """What is chosen for each of several things: `one=a+b, other=c`."""
    chosen: dict[str, tuple[str, ...]] = {}
    for part in names(name):
        key, _equals, values = (piece.strip() for piece in part.partition("="))
        words = tuple(word.strip() for word in values.split("+"))
        if not key or not all(words):
            raise ImproperlyConfigured(f"{name} has “{part}”: it takes name=choice+choice.")
        if key in chosen:
            raise ImproperlyConfigured(f"{name} names “{key}” twice.")
        chosen[key] = words
    return chosen


def path(name: str, default: Path) -> Path:
    return Path(text(name) or default).expanduser().resolve()


def database(name: str, default: str) -> dict[str, Any]:
    """One entry of DATABASES from a URL such as `postgres://user:password@host/name`."""
    try:
        return dict(dj_database_url.parse(text(name) or default))
    except (ValueError, KeyError, dj_database_url.ParseError) as error:
        raise ImproperlyConfigured(f"{name} is not a database URL: {error}") from None


def cache(name: str, default: str = "locmem://") -> dict[str, Any]:
    """One entry of CACHES from `locmem://` or `redis://host:6379/0`."""
    value = text(name) or default
    match urlsplit(value).scheme:
        case "locmem":
            return {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
        case "redis" | "rediss" | "unix":
            return {"BACKEND": "django.core.cache.backends.redis.RedisCache", "LOCATION": value}
    raise ImproperlyConfigured(f"{name} is “{value}”: it takes locmem:// or redis://host:port/n.")
