"""“Paste a brief” in the admin, and the commands that do the same."""

from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from django.urls import reverse

from entities.models import Entity
from newsroom import acts
from stories import checklist
from stories.briefs import load
from stories.briefs.layout import NotABrief
from stories.models import Story
from tests import make

pytestmark = pytest.mark.django_db
BRIEF = Path(__file__).parents[2] / "data" / "brief-harbour-treaty.txt"


def counts():
    return (Story.objects.count(), Entity.objects.count())


def test_a_pasted_brief_becomes_a_draft(client, writer):
    client.force_login(writer)
    data = {"text": BRIEF.read_text(), "headline": "Two harbours sign a treaty", "slug": ""}
    response = client.post(reverse("admin:stories_story_paste"), data)
    story = Story.objects.get()
    assert response["Location"] == reverse("admin:stories_story_change", args=[story.pk])
    assert (story.headline, story.slug) == (data["headline"], "two-harbours-sign-a-treaty")
    assert story.versions.get().by == writer


def test_a_text_that_is_no_brief_is_refused_with_the_reason_and_nothing_is_stored(client, writer):
    client.force_login(writer)
    response = client.post(reverse("admin:stories_story_paste"), {"text": "Dear editor,\n\nHello."})
    assert response.status_code == 200
    assert response.context["form"].errors["text"]
    assert counts() == (0, 0)


def test_a_moderator_cannot_paste_a_brief(client, moderator):
    client.force_login(moderator)
    assert client.get(reverse("admin:stories_story_paste")).status_code == 403


def test_the_command_makes_a_draft_with_checks_and_proposed_profiles(writer, capsys):
    make.outlet("The Harbour Courier")
    call_command("import_brief", str(BRIEF), "--as", "writer")
    story = Story.objects.get()
    assert story.created_by == writer
    assert story.points.count() == 5
    assert story.questions.count() == 3
    assert [c.outlet_name for c in story.citations.all()] == [
        "The Harbour Courier",
        "Northern Ledger",
    ]
    assert story.citations.get(order=1).outlet is not None
    assert story.citations.get(order=2).outlet is None
    assert story.synthesis.startswith("<p>This dual narrative")
    assert story.topics.count() == 8
    assert set(Entity.objects.values_list("state", flat=True)) == {Entity.State.PROPOSED}
    person = Entity.objects.get(name="Han Ji-woo")
    assert (person.native_name, person.native_language, str(person.born_on)) == (
        "한지우",
        "ko",
        "1961-05-03",
    )
    failed = {failure.check for failure in checklist.failures(story)}
    assert {
        "has_a_headline",
        "outlets_are_known",
        "citations_are_linked",
        "descriptions_are_whole",
    } <= failed
    assert "Northern Ledger" in capsys.readouterr().out


def test_topics_are_matched_to_profiles_by_name_and_alias(writer):
    known = make.entity("Han Jiwoo", aliases=["HAN JI-WOO"])
    call_command("import_brief", str(BRIEF))
    assert Story.objects.get().topics.filter(entity=known).exists()
    assert not Entity.objects.filter(name="Han Ji-woo").exists()


def test_a_name_that_is_not_certain_is_proposed_once_however_often_it_comes(writer):
    make.entity("One", aliases=["Kim"])
    make.entity("Two", aliases=["Kim"])
    for _import in range(3):
        load.load("Topics\n- Kim\n", by=writer, now=make.NOW)
    assert Entity.objects.filter(name="Kim").count() == 1


def test_a_headline_in_another_script_imports(writer):
    story = load.load("Headline: 조태열 장관\n\nTopics\n- x\n", by=writer, now=make.NOW)
    assert (story.headline, story.slug) == ("조태열 장관", "brief")


@pytest.mark.parametrize(
    "text", [f"Tags: {'x' * 101}\n\nTopics\n- x\n", f"Topics\n- {'x' * 201}\n"]
)
def test_what_is_too_long_for_its_field_is_refused_with_a_sentence(text, writer):
    with pytest.raises((NotABrief, acts.Refused)):
        load.load(text, by=writer, now=make.NOW)
    assert counts() == (0, 0)


def test_an_alias_that_two_profiles_share_is_not_assumed(writer):
    one = make.entity("One", aliases=["Han Ji-woo"])
    two = make.entity("Two", aliases=["Han Ji-woo"])
    call_command("import_brief", str(BRIEF))
    linked = set(Story.objects.get().topics.values_list("entity", flat=True))
    assert not linked & {one.pk, two.pk}


def test_the_command_refuses_what_is_no_brief_and_stores_nothing(tmp_path, db):
    file = tmp_path / "letter.txt"
    file.write_text("What's happened\nA thing.\nWhat happened\nAgain.\n")
    with pytest.raises(CommandError, match="Line 3"):
        call_command("import_brief", str(file))
    assert counts() == (0, 0)


def test_the_command_names_a_file_or_a_person_that_is_not_there(tmp_path, db):
    with pytest.raises(CommandError, match=r"cannot be read"):
        call_command("import_brief", str(tmp_path / "none.txt"))
    with pytest.raises(CommandError, match=r"no account “nobody”"):
        call_command("import_brief", str(BRIEF), "--as", "nobody")


def test_the_command_refuses_an_address_that_is_taken(db):
    make.draft(slug="taken")
    with pytest.raises(CommandError, match="taken"):
        call_command("import_brief", str(BRIEF), "--slug", "taken")
    assert Story.objects.count() == 1


def test_the_export_of_an_unknown_story_says_so(db):
    with pytest.raises(CommandError, match="no story at “nowhere”"):
        call_command("export_brief", "nowhere")
