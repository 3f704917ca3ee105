"""The only sanitiser of rich text, and the only place that marks text as safe.

What may stand in prose is said once, in EXTENSIONS: the editor in the admin offers exactly
that, and whatever was pasted, imported or posted is reduced to it on the way into the database.
"""

import re

import nh3
from django.utils.safestring import SafeString, mark_safe
from django_prose_editor.config import allowlist_from_extensions, expand_extensions

from newsroom.prose import plain

EXTENSIONS = {
    "Bold": True,
    "Italic": True,
    "Link": {"enableTarget": False, "protocols": ["http", "https", "mailto"]},
    "BulletList": True,
    "OrderedList": True,
    "ListItem": True,
    "Blockquote": True,
}

# Tags that part words on the page and are not among ours: taken out, they leave a space.
PARTING = re.compile(
    r"</?(?:br|hr|div|h[1-6]|pre|section|article|header|footer|aside|main|nav|address|center"
    r"|figure|figcaption|table|caption|thead|tbody|tfoot|tr|td|th|dl|dt|dd|form|fieldset|details"
    r"|summary)\b[^<>]*>",
    re.IGNORECASE,
)
ROUNDS = 5

_allowed = allowlist_from_extensions(expand_extensions(EXTENSIONS))
_cleaner = nh3.Cleaner(
    tags=_allowed["tags"],
    attributes={"a": {"href"}, "*": set()},
    url_schemes={"http", "https", "mailto"},
    link_rel=None,
    strip_comments=True,
)


def clean(html: str) -> str:
    """Reduce HTML to paragraphs, bold, italic, links, lists and quotations. Idempotent.

    Text without a word in it becomes the empty string.
    """
    cleaned = _cleaner.clean(PARTING.sub(" ", html)).strip()
    # A tag that was taken out may leave a nesting that reads otherwise the next time.
    for _round in range(ROUNDS):
        if (again := _cleaner.clean(cleaned).strip()) == cleaned:
            break
        cleaned = again
    return cleaned if plain(cleaned).strip() else ""


def trusted(html: str) -> SafeString:
    """Mark text that has been through `clean` as fit to stand in a page; clean it once more."""
    return mark_safe(clean(html))  # noqa: S308  the one place; it was just cleaned
