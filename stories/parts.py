"""The parts of a brief in words for people, by the names that the form and `difference` use."""

from collections.abc import Iterable

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stories.models import ReviewNote

# In the order of the page. What a note can be about has the same words here and there.
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


def title(name: str) -> str:
    return str(TITLES[name])


def titles(names: Iterable[str]) -> str:
    """“Headline, Lead picture, Topics”."""
    return ", ".join(title(name) for name in names)
