"""Kept with each save: what stories call people in front of their names, and whether that clashes.

Not here: what is a title, and what clashes (`entities/titles.py`), and the check that the editor
sees (`standards/topics.py`), which reads the texts as they stand.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from entities import titles
from entities.models import Entity
from entities.standing import standing
from stories.models import Introduction, Story
from stories.standards.facts import Facts

LONGEST: int = Introduction._meta.get_field("title").max_length or 0


@transaction.atomic(savepoint=False)
def keep(stories: Iterable[Story], *, now: datetime) -> None:
    """Keep the titles that the texts of these stories give people. The stories have their rows."""
    stories = list(stories)
    facts = Facts(stories, now=now)
    wanted = {
        (story.pk, called.person.pk, called.title[:LONGEST]): called.clashes
        for story in stories
        for called in facts.called(story)
    }
    gone: list[int] = []
    for kept in Introduction.objects.filter(story__in=stories).order_by("pk"):
        if wanted.get(place := (kept.story_id, kept.entity_id, kept.title)) == kept.clashes:
            del wanted[place]
        else:
            gone.append(kept.pk)
    if gone:
        Introduction.objects.filter(pk__in=gone).delete()
    Introduction.objects.bulk_create(
        Introduction(story_id=story, entity_id=person, title=title, clashes=clashes)
        for (story, person, title), clashes in wanted.items()
    )


@transaction.atomic(savepoint=False)
def judge(*entities: Entity, now: datetime) -> None:
    """Say anew which titles clash with the profiles, which changed. One query where none is."""
    kept = list(Introduction.objects.filter(entity__in=entities).order_by("pk"))
    if not kept:
        return
    called = {introduction.entity_id for introduction in kept}
    known = standing(
        [entity for entity in entities if entity.pk in called], on=timezone.localdate(now)
    )
    changed = []
    for introduction in kept:
        said = known[introduction.entity_id].known
        if introduction.clashes != (clashes := titles.clashes(introduction.title, said)):
            introduction.clashes = clashes
            changed.append(introduction)
    Introduction.objects.bulk_update(changed, ["clashes"])


def read_again(*entities: Entity, now: datetime) -> None:
    """Keep anew what stories call these people: who is meant by a name has changed."""
    linking = Q(topics__entity__in=entities) | Q(topics__entity__merged_into__in=entities)
    naming = Q(introductions__entity__in=entities)
    found = Story.objects.filter(linking | naming).order_by().values("pk")
    keep(Story.objects.with_rows().filter(pk__in=found), now=now)
