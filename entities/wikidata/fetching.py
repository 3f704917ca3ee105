"""Wikidata asked over the network: for one entity, for the names of offices. No database.

One host is asked, the one in the settings (WIKIDATA_HOST); nothing leads to another.
"""

import json
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote

import httpx
from django.conf import settings
from django.utils.translation import gettext as _

from entities.wikidata.facts import MUL
from entities.wikidata.reading import Found, told
from entities.wikidata.snaks import is_number, mapping, one_line
from newsroom import acts

CONNECT, PAUSE, WHOLE = 3.0, 5.0, 10.0  # seconds: to be let in, between two pieces, for all of it
LARGEST = 8 * 2**20  # bytes of an answer
MOST_REDIRECTS = 3
MOST_NAMES = 50  # what wbgetentities gives at once
GONE = (400, 404, 410)


class Unanswered(acts.Refused):
    """Wikidata gave no answer that is of use; the text says why."""


def entity(number: str) -> Found:
    """The entity of this number, or of the one that it was joined to. Raises Unanswered."""
    if not is_number(number):
        raise Unanswered(_("“%(number)s” is no number of Wikidata: Q42.") % {"number": number})
    words = {"number": number}
    answer = _json(f"/wiki/Special:EntityData/{quote(number)}.json", {}, number=number)
    found = (each for each in told(answer, where=number) if isinstance(each, Found))
    given = [each for each in found if is_number(each.data.get("id"))]
    named = [each for each in given if number in (each.asked, each.data.get("id"))]
    if not given:
        raise Unanswered(_("Wikidata’s answer says nothing of %(number)s.") % words)
    return Found(data=(named or given)[0].data, where=number, asked=number)


def names(numbers: Iterable[str], *, languages: Sequence[str]) -> dict[str, str]:
    """What these are called, as far as that is known; of the first fifty. Raises Unanswered."""
    asked = sorted(filter(is_number, numbers))[:MOST_NAMES]
    if not asked:
        return {}
    wanted = {
        "action": "wbgetentities",
        "format": "json",
        "props": "labels",
        "ids": "|".join(asked),
        "languages": "|".join(languages),
    }
    given = mapping(mapping(_json("/w/api.php", wanted)).get("entities"))
    found = {number: _label(mapping(given.get(number)), languages) for number in asked}
    return {number: name for number, name in found.items() if name}


def _label(answer: Mapping[str, Any], languages: Iterable[str]) -> str:
    labels = mapping(answer.get("labels"))
    texts = (one_line(mapping(labels.get(code)).get("value")) for code in (*languages, MUL))
    return next(filter(None, texts), "")


def _json(path: str, parameters: Mapping[str, str], *, number: str = "") -> Any:
    host = settings.WIKIDATA_HOST
    base = httpx.URL(host if "://" in host else f"https://{host}")
    content = _Request(base.join(path).copy_merge_params(parameters), number=number).answer()
    try:
        return json.loads(content)
    except (ValueError, RecursionError):
        raise Unanswered(_("What Wikidata answers is not what it should be.")) from None


class _Request:
    """One question, in a thread of its own: so a server that drips can be left waiting."""

    def __init__(self, url: httpx.URL, *, number: str) -> None:
        self._url, self._number = url, number
        self._until = time.monotonic() + WHOLE
        self._content = b""
        self._failure: Exception | None = None

    def answer(self) -> bytes:
        thread = threading.Thread(target=self._run, daemon=True)
        thread.start()
        thread.join(WHOLE)
        if thread.is_alive():
            raise Unanswered(_("Wikidata takes too long to answer. Try again later."))
        if self._failure:
            raise self._failure
        return self._content

    def _run(self) -> None:
        try:
            self._content = self._asked()
        except Unanswered as failure:
            self._failure = failure
        except httpx.TimeoutException:
            words = _("Wikidata takes too long to answer. Try again later.")
            self._failure = Unanswered(words)
        except (httpx.HTTPError, httpx.InvalidURL):
            self._failure = Unanswered(_("Wikidata cannot be reached. Try again later."))

    def _asked(self) -> bytes:
        headers = {
            "User-Agent": f"Newsroom ({settings.SITE_URL}) httpx",
            "Accept": "application/json",
            "Accept-Encoding": "identity",  # what is read is what is counted
        }
        timeout = httpx.Timeout(PAUSE, connect=CONNECT)
        with httpx.Client(headers=headers, timeout=timeout, trust_env=False) as client:
            url = self._url
            for _hop in range(MOST_REDIRECTS + 1):
                with client.stream("GET", url) as response:
                    if not response.has_redirect_location:
                        return self._read(response)
                    url = self._same_host(url.join(response.headers["location"]))
        raise Unanswered(_("Wikidata sends us on and on."))

    def _same_host(self, url: httpx.URL) -> httpx.URL:
        if (url.scheme, url.netloc) != (self._url.scheme, self._url.netloc):
            raise Unanswered(_("Wikidata sends us to another host, where we do not go."))
        return url

    def _read(self, response: httpx.Response) -> bytes:
        if response.status_code in GONE:
            words = {"number": self._number or self._url.path}
            raise Unanswered(_("Wikidata has no %(number)s.") % words)
        if response.status_code != httpx.codes.OK:
            words = {"code": str(response.status_code)}
            raise Unanswered(_("Wikidata answers with error %(code)s. Try again later.") % words)
        content = bytearray()
        for chunk in response.iter_raw(2**16):
            content += chunk
            if len(content) > LARGEST:
                raise Unanswered(_("What Wikidata answers is too large to be one entity."))
            if time.monotonic() > self._until:
                raise Unanswered(_("Wikidata takes too long to answer. Try again later."))
        return bytes(content)
