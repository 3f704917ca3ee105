"""The check of what was said about a story: nothing is left open."""

from collections.abc import Iterator

from django.utils.translation import ngettext

from stories.models import Story
from stories.standards.facts import Facts
from stories.standards.registry import Found, check


@check(field="headline")
def notes_are_resolved(story: Story, facts: Facts) -> Iterator[Found]:
    """One line for all of them, which leads to the first."""
    if notes := facts.open_notes(story):
        sentence = ngettext(
            "%(count)s note is open: answer it, or resolve it.",
            "%(count)s notes are open: answer them, or resolve them.",
            len(notes),
        ) % {"count": len(notes)}
        first = notes[0]
        rows = [row.pk for row in getattr(story, first.part).all()] if first.row else []
        place = rows.index(first.row) if first.row in rows else None
        yield Found(sentence=sentence, field=first.part, row=place)
