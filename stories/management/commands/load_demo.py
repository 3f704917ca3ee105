"""`manage.py load_demo`: the demonstration newsroom, into a newsroom that is empty."""

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from stories.demo import newsroom, profiles
from stories.demo.checks import PASSWORD


class Command(BaseCommand):
    help = "Fills an empty newsroom with invented outlets and briefs about real events."

    def add_arguments(self, parser):
        parser.add_argument(
            "--if-empty",
            action="store_true",
            help="Say nothing and change nothing where there is a newsroom already.",
        )

    def handle(self, *, if_empty, **options):
        if newsroom.is_loaded():
            if if_empty:
                return
            raise CommandError("There is a newsroom already: load_demo fills an empty one only.")
        if not settings.DEBUG:
            raise CommandError(
                "Demonstration accounts have known passwords: set DEBUG=1 to load them."
            )
        with transaction.atomic():  # whole, or not at all
            self._load()

    def _load(self):
        people = newsroom.load_people(password=PASSWORD)
        newsroom.load_desk()
        self.stdout.write(f"Profiles: {profiles.load(people)}")
        for count, story in enumerate(newsroom.load_published(people), 1):
            self._progress(count, story)
        now = timezone.now()
        for count, story in enumerate(newsroom.load_unpublished(people, now=now), 1):
            self._progress(count, story)
        newsroom.load_plan(people, now=now)
        profiles.load_queue(people, now=now)

    def _progress(self, count, story):
        self.stdout.write(f"{count:>4}  {story.slug}")
