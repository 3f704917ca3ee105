"""Notes on the desk: their page, the rail, and the form where they stand beside the text."""

import pytest
from django.urls import reverse

from newsroom import roles
from stories import notes, writing
from stories.models import ReviewNote, Story
from tests import make
from tests.forms import fields_of
from tests.make import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def story(writer):
    return make.draft(by=writer, topics=[make.entity("Seoul")])


@pytest.fixture
def desk(client, editor):
    client.force_login(editor)
    return client


def notes_url(story):
    return reverse("admin:stories_story_notes", args=[story.pk])


def form_url(story):
    return reverse("admin:stories_story_change", args=[story.pk])


def act_url(note, act):
    return reverse("admin:stories_story_note", args=[note.story_id, note.pk, act])


def add(story, *, by=None, part="citations", row=None, text="Says who?"):
    return notes.add(story=story, part=part, row=row, text=text, by=by, now=NOW)


def between(page, start, end):
    return page.partition(start)[2].partition(end)[0]


# Their page ----------------------------------------------------------------------------------


def test_a_note_is_added_to_a_part_and_to_a_row(desk, story, editor):
    row = story.citations.all()[1]
    response = desk.post(notes_url(story), {"place": "background", "text": "Shorter."})
    on_part = ReviewNote.objects.get()
    assert response["Location"] == f"{notes_url(story)}#note-{on_part.pk}"
    desk.post(notes_url(story), {"place": f"citations:{row.pk}", "text": "Says who?"})
    on_row = ReviewNote.objects.latest("pk")
    assert (on_part.part, on_part.row, on_part.by) == ("background", None, editor)
    assert (on_row.part, on_row.row, on_row.text) == ("citations", row.pk, "Says who?")


def test_the_page_shows_every_thread_under_its_part(desk, story, editor, writer):
    note = add(story, by=writer, row=story.citations.all()[1].pk)
    notes.answer(note=note, text="The mayor said it.", by=editor, now=NOW)
    done = notes.resolve(note=add(story, by=editor, text="Done with."), by=editor, now=NOW)
    page = desk.get(notes_url(story)).content.decode()
    section = between(page, 'id="notes-citations"', "</section>")
    for words in ("Says who?", "Paper B reports it.", "The mayor said it.", "1 resolved note"):
        assert words in section
    assert section.index("Says who?") < section.index("Done with.")
    assert act_url(note, "resolve") in section
    assert act_url(done, "reopen") in section
    assert act_url(done, "resolve") not in section
    assert 'id="notes-background"' not in page


def test_every_form_of_a_note_is_signed(desk, story, editor):
    add(story, by=editor)
    notes.resolve(note=add(story, by=editor), by=editor, now=NOW)
    review = reverse("admin:stories_story_review", args=[story.pk])
    for url in (notes_url(story), form_url(story), review):
        forms = desk.get(url).content.decode().split("data-note-form")[1:]
        assert len(forms) >= 2, url
        for form in forms:
            assert "csrfmiddlewaretoken" in form.partition("</form>")[0], url


def test_the_form_is_opened_at_the_place_that_was_asked_for(desk, story):
    row = story.questions.all()[1]
    page = desk.get(notes_url(story), {"about": f"questions:{row.pk}"}).content.decode()
    assert f'<option value="questions:{row.pk}" selected>2. What next 2?</option>' in page


@pytest.mark.parametrize(
    ("place", "sentence"),
    [
        ("citations:0", "no longer there"),
        ("citations:x", "no longer there"),
        ("citations:", "no longer there"),
        ("background:1", "no longer there"),
        ("nowhere", "Say which part"),
    ],
)
def test_a_note_whose_place_is_gone_is_given_back_with_its_words(place, sentence, desk, story):
    response = desk.post(notes_url(story), {"place": place, "text": "Long thoughts."})
    page = response.content.decode()
    assert response.status_code == 200
    assert sentence in page
    assert "Long thoughts.</textarea>" in page
    assert not ReviewNote.objects.exists()


def test_a_note_without_a_word_is_refused_with_a_sentence(desk, story):
    response = desk.post(notes_url(story), {"place": "headline", "text": " "})
    assert "Write what the note says." in response.content.decode()
    assert not ReviewNote.objects.exists()


# Answer, resolve, reopen ---------------------------------------------------------------------


def test_a_note_is_answered_resolved_and_reopened(desk, story, editor):
    note = add(story)
    desk.post(act_url(note, "answer"), {"text": "The mayor."})
    assert note.answers.get().by == editor
    desk.post(act_url(note, "resolve"))
    note.refresh_from_db()
    assert note.resolved_by_name == "Ines Moreau"
    desk.post(act_url(note, "reopen"))
    note.refresh_from_db()
    assert note.is_open


def test_an_answer_that_came_too_late_is_given_back_as_a_note(desk, story, editor):
    row = story.citations.all()[0]
    note = add(story, row=row.pk)
    notes.resolve(note=note, by=editor, now=NOW)
    response = desk.post(act_url(note, "answer"), {"text": "But the mayor said it."})
    page = response.content.decode()
    assert response.status_code == 200
    assert "Reopen it to answer" in page
    data = fields_of(page, "add") | {"text": "But the mayor said it."}
    assert data["place"] == f"citations:{row.pk}"
    assert desk.post(notes_url(story), data).status_code == 302
    assert ReviewNote.objects.latest("pk").text == "But the mayor said it."


def test_resolving_what_is_resolved_says_so(desk, story, editor):
    note = notes.resolve(note=add(story), by=editor, now=NOW)
    page = desk.post(act_url(note, "resolve"), follow=True).content.decode()
    assert "Ines Moreau has resolved the note already." in page


def test_who_only_reads_may_read_notes_and_no_more(client, story, moderator):
    note = add(story)
    client.force_login(moderator)
    page = client.get(notes_url(story)).content.decode()
    assert "Says who?" in page
    assert "<textarea" not in page
    for url in (notes_url(story), act_url(note, "answer"), act_url(note, "resolve")):
        assert client.post(url, {"place": "headline", "text": "Mine."}).status_code == 403
    assert ReviewNote.objects.get() == note


def test_a_writer_resolves_their_own_notes_and_no_others(client, story, writer):
    own, other = add(story, by=writer), add(story)
    client.force_login(writer)
    assert client.post(act_url(other, "resolve")).status_code == 403
    assert client.post(act_url(own, "resolve")).status_code == 302
    page = client.get(notes_url(story)).content.decode()
    assert act_url(other, "answer") in page
    assert act_url(other, "resolve") not in page


@pytest.mark.parametrize("act", ["answer", "resolve", "reopen"])
def test_a_note_is_reached_through_its_own_story_only(act, desk, story):
    note = add(story)
    elsewhere = reverse("admin:stories_story_note", args=[make.draft().pk, note.pk, act])
    assert desk.post(elsewhere, {"text": "Mine."}).status_code == 404
    assert desk.post(act_url(note, "delete")).status_code == 404
    assert ReviewNote.objects.get().is_open


def test_an_address_of_an_act_that_is_opened_leads_to_the_note(desk, story):
    note = add(story)
    response = desk.get(act_url(note, "resolve"))
    assert response["Location"] == f"{notes_url(story)}#note-{note.pk}"
    assert ReviewNote.objects.get().is_open


def test_outsiders_see_no_notes(client, story):
    add(story)
    assert client.get(notes_url(story)).status_code == 302
    outsider = make.user(role=roles.WRITER)
    outsider.groups.clear()
    client.force_login(outsider)
    assert client.get(notes_url(story)).status_code == 403


@pytest.mark.parametrize("act", ["add", "answer", "resolve"])
def test_whoever_writes_a_note_goes_back_to_where_they_were(act, desk, story):
    note = add(story)
    url = notes_url(story) if act == "add" else act_url(note, act)
    data = {"place": "headline", "text": "Shorter.", "next": f"{form_url(story)}#part-background"}
    assert desk.post(url, data)["Location"] == data["next"]


@pytest.mark.parametrize(
    "elsewhere",
    [
        "https://elsewhere.example/",
        "//elsewhere.example/",
        "/\\elsewhere.example/",
        "javascript:alert(1)",
    ],
)
def test_no_note_leads_away_from_the_site(elsewhere, desk, story):
    data = {"place": "headline", "text": "Shorter.", "next": elsewhere}
    response = desk.post(notes_url(story), data)
    assert response["Location"].startswith(notes_url(story))
    page = desk.get(notes_url(story), {"next": elsewhere}).content.decode()
    assert "elsewhere.example" not in page
    assert "javascript:" not in page


# Beside the text -----------------------------------------------------------------------------


def test_open_notes_stand_where_they_belong_in_the_form(desk, story):
    first, second = story.citations.all()
    add(story, row=second.pk, text="On the second.")
    add(story, part="citations", text="On all of them.")
    add(story, part="background", text="On the background.")
    add(story, part="picture", text="On the picture.")
    page = desk.get(form_url(story)).content.decode()

    def box(place):
        return between(page, f'<div class="noted" id="noted-{place}" data-notes>', "</div>")

    assert "On the second." in box(f"citations-{second.pk}")
    assert "On the second." not in box(f"citations-{first.pk}")
    assert "On all of them." in box("citations")
    assert "On the second." not in box("citations")
    assert "On the background." in box("background")
    assert "On the picture." in box("picture")
    assert box("headline").strip() == ""


def test_the_note_of_a_row_that_is_gone_stands_with_its_part(desk, story, writer):
    row = story.citations.all()[1]
    add(story, row=row.pk, text="Says who?")
    row.delete()
    writing.keep_version(story=story, by=writer, now=NOW)
    page = desk.get(form_url(story)).content.decode()
    box = between(page, 'id="noted-citations"', "</div>")
    assert "Says who?" in box
    assert "On “Paper B reports it.”, no longer in the story." in box


def test_the_rail_leads_to_the_place_of_each_open_note(desk, story, editor):
    add(story, row=story.citations.all()[1].pk)
    add(story, part="background", text="Shorter.")
    notes.resolve(note=add(story, text="Done with."), by=editor, now=NOW)
    page = desk.get(form_url(story)).content.decode()
    rail = between(page, 'id="rail-notes"', "</section>")
    assert 'href="#citations-1">What the papers say, 2</a>' in rail
    assert 'href="#part-background">How we got here</a>' in rail
    assert 'id="citations-1"' in page
    assert 'id="part-background"' in page
    assert "Done with." not in rail
    assert "Done with." not in between(page, 'id="story_form"', "</form>")


def test_every_part_and_every_row_has_a_link_that_adds_a_note(desk, story):
    page = desk.get(form_url(story)).content.decode()
    rows = [
        f"{part}:{row.pk}"
        for part in ("points", "citations", "questions", "topics")
        for row in getattr(story, part).all()
    ]
    for place in [part.value for part in ReviewNote.Part] + rows:
        assert f'data-note-on="{place}"' in page, place
    assert page.count("data-note-on=") == len(ReviewNote.Part) + len(rows)


def test_whoever_may_not_note_is_offered_nothing(client, story, moderator):
    add(story)
    client.force_login(moderator)
    page = client.get(form_url(story)).content.decode()
    assert "Says who?" in page
    assert "data-note-on" not in page
    assert 'id="note-dialog"' not in page


def test_notes_are_no_fields_of_the_form(desk, story):
    """A form in a form is none: what is typed into a note must not end in the story."""
    add(story, row=story.citations.all()[1].pk)
    page = desk.get(form_url(story)).content.decode()
    form = between(page, 'id="story_form"', "</form>")
    assert "data-note-form" not in form
    assert {"place", "text", "next"}.isdisjoint(fields_of(page, "story_form"))


def test_a_story_that_is_not_saved_yet_has_no_notes(desk):
    page = desk.get(reverse("admin:stories_story_add")).content.decode()
    assert "data-note-on" not in page
    assert 'id="rail-notes"' not in page


def test_notes_stand_beside_a_form_that_came_back_with_errors(desk, story):
    add(story, row=story.citations.all()[1].pk)
    page = desk.get(form_url(story)).content.decode()
    data = fields_of(page, "story_form") | {"citations-0-text": ""}
    response = desk.post(form_url(story), data)
    assert response.status_code == 200
    row = story.citations.all()[1]
    assert "Says who?" in between(
        response.content.decode(), f'id="noted-citations-{row.pk}"', "</div>"
    )


def test_a_story_is_deleted_with_its_notes(desk, story):
    notes.answer(note=add(story), text="Yes.", by=None, now=NOW)
    desk.post(reverse("admin:stories_story_delete", args=[story.pk]), {"post": "yes"})
    assert not Story.objects.exists()
    assert not ReviewNote.objects.exists()


@pytest.mark.parametrize("count", [1, 40])
def test_the_page_costs_a_fixed_number_of_queries(count, desk, story, django_assert_num_queries):
    row = story.citations.all()[0].pk
    for _ in range(count):
        notes.answer(note=add(story, row=row), text="Yes.", by=None, now=NOW)
    with django_assert_num_queries(17):
        desk.get(notes_url(story))
