"""Checks of the sections: what is filled, whole, and linked to a page that is there."""

import pytest
from django.test import override_settings

from entities import moderation
from stories import publishing
from stories.models import Tag
from stories.standards.addresses import Address, address
from tests import make
from tests.make import HOUR, NOW
from tests.stories.failing import failures, names, sentences, whole, with_questions, without

pytestmark = pytest.mark.django_db


def prose(html):
    return whole(background=html)


# Filled --------------------------------------------------------------------------------------


def test_the_questions_that_are_missing_are_counted():
    assert sentences(without("questions")) == ["Add 3 more questions."]
    assert sentences(with_questions("One?", "Two?")) == ["Add 1 more question."]


@pytest.mark.parametrize("mark", ["?", "？", "؟", "? "])
def test_a_question_ends_with_the_question_mark_of_its_language(mark):
    assert failures(with_questions("One?", "Two?", f"Three{mark}")) == []


def test_each_thing_that_is_wrong_has_its_own_sentence_and_its_own_row():
    found = failures(with_questions("One", "Two?", "Three"))
    assert [failure.anchor for failure in found] == ["questions-0", "questions-2"]
    assert "“One”" in found[0].sentence
    assert "“Three”" in found[1].sentence


# Whole ---------------------------------------------------------------------------------------


def test_a_point_that_is_cut_off_is_noticed_like_a_citation():
    story = whole()
    story.points.update(text="The deal will")
    (failure,) = failures(story)
    assert failure.anchor == "points-0"
    assert "“… The deal will”" in failure.sentence


@pytest.mark.parametrize("field", ["what_happened", "synthesis", "background"])
def test_any_paragraph_of_prose_may_be_cut_off_and_its_own_field_is_named(field):
    story = whole(**{field: "<p>Seoul said that the</p><p>Then it agreed.</p>"})
    (failure,) = failures(story)
    assert (failure.check, failure.field) == ("prose_is_whole", field)
    assert "“… Seoul said that the”" in failure.sentence


@pytest.mark.parametrize(
    "html",
    [
        "<p>They agreed on three things:</p><ul><li><p>ships</p></li><li><p>fees</p></li></ul>",
        "<ol><li><p>ships</p><ul><li><p>old ones</p></li></ul></li></ol><p>That was all.</p>",
        "<blockquote><p>We agree.</p><p>— The minister</p></blockquote>",
        "<p>“We agree”</p>",
        "<p>It ended (in March.)</p>",
        "",
    ],
)
def test_lists_attributions_and_what_leads_into_a_list_need_no_full_stop(html):
    assert "prose_is_whole" not in names(prose(html))


# Links ---------------------------------------------------------------------------------------


def led_to(href, *, now=NOW):
    return names(prose(f'<p><a href="{href}">There</a>.</p>'), now=now) == []


@pytest.fixture
def pages():
    """One page of each kind that readers see."""
    edition = make.edition(
        slug="harbour", topics=[make.entity("Busan")], outlets=[make.outlet("Paper C")], tags=["x"]
    )
    moderation.retire(entity=make.entity("Old Town"), by=None, now=NOW)
    return edition


@pytest.mark.parametrize(
    "href",
    [
        "/",
        "/briefs/",
        "/briefs/harbour/",
        "/briefs/harbour",
        "/briefs/harbour/editions/",
        "/briefs/harbour/?from=mail#questions",
        "http://testserver/briefs/harbour/",
        "https://TESTSERVER/briefs/harbour/",
        "//testserver/briefs/harbour/",
        "/topics/busan/",
        "/sections/world/",
        "/outlets/paper-c/",
        "/tags/x/",
        "#questions",
        "mailto:desk@news.example",
        "https://elsewhere.example/briefs/none/",
        "https://elsewhere.example",
    ],
)
def test_a_link_to_a_page_that_readers_see_is_good_and_so_is_any_to_another_site(pages, href):
    assert led_to(href)


@pytest.mark.parametrize(
    "href",
    [
        "/briefs/none/",
        "/briefs/none/editions/",
        "http://testserver/briefs/none/",
        "/topics/none/",
        "/topics/old-town/",
        "/sections/none/",
        "/outlets/none/",
        "/tags/none/",
        "/nowhere/at/all/",
        "/admin/",
        "elsewhere.example/page",
    ],
)
def test_a_link_to_a_page_that_readers_do_not_find_is_named(pages, href):
    (sentence,) = sentences(prose(f'<p><a href="{href}">There</a>.</p>'))
    assert href in sentence


def test_what_is_no_address_at_all_leads_nowhere():
    assert address("http://[broken") == Address()


def test_a_link_to_a_draft_or_to_an_outlet_of_drafts_alone_leads_nowhere():
    make.draft(slug="draft", outlets=[make.outlet("Paper C"), make.outlet("Paper D")], tags=["x"])
    assert Tag.objects.filter(slug="x").exists()
    for href in ("/briefs/draft/", "/outlets/paper-c/", "/tags/x/"):
        assert not led_to(href)


def test_a_link_to_a_story_leads_nowhere_before_it_is_live_and_after_it_is_withdrawn():
    at = NOW + HOUR
    story = make.approved(slug="later")
    publishing.schedule(story=story, by=None, now=NOW, at=at)
    assert not led_to("/briefs/later/")
    assert led_to("/briefs/later/", now=at)
    later = at + HOUR
    publishing.withdraw(story=story, by=None, now=later, reason="It is not so.")
    assert not led_to("/briefs/later/", now=later)


def test_a_link_to_an_address_that_a_story_had_once_is_redirected_and_good():
    old = make.edition(slug="old")
    make.next_edition(old.story, now=NOW + HOUR, slug="new")
    assert led_to("/briefs/old/", now=NOW + HOUR)


def test_a_story_may_link_to_itself_before_it_is_published():
    story = prose('<p><a href="/briefs/mine/">Here</a>.</p>')
    assert names(story) == ["links_lead_somewhere"]
    make.edit(story, slug="mine")
    assert names(story) == []


@override_settings(SITE_URL="https://news.example")
def test_the_address_of_the_site_is_the_one_in_the_settings(pages):
    assert not led_to("https://news.example/briefs/none/")
    assert led_to("https://news.example")
    assert led_to("http://testserver/briefs/none/")


def test_each_field_with_a_broken_link_is_named():
    story = whole(
        what_happened='<p>Seoul <a href="/nowhere/?a=1&amp;b=2">agrees</a>.</p>',
        synthesis='<p><a href="/else/">Both</a> agree.</p>',
    )
    found = failures(story)
    assert [failure.field for failure in found] == ["what_happened", "synthesis"]
    assert "/nowhere/?a=1&b=2:" in found[0].sentence
