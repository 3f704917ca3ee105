"""The rows of a document: what each part of the page consists of, ready to be paired."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from typing import Any

from newsroom.difference.words import Text, address, passages, plain, whole
from stories.difference.pairing import Row
from stories.document import Author, Citation, Document, PictureRef, Point, SectionRef, TagRef

# In the order of the story form, by the names of its fields and rows.
PARTS = (
    "headline",
    "standfirst",
    "section",
    "slug",
    "bylines",
    "picture",
    "what_happened",
    "points",
    "citations",
    "synthesis",
    "background",
    "questions",
    "topics",
    "tags",
)
PROSE = ("what_happened", "synthesis", "background")

# Fields that are not made of words. One whose name begins with is_ is “yes” or empty.
ADDRESSES = frozenset({"url", "archive_url", "licence_url", "file"})
WHOLE = frozenset(
    {
        *("published_on", "is_print_only", "is_synthetic", "is_guest"),
        *("id", "slug", "width", "height"),
        *("outlet_id", "outlet_slug", "outlet_country", "outlet_kind"),
    }
)
WORDLESS = ADDRESSES | WHOLE


def stored(document: Document | None, part: str) -> Any:
    """What the document holds for a part."""
    return getattr(document, "authors" if part == "bylines" else part, None)


def rows_of(document: Document | None, part: str, names: Mapping[int, str]) -> list[Row]:
    """What a part consists of; `names` are those of topics by id. Empty rows are left out."""
    value = stored(document, part)
    if part in PROSE:
        read = passages(value or "")
        return [Row(path=path, texts=(("text", text),), gist=text) for path, text in read]
    each = value if isinstance(value, tuple) else () if value is None else (value,)
    rows = (_row_of(item, names) for item in each)
    return [row for row in rows if any(text for _name, text in row.texts)]


def _row_of(item: Any, names: Mapping[int, str]) -> Row:
    match item:
        case str():
            return _row("line", text=item)
        case int():
            return _row("topic", identity=item, text=names.get(item, f"#{item}"), id=item)
        case SectionRef():
            return _row("section", text=item.name, slug=item.slug, id=item.id)
        case Author():
            return _row("author", text=item.name, is_guest=item.id is None, id=item.id)
        case Point():
            return _row(
                "point", signs=[item.label], label=item.label, text=item.text, theme=item.theme
            )
        case Citation():
            return _citation(item)
        case TagRef():
            return _row("tag", identity=item.id, text=item.name, slug=item.slug, id=item.id)
        case PictureRef():
            return _row("picture", identity=item.id, **asdict(item))
    raise TypeError(f"No part of a document: {item!r}")


def _citation(citation: Citation) -> Row:
    outlet = citation.outlet
    return _row(
        "citation",
        signs=[citation.url, citation.headline],
        outlet=outlet.name,
        text=citation.text,
        quote=citation.quote,
        headline=citation.headline,
        url=citation.url,
        published_on=citation.published_on,
        archive_url=citation.archive_url,
        is_print_only=citation.is_print_only,
        outlet_slug=outlet.slug,
        outlet_country=outlet.country,
        outlet_kind=outlet.kind,
        outlet_id=outlet.id,
    )


def _row(
    kind: str, *, identity: int | None = None, signs: Iterable[str] = (), **values: object
) -> Row:
    texts = {name: _read(name, value) for name, value in values.items()}
    return Row(
        path=(kind,),
        texts=tuple(texts.items()),
        gist=tuple(token for name, text in texts.items() if name not in WORDLESS for token in text),
        identity="" if identity is None else str(identity),
        signs=frozenset(sign for sign in signs if sign),
    )


def _read(name: str, value: object) -> Text:
    text = "" if value is None or value is False else "yes" if value is True else str(value)
    if name in ADDRESSES:
        return address(text)
    return whole(text) if name in WHOLE else plain(text)
