"""`manage.py send_notices`: sends the mail of notices that waits; for a timer."""

from datetime import timedelta

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from entities import reporting
from stories import mailing
from stories.models import Notice

KEPT = timedelta(days=90)


class Command(BaseCommand):
    help = "Sends mail that the mail server did not take at once, and clears out old notices."

    def handle(self, **options):
        now = timezone.now()
        try:
            sent = mailing.send(Notice.objects.all(), now=now)
        except KeyboardInterrupt:
            raise CommandError(f"Stopped. {self._waiting()} still to be sent.") from None
        Notice.objects.settled().filter(at__lt=now - KEPT).delete()
        reporting.forget_senders(now=now)
        self.stdout.write(f"Sent {sent}. {self._waiting()} still to be sent.")

    def _waiting(self):
        return Notice.objects.unsent().count()
