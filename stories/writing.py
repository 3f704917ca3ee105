"""Acts of writing: keeping each save of the working copy as a version, and who worked on it.

Not here: making a draft from text (`briefs/load.py`), and everything that needs a second person
(`review.py`).
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.db.models import F, OuterRef, Subquery
from django.utils.translation import gettext as _

from entities.models import Entity
from newsroom import acts
from newsroom.models import User
from stories import introductions
from stories.freezing import freeze
from stories.models import Byline, Edition, Story, StoryRecord, StoryTopic, Version

# What `assigning` writes into the record; and all that is done about a story and not to it: these
# acts leave its revision as it is.
PLANNING = ("assigned", "claimed", "given_back")
NOTING = ("noted", "note_answered", "note_resolved", "note_reopened")
SHARING = ("shared", "share_called_back")
FLAGGING = ("flagged", "flag_settled")
ABOUT = (*PLANNING, *NOTING, *SHARING, *FLAGGING)


class IsPublished(acts.Refused):
    """The story has editions, and stays."""


class NotLinked(acts.Refused):
    """The story links the profile already, or the profile is in use no more."""


class Changed(acts.Refused):
    """The story is no longer what the person saw."""


def locked(story: Story, *, seen: int | None = None) -> Story:
    """The story with its rows as the database has it, its revision moved on.

    Every act begins with this, and ends with the transaction that it stands in. Raises Changed.
    """
    move_on(story, seen=seen)
    return Story.objects.with_rows().get(pk=story.pk)


def move_on(story: Story, *, seen: int | None) -> None:
    """Count a change of the story: compare and swap in one statement, which locks the row.

    `seen` is the revision that the person had before them; None where nobody looked. Raises
    Changed.
    """
    rows = Story.objects.filter(pk=story.pk)
    if seen is not None:
        rows = rows.filter(revision=seen)
    if not rows.update(revision=F("revision") + 1) and seen is not None:
        raise changed(story)
    if seen is not None:
        story.revision = seen + 1


def changed(story: Story) -> Changed:
    """The refusal that names who was quicker."""
    return Changed(
        _("%(who)s has changed the story since you opened it. Look at it again.")
        % {"who": who_was_last(story)}
    )


def who_was_last(story: Story) -> str:
    """The name of whoever did the latest thing to the story: to its text or its state."""
    latest = story.records.exclude(act__in=ABOUT).order_by("-at", "-pk").first()
    return latest.by_name if latest else acts.name_of(None)


def log(
    act: str,
    *,
    story: Story,
    by: User | None,
    now: datetime,
    note: str = "",
    digest: str = "",
    edition: Edition | None = None,
) -> StoryRecord:
    """Write one line into the record of the story."""
    return StoryRecord.objects.create(
        act=act,
        story=story,
        by=by,
        by_name=acts.name_of(by),
        at=now,
        note=note,
        digest=digest,
        edition=edition,
    )


def keep_version(*, story: Story, by: User | None, now: datetime) -> Version:
    """Keep the working copy as it now stands, and return its version.

    Where nothing that readers would see has changed, that is the last version; otherwise a new
    one, and with it an approval is void and a published story has something to publish again.
    Raises NotPermitted.
    """
    acts.require(by, "stories.change_story")
    # Part of the save that it keeps, where there is one: they stand or fall together.
    with transaction.atomic(savepoint=False):
        return _keep(story, by=by, now=now)


@transaction.atomic
def keep_versions(*, stories: Iterable[Story], by: User | None, now: datetime) -> list[Version]:
    """Keep a version of each story whose page was changed from outside its form.

    A picture, an outlet, a tag or a section was edited: who did it worked on these stories. That
    takes no permission beyond the one for what they edited.
    """
    # In the order of their keys: two people who hold several stories never wait for each other.
    in_order = sorted(stories, key=lambda story: story.pk)
    return [_keep(story, by=by, now=now) for story in in_order]


def _keep(story: Story, *, by: User | None, now: datetime) -> Version:
    versions = Version.objects.filter(story=OuterRef("pk")).newest_first()
    locked = Story.objects.with_rows().select_for_update(of=("self",))
    fresh = locked.annotate(kept=Subquery(versions.values("digest")[:1])).get(pk=story.pk)
    document = freeze(fresh)
    if fresh.kept == document.digest:
        last: Version = fresh.versions.newest_first().defer("packed")[0]
        return last
    version = Version.objects.create(
        story=fresh,
        number=fresh.version + 1,
        digest=document.digest,
        packed=Version.pack(document.to_json()),
        by=by,
        at=now,
    )
    done = ["saved" if fresh.kept else "made"]
    if fresh.state == Story.State.APPROVED:
        done.append("approval_void")
    said = {"story": fresh, "by": by, "by_name": acts.name_of(by), "at": now}
    StoryRecord.objects.bulk_create(
        StoryRecord(act=act, digest=document.digest, **said) for act in done
    )
    story.state = _state_after_edit(fresh.state)
    story.version = version.number
    story.changed_at = now
    story.revision = fresh.revision + 1
    story.save(update_fields=["state", "version", "changed_at", "revision"])
    introductions.keep([fresh], now=now)
    return version


def is_kept(story: Story, *, digest: str) -> bool:
    """Whether the last version is the text with this digest: who wrote it is known then."""
    versions = list(story.light_versions)
    return bool(versions) and versions[-1].digest == digest


def why_not_link(*, story: Story, entity: Entity, by: User | None) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "stories.change_story"):
        return refusal
    words = {"name": entity.name}
    if not entity.is_usable:
        return NotLinked(_("%(name)s is no longer in use.") % words)
    if any(topic.profile == entity for topic in story.topics.select_related("entity__merged_into")):
        return NotLinked(_("The story links %(name)s already.") % words)
    return None


@transaction.atomic
def link(*, story: Story, entity: Entity, by: User | None, now: datetime) -> StoryTopic:
    """Link a topic, behind those that the story has. Raises NotPermitted or NotLinked."""
    story = locked(story)
    if refusal := why_not_link(story=story, entity=entity, by=by):
        raise refusal
    last = story.topics.order_by("-order").values_list("order", flat=True).first() or 0
    topic = StoryTopic.objects.create(story=story, entity=entity, order=last + 1)
    keep_version(story=story, by=by, now=now)
    return topic


def sign(*, story: Story, by: User) -> Byline:
    """Put the person who begins a story under it, unless it is signed already."""
    if signed := story.bylines.first():
        return signed
    return Byline.objects.create(story=story, user=by, order=1)


def _state_after_edit(state: str) -> str:
    if state == Story.State.APPROVED:
        return Story.State.IN_REVIEW
    return Story.State.DRAFT if state == Story.State.PUBLISHED else state


def contributors(story: Story, *, now: datetime) -> set[int]:
    """Ids of the people who worked on what the next edition would publish.

    That is everyone who saved a version after the one of the latest edition that readers have
    seen and that someone else approved: its words were read by a second person already.
    """
    read = [e for e in story.light_editions if e.has_appeared(now=now) and not e.override_reason]
    published = read[-1].version if read else 0
    return {
        version.by_id
        for version in story.light_versions
        if version.number > published and version.by_id is not None
    }


def why_not_delete(*, story: Story, by: User | None) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, "stories.delete_story"):
        return refusal
    if story.editions.exists():
        return IsPublished(_("A story that was published stays. It can be withdrawn."))
    return None
