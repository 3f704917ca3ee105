"""Whom each act tells, and what a person does with what they were told."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.db import transaction

from newsroom import acts, roles
from newsroom.models import User
from stories import notices, publishing, review
from stories.freezing import freeze
from stories.models import Assignment, Notice, NoticeChoice
from tests import make

pytestmark = pytest.mark.django_db
Kind, Way = Notice.Kind, NoticeChoice.Way
LATER = make.NOW + timedelta(hours=1)


@pytest.fixture
def second(db):
    return make.user(role=roles.EDITOR, username="second")


@pytest.fixture
def newsroom(editor, second, writer, moderator, administrator):
    """One of every role, and a second editor."""
    return {person.username for person in (editor, second, writer, moderator, administrator)}


def told(kind, story, newsroom):
    """Those of the newsroom who were told; others may have been made on the way."""
    rows = Notice.objects.filter(kind=kind, story=story, person__username__in=newsroom)
    return sorted(rows.values_list("person__username", flat=True))


def assign(story, *, writer=None, reviewer=None):
    return Assignment.objects.create(story=story, writer=writer, reviewer=reviewer)


# Sent for review -----------------------------------------------------------------------------


def test_a_story_for_review_reaches_everyone_who_can_approve_it(newsroom, writer):
    story = make.draft(by=writer)
    review.submit(story=story, by=writer, now=make.NOW, note="Please be quick.")
    assert told(Kind.REVIEW, story, newsroom) == ["admin", "editor", "second"]
    notice = Notice.objects.get(person__username="second")
    assert (notice.words, notice.by_name, notice.at) == ("Please be quick.", "Sam Okafor", make.NOW)


def test_whoever_worked_on_the_version_is_not_asked_to_review_it(newsroom, writer, editor, second):
    story = make.draft(by=editor)
    make.edit(story, by=second, headline="Ministers disagree after all")
    review.submit(story=story, by=writer, now=make.NOW)
    assert told(Kind.REVIEW, story, newsroom) == ["admin"]


def test_an_assigned_reviewer_alone_is_asked(newsroom, writer, second):
    story = make.draft(by=writer)
    assign(story, reviewer=second)
    review.submit(story=story, by=writer, now=make.NOW)
    assert told(Kind.REVIEW, story, newsroom) == ["second"]


def test_a_reviewer_who_cannot_approve_it_leaves_it_to_the_others(newsroom, writer, editor, second):
    story = make.draft(by=writer)
    make.edit(story, by=second, headline="Ministers disagree after all")
    assign(story, reviewer=second)
    review.submit(story=story, by=writer, now=make.NOW)
    assert told(Kind.REVIEW, story, newsroom) == ["admin", "editor"]


def test_only_active_staff_hear_of_stories(newsroom, writer, editor, second):
    User.objects.filter(pk=editor.pk).update(is_active=False)
    User.objects.filter(pk=second.pk).update(is_staff=False)
    User.objects.create_superuser("root", password="newsroom")
    helper = make.user(role=roles.MODERATOR, username="helper")
    helper.user_permissions.add(Permission.objects.get(codename="review_story"))
    story = make.draft(by=writer)
    review.submit(story=story, by=writer, now=make.NOW)
    everyone = {*newsroom, "root", "helper"}
    assert told(Kind.REVIEW, story, everyone) == ["admin", "helper", "root"]


def test_nobody_need_look_any_more_once_the_review_is_done(newsroom, writer, editor, second):
    for act in ("approve", "request_changes"):
        story = make.in_review(by=writer)
        words = {"digest": freeze(story).digest} if act == "approve" else {"note": "Why?"}
        assert Notice.objects.on_desk(second).filter(story=story).exists()
        getattr(review, act)(story=story, by=editor, now=LATER, **words)
        assert not Notice.objects.on_desk(second).filter(story=story).exists()


# What comes of it ----------------------------------------------------------------------------


def test_a_story_sent_back_reaches_who_wrote_it_and_who_is_assigned_to(newsroom, writer, editor):
    story = make.in_review(by=writer)
    assign(story, writer=make.user(role=roles.WRITER, username="planned"))
    review.request_changes(story=story, by=editor, now=LATER, note="Which minister?")
    assert told(Kind.SENT_BACK, story, {*newsroom, "planned"}) == ["planned", "writer"]
    assert {notice.words for notice in story.notices.filter(kind=Kind.SENT_BACK)} == {
        "Which minister?"
    }


def test_an_approval_reaches_who_wrote_the_story(newsroom, writer, editor):
    story = make.in_review(by=writer)
    digest = freeze(story).digest
    review.approve(story=story, by=editor, now=LATER, digest=digest, note="Well done.")
    assert told(Kind.APPROVED, story, newsroom) == ["writer"]
    assert story.notices.get(kind=Kind.APPROVED).words == "Well done."


def test_whoever_approves_their_own_work_is_not_told_of_it(newsroom, writer, administrator):
    story = make.in_review(by=writer)
    make.edit(story, by=administrator, headline="Ministers disagree after all")
    review.approve(
        story=story,
        by=administrator,
        now=LATER,
        digest=freeze(story).digest,
        override_reason="Nobody else is awake.",
    )
    assert told(Kind.APPROVED, story, newsroom) == ["writer"]


def test_a_publication_reaches_writers_bylines_and_who_approved_it(
    newsroom, writer, moderator, editor, second
):
    story = make.draft(by=writer)
    story.bylines.create(user=moderator, order=2)
    story.bylines.create(guest="A. Guest", order=3)
    make.edit(story, by=writer)
    review.submit(story=story, by=writer, now=make.NOW)
    make.approve(story, by=second)
    publishing.publish(story=story, by=editor, now=LATER)
    assert told(Kind.PUBLISHED, story, newsroom) == ["moderator", "second", "writer"]
    assert not story.notices.filter(kind=Kind.SCHEDULED).exists()


def test_a_second_edition_reaches_who_wrote_that_one(newsroom, writer, editor, second):
    story = make.edition(by=make.user(), approver=make.user()).story
    make.edit(story, by=writer, headline="Ministers disagree after all")
    review.submit(story=story, by=writer, now=make.NOW)
    make.approve(story, by=second)
    words = "They disagree after all."
    publishing.update(story=story, by=editor, now=LATER, what_changed=words)
    assert told(Kind.PUBLISHED, story, newsroom) == ["second", "writer"]
    assert story.notices.get(kind=Kind.PUBLISHED, person=writer).words == words


def test_a_scheduled_story_says_when_by_the_newsroom_s_clock(newsroom, writer, editor, settings):
    settings.TIME_ZONE = "Europe/Paris"
    story = make.approved(by=writer, approver=editor)
    at = make.NOW + timedelta(days=1)
    publishing.schedule(story=story, by=editor, now=LATER, at=at)
    assert told(Kind.SCHEDULED, story, newsroom) == ["writer"]
    notice = story.notices.get(kind=Kind.SCHEDULED, person=writer)
    assert notice.words == "Readers see it from 3 March 2026, 10:00 CET on."
    assert not story.notices.filter(kind=Kind.PUBLISHED).exists()


def test_whoever_may_no_longer_see_stories_hears_nothing_of_them(newsroom, writer, editor):
    story = make.in_review(by=writer)
    writer.groups.clear()
    review.request_changes(story=story, by=editor, now=LATER, note="Which minister?")
    assert told(Kind.SENT_BACK, story, newsroom) == []


def test_what_the_system_does_is_told_to_everyone_it_is_about(newsroom, writer, editor):
    story = make.approved(by=writer, approver=editor)
    publishing.publish(story=story, by=None, now=LATER)
    assert told(Kind.PUBLISHED, story, newsroom) == ["editor", "writer"]
    assert story.notices.filter(kind=Kind.PUBLISHED).first().sentence == "Published by the system."


def test_a_refused_act_tells_nobody(newsroom, writer, editor):
    story = make.in_review(by=writer)
    before = Notice.objects.count()
    with pytest.raises(review.ReasonMissing):
        review.request_changes(story=story, by=editor, now=LATER, note=" ")
    with pytest.raises(publishing.NotApproved):
        publishing.publish(story=story, by=editor, now=LATER)
    assert Notice.objects.count() == before


def test_an_act_that_is_rolled_back_has_told_nobody(newsroom, writer, editor):
    story = make.in_review(by=writer)
    before = Notice.objects.count()
    with transaction.atomic():
        review.request_changes(story=story, by=editor, now=LATER, note="Which minister?")
        transaction.set_rollback(True)
    assert Notice.objects.count() == before


def test_telling_many_costs_as_much_as_telling_one(newsroom, writer, django_assert_num_queries):
    story = make.draft(by=writer)
    people = [make.user().pk for _ in range(20)]
    for some in (people[:1], people):
        with django_assert_num_queries(3):
            made = notices.tell(
                kind=Kind.ASSIGNED, story=story, by=writer, now=LATER, people=[*some, *some, None]
            )
        assert [notice.person_id for notice in made] == some


# What a person chooses -----------------------------------------------------------------------


@pytest.mark.parametrize(
    ("unwanted", "desk", "mail"),
    [
        (set(), True, True),
        ({(Kind.REVIEW, Way.MAIL)}, True, False),
        ({(Kind.REVIEW, Way.DESK)}, False, True),
        ({(Kind.PUBLISHED, Way.MAIL), (Kind.PUBLISHED, Way.DESK)}, True, True),
    ],
)
def test_a_person_is_told_in_the_ways_they_want(unwanted, desk, mail, writer, editor):
    notices.choose(by=editor, unwanted=unwanted)
    make.in_review(by=writer)
    notice = Notice.objects.get(person=editor)
    assert (notice.is_on_desk, notice.is_by_mail) == (desk, mail)
    assert Notice.objects.on_desk(editor).exists() == desk
    assert Notice.objects.unsent().exists() == mail


def test_what_is_wanted_in_no_way_is_not_told(newsroom, writer, editor):
    notices.choose(by=editor, unwanted={(Kind.REVIEW, Way.MAIL), (Kind.REVIEW, Way.DESK)})
    story = make.in_review(by=writer)
    assert told(Kind.REVIEW, story, newsroom) == ["admin", "second"]


def test_a_person_without_an_address_is_told_on_the_desk(writer, editor):
    User.objects.filter(pk=editor.pk).update(email="")
    make.in_review(by=writer)
    notice = Notice.objects.get(person=editor)
    assert (notice.is_on_desk, notice.is_by_mail) == (True, False)


def test_new_choices_take_the_place_of_the_old_ones(editor, writer):
    notices.choose(by=writer, unwanted={(Kind.SENT_BACK, Way.MAIL)})
    notices.choose(by=editor, unwanted={(Kind.REVIEW, Way.MAIL), (Kind.REVIEW, Way.DESK)})
    notices.choose(by=editor, unwanted={(Kind.REVIEW, Way.MAIL), (Kind.ANSWERED, Way.DESK)})
    rows = NoticeChoice.objects.order_by("pk").values_list("person__username", "kind", "way")
    assert list(rows)[:1] == [("writer", "sent_back", "mail")]
    assert set(rows[1:]) == {("editor", "review", "mail"), ("editor", "answered", "desk")}


def test_whoever_sees_no_stories_has_nothing_to_choose(writer):
    writer.groups.clear()
    writer = User.objects.get(pk=writer.pk)
    with pytest.raises(acts.NotPermitted):
        notices.choose(by=writer, unwanted=set())


def test_a_person_puts_away_what_is_theirs_and_what_they_named(writer, editor, second):
    for _ in range(2):
        make.in_review(by=writer)
    mine, other = Notice.objects.on_desk(editor)
    hers = Notice.objects.on_desk(second).first()
    put = [mine.pk, hers.pk]
    assert notices.put_away(by=editor, now=LATER, notices=put) == 1
    assert list(Notice.objects.on_desk(editor)) == [other]
    assert Notice.objects.on_desk(second).count() == 2
    mine.refresh_from_db()
    assert mine.read_at == LATER
    assert notices.put_away(by=editor, now=LATER, notices=put) == 0
