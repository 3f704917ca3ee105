"""Review notes: who may add, answer, resolve and reopen them, and where they hang."""

import pytest

from newsroom import roles
from newsroom.acts import NotPermitted
from stories import notes
from stories.models import Notice, ReviewNote, Story
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db

EACH_PART = [part.value for part in ReviewNote.Part]


@pytest.fixture
def story(writer):
    return make.draft(by=writer, topics=[make.entity("Seoul")])


def add(story, *, by, part="citations", row=None, text="Says who?", now=NOW):
    return notes.add(story=story, part=part, row=row, text=text, by=by, now=now)


def acts_of(story):
    return list(story.records.order_by("pk").values_list("act", flat=True))


def thread_of(note, *, by=None):
    threads = notes.by_part(Story.objects.get(pk=note.story_id), by=by)[note.part]
    return next(thread for thread in threads if thread.note.pk == note.pk)


# Adding --------------------------------------------------------------------------------------


@pytest.mark.parametrize("part", EACH_PART)
def test_a_note_hangs_on_any_part(part, story, editor):
    note = add(story, by=editor, part=part, text="  Shorter.\n")
    assert (note.part, note.row, note.about, note.text) == (part, None, "", "Shorter.")
    assert (note.by, note.by_name, note.at, note.version) == (editor, "Ines Moreau", NOW, 1)
    assert note.is_open


@pytest.mark.parametrize(
    ("part", "about"),
    [
        ("points", "Label: Point."),
        ("citations", "Paper B reports it."),
        ("questions", "What next 2?"),
        ("topics", "Seoul"),
    ],
)
def test_a_note_on_a_row_keeps_the_words_of_the_row(part, about, story, editor):
    row = getattr(story, part).all()[0 if part in {"points", "topics"} else 1]
    note = add(story, by=editor, part=part, row=row.pk)
    assert (note.row, note.about) == (row.pk, about)


def test_the_words_of_a_row_name_its_outlet_where_its_text_does_not(story, editor):
    row = story.citations.all()[0]
    story.citations.filter(pk=row.pk).update(text="x" * 300)
    note = add(story, by=editor, row=row.pk)
    assert note.about.startswith("Paper A: xxx")
    assert len(note.about) == 200


def test_a_note_stands_in_the_record(story, editor):
    add(story, by=editor)
    record = story.records.order_by("pk").last()
    assert (record.act, record.note, record.by) == ("noted", "Says who?", editor)
    assert record.act_in_words == "Note added"


def test_no_act_on_a_note_moves_the_story(story, editor):
    before = Story.objects.values("state", "version", "revision", "changed_at").get(pk=story.pk)
    note = add(story, by=editor)
    notes.answer(note=note, text="The paper.", by=editor, now=NOW)
    notes.resolve(note=note, by=editor, now=NOW)
    notes.reopen(note=note, by=editor, now=NOW)
    after = Story.objects.values("state", "version", "revision", "changed_at").get(pk=story.pk)
    assert after == before
    assert acts_of(story)[1:] == ["noted", "note_answered", "note_resolved", "note_reopened"]


@pytest.mark.parametrize("text", ["", " \n ", "\0"])
def test_a_note_says_something(text, story, editor):
    with pytest.raises(notes.NothingSaid):
        add(story, by=editor, text=text)
    note = add(story, by=editor)
    with pytest.raises(notes.NothingSaid):
        notes.answer(note=note, text=text, by=editor, now=NOW)
    assert ReviewNote.objects.count() == 1


def test_a_note_is_no_article(story, editor):
    assert add(story, by=editor, text="x" * notes.LONGEST)
    with pytest.raises(notes.TooLong, match="5000"):
        add(story, by=editor, text="x" * (notes.LONGEST + 1))


@pytest.mark.parametrize("part", ["", "bylines", "state", "Citations"])
def test_a_part_that_there_is_not_has_no_notes(part, story, editor):
    with pytest.raises(notes.NoSuchPlace):
        add(story, by=editor, part=part)


def test_a_row_has_to_be_one_of_this_part_of_this_story(story, editor):
    rows = {
        "of another story": ("citations", make.draft().citations.first().pk),
        "of another part": ("points", story.citations.last().pk + 1_000),
        "in a part without rows": ("background", story.citations.first().pk),
        "never there": ("citations", 0),
        "too large for a key": ("citations", 10**30),
    }
    for part, row in rows.values():
        with pytest.raises(notes.NoSuchPlace, match="no longer there"):
            add(story, by=editor, part=part, row=row)
    assert not ReviewNote.objects.exists()


# Who may -------------------------------------------------------------------------------------

MAY = {
    roles.WRITER: {"add", "answer", "resolve own", "reopen own"},
    roles.EDITOR: {"add", "answer", "resolve own", "reopen own", "resolve", "reopen"},
    roles.MODERATOR: set(),
    roles.ADMINISTRATOR: {"add", "answer", "resolve own", "reopen own", "resolve", "reopen"},
}


@pytest.mark.parametrize(("role", "expected"), MAY.items())
def test_every_role_may_what_the_table_says(role, expected, story, editor):
    person = make.user(role=role)
    other, done = add(story, by=editor), add(story, by=editor)
    notes.resolve(note=done, by=editor, now=NOW)
    tries = {
        "add": lambda: add(story, by=person),
        "answer": lambda: notes.answer(note=other, text="Yes.", by=person, now=NOW),
        "resolve own": lambda: notes.resolve(note=own(person), by=person, now=NOW),
        "reopen own": lambda: notes.reopen(note=own(person, done=True), by=person, now=NOW),
        "resolve": lambda: notes.resolve(note=other, by=person, now=NOW),
        "reopen": lambda: notes.reopen(note=done, by=person, now=NOW),
    }

    def own(person, *, done=False):
        note = add(story, by=editor)
        ReviewNote.objects.filter(pk=note.pk).update(by=person)
        return notes.resolve(note=note, by=editor, now=NOW) if done else note

    allowed = set()
    for act, attempt in tries.items():
        try:
            attempt()
        except NotPermitted:
            continue
        allowed.add(act)
    assert allowed == expected


def test_who_may_not_see_the_story_may_not_write_about_it(story, writer):
    group = writer.groups.get()
    group.permissions.remove(group.permissions.get(codename="view_story"))
    with pytest.raises(NotPermitted):
        add(story, by=type(writer).objects.get(pk=writer.pk))


# Answering, resolving ------------------------------------------------------------------------


def test_an_answer_hangs_where_its_note_does(story, editor, writer):
    note = add(story, by=editor, row=story.citations.all()[1].pk)
    answer = notes.answer(note=note, text="The mayor.", by=writer, now=NOW + HOUR)
    assert (answer.answers_to, answer.part, answer.row) == (note, note.part, note.row)
    (thread,) = notes.by_part(story)["citations"]
    assert (thread.note, thread.answers) == (note, [answer])


def test_an_answer_tells_whoever_wrote_before_but_not_the_one_who_answers(story, editor, writer):
    note = add(story, by=editor)
    notes.answer(note=note, text="The mayor.", by=writer, now=NOW)
    notice = Notice.objects.get()
    assert (notice.person, notice.kind) == (editor, Notice.Kind.ANSWERED)
    assert (notice.by_name, notice.words) == ("Sam Okafor", "The mayor.")
    notes.answer(note=note, text="Quote her.", by=editor, now=NOW)
    assert set(Notice.objects.values_list("person", flat=True)) == {editor.pk, writer.pk}
    assert Notice.objects.count() == 2


def test_an_answer_has_neither_answers_nor_an_end(story, editor):
    answer = notes.answer(note=add(story, by=editor), text="Yes.", by=editor, now=NOW)
    with pytest.raises(notes.IsAnswer):
        notes.answer(note=answer, text="No.", by=editor, now=NOW)
    with pytest.raises(notes.IsAnswer):
        notes.resolve(note=answer, by=editor, now=NOW)
    with pytest.raises(notes.IsAnswer):
        notes.reopen(note=answer, by=editor, now=NOW)


def test_a_note_is_resolved_by_name_once_and_opened_again(story, editor):
    note = notes.resolve(note=add(story, by=editor), by=editor, now=NOW + HOUR)
    assert (note.resolved_at, note.resolved_by_name) == (NOW + HOUR, "Ines Moreau")
    with pytest.raises(notes.NotOpen, match="Ines Moreau has resolved"):
        notes.resolve(note=note, by=make.user(), now=NOW)
    note = notes.reopen(note=note, by=editor, now=NOW)
    assert (note.resolved_at, note.resolved_by_name) == (None, "")
    with pytest.raises(notes.NotResolved):
        notes.reopen(note=note, by=editor, now=NOW)


def test_what_someone_resolved_meanwhile_is_seen(story, editor, writer):
    """The note at hand is old by the time of the act: the one in the database counts."""
    note = add(story, by=editor)
    notes.resolve(note=note, by=editor, now=NOW)
    assert note.resolved_at is None
    with pytest.raises(notes.NotOpen, match="Reopen it to answer"):
        notes.answer(note=note, text="Late.", by=writer, now=NOW)
    with pytest.raises(notes.NotOpen):
        notes.resolve(note=note, by=editor, now=NOW)


# By part -------------------------------------------------------------------------------------


def test_the_parts_come_in_the_order_of_the_page(story):
    assert list(notes.by_part(story)) == EACH_PART


def test_open_notes_come_first_then_as_the_rows_stand(story, editor):
    first, second = story.citations.all()
    done = notes.resolve(note=add(story, by=editor), by=editor, now=NOW)
    on_second = add(story, by=editor, row=second.pk, now=NOW)
    on_first = add(story, by=editor, row=first.pk, now=NOW + HOUR)
    on_all = add(story, by=editor, now=NOW + 2 * HOUR)
    threads = notes.by_part(story)["citations"]
    assert [thread.note for thread in threads] == [on_all, on_first, on_second, done]
    assert [thread.number for thread in threads] == [None, 1, 2, None]
    assert notes.open_threads(notes.by_part(story)) == threads[:3]


@pytest.mark.parametrize(
    ("part", "row", "anchor"),
    [
        ("headline", None, "id_headline"),
        ("picture", None, "id_picture"),
        ("background", None, "part-background"),
        ("citations", None, "citations-heading"),
        ("citations", 1, "citations-1"),
    ],
)
def test_a_thread_knows_its_place_on_the_form(part, row, anchor, story, editor):
    key = None if row is None else story.citations.all()[row].pk
    assert thread_of(add(story, by=editor, part=part, row=key)).anchor == anchor


def test_a_note_moves_with_its_row(story, editor):
    first, second = story.citations.all()
    note = add(story, by=editor, row=second.pk)
    first.delete()
    assert thread_of(note).place == 0


def test_a_note_whose_row_is_gone_stays_with_its_part_and_the_words(story, editor):
    row = story.citations.all()[1]
    note = add(story, by=editor, row=row.pk)
    row.delete()
    thread = thread_of(note)
    assert (thread.is_gone, thread.place, thread.anchor) == (True, None, "citations-heading")
    assert thread.note.about == "Paper B reports it."
    assert thread.is_open


def test_a_thread_says_what_its_reader_may_do(story, editor, writer, moderator):
    note = add(story, by=editor)

    def may(person):
        thread = thread_of(note, by=person)
        return thread.may_answer, thread.may_resolve, thread.may_reopen

    assert may(editor) == (True, True, False)
    assert may(writer) == (True, False, False)
    assert may(moderator) == (False, False, False)
    notes.resolve(note=note, by=editor, now=NOW)
    assert may(editor) == (False, False, True)
    assert may(writer) == (False, False, False)


@pytest.mark.parametrize("count", [1, 30])
def test_the_notes_of_a_story_cost_nothing_where_it_is_whole(
    count, story, editor, django_assert_num_queries
):
    row = story.citations.all()[0].pk
    for _ in range(count):
        note = add(story, by=editor, row=row)
        notes.answer(note=note, text="Yes.", by=editor, now=NOW)
    assert editor.has_perm("stories.add_reviewnote")  # asked once in a request
    whole = Story.objects.whole().get(pk=story.pk)
    with django_assert_num_queries(0):
        threads = notes.by_part(whole, by=editor)["citations"]
        notes.rows_of(whole)
    with_rows = Story.objects.with_rows().get(pk=story.pk)
    with django_assert_num_queries(1):
        notes.by_part(with_rows, by=editor)
    assert [len(thread.answers) for thread in threads] == [1] * count


def test_notes_go_with_their_story(story, editor):
    notes.answer(note=add(story, by=editor), text="Yes.", by=editor, now=NOW)
    story.delete()
    assert not ReviewNote.objects.exists()
