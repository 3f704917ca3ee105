"""What stories do when an app below them changes something that they show."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from newsroom.models import Picture, User
from newsroom.signals import picture_changed
from stories import writing
from stories.models import Story


@receiver(picture_changed)
def keep_versions_with_the_picture(
    sender: type[Picture], *, picture: Picture, by: User, now: datetime, **given: Any
) -> None:
    """Who changes a caption works on the stories that show it."""
    writing.keep_versions(stories=Story.objects.open().filter(picture=picture), by=by, now=now)
