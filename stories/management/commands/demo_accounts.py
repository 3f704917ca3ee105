"""`manage.py demo_accounts`: says where the demonstration newsroom is, and who may log in."""

from django.core.management.base import BaseCommand

from newsroom.models import User
from stories.demo.checks import PASSWORD
from stories.demo.newsroom import PEOPLE


class Command(BaseCommand):
    help = "Prints the addresses and the demonstration accounts."

    def add_arguments(self, parser):
        parser.add_argument("--port", default="8000")

    def handle(self, *, port, **options):
        site = f"http://127.0.0.1:{port}/"
        self.stdout.write(f"\nReaders      {site}\nThe desk     {site}admin/\n")
        there = set(User.objects.filter(username__in=PEOPLE).values_list("username", flat=True))
        if not there:
            return
        self.stdout.write(f"\nDemonstration accounts, all with the password “{PASSWORD}”:")
        for username, (public_name, _role, about) in PEOPLE.items():
            if username in there:
                self.stdout.write(f"  {username:<10} {public_name:<16} {about}")
        self.stdout.write("")
