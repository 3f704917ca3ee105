"""Flags: whose stories are flagged, who is told, and how a flag is settled."""

import pytest

from entities import moderation
from newsroom import acts, roles
from stories import assigning, flagging, publishing, review, writing
from stories.models import Flag, Notice, Story
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db

CHANGED = "He is Secretary of the Security Council now."


@pytest.fixture
def topic():
    return make.entity("Sergei Shoigu", kind="person")


@pytest.fixture
def story(topic):
    return make.edition(topics=[topic], now=NOW - HOUR).story


def flag(topic, *stories, by=None, sentence=CHANGED, now=NOW):
    return flagging.flag(stories=stories, entity=topic, sentence=sentence, by=by, now=now)


def settle(flag, *, by=None, answer="", now=NOW + HOUR):
    return flagging.settle(flag=flag, by=by, now=now, answer=answer)


def told(story):
    rows = story.notices.filter(kind=Notice.Kind.FLAGGED)
    return sorted(rows.values_list("person__username", flat=True))


# Flagging ------------------------------------------------------------------------------------


def test_a_flag_says_what_changed_and_who_asks(topic, story, moderator):
    (made,) = flag(topic, story, by=moderator, sentence=f" {CHANGED}\n ")
    made.refresh_from_db()
    assert (made.story, made.entity, made.sentence) == (story, topic, CHANGED)
    assert (made.by, made.by_name, made.at) == (moderator, "Mira Lindqvist", NOW)
    assert flagging.open_flags(story) == [made]


def test_only_stories_that_show_the_profile_to_readers_are_flagged(topic, story):
    draft = make.draft(topics=[topic])
    other = make.edition(now=NOW - HOUR).story
    scheduled = make.approved(topics=[topic])
    publishing.schedule(story=scheduled, by=None, now=NOW, at=NOW + HOUR)
    withdrawn = make.edition(topics=[topic], now=NOW - HOUR).story
    publishing.withdraw(story=withdrawn, by=None, now=NOW, reason="It was wrong.")
    made = flag(topic, draft, other, scheduled, withdrawn, story)
    assert [each.story for each in made] == [story]


def test_a_story_that_no_longer_shows_the_profile_is_not_flagged(topic, story):
    story.topics.all().delete()
    make.next_edition(story, now=NOW)
    with pytest.raises(flagging.NothingToFlag):
        flag(topic, story)


def test_a_story_is_flagged_once_for_a_profile_until_that_is_settled(topic, story):
    other = make.edition(topics=[topic], now=NOW - HOUR).story
    (first,) = flag(topic, story)
    assert [each.story for each in flag(topic, story, other)] == [other]
    with pytest.raises(flagging.NothingToFlag):
        flag(topic, story, other)
    settle(first)
    assert len(flag(topic, story, now=NOW + 2 * HOUR)) == 1


def test_a_story_can_be_flagged_for_two_profiles(topic, story):
    second = make.entity("Andrei Belousov")
    both = make.edition(topics=[topic, second], now=NOW - HOUR).story
    flag(topic, both)
    flag(second, both)
    assert [each.entity for each in flagging.open_flags(both)] == [topic, second]


def test_only_moderators_and_administrators_flag(topic, moderator, administrator, editor, writer):
    for person in (editor, writer):
        story = make.edition(topics=[topic], now=NOW - HOUR).story
        with pytest.raises(acts.NotPermitted):
            flag(topic, story, by=person)
    for person in (moderator, administrator):
        story = make.edition(topics=[topic], now=NOW - HOUR).story
        assert flag(topic, story, by=person)


@pytest.mark.parametrize(
    ("sentence", "refusal"),
    [(" \n", flagging.SentenceMissing), ("x" * 1001, flagging.TooLong)],
)
def test_whoever_flags_says_what_changed_in_few_words(sentence, refusal, topic, story):
    with pytest.raises(refusal):
        flag(topic, story, sentence=sentence)
    assert not Flag.objects.exists()


def test_a_flag_is_recorded_with_the_edition_and_changes_nothing_of_the_story(topic, story):
    before = Story.objects.get(pk=story.pk)
    flag(topic, story)
    line = story.records.get(act="flagged")
    assert (line.note, line.edition) == (f"Sergei Shoigu: {CHANGED}", story.editions.get())
    after = Story.objects.get(pk=story.pk)
    assert (after.revision, after.state, after.version) == (
        before.revision,
        before.state,
        before.version,
    )


def test_a_sentence_that_names_the_profile_is_not_headed_by_its_name(topic, story):
    flag(topic, story, sentence="Sergei Shoigu left.")
    assert story.records.get(act="flagged").note == "Sergei Shoigu left."


# Who is told ---------------------------------------------------------------------------------


def test_who_wrote_signed_and_approved_the_live_edition_is_told(topic, moderator):
    writer, approver = make.user(role=roles.WRITER, username="w"), make.user(username="a")
    story = make.draft(by=writer, topics=[topic])
    story.bylines.create(user=make.user(role=roles.WRITER, username="signs"), order=2)
    make.edit(story, by=make.user(username="helped"))
    review.submit(story=story, by=writer, now=NOW - HOUR)
    make.approve(story, by=approver, now=NOW - HOUR)
    publishing.publish(story=story, by=make.user(username="published"), now=NOW - HOUR)
    flag(topic, story, by=moderator)
    assert told(story) == ["a", "helped", "signs", "w"]
    notice = story.notices.filter(kind=Notice.Kind.FLAGGED).first()
    assert notice.words == f"Sergei Shoigu: {CHANGED}"
    assert notice.sentence == "Flagged by Mira Lindqvist, as a profile changed."


def test_who_wrote_an_earlier_edition_alone_is_not_told(topic):
    first = make.user(role=roles.WRITER, username="first")
    story = make.edition(by=first, topics=[topic], now=NOW - 2 * HOUR).story
    story.bylines.all().delete()
    story.bylines.create(guest="A. Guest", order=1)
    make.next_edition(story, now=NOW - HOUR)
    flag(topic, story)
    assert "first" not in told(story)
    assert len(told(story)) == 2


def test_whoever_has_the_story_now_is_told(topic, story):
    has = make.user(role=roles.WRITER, username="has-it")
    plan = {"reviewer": None, "due_at": None, "urgency": 4}
    assigning.assign(story=story, by=None, now=NOW, writer=has, **plan)
    flag(topic, story)
    assert "has-it" in told(story)


# Settling ------------------------------------------------------------------------------------


def test_a_settled_flag_says_what_was_done(topic, story, editor):
    (made,) = flag(topic, story)
    settled = settle(made, by=editor, answer=" It is right. ")
    assert (settled.settled_by, settled.settled_by_name) == (editor, "Ines Moreau")
    assert (settled.settled_at, settled.answer) == (NOW + HOUR, "It is right.")
    assert flagging.open_flags(story) == []
    line = story.records.get(act="flag_settled")
    assert (line.by, line.note) == (editor, "Sergei Shoigu: It is right.")


def test_only_who_may_change_the_story_settles(topic, story, writer, moderator):
    (made,) = flag(topic, story)
    with pytest.raises(acts.NotPermitted):
        settle(made, by=moderator)
    assert settle(made, by=writer).settled_by == writer


def test_a_flag_is_settled_once(topic, story, editor, writer):
    (made,) = flag(topic, story)
    stale = Flag.objects.get(pk=made.pk)
    settle(made, by=editor)
    with pytest.raises(flagging.Settled, match="Ines Moreau has settled"):
        settle(stale, by=writer)
    with pytest.raises(flagging.TooLong):
        settle(flag(topic, story, now=NOW + 2 * HOUR)[0], answer="x" * 1001)


def test_nobody_need_look_any_more_once_the_last_flag_is_settled(topic, editor):
    second = make.entity("Andrei Belousov")
    story = make.edition(topics=[topic, second], approver=editor, now=NOW - HOUR).story
    flags = [*flag(topic, story), *flag(second, story)]
    waiting = Notice.objects.on_desk(editor).filter(story=story, kind=Notice.Kind.FLAGGED)
    settle(flags[0])
    assert waiting.count() == 2
    settle(flags[1])
    assert waiting.count() == 0


def test_a_flag_outlives_a_later_edition_and_the_retirement_of_its_profile(topic, story):
    (made,) = flag(topic, story)
    make.next_edition(story, now=NOW + HOUR, headline="They met once more")
    moderation.retire(entity=topic, by=None, now=NOW)
    assert flagging.open_flags(story) == [made]


def test_flagging_and_settling_do_not_come_between_two_editors(topic, story, editor):
    """Who was last at a story is whoever changed it, not who asked about it."""
    before = writing.who_was_last(story)
    settle(flag(topic, story)[0], by=editor)
    assert writing.who_was_last(story) == before
