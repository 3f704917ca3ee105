"""A set chosen in the story list, and the page that publishes all of it or nothing."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from newsroom import roles
from newsroom.buttons import seen_token
from stories.models import Edition, Story
from tests import make
from tests.forms import fields_of
from tests.stories.lists import approved_again

pytestmark = pytest.mark.django_db
LIST = "/admin/stories/story/"


def page_of(*stories):
    return f"{reverse('admin:stories_story_release')}?ids={','.join(str(s.pk) for s in stories)}"


@pytest.fixture
def first():
    return make.approved(headline="The first of two")


@pytest.fixture
def later():
    return approved_again(make.edition().story, now=make.NOW, headline="The later of two")


def answers(*stories, at="", **given):
    """What the page would send for stories that its person has just looked at."""
    sent = {"at": at} | {f"story-{name}": value for name, value in given.items()}
    for story in stories:
        story.refresh_from_db()
        sent[f"story-{story.pk}-seen"] = seen_token(story)
    return sent


def said_of(story, **words):
    return {f"{story.pk}-{name}": value for name, value in words.items()}


def test_the_list_offers_it_to_those_who_publish_and_nothing_else(client, editor, writer):
    make.draft()
    client.force_login(editor)
    page = client.get(LIST).content.decode()
    assert 'value="release_together"' in page
    assert "delete_selected" not in page
    client.force_login(writer)
    page = client.get(LIST).content.decode()
    assert "release_together" not in page
    assert "delete_selected" not in page


def test_what_was_chosen_in_the_list_stands_on_the_page(client, editor, first, later):
    draft = make.draft(headline="Not chosen")
    client.force_login(editor)
    data = {"action": "release_together", "_selected_action": [later.pk, first.pk]}
    response = client.post(LIST, data)
    assert response["Location"] == page_of(first, later).replace(",", "%2C")
    shown = client.get(response["Location"])
    assert [row.story for row in shown.context["rows"]] == [first, later]
    assert draft.headline not in shown.content.decode()


def test_nothing_can_be_deleted_from_the_list(client, administrator, first):
    client.force_login(administrator)
    client.post(LIST, {"action": "delete_selected", "_selected_action": [first.pk], "post": "yes"})
    assert Story.objects.filter(pk=first.pk).exists()


def test_more_than_one_act_should_hold_are_refused_in_the_list(client, editor):
    stories = Story.objects.bulk_create(
        Story(slug=f"s-{n}", created_at=make.NOW, changed_at=make.NOW) for n in range(31)
    )
    client.force_login(editor)
    data = {"action": "release_together", "_selected_action": [each.pk for each in stories]}
    response = client.post(LIST, data, follow=True)
    assert "At most 30 stories are published together." in response.content.decode()


def test_a_set_is_published_at_once(client, editor, first, later):
    client.force_login(editor)
    words = said_of(later, kind="correction", what_changed="It was two.")
    response = client.post(page_of(first, later), answers(first, later, **words), follow=True)
    assert "2 stories published together." in response.content.decode()
    new = Edition.objects.filter(live_until=None)
    assert {edition.story_id for edition in new} == {first.pk, later.pk}
    assert len({edition.live_from for edition in new}) == 1
    assert new.get(story=later).kind == Edition.Kind.CORRECTION


def test_what_the_page_itself_would_send_is_taken(client, editor, first):
    client.force_login(editor)
    page = client.get(page_of(first)).content.decode()
    sent = fields_of(page, "release_form")
    assert {"at", f"story-{first.pk}-seen"} <= sent.keys()
    assert client.post(page_of(first), sent).status_code == 302
    assert Edition.objects.get().story == first


def test_a_set_is_scheduled_for_one_time(client, editor, first, later):
    client.force_login(editor)
    sent = answers(first, later, at="2999-01-01T10:00", **said_of(later, kind="minor"))
    response = client.post(page_of(first, later), sent, follow=True)
    assert "2 stories go live 1 Jan 2999, 10:00 UTC." in response.content.decode()
    scheduled = Edition.objects.scheduled(now=make.NOW)
    assert set(scheduled.values_list("live_from", flat=True)) == {
        datetime(2999, 1, 1, 10, 0, tzinfo=UTC)
    }
    assert scheduled.count() == 2


def test_a_first_edition_is_asked_nothing_and_a_later_one_what_changed(
    client, editor, first, later
):
    client.force_login(editor)
    rows = client.get(page_of(first, later)).context["rows"]
    asked = [[field.name for field in row.form.visible_fields()] for row in rows]
    assert asked == [[], ["kind", "what_changed"]]
    response = client.post(page_of(first, later), answers(first, later))
    assert response.status_code == 200
    assert not Edition.objects.filter(story=first).exists()


def test_what_keeps_a_story_back_is_said_and_it_can_be_left_out(client, editor, first):
    draft = make.draft(headline="Not ready at all")
    client.force_login(editor)
    shown = client.get(page_of(first, draft))
    ready, blocked = shown.context["rows"]
    assert ready.refusal is None
    assert "Nobody has approved" in str(blocked.refusal)
    page = shown.content.decode()
    assert "Nobody has approved" in page
    assert 'value="Publish together"' not in page
    assert ready.url_without == page_of(draft)
    assert blocked.url_without == page_of(first)
    assert 'value="Publish together"' in client.get(blocked.url_without).content.decode()


def test_a_hand_made_post_of_what_is_not_ready_publishes_nothing(client, editor, first):
    draft = make.draft(headline="Not ready at all")
    client.force_login(editor)
    response = client.post(page_of(first, draft), answers(first, draft))
    assert "Nothing was published. “Not ready at all”: Nobody" in response.content.decode()
    assert not Edition.objects.exists()


def test_a_change_since_the_page_was_opened_is_said_and_what_was_typed_is_kept(
    client, editor, first, later
):
    client.force_login(editor)
    sent = answers(first, later, **said_of(later, kind="update", what_changed="All that I typed."))
    make.approve(make.edit(first, headline="Changed and approved again"))
    response = client.post(page_of(first, later), sent)
    page = response.content.decode()
    assert "since you opened it" in page
    assert "Changed and approved again" in page
    assert "All that I typed." in page
    assert Edition.objects.count() == 1
    # Now they have seen it.
    again = client.post(page_of(first, later), fields_of(page, "release_form"))
    assert again.status_code == 302
    assert Edition.objects.count() == 3


def test_after_a_refusal_the_page_can_be_sent_again(client, editor, first, later):
    client.force_login(editor)
    page = client.get(page_of(first, later)).content.decode()
    kind = {f"story-{later.pk}-kind": "update"}
    refused = client.post(page_of(first, later), fields_of(page, "release_form") | kind)
    page = refused.content.decode()
    assert "Tell readers what changed." in page
    told = {f"story-{later.pk}-what_changed": "More is known."}
    again = client.post(page_of(first, later), fields_of(page, "release_form") | told)
    assert again.status_code == 302
    assert Edition.objects.filter(story=first).exists()


@pytest.mark.parametrize("seen", ["", "made:up"])
def test_a_set_that_nobody_has_looked_at_is_not_published(client, editor, first, seen):
    client.force_login(editor)
    response = client.post(page_of(first), {"at": "", f"story-{first.pk}-seen": seen})
    assert "Open this page once more from the desk." in response.content.decode()
    assert not Edition.objects.exists()


def test_a_past_time_is_refused_with_a_sentence(client, editor, first):
    client.force_login(editor)
    response = client.post(page_of(first), answers(first, at="2020-01-01T10:00"))
    assert "That time has passed." in response.content.decode()
    assert not Edition.objects.exists()


@pytest.mark.parametrize("asked", ["", "?ids=", "?ids=x,²,-1", f"?ids={'9' * 40}", "?ids=999999"])
def test_a_page_of_no_story_leads_back_to_the_list(client, editor, asked):
    client.force_login(editor)
    response = client.get(reverse("admin:stories_story_release") + asked)
    assert response["Location"] == LIST


@pytest.mark.parametrize("role", [roles.WRITER, roles.MODERATOR])
def test_it_is_closed_to_those_who_do_not_publish(client, first, role):
    client.force_login(make.user(role=role))
    assert client.get(page_of(first)).status_code == 403
    assert client.post(page_of(first), answers(first)).status_code == 403
    data = {"action": "release_together", "_selected_action": [first.pk]}
    response = client.post(LIST, data)
    assert "release" not in response.headers.get("Location", "")
    assert not Edition.objects.exists()
