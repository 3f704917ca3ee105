"""The parts of a brief, by the names that the form and `difference` use: in words for people, and
where each stands on the form.
"""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stories.models import ReviewNote, Story

# What a note can be about has the same words here and there.
TITLES: dict[str, str | Promise] = {
    **dict(ReviewNote.Part.choices),
    "headline": _("Headline"),
    "standfirst": _("Standfirst"),
    "section": _("Section"),
    "slug": _("Address"),
    "bylines": _("Bylines"),
    "topics": _("Topics"),
    "tags": _("Tags"),
}

# Smaller parts, by the part that a note on them hangs on.
WITHIN: dict[str, ReviewNote.Part] = {
    "standfirst": ReviewNote.Part.HEADLINE,
    "section": ReviewNote.Part.HEADLINE,
    "slug": ReviewNote.Part.HEADLINE,
    "bylines": ReviewNote.Part.HEADLINE,
    "tags": ReviewNote.Part.TOPICS,
}


# Parts that are typed into an editor, and parts that are made of rows.
PROSE = ("what_happened", "synthesis", "background")
ROWS = Story.ROWS - {"tags"}


def title(name: str) -> str:
    return str(TITLES[name])


def titles(names: Iterable[str]) -> str:
    """“Headline, Lead picture, Topics”."""
    return ", ".join(title(name) for name in names)


def anchor(name: str, row: int | None = None) -> str:
    """Where a part stands on the form: one of its rows, their heading, an editor or a field."""
    if row is not None:
        return f"{name}-{row}"
    if name in ROWS:
        return f"{name}-heading"
    return f"part-{name}" if name in PROSE else f"id_{name}"
