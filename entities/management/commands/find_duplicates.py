"""find_duplicates: look through all profiles for those that may be one. Merges nothing."""

from django.core.management.base import BaseCommand
from django.utils import timezone
from tqdm import tqdm

from entities import duplicates


class Command(BaseCommand):
    help = (
        "Finds profiles that may be one: the same name, nearly the same name, the same Wikidata "
        "number. Moderators are offered them in their queue. May be run again at any time."
    )

    def add_arguments(self, parser):
        parser.add_argument("--quiet", action="store_true", help="show no progress")

    def handle(self, *args, quiet, **options):
        def progress(rows, *, desc):
            return tqdm(rows, desc=str(desc), unit="", disable=quiet, file=self.stderr)

        duplicates.write_keys()
        new = duplicates.look_everywhere(now=timezone.now(), progress=progress)
        self.stdout.write(f"{new} new pairs of profiles may be one.")
