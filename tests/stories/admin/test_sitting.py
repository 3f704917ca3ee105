"""The opened form: what is typed is kept, offered again, put back and thrown away."""

import json
from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.urls import reverse

from newsroom import roles
from stories import sitting
from stories.models import Stash, Story
from tests import make
from tests.forms import fields_of
from tests.stories.admin.test_story_form import change_url, form_of

pytestmark = pytest.mark.django_db

LATER = make.NOW + timedelta(minutes=12)
ADD = "admin:stories_story_add"


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(make.NOW, tick=False)
    return time_machine


@pytest.fixture
def desk(client, writer):
    client.force_login(writer)
    return client


@pytest.fixture
def colleague(client, editor):
    """A second browser, in which someone else is logged in."""
    browser = type(client)()
    browser.force_login(editor)
    return browser


@pytest.fixture
def story():
    return make.draft(topics=[make.entity("First"), make.entity("Second")], tags=["trade"])


def url(page, story=None):
    key = [story.pk] if story else []
    return reverse(f"admin:stories_story_{page}", args=key)


def ping(client, story, data, **changes):
    """What the page sends of its form; a field that is None is not sent."""
    changed = {name: value for name, value in (data | changes).items() if value is not None}
    changed["ping"] = changes.get("ping", str(int(data["ping"]) + 1))
    address = url("stash", story) if story else url("stash_new")
    response = client.post(address, changed)
    assert response["Cache-Control"].endswith("private")
    assert "no-store" in response["Cache-Control"]
    return json.loads(response.content)


def here(client, story, **posted):
    response = client.post(url("here", story), posted)
    assert "no-store" in response["Cache-Control"]
    return json.loads(response.content)


def add_form(client):
    return fields_of(client.get(reverse(ADD)).content.decode(), "story_form")


def put_back(client, story=None, **options):
    """The form with the newest unsaved work in it, as text and as it would be sent."""
    stash = Stash.objects.filter(closed_at=None).order_by("-at", "-pk").first()
    address = change_url(story) if story else reverse(ADD)
    page = client.get(address, {"stash": stash.pk}, **options).content.decode()
    return page, fields_of(page, "story_form")


def save(client, story, data):
    response = client.post(change_url(story), data)
    assert response.status_code == 302, response.context["errors"]
    return Story.objects.get(pk=story.pk)


# Keeping ------------------------------------------------------------------------------------------


def test_a_ping_keeps_the_form_and_says_when(desk, story):
    assert ping(desk, story, form_of(desk, story), headline="Typed") == {
        "kept": True,
        "at": "09:00",
    }
    assert sitting.typed(Stash.objects.get())["headline"] == "Typed"


def test_only_the_fields_of_the_form_are_kept(desk, story):
    strange = {
        "csrfmiddlewaretoken": "secret",
        "_act": "approve",
        "state": "published",
        "points-0-colour": "red",
        "points-__prefix__-text": "",
        "password": "secret",
    }
    data = form_of(desk, story)
    ping(desk, story, data | strange)
    kept = {*sitting.typed(Stash.objects.get())}
    assert kept == {*data} - {"csrfmiddlewaretoken", "sitting", "person", "opened", "resumes"}
    assert {"headline", "loaded", "points-0-loaded", "topics-1-entity", "tags"} <= kept
    assert {"questions-TOTAL_FORMS", "questions-MAX_NUM_FORMS", "questions-0-id"} <= kept


def test_every_opened_form_is_a_sitting_of_its_own(desk, story):
    one, two = form_of(desk, story), form_of(desk, story)
    assert one["sitting"] != two["sitting"]
    ping(desk, story, one, headline="One")
    ping(desk, story, two, headline="Two")
    assert Stash.objects.count() == 2


def test_a_refusal_is_a_sentence_and_no_error(desk, story):
    data = form_of(desk, story)
    assert "no name that we know" in ping(desk, story, data, sitting="x")["sentence"]
    large = "x" * sitting.LARGEST
    assert "too much" in ping(desk, story, data, what_happened=large)["sentence"]
    assert not Stash.objects.exists()


def test_what_one_typed_is_not_kept_as_the_work_of_who_logged_in_meanwhile(desk, editor, story):
    data = form_of(desk, story)
    desk.force_login(editor)
    answer = ping(desk, story, data, headline="Typed")
    assert answer["is_stranger"]
    assert "Ines Moreau is logged in here now" in answer["sentence"]
    assert not Stash.objects.exists()


def test_a_form_in_which_all_was_taken_back_has_nothing_to_offer(desk, story):
    data = form_of(desk, story)
    ping(desk, story, data, headline="Typed")
    assert ping(desk, story, data, ping="2", nothing="1") == {"kept": True, "at": ""}
    assert not Stash.objects.exists()


def test_ones_unsaved_work_is_named_to_oneself_alone(desk, colleague, story):
    ping(desk, story, form_of(desk, story), headline="Typed")
    ping(desk, None, add_form(desk), headline="A new brief")
    [named] = json.loads(desk.get(url("stash", story)).content)["stashes"]
    assert (named["id"], named["at"]) == (Stash.objects.get(story=story).pk, "2026-03-02T09:00:00Z")
    [named] = json.loads(desk.get(url("stash_new")).content)["stashes"]
    assert named["headline"] == "A new brief"
    for address in (url("stash", story), url("stash_new")):
        assert json.loads(colleague.get(address).content) == {"stashes": []}


def test_whoever_only_reads_keeps_nothing_and_is_offered_nothing(client, moderator, story):
    client.force_login(moderator)
    page = client.get(change_url(story), {"stash": "1"}, follow=True).content.decode()
    assert 'name="sitting"' not in page
    assert "stash.js" not in page
    for address in (url("stash", story), url("stash_new"), url("here", story)):
        assert client.get(address).status_code == 403
        assert client.post(address, {"sitting": "a" * 32}).status_code == 403


def test_a_story_that_is_gone_is_not_found(desk, story):
    gone = reverse("admin:stories_story_stash", args=[story.pk + 1])
    assert desk.post(gone, {}).status_code == 404


# Saving -------------------------------------------------------------------------------------------


def test_a_save_closes_the_sitting_and_a_late_ping_does_not_open_it(desk, story):
    data = form_of(desk, story) | {"headline": "Typed and saved"}
    ping(desk, story, data)
    assert save(desk, story, data).headline == "Typed and saved"
    assert ping(desk, story, data, ping="9") == {"is_closed": True}
    assert "Unsaved work" not in desk.get(change_url(story)).content.decode()


def test_a_save_that_is_refused_closes_nothing_and_the_form_goes_on(desk, story):
    data = form_of(desk, story) | {"headline": "Typed", "tags": "x" * 101, "ping": "3"}
    ping(desk, story, data)
    page = desk.post(change_url(story), data).content.decode()
    back = fields_of(page, "story_form")
    assert (back["sitting"], back["ping"]) == (data["sitting"], "3")
    assert 'data-unsaved="yes"' in page
    assert "Unsaved work" not in page
    assert Stash.objects.get().closed_at is None


def test_the_name_of_a_sitting_is_no_change_of_the_story(desk, story):
    save(desk, story, form_of(desk, story) | {"sitting": "a" * 32})
    assert story.versions.count() == 1


def test_a_new_brief_is_kept_and_closed_when_it_is_saved(desk):
    data = add_form(desk) | {"headline": "Ports reopen after the storm"}
    ping(desk, None, data)
    page = desk.get(reverse(ADD)).content.decode()
    assert "“Ports reopen after the storm”" in page
    assert desk.post(reverse(ADD), data).status_code == 302
    assert "Unsaved work" not in desk.get(reverse(ADD)).content.decode()
    assert Story.objects.get().headline == "Ports reopen after the storm"


# Offering -----------------------------------------------------------------------------------------


def test_unsaved_work_is_offered_when_the_form_is_opened(desk, colleague, story, clock):
    ping(desk, story, form_of(desk, story), headline="Typed")
    clock.move_to(LATER, tick=False)
    page = desk.get(change_url(story)).content.decode()
    assert "Unsaved work from 09:00 (12\xa0minutes ago)." in page
    assert "Put it back" in page
    assert "Unsaved work" not in colleague.get(change_url(story)).content.decode()


def test_unsaved_work_of_another_day_says_which(desk, story, clock):
    ping(desk, story, form_of(desk, story), headline="Typed")
    assert "Unsaved work from 09:00 (just now)." in desk.get(change_url(story)).content.decode()
    clock.move_to(make.NOW + timedelta(days=2), tick=False)
    page = desk.get(change_url(story)).content.decode()
    assert "Unsaved work from 2 March, 09:00 (2\xa0days ago)." in page


def test_one_throws_away_ones_own_and_no_one_elses(desk, colleague, story):
    ping(desk, story, form_of(desk, story), headline="Typed")
    discard = reverse("admin:stories_story_discard", args=[Stash.objects.get().pk])
    for client, method in ((colleague, "post"), (desk, "get")):
        response = getattr(client, method)(discard)
        assert response["Location"] == reverse("admin:stories_story_changelist")
        assert Stash.objects.count() == 1
    response = desk.post(discard, follow=True)
    assert response.redirect_chain == [(change_url(story), 302)]
    assert "was thrown away" in response.content.decode()
    assert not Stash.objects.exists()


# Putting back -------------------------------------------------------------------------------------


def test_what_was_typed_is_back_in_the_form_and_nothing_is_saved(desk, story):
    other, outlet = make.entity("Other"), make.outlet("Paper C")
    changes = {
        "headline": "Typed",
        "what_happened": "<p>Typed <strong>too</strong>.</p>",
        "section": str(make.section("Business").pk),
        "tags": "trade, “law”",
        "topics-0-entity": str(other.pk),
        "citations-0-outlet": str(outlet.pk),
        "questions-0-order": "3",
        "questions-2-order": "1",
        "questions-1-DELETE": "on",
        "questions-TOTAL_FORMS": "4",
        "questions-3-text": "What of the new row?",
        "questions-3-order": "4",
        "questions-3-id": "",
        "points-0-text": "",
    }
    data = form_of(desk, story) | changes
    ping(desk, story, data)
    page, back = put_back(desk, story)
    assert {name: back[name] for name in changes} == changes
    assert "Your unsaved work is back. It is not saved yet." in page
    assert "selected>Other</option>" in page
    assert "selected>Paper C</option>" in page
    assert "Please correct" not in page
    assert Story.objects.get(pk=story.pk).headline == story.headline
    assert story.versions.count() == 1


def test_what_was_put_back_is_saved_as_it_would_have_been(desk, story):
    data = form_of(desk, story)
    changes = {
        "headline": "Typed",
        "questions-0-order": "3",
        "questions-2-order": "1",
        "questions-1-DELETE": "on",
        "tags": "law",
    }
    before = list(story.questions.values_list("text", flat=True))
    ping(desk, story, data | changes)
    _page, back = put_back(desk, story)
    found = save(desk, story, back)
    assert found.headline == "Typed"
    assert list(found.questions.values_list("text", flat=True)) == [before[2], before[0]]
    assert [tag.name for tag in found.tags.all()] == ["law"]
    assert "Unsaved work" not in desk.get(change_url(story)).content.decode()


def test_a_save_without_a_ping_closes_what_was_put_back(desk, story):
    ping(desk, story, form_of(desk, story), headline="Typed")
    _page, back = put_back(desk, story)
    assert back["sitting"] != back["resumes"]
    save(desk, story, back)
    assert not Stash.objects.filter(closed_at=None).exists()


def test_what_is_typed_on_is_kept_in_place_of_what_was_put_back(desk, story):
    ping(desk, story, form_of(desk, story), headline="Typed")
    page, back = put_back(desk, story)
    assert 'data-unsaved="yes"' in page
    ping(desk, story, back, headline="Typed on")
    assert sitting.typed(Stash.objects.get())["headline"] == "Typed on"


def test_what_others_saved_meanwhile_joins_or_is_shown(desk, colleague, story):
    data = form_of(desk, story)
    ping(desk, story, data, headline="Mine", standfirst="My standfirst.")
    theirs = {"headline": "Theirs", "synthesis": "<p>Theirs too.</p>", "questions-0-text": "Why?"}
    save(colleague, story, form_of(colleague, story) | theirs)
    page, back = put_back(desk, story)
    assert "Your unsaved work is back. It is not saved yet." in page
    assert "Look at what is marked below before you save." in page
    assert "Ines Moreau changed this while you were writing." in page
    assert back["headline"] == "Mine"
    found = save(desk, story, back)
    assert (found.headline, found.standfirst) == ("Mine", "My standfirst.")
    assert found.synthesis == "<p>Theirs too.</p>"
    assert found.questions.first().text == "Why?"


def test_what_became_of_the_story_meanwhile_is_said_once(desk, colleague, editor):
    story = make.in_review()
    ping(desk, story, form_of(desk, story), headline="Mine")
    make.approve(story, by=editor)
    page, back = put_back(desk, story)
    assert page.count("Ines Moreau approved the story while you were writing.") == 1
    assert save(desk, story, back).state == Story.State.IN_REVIEW


def test_a_row_that_someone_deleted_meanwhile_is_not_lost(desk, colleague, story):
    ping(desk, story, form_of(desk, story), **{"questions-1-text": "My better question?"})
    save(colleague, story, form_of(colleague, story) | {"questions-1-DELETE": "on"})
    page, back = put_back(desk, story)
    assert "Ines Moreau deleted “My better question?” while you were writing" in page
    found = save(desk, story, back)
    assert "My better question?" in found.questions.values_list("text", flat=True)


def test_a_new_brief_comes_back_with_its_rows(desk):
    data = add_form(desk)
    rows = {
        "questions-TOTAL_FORMS": "1",
        "questions-0-text": "What next?",
        "questions-0-order": "1",
    }
    ping(desk, None, data | rows, headline="Ports reopen", slug="")
    page, back = put_back(desk)
    assert (back["headline"], back["questions-0-text"]) == ("Ports reopen", "What next?")
    assert "It is not saved yet." in page
    assert desk.post(reverse(ADD), back).status_code == 302
    assert Story.objects.get().questions.get().text == "What next?"
    assert not Stash.objects.filter(closed_at=None).exists()


def test_the_form_goes_to_its_own_address_when_it_is_saved(desk, story):
    ping(desk, story, form_of(desk, story), headline="Typed")
    stash = Stash.objects.get()
    page = desk.get(change_url(story), {"stash": stash.pk, "_changelist_filters": "q=x"})
    assert f'action="{change_url(story)}?_changelist_filters=q%3Dx"' in page.content.decode()


@pytest.mark.parametrize("asked", ["", "x", "-1", "0", "9" * 30, "other", "theirs"])
def test_what_is_not_there_to_put_back_is_said_and_the_form_opens(asked, desk, colleague, story):
    other = make.draft()
    if asked == "other":
        ping(desk, other, form_of(desk, other), headline="Typed")
        asked = Stash.objects.get().pk
    if asked == "theirs":
        ping(colleague, story, form_of(colleague, story), headline="Typed")
        asked = Stash.objects.get().pk
    response = desk.get(change_url(story), {"stash": asked, "q": "1"}, follow=True)
    assert response.redirect_chain == [(f"{change_url(story)}?q=1", 302)]
    page = response.content.decode()
    assert "That unsaved work is no longer there." in page
    assert fields_of(page, "story_form")["headline"] == story.headline


def test_whoever_may_no_longer_save_gets_nothing_put_back(desk, writer, story):
    ping(desk, story, form_of(desk, story), headline="Typed")
    writer.groups.set([Group.objects.get(name=roles.MODERATOR)])
    page, _back = put_back(desk, story, follow=True)
    assert "That unsaved work is no longer there." in page


# What it costs ------------------------------------------------------------------------------------


def test_a_ping_costs_a_fixed_number_of_queries(desk, story, django_assert_max_num_queries):
    data = form_of(desk, story)
    ping(desk, story, data)
    with django_assert_max_num_queries(10):
        ping(desk, story, data, ping="2", headline="Typed")
    with django_assert_max_num_queries(10):
        here(desk, story, opened=data["opened"])
