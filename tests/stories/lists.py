"""What the tests of publishing have in common: what is live, and in which lists."""

from datetime import timedelta

from newsroom import roles
from stories import publishing, review
from stories.models import OutletLink, SectionLink, TagLink, TopicLink
from tests import make
from tests.make import HOUR, NOW

LINKS = (SectionLink, TopicLink, OutletLink, TagLink)
MOMENT = timedelta(microseconds=1)


def live(story, *, now):
    return story.editions.live(now=now).first()


def links(edition):
    """How many lists of each kind the edition stands in."""
    return tuple(kind.objects.filter(edition=edition).count() for kind in LINKS)


def intervals(edition):
    """The intervals that the rows of lists carry: one, where all agree."""
    return {
        row
        for kind in LINKS
        for row in kind.objects.filter(edition=edition).values_list("live_from", "live_until")
    }


def approved_again(story, *, now, **fields):
    """An edit of a published story that waits, approved, for its publication."""
    writer = make.user(role=roles.WRITER)
    story.refresh_from_db()
    make.edit(story, by=writer, now=now, **({"headline": "A second headline"} | fields))
    review.submit(story=story, by=writer, now=now)
    return make.approve(story, now=now)


def scheduled_story(*, at=NOW + HOUR):
    story = make.approved()
    publishing.schedule(story=story, by=None, now=NOW, at=at)
    story.refresh_from_db()
    return story


def withdrawn_story(**given):
    story = make.edition().story
    publishing.withdraw(story=story, by=None, now=NOW + HOUR, reason="It was wrong.", **given)
    return story


def replaced_story():
    """Removed for legal reasons, and published once more since."""
    story = withdrawn_story(is_legal=True)
    approved_again(story, now=NOW + 2 * HOUR)
    publishing.update(story=story, by=None, now=NOW + 2 * HOUR, what_changed="Without the name.")
    story.refresh_from_db()
    return story
