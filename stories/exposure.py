"""Where profiles are shown to readers, and what stories call people: `entities` asks for it here.

Counted from the link rows of live editions, as readers’ lists are, never from their texts.
"""

from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count, Exists, IntegerField, OuterRef, Subquery, Sum
from django.db.models.aggregates import Aggregate
from django.db.models.functions import Coalesce
from django.db.models.query import QuerySet
from django.urls import reverse

from entities.exposure import Said, ShownIn
from entities.models import Entity
from newsroom import acts
from newsroom.models import User
from stories.models import Flag, Introduction, Section, TopicLink


class InBriefs:
    """`entities.exposure.Exposure`, answered by this newsroom’s briefs."""

    def weigh(self, entities: QuerySet[Entity], *, now: datetime) -> QuerySet[Entity]:
        clashing = Introduction.objects.filter(entity=OuterRef("pk"), clashes=True)
        return entities.annotate(
            live_stories=_of_live_links(Count("pk"), now=now),
            live_mentions=_of_live_links(Sum("mentions"), now=now),
            title_clashes=Exists(clashing),
        )

    def stories(self, entity: Entity, *, now: datetime) -> Sequence[ShownIn]:
        of_both = {"story": OuterRef("edition__story"), "entity": entity}
        titles = Introduction.objects.filter(clashes=True, **of_both).order_by("pk")
        links = (
            TopicLink.objects.live(now=now)
            .filter(entity=entity)
            .annotate(
                title=Subquery(titles.values("title")[:1]),
                is_flagged=Exists(Flag.objects.open().filter(**of_both)),
            )
            .select_related("edition")
            .defer("edition__document_json")
            .order_by("-published_at", "-edition")
        )
        return [
            ShownIn(
                story=link.edition.story_id,
                headline=link.edition.headline,
                url=link.edition.get_absolute_url(),
                desk_url=_desk_url(link.edition.story_id),
                mentions=link.mentions,
                title=link.title or "",
                is_flagged=link.is_flagged,
            )
            for link in links
        ]

    def titles(self, entity: Entity, *, by: User | None) -> Sequence[Said]:
        if acts.lacks_permission(by, "stories.view_story"):
            return []
        found = Introduction.objects.filter(entity=entity, clashes=True).select_related("story")
        return [
            Said(title=said.title, story=str(said.story), desk_url=_desk_url(said.story_id))
            for said in found.order_by("-story__changed_at", "pk")
        ]

    def ripple_url(self, entity: Entity) -> str:
        return reverse("admin:stories_story_ripple", args=[entity.pk])

    def sections(self) -> Sequence[tuple[str, str]]:
        return list(Section.objects.in_order().values_list("slug", "name"))


def _of_live_links(aggregate: Aggregate, *, now: datetime) -> Coalesce:
    """A sum over the live briefs that show each profile; nothing counts as 0."""
    links = TopicLink.objects.live(now=now).filter(entity=OuterRef("pk")).order_by()
    summed = links.values("entity").annotate(summed=aggregate).values("summed")
    return Coalesce(Subquery(summed, output_field=IntegerField()), 0)


def _desk_url(story: int) -> str:
    return reverse("admin:stories_story_change", args=[story])
