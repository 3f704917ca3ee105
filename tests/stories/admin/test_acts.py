"""The buttons of the story form, and the same acts by hand-made requests."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse
from django.utils import timezone

from newsroom.buttons import seen_token
from stories import publishing, review
from stories.freezing import freeze
from stories.models import Approval, Edition, Story
from tests import make
from tests.forms import fields_of
from tests.stories.lists import (
    approved_again,
    replaced_story,
    scheduled_story,
    withdrawn_story,
)

pytestmark = pytest.mark.django_db


def act_url(story, act):
    return reverse("admin:stories_story_act", args=[story.pk, act])


def do(client, story, act, **asked):
    """Post what the page of the act asks for, as someone who has just looked at the story."""
    story.refresh_from_db()
    return client.post(act_url(story, act), asked | {"seen": seen_token(story)})


def rail(client, story):
    response = client.get(reverse("admin:stories_story_change", args=[story.pk]))
    return [shown.button.name for shown in response.context["buttons"]]


def test_buttons_show_only_what_is_allowed_now(client, writer, editor, administrator):
    draft, in_review = make.draft(by=writer), make.in_review(by=writer)
    approved, live = make.approved(by=writer), make.edition(by=writer).story
    changed = approved_again(make.edition(by=writer).story, now=make.NOW)
    stories = (draft, in_review, approved, live, changed)
    expected = {
        writer: (["submit"], [], [], [], []),
        editor: (
            ["submit"],
            ["claim", "approve", "request-changes"],
            ["request-changes", "publish", "schedule"],
            [],
            ["request-changes", "update", "correct", "schedule"],
        ),
        administrator: (
            ["submit"],
            ["claim", "approve", "request-changes"],
            ["request-changes", "publish", "schedule"],
            ["withdraw"],
            ["request-changes", "update", "correct", "schedule", "withdraw"],
        ),
    }
    for person, buttons in expected.items():
        client.force_login(person)
        shown = tuple(rail(client, story) for story in stories)
        plan = ["assign"] if person != writer else []
        assert shown == tuple([*row, *plan] for row in buttons), person


def test_a_withdrawn_story_shows_what_an_administrator_can_do_about_it(client, administrator):
    withdrawn, replaced = withdrawn_story(is_legal=True), replaced_story()
    waiting = withdrawn_story()
    approved_again(waiting, now=make.NOW)
    client.force_login(administrator)
    assert rail(client, withdrawn) == ["restore", "assign"]
    assert rail(client, replaced) == ["withdraw", "reinstate", "assign"]
    assert rail(client, waiting) == [
        "request-changes", "update", "correct", "restore", "assign",
    ]  # fmt: skip


def test_an_edition_that_waits_for_its_time_leaves_only_calling_it_off(client, editor):
    client.force_login(editor)
    assert rail(client, scheduled_story(at=timezone.now() + make.HOUR)) == ["unschedule", "assign"]


@pytest.mark.parametrize("standing", ["called off", "past"])
def test_a_schedule_of_before_never_blocks_a_save(client, editor, standing):
    """Nothing of it stands in the form: what is over is over."""
    story = scheduled_story(at=make.NOW + make.HOUR)
    if standing == "called off":
        publishing.unschedule(story=story, by=None, now=make.NOW)
    client.force_login(editor)
    url = reverse("admin:stories_story_change", args=[story.pk])
    fields = fields_of(client.get(url).content.decode(), "story_form")
    assert not {name for name in fields if "live" in name or "schedule" in name}
    response = client.post(url, fields | {"headline": "Ministers change their plan"})
    assert response.status_code == 302
    story.refresh_from_db()
    assert story.headline == "Ministers change their plan"
    assert story.state == (Story.State.IN_REVIEW if standing == "called off" else "draft")


def test_who_edited_it_cannot_approve_it_by_button(client, editor):
    story = make.in_review(by=editor)
    client.force_login(editor)
    page = client.get(reverse("admin:stories_story_change", args=[story.pk]))
    assert "approve" not in [shown.button.name for shown in page.context["buttons"]]
    assert "You worked on this version" in page.content.decode()


def test_who_edited_it_cannot_approve_it_by_a_hand_made_post(client, editor):
    story = make.in_review(by=editor)
    client.force_login(editor)
    for data in (
        {"digest": freeze(story).digest},
        {"digest": freeze(story).digest, "override_reason": "I may."},
        {"digest": freeze(story).digest, "note": "Fine", "by": "1", "state": "approved"},
    ):
        do(client, story, "approve", **data)
        story.refresh_from_db()
        assert story.state == Story.State.IN_REVIEW
    assert not Approval.objects.exists()


def test_a_writer_who_posts_an_approval_is_refused(client, writer):
    story = make.in_review()
    client.force_login(writer)
    response = do(client, story, "approve", digest=freeze(story).digest)
    assert response.status_code == 403
    assert not Approval.objects.exists()


@pytest.mark.parametrize("act", ["submit", "approve", "publish", "withdraw"])
def test_an_act_asks_for_a_login(act, client, db):
    response = client.post(act_url(make.in_review(), act))
    assert response.status_code == 302
    assert response["Location"].startswith("/admin/login/")


def test_a_story_goes_from_draft_to_readers_through_the_buttons(client, writer, editor):
    story = make.draft(by=writer)
    client.force_login(writer)
    do(client, story, "submit", note="Please read.")
    client.force_login(editor)
    page = client.get(act_url(story, "approve"))
    client.post(
        act_url(story, "approve"),
        page.context["form"].initial
        | {"digest": page.context["form"]["digest"].value(), "note": "Good."},
    )
    do(client, story, "publish")
    edition = Edition.objects.get()
    assert (edition.approved_by, edition.frozen_by) == (editor, editor)
    assert client.get(edition.get_absolute_url()).status_code == 200


def test_an_act_on_what_someone_has_changed_meanwhile_is_refused(client, editor):
    story = make.in_review()
    client.force_login(editor)
    page = client.get(reverse("admin:stories_story_change", args=[story.pk]))
    buttons = {shown.button.name: shown.url for shown in page.context["buttons"]}
    review.request_changes(story=story, by=make.user(), now=make.NOW, note="Shorter.")
    review.submit(story=story, by=make.user(), now=make.NOW)
    asked = client.get(buttons["request-changes"], follow=True)
    assert "This has changed since you opened it." in asked.content.decode()
    seen = buttons["request-changes"].partition("seen=")[2].replace("%3A", ":")
    response = client.post(act_url(story, "request-changes"), {"note": "Longer.", "seen": seen})
    assert "has changed the story since you opened it" in response.content.decode()
    story.refresh_from_db()
    assert story.state == Story.State.IN_REVIEW


@pytest.mark.parametrize("seen", ["", "made:up", "other"])
def test_an_act_without_a_look_at_the_story_is_refused(seen, client, editor):
    story = make.in_review()
    seen = seen_token(make.draft()) if seen == "other" else seen
    client.force_login(editor)
    data = {"note": "Shorter.", "seen": seen}
    response = client.post(act_url(story, "request-changes"), data)
    assert response.status_code == 200
    story.refresh_from_db()
    assert story.state == Story.State.IN_REVIEW


def test_an_approval_of_a_text_that_has_changed_is_refused(client, editor):
    story = make.in_review()
    digest = freeze(story).digest
    make.edit(story, headline="Changed meanwhile")
    client.force_login(editor)
    response = do(client, story, "approve", digest=digest)
    assert "The story has changed since you opened it." in response.content.decode()
    assert not Approval.objects.exists()


def test_an_administrator_is_asked_why_they_approve_their_own_work(client, administrator):
    story = make.in_review(by=administrator)
    client.force_login(administrator)
    digest = freeze(story).digest
    assert "override_reason" in client.get(act_url(story, "approve")).context["form"].fields
    assert do(client, story, "approve", digest=digest).status_code == 200
    assert not Approval.objects.exists()
    do(client, story, "approve", digest=digest, override_reason="Fire alarm.")
    assert Approval.objects.get().override_reason == "Fire alarm."


def test_an_update_asks_what_changed_and_a_minor_one_does_not(client, editor):
    story = approved_again(make.edition().story, now=make.NOW)
    client.force_login(editor)
    response = do(client, story, "update", kind="update")
    assert "Tell readers what changed." in response.content.decode()
    assert do(client, story, "update", kind="correction", what_changed="All.").status_code == 200
    do(client, story, "update", kind="minor")
    assert Edition.objects.get(number=2).kind == Edition.Kind.MINOR


def test_a_correction_asks_what_was_wrong(client, editor):
    story = approved_again(make.edition().story, now=make.NOW)
    client.force_login(editor)
    page = client.get(act_url(story, "correct")).content.decode()
    assert "What was wrong" in page
    assert do(client, story, "correct", kind="correction", what_changed=" ").status_code == 200
    do(client, story, "correct", kind="correction", what_changed="It was two.")
    assert Edition.objects.get(number=2).kind == Edition.Kind.CORRECTION


def test_publishing_for_the_first_time_asks_nothing(client, editor):
    client.force_login(editor)
    form = client.get(act_url(make.approved(), "publish")).context["form"]
    assert [field.name for field in form.visible_fields()] == []


def test_a_past_time_is_refused_with_a_sentence(client, editor):
    story = make.approved()
    client.force_login(editor)
    response = do(client, story, "schedule", at="2020-01-01T10:00")
    assert "That time has passed." in response.content.decode()
    assert not Edition.objects.exists()


def test_a_time_is_typed_by_the_newsrooms_clock_which_the_page_names(client, editor):
    story = make.approved()
    client.force_login(editor)
    with timezone.override(ZoneInfo("Asia/Seoul")):
        page = client.get(act_url(story, "schedule")).content.decode()
        assert "Goes live at (time zone: Asia/Seoul)" in page
        do(client, story, "schedule", at="2999-01-01T10:00")
    assert Edition.objects.get().live_from == datetime(2999, 1, 1, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("at", "sentence"),
    [("2027-03-28T02:30", "does not exist"), ("2027-10-31T02:30", "comes twice")],
)
def test_a_time_that_the_clock_skips_or_shows_twice_is_refused(client, editor, at, sentence):
    story = make.approved()
    client.force_login(editor)
    with timezone.override(ZoneInfo("Europe/Berlin")):
        response = do(client, story, "schedule", at=at)
    assert sentence in response.content.decode()
    assert not Edition.objects.exists()


def test_a_legal_withdrawal_is_one_tick_and_can_be_given_back(client, administrator):
    story = make.edition(now=timezone.now() - 9 * make.HOUR).story
    client.force_login(administrator)
    do(client, story, "withdraw", reason="A court.", is_legal="on")
    assert story.withdrawals.get().is_legal
    approved_again(story, now=timezone.now())
    do(client, story, "update", kind="minor")
    first = f"/briefs/{story.slug}/editions/1/"
    assert client.get(first).status_code == 410
    do(client, story, "reinstate", note="The court took it back.")
    assert client.get(first).status_code == 200


def test_a_story_is_scheduled_called_off_withdrawn_and_restored(client, administrator):
    story = make.approved()
    client.force_login(administrator)
    do(client, story, "schedule", at="2999-01-01T10:00")
    assert Edition.objects.get().live_from.year == 2999
    do(client, story, "unschedule")
    do(client, story, "publish")
    live = Edition.objects.get(number=2)
    do(client, story, "withdraw", reason="A source took it back.")
    assert client.get(live.get_absolute_url()).status_code == 410
    do(client, story, "restore")
    assert client.get(live.get_absolute_url()).status_code == 200


def test_the_preview_is_the_page_of_the_draft(client, writer):
    story = make.draft(topics=[make.entity("Shown Topic")], word="WORDOFIT")
    client.force_login(writer)
    response = client.get(reverse("admin:stories_story_preview", args=[story.pk]))
    assert response.status_code == 200
    assert "stories/story.html" in [template.name for template in response.templates]
    page = response.content.decode()
    assert "This happened WORDOFIT." in page
    assert "Shown Topic" in page
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]


@pytest.mark.parametrize("route", ["preview", "history", "change"])
def test_what_is_not_published_is_shown_to_no_one_outside_the_desk(route, client, db):
    story = make.draft()
    url = reverse(f"admin:stories_story_{route}", args=[story.pk])
    assert client.get(url).status_code == 302
    outsider = make.user()
    outsider.groups.clear()
    client.force_login(outsider)
    assert client.get(url).status_code == 403


def test_the_record_tells_who_did_what(client, editor):
    story = make.edition(approver=editor).story
    client.force_login(editor)
    page = client.get(reverse("admin:stories_story_history", args=[story.pk])).content.decode()
    for words in ("Made", "Sent for review", "Approved", "Published", "Ines Moreau"):
        assert words in page


def test_an_edition_can_be_read_and_not_changed(client, administrator):
    edition = make.edition()
    client.force_login(administrator)
    url = reverse("admin:stories_edition_change", args=[edition.pk])
    assert client.get(url).status_code == 200
    assert client.post(url, {"headline": "Mine"}).status_code == 403
    assert client.get(reverse("admin:stories_edition_add")).status_code == 403
