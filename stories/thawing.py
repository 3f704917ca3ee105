"""thaw(document): the way back from a page to the working copy, the inverse of `freeze`.

Writes fields, rows, tags and their order. Not an act: `versions.restore` calls it, and keeps a
version afterwards.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from django.db.models import F
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entities import profiles
from entities.models import Entity
from newsroom.fields import PartialDate
from newsroom.models import Picture, User
from stories.document import Citation, Document, OutletRef, PictureRef, SectionRef
from stories.models import (
    AnalysisPoint,
    Byline,
    Edition,
    Outlet,
    Question,
    Section,
    Story,
    StoryTopic,
    Tag,
)
from stories.models import Citation as CitationRow
from stories.models.story import Row

LONGEST_GUEST = 160

Values = Mapping[str, Any]


class Lost(NamedTuple):
    """What the document has and the working copy cannot have again: which part, and a sentence."""

    part: str
    sentence: str


def thaw(document: Document, *, story: Story) -> list[Lost]:
    """Let the working copy in the database say what the document says, and tell what it cannot.

    What the document names and that is no more gives way to the nearest thing that is. A row that
    stays the same row keeps its key, and with it the notes that hang on it.
    """
    lost: list[Lost] = []
    _write_fields(document, story, lost)
    _write_rows(Byline, story, _bylines(document, lost))
    points = [{"theme": p.theme, "label": p.label, "text": p.text} for p in document.points]
    _write_rows(AnalysisPoint, story, points, signs=(("text",), ("theme", "label"), ("label",)))
    signs = (("outlet_id", "url"), ("url",), ("text",), ("outlet_id", "headline"))
    _write_rows(CitationRow, story, _citations(document, lost), signs=signs)
    _write_rows(Question, story, [{"text": text} for text in document.questions])
    _write_rows(StoryTopic, story, [{"entity_id": pk} for pk in _topics(document, lost)])
    story.tags.set(_tags(document, lost))
    return lost


# Fields --------------------------------------------------------------------------------------


def _write_fields(document: Document, story: Story, lost: list[Lost]) -> None:
    story.headline = document.headline
    story.standfirst = document.standfirst
    story.what_happened = document.what_happened
    story.synthesis = document.synthesis
    story.background = document.background
    story.slug = _slug(document, story, lost)
    story.section = _section(document.section, story, lost)
    story.picture = _picture(document.picture, lost)
    story.save(
        update_fields=[
            *("headline", "standfirst", "what_happened", "synthesis", "background"),
            *("slug", "section", "picture"),
        ]
    )


def _slug(document: Document, story: Story, lost: list[Lost]) -> str:
    others = Story.objects.filter(slug=document.slug).exclude(pk=story.pk)
    theirs = Edition.objects.filter(slug=document.slug).exclude(story=story)
    if document.slug == story.slug or not (others.exists() or theirs.exists()):
        return document.slug
    words = {"then": document.slug, "now": story.slug}
    sentence = _("Another story has the address “%(then)s” by now: this one stays at “%(now)s”.")
    lost.append(Lost("slug", sentence % words))
    return story.slug


def _section(ref: SectionRef | None, story: Story, lost: list[Lost]) -> Section | None:
    if ref is None:
        return None
    sections = Section.objects
    if found := sections.filter(pk=ref.id).first() or sections.filter(slug=ref.slug).first():
        return found
    if story.section:
        words = {"then": ref.name, "now": story.section.name}
        sentence = _("The section “%(then)s” is no more: the story stays in “%(now)s”.") % words
    else:
        sentence = _("The section “%(then)s” is no more: choose another one.") % {"then": ref.name}
    lost.append(Lost("section", sentence))
    return story.section


def _picture(ref: PictureRef | None, lost: list[Lost]) -> Picture | None:
    if ref is None:
        return None
    found = Picture.objects.filter(pk=ref.id).first()
    if found is None:
        name = ref.caption or ref.alt or ref.file
        sentence = _("The lead picture “%(name)s” is no more: choose another one.")
        lost.append(Lost("picture", sentence % {"name": name}))
    return found


# Rows, as the columns that they should have --------------------------------------------------


def _bylines(document: Document, lost: list[Lost]) -> list[Values]:
    ids = [author.id for author in document.authors if author.id]
    known = set(User.objects.filter(pk__in=ids).values_list("pk", flat=True))
    wanted: list[Values] = []
    for author in document.authors:
        is_known = author.id in known
        if author.id and not is_known:
            sentence = _("%(name)s has no account any more, and stands as a guest.")
            lost.append(Lost("bylines", sentence % {"name": author.name}))
        guest = "" if is_known else author.name[:LONGEST_GUEST]
        wanted.append({"user_id": author.id if is_known else None, "guest": guest})
    return wanted


def _citations(document: Document, lost: list[Lost]) -> list[Values]:
    outlets = _outlets([citation.outlet for citation in document.citations])
    gone = {
        citation.outlet.name: None
        for citation in document.citations
        if citation.outlet.id and outlets[citation.outlet] is None
    }
    sentence = _("The outlet “%(name)s” is no more: the citation names it still, choose another.")
    lost.extend(Lost("citations", sentence % {"name": name}) for name in gone)
    return [_citation(citation, outlets[citation.outlet]) for citation in document.citations]


def _outlets(refs: Iterable[OutletRef]) -> dict[OutletRef, int | None]:
    """The key of each outlet: its own, or that of one which has its address by now."""
    refs = set(refs)
    ids = Outlet.objects.in_bulk([ref.id for ref in refs if ref.id])
    slugs = Outlet.objects.in_bulk(
        [ref.slug for ref in refs if ref.id and ref.id not in ids], field_name="slug"
    )
    return {
        ref: ref.id if ref.id in ids else slugs[ref.slug].pk if ref.slug in slugs else None
        for ref in refs
    }


def _citation(citation: Citation, outlet: int | None) -> Values:
    # How an imported text named an outlet that was chosen since is in no document: it stays.
    named = {} if outlet else {"outlet_named": citation.outlet.name}
    published = citation.published_on
    return named | {
        "outlet_id": outlet,
        "text": citation.text,
        "headline": citation.headline,
        "url": citation.url,
        "is_print_only": citation.is_print_only,
        "published_on": PartialDate.parse(published) if published else None,
        "quote": citation.quote,
        "archive_url": citation.archive_url,
    }


def _topics(document: Document, lost: list[Lost]) -> list[int]:
    """Keys of the topics that are there, with the survivor of each that was merged."""
    found = Entity.objects.select_related("merged_into").in_bulk(document.topics)
    for pk in document.topics:
        if pk in found and (survivor := found[pk].merged_into):
            words = {"then": found[pk].name, "now": survivor.name}
            sentence = _("“%(then)s” was merged into “%(now)s”, which is linked instead.") % words
            lost.append(Lost("topics", sentence))
    if gone := [pk for pk in document.topics if pk not in found]:
        sentence = ngettext(
            "%(count)s topic is no more, and is left out.",
            "%(count)s topics are no more, and are left out.",
            len(gone),
        )
        lost.append(Lost("topics", sentence % {"count": len(gone)}))
    return profiles.survivors(pk for pk in document.topics if pk in found)


def _tags(document: Document, lost: list[Lost]) -> list[Tag | str]:
    found = Tag.objects.in_bulk([tag.id for tag in document.tags])
    named = {tag.name: tag for tag in Tag.objects.filter(name__in=[t.name for t in document.tags])}
    tags: list[Tag | str] = []
    for tag in document.tags:
        if (known := found.get(tag.id) or named.get(tag.name)) is None:
            sentence = _("The tag “%(name)s” had been deleted, and is made again.")
            lost.append(Lost("tags", sentence % {"name": tag.name}))
        tags.append(known or tag.name)
    return tags


# Rows, as they are written -------------------------------------------------------------------


def _write_rows(
    model: type[Row],
    story: Story,
    wanted: Sequence[Values],
    *,
    signs: Sequence[Sequence[str]] = (),
) -> None:
    """Let the story have these rows in this order.

    A stored row is one of them if it equals it, or else if it shares a sign with it: columns that
    tell the row, the surest first. What no two rows may share is the first sign: then the row that
    has it already is the one that gets it, and none meets another on the way.
    """
    stored = list(model._default_manager.filter(story=story).order_by("order", "pk"))
    same = _same_rows(stored, wanted, signs)
    changed = [same[place] for place in same if not _equal(same[place], wanted[place])]
    if [same.get(place) for place in range(len(wanted))] == stored and not changed:
        return
    mine = model._default_manager.filter(story=story)
    mine.exclude(pk__in=[row.pk for row in same.values()]).delete()
    mine.update(order=F("order") + Row.OUT_OF_THE_WAY)
    rows = [same.get(place) or model(story=story) for place in range(len(wanted))]
    for place, (row, values) in enumerate(zip(rows, wanted, strict=True), 1):
        row.order = place
        for name, value in values.items():
            setattr(row, name, value)
    columns = {name.removesuffix("_id") for values in wanted for name in values}
    model._default_manager.bulk_update([row for row in rows if row.pk], ["order", *columns])
    model._default_manager.bulk_create([row for row in rows if not row.pk])


def _same_rows(
    stored: Sequence[Row], wanted: Sequence[Values], signs: Sequence[Sequence[str]]
) -> dict[int, Row]:
    """By its place, the stored row that each wanted one is."""
    free, same = list(stored), dict[int, Row]()
    for place, values in enumerate(wanted):
        if row := next((row for row in free if _equal(row, values)), None):
            same[place] = row
            free.remove(row)
    for sign in signs:
        for place, values in enumerate(wanted):
            told = {name: values[name] for name in sign if values[name]}
            if place in same or len(told) < len(sign):
                continue
            if row := next((row for row in free if _equal(row, told)), None):
                same[place] = row
                free.remove(row)
    return same


def _equal(row: Row, values: Values) -> bool:
    return all(getattr(row, name) == value for name, value in values.items())
