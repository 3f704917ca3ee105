"""Acts on review notes: add, answer, resolve, reopen; and the notes of a story as threads.

A note is about the text and never part of it: no act here moves the story's version or revision.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from newsroom import acts
from newsroom.models import User
from stories import notices, parts
from stories.models import (
    AnalysisPoint,
    Citation,
    Notice,
    Question,
    ReviewNote,
    Story,
    StoryTopic,
)
from stories.models.story import Row
from stories.writing import log

Part = ReviewNote.Part
# The parts that are made of rows, and where the rows are kept.
ROWS: dict[str, type[Row]] = {
    Part.POINTS: AnalysisPoint,
    Part.CITATIONS: Citation,
    Part.QUESTIONS: Question,
    Part.TOPICS: StoryTopic,
}
LONGEST = 5_000
LONGEST_ABOUT = 200


class NothingSaid(acts.Refused):
    """A note or an answer without a word."""


class TooLong(acts.Refused):
    """A remark, not an article."""


class NoSuchPlace(acts.Refused):
    """The part is none of a brief, or the row is none of this part of this story."""


class NotOpen(acts.Refused):
    """The note is resolved already."""


class NotResolved(acts.Refused):
    """The note is open already."""


class IsAnswer(acts.Refused):
    """An answer belongs to its note, and has no answers or end of its own."""


@dataclass(frozen=True, kw_only=True)
class Thread:
    """A note with its answers, where it hangs, and what its reader may do with it.

    `place` is that of its row among the rows of its part, from zero; None where the note is about
    the whole part, or the row is gone.
    """

    note: ReviewNote
    answers: list[ReviewNote]
    place: int | None
    may_answer: bool
    may_resolve: bool
    may_reopen: bool

    @property
    def is_open(self) -> bool:
        return self.note.is_open

    @property
    def is_gone(self) -> bool:
        """Whether the row is no more; the note keeps its words."""
        return self.note.row is not None and self.place is None

    @property
    def number(self) -> int | None:
        """The row's place as people count."""
        return None if self.place is None else self.place + 1

    @property
    def anchor(self) -> str:
        """Where on the form of the story it hangs."""
        return parts.anchor(self.note.part, self.place)


def why_not_add(*, by: User | None) -> acts.Refused | None:
    return acts.lacks_permission(by, "stories.view_story") or acts.lacks_permission(
        by, "stories.add_reviewnote"
    )


@transaction.atomic
def add(
    *,
    story: Story,
    part: str,
    row: int | None = None,
    text: str,
    by: User | None,
    now: datetime,
) -> ReviewNote:
    """Hang a note on a part of the story, or on one row of it: `row` is the row's key.

    Raises NotPermitted, NoSuchPlace, NothingSaid or TooLong.
    """
    if refusal := why_not_add(by=by):
        raise refusal
    note = ReviewNote.objects.create(
        story=story,
        part=_known(part),
        row=row,
        about="" if row is None else _words_of(_row(story, part=part, row=row)),
        version=story.version,
        text=_said(text),
        by=by,
        by_name=acts.name_of(by),
        at=now,
    )
    log("noted", story=story, by=by, now=now, note=note.text)
    return note


def why_not_answer(*, note: ReviewNote, by: User | None) -> acts.Refused | None:
    if refusal := why_not_add(by=by) or _why_not_a_note(note):
        return refusal
    if note.resolved_at:
        return NotOpen(_("The note is resolved. Reopen it to answer, or add one of your own."))
    return None


@transaction.atomic
def answer(*, note: ReviewNote, text: str, by: User | None, now: datetime) -> ReviewNote:
    """Answer an open note; whoever wrote it, or answered it before, is told.

    Raises NotPermitted, NotOpen, IsAnswer, NothingSaid or TooLong.
    """
    note = _locked(note)
    if refusal := why_not_answer(note=note, by=by):
        raise refusal
    made = ReviewNote.objects.create(
        story=note.story,
        part=note.part,
        row=note.row,
        about=note.about,
        version=note.story.version,
        answers_to=note,
        text=_said(text),
        by=by,
        by_name=acts.name_of(by),
        at=now,
    )
    log("note_answered", story=note.story, by=by, now=now, note=made.text)
    notices.tell(
        kind=Notice.Kind.ANSWERED,
        story=note.story,
        by=by,
        now=now,
        people=[note.by_id, *note.answers.values_list("by_id", flat=True)],
        words=made.text,
    )
    return made


def why_not_resolve(*, note: ReviewNote, by: User | None) -> acts.Refused | None:
    if refusal := _why_not_close(note, by=by):
        return refusal
    if note.resolved_at:
        return NotOpen(_("%(who)s has resolved the note already.") % {"who": note.resolved_by_name})
    return None


@transaction.atomic
def resolve(*, note: ReviewNote, by: User | None, now: datetime) -> ReviewNote:
    """Say that nothing is left to do about the note: its author may, and whoever reviews.

    Raises NotPermitted, NotOpen or IsAnswer.
    """
    note = _locked(note)
    if refusal := why_not_resolve(note=note, by=by):
        raise refusal
    note.resolved_at = now
    note.resolved_by_name = acts.name_of(by)
    note.save(update_fields=["resolved_at", "resolved_by_name"])
    log("note_resolved", story=note.story, by=by, now=now, note=note.text)
    return note


def why_not_reopen(*, note: ReviewNote, by: User | None) -> acts.Refused | None:
    if refusal := _why_not_close(note, by=by):
        return refusal
    if not note.resolved_at:
        return NotResolved(_("The note is open already."))
    return None


@transaction.atomic
def reopen(*, note: ReviewNote, by: User | None, now: datetime) -> ReviewNote:
    """Take a resolved note up again. Raises NotPermitted, NotResolved or IsAnswer."""
    note = _locked(note)
    if refusal := why_not_reopen(note=note, by=by):
        raise refusal
    note.resolved_at = None
    note.resolved_by_name = ""
    note.save(update_fields=["resolved_at", "resolved_by_name"])
    log("note_reopened", story=note.story, by=by, now=now, note=note.text)
    return note


def by_part(story: Story, *, by: User | None = None) -> dict[str, list[Thread]]:
    """The threads of each part in the order of the page, open ones first, then as the rows stand.

    `by` is who reads them. No query where the story is whole; otherwise one, and those for the
    rows where a note hangs on one.
    """
    notes = sorted(story.notes.all(), key=lambda note: (note.at, note.pk))
    places = _places(story) if any(note.row for note in notes) else {}
    answers: dict[int | None, list[ReviewNote]] = {}
    for note in notes:
        answers.setdefault(note.answers_to_id, []).append(note)
    found: dict[str, list[Thread]] = {part.value: [] for part in Part}
    for note in answers.pop(None, []):
        place = places.get((note.part, note.row))
        found[note.part].append(_thread(note, answers.get(note.pk, []), place=place, by=by))
    return {part: sorted(threads, key=_standing) for part, threads in found.items()}


def open_threads(threads: dict[str, list[Thread]]) -> list[Thread]:
    """Those of `by_part` that wait for someone, in the order of the page."""
    return [thread for part in threads.values() for thread in part if thread.is_open]


def rows_of(story: Story) -> dict[str, list[tuple[int, str]]]:
    """Key and words of every row that a note can hang on, part by part."""
    return {part: [(row.pk, _words_of(row)) for row in rows] for part, rows in _rows(story).items()}


def _thread(
    note: ReviewNote, answers: list[ReviewNote], *, place: int | None, by: User | None
) -> Thread:
    return Thread(
        note=note,
        answers=answers,
        place=place,
        may_answer=why_not_answer(note=note, by=by) is None,
        may_resolve=why_not_resolve(note=note, by=by) is None,
        may_reopen=why_not_reopen(note=note, by=by) is None,
    )


def _standing(thread: Thread) -> tuple[bool, bool, int, datetime, int]:
    """Open before resolved; the whole part, then its rows, then rows that are gone."""
    place = -1 if thread.place is None else thread.place
    return not thread.is_open, thread.is_gone, place, thread.note.at, thread.note.pk


def _places(story: Story) -> dict[tuple[str, int | None], int]:
    """The place of each row among the rows of its part, by part and key."""
    return {
        (part, row.pk): place
        for part, rows in _rows(story).items()
        for place, row in enumerate(rows)
    }


def _rows(story: Story) -> dict[str, Iterable[Row]]:
    if not story.has_rows:
        story = Story.objects.with_rows().get(pk=story.pk)
    return {part: getattr(story, part).all() for part in ROWS}


def _locked(note: ReviewNote) -> ReviewNote:
    """The note as it is by now: two people may answer and resolve it at once."""
    notes = ReviewNote.objects.select_for_update(of=("self",)).select_related("story")
    return notes.get(pk=note.pk)


def _why_not_close(note: ReviewNote, *, by: User | None) -> acts.Refused | None:
    if refusal := why_not_add(by=by) or _why_not_a_note(note):
        return refusal
    if by and by.pk == note.by_id:
        return None
    return acts.lacks_permission(by, "stories.review_story")


def _why_not_a_note(note: ReviewNote) -> acts.Refused | None:
    if note.answers_to_id is None:
        return None
    return IsAnswer(_("This is an answer: answer or resolve the note that it belongs to."))


def _said(text: str) -> str:
    said = text.replace("\0", "").strip()  # PostgreSQL keeps no null character
    if not said:
        raise NothingSaid(_("Write what the note says."))
    if len(said) > LONGEST:
        raise TooLong(_("A note has at most %(most)s characters.") % {"most": LONGEST})
    return said


def _known(part: str) -> str:
    if part in Part.values:
        return part
    raise NoSuchPlace(_("Say which part of the story the note is about."))


def _row(story: Story, *, part: str, row: int) -> Row:
    rows = ROWS[part]._default_manager.filter(story=story) if part in ROWS else None
    if rows is None or (found := rows.filter(pk=row).first()) is None:
        raise NoSuchPlace(
            _("The row that the note is about is no longer there: choose another place for it.")
        )
    return found


def _words_of(row: Row) -> str:
    """What tells the row from its neighbours: kept with the note when the row goes."""
    text = str(row)
    if isinstance(row, AnalysisPoint | Citation):
        name = row.label if isinstance(row, AnalysisPoint) else row.outlet_name
        text = row.text if not name or name in row.text else f"{name}: {row.text}"
    return Truncator(text).chars(LONGEST_ABOUT)
