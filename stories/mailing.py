"""Sends the mail of notices: after an act, or later when the mail server was away.

What is sent, to whom, is decided when the act is done (`notices.py`) and kept in rows; here a row
is sent, and marked. No fault of a mail or a server is raised: it is logged, and the row waits.
"""

import logging
import smtplib
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from email.utils import formatdate
from urllib.parse import urlsplit

from django.conf import settings
from django.core.cache import cache
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from stories.models import Notice
from stories.models.notice import NoticeQuerySet

logger = logging.getLogger(__name__)

BATCH = 20  # mails over one connection
# A claim outlives the slowest batch: each of its mails, and each reply waited for.
CLAIM = timedelta(minutes=30)
PATIENCE = timedelta(days=3)
PAUSE = 60  # seconds for which acts do not try a server that did not answer
PAUSED = "stories.mailing.paused"


class Unreachable(Exception):
    """The mail server does not answer, or lets us in no more: the next mail would fail too."""


def send_new(notices: Collection[int], *, now: datetime) -> int:
    """Send the mail of an act that was just committed, while its person waits for the page.

    Where the server did not answer a moment ago, it is left for `send`.
    """
    if cache.get(PAUSED):
        return 0
    return send(Notice.objects.filter(pk__in=notices), now=now)


def send(notices: NoticeQuerySet, *, now: datetime) -> int:
    """Send what waits of these notices, and say how many mails went out.

    Each is claimed before it is sent, so that two processes do not send it twice, and marked as
    soon as the server has taken it. A process that dies between the two leaves a claim that
    lapses, and the mail is sent again: at least once, never lost. Both have one Message-ID.
    """
    sent = 0
    held: list[int] = []
    try:
        while batch := _claim(notices, now=now):
            held += [notice.pk for notice in batch]
            for _taken in _send_batch(batch, now=now):
                sent += 1
    except Unreachable as error:
        cache.set(PAUSED, True, PAUSE)
        logger.warning("The mail server did not take the mail of notices: %s", error.__cause__)
    finally:  # also when it is interrupted
        Notice.objects.unsent().filter(pk__in=held, claimed_at=now).update(claimed_at=None)
    _give_up(notices, now=now)
    return sent


def _claim(notices: NoticeQuerySet, *, now: datetime) -> list[Notice]:
    """Take the next few that nobody is sending. The lock is kept for two statements only."""
    with transaction.atomic():
        free = notices.unsent().unclaimed(since=now - CLAIM)
        batch = list(free.select_for_update(skip_locked=True, of=("self",))[:BATCH])
        Notice.objects.filter(pk__in=[notice.pk for notice in batch]).update(claimed_at=now)
    return batch


def _send_batch(batch: list[Notice], *, now: datetime) -> Iterator[Notice]:
    """Yields each that was sent, over one connection. What is wrong with one leaves the others be.

    Raises Unreachable.
    """
    try:
        with get_connection() as connection:
            for notice in batch:
                if _is_taken(notice, connection, now=now):
                    Notice.objects.filter(pk=notice.pk).update(mailed_at=now)
                    yield notice
    except (OSError, UnicodeError) as error:  # no answer, or no host could have that name
        raise Unreachable from error


def _is_taken(notice: Notice, connection: BaseEmailBackend, *, now: datetime) -> bool:
    """Whether the server took the mail. Raises OSError where it does not answer."""
    person = notice.person  # who may have left, or have another role, since they were told
    if not (person.email and person.is_staff and person.has_perm("stories.view_story")):
        Notice.objects.filter(pk=notice.pk).update(given_up_at=now)
        logger.info("Notice %s has nobody left to be sent to.", notice.pk)
        return False
    try:
        connection.send_messages([message(notice, connection)])
    except Exception as error:  # backends have exceptions of their own
        if _is_about_the_server(error):
            raise
        logger.warning("The mail of notice %s was refused: %s", notice.pk, error)
        return False
    return True


def _is_about_the_server(error: Exception) -> bool:
    if isinstance(error, smtplib.SMTPException):
        return isinstance(error, smtplib.SMTPServerDisconnected)
    return isinstance(error, OSError)


def _give_up(notices: NoticeQuerySet, *, now: datetime) -> None:
    """Mail that could not be sent for days is no news any more. Its row stays on the desk."""
    late = notices.unsent().unclaimed(since=now - CLAIM).filter(at__lt=now - PATIENCE)
    for notice in late:
        logger.error("Gave up on the mail of notice %s to %s.", notice.pk, notice.person.username)
    Notice.objects.filter(pk__in=[notice.pk for notice in late]).update(given_up_at=now)


def message(notice: Notice, connection: BaseEmailBackend | None = None) -> EmailMessage:
    """Plain text: what happened to which story, the words that came with it, where it is."""
    headline = " ".join(str(notice.story).split())
    host = urlsplit(settings.SITE_URL).hostname or "localhost"
    parts = [
        notice.sentence,
        headline,
        notice.words,
        _address("admin:stories_story_change", notice.story_id),
        "-- \n"
        + _("Choose what you are told: %(address)s")
        % {"address": _address("admin:stories_story_notices")},
    ]
    return EmailMessage(
        subject=f"{notice.title}: {headline}",
        body="\n\n".join(part for part in parts if part) + "\n",
        to=[notice.person.email],
        connection=connection,
        headers={
            "Date": formatdate(notice.at.timestamp()),
            "Message-ID": f"<notice-{notice.pk}@{host}>",
            "References": f"<story-{notice.story_id}@{host}>",  # one thread a story
            "Auto-Submitted": "auto-generated",  # so that nobody’s absence note answers
        },
    )


def _address(name: str, *arguments: int) -> str:
    return f"{settings.SITE_URL}{reverse(name, args=arguments)}"
