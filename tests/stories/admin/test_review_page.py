"""The reviewer's screen: the page, what changed in it, the notes beside it, and the verdict."""

import pytest
from django.urls import reverse

from newsroom import roles
from stories import assigning, notes, review
from stories.freezing import freeze
from stories.models import Approval, Assignment, Outlet, Story
from tests import make
from tests.forms import fields_of
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db


def review_url(story):
    return reverse("admin:stories_story_review", args=[story.pk])


def screen(client, story, **asked):
    return client.get(review_url(story), asked)


def changed(response):
    return {row.name: [c.part.name for c in row.changes] for row in response.context["rows"]}


def choices(response):
    return [choice.name for choice in response.context["choices"]]


def verdict(response):
    """What the form at the foot of the screen would send, and where its buttons lead."""
    urls = {name: act["url"] for name, act in response.context["acts"].items()}
    return fields_of(response.content.decode(), "verdict"), urls


@pytest.fixture
def back_again(writer, editor):
    """Sent back by the editor, changed by the writer, and sent for review once more."""
    story = make.in_review(by=writer, headline="Ministers agree", topics=[make.entity("Seoul")])
    review.request_changes(story=story, by=editor, now=NOW, note="Say who was against.")
    story.refresh_from_db()
    make.edit(
        story,
        by=writer,
        now=NOW + HOUR,
        headline="Most ministers agree",
        background="<p>Before that, nobody did.</p>",
    )
    return review.submit(story=story, by=writer, now=NOW + HOUR, note="Said in the headline.")


# What it is compared with --------------------------------------------------------------------


def test_a_reviewer_sees_what_changed_since_they_sent_it_back(client, editor, back_again):
    client.force_login(editor)
    response = screen(client, back_again)
    assert response.context["chosen"].name == "reviewed"
    told = {name: parts for name, parts in changed(response).items() if parts}
    assert told == {"head": ["headline"], "background": ["background"]}
    page = " ".join(response.content.decode().split())
    assert "What you sent back, 2 Mar 2026, 09:00" in page
    assert "Say who was against." in page
    assert "Said in the headline." in page
    assert "Sent for review by Sam Okafor, 2 Mar 2026, 10:00" in page


def test_what_they_approved_counts_as_much_as_what_they_sent_back(client, editor, writer):
    story = make.approved(by=writer, approver=editor)
    make.edit(story, by=writer, standfirst="A better standfirst.")
    client.force_login(editor)
    response = screen(client, story)
    assert response.context["chosen"].name == "reviewed"
    assert changed(response)["head"] == ["standfirst"]
    assert "What you approved, 2 Mar 2026, 09:00" in response.content.decode()


def test_who_never_read_it_sees_what_readers_do_not_have_yet(client, writer, editor):
    story = make.edition(by=writer, approver=make.user(), headline="First").story
    make.edit(story, by=writer, headline="Second")
    make.edit(story, by=writer, standfirst="A better standfirst.")
    review.submit(story=story, by=writer, now=NOW)
    client.force_login(editor)
    response = screen(client, story)
    assert response.context["chosen"].name == "live"
    assert changed(response)["head"] == ["headline", "standfirst"]


def test_one_may_choose_what_to_compare_with(client, writer, editor):
    story = make.edition(by=writer, approver=editor, headline="First").story
    make.edit(story, by=writer, headline="Second")
    make.edit(story, by=writer, standfirst="A better standfirst.")
    client.force_login(editor)
    response = screen(client, story, against="before")
    assert choices(response) == ["reviewed", "live", "before", "nothing"]
    assert changed(response)["head"] == ["standfirst"]
    response = screen(client, story, against="nothing")
    assert not any(changed(response).values())
    assert screen(client, story, against="made-up").context["chosen"].name == "reviewed"


def test_a_first_version_says_that_it_is_one(client, editor, writer):
    client.force_login(editor)
    response = screen(client, make.in_review(by=writer))
    assert choices(response) == ["nothing"]
    assert "First version: nothing to compare with." in response.content.decode()


def test_what_was_sent_again_unchanged_is_told_so(client, writer, editor):
    story = make.in_review(by=writer)
    review.request_changes(story=story, by=editor, now=NOW, note="Shorter.")
    review.submit(story=story, by=writer, now=NOW)
    client.force_login(editor)
    assert "No word differs." in screen(client, story).content.decode()


def test_tags_and_topics_change_in_the_row_where_they_stand(client, writer, editor):
    story = make.in_review(by=writer, topics=[make.entity("Seoul")], tags=["budget"])
    story.topics.all().delete()
    story.tags.set(["trade"])
    make.edit(story, by=writer, section=make.section("Science"))
    client.force_login(editor)
    response = screen(client, story, against="before")
    assert changed(response)["topics"] == ["topics", "tags"]
    assert changed(response)["head"] == ["section"]
    assert "Seoul" in response.content.decode()


# The page ------------------------------------------------------------------------------------


def test_the_screen_is_the_page_by_its_own_templates(client, editor, back_again):
    client.force_login(editor)
    response = screen(client, back_again)
    used = {template.name for template in response.templates}
    for name in ("what_happened", "behind_the_headline", "papers", "background", "questions"):
        assert f"stories/document/{name}.html" in used
    assert "base.html" in used
    assert "no-store" in response["Cache-Control"]


def test_an_empty_story_is_shown_with_what_it_lacks(client, editor):
    story = Story.objects.create(slug="nothing-yet", created_at=NOW, changed_at=NOW)
    client.force_login(editor)
    page = screen(client, story).content.decode()
    assert "No headline yet" in page
    assert page.count("Nothing here.") == 7


def test_it_says_who_wrote_it_who_reviews_it_and_by_when(client, writer, editor, administrator):
    story = make.in_review(by=writer)
    assigning.assign(
        story=story,
        by=administrator,
        now=NOW,
        writer=writer,
        reviewer=editor,
        due_at=NOW + HOUR,
        urgency=Assignment.Urgency.URGENT,
    )
    client.force_login(editor)
    page = screen(client, story).content.decode()
    for words in ("Sam Okafor", "Ines Moreau", "Urgent", "2 Mar 2026, 10:00"):
        assert words in page


def test_checks_that_are_not_passed_lead_to_the_form(client, editor, writer):
    story = make.in_review(by=writer, standfirst="")
    client.force_login(editor)
    page = screen(client, story).content.decode()
    assert "not passed" in page
    form = reverse("admin:stories_story_change", args=[story.pk])
    assert f'href="{form}#id_standfirst"' in page


def test_notes_stand_beside_the_part_that_they_are_about(client, editor, back_again):
    notes.add(story=back_again, part="background", text="Who is “nobody”?", by=editor, now=NOW)
    client.force_login(editor)
    response = screen(client, back_again)
    row = next(row for row in response.context["rows"] if row.name == "background")
    assert (row.open_notes, row.noted[0].open[0].note.text) == (1, "Who is “nobody”?")
    assert "1 open note" in " ".join(response.content.decode().split())


# The verdict ---------------------------------------------------------------------------------


def test_it_is_approved_from_the_screen_with_a_note(client, editor, back_again):
    client.force_login(editor)
    response = screen(client, back_again)
    fields, urls = verdict(response)
    done = client.post(urls["approve"], fields | {"note": "Now it is clear."}, follow=True)
    assert "Approved." in done.content.decode()
    approval = Approval.objects.get()
    assert (approval.by, approval.note) == (editor, "Now it is clear.")
    assert approval.digest == freeze(back_again).digest


def test_it_is_sent_back_from_the_screen_and_asks_what_should_change(client, editor, back_again):
    client.force_login(editor)
    fields, urls = verdict(screen(client, back_again))
    asked = client.post(urls["request_changes"], fields)
    assert "What should change" in asked.content.decode()
    back_again.refresh_from_db()
    assert back_again.state == Story.State.IN_REVIEW
    client.post(urls["request_changes"], fields | {"note": "And who was for it?"})
    back_again.refresh_from_db()
    assert back_again.state == Story.State.CHANGES_REQUESTED
    record = back_again.records.filter(act="changes_requested").latest("pk")
    assert record.digest == freeze(back_again).digest


@pytest.mark.parametrize("act", ["approve", "request_changes"])
def test_a_verdict_on_what_has_changed_meanwhile_is_refused_and_its_note_kept(
    act, client, editor, writer, back_again
):
    client.force_login(editor)
    fields, urls = verdict(screen(client, back_again))
    make.edit(back_again, by=writer, headline="Changed meanwhile")
    response = client.post(urls[act], fields | {"note": "As I said."})
    page = response.content.decode()
    assert "has changed the story since you opened it" in page
    assert "As I said." in page
    back_again.refresh_from_db()
    assert back_again.state == Story.State.IN_REVIEW


def test_who_worked_on_it_is_told_so_and_offered_no_approval(client, editor, administrator):
    for person in (editor, administrator):
        story = make.in_review(by=person)
        client.force_login(person)
        response = screen(client, story)
        assert "approve" not in response.context["acts"]
        page = response.content.decode()
        assert "You worked on this version" in page
        assert reverse("admin:stories_story_act", args=[story.pk, "approve"]) not in page


@pytest.mark.parametrize("role", [roles.WRITER, roles.MODERATOR])
def test_who_does_not_review_reads_the_screen_and_gives_no_verdict(role, client, back_again):
    client.force_login(make.user(role=role))
    response = screen(client, back_again)
    assert response.status_code == 200
    assert response.context["acts"] == {}
    assert 'name="digest"' not in response.content.decode()


def test_what_was_changed_outside_its_form_is_told_before_a_verdict_is_refused(
    client, editor, back_again
):
    Outlet.objects.filter(citation__story=back_again).update(country="FR")
    client.force_login(editor)
    assert "was changed elsewhere" in screen(client, back_again).content.decode()


def test_the_rail_leads_to_the_screen_while_someone_is_to_read_the_story(client, editor, writer):
    client.force_login(editor)
    for story, is_offered in ((make.in_review(by=writer), True), (make.draft(by=writer), False)):
        page = client.get(reverse("admin:stories_story_change", args=[story.pk]))
        assert (review_url(story) in page.content.decode()) is is_offered


@pytest.mark.parametrize("rows", [2, 40])
def test_the_screen_takes_as_many_queries_for_many_rows_as_for_few(
    rows, client, editor, writer, django_assert_max_num_queries
):
    story = make.edition(
        by=writer,
        approver=editor,
        outlets=[make.outlet() for _ in range(rows)],
        topics=[make.entity() for _ in range(rows)],
    ).story
    point = story.points.get()
    make.edit(story, by=writer, headline="Another headline")
    for number in range(rows):
        text = f"Note {number}"
        notes.add(story=story, part="points", row=point.pk, text=text, by=editor, now=NOW)
    review.submit(story=story, by=writer, now=NOW)
    client.force_login(editor)
    with django_assert_max_num_queries(32):
        screen(client, story)
