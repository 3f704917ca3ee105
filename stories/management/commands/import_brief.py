"""`manage.py import_brief FILE`: makes a draft of a brief that is a text file."""

import sys
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from newsroom import acts
from newsroom.models import User
from stories import checklist
from stories.briefs.layout import NotABrief
from stories.briefs.load import load


class Command(BaseCommand):
    help = "Makes a draft of a brief in the layout of docs/brief-layout.md."

    def add_arguments(self, parser):
        parser.add_argument("file", help="The text file; - reads standard input.")
        parser.add_argument("--headline", default="", help="Wins over the headline in the file.")
        parser.add_argument("--slug", default="", help="The last part of the brief’s address.")
        parser.add_argument("--as", dest="username", default="", help="Who imports it.")

    def handle(self, *, file, headline, slug, username, **options):
        try:
            story = load(
                _read(file),
                by=_person(username),
                now=timezone.now(),
                headline=headline,
                slug=slug,
            )
        except NotABrief as error:
            raise CommandError(f"{file} was not imported. {error}") from error
        except acts.Refused as error:
            raise CommandError(str(error)) from error
        self.stdout.write(self.style.SUCCESS(f"Made the draft {story.slug} (story {story.pk})."))
        for failure in checklist.failures(story):
            mark = "must" if failure.is_blocking else "should"
            self.stdout.write(f"  {mark}  {failure.sentence}")


def _read(file: str) -> bytes:
    if file == "-":
        return sys.stdin.buffer.read()
    try:
        return Path(file).read_bytes()
    except OSError as error:
        raise CommandError(f"{file} cannot be read: {error.strerror}.") from error


def _person(username: str) -> User | None:
    if not username:
        return None
    try:
        return User.objects.get(username=username)
    except User.DoesNotExist:
        raise CommandError(f"There is no account “{username}”.") from None
