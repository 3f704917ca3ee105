"""The check of open notes, beyond what every check is tested for in test_checklist."""

import pytest

from stories import notes
from stories.models import Story
from tests.make import NOW
from tests.stories.failing import failures, whole

pytestmark = pytest.mark.django_db


def add(story, **given):
    return notes.add(story=story, by=None, now=NOW, **{"part": "citations", "text": "No."} | given)


def test_neither_an_answer_nor_what_is_resolved_counts():
    story = whole()
    note = add(story)
    notes.answer(note=note, text="Yes.", by=None, now=NOW)
    notes.resolve(note=add(story), by=None, now=NOW)
    for each in (story, Story.objects.whole().get(pk=story.pk)):
        (failure,) = failures(each)
        assert failure.sentence == "1 note is open: answer it, or resolve it."
    notes.resolve(note=note, by=None, now=NOW)
    for each in (story, Story.objects.whole().get(pk=story.pk)):
        assert failures(each) == []


def test_the_check_leads_to_where_the_first_note_hangs():
    story = whole()
    row = story.citations.all()[1]
    note = add(story, row=row.pk)
    add(story, part="background")
    assert failures(story)[0].anchor == "citations-1"
    notes.resolve(note=note, by=None, now=NOW)
    assert failures(story)[0].anchor == "part-background"


def test_the_note_of_a_row_that_is_gone_is_found_at_its_part():
    story = whole()
    row = story.citations.all()[1]
    add(story, row=row.pk)
    row.delete()
    assert "citations-heading" in {failure.anchor for failure in failures(story)}


def test_the_notes_of_another_story_do_not_count():
    add(whole(topics=[]))
    assert failures(whole()) == []
