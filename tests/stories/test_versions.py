"""The list of versions, any of them by its name, and putting one back whole."""

from datetime import timedelta

import pytest

from newsroom import acts
from newsroom.models import Picture
from stories import review, versions, writing
from stories.freezing import freeze
from stories.models import (
    AnalysisPoint,
    Byline,
    Citation,
    Question,
    Story,
    StoryTopic,
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
