"""The only sanitiser of rich text, and the only place that marks text as safe.

What may stand in prose is said once, in EXTENSIONS: the editor in the admin offers exactly
that, and whatever was pasted, imported or posted is reduced to it on the way into the database.
"""

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from django_prose_editor.config import allowlist_from_extensions, expand_extensions

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
}

LINE_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)

_allowed = allowlist_from_extensions(expand_extensions(EXTENSIONS))
_cleaner = nh3.Cleaner(
    tags=_allowed["tags"],
    attributes={"a": {"href"}},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    strip_comments=True,
)


def clean(html: str) -> str:
    """Reduce HTML to paragraphs, bold, italic, links, lists and quotations. Idempotent."""
    # A line break is not among the tags; the words on its two sides must not grow together.
    cleaned = _cleaner.clean(LINE_BREAK.sub(" ", html)).strip()
    return "" if cleaned in {"<p></p>", "<p> </p>"} else cleaned


def trusted(html: str) -> SafeString:
    """Mark text that has been through `clean` as fit to stand in a page; clean it once more."""
    return mark_safe(clean(html))  # noqa: S308  the one place; it was just cleaned
