"""What stories do when an app below them changes something that they show."""

from datetime import datetime
from typing import Any

from django.dispatch import receiver

from entities.models import Entity, Merge
from entities.signals import merge_undone, profiles_changed, profiles_merged
from newsroom.models import Picture, User
from newsroom.signals import picture_changed
from stories import introductions, links, writing
from stories.models import Story


@receiver(picture_changed)
def keep_versions_with_the_picture(
    sender: type[Picture], *, picture: Picture, by: User, now: datetime, **given: Any
) -> None:
    """Who changes a caption works on the stories that show it."""
    writing.keep_versions(stories=Story.objects.open().filter(picture=picture), by=by, now=now)


@receiver(profiles_merged)
def show_the_survivor(
    sender: type[Merge], *, survivor: Entity, loser: Entity, **given: Any
) -> None:
    """Briefs about the loser stand in the survivor's list."""
    links.follow_merge(survivor=survivor, loser=loser)


@receiver(profiles_merged)
@receiver(merge_undone)
def read_titles_again(
    sender: type[Merge], *, survivor: Entity, loser: Entity, now: datetime, **given: Any
) -> None:
    """A name of the loser means the survivor, or the loser again."""
    introductions.read_again(survivor, loser, now=now)


@receiver(profiles_changed)
def judge_titles(
    sender: type[Entity], *, entities: list[Entity], act: str, now: datetime, **given: Any
) -> None:
    """What a brief calls a person may be right now, or wrong.

    A reader's report changes nothing, and readers' code does not reach the working copy.
    """
    if act != "reported":
        introductions.judge(*entities, now=now)


@receiver(merge_undone)
def show_the_two(sender: type[Merge], *, survivor: Entity, loser: Entity, **given: Any) -> None:
    """Each brief stands in the list of the one that its editor chose."""
    links.follow_undone(survivor=survivor, loser=loser)
