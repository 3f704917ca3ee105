"""A reader reports a mistake and looks up what became of it, with no account and no script."""

import re
from datetime import timedelta

import pytest
from django.core import signing
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from entities import moderation, reporting
from entities.models import Report
from stories.public import reports
from tests import make
from tests.guards import no_working_copy
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db

WORDS = "He left that office in May 2024."
SECOND = timedelta(seconds=1)


@pytest.fixture(autouse=True)
def clock(time_machine):
    """The page asks the clock itself."""
    time_machine.move_to(NOW, tick=False)
    return time_machine


@pytest.fixture
def topic():
    return make.entity("Sergei Shoigu", kind="person")


def form_url(topic):
    return reverse("topic_report", args=[topic.slug])


def answers(topic, *, opened=None, **given):
    """What a reader sends who opened the form a minute ago."""
    at = timezone.now() - timedelta(minutes=1) if opened is None else opened
    words = {"about": "now", "text": WORDS, "source_url": "", "subject": ""}
    return words | {"opened": reports.opened(topic.slug, now=at)} | given


def send(client, topic, **given):
    return client.post(form_url(topic), answers(topic, **given))


def page_of(response):
    return response.content.decode()


# The way there -------------------------------------------------------------------------------


def test_a_topic_page_leads_to_its_form(client, topic):
    page = page_of(client.get(topic.get_absolute_url()))
    assert f'<a href="{form_url(topic)}" rel="nofollow">Report a mistake</a>' in page
    assert "Sergei Shoigu" in page_of(client.get(form_url(topic)))


def test_there_is_no_form_about_what_readers_do_not_see(client, topic):
    retired = moderation.retire(entity=make.entity(), by=None, now=NOW)
    for hidden in (make.proposed(), retired):
        assert client.get(form_url(hidden)).status_code == 404
        assert send(client, hidden).status_code == 404
    moderation.retire(entity=topic, by=None, now=NOW)
    assert client.get(form_url(topic)).status_code == 404


# Sending -------------------------------------------------------------------------------------


def test_a_report_is_kept_and_leads_to_the_page_that_says_what_became_of_it(client, topic):
    response = send(client, topic, source_url="paper.example/a")
    report = Report.objects.get()
    assert (report.entity, report.about, report.text) == (topic, "now", WORDS)
    assert report.source_url == "https://paper.example/a"
    assert response["Location"] == f"/reports/{report.reference}/"
    page = page_of(client.get(response["Location"]))
    assert "Being looked at" in page
    assert report.reference in page
    assert 'href="/topics/sergei-shoigu/"' in page


def test_sending_reads_and_writes_nothing_of_the_working_copy(client, topic):
    make.edition(topics=[topic], now=NOW - HOUR)
    with no_working_copy():
        assert send(client, topic).status_code == 302


def test_what_was_typed_stays_when_something_is_wrong_with_it(client, topic):
    response = send(client, topic, text="Wrong.", about="name", source_url="http://paper.example/")
    page = page_of(response)
    assert response.status_code == 200
    assert "Not sent yet" in page
    assert "It is not sent yet." in page
    assert "at least 10 characters" in page
    assert ">\nWrong.</textarea>" in page
    assert 'value="http://paper.example/"' in page
    assert re.findall(r'<input[^>]*value="(\w+)"[^>]*checked', page) == ["name"]
    assert not Report.objects.exists()


def test_a_sentence_stands_at_each_field(client, topic):
    page = page_of(send(client, topic, text="", about="", source_url="nothing at all"))
    for name in ("about", "text", "source_url"):
        assert f'id="id_{name}_error"' in page
        assert f'aria-describedby="id_{name}' in page
    assert page.count('aria-invalid="true"') >= 2


@pytest.mark.parametrize("url", ["http://a.example/", "ftp://a.example/"])
def test_a_link_that_is_not_https_is_refused_by_the_act(url, client, topic):
    assert "it begins with https://" in page_of(send(client, topic, source_url=url))


def test_two_links_in_the_text_are_refused_with_a_sentence(client, topic):
    text = "Buy at https://a.example and https://b.example now"
    assert "Leave one link in the text at most" in page_of(send(client, topic, text=text))


def test_whoever_sends_too_many_is_told_when_to_come_again(client, topic):
    for number in range(5):
        assert send(client, topic, text=f"{WORDS} {number}").status_code == 302
    response = send(client, topic, text="A sixth report.")
    assert (response.status_code, response["Retry-After"]) == (429, "3600")
    page = page_of(response)
    assert "Please come again in 60 minutes." in page
    assert ">\nA sixth report.</textarea>" in page
    assert send(client, topic, text="A sixth report.", about="x").status_code == 200


def test_senders_are_told_apart_by_their_address(client, topic):
    for number in range(5):
        send(client, topic, text=f"{WORDS} {number}")
    other = Client(REMOTE_ADDR="198.51.100.7")
    assert other.post(form_url(topic), answers(topic)).status_code == 302


# Machines ------------------------------------------------------------------------------------


def test_a_filled_hidden_field_is_refused_and_emptied(client, topic):
    response = send(client, topic, subject="Cheap watches")
    page = page_of(response)
    assert "A hidden field was filled in." in page
    assert "Cheap watches" not in page
    assert not Report.objects.exists()


def test_the_hidden_field_is_out_of_everybodys_way(client, topic):
    page = page_of(client.get(form_url(topic)))
    start = page.index('class="report-form__unseen"')
    unseen = page[start : page.index("</div>", start)]
    assert 'tabindex="-1"' in unseen
    assert 'autocomplete="off"' in unseen
    assert ">Leave this empty</label>" in unseen


@pytest.mark.parametrize(
    ("age", "is_taken"),
    [
        (0 * SECOND, False),
        (2.9 * SECOND, False),
        (3 * SECOND, True),
        (timedelta(days=1), True),
        (timedelta(days=1) + SECOND, False),
        (-SECOND, False),
    ],
)
def test_a_form_is_taken_from_three_seconds_on_and_for_a_day(age, is_taken, client, topic):
    response = send(client, topic, opened=NOW - age)
    assert (response.status_code == 302) == is_taken
    assert Report.objects.exists() == is_taken


def test_whoever_was_too_quick_can_send_the_same_form_again(client, topic, clock):
    page = client.get(form_url(topic))
    token = page.context["form"]["opened"].value()
    clock.shift(1)
    response = client.post(form_url(topic), answers(topic) | {"opened": token})
    assert "That was quick." in page_of(response)
    kept = response.context["form"]["opened"].value()
    clock.shift(2)
    assert client.post(form_url(topic), answers(topic) | {"opened": kept}).status_code == 302


def test_whoever_was_too_slow_gets_a_fresh_form_with_what_they_typed(client, topic, clock):
    response = send(client, topic, opened=NOW - timedelta(days=2))
    assert "more than a day old" in page_of(response)
    assert f">\n{WORDS}</textarea>" in page_of(response)
    fresh = response.context["form"]["opened"].value()
    clock.shift(3)
    assert client.post(form_url(topic), answers(topic) | {"opened": fresh}).status_code == 302


@pytest.mark.parametrize(
    "token",
    [
        "",
        "forged",
        signing.dumps(["sergei-shoigu", NOW.timestamp()]),
        reports.opened("another-topic", now=NOW - HOUR),
    ],
    ids=["none", "forged", "of no purpose", "of another topic"],
)
def test_a_form_that_was_never_opened_is_not_taken(token, client, topic):
    assert client.post(form_url(topic), answers(topic) | {"opened": token}).status_code == 200
    assert not Report.objects.exists()


def test_a_form_of_another_site_is_not_taken(topic):
    stranger = Client(enforce_csrf_checks=True)
    response = stranger.post(form_url(topic), answers(topic))
    assert response.status_code == 403
    assert "This was not sent" in page_of(response)
    assert not Report.objects.exists()


def test_with_its_cookie_the_form_is_taken(topic):
    reader = Client(enforce_csrf_checks=True)
    token = reader.get(form_url(topic)).context["csrf_token"]
    given = answers(topic) | {"csrfmiddlewaretoken": str(token)}
    assert reader.post(form_url(topic), given).status_code == 302


# What is kept and found ----------------------------------------------------------------------


def test_only_the_form_sets_a_cookie(client, topic):
    report = reporting.report(slug=topic.slug, about="now", text=WORDS, sender="", now=NOW)
    for url in (topic.get_absolute_url(), f"/reports/{report.reference}/", "/reports/none/"):
        assert not client.get(url).cookies
    assert list(client.get(form_url(topic)).cookies) == ["csrftoken"]


def test_nothing_keeps_these_pages_and_no_index_finds_them(client, topic):
    sent = send(client, topic)
    for response in (
        client.get(form_url(topic)),
        sent,
        client.get(sent["Location"]),
        client.get("/reports/none/"),
    ):
        assert response["Cache-Control"] == "private, no-store"
        assert response["X-Robots-Tag"] == "noindex"
    for url in (form_url(topic), sent["Location"]):
        assert '<meta name="robots" content="noindex">' in page_of(client.get(url))


def test_the_address_of_a_report_is_told_to_no_other_site(client, topic):
    assert client.get(send(client, topic)["Location"])["Referrer-Policy"] == "same-origin"


# What became of it ---------------------------------------------------------------------------


def test_the_page_says_that_it_was_put_right(client, topic, moderator):
    url = send(client, topic)["Location"]
    report = Report.objects.get()
    reporting.settle(report=report, by=moderator, now=NOW, is_fixed=True, answer="It was <old>.")
    page = page_of(client.get(url))
    assert "Put right" in page
    assert "It was &lt;old&gt;." in page
    assert moderator.public_name not in page
    assert WORDS not in page


def test_the_page_says_why_nothing_was_changed(client, topic, moderator):
    url = send(client, topic)["Location"]
    report = Report.objects.get()
    why = "The office is his still."
    reporting.settle(report=report, by=moderator, now=NOW, is_fixed=False, answer=why)
    page = page_of(client.get(url))
    assert "Left as it is" in page
    assert why in page


def test_a_topic_that_is_gone_is_named_no_more(client, topic):
    url = send(client, topic)["Location"]
    moderation.retire(entity=topic, by=None, now=NOW)
    page = page_of(client.get(url))
    assert "no longer among our topics" in page
    assert "Shoigu" not in page


def test_a_reference_that_nobody_was_given_is_not_found(client):
    assert client.get("/reports/3333-3333-3333-3333/").status_code == 404
    assert client.get("/reports/%00/").status_code == 404


def test_what_the_pages_cost(client, topic, django_assert_num_queries):
    url = send(client, topic)["Location"]
    with django_assert_num_queries(4):
        client.get(form_url(topic))
    with django_assert_num_queries(2):
        client.get(url)
