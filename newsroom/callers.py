"""Where a request comes from, and a mark that tells for a day that two came from one place.

The mark is all of it that is ever kept.
"""

from collections.abc import Mapping
from datetime import date
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network
from typing import Protocol

from django.conf import settings
from django.utils.crypto import salted_hmac

SALT = "newsroom.callers"
HOME = 64  # bits that the addresses of one household or server have in common, in IPv6


class Asked(Protocol):
    """What is read of a request."""

    META: Mapping[str, str]


def address_of(request: Asked) -> str:
    """The address that a request came from; empty where it came from none.

    Behind a proxy that is what the proxy itself has added: whoever calls can claim the rest.
    """
    if not settings.BEHIND_PROXY:
        return request.META.get("REMOTE_ADDR", "")
    return request.META.get("HTTP_X_FORWARDED_FOR", "").rpartition(",")[2].strip()


def mark(address: str, *, day: date) -> str:
    """A keyed digest of where an address belongs, another one each day; empty for no address."""
    if not address:
        return ""
    return salted_hmac(SALT, f"{day} {_home(address)}", algorithm="sha256").hexdigest()


def _home(address: str) -> str:
    """The address without a port; of an IPv6 address the network, which one caller has whole."""
    found = _read(address)
    if isinstance(found, IPv6Address):
        if found.ipv4_mapped:
            return str(found.ipv4_mapped)
        return str(ip_network((int(found), HOME), strict=False))
    return str(found or address)


def _read(address: str) -> IPv4Address | IPv6Address | None:
    bracketed = address.partition("]")[0].removeprefix("[")
    for text in (bracketed.partition("%")[0], address.rpartition(":")[0]):
        try:
            return ip_address(text)
        except ValueError:
            continue
    return None
