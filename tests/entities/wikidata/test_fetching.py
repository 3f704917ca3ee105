"""Wikidata asked over the network: a server on this machine that behaves, and ones that do not."""

import json
import threading
import time
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from entities.wikidata import fetching
from entities.wikidata.facts import preference
from tests.entities.wikidata.generate import entity, person

EN = preference(["en"])


class Answers(BaseHTTPRequestHandler):
    """Answers what `answer(self)` does; keeps what was asked for."""

    answer = None

    def do_GET(self):
        self.server.asked.append((self.path, dict(self.headers)))
        with suppress(BrokenPipeError, ConnectionResetError):  # whoever asked has had enough
            type(self).answer(self)

    def log_message(self, *args):
        pass

    def give(self, content, *, status=200, **headers):
        content = content if isinstance(content, bytes) else json.dumps(content).encode()
        self.send_response(status)
        for name, value in {"Content-Length": len(content), **headers}.items():
            self.send_header(name.replace("_", "-"), str(value))
        self.end_headers()
        self.wfile.write(content)


@contextmanager
def serving(answer):
    handler = type("Handler", (Answers,), {"answer": answer})
    server = ThreadingHTTPServer(("127.0.0.1", 0), handler)
    server.asked = []
    server.daemon_threads = True
    server.block_on_close = False
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.shutdown()
        server.server_close()


@pytest.fixture
def ask(settings):
    """Ask a server that answers so for Q42; gives what was found, and what was asked."""

    def ask(answer, number="Q42"):
        with serving(answer) as server:
            settings.WIKIDATA_HOST = server.url
            return fetching.entity(number), server.asked

    return ask


def refusal(ask, answer, number="Q42"):
    with pytest.raises(fetching.Unanswered) as raised:
        ask(answer, number)
    return str(raised.value)


def test_an_entity_is_asked_for_under_its_address_and_politely(ask, settings):
    settings.SITE_URL = "https://news.example"
    given = {"entities": {"Q42": person()}}
    found, asked = ask(lambda request: request.give(given))
    assert found.data == person()
    ((path, headers),) = asked
    assert path == "/wiki/Special:EntityData/Q42.json"
    assert headers["User-Agent"].startswith("Newsroom (https://news.example)")
    assert "Cookie" not in headers


def test_an_entity_that_was_joined_to_another_is_found_under_that(ask):
    by_key = {"entities": {"Q42": entity("Q7")}}
    assert ask(lambda request: request.give(by_key))[0].data["id"] == "Q7"
    by_itself = {"entities": {"Q7": entity("Q7")}}
    found, _asked = ask(lambda request: request.give(by_itself))
    assert (found.data["id"], found.asked) == ("Q7", "Q42")


def test_it_follows_the_same_host(ask):
    def answer(request):
        if request.path.endswith("Q42.json"):
            request.give(b"", status=303, Location="/wiki/Special:EntityData/Q7.json")
        else:
            request.give({"entities": {"Q7": entity("Q7")}})

    found, asked = ask(answer)
    assert found.data["id"] == "Q7"
    assert len(asked) == 2


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://evil.example/Q42.json",
        "//evil.example/Q42.json",
        "http://127.0.0.1:1/Q42.json",
        "http://localhost/Q42.json",
        "https://127.0.0.1/Q42.json",
        "file:///etc/passwd",
        "http://user@127.0.0.1/",
    ],
)
def test_it_follows_to_no_other_host(ask, elsewhere):
    answer = refusal(ask, lambda request: request.give(b"", status=302, Location=elsewhere))
    assert "another host" in answer


def test_it_is_not_sent_round_for_ever(settings):
    with serving(lambda request: request.give(b"", status=302, Location=request.path)) as server:
        settings.WIKIDATA_HOST = server.url
        with pytest.raises(fetching.Unanswered, match="on and on"):
            fetching.entity("Q42")
        assert len(server.asked) == fetching.MOST_REDIRECTS + 1


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (404, "Wikidata has no Q42."),
        (410, "Wikidata has no Q42."),
        (400, "Wikidata has no Q42."),
        (429, "error 429"),
        (500, "error 500"),
        (503, "error 503"),
        (204, "error 204"),
    ],
)
def test_what_the_server_refuses_is_told(ask, status, words):
    assert words in refusal(ask, lambda request: request.give(b"", status=status))


@pytest.mark.parametrize(
    "content",
    [b"", b"<html>", b"\xff\xfe", b'{"entities": {"Q42": ', b"[" * 200_000],
)
def test_nonsense_is_told(ask, content):
    assert "not what it should be" in refusal(ask, lambda request: request.give(content))


@pytest.mark.parametrize(
    "given", [{}, [], None, 5, {"entities": []}, {"entities": {}}, {"entities": {"Q42": None}}]
)
def test_an_answer_about_nothing_is_told(ask, given):
    assert "says nothing of Q42" in refusal(ask, lambda request: request.give(given))


def test_a_huge_answer_is_read_no_further_than_is_allowed(ask, monkeypatch):
    monkeypatch.setattr(fetching, "LARGEST", 2**20)
    sent = []

    def answer(request):
        request.send_response(200)
        request.end_headers()
        for _piece in range(64):
            request.wfile.write(b" " * 2**20)
            sent.append(2**20)

    assert "too large" in refusal(ask, answer)
    assert len(sent) < 32


@pytest.fixture
def impatient(monkeypatch):
    monkeypatch.setattr(fetching, "WHOLE", 0.6)
    monkeypatch.setattr(fetching, "PAUSE", 0.3)


def drip(request, *, head):
    """A byte every twentieth of a second, for longer than anybody waits."""
    if not head:
        request.send_response(200)
        request.send_header("Content-Length", "1000")
        request.end_headers()
    for piece in b"HTTP/1.1 200 OK\r\nX-Slow: ".ljust(60, b"x"):
        request.wfile.write(bytes([piece]))
        request.wfile.flush()
        time.sleep(0.05)


@pytest.mark.parametrize(
    "answer",
    [
        lambda request: time.sleep(2),
        lambda request: drip(request, head=True),
        lambda request: drip(request, head=False),
    ],
    ids=["silent", "slow-head", "slow-body"],
)
def test_a_slow_server_is_not_waited_for(ask, impatient, answer):
    began = time.monotonic()
    assert "too long" in refusal(ask, answer)
    assert time.monotonic() - began < 1.5


def test_a_server_that_is_not_there_is_told(settings):
    with serving(None) as server:
        settings.WIKIDATA_HOST = server.url
    with pytest.raises(fetching.Unanswered, match="cannot be reached"):
        fetching.entity("Q42")


def test_it_is_asked_over_https_unless_the_setting_says_http(settings):
    with serving(lambda request: request.give({})) as server:
        settings.WIKIDATA_HOST = server.url.removeprefix("http://")
        with pytest.raises(fetching.Unanswered, match="cannot be reached"):
            fetching.entity("Q42")
        assert server.asked == []


def test_a_proxy_in_the_environment_is_not_asked(ask, monkeypatch):
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    given = {"entities": {"Q42": person()}}
    assert ask(lambda request: request.give(given))[0].data["id"] == "Q42"


@pytest.mark.parametrize(
    "number",
    ["", "42", "q42", "Q0", "Q042", "Q42/..", "Q42?x=1", "Q42#", " Q42", "Q42\n", "../Q42", "P31"],
)
def test_what_is_no_number_is_asked_of_nobody(settings, number):
    with serving(lambda request: request.give({})) as server:
        settings.WIKIDATA_HOST = server.url
        with pytest.raises(fetching.Unanswered, match="no number of Wikidata"):
            fetching.entity(number)
        assert server.asked == []


def test_names_are_asked_for_at_once(settings):
    labels = {"en": {"language": "en", "value": "mayor"}}
    german = {"mul": {"language": "mul", "value": "Bürgermeister"}}
    given = {
        "entities": {
            "Q2": {"id": "Q2", "labels": labels},
            "Q3": {"id": "Q9", "labels": german, "redirects": {"from": "Q3", "to": "Q9"}},
            "Q4": {"id": "Q4", "missing": ""},
            "Q5": {"id": "Q5", "labels": []},
        }
    }
    with serving(lambda request: request.give(given)) as server:
        settings.WIKIDATA_HOST = server.url
        found = fetching.names(["Q5", "Q2", "Q3", "Q4", "x"], languages=EN)
        ((path, _headers),) = server.asked
    assert found == {"Q2": "mayor", "Q3": "Bürgermeister"}
    assert "ids=Q2%7CQ3%7CQ4%7CQ5" in path
    assert "props=labels" in path


def test_no_names_are_asked_for_where_none_is_needed(settings):
    settings.WIKIDATA_HOST = "http://127.0.0.1:1"
    assert fetching.names([], languages=EN) == {}
