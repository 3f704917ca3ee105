"""`manage.py import_wikidata FILE…`: proposals out of files of Wikidata."""

import sys
from contextlib import contextmanager
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone
from tqdm import tqdm

from entities.wikidata import labels
from entities.wikidata.facts import preference
from entities.wikidata.files import Counts, Files
from entities.wikidata.importing import site_languages
from entities.wikidata.reading import NotReadable, Source
from newsroom import acts
from newsroom.models import User

MOST_WARNINGS = 20
INTERRUPTED = 130  # what a shell is told of a command that was stopped by Ctrl-C


class Command(BaseCommand):
    help = "Makes and updates proposals of profiles from entity JSON of Wikidata: docs/wikidata.md."

    def add_arguments(self, parser):
        parser.add_argument("files", nargs="+", metavar="FILE", help="Plain, .gz or .bz2.")
        parser.add_argument(
            "--languages",
            default="",
            help="In which languages names are wanted, the first that there is: de,en.",
        )
        parser.add_argument("--limit", type=int, default=0, help="Stop after so many entities.")
        parser.add_argument("--as", dest="username", default="", help="Who imports it.")

    def handle(self, *, files, languages, limit, username, verbosity, **options):
        by = _person(username)
        wanted = [code.strip() for code in languages.split(",") if code.strip()]
        self.is_quiet = verbosity == 0
        self.warnings = 0
        counts = Counts()
        try:
            sources = [Source(Path(name)) for name in files]
            found = Files(sources, languages=preference(wanted) if wanted else site_languages())
            self._run(found, by=by, counts=counts, limit=limit)
        except NotReadable as error:
            raise CommandError(_told(counts, str(error))) from error
        except acts.Refused as error:
            raise CommandError(str(error)) from error
        except KeyboardInterrupt:
            stopped = "Stopped. What is said here is kept; run it again to go on."
            raise CommandError(_told(counts, stopped), returncode=INTERRUPTED) from None
        self.stdout.write(self.style.SUCCESS("\n".join(_lines(counts))))

    def _run(self, files, *, by, counts, limit):
        with self._bar(files, "Offices") as tick:
            files.name_offices(tick=tick)
        if labels.is_any_missing():
            with self._bar(files, "Their names") as tick:
                files.name_offices_before(tick=tick)
        with self._bar(files, "Profiles") as tick:
            files.take(
                by=by, now=timezone.now(), tick=tick, warn=self._warn, counts=counts, limit=limit
            )

    @contextmanager
    def _bar(self, files, about):
        """A bar of the bytes read; none where nobody looks."""
        with tqdm(
            total=files.size,
            desc=f"{about:<11}",
            unit="B",
            unit_scale=True,
            disable=True if self.is_quiet else None,
            file=sys.stderr,
        ) as bar:
            yield lambda read: bar.update(read - bar.n)

    def _warn(self, sentence):
        self.warnings += 1
        if self.warnings <= MOST_WARNINGS:
            tqdm.write(self.style.WARNING(f"Left out: {sentence}"), file=self.stderr)
        if self.warnings == MOST_WARNINGS:
            tqdm.write("What else is broken is counted and not named.", file=self.stderr)


def _told(counts, sentence):
    return "\n".join([*_lines(counts), sentence]) if counts.read else sentence


def _lines(counts):
    lines = [
        f"{counts.read:,} entities read: {counts.made:,} new proposals, "
        f"{counts.updated:,} updated, {counts.suggested:,} with a suggestion, "
        f"{counts.unchanged:,} unchanged, {counts.skipped.total():,} left out."
    ]
    lines += [f"  {number:>9,}  {reason}" for reason, number in counts.skipped.most_common()]
    if counts.without_an_office:
        lines.append(
            f"  {counts.without_an_office:>9,}  profiles lack a position whose office has no name "
            "in these files."
        )
    return lines


def _person(username):
    if not username:
        return None
    try:
        return User.objects.get(username=username)
    except User.DoesNotExist:
        raise CommandError(f"There is no account “{username}”.") from None
