"""Acts on flags: asking the editors of live briefs to look, since a profile changed, and settling.

Which briefs show a profile, and what they say of it, is in `ripple.py`. A flag is about a story and
not done to it: its revision stays.
"""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from entities.models import Entity
from newsroom import acts
from newsroom.models import User
from stories import notices
from stories.models import Assignment, Edition, Flag, Notice, Story, TopicLink
from stories.writing import log

MAY_FLAG = "stories.flag_story"
MAY_SETTLE = "stories.change_story"
LONGEST = 1000


class SentenceMissing(acts.Refused):
    """Whoever asks an editor to look says what changed."""


class TooLong(acts.Refused):
    """An editor is told in a sentence or two."""


class NothingToFlag(acts.Refused):
    """No story that was chosen shows the profile and waits for no answer yet."""


class Settled(acts.Refused):
    """Somebody has looked already."""


@transaction.atomic
def flag(
    *, stories: Iterable[Story], entity: Entity, sentence: str, by: User | None, now: datetime
) -> list[Flag]:
    """Ask the editors of live briefs that show a profile whether their text is still right.

    A story that does not show it to readers, or whose editors were asked of this profile already,
    is left out: the flags that were made are returned. Raises NotPermitted, SentenceMissing,
    TooLong or NothingToFlag.
    """
    acts.require(by, MAY_FLAG)
    sentence = " ".join(sentence.split())
    if not sentence:
        raise SentenceMissing(_("Say what changed."))
    if len(sentence) > LONGEST:
        raise TooLong(_("Say it in at most %(most)s characters.") % {"most": LONGEST})
    held = _held(stories)
    links = TopicLink.objects.live(now=now).filter(entity=entity, edition__story__in=held)
    live = {link.edition.story_id: link.edition for link in links.select_related("edition")}
    asked = Flag.objects.open().filter(entity=entity, story__in=held)
    for story_id in asked.values_list("story_id", flat=True):
        live.pop(story_id, None)
    if not live:
        raise NothingToFlag(
            _("None of these shows the profile to readers without its editors being asked already.")
        )
    return [
        _flag(story, edition=live[story.pk], entity=entity, sentence=sentence, by=by, now=now)
        for story in held
        if story.pk in live
    ]


def why_not_settle(*, flag: Flag, by: User | None) -> acts.Refused | None:
    if refusal := acts.lacks_permission(by, MAY_SETTLE):
        return refusal
    if flag.settled_at:
        return Settled(_("%(who)s has settled this already.") % {"who": flag.settled_by_name})
    return None


@transaction.atomic
def settle(*, flag: Flag, by: User | None, now: datetime, answer: str = "") -> Flag:
    """Say that the text is right, or was put right. Raises NotPermitted, Settled or TooLong."""
    flags = Flag.objects.select_for_update(of=("self",)).select_related("story", "entity")
    flag = flags.get(pk=flag.pk)
    if refusal := why_not_settle(flag=flag, by=by):
        raise refusal
    answer = " ".join(answer.split())
    if len(answer) > LONGEST:
        raise TooLong(_("Say it in at most %(most)s characters.") % {"most": LONGEST})
    flag.settled_by, flag.settled_by_name, flag.settled_at = by, acts.name_of(by), now
    flag.answer = answer
    flag.save()
    log("flag_settled", story=flag.story, by=by, now=now, note=_note(flag.entity, answer))
    if not flag.story.flags.open().exists():
        # Whoever else was asked need not look any more.
        flag.story.notices.filter(kind=Notice.Kind.FLAGGED, read_at=None).update(read_at=now)
    return flag


def open_flags(story: Story) -> list[Flag]:
    """What the editors of a story were asked and have not settled, the oldest first. One query."""
    flags = story.flags.open().select_related("entity__merged_into")
    return list(flags.order_by("at", "pk"))


def _held(stories: Iterable[Story]) -> list[Story]:
    """The stories, locked in the order of their keys: two who hold several never wait in a ring."""
    keys = [story.pk for story in stories]
    return list(Story.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk"))


def _flag(
    story: Story,
    *,
    edition: Edition,
    entity: Entity,
    sentence: str,
    by: User | None,
    now: datetime,
) -> Flag:
    made = Flag.objects.create(
        story=story, entity=entity, sentence=sentence, by=by, by_name=acts.name_of(by), at=now
    )
    words = _note(entity, sentence)
    log("flagged", story=story, by=by, now=now, note=words, edition=edition)
    notices.tell(
        kind=Notice.Kind.FLAGGED,
        story=story,
        by=by,
        now=now,
        people=_who_answers_for(edition),
        words=words,
    )
    return made


def _note(entity: Entity, words: str) -> str:
    """The words, with the name of the profile unless they say it."""
    if entity.name in words:
        return words
    return f"{entity.name}: {words}" if words else entity.name


def _who_answers_for(edition: Edition) -> set[int | None]:
    """Who wrote the edition, signs it, approved it, and who has the story now."""
    earlier = Edition.objects.filter(story=edition.story_id, number__lt=edition.number)
    since = earlier.order_by("-number").values_list("version", flat=True).first() or 0
    written = edition.story.versions.filter(number__gt=since, number__lte=edition.version)
    planned = Assignment.objects.filter(story=edition.story_id)
    return {
        *written.values_list("by_id", flat=True),
        *(author.id for author in edition.document.authors),
        edition.approved_by_id,
        *(person for pair in planned.values_list("writer", "reviewer") for person in pair),
    }
