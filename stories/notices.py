"""Whom an act tells of what it did, and what a person does with what they were told.

Acts call `tell` inside their transaction. The mail itself is `mailing.py`. People are given as
their keys: nobody is loaded only to be told.
"""

from collections.abc import Collection, Iterable
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from newsroom import acts
from newsroom.models import User
from stories import mailing
from stories.models import Approval, Assignment, Notice, NoticeChoice, Story
from stories.writing import contributors

# What people are told of a story that an act of review has moved to this state.
OF_STATE = {
    Story.State.IN_REVIEW: Notice.Kind.REVIEW,
    Story.State.CHANGES_REQUESTED: Notice.Kind.SENT_BACK,
    Story.State.APPROVED: Notice.Kind.APPROVED,
}


def tell(
    *,
    kind: Notice.Kind,
    story: Story,
    by: User | None,
    now: datetime,
    people: Iterable[int | None],
    words: str = "",
) -> list[Notice]:
    """Tell people of an act, in its transaction; the mail goes out once that is committed.

    Told are those who may see the story and want to hear of such things, each once; whoever acted
    knows already.
    """
    keys = {key for key in people if key is not None} - {by.pk if by else None}
    if not keys:
        return []
    unwanted = set(
        NoticeChoice.objects.filter(person__in=keys, kind=kind).values_list("person_id", "way")
    )
    told = [
        Notice(
            person=person,
            story=story,
            kind=kind,
            by_name=acts.name_of(by),
            words=words.strip(),
            at=now,
            is_on_desk=(person.pk, NoticeChoice.Way.DESK) not in unwanted,
            is_by_mail=bool(person.email) and (person.pk, NoticeChoice.Way.MAIL) not in unwanted,
        )
        for person in User.objects.who_may("stories.view_story").filter(pk__in=keys).order_by("pk")
    ]
    made = Notice.objects.bulk_create(each for each in told if each.is_on_desk or each.is_by_mail)
    if to_mail := [notice.pk for notice in made if notice.is_by_mail]:
        # Robust: what was committed is done, and no fault of a mail may say otherwise.
        send = partial(mailing.send_new, to_mail, now=now)
        transaction.on_commit(send, robust=True)
    return made


def tell_of_review(*, story: Story, by: User | None, now: datetime, words: str) -> list[Notice]:
    """Tell who should read a story that was sent for review, or who wrote it what came of that."""
    kind = OF_STATE[Story.State(story.state)]
    if kind == Notice.Kind.REVIEW:
        people: Iterable[int | None] = to_review(story, now=now)
    else:
        people = writers(story, now=now)
        # Whoever else was asked to read it need not look any more.
        story.notices.filter(kind=Notice.Kind.REVIEW, read_at=None).update(read_at=now)
    return tell(kind=kind, story=story, by=by, now=now, people=people, words=words)


def to_review(story: Story, *, now: datetime) -> set[int]:
    """Who should read a story that is sent for review.

    That is the reviewer it is assigned to, where they can approve it, and otherwise everyone who
    can: whose role allows it and who did not work on this version.
    """
    able = User.objects.who_may("stories.review_story").values_list("pk", flat=True)
    able = able.exclude(pk__in=contributors(story, now=now))
    assigned = able.filter(pk__in=Assignment.objects.filter(story=story).values("reviewer"))
    return set(assigned or able)


def writers(story: Story, *, now: datetime) -> set[int | None]:
    """Who wrote what the next edition would publish, and who is assigned to write it."""
    assigned = Assignment.objects.filter(story=story).values_list("writer_id", flat=True)
    return {*contributors(story, now=now), *assigned}


def tell_of_edition(
    *,
    story: Story,
    signed: Approval,
    live_from: datetime,
    what_changed: str,
    by: User | None,
    now: datetime,
) -> list[Notice]:
    """Tell who wrote the next edition, whose byline it has, and who approved it.

    Called before the edition is there: once readers see it, nobody has written since.
    """
    is_scheduled = live_from > now
    bylines = story.bylines.values_list("user_id", flat=True)
    words = [_when(live_from)] if is_scheduled else []
    return tell(
        kind=Notice.Kind.SCHEDULED if is_scheduled else Notice.Kind.PUBLISHED,
        story=story,
        by=by,
        now=now,
        people=[*writers(story, now=now), *bylines, signed.by_id],
        words="\n".join([*words, what_changed]),
    )


def _when(at: datetime) -> str:
    local = timezone.localtime(at, timezone.get_default_timezone())
    return _("Readers see it from %(time)s on.") % {"time": date_format(local, "j F Y, H:i T")}


@transaction.atomic
def put_away(*, by: User, now: datetime, notices: Collection[int]) -> int:
    """Take these notices from the person's own desk; says how many there were."""
    return Notice.objects.on_desk(by).filter(pk__in=notices).update(read_at=now)


@transaction.atomic
def choose(*, by: User, unwanted: Collection[tuple[str, str]]) -> list[NoticeChoice]:
    """Keep what the person does not want to be told: pairs of a kind and a way.

    Raises NotPermitted.
    """
    acts.require(by, "stories.view_story")
    NoticeChoice.objects.filter(person=by).delete()
    rows = [NoticeChoice(person=by, kind=kind, way=way) for kind, way in unwanted]
    return NoticeChoice.objects.bulk_create(rows, ignore_conflicts=True)  # a second click
