"""The list of versions, any two side by side, one as a page, and one put back."""

import pytest
from django.urls import reverse

from newsroom.buttons import seen_token
from stories import publishing, review
from stories.freezing import freeze
from stories.models import Outlet, Section, Story
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db


def address(name, story, *more):
    return reverse(f"admin:stories_story_{name}", args=[story.pk, *more])


def put_back(client, story, number, **asked):
    story.refresh_from_db()
    given = {"seen": seen_token(story)} | asked
    return client.post(address("version_restore", story, number), given, follow=True)


@pytest.fixture
def three(writer, editor):
    """A story with three versions, the first of them an edition that readers see."""
    story = make.edition(by=writer, approver=editor, headline="First").story
    make.edit(story, by=writer, headline="Second", now=NOW + HOUR)
    make.edit(story, by=editor, standfirst="A third standfirst.", now=NOW + 2 * HOUR)
    return story


# The list ------------------------------------------------------------------------------------


def test_the_list_says_who_when_what_and_which_edition(client, editor, three):
    client.force_login(editor)
    page = client.get(address("versions", three)).content.decode()
    for words in (
        "Version 3",
        "Ines Moreau",
        "Changed: Standfirst",
        "as it stands now",
        "Changed: Headline",
        "edition 1",
        "First version",
    ):
        assert words in page


def test_what_stands_there_now_is_not_offered_to_be_put_back(client, editor, three):
    client.force_login(editor)
    page = client.get(address("versions", three)).content.decode()
    assert address("version_restore", three, 3) not in page
    assert address("version_restore", three, 1) in page


def test_who_only_reads_is_offered_nothing_to_put_back(client, moderator, three):
    client.force_login(moderator)
    for page in ("versions", "compare"):
        assert "/restore/" not in client.get(address(page, three)).content.decode()


def test_a_long_list_has_pages(client, writer):
    story = make.draft(by=writer)
    for number in range(2, 24):
        make.edit(story, by=writer, headline=f"Headline {number}")
    client.force_login(writer)
    first = client.get(address("versions", story)).content.decode()
    assert "?before=4" in first
    second = client.get(address("versions", story), {"before": "4"}).content.decode()
    assert "Version 3" in second
    assert "Version 4" not in second
    assert "?before=" not in second


@pytest.mark.parametrize("before", ["x", "-1", "１", "1.5"])
def test_a_page_that_is_none_is_not_found(before, client, writer):
    story = make.draft(by=writer)
    client.force_login(writer)
    assert client.get(address("versions", story), {"before": before}).status_code == 404


# Compared ------------------------------------------------------------------------------------


def test_a_live_story_is_compared_with_what_readers_see_unless_told_otherwise(
    client, writer, three
):
    client.force_login(writer)
    response = client.get(address("compare", three))
    assert [part.name for _title, part in response.context["changed"]] == ["headline", "standfirst"]
    page = response.content.decode()
    assert "<del>" in page
    assert "<ins>" in page
    assert "Unchanged: Section" in " ".join(page.split())


def test_any_two_texts_are_compared(client, writer, three):
    client.force_login(writer)
    for old, new, changed in (
        ("1", "2", ["headline"]),
        ("edition-1", "3", ["headline", "standfirst"]),
        ("2", "now", ["standfirst"]),
        ("now", "2", ["standfirst"]),
        ("2", "2", []),
    ):
        response = client.get(address("compare", three), {"old": old, "new": new})
        names = [part.name for _title, part in response.context["changed"]]
        assert names == changed, (old, new)


def test_a_draft_is_compared_with_the_version_before(client, writer):
    story = make.draft(by=writer)
    make.edit(story, by=writer, headline="Second")
    make.edit(story, by=writer, standfirst="Third.")
    client.force_login(writer)
    response = client.get(address("compare", story))
    assert [part.name for _title, part in response.context["changed"]] == ["standfirst"]


def test_a_first_version_has_nothing_to_be_compared_with(client, writer):
    client.force_login(writer)
    page = client.get(address("compare", make.draft(by=writer))).content.decode()
    assert "First version: nothing to compare with." in page


def test_topics_are_compared_by_their_names(client, writer):
    story = make.draft(by=writer, topics=[make.entity("Kim Jong-un")])
    story.topics.all().delete()
    make.edit(story, by=writer, headline="Without him")
    client.force_login(writer)
    page = client.get(address("compare", story), {"old": "1"}).content.decode()
    assert "Kim Jong-un" in page


@pytest.mark.parametrize("name", ["9", "live", "edition-9", "x", "9" * 30, "../2"])
def test_a_text_that_is_none_is_not_found(name, client, writer):
    story = make.draft(by=writer)
    client.force_login(writer)
    for side in ("old", "new"):
        assert client.get(address("compare", story), {side: name}).status_code == 404


def test_an_edition_that_the_law_removed_is_compared_by_administrators_alone(
    client, writer, administrator, three
):
    publishing.withdraw(
        story=three, by=administrator, now=NOW + 3 * HOUR, reason="A court.", is_legal=True
    )
    for person, status in ((administrator, 200), (writer, 404)):
        client.force_login(person)
        response = client.get(address("compare", three), {"old": "edition-1"})
        assert response.status_code == status
        page = client.get(address("compare", three)).content.decode()
        assert ('value="edition-1"' in page) is (status == 200)


# As a page -----------------------------------------------------------------------------------


def test_a_version_is_read_as_the_page_that_it_was(client, writer, three):
    client.force_login(writer)
    response = client.get(address("version", three, 1))
    assert "stories/story.html" in [template.name for template in response.templates]
    page = response.content.decode()
    assert '<h1 dir="auto">First</h1>' in page
    assert "Version 1 of 2 March 2026, 09:00, as a page." in page
    assert response["X-Robots-Tag"] == "noindex"
    assert "no-store" in response["Cache-Control"]
    assert 'rel="canonical"' not in page


def test_a_version_that_is_none_is_not_found(client, writer, three):
    client.force_login(writer)
    other = make.draft()
    for story, number in ((three, 9), (three, 0), (three, 10**30), (other, 2)):
        for page in ("version", "version_restore"):
            assert client.get(address(page, story, number)).status_code == 404


# Put back ------------------------------------------------------------------------------------


def test_a_version_is_put_back_after_one_look_at_what_changes(client, writer, three):
    client.force_login(writer)
    asked = client.get(address("version_restore", three, 1)).content.decode()
    assert "in: Headline, Standfirst." in asked
    assert freeze(three).headline == "Second", "asking changes nothing"
    page = put_back(client, three, 1).content.decode()
    assert "Version 1 was put back. It is version 4 now." in page
    assert "Earlier version put back" in page
    assert freeze(three).digest == three.versions.get(number=1).digest


def test_what_could_not_be_had_again_is_said(client, writer):
    story = make.draft(
        by=writer,
        section=make.section("Sport"),
        outlets=[make.outlet("The Moon Post"), make.outlet("Paper A")],
    )
    story.citations.first().delete()
    make.edit(story, by=writer, section=make.section("World"))
    Section.objects.get(name="Sport").delete()
    Outlet.objects.get(name="The Moon Post").delete()
    client.force_login(writer)
    page = put_back(client, story, 1).content.decode()
    assert "The section “Sport” is no more: the story stays in “World”." in page
    assert "The outlet “The Moon Post” is no more" in page


def test_an_approval_that_would_be_void_is_told_before(client, editor):
    story = make.draft()
    make.edit(story, headline="Second")
    make.approve(review.submit(story=story, by=make.user(), now=NOW))
    client.force_login(editor)
    page = client.get(address("version_restore", story, 1)).content.decode()
    assert "The approval is void: the story is in review again." in page
    put_back(client, story, 1)
    story.refresh_from_db()
    assert story.state == Story.State.IN_REVIEW


def test_nothing_is_put_over_what_someone_has_changed_meanwhile(client, writer, editor, three):
    client.force_login(writer)
    three.refresh_from_db()
    seen = seen_token(three)
    make.edit(three, by=editor, headline="Meanwhile")
    url = address("version_restore", three, 1)
    asked = client.get(url, {"seen": seen}, follow=True).content.decode()
    assert "This has changed since you opened it." in asked
    page = put_back(client, three, 1, seen=seen).content.decode()
    assert "has changed the story since you opened it" in page
    assert put_back(client, three, 1, seen="").status_code == 200
    assert freeze(three).headline == "Meanwhile"


def test_a_version_that_stands_there_is_not_put_back_once_more(client, writer, three):
    client.force_login(writer)
    page = put_back(client, three, 3).content.decode()
    assert "The story reads like that already." in page
    assert three.versions.count() == 3


def test_a_hand_made_post_of_someone_who_only_reads_is_refused(client, moderator, three):
    client.force_login(moderator)
    assert put_back(client, three, 1).status_code == 403
    assert freeze(three).headline == "Second"


def test_the_rail_leads_to_the_versions_and_to_what_readers_do_not_have_yet(client, writer, three):
    client.force_login(writer)
    page = client.get(address("change", three)).content.decode()
    assert address("versions", three) in page
    assert f"{address('compare', three)}?old=live" in page
    draft = client.get(address("change", make.draft(by=writer))).content.decode()
    assert "?old=live" not in draft


@pytest.mark.parametrize("rows", [1, 30])
def test_each_page_takes_as_many_queries_for_many_rows_as_for_few(
    rows, client, writer, django_assert_max_num_queries
):
    story = make.draft(
        by=writer,
        outlets=[make.outlet() for _ in range(rows + 1)],
        topics=[make.entity() for _ in range(rows)],
    )
    for number in range(rows + 1):
        make.edit(story, by=writer, headline=f"Headline {number}")
    client.force_login(writer)
    for page, budget in (("versions", 18), ("compare", 19)):
        with django_assert_max_num_queries(budget):
            client.get(address(page, story))
