"""Loads the demonstration newsroom from the files beside this one, by the acts that people use."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

from django.contrib.auth.models import Group
from django.core.files.base import ContentFile
from django.db import transaction

from newsroom import pictures, roles
from newsroom.models import Picture, User
from stories import assigning, publishing, review, writing
from stories.briefs import load
from stories.demo.checks import DOMAIN
from stories.demo.drawing import composition
from stories.demo.profiles import HERE, read
from stories.freezing import freeze
from stories.models import Assignment, Edition, Outlet, OutletAlias, Section, Story

PUBLISHED = ("world", "business", "science", "climate")
SECTIONS = {
    "World": "Governments, elections and treaties.",
    "Business": "Companies, markets and the rules they play by.",
    "Science": "Space, research and technology.",
    "Climate": "Warming, and what is done about it.",
}
# username → public name, role, what to say of the account
PEOPLE = {
    "editor": ("Ines Moreau", roles.EDITOR, "an editor"),
    "editor2": ("Tom Adeyemi", roles.EDITOR, "a second editor, who approves what the first wrote"),
    "writer": ("Sam Okafor", roles.WRITER, "a writer"),
    "moderator": ("Mira Lindqvist", roles.MODERATOR, "a moderator of profiles"),
    "admin": ("Ada Novak", roles.ADMINISTRATOR, "an administrator"),
}
WRITTEN_BEFORE = timedelta(hours=3)
APPROVED_BEFORE = timedelta(minutes=20)
PLANNED_BEFORE = timedelta(hours=2)


def is_loaded() -> bool:
    return Section.objects.exists()


@transaction.atomic
def load_people(*, password: str) -> dict[str, User]:
    """The demonstration accounts, one a role and a second editor, all with the same password."""
    people = {}
    for username, (public_name, role, _about) in PEOPLE.items():
        first, last = public_name.split()
        user = User(
            username=username,
            public_name=public_name,
            first_name=first,
            last_name=last,
            is_staff=True,
            email=f"{username}{DOMAIN}",
            biography=f"{public_name} works for the demonstration newsroom.",
        )
        user.set_password(password)
        user.save()
        user.groups.add(Group.objects.get(name=role))
        people[username] = user
    return people


@transaction.atomic
def load_desk() -> None:
    """Sections and outlets."""
    for order, (name, description) in enumerate(SECTIONS.items(), 1):
        Section.objects.create(name=name, slug=name.lower(), description=description, order=order)
    for row in read("outlets")["outlet"]:
        aliases = row.pop("aliases", [])
        outlet = Outlet.objects.create(**row)
        OutletAlias.objects.bulk_create(OutletAlias(outlet=outlet, name=name) for name in aliases)


def load_published(people: dict[str, User]) -> Iterator[Story]:
    """Published stories in the order of their days; yields each as it is done."""
    rows = [row for name in PUBLISHED for row in read(name)["story"]]
    for row in sorted(rows, key=lambda row: row["published_at"]):
        with transaction.atomic():
            story = _published(row, people)
            story.notices.all().delete()  # read long ago
        yield story


def load_unpublished(people: dict[str, User], *, now: datetime) -> Iterator[Story]:
    """What is still on the desk: scheduled, in review, sent back, a draft with failing checks."""
    for hours, row in enumerate(read("unpublished")["story"], 1):
        with transaction.atomic():
            story = _unpublished(row, people, now=now - timedelta(hours=hours))
            story.notices.update(is_by_mail=False)  # on the desks of people who do not exist
        yield story


@transaction.atomic
def load_plan(people: dict[str, User], *, now: datetime) -> None:
    """Who writes what by when, and published stories with changes that readers do not see yet."""
    plan = read("plan")
    stories = {story.slug: story for story in Story.objects.all()}
    for row in plan["change"]:
        story = stories[row["story"]]
        story.standfirst = row["standfirst"]
        story.save(update_fields=["standfirst"])
        writing.keep_version(story=story, by=people[row["by"]], now=now - PLANNED_BEFORE / 2)
    for row in plan["assignment"]:
        due_at = now + timedelta(hours=row["due_in_hours"])
        assigning.assign(
            story=stories[row["story"]],
            by=people["admin"],
            now=now - PLANNED_BEFORE,
            writer=people[row["writer"]],
            reviewer=people.get(row.get("reviewer")),
            due_at=due_at.replace(minute=0, second=0, microsecond=0),
            urgency=Assignment.Urgency[row.get("urgency", "ROUTINE")],
            note=row.get("note", ""),
        )
        stories[row["story"]].notices.update(is_by_mail=False)


def _published(row: dict[str, Any], people: dict[str, User]) -> Story:
    writer, approver = people[row["writer"]], people[row["approver"]]
    at = row["published_at"]
    story = load.load(
        _text(f"{row['slug']}.txt"), by=writer, now=at - WRITTEN_BEFORE, slug=row["slug"]
    )
    _illustrate(story, row, by=writer, now=at - WRITTEN_BEFORE)
    _approve(story, writer=writer, approver=approver, at=at)
    publishing.publish(story=story, by=approver, now=at)
    for edition in row.get("editions", []):
        at = edition["published_at"]
        load.replace(story, _text(edition["file"]), by=writer, now=at - WRITTEN_BEFORE / 6)
        _approve(story, writer=writer, approver=approver, at=at)
        is_wrong = edition["kind"] in Edition.CORRECTIONS
        act = publishing.correct if is_wrong else publishing.update
        act(
            story=story,
            by=approver,
            now=at,
            kind=edition["kind"],
            what_changed=edition["what_changed"],
        )
    return story


def _unpublished(row: dict[str, Any], people: dict[str, User], *, now: datetime) -> Story:
    writer = people[row["writer"]]
    story = load.load(_text(f"{row['slug']}.txt"), by=writer, now=now, slug=row["slug"])
    _illustrate(story, row, by=writer, now=now)
    if row["state"] == "draft":
        return story
    review.submit(story=story, by=writer, now=now, note="Ready for a second pair of eyes.")
    if row["state"] == "in_review":
        return story
    approver = people[row["approver"]]
    if row["state"] == "changes_requested":
        review.request_changes(story=story, by=approver, now=now, note=row["note"])
        return story
    review.approve(story=story, by=approver, now=now, digest=freeze(story).digest)
    publishing.schedule(story=story, by=approver, now=now, at=_next_morning(now))
    return story


def _approve(story: Story, *, writer: User, approver: User, at: datetime) -> None:
    review.submit(story=story, by=writer, now=at - APPROVED_BEFORE)
    review.approve(
        story=story, by=approver, now=at - APPROVED_BEFORE / 2, digest=freeze(story).digest
    )


def _illustrate(story: Story, row: dict[str, Any], *, by: User, now: datetime) -> None:
    if "picture_motif" not in row:
        return
    drawing = composition(motif=row["picture_motif"], seed=row["slug"])
    story.picture = take_in_drawing(
        drawing, name=row["slug"], alt=row["picture_alt"], caption=row["picture_caption"], now=now
    )
    story.save(update_fields=["picture"])
    writing.keep_version(story=story, by=by, now=now)


def take_in_drawing(drawing: bytes, *, name: str, alt: str, caption: str, now: datetime) -> Picture:
    return pictures.take_in(
        upload=ContentFile(drawing, name=f"{name}.jpg"),
        by=None,
        now=now,
        alt=alt,
        caption=caption,
        credit="Newsroom / drawn by code",
        source="Newsroom",
        licence="CC BY 4.0",
    )


def _next_morning(now: datetime) -> datetime:
    return (now + timedelta(days=3)).replace(hour=7, minute=0, second=0, microsecond=0)


def _text(name: str) -> str:
    return (HERE / "briefs" / name).read_text(encoding="utf-8")
