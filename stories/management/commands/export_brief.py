"""`manage.py export_brief SLUG`: writes the working copy of a story as text."""

from django.core.management.base import BaseCommand, CommandError

from stories.briefs.load import export
from stories.models import Story


class Command(BaseCommand):
    help = "Writes a story to standard output in the layout of docs/brief-layout.md."

    def add_arguments(self, parser):
        parser.add_argument("slug", help="The last part of the brief’s address.")

    def handle(self, *, slug, **options):
        try:
            story = Story.objects.get(slug=slug)
        except Story.DoesNotExist:
            raise CommandError(f"There is no story at “{slug}”.") from None
        self.stdout.write(export(story), ending="")
