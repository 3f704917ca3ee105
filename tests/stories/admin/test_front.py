"""The front page of the desk: what waits for whom, and how the newsroom stands."""

from datetime import timedelta

import pytest
from django.urls import reverse

from newsroom import roles
from stories import assigning, checklist, publishing, review
from stories.admin import lists
from stories.admin.lines import due_in_words
from stories.freezing import freeze
from stories.models import Assignment, Story
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db

QUERIES = 19


@pytest.fixture(autouse=True)
def _clock(time_machine):
    """The page asks the clock itself."""
    time_machine.move_to(NOW, tick=False)


def desk_of(client, person):
    client.force_login(person)
    return client.get(reverse("admin:index")).context


def headlines(context, name):
    """The stories of one list, in their order; None where the list is left out."""
    shown = [*context["own_lists"], *context["newsroom_lists"]]
    found = next((each for each in shown if each.name == name), None)
    return found and [line.story.headline for line in found.lines]


def plan(story, **fields):
    given = {"writer": None, "reviewer": None, "due_at": None, "urgency": 4, "now": NOW}
    return assigning.assign(story=story, by=None, **given | fields)


# Waiting for my review -----------------------------------------------------------------------


def test_a_story_in_review_waits_for_everyone_who_can_review_it(client, editor):
    story = make.in_review()
    assert headlines(desk_of(client, editor), "waiting") == [story.headline]
    assert headlines(desk_of(client, make.user()), "waiting") == [story.headline]


def test_once_claimed_it_waits_for_whoever_has_it(client, editor):
    story = make.in_review()
    assigning.claim(story=story, by=editor, now=NOW)
    assert headlines(desk_of(client, editor), "waiting") == [story.headline]
    assert headlines(desk_of(client, make.user()), "waiting") == []


def test_what_a_person_worked_on_does_not_wait_for_them(client, editor):
    story = make.in_review(by=editor)
    assert headlines(desk_of(client, editor), "waiting") == []
    assert headlines(desk_of(client, make.user()), "waiting") == [story.headline]


def test_what_was_read_and_published_since_is_not_their_work_any_more(client, editor):
    story = make.edition(by=editor).story
    make.edit(story, headline="More is known")
    review.submit(story=story, by=make.user(), now=NOW)
    assert headlines(desk_of(client, editor), "waiting") == ["More is known"]


@pytest.mark.parametrize("gone", ["left", "at work"])
def test_a_reviewer_who_cannot_review_it_any_more_keeps_it_from_nobodys_desk(gone, client, editor):
    story, other = make.in_review(), make.user()
    assigning.claim(story=story, by=other, now=NOW)
    if gone == "left":
        other.is_active = False
        other.save()
    else:
        make.edit(story, by=other, standfirst="Another sentence.")
    assert headlines(desk_of(client, editor), "waiting") == [story.headline]


def published_by_override(*, by, administrator):
    """A brief that no second person read: an administrator approved what they worked on."""
    story = make.in_review(by=by)
    make.edit(story, by=administrator, standfirst="Another sentence.")
    review.approve(
        story=story,
        by=administrator,
        now=NOW,
        digest=freeze(story).digest,
        override_reason="Fire alarm.",
    )
    publishing.publish(story=story, by=administrator, now=NOW)
    story.refresh_from_db()
    return story


def test_the_list_and_the_act_agree_on_who_can_take_a_review(administrator):
    people = [*(make.user() for _ in range(3)), administrator]
    stories = [make.in_review(by=people[0]), make.in_review(), make.approved(), make.draft()]
    again = make.edition(by=people[0]).story
    make.edit(again, by=people[1], headline="More is known")
    review.submit(story=again, by=people[1], now=NOW)
    by_override = published_by_override(by=people[0], administrator=administrator)
    make.edit(by_override, by=people[1], headline="More is known of this, too")
    review.submit(story=by_override, by=people[1], now=NOW)
    taken = make.in_review()
    assigning.claim(story=taken, by=people[2], now=NOW)
    make.edit(taken, by=people[2], standfirst="Another sentence.")
    for story in Story.objects.order_by("pk"):
        for person in people:
            waits = Story.objects.waiting_for(person, now=NOW).filter(pk=story.pk).exists()
            refusal = assigning.why_not_claim(story=story, by=person, now=NOW)
            assert waits == (refusal is None), (story.headline, person, refusal)
    assert len(stories) + 3 == Story.objects.count()


def test_the_most_pressing_stands_first(client, editor):
    late = make.in_review(headline="Old and not planned", now=NOW - HOUR)
    soon = make.in_review(headline="Due soon")
    later = make.in_review(headline="Due later")
    flash = make.in_review(headline="Flash")
    plan(soon, due_at=NOW + HOUR)
    plan(later, due_at=NOW + 2 * HOUR)
    plan(flash, urgency=Assignment.Urgency.FLASH)
    expected = [flash.headline, soon.headline, later.headline, late.headline]
    assert headlines(desk_of(client, editor), "waiting") == expected


# Mine ----------------------------------------------------------------------------------------


def test_my_drafts_are_those_i_made_sign_was_assigned_to_or_worked_on(client, writer):
    made = make.draft(by=writer, headline="Made")
    signed = make.draft(headline="Signed")
    signed.bylines.create(user=writer, order=2)
    assigned, worked_on = make.draft(headline="Assigned"), make.draft(headline="Worked on")
    plan(assigned, writer=writer)
    make.edit(worked_on, by=writer, standfirst="Another sentence.")
    make.draft(headline="Somebody else’s")
    found = headlines(desk_of(client, writer), "drafts")
    assert sorted(found) == sorted(story.headline for story in (made, signed, assigned, worked_on))


def test_a_story_signed_by_several_stands_in_a_list_once(client, writer):
    story = make.draft(by=writer)
    story.bylines.create(user=make.user(), order=2)
    assert headlines(desk_of(client, writer), "drafts") == [story.headline]


def test_what_was_sent_back_stands_on_the_desk_of_its_writer_only(client, writer, editor):
    story = make.in_review(by=writer)
    assigning.claim(story=story, by=editor, now=NOW)
    review.request_changes(story=story, by=editor, now=NOW, note="Shorter.")
    assert headlines(desk_of(client, writer), "sent-back") == [story.headline]
    for other in (make.user(role=roles.WRITER), editor):
        assert headlines(desk_of(client, other), "sent-back") is None


# Due -----------------------------------------------------------------------------------------


def test_the_day_ends_by_the_newsrooms_own_clock(settings):
    settings.TIME_ZONE = "America/New_York"
    assert lists.end_of_day(NOW).isoformat() == "2026-03-03T00:00:00-05:00"


@pytest.mark.parametrize(
    ("after", "words"),
    [
        (-20 * HOUR, "Late: was due Sun 1 Mar, 13:00"),
        (-HOUR, "Late: was due today, 08:00"),
        (timedelta(), "Late: was due today, 09:00"),
        (HOUR, "Due today, 10:00"),
        (20 * HOUR, "Due Tue 3 Mar, 05:00"),
    ],
)
def test_a_due_time_is_said_in_words(after, words):
    assert due_in_words(NOW + after, now=NOW) == words


def test_editors_see_all_that_is_due_and_writers_their_own(client, writer, editor):
    mine, other = make.draft(by=writer, headline="Mine"), make.draft(headline="Other")
    tomorrow = make.draft(by=writer, headline="Tomorrow")
    for story, due_at in ((mine, NOW - HOUR), (other, NOW - 2 * HOUR), (tomorrow, NOW + 48 * HOUR)):
        plan(story, due_at=due_at, now=NOW - 3 * HOUR)
    assert headlines(desk_of(client, editor), "due") == [other.headline, mine.headline]
    context = desk_of(client, writer)
    assert headlines(context, "due") == [mine.headline]
    assert "Late: was due" in client.get(reverse("admin:index")).content.decode()


# The newsroom --------------------------------------------------------------------------------


def test_what_is_scheduled_stands_in_the_order_of_its_time(client, writer):
    second, first = make.approved(headline="Second"), make.approved(headline="First")
    publishing.schedule(story=second, by=None, now=NOW, at=NOW + 2 * HOUR)
    publishing.schedule(story=first, by=None, now=NOW, at=NOW + HOUR)
    context = desk_of(client, writer)
    assert headlines(context, "scheduled") == [first.headline, second.headline]


def test_live_briefs_with_changes_that_readers_do_not_see_are_listed(client, editor):
    story = make.edition().story
    assert headlines(desk_of(client, editor), "changed") is None
    make.edit(story, headline="More is known")
    assert headlines(desk_of(client, editor), "changed") == ["More is known"]


def test_a_live_brief_that_fails_a_check_by_now_is_listed_with_what_it_fails(client, editor):
    topic = make.entity("Ada Lovelace")
    stories = [make.edition(topics=[topic]).story for _ in range(2)]
    topic.description_licence = ""
    topic.save()
    context = desk_of(client, editor)
    (trouble,) = [each for each in context["troubles"] if "Ada Lovelace" in each.sentence]
    assert trouble.url == reverse("admin:entities_entity_change", args=[topic.pk])
    assert {story.pk for story in trouble.stories} == {story.pk for story in stories}
    page = client.get(reverse("admin:index")).content.decode()
    assert trouble.sentence in page
    assert "and 1 more" in page


def test_what_an_editor_accepted_when_it_was_published_is_not_listed_as_failing(client, editor):
    make.edition(standfirst="")
    assert desk_of(client, editor)["troubles"] == []


def test_a_brief_that_is_being_changed_or_was_withdrawn_is_not_listed_as_failing():
    topic = make.entity("Ada Lovelace")
    changed, withdrawn = make.edition(topics=[topic]).story, make.edition(topics=[topic]).story
    make.edit(changed, headline="More is known")
    publishing.withdraw(story=withdrawn, by=None, now=NOW + HOUR, reason="It was wrong.")
    topic.description_licence = ""
    topic.save()
    assert lists.failing(now=NOW + 2 * HOUR) == []


def test_the_checks_that_fail_after_publication_exist():
    assert {check.name for check in checklist.CHECKS} >= lists.COMES_LATER


def test_what_happened_lately_is_told_across_stories_without_every_save(client, editor):
    first, second = make.edition(now=NOW - HOUR).story, make.in_review()
    make.edit(second, standfirst="Another sentence.", now=NOW + HOUR)
    records = desk_of(client, editor)["lately"]
    assert [(record.act, record.story) for record in records[:2]] == [
        ("submitted", second),
        ("made", second),
    ]
    assert (records[2].act, records[2].story) == ("published", first)
    assert "saved" not in {record.act for record in records}
    assert second.records.filter(act="saved").exists()


# The page ------------------------------------------------------------------------------------


def test_each_list_leads_to_all_of_it(client, editor):
    for number in range(10):
        make.in_review(headline=f"Waiting {number}")
    context = desk_of(client, editor)
    waiting = next(each for each in context["own_lists"] if each.name == "waiting")
    assert (len(waiting.lines), waiting.count) == (8, 10)
    response = client.get(waiting.url)
    assert response.context["cl"].result_count == 10


def test_empty_lists_are_left_out_or_said_calmly(client, editor):
    context = desk_of(client, editor)
    assert [shown.name for shown in context["own_lists"]] == ["waiting", "due", "drafts"]
    page = client.get(reverse("admin:index")).content.decode()
    assert "Nothing waits for your review." in page
    assert "Sent back to me" not in page
    assert "Failing after publication" not in page


def test_the_desk_of_a_moderator_asks_nothing_of_them(client, moderator):
    make.in_review()
    context = desk_of(client, moderator)
    assert context["own_lists"] == []
    page = client.get(reverse("admin:index")).content.decode()
    assert "What happened lately" in page
    assert "Write a brief" not in page


def test_who_may_not_see_stories_gets_the_list_of_everything(client):
    outsider = make.user(role=roles.EDITOR)
    outsider.groups.clear()
    client.force_login(outsider)
    make.draft(headline="Not for them")
    page = client.get(reverse("admin:index")).content.decode()
    assert "Not for them" not in page
    assert "Everything else" in page


def fill(*, stories, by, reader):
    """A newsroom with that many stories: live ones that fail a check, in review, and drafts."""
    approver, topic = make.user(), make.entity("Ada Lovelace")
    linking = f'<p>See <a href="{topic.get_absolute_url()}">her</a>.</p>'
    kinds = (
        lambda: make.edition(by=by, approver=approver, topics=[topic], what_happened=linking),
        lambda: plan(make.in_review(by=by), reviewer=reader, due_at=NOW + HOUR),
        lambda: make.draft(by=reader),
    )
    for number in range(stories):
        kinds[number % 3]()
    topic.description_licence = ""
    topic.save()


@pytest.mark.parametrize("stories", [3, 100])
def test_the_front_page_costs_the_same_with_few_stories_as_with_many(
    stories, client, editor, writer, django_assert_num_queries
):
    fill(stories=stories, by=writer, reader=editor)
    client.force_login(editor)
    url = reverse("admin:index")
    client.get(url)
    with django_assert_num_queries(QUERIES):
        response = client.get(url)
    assert response.context["failing"] == (stories + 2) // 3
