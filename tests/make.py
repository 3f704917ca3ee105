"""Builders for the tests: plain, keyword-only, and reaching every state by the acts.

None of them writes a state: a test never stands on a story that could not happen.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from itertools import count
from typing import Any

from django.contrib.auth.models import Group

from entities import moderation
from entities.models import Alias, Entity, Position, Relation
from newsroom import roles
from newsroom.models import User
from stories import publishing, review, writing
from stories.freezing import freeze
from stories.models import (
    AnalysisPoint,
    Byline,
    Citation,
    Edition,
    Outlet,
    Question,
    Section,
    Story,
    StoryTopic,
)

NOW = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
HOUR = timedelta(hours=1)
_number = count(1)


def user(*, role: str = roles.EDITOR, username: str = "", public_name: str = "") -> User:
    number = next(_number)
    username = username or f"{role.lower()}-{number}"
    made = User.objects.create_user(
        username=username,
        email=f"{username}@news.example",
        password="newsroom",
        is_staff=True,
        public_name=public_name or f"{role} {number}",
    )
    made.groups.add(Group.objects.get(name=role))
    return made


def section(name: str = "World") -> Section:
    return Section.objects.get_or_create(
        slug=name.lower(), defaults={"name": name, "order": next(_number)}
    )[0]


def outlet(name: str = "") -> Outlet:
    number = next(_number)
    name = name or f"Paper {number}"
    slug = name.lower().replace(" ", "-")
    return Outlet.objects.get_or_create(
        name=name, defaults={"slug": slug, "country": "GB", "url": f"https://{slug}.example/"}
    )[0]


def proposed(name: str = "", **fields: Any) -> Entity:
    name = name or f"Topic {next(_number)}"
    fields = {"description": f"{name} is a topic of these tests."} | fields
    return moderation.propose(by=None, now=NOW, name=name, **fields)


def entity(
    name: str = "",
    *,
    aliases: Iterable[str] = (),
    position: dict[str, Any] | None = None,
    now: datetime = NOW,
    **fields: Any,
) -> Entity:
    """An approved profile."""
    made = proposed(name, **fields)
    made.description_source = "Newsroom"
    made.description_licence = "CC BY 4.0"
    made.save()
    Alias.objects.bulk_create(Alias(entity=made, name=alias) for alias in aliases)
    if position:
        Position.objects.create(entity=made, **position)
    return moderation.approve(entity=made, by=None, now=now)


def relation(subject: Entity, kind: str, other: Entity, **fields: Any) -> Relation:
    made = Relation(subject=subject, kind=kind, object=other, **fields)
    made.full_clean()
    made.save()
    return made


def draft(
    *,
    by: User | None = None,
    now: datetime = NOW,
    headline: str = "",
    topics: Iterable[Entity] = (),
    outlets: Iterable[Outlet] = (),
    tags: Iterable[str] = (),
    word: str = "",
    **fields: Any,
) -> Story:
    """A draft that passes every blocking check. `word` stands in each of its texts."""
    number = next(_number)
    by = by or user(role=roles.WRITER)
    headline = headline or f"Ministers agree on plan {number}"
    word = f" {word}" if word else ""
    given = {
        "headline": f"{headline}{word}",
        "slug": f"story-{number}",
        "standfirst": f"A standfirst{word}.",
        "section": section(),
        "what_happened": f"<p>This happened{word}.</p>",
        "synthesis": f"<p>Taken together{word}.</p>",
        "background": f"<p>Before that{word}.</p>",
    }
    story = Story(created_at=now, created_by=by, changed_at=now, **given | fields)
    story.full_clean()
    story.save()
    Byline.objects.create(story=story, user=by, order=1)
    AnalysisPoint.objects.create(
        story=story, order=1, theme=f"Theme{word}", label=f"Label{word}", text=f"Point{word}."
    )
    for order, cited in enumerate(list(outlets) or [outlet("Paper A"), outlet("Paper B")], 1):
        citation(story, outlet=cited, order=order, word=word)
    for order in range(1, 4):
        Question.objects.create(story=story, order=order, text=f"What next {order}{word}?")
    for order, topic in enumerate(list(topics), 1):
        StoryTopic.objects.create(story=story, entity=topic, order=order)
    story.tags.add(*tags)
    writing.keep_version(story=story, by=by, now=now)
    return story


def citation(story: Story, *, outlet: Outlet, order: int, word: str = "") -> Citation:
    return Citation.objects.create(
        story=story,
        order=order,
        outlet=outlet,
        text=f"{outlet} reports it{word}.",
        headline=f"An article{word}",
        url=f"https://{outlet.slug}.example/{story.slug}",
        published_on="2026-03-01",
    )


def in_review(*, by: User | None = None, now: datetime = NOW, **fields: Any) -> Story:
    by = by or user(role=roles.WRITER)
    return review.submit(story=draft(by=by, now=now, **fields), by=by, now=now)


def approve(story: Story, *, by: User | None = None, now: datetime = NOW) -> Story:
    by = by or user()
    review.approve(story=story, by=by, now=now, digest=freeze(story).digest)
    story.refresh_from_db()
    return story


def approved(*, approver: User | None = None, now: datetime = NOW, **fields: Any) -> Story:
    return approve(in_review(now=now, **fields), by=approver, now=now)


def edition(*, approver: User | None = None, now: datetime = NOW, **fields: Any) -> Edition:
    """A story that readers see from `now` on."""
    approver = approver or user()
    story = approved(approver=approver, now=now, **fields)
    return publishing.publish(story=story, by=approver, now=now)


def edit(story: Story, *, by: User | None = None, now: datetime = NOW, **fields: Any) -> Story:
    """Change fields of the working copy, as the form does."""
    for name, value in fields.items():
        setattr(story, name, value)
    story.save(update_fields=list(fields))
    writing.keep_version(story=story, by=by or user(role=roles.WRITER), now=now)
    return story


def next_edition(
    story: Story,
    *,
    now: datetime,
    kind: str = Edition.Kind.UPDATE,
    what_changed: str = "More is known.",
    publisher: User | None = None,
    **fields: Any,
) -> Edition:
    """Edit, submit, approve and publish a story that was published before."""
    writer, editor = user(role=roles.WRITER), user()
    edit(story, by=writer, now=now, **fields)
    review.submit(story=story, by=writer, now=now)
    approve(story, by=editor, now=now)
    act = publishing.correct if kind in Edition.CORRECTIONS else publishing.update
    return act(story=story, by=publisher or editor, now=now, kind=kind, what_changed=what_changed)
