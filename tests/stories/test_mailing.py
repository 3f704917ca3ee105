"""Mail goes out after the act, once; and later, once, where the mail server was away."""

import logging
from datetime import timedelta
from io import StringIO

import pytest
import time_machine
from django.core.cache import cache
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import CommandError, call_command
from django.db import transaction

from newsroom import roles
from newsroom.models import User
from stories import mailing, notices, publishing, review
from stories.models import Notice, NoticeChoice, Story
from tests import make
from tests.stories import mailserver

pytestmark = pytest.mark.django_db
Kind = Notice.Kind
LATER = make.NOW + timedelta(hours=1)


class Away(EmailBackend):
    """A mail server that does not answer; counts who knocked."""

    knocks = 0

    def open(self):
        type(self).knocks += 1
        raise ConnectionRefusedError("Nobody is at home.")


class Interrupted(EmailBackend):
    """Somebody presses Ctrl-C at the third mail."""

    mails = 0

    def send_messages(self, messages):
        type(self).mails += 1
        if self.mails == 3:
            raise KeyboardInterrupt
        return super().send_messages(messages)


class Odd(EmailBackend):
    """Fails as no backend of Django does."""

    def send_messages(self, messages):
        raise LookupError("Out of stamps.")


class Twice(EmailBackend):
    """A second process sends what waits while the first is at its first mail."""

    other = None

    def send_messages(self, messages):
        if self.other is None:
            type(self).other = mailing.send(Notice.objects.all(), now=LATER)
        return super().send_messages(messages)


def backend(of):
    return f"{__name__}.{of.__name__}"


@pytest.fixture
def story(writer, editor):
    return make.approved(by=writer, approver=editor)


@pytest.fixture
def waiting(writer):
    """Five editors who are to be told by mail of one story."""
    story = make.draft(by=writer)
    people = [make.user(role=roles.EDITOR, username=f"editor-{n}").pk for n in range(1, 6)]
    return notices.tell(kind=Kind.REVIEW, story=story, by=writer, now=make.NOW, people=people)


@pytest.fixture
def server(settings):
    with mailserver.running() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = server.server_address
        settings.EMAIL_USE_TLS = False
        yield server


def send(now=LATER):
    return mailing.send(Notice.objects.all(), now=now)


def command(now=LATER):
    out = StringIO()
    with time_machine.travel(now, tick=False):
        call_command("send_notices", stdout=out)
    return out.getvalue().strip()


# After the act -------------------------------------------------------------------------------


def test_mail_goes_out_once_the_act_is_committed(
    writer, editor, mailoutbox, django_capture_on_commit_callbacks
):
    story = make.draft(by=writer, headline="Ministers agree at last")
    with django_capture_on_commit_callbacks(execute=True):
        review.submit(story=story, by=writer, now=make.NOW, note="The figures\nare new.")
        assert mailoutbox == []
    [mail] = mailoutbox
    assert mail.to == [editor.email]
    assert mail.subject == "For review: Ministers agree at last"
    assert mail.body == (
        "Sent for review by Sam Okafor.\n\n"
        "Ministers agree at last\n\n"
        "The figures\nare new.\n\n"
        f"http://testserver/admin/stories/story/{story.pk}/change/\n\n"
        "-- \n"
        "Choose what you are told: http://testserver/admin/stories/story/notices/\n"
    )
    assert Notice.objects.get(person=editor).mailed_at == make.NOW


def test_no_mail_goes_out_for_an_act_that_is_rolled_back(
    writer, editor, mailoutbox, django_capture_on_commit_callbacks
):
    story = make.draft(by=writer)
    with django_capture_on_commit_callbacks(execute=True) as callbacks, transaction.atomic():
        review.submit(story=story, by=writer, now=make.NOW)
        assert Notice.objects.filter(person=editor).exists()
        transaction.set_rollback(True)
    assert callbacks == []
    assert not Notice.objects.exists()
    assert mailoutbox == []


def test_only_what_is_wanted_by_mail_is_mailed(
    writer, editor, mailoutbox, django_capture_on_commit_callbacks
):
    unwanted = {(Kind.REVIEW, NoticeChoice.Way.MAIL)}
    notices.choose(by=editor, unwanted=unwanted)
    with django_capture_on_commit_callbacks(execute=True) as callbacks:
        make.in_review(by=writer)
    assert callbacks == []
    assert mailoutbox == []


def test_one_thread_a_story_and_no_answer_from_a_machine(waiting):
    mails = [mailing.message(notice).message() for notice in waiting]
    assert len({mail["Message-ID"] for mail in mails}) == 5
    assert {mail["References"] for mail in mails} == {f"<story-{waiting[0].story_id}@testserver>"}
    assert {mail["Auto-Submitted"] for mail in mails} == {"auto-generated"}


def test_a_headline_of_two_lines_does_not_break_the_mail(waiting):
    [notice, *_others] = waiting
    notice.story.headline = "Ministers\r\nBcc: everyone@news.example"
    mail = mailing.message(notice).message()
    assert mail["Bcc"] is None
    assert mail["Subject"].startswith("For review: Ministers Bcc:")


# A mail server that is away ------------------------------------------------------------------


@pytest.mark.parametrize("of", [Away, Odd])
def test_a_story_is_published_though_its_mail_is_not_sent(
    of, story, editor, writer, settings, mailoutbox, caplog, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = backend(of)
    with django_capture_on_commit_callbacks(execute=True):
        publishing.publish(story=story, by=editor, now=LATER)
    story.refresh_from_db()
    assert story.state == Story.State.PUBLISHED
    notice = story.notices.get(kind=Kind.PUBLISHED)
    assert (notice.person, notice.mailed_at, notice.claimed_at) == (writer, None, None)
    assert caplog.records[-1].levelno == logging.WARNING
    story.notices.exclude(pk=notice.pk).delete()
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert command() == "Sent 1. 0 still to be sent."
    assert command() == "Sent 0. 0 still to be sent."
    assert [mail.subject for mail in mailoutbox] == [f"Published: {story.headline}"]


def test_people_do_not_wait_again_and_again_for_a_server_that_is_away(
    writer, editor, settings, mailoutbox, django_capture_on_commit_callbacks
):
    settings.EMAIL_BACKEND = backend(Away)
    Away.knocks = 0
    with django_capture_on_commit_callbacks(execute=True):
        for _ in range(4):
            make.in_review(by=writer)
    assert Away.knocks == 1
    assert command() == "Sent 0. 4 still to be sent."
    assert Away.knocks == 2
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    cache.clear()  # a minute passes
    with django_capture_on_commit_callbacks(execute=True):
        make.in_review(by=writer)
    assert len(mailoutbox) == 1
    assert command() == "Sent 4. 0 still to be sent."


def test_many_mails_take_one_connection(waiting, server):
    assert send() == 5
    assert server.connections == 1
    assert server.addressees == [f"editor-{n}@news.example" for n in range(1, 6)]
    assert {mail["From"].addresses[0].domain for mail in server.mails} != {""}


def test_a_batch_is_never_too_long_for_its_claim(waiting, server, monkeypatch):
    monkeypatch.setattr(mailing, "BATCH", 2)
    assert send() == 5
    assert server.connections == 3


def test_an_address_that_is_refused_keeps_nothing_from_the_others(waiting, server, caplog):
    server.refuses = {"editor-2@news.example"}
    assert send() == 4
    assert "editor-2@news.example" not in server.addressees
    assert "nobody of that name" in caplog.text
    server.refuses = set()
    assert send() == 1
    assert len(server.mails) == 5


def test_a_server_that_hangs_up_has_taken_what_it_took(waiting, server, caplog):
    server.patience = 2
    assert send() == 2
    assert "did not take the mail" in caplog.text
    assert Notice.objects.unsent().count() == 3
    server.patience = 1_000
    assert send() == 3
    assert len(set(server.addressees)) == 5


def test_a_host_that_cannot_be_is_a_server_that_is_away(waiting, settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "mail..example"
    assert send() == 0
    assert Notice.objects.unsent().unclaimed(since=LATER).count() == 5


# Once, and at least once ---------------------------------------------------------------------


def test_two_processes_do_not_send_one_mail_twice(waiting, settings, mailoutbox):
    settings.EMAIL_BACKEND = backend(Twice)
    Twice.other = None
    assert send() == 5
    assert Twice.other == 0
    assert len(mailoutbox) == 5


def test_a_process_that_is_stopped_lets_go_of_what_it_has_not_sent(waiting, settings, mailoutbox):
    settings.EMAIL_BACKEND = backend(Interrupted)
    Interrupted.mails = 0
    with pytest.raises(CommandError, match="3 still to be sent"):
        command()
    assert command() == "Sent 3. 0 still to be sent."
    assert len({mail.to[0] for mail in mailoutbox}) == len(mailoutbox) == 5


def test_what_a_dead_process_was_sending_is_sent_once_its_claim_lapses(waiting, mailoutbox):
    Notice.objects.filter(pk=waiting[0].pk).update(claimed_at=LATER)
    assert send(now=LATER) == 4
    assert send(now=LATER + mailing.CLAIM) == 0
    assert send(now=LATER + mailing.CLAIM + timedelta(seconds=1)) == 1


# The end of it -------------------------------------------------------------------------------


def test_mail_that_fails_for_three_days_is_given_up(waiting, settings, mailoutbox, caplog):
    settings.EMAIL_BACKEND = backend(Away)
    assert command(make.NOW + mailing.PATIENCE) == "Sent 0. 5 still to be sent."
    assert command(make.NOW + mailing.PATIENCE + timedelta(minutes=1)).endswith(
        "0 still to be sent."
    )
    assert caplog.text.count("Gave up on the mail") == 5
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    assert send(now=make.NOW + 2 * mailing.PATIENCE) == 0
    assert mailoutbox == []
    assert Notice.objects.on_desk(waiting[0].person).exists()


def test_mail_that_waited_for_days_is_tried_before_it_is_given_up(waiting, mailoutbox):
    assert send(now=make.NOW + 2 * mailing.PATIENCE) == 5


def test_whoever_has_left_gets_no_mail(waiting, mailoutbox):
    gone, nowhere, elsewhere, *others = (notice.person for notice in waiting)
    User.objects.filter(pk=gone.pk).update(is_active=False)
    User.objects.filter(pk=nowhere.pk).update(email="")
    elsewhere.groups.clear()
    assert send() == 2
    assert sorted(mail.to for mail in mailoutbox) == [[person.email] for person in others]
    assert not Notice.objects.unsent().exists()


def test_what_is_long_settled_is_cleared_out(waiting, mailoutbox):
    put_away, *others = waiting
    notices.put_away(by=put_away.person, now=LATER, notices=[put_away.pk])
    Notice.objects.filter(pk=others[0].pk).update(is_on_desk=False)
    assert command(make.NOW + timedelta(days=90)) == "Sent 5. 0 still to be sent."
    assert Notice.objects.count() == 5
    command(make.NOW + timedelta(days=90, minutes=1))
    assert set(Notice.objects.all()) == set(others[1:])
