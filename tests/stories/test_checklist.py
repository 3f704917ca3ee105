"""Each check has a story that fails it and nothing else, its acts, and its sentence."""

import re
from pathlib import Path

import pytest
from django.utils import timezone

from entities.models import Entity
from stories import checklist, parts
from stories.checklist import ACTS, CHECKS, CORRECT, PUBLISH, SUBMIT
from stories.models import Story
from tests import make
from tests.make import NOW
from tests.stories.failing import FAILING, failures, names, whole, with_field

pytestmark = pytest.mark.django_db
DOCS = Path(__file__).parents[2] / "docs" / "checks.md"


def blocking(story, act):
    return [failure.check for failure in checklist.blocking(story, act=act, now=NOW)]


def test_every_check_has_a_story_that_fails_it():
    assert sorted(each.name for each in CHECKS) == sorted(FAILING)


def test_the_story_that_these_tests_start_from_passes_every_check():
    assert failures(whole()) == []


def test_the_draft_of_the_other_tests_passes_whatever_blocks():
    story = make.draft()
    for act in ACTS:
        assert blocking(story, act) == []


@pytest.mark.parametrize("check", FAILING)
def test_a_story_fails_the_check_alone_and_the_sentence_says_what_to_do(check):
    _blocks, reach, sentence = FAILING[check]
    (failure,) = failures(reach())
    assert failure.check == check
    assert sentence in failure.sentence


@pytest.mark.parametrize("check", FAILING)
def test_a_failed_check_keeps_the_story_from_its_acts_and_from_no_other(check):
    blocks, reach, _sentence = FAILING[check]
    story = reach()
    for act in ACTS:
        assert blocking(story, act) == ([check] if act in blocks else [])
    (failure,) = failures(story)
    assert failure.is_blocking == bool(blocks)


@pytest.mark.parametrize("check", FAILING)
def test_a_check_points_at_a_field_or_a_row_that_the_form_has(check):
    story = FAILING[check][1]()
    (failure,) = failures(story)
    assert failure.field in checklist.FIELDS
    if failure.row is not None:
        assert failure.anchor == f"{failure.field}-{failure.row}"
        assert 0 <= failure.row < getattr(story, failure.field).count()
    elif failure.field in parts.ROWS:
        assert failure.anchor == f"{failure.field}-heading"
        assert Story._meta.get_field(failure.field).one_to_many
    elif failure.field in parts.PROSE:
        assert failure.anchor == f"part-{failure.field}"
        assert Story._meta.get_field(failure.field).editable
    else:
        assert failure.anchor == f"id_{failure.field}"
        assert Story._meta.get_field(failure.field).editable


@pytest.mark.parametrize("check", FAILING)
def test_no_sentence_has_a_gap_that_was_not_filled(check):
    for failure in failures(FAILING[check][1]()):
        assert not re.search(r"%\(|None|\{", failure.sentence)


def test_a_row_is_found_by_its_place_in_the_order_not_by_its_number():
    story = whole()
    story.citations.filter(order=1).update(order=7)
    story.citations.filter(order=7).update(url="")
    (failure,) = failures(story)
    assert failure.anchor == "citations-1"


def test_a_correction_goes_out_though_what_waits_for_other_acts_is_missing():
    story = with_field(standfirst="", background="")
    story.citations.update(url="", quote="word " * 41)
    assert blocking(story, CORRECT) == []
    assert set(blocking(story, PUBLISH)) == {"citations_are_linked", "quotes_are_short"}


def test_what_blocks_stands_first_and_each_kind_in_the_order_of_the_page():
    story = whole(headline="x" * 111, standfirst="", what_happened="")
    story.citations.filter(order=2).update(url="", published_on=None)
    story.citations.filter(order=1).update(published_on=None)
    story.points.all().delete()
    found = [(failure.is_blocking, failure.anchor) for failure in failures(story)]
    assert found == [
        (True, "part-what_happened"),
        (True, "citations-1"),
        (False, "id_headline"),
        (False, "id_standfirst"),
        (False, "points-heading"),
        (False, "citations-0"),
        (False, "citations-1"),
        (False, "topics-0"),
    ]


def test_the_database_is_checked_not_the_copy_in_hand():
    story = whole()
    list(story.questions.all())
    story.headline = ""
    assert failures(story) == []
    story.save()
    story.questions.all().delete()
    assert names(story) == ["has_a_headline", "has_questions"]


def test_rows_that_are_at_hand_are_not_read_again():
    story = Story.objects.with_rows().get(pk=whole().pk)
    Story.objects.filter(pk=story.pk).update(headline="")
    assert failures(story) == []


def test_without_a_time_it_is_now_that_counts():
    story = whole()
    Entity.objects.update(check_due_on=timezone.localdate())
    assert [failure.check for failure in checklist.failures(story)] == ["topics_are_up_to_date"]


# What a newsroom changes ---------------------------------------------------------------------


def test_a_newsroom_lets_a_check_block_other_acts(settings):
    settings.CHECKS = {"has_points": (SUBMIT, CORRECT)}
    story = FAILING["has_points"][1]()
    assert blocking(story, SUBMIT) == ["has_points"]
    assert blocking(story, PUBLISH) == []
    assert blocking(story, CORRECT) == ["has_points"]
    assert failures(story)[0].is_blocking


def test_a_newsroom_lets_a_check_block_nothing(settings):
    settings.CHECKS = {"has_a_section": ("advisory",)}
    story = FAILING["has_a_section"][1]()
    for act in ACTS:
        assert blocking(story, act) == []
    assert [failure.is_blocking for failure in failures(story)] == [False]


def test_a_newsroom_does_without_a_check(settings):
    settings.CHECKS = {"marks_are_typographic": ("off",)}
    assert failures(FAILING["marks_are_typographic"][1]()) == []


def test_the_documentation_lists_every_check_with_the_acts_that_it_blocks():
    rows = re.findall(
        r"^\| `(\w+)` \| [^|]+ \| ([\w, ]*?) *\|$", DOCS.read_text(encoding="utf-8"), re.MULTILINE
    )
    documented = {name: set(filter(None, acts.split(", "))) for name, acts in rows}
    assert documented == {each.name: set(each.default) for each in CHECKS}
    assert len(rows) == len(documented)


# What it costs -------------------------------------------------------------------------------


def linked(index):
    """A story whose checks ask for every fact there is."""
    story = whole(
        topics=[make.entity(f"Town {index}"), make.entity(f"City {index}")],
        what_happened=f"<p>Town {index}, City {index} and Busan agree.</p>",
        background='<p><a href="/briefs/a/">One</a>, <a href="/topics/b/">two</a>, '
        '<a href="/tags/c/">three</a>, <a href="/outlets/d/">four</a>.</p>',
    )
    assert "links_lead_somewhere" in names(story)
    return story


@pytest.mark.parametrize("count", [1, 20])
def test_one_story_and_twenty_take_twelve_queries(count, django_assert_num_queries):
    make.entity("Busan")
    stories = [linked(index) for index in range(count)]
    bare = list(Story.objects.filter(pk__in=[story.pk for story in stories]).order_by("pk"))
    with django_assert_num_queries(12):
        found = checklist.failures_of(bare, now=NOW)
    assert list(found) == [story.pk for story in stories]
    assert all(len(each) == 5 for each in found.values())


@pytest.mark.parametrize("count", [1, 20])
def test_with_their_rows_at_hand_they_take_five(count, django_assert_num_queries):
    for index in range(count):
        linked(index)
    stories = list(Story.objects.with_rows().order_by("pk"))
    with django_assert_num_queries(5):
        checklist.failures_of(stories, now=NOW)


@pytest.mark.parametrize("count", [3, 60])
def test_a_story_without_links_takes_eleven_however_many_rows_it_has(
    count, django_assert_num_queries
):
    story = make.draft(
        outlets=[make.outlet() for _ in range(count)],
        topics=[make.entity() for _ in range(count)],
        tags=["one"],
    )
    with django_assert_num_queries(11):
        checklist.failures(story, now=NOW)


def test_no_stories_take_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert checklist.failures_of([], now=NOW) == {}


def test_what_blocks_sending_asks_for_nothing_but_the_rows(django_assert_num_queries):
    story = whole()
    with django_assert_num_queries(7):
        assert checklist.blocking(story, act=SUBMIT, now=NOW) == []
