"""Two people have one story open: neither overwrites the other, and nothing typed is lost."""

import pytest

from stories import publishing
from stories.models import Story
from tests import make
from tests.forms import fields_of
from tests.stories.admin.test_story_form import change_url, form_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client, writer):
    """Both save as Sam Okafor, as in two tabs: what counts is what each form was loaded with."""
    client.force_login(writer)
    return client


@pytest.fixture
def story():
    return make.draft(topics=[make.entity("First"), make.entity("Second")], tags=["trade"])


def post(client, story, data, **changes):
    return client.post(change_url(story), data | changes)


def saved(client, story, data, **changes):
    response = post(client, story, data, **changes)
    errors = response.context and response.context["errors"]
    assert response.status_code == 302, errors
    return Story.objects.get(pk=story.pk)


def again(response):
    """The form as it came back, to be sent once more as it stands."""
    assert response.status_code == 200
    return fields_of(response.content.decode(), "story_form")


def test_changes_of_different_fields_join(desk, story):
    mine, theirs = form_of(desk, story), form_of(desk, story)
    saved(desk, story, theirs, standfirst="Their standfirst.", synthesis="<p>Theirs.</p>")
    found = saved(desk, story, mine, headline="My headline is new", tags="trade, law")
    assert (found.headline, found.standfirst) == ("My headline is new", "Their standfirst.")
    assert found.synthesis == "<p>Theirs.</p>"


def test_tags_that_nobody_touched_here_stay_as_the_other_left_them(desk, story):
    mine, theirs = form_of(desk, story), form_of(desk, story)
    saved(desk, story, theirs, tags="law, energy")
    found = saved(desk, story, mine, headline="My headline is new")
    assert {tag.name for tag in found.tags.all()} == {"law", "energy"}


def test_changes_of_different_rows_and_of_different_fields_of_a_row_join(desk, story):
    mine, theirs = form_of(desk, story), form_of(desk, story)
    changes = {"questions-0-text": "Their first?", "citations-0-text": "They report."}
    saved(desk, story, theirs, **changes)
    changes = {"questions-1-text": "My second?", "citations-0-headline": "My headline"}
    found = saved(desk, story, mine, **changes)
    texts = list(found.questions.values_list("text", flat=True))
    assert texts[:2] == ["Their first?", "My second?"]
    citation = found.citations.first()
    assert (citation.text, citation.headline) == ("They report.", "My headline")


def test_an_old_form_that_was_not_touched_puts_nothing_back(desk, story):
    mine, theirs = form_of(desk, story), form_of(desk, story)
    changes = {"headline": "Their headline is new", "points-0-text": "Their point."}
    saved(desk, story, theirs, **changes)
    found = saved(desk, story, mine)
    assert found.headline == "Their headline is new"
    assert found.points.get().text == "Their point."
    assert found.versions.count() == 2


@pytest.mark.parametrize(
    ("field", "old"),
    [("headline", ""), ("what_happened", "<p>"), ("questions-0-text", ""), ("points-0-text", "")],
)
def test_one_text_never_merges_by_itself_and_both_are_shown(field, old, desk, story):
    end = "</p>" if old else ""
    mine, theirs = form_of(desk, story), form_of(desk, story)
    saved(desk, story, theirs, **{field: f"{old}What they wrote of it{end}"})
    version = Story.objects.get(pk=story.pk).version
    response = post(desk, story, mine, **{field: f"{old}What I wrote of it{end}"})
    page = response.content.decode()
    assert "Sam Okafor changed this while you were writing" in page
    assert page.count("What they wrote of it") >= 2  # read, and taken with a button
    assert page.count("What I wrote of it") >= 3
    assert Story.objects.get(pk=story.pk).version == version
    found = saved(desk, story, again(response))
    kept = again(desk.get(change_url(found)))
    assert kept[field] == f"{old}What I wrote of it{end}"


def test_after_a_conflict_what_was_not_touched_is_still_theirs(desk, story):
    Story.objects.filter(pk=story.pk).update(background="")
    story.citations.update(is_print_only=True)
    mine, theirs = form_of(desk, story), form_of(desk, story)
    del theirs["citations-0-is_print_only"]
    changes = {
        "headline": "Their headline is new",
        "background": "<p>Theirs.</p>",
        "section": str(make.section("Business").pk),
        "tags": '"monetary policy"',
        "citations-0-text": "They report.",
        "citations-0-published_on": "2025",
    }
    saved(desk, story, theirs, **changes)
    changes = {"headline": "My headline is new", "citations-0-text": "I report."}
    response = post(desk, story, mine | {"background": "<p></p>"}, **changes)
    found = saved(desk, story, again(response))
    assert found.headline == "My headline is new"
    assert (found.background, found.section.name) == ("<p>Theirs.</p>", "Business")
    assert [tag.name for tag in found.tags.all()] == ["monetary policy"]
    citation = found.citations.first()
    assert (citation.text, str(citation.published_on)) == ("I report.", "2025")
    assert not citation.is_print_only
    assert found.citations.last().is_print_only


def test_the_same_change_by_both_is_no_conflict(desk, story):
    mine, theirs = form_of(desk, story), form_of(desk, story)
    saved(desk, story, theirs, headline="The same headline")
    assert saved(desk, story, mine, headline="The same headline").headline == "The same headline"


def test_a_choice_that_both_changed_is_named(desk, story):
    business, climate = make.section("Business"), make.section("Climate")
    mine, theirs = form_of(desk, story), form_of(desk, story)
    saved(desk, story, theirs, section=str(business.pk))
    response = post(desk, story, mine, section=str(climate.pk))
    conflict = response.context["adminform"].form.conflicts["section"]
    assert [side.words for side in conflict.sides] == ["World", "Business", "Climate"]
    assert saved(desk, story, again(response)).section == climate


def test_a_row_that_was_deleted_here_and_changed_there_is_a_conflict(desk, story):
    mine, theirs = form_of(desk, story), form_of(desk, story)
    saved(desk, story, theirs, **{"questions-0-text": "Their better question?"})
    response = post(desk, story, mine, **{"questions-0-DELETE": "on"})
    assert "Their better question?" in response.content.decode()
    assert story.questions.count() == 3
    found = saved(desk, story, again(response))
    assert found.questions.count() == 2


def test_a_row_that_was_changed_here_and_deleted_there_is_a_conflict(desk, story):
    mine, theirs = form_of(desk, story), form_of(desk, story)
    saved(desk, story, theirs, **{"questions-1-DELETE": "on"})
    response = post(desk, story, mine, **{"questions-1-text": "My better question?"})
    page = response.content.decode()
    assert "Sam Okafor deleted “My better question?” while you were writing" in page
    assert story.questions.count() == 2
    found = saved(desk, story, again(response))
    texts = list(found.questions.values_list("text", flat=True))
    assert "My better question?" in texts
    assert len(texts) == 3


def test_a_row_that_was_deleted_there_and_not_touched_here_stays_deleted(desk, story):
    mine, theirs = form_of(desk, story), form_of(desk, story)
    saved(desk, story, theirs, **{"questions-1-DELETE": "on"})
    found = saved(desk, story, mine, headline="My headline is new")
    assert found.questions.count() == 2
    assert list(found.questions.values_list("order", flat=True)) == [1, 2]


def test_an_order_that_nobody_touched_here_stays_as_the_other_made_it(desk, story):
    mine, theirs = form_of(desk, story), form_of(desk, story)
    before = list(story.questions.values_list("text", flat=True))
    saved(desk, story, theirs, **{"questions-0-order": "3", "questions-2-order": "1"})
    found = saved(desk, story, mine, headline="My headline is new")
    assert list(found.questions.values_list("text", flat=True)) == before[::-1]


def test_rows_that_both_added_are_both_kept(desk, story):
    mine, theirs = form_of(desk, story), form_of(desk, story)
    new = {"questions-TOTAL_FORMS": "4", "questions-3-id": "", "questions-3-order": "4"}
    saved(desk, story, theirs, **new, **{"questions-3-text": "Theirs?"})
    found = saved(desk, story, mine, **new, **{"questions-3-text": "Mine?"})
    assert list(found.questions.values_list("text", flat=True))[3:] in (
        ["Mine?", "Theirs?"],
        ["Theirs?", "Mine?"],
    )


@pytest.mark.parametrize("field", ["loaded", "questions-0-loaded"])
@pytest.mark.parametrize("token", ["", "xxx"])
def test_a_form_without_its_token_is_shown_again_and_overwrites_nothing(field, token, desk, story):
    data = form_of(desk, story)
    token = data[field][:-3] + token if token else ""
    response = post(desk, story, data, **{field: token, "headline": "Mine after a look"})
    assert "Look at the story as it stands now" in response.content.decode()
    assert Story.objects.get(pk=story.pk).headline == story.headline
    assert saved(desk, story, again(response)).headline == "Mine after a look"


def test_a_save_after_someone_approved_the_story_says_first_what_it_does(desk):
    story = make.in_review()
    mine = form_of(desk, story)
    make.approve(story)
    response = post(desk, story, mine, headline="My headline is new")
    assert "approved the story while you were writing. Saving voids that." in (
        response.content.decode()
    )
    assert Story.objects.get(pk=story.pk).state == Story.State.APPROVED
    assert saved(desk, story, again(response)).state == Story.State.IN_REVIEW


def test_a_save_after_the_story_was_published_says_so_first(desk):
    story = make.in_review()
    mine = form_of(desk, story)
    editor = make.user()
    publishing.publish(story=make.approve(story, by=editor), by=editor, now=make.NOW)
    response = post(desk, story, mine, headline="My headline is new")
    assert "was published while you were writing" in response.content.decode()
    assert saved(desk, story, again(response)).state == Story.State.DRAFT


def test_every_save_moves_the_revision_on_and_a_refused_one_does_not(desk, story):
    before = Story.objects.get(pk=story.pk).revision
    data = form_of(desk, story)
    assert post(desk, story, data, tags="x" * 101).status_code == 200
    assert Story.objects.get(pk=story.pk).revision == before
    assert saved(desk, story, data, standfirst="Another one.").revision > before


def test_whoever_only_reads_the_form_can(client, moderator, story):
    client.force_login(moderator)
    assert client.get(change_url(story)).status_code == 200
