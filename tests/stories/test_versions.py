"""The list of versions, any of them by its name, and putting one back whole."""

from datetime import timedelta

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entities.models import Entity
from newsroom import acts, roles
from newsroom.models import Picture
from stories import review, versions, writing
from stories.freezing import freeze
from stories.models import (
    AnalysisPoint,
    Byline,
    Citation,
    Outlet,
    Question,
    Section,
    Story,
    StoryTopic,
    Tag,
)
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db

LATER = NOW + HOUR


def version(story, number=1):
    return versions.version(story, number)


def restore(story, *, by, number=1, **given):
    return versions.restore(story=story, version=version(story, number), by=by, now=LATER, **given)


def picture(name="a"):
    return Picture.objects.create(
        original=f"{name}.jpg", file=f"{name}.jpg", width=6, height=4, alt=name, uploaded_at=NOW
    )


def changed(story, *, by, now=NOW, **fields):
    """Another version, in which every part of the page is another."""
    story.points.all().delete()
    story.citations.all().delete()
    story.questions.all().delete()
    story.topics.all().delete()
    story.bylines.all().delete()
    story.tags.clear()
    Byline.objects.create(story=story, order=1, guest="A Guest")
    Question.objects.create(story=story, order=1, text="Who else?")
    return make.edit(
        story,
        by=by,
        now=now,
        **{
            "headline": "Another headline",
            "slug": f"{story.slug}-moved",
            "standfirst": "Another standfirst.",
            "section": make.section("Science"),
            "picture": picture(),
            "what_happened": "<p>Otherwise.</p>",
            "synthesis": "",
            "background": "<p>Otherwise too.</p>",
        }
        | fields,
    )


# The list ------------------------------------------------------------------------------------


def test_each_save_says_who_when_and_which_parts(writer, editor):
    story = make.draft(by=writer)
    story.questions.first().delete()
    make.edit(story, by=editor, now=LATER, headline="After")
    newest, first = versions.history(story).entries
    assert (newest.version.number, newest.version.by, newest.version.at) == (2, editor, LATER)
    assert newest.changed == ["headline", "questions"]
    assert (first.version.by, first.is_first, newest.is_first) == (writer, True, False)


def test_the_version_that_readers_got_says_which_edition_it_is():
    story = make.edition().story
    make.edit(story, headline="After")
    newest, first = versions.history(story).entries
    assert (newest.edition, first.edition.number) == (None, 1)


def test_versions_come_twenty_to_a_page(writer, django_assert_num_queries):
    story = make.draft(by=writer)
    for number in range(2, 46):
        make.edit(story, by=writer, headline=f"Headline {number}")
    numbers, before = [], None
    while before != 0:
        with django_assert_num_queries(2):
            page = versions.history(story, before=before)
        assert all(entry.is_first or entry.changed == ["headline"] for entry in page.entries)
        numbers.append([entry.version.number for entry in page.entries])
        before = page.older
    assert [len(page) for page in numbers] == [20, 20, 5]
    assert [each for page in numbers for each in page] == list(range(45, 0, -1))


# By name -------------------------------------------------------------------------------------


def test_a_text_is_called_by_its_number_its_edition_or_what_it_is_now(writer, editor):
    story = make.edition(by=writer, approver=editor, headline="First").story
    make.next_edition(story, now=LATER, headline="Second")
    make.edit(story, by=editor, headline="Third")

    def named(name, now=LATER + HOUR):
        side = versions.side(story, name, now=now)
        return side.document.headline, side.words

    assert named("1") == ("First", "Version 1 of 2 March 2026, 09:00")
    assert named("2") == ("Second", "Version 2 of 2 March 2026, 10:00")
    assert named("edition-1") == ("First", "Edition 1 of 2 March 2026, 09:00")
    assert named("live") == ("Second", "Edition 2 of 2 March 2026, 10:00")
    assert named("now") == ("Third", "As it stands now: version 3 of 2 March 2026, 09:00")
    assert versions.side(story, "1", now=LATER).by_name == "Sam Okafor"


def test_what_was_changed_outside_its_form_is_not_called_by_the_last_version():
    story = make.draft()
    Story.objects.filter(pk=story.pk).update(headline="Typed into the database")
    side = versions.side(story, "now", now=NOW)
    assert (side.words, side.document.headline) == ("As it stands now", "Typed into the database")


@pytest.mark.parametrize("name", ["2", "-1", "live", "edition-1", "edition-x", "", "../1", "１x"])
def test_a_name_that_means_nothing_is_none(name):
    story = make.draft()
    with pytest.raises(versions.NoSuchVersion):
        versions.side(story, name, now=NOW)


def test_what_a_reviewer_last_saw_is_what_they_approved_or_sent_back(writer, editor):
    story = make.in_review(by=writer)
    assert versions.last_reviewed(story, by=editor) is None
    review.request_changes(story=story, by=editor, now=NOW, note="Shorter.")
    make.edit(story, by=writer, headline="Shorter")
    review.submit(story=story, by=writer, now=LATER)
    seen = versions.last_reviewed(story, by=editor)
    assert (seen.is_sent_back, seen.record.note, seen.version.number) == (True, "Shorter.", 1)
    make.approve(story, by=editor, now=LATER + HOUR)
    make.edit(story, by=writer, headline="Longer again")
    seen = versions.last_reviewed(story, by=editor)
    assert (seen.is_sent_back, seen.version.number) == (False, 2)
    assert versions.last_reviewed(story, by=writer) is None


# Putting one back ----------------------------------------------------------------------------


def test_a_version_is_put_back_whole(writer, editor):
    topics = [make.entity(), make.entity()]
    story = make.draft(by=writer, topics=topics, tags=["budget", "trade"], picture=picture("b"))
    first = freeze(story)
    changed(story, by=writer)
    assert freeze(story) != first
    restored = restore(story, by=editor)
    assert freeze(story) == first
    assert (restored.version.number, restored.version.by) == (3, editor)
    assert (restored.story.version, restored.warnings) == (3, [])


def test_the_record_says_which_version_was_put_back(writer, editor):
    story = make.draft(by=writer)
    make.edit(story, by=writer, headline="After", now=LATER)
    restore(story, by=editor)
    record = story.records.order_by("-pk").first()
    assert record.act_in_words == "Earlier version put back"
    assert (record.by, record.note) == (editor, "Version 1 of 2 March 2026, 09:00")
    assert record.digest == version(story).digest


def test_rows_that_stay_the_same_keep_their_keys_whatever_their_order(writer):
    story = make.draft(by=writer, topics=[make.entity() for _ in range(3)])
    keys = {
        rows: list(getattr(story, rows).values_list("pk", flat=True))
        for rows in ("citations", "questions", "topics", "points", "bylines")
    }
    reverse(Question, story)
    reverse(Citation, story)
    reverse(StoryTopic, story)
    Question.objects.create(story=story, order=9, text="And then?")
    make.edit(story, by=writer, headline="After")
    restore(story, by=writer)
    for rows, before in keys.items():
        assert list(getattr(story, rows).values_list("pk", flat=True)) == before, rows


def reverse(model, story):
    rows = list(model.objects.filter(story=story).order_by("order"))
    for place, row in enumerate(rows):
        row.order = 100 - place
        row.save()


def test_a_row_that_was_edited_is_edited_back_and_stays_the_row_that_notes_hang_on(writer):
    story = make.draft(by=writer)
    point, cited = story.points.get(), story.citations.first()
    AnalysisPoint.objects.filter(pk=point.pk).update(text="Another text.")
    Citation.objects.filter(pk=cited.pk).update(text="Another report.", published_on="2025")
    make.edit(story, by=writer, headline="After")
    restore(story, by=writer)
    assert story.points.get().pk == point.pk
    again = story.citations.first()
    assert (again.pk, again.text, again.published_on) == (cited.pk, cited.text, cited.published_on)


def test_two_citations_that_swapped_their_links_swap_them_back(writer):
    paper = make.outlet("Paper A")
    story = make.draft(by=writer, outlets=[paper])
    make.citation(story, outlet=make.outlet("Paper B"), order=2)
    one, two = story.citations.all()
    Citation.objects.filter(pk=two.pk).update(outlet=paper, url="https://paper-a.example/two")
    make.edit(story, by=writer, headline="Two of one paper")
    before = freeze(story)
    Citation.objects.filter(pk=one.pk).update(url="https://paper-a.example/away")
    Citation.objects.filter(pk=two.pk).update(url=one.url)
    Citation.objects.filter(pk=one.pk).update(url="https://paper-a.example/two")
    make.edit(story, by=writer, headline="Swapped")
    restore(story, by=writer, number=2)
    assert freeze(story) == before


def test_a_name_that_was_imported_stays_beside_the_outlet_that_was_chosen(writer):
    story = make.draft(by=writer)
    cited = story.citations.first()
    Citation.objects.filter(pk=cited.pk).update(outlet_named="SCMP")
    make.edit(story, by=writer, headline="After")
    restore(story, by=writer)
    cited.refresh_from_db()
    assert cited.outlet_named == "SCMP"


def test_an_approval_is_void_and_a_published_story_has_something_to_publish_again(editor):
    approved = make.approved()
    make.edit(approved, headline="After")
    make.approve(approved)
    assert restore(approved, by=editor).story.state == Story.State.IN_REVIEW
    live = make.edition().story
    make.next_edition(live, now=NOW + timedelta(minutes=1), headline="After")
    live.refresh_from_db()
    assert live.state == Story.State.PUBLISHED
    assert restore(live, by=editor).story.state == Story.State.DRAFT
    assert live.editions.live(now=LATER).get().headline == "After", "readers see what was approved"


def test_who_puts_a_version_back_has_worked_on_it(writer, editor):
    story = make.in_review(by=writer)
    make.edit(story, by=writer, headline="After")
    restore(story, by=editor)
    assert editor.pk in writing.contributors(story, now=LATER)


def test_who_may_not_change_a_story_puts_nothing_back(moderator):
    story = make.draft()
    make.edit(story, headline="After")
    with pytest.raises(acts.NotPermitted):
        restore(story, by=moderator)
    assert freeze(story).headline == "After"


def test_what_stands_there_already_is_not_put_back(writer):
    story = make.draft(by=writer)
    with pytest.raises(versions.AlreadyThere):
        restore(story, by=writer)
    assert story.versions.count() == 1


def test_a_version_is_not_put_over_what_nobody_saw(writer):
    story = make.draft(by=writer)
    seen = story.revision
    make.edit(story, by=writer, headline="After")
    with pytest.raises(writing.Changed):
        restore(story, by=writer, seen=seen)
    story.refresh_from_db()
    restore(story, by=writer, seen=story.revision)


def test_a_version_of_another_story_is_not_put_back(writer):
    story, other = make.draft(by=writer), make.draft(by=writer)
    with pytest.raises(versions.NoSuchVersion):
        versions.restore(story=story, version=version(other), by=writer, now=LATER)


# What is no more -----------------------------------------------------------------------------


def test_an_address_that_another_story_has_by_now_stays_with_it(writer):
    story = make.draft(by=writer, slug="the-budget")
    make.edit(story, by=writer, slug="the-budget-of-2025", headline="After")
    make.draft(slug="the-budget")
    restored = restore(story, by=writer)
    story.refresh_from_db()
    assert story.slug == "the-budget-of-2025"
    assert restored.warnings == [
        "Another story has the address “the-budget” by now: this one stays at “the-budget-of-2025”."
    ]


def test_an_address_at_which_readers_knew_another_story_stays_with_it(writer):
    story = make.draft(by=writer, slug="the-budget")
    make.edit(story, by=writer, slug="the-budget-of-2025", headline="After")
    other = make.edition(slug="the-budget").story
    make.edit(other, slug="another-budget")
    assert "Another story has the address" in restore(story, by=writer).warnings[0]


def test_a_section_that_was_deleted_leaves_the_story_where_it_is(writer):
    story = make.draft(by=writer, section=make.section("Sport"))
    make.edit(story, by=writer, section=make.section("World"), headline="After")
    Section.objects.get(name="Sport").delete()
    restored = restore(story, by=writer)
    assert freeze(story).section.name == "World"
    assert restored.warnings == ["The section “Sport” is no more: the story stays in “World”."]


def test_a_section_that_was_deleted_from_a_story_without_one_has_to_be_chosen(writer):
    story = make.draft(by=writer, section=make.section("Sport"))
    make.edit(story, by=writer, section=None, headline="After")
    Section.objects.get(name="Sport").delete()
    assert restore(story, by=writer).warnings == [
        "The section “Sport” is no more: choose another one."
    ]


def test_a_picture_that_is_no_more_is_left_out(writer):
    story = make.draft(by=writer, picture=picture("A handshake"))
    make.edit(story, by=writer, picture=None, headline="After")
    Picture.objects.all().delete()
    restored = restore(story, by=writer)
    assert freeze(story).picture is None
    assert restored.warnings == ["The lead picture “A handshake” is no more: choose another one."]


def test_a_person_who_has_no_account_any_more_signs_as_a_guest(editor):
    gone = make.user(public_name="Gone Away")
    story = make.draft(by=gone)
    Byline.objects.filter(story=story).update(user=editor)
    make.edit(story, by=editor, headline="After")
    gone.delete()
    restored = restore(story, by=editor)
    assert [byline.guest for byline in story.bylines.all()] == ["Gone Away"]
    assert restored.warnings == ["Gone Away has no account any more, and stands as a guest."]


def test_an_outlet_that_was_deleted_is_named_still(writer):
    story = make.draft(by=writer, outlets=[make.outlet("The Moon Post"), make.outlet("Paper A")])
    story.citations.first().delete()
    make.edit(story, by=writer, headline="After")
    Outlet.objects.get(name="The Moon Post").delete()
    restored = restore(story, by=writer)
    assert [cited.outlet_name for cited in story.citations.all()] == ["The Moon Post", "Paper A"]
    assert restored.warnings == [
        "The outlet “The Moon Post” is no more: the citation names it still, choose another."
    ]


def test_an_outlet_that_was_made_again_at_its_address_is_the_outlet(writer):
    story = make.draft(by=writer, outlets=[make.outlet("The Moon Post"), make.outlet("Paper A")])
    story.citations.first().delete()
    make.edit(story, by=writer, headline="After")
    Outlet.objects.get(name="The Moon Post").delete()
    again = make.outlet("The Moon Post")
    restored = restore(story, by=writer)
    assert story.citations.first().outlet == again
    assert restored.warnings == [
        "Named as they are today, not as they were then: What the papers say."
    ]


def test_a_topic_that_was_merged_is_its_survivor_once(writer):
    loser, winner, other = make.entity("Kim"), make.entity("Kim Jong-un"), make.entity("Seoul")
    story = make.draft(by=writer, topics=[loser, other, winner])
    story.topics.all().delete()
    make.edit(story, by=writer, headline="After")
    Entity.objects.filter(pk=loser.pk).update(state=Entity.State.MERGED, merged_into=winner)
    restored = restore(story, by=writer)
    assert [topic.entity for topic in story.topics.all()] == [winner, other]
    assert restored.warnings == ["“Kim” was merged into “Kim Jong-un”, which is linked instead."]


def test_a_topic_that_is_no_more_is_left_out(writer):
    gone, other = make.entity("Gone"), make.entity("Seoul")
    story = make.draft(by=writer, topics=[gone, other])
    StoryTopic.objects.filter(entity=gone).delete()
    make.edit(story, by=writer, headline="After")
    gone.delete()
    restored = restore(story, by=writer)
    assert [topic.entity for topic in story.topics.all()] == [other]
    assert restored.warnings == ["1 topic is no more, and is left out."]


def test_a_tag_that_was_deleted_is_made_again(writer):
    story = make.draft(by=writer, tags=["budget", "trade"])
    make.edit(story, by=writer, headline="After")
    Tag.objects.get(name="budget").delete()
    restored = restore(story, by=writer)
    assert sorted(tag.name for tag in story.tags.all()) == ["budget", "trade"]
    assert restored.warnings == ["The tag “budget” had been deleted, and is made again."]


def test_what_has_another_name_by_now_is_said_too(writer, editor):
    story = make.draft(by=writer)
    make.edit(story, by=writer, headline="After")
    section = story.section
    section.name = "The world"
    section.save()
    writing.keep_versions(stories=[story], by=editor, now=NOW)
    assert restore(story, by=writer).warnings == [
        "Named as they are today, not as they were then: Section."
    ]


def test_where_nothing_can_be_put_back_nothing_is_done_and_the_reason_is_said(writer):
    story = make.draft(by=writer, section=make.section("Sport"))
    make.edit(story, by=writer, section=make.section("World"))
    Section.objects.get(name="Sport").delete()
    with pytest.raises(versions.AlreadyThere, match="The section “Sport” is no more"):
        restore(story, by=writer)
    assert story.versions.count() == 2
    assert not story.records.filter(act="restored_version").exists()


# Every story -----------------------------------------------------------------------------------

words = st.text(
    st.characters(codec="utf-8", exclude_categories=("Cs", "Cc")), min_size=1, max_size=12
).filter(str.strip)
places = st.integers(min_value=0, max_value=4)


def some(*texts, **given):
    return st.lists(st.fixed_dictionaries(dict.fromkeys(texts, words) | given), max_size=5)


POOL = st.fixed_dictionaries(
    {
        "headline": words,
        "what_happened": words,
        "section": st.none() | places,
        "picture": st.none() | places,
        "bylines": st.lists(places | words, unique=True, max_size=4),
        "points": some("theme", "label", "text"),
        "citations": some("text", outlet=places, url=st.sampled_from(["", "a", "b"])),
        "questions": st.lists(words, max_size=5),
        "topics": st.lists(places, unique=True, max_size=5),
        "tags": st.lists(st.sampled_from("abcde"), unique=True, max_size=4),
    }
)


def apply(story, state, things):
    """Let the story be this, with new rows for all."""
    for rows in (story.bylines, story.points, story.citations, story.questions, story.topics):
        rows.all().delete()
    for order, author in enumerate(state["bylines"]):
        given = {"guest": author} if isinstance(author, str) else {"user": things["user"][author]}
        Byline.objects.create(story=story, order=order, **given)
    for order, point in enumerate(state["points"]):
        AnalysisPoint.objects.create(story=story, order=order, **point)
    cited = {(c["outlet"], c["url"] or n): c for n, c in enumerate(state["citations"])}
    for order, each in enumerate(cited.values()):
        url = each["url"] and f"https://a.example/{each['url']}"
        outlet = things["outlet"][each["outlet"]]
        Citation.objects.create(story=story, order=order, outlet=outlet, url=url, text=each["text"])
    for order, text in enumerate(state["questions"]):
        Question.objects.create(story=story, order=order, text=text)
    for order, topic in enumerate(state["topics"]):
        StoryTopic.objects.create(story=story, order=order, entity=things["topic"][topic])
    story.tags.set(state["tags"])
    for name in ("section", "picture"):
        value = state[name]
        setattr(story, name, None if value is None else things[name][value])
    story.headline = state["headline"]
    story.what_happened = f"<p>{state['what_happened']}</p>"
    story.save()
    return writing.keep_version(story=story, by=None, now=NOW)


@settings(
    deadline=None,
    max_examples=40,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(old=POOL, new=POOL)
def test_any_version_of_any_story_comes_back_to_the_letter(things, old, new):
    with transaction.atomic():
        story = make.draft(by=things["user"][0])
        wanted = apply(story, old, things)
        current = apply(story, new, things)
        if wanted.digest != current.digest:
            restored = versions.restore(story=story, version=wanted, by=None, now=LATER)
            assert restored.warnings == []
        assert freeze(Story.objects.get(pk=story.pk)) == wanted.document
        transaction.set_rollback(True)


@pytest.fixture
def things():
    make.section(), make.outlet("Paper A"), make.outlet("Paper B")
    return {
        "user": [make.user(role=roles.WRITER) for _ in range(5)],
        "outlet": [make.outlet() for _ in range(5)],
        "topic": [make.entity() for _ in range(5)],
        "section": [make.section(name) for name in ("A", "B", "C", "D", "E")],
        "picture": [picture(name) for name in "abcde"],
    }
