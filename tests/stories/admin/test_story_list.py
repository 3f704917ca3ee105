"""The story list: what it shows of each story, what narrows it, and what it costs."""

from datetime import timedelta

import pytest
from django.urls import reverse

from newsroom import roles
from stories import assigning, publishing, review
from stories.admin.story_list import NEXT_ACT
from stories.models import Assignment, Story
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db

QUERIES = 18
DAY = timedelta(days=1)


@pytest.fixture(autouse=True)
def _clock(time_machine):
    """The page asks the clock itself."""
    time_machine.move_to(NOW, tick=False)


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def listed(client, **asked):
    """The headlines of the list, in their order."""
    response = client.get(reverse("admin:stories_story_changelist"), asked)
    assert response.status_code == 200
    return [story.headline for story in response.context["cl"].result_list]


def cells(client, story, **asked):
    """The row of a story as a person reads it: column → words."""
    response = client.get(reverse("admin:stories_story_changelist"), asked)
    admin_of = response.context["cl"].model_admin
    found = next(each for each in response.context["cl"].result_list if each.pk == story.pk)
    return {name: str(getattr(admin_of, name)(found)) for name in admin_of.list_display[2:]}


def plan(story, **fields):
    given = {"writer": None, "reviewer": None, "due_at": None, "urgency": 4, "now": NOW}
    return assigning.assign(story=story, by=None, **given | fields)


# What it shows -------------------------------------------------------------------------------


def test_a_row_says_who_writes_who_reviews_when_it_is_due_and_how_urgent_it_is(desk, writer):
    story = make.in_review()
    plan(
        story,
        writer=writer,
        reviewer=make.user(public_name="Tom Adeyemi"),
        due_at=NOW + HOUR,
        urgency=Assignment.Urgency.FLASH,
    )
    row = cells(desk, story)
    assert "Sam Okafor" in row["who"]
    assert "Review: Tom Adeyemi" in row["who"]
    assert "Flash" in row["due"]
    assert "Due today, 10:00" in row["due"]


def test_a_story_that_nobody_was_told_to_write_is_of_those_who_sign_it(desk, writer):
    story = make.draft(by=writer)
    story.bylines.create(guest="A Guest", order=2)
    assert cells(desk, story)["who"] == "Sam Okafor, A Guest"


def test_a_late_story_says_so_in_words(desk):
    story = make.draft()
    plan(story, due_at=NOW - HOUR, now=NOW - 2 * HOUR)
    assert "Late: was due today, 08:00" in cells(desk, story)["due"]


def test_a_row_says_what_keeps_the_story_from_its_next_act(desk):
    draft = make.draft(section=None)
    draft.citations.update(url="")  # keeps it from publication, and not from review
    assert cells(desk, draft)["to_mend"] == (
        '<strong class="blocked">1 to mend:</strong> Choose the section that the story belongs to.'
    )
    waiting = make.in_review()
    waiting.citations.update(url="")
    assert "2 to mend:" in cells(desk, waiting)["to_mend"]


def test_a_story_that_only_should_be_better_or_is_published_has_nothing_to_mend(desk):
    assert cells(desk, make.draft(standfirst=""))["to_mend"] == ""
    published = make.edition().story
    published.citations.update(url="")
    assert cells(desk, published)["to_mend"] == ""


def test_every_state_but_published_waits_for_an_act():
    assert {*Story.State} - {*NEXT_ACT} == {Story.State.PUBLISHED}


def test_the_standing_says_what_readers_see(desk):
    scheduled = make.approved()
    publishing.schedule(story=scheduled, by=None, now=NOW, at=NOW + HOUR)
    changed = make.edition().story
    make.edit(changed, headline="More is known")
    withdrawn = make.edition(now=NOW - HOUR).story
    publishing.withdraw(story=withdrawn, by=None, now=NOW, reason="It was wrong.")
    assert "Published, scheduled" in cells(desk, scheduled)["standing"]
    assert "Draft, an edition is live" in cells(desk, changed)["standing"]
    assert "Published, withdrawn" in cells(desk, withdrawn)["standing"]


# What narrows it -----------------------------------------------------------------------------


def test_by_state_and_section(desk):
    make.draft(headline="A draft", section=make.section("Science"))
    make.in_review(headline="In review", section=make.section("Science"))
    make.draft(headline="Of the world")
    science = make.section("Science").pk
    assert sorted(listed(desk, section=science)) == ["A draft", "In review"]
    assert listed(desk, section=science, state="draft") == ["A draft"]


def test_by_a_person_who_made_signs_writes_or_reviews_it(desk, writer):
    make.draft(by=writer, headline="Made")
    assigned, reviewed = make.draft(headline="Assigned"), make.in_review(headline="Reviewed")
    other = make.user()
    plan(assigned, writer=writer)
    plan(reviewed, reviewer=other)
    assert sorted(listed(desk, person=writer.pk)) == ["Assigned", "Made"]
    assert listed(desk, person=other.pk) == ["Reviewed"]


def test_only_people_with_stories_are_offered(desk, writer, editor):
    idle = make.user(role=roles.WRITER)
    make.draft(by=writer)
    response = desk.get(reverse("admin:stories_story_changelist"))
    offered = response.context["cl"].filter.form.fields["person"].queryset
    assert writer in offered
    assert idle not in offered


def test_by_an_outlet_that_it_cites_each_story_once(desk):
    outlet = make.outlet("Paper Z")
    story = make.draft(headline="Citing", outlets=[outlet])
    story.citations.update(url="https://paper-z.example/another")
    make.citation(story, outlet=outlet, order=2)
    make.draft(headline="Not citing")
    assert listed(desk, outlet=outlet.pk) == ["Citing"]


def test_by_a_topic_that_it_links(desk):
    topic = make.entity("Ada Lovelace")
    make.draft(headline="About her", topics=[topic, make.entity()])
    make.draft(headline="About nobody")
    assert listed(desk, topic=topic.pk) == ["About her"]


@pytest.mark.parametrize(
    ("dated", "since", "until", "found"),
    [
        ("changed", "2026-03-02", "", ["Today"]),
        ("changed", "", "2026-03-01", ["Long ago", "Yesterday"]),
        ("", "2026-03-01", "2026-03-01", ["Yesterday"]),
        ("made", "2026-02-28", "2026-03-01", ["Yesterday"]),
        ("due", "2026-03-04", "2026-03-04", ["Today"]),
    ],
)
def test_by_a_range_of_days(dated, since, until, found, desk):
    make.draft(headline="Long ago", now=NOW - 20 * DAY)
    make.draft(headline="Yesterday", now=NOW - DAY)
    plan(make.draft(headline="Today"), due_at=NOW + 2 * DAY)
    assert sorted(listed(desk, dated=dated, since=since, until=until)) == found


def test_a_day_that_is_none_is_answered_beside_its_field_and_narrows_nothing(desk):
    make.draft(headline="A draft")
    response = desk.get(reverse("admin:stories_story_changelist"), {"since": "soon"})
    assert "Enter a valid date." in response.content.decode()
    assert response.context["cl"].result_count == 1


@pytest.mark.parametrize("asked", [{"list": "nothing"}, {"person": "x"}, {"outlet": "99999"}])
def test_a_filter_that_is_none_narrows_nothing(asked, desk):
    make.draft(headline="A draft")
    assert listed(desk, **asked) == ["A draft"]


@pytest.mark.parametrize(
    "words",
    ["HARBOUR", "in its point", "cited article", "will it ask", "before it", "harbour cited"],
)
def test_every_text_of_a_story_is_searched_for_every_word(words, desk):
    story = make.draft(
        headline="The harbour reopens", standfirst="Told.", background="<p>And before it.</p>"
    )
    story.points.update(text="Something in its point.")
    story.citations.update(text="What a cited article says.")
    story.questions.update(text="What will it ask?")
    make.draft(headline="Another harbourless story", background="<p>Nothing.</p>")
    assert "The harbour reopens" in listed(desk, q=words)
    assert listed(desk, q=f"{words} nowhere") == []


def test_the_search_and_the_filters_are_joined(desk):
    make.draft(headline="Harbour draft")
    make.in_review(headline="Harbour in review")
    make.in_review(headline="Another in review")
    assert listed(desk, q="harbour", state="in_review") == ["Harbour in review"]


def test_a_list_of_the_desk_is_shown_whole_in_its_own_order_until_another_is_asked_for(desk):
    for headline, hours in (("Bread", 2), ("Apples", 3), ("Cheese", 1)):
        plan(make.draft(headline=headline), due_at=NOW + hours * HOUR)
    make.draft(headline="Not due")
    assert listed(desk, list="due") == ["Cheese", "Bread", "Apples"]
    assert listed(desk, list="due", o="1") == ["Apples", "Bread", "Cheese"]
    assert listed(desk, list="due", q="bread") == ["Bread"]


@pytest.mark.parametrize("name", ["mine", "waiting", "sent-back", "due", "drafts", "changed"])
def test_every_list_of_the_desk_opens(name, desk):
    make.draft(headline="Nobody’s business")
    assert listed(desk, list=name) == []


def test_a_brief_that_fails_a_check_after_publication_is_found(desk):
    topic = make.entity("Ada Lovelace")
    make.edition(headline="About her", topics=[topic])
    make.edition(headline="About nobody")
    topic.description_licence = ""
    topic.save()
    assert listed(desk, list="failing") == ["About her"]


def test_a_filter_stays_while_one_pages_and_sorts(desk):
    for number in range(51):
        make.draft(headline=f"Draft {number:02}")
    make.in_review()
    page = desk.get(reverse("admin:stories_story_changelist"), {"state": "draft"})
    assert "?p=2&amp;state=draft" in page.content.decode()
    assert len(listed(desk, state="draft", p="2")) == 1


def test_a_moderator_is_offered_the_lists_that_say_something_to_them(client, moderator):
    client.force_login(moderator)
    response = client.get(reverse("admin:stories_story_changelist"))
    names = [each.name for each in response.context["cl"].lists]
    assert names == ["scheduled", "failing"]


# What it costs -------------------------------------------------------------------------------


@pytest.mark.parametrize("stories", [3, 50])
def test_the_list_costs_the_same_with_few_stories_as_with_many(
    stories, desk, writer, django_assert_num_queries
):
    topic = make.entity()
    for number in range(stories):
        story = make.draft(by=writer, topics=[topic], tags=["trade"], section=None)
        plan(story, writer=writer, reviewer=make.user() if number == 0 else None, due_at=NOW + HOUR)
    url = reverse("admin:stories_story_changelist")
    desk.get(url)
    with django_assert_num_queries(QUERIES):
        response = desk.get(url)
    assert response.content.decode().count("1 to mend:") == stories


def test_sent_back_stories_have_what_keeps_them_from_review(desk, editor):
    story = make.in_review()
    review.request_changes(story=story, by=editor, now=NOW, note="Which section?")
    Story.objects.filter(pk=story.pk).update(section=None)
    assert "Choose the section" in cells(desk, story)["to_mend"]
