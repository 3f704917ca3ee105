"""Where a link in prose leads on this site. Knows the site's addresses, and asks no database."""

from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.urls import Resolver404, ResolverMatch, resolve

BRIEF = ("story", "editions", "edition")


@dataclass(frozen=True, kw_only=True)
class Address:
    """A page of ours: the name of its route, empty where no page has the address, and its slug."""

    route: str = ""
    slug: str = ""


def address(href: str) -> Address | None:
    """The page of this site that a link leads to; None where it leads to another one."""
    try:
        parts = urlsplit(href.strip())
    except ValueError:
        return Address()
    if parts.scheme not in ("", "http", "https"):
        return None
    if parts.netloc:
        is_ours = parts.netloc.lower() == urlsplit(settings.SITE_URL).netloc.lower()
        return _page(parts.path or "/") if is_ours else None
    if not parts.path:
        return None  # a place on the same page
    # Without a slash in front it would be a page beside the brief: “example.com/page”.
    return _page(parts.path) if parts.path.startswith("/") else Address()


def _page(path: str) -> Address:
    match = _match(unquote(path)) or _match(f"{unquote(path)}/")
    if match is None or "admin" in match.namespaces:  # the desk is no place for readers
        return Address()
    return Address(route=match.url_name or "", slug=str(match.kwargs.get("slug", "")))


def _match(path: str) -> ResolverMatch | None:
    try:
        return resolve(path)
    except Resolver404:
        return None
