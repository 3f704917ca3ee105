"""Names as text: the form in which they are compared, and the addresses made of them. Pure."""

import unicodedata
from collections.abc import Callable

from django.utils.text import slugify


def name_key(name: str) -> str:
    """The form in which names are compared: one case, one width, single spaces, no accents."""
    # Twice: wide and fancy letters become plain capitals only when they are taken apart.
    plain = unicodedata.normalize("NFKD", name).casefold()
    decomposed = unicodedata.normalize("NFKD", plain).casefold()
    # Only the accents of alphabets go (the block of combining diacritics). The marks of other
    # scripts are vowels, and make another name.
    bare = "".join(mark for mark in decomposed if not "\u0300" <= mark <= "\u036f")
    return " ".join(unicodedata.normalize("NFC", bare.replace("’", "'")).split())[:200]


def free_slug(
    name: str,
    *,
    is_taken: Callable[[str], bool],
    fallback: str,
    longest: int = 200,
    allow_unicode: bool = False,
) -> str:
    """An address for the name that nothing has yet: `kim`, or else `kim-2`, `kim-3` …

    Of at most `longest` characters. A name without a Latin letter gives an address in its own
    script where that is allowed, and the fallback elsewhere.
    """
    base = slugify(name) or (slugify(name, allow_unicode=True) if allow_unicode else "") or fallback
    base = base[: longest - 6].rstrip("-")
    slug, number = base, 1
    while is_taken(slug):
        number += 1
        slug = f"{base}-{number}"
    return slug
