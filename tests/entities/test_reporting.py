"""Readers’ reports: what is taken, from whom and how often, and what the reader is told of it."""

import re
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entities import moderation, profiles, reporting
from entities.models import Entity, Report
from newsroom import acts
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db

WORDS = "He left that office in May 2024."


@pytest.fixture
def topic():
    return make.entity("Sergei Shoigu", kind="person")


def send(topic, *, text=WORDS, sender="192.0.2.1", now=NOW, **given):
    given = {"about": "now", "source_url": ""} | given
    return reporting.report(slug=topic.slug, text=text, sender=sender, now=now, **given)


def settle(report, *, by=None, is_fixed=True, answer="", now=NOW + HOUR):
    return reporting.settle(report=report, by=by, now=now, is_fixed=is_fixed, answer=answer)


# What is taken -------------------------------------------------------------------------------


def test_a_report_waits_with_all_that_was_said(topic):
    report = send(topic, source_url=" https://paper.example/a ", text=f"  {WORDS}\r\n\r\n\r\n\r\n2")
    report.refresh_from_db()
    assert (report.entity, report.about, report.state) == (topic, "now", "waiting")
    assert (report.text, report.source_url) == (f"{WORDS}\n\n2", "https://paper.example/a")
    assert (report.at, report.decided_at) == (NOW, None)
    assert list(Report.objects.waiting()) == [report]


def test_it_stands_in_the_record_of_the_profile_without_a_name(topic):
    send(topic)
    line = topic.records.get(act="reported")
    assert (line.by, line.by_name, line.at) == (None, "a reader", NOW)
    assert line.note == "What they are or do now"


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"text": "Wrong."}, "text"),
        ({"text": "\x00 \u2028\t" * 20}, "text"),
        ({"text": "a" * 1001}, "text"),
        ({"text": "See https://a.example and HTTP://b.example"}, "text"),
        ({"text": "See www.a.example and www.b.example"}, "text"),
        ({"about": "money"}, "about"),
        ({"source_url": "http://a.example/"}, "source_url"),
        ({"source_url": "javascript:alert(1)"}, "source_url"),
        ({"source_url": f"https://a.example/{'a' * 200}"}, "source_url"),
    ],
)
def test_what_is_no_report_is_refused_with_a_sentence_at_its_field(given, field, topic):
    with pytest.raises(reporting.Invalid) as refused:
        send(topic, **given)
    assert refused.value.field == field
    assert str(refused.value).endswith(".")
    assert not Report.objects.exists()


@pytest.mark.parametrize("length", [10, 1000])
def test_the_shortest_and_the_longest_text_are_taken(length, topic):
    assert send(topic, text="é" * length).text == "é" * length


def test_control_characters_never_reach_the_database(topic):
    assert send(topic, text="He\x00left\x07 it\tin May.").text == "He left  it in May."


def test_only_what_readers_see_can_be_reported(topic):
    retired = moderation.retire(entity=make.entity(), by=None, now=NOW)
    for hidden in (make.proposed(), retired, Entity(slug="nobody")):
        with pytest.raises(profiles.NoSuchProfile):
            send(hidden)


# The reference -------------------------------------------------------------------------------


def test_a_reference_is_long_readable_and_never_the_same(topic):
    references = {send(topic, sender=str(n), text=f"{WORDS} {n}").reference for n in range(20)}
    assert len(references) == 20
    for reference in references:
        assert re.fullmatch(
            r"(?:[34679CDFGHJKMNPQRTWXY]{4}-){3}[34679CDFGHJKMNPQRTWXY]{4}", reference
        )


def test_a_reference_is_found_however_it_is_typed(topic):
    reference = send(topic).reference
    for typed in (reference, reference.lower(), reference.replace("-", ""), f" {reference} "):
        assert reporting.status(typed).reference == reference


@pytest.mark.parametrize("typed", ["", "nothing", "OOOO-1111-SSSS-5555", "3" * 16, "3" * 17])
def test_a_reference_that_nobody_was_given_leads_nowhere(typed, topic):
    send(topic)
    with pytest.raises(reporting.NoSuchReport):
        reporting.status(typed)


def test_what_can_be_no_reference_costs_no_query(django_assert_num_queries):
    with django_assert_num_queries(0), pytest.raises(reporting.NoSuchReport):
        reporting.status("OOOO-1111-SSSS-5555")


# What the reader is told ---------------------------------------------------------------------


def test_a_new_report_is_being_looked_at(topic):
    status = reporting.status(send(topic).reference)
    assert (status.name, status.url) == ("Sergei Shoigu", topic.get_absolute_url())
    assert (status.about, status.state) == ("What they are or do now", "Being looked at")
    assert (status.is_waiting, status.is_fixed, status.answer) == (True, False, "")
    assert (status.at, status.decided_at) == (NOW, None)


@pytest.mark.parametrize(
    ("is_fixed", "answer", "state", "act"),
    [
        (True, "", "Put right", "report_fixed"),
        (True, "Thank you.", "Put right", "report_fixed"),
        (False, "The office is his still.", "Left as it is", "report_declined"),
    ],
)
def test_a_settled_report_says_what_became_of_it(is_fixed, answer, state, act, topic, moderator):
    report = settle(send(topic), by=moderator, is_fixed=is_fixed, answer=f" {answer}\n")
    status = reporting.status(report.reference)
    assert (status.state, status.answer, status.is_fixed) == (state, answer, is_fixed)
    assert (status.is_waiting, status.decided_at) == (False, NOW + HOUR)
    line = topic.records.get(act=act)
    assert (line.by, line.note, line.at) == (moderator, answer, NOW + HOUR)
    assert not Report.objects.waiting().exists()


def test_the_reader_is_told_neither_who_answered_nor_their_own_words(topic, moderator):
    report = settle(send(topic), by=moderator)
    told = repr(reporting.status(report.reference))
    assert moderator.public_name not in told
    assert WORDS not in told


def test_a_profile_that_readers_no_longer_see_is_not_named(topic):
    report = send(topic)
    moderation.retire(entity=topic, by=None, now=NOW)
    status = reporting.status(report.reference)
    assert (status.name, status.url) == ("", "")


# Settling ------------------------------------------------------------------------------------


def test_only_moderators_settle(topic, moderator, administrator, editor, writer):
    for person in (editor, writer):
        report = send(topic, sender=person.username, text=f"{WORDS} {person}")
        with pytest.raises(acts.NotPermitted):
            settle(report, by=person)
    for person in (moderator, administrator):
        report = send(topic, sender=person.username, text=f"{WORDS} {person}")
        assert settle(report, by=person).decided_by == person


def test_nothing_is_declined_without_an_answer(topic, moderator):
    report = send(topic)
    with pytest.raises(reporting.AnswerMissing):
        settle(report, by=moderator, is_fixed=False, answer=" \n")
    assert reporting.status(report.reference).is_waiting


def test_a_report_is_settled_once(topic, moderator):
    report = send(topic)
    stale = Report.objects.get(pk=report.pk)
    settle(report, by=moderator)
    assert isinstance(
        reporting.why_not_settle(report=Report.objects.get(pk=report.pk), by=moderator),
        reporting.WrongState,
    )
    with pytest.raises(reporting.WrongState, match="Mira Lindqvist has answered"):
        settle(stale, by=moderator)


# How many ------------------------------------------------------------------------------------


def test_one_sender_sends_five_an_hour(topic):
    times = [NOW + timedelta(minutes=minutes) for minutes in range(5)]
    for number, time in enumerate(times):
        send(topic, text=f"{WORDS} {number}", now=time)
    with pytest.raises(reporting.TooMany, match="Please come again in 55 minutes") as refused:
        send(topic, text="A sixth report.", now=NOW + timedelta(minutes=5))
    assert refused.value.again_at == NOW + HOUR
    assert send(topic, text="A sixth report.", sender="192.0.2.2", now=times[-1])
    assert send(topic, text="A sixth report.", now=NOW + HOUR)
    with pytest.raises(reporting.TooMany, match="in 1 minute\\."):
        send(topic, text="A seventh report.", now=NOW + HOUR)


def test_midnight_gives_nobody_five_more(topic):
    midnight = NOW.replace(hour=0, minute=0)
    for number in range(5):
        send(topic, text=f"{WORDS} {number}", now=midnight - timedelta(minutes=1))
    with pytest.raises(reporting.TooMany):
        send(topic, text="A sixth report.", now=midnight + timedelta(minutes=1))


def test_a_profile_and_the_newsroom_take_so_many_an_hour(topic, monkeypatch):
    monkeypatch.setattr(reporting, "MOST_OF_PROFILE", 3)
    monkeypatch.setattr(reporting, "MOST", 4)
    for number in range(3):
        send(topic, sender=f"192.0.2.{number}")
    with pytest.raises(reporting.TooMany, match="about this page"):
        send(topic, sender="192.0.2.9")
    other = make.entity()
    send(other, sender="192.0.2.9")
    with pytest.raises(reporting.TooMany, match="Very many reports"):
        send(other, sender="192.0.2.10")


def test_a_flood_is_refused_before_anything_is_locked_or_written(topic):
    for number in range(5):
        send(topic, text=f"{WORDS} {number}")
    with CaptureQueriesContext(connection) as asked, pytest.raises(reporting.TooMany):
        send(topic, text="A sixth report.")
    assert all(query["sql"].startswith("SELECT") for query in asked.captured_queries)


def test_who_has_no_address_is_not_taken_for_each_other(topic):
    for number in range(6):
        send(topic, sender="", text=f"{WORDS} {number}")
    assert Report.objects.filter(sender="").count() == 6


def test_a_button_pressed_twice_makes_one_report(topic):
    first = send(topic)
    assert send(topic, now=NOW + timedelta(seconds=2)) == first
    assert send(topic, sender="192.0.2.2") != first
    assert send(topic, about="name") != first
    assert send(topic, now=NOW + HOUR) != first
    assert topic.records.filter(act="reported").count() == 4


# What is kept of the sender ------------------------------------------------------------------


def test_the_address_of_a_sender_is_never_kept(topic):
    report = send(topic, sender="192.0.2.1")
    assert re.fullmatch("[0-9a-f]{64}", report.sender)
    later = send(topic, text=f"{WORDS} Again.", now=NOW + timedelta(days=1))
    assert later.sender != report.sender


def test_the_mark_of_a_sender_is_forgotten_when_it_is_a_day_old(topic):
    old, young = send(topic), send(topic, text=f"{WORDS} Again.", now=NOW + HOUR)
    assert reporting.forget_senders(now=NOW + timedelta(days=1)) == 1
    assert dict(Report.objects.values_list("pk", "sender")) == {
        old.pk: "",
        young.pk: young.sender,
    }


def test_the_next_report_clears_the_old_marks(topic):
    old = send(topic)
    send(topic, text=f"{WORDS} Again.", now=NOW + timedelta(days=2))
    old.refresh_from_db()
    assert old.sender == ""


def test_the_timer_that_sends_mail_clears_them_too(topic, time_machine):
    old = send(topic)
    time_machine.move_to(NOW + timedelta(days=1), tick=False)
    call_command("send_notices", stdout=StringIO())
    old.refresh_from_db()
    assert old.sender == ""
