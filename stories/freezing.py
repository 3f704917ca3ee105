"""freeze(story): the one bridge from working copy to page. Reads; changes nothing."""

from stories.document import (
    Author,
    Citation,
    Document,
    OutletRef,
    PictureRef,
    Point,
    SectionRef,
    TagRef,
)
from stories.models import Byline, Story
from stories.models import Citation as CitationRow


def freeze(story: Story) -> Document:
    """The document of the working copy.

    Of the rows that are at hand, where `with_rows` loaded them; otherwise as the database has it
    now, in seven queries.
    """
    if not story.has_rows:
        story = Story.objects.with_rows().get(pk=story.pk)
    return Document(
        slug=story.slug,
        headline=story.headline,
        standfirst=story.standfirst,
        section=_section(story),
        authors=tuple(_author(byline) for byline in story.bylines.all()),
        picture=_picture(story),
        what_happened=story.what_happened,
        points=tuple(
            Point(theme=point.theme, label=point.label, text=point.text)
            for point in story.points.all()
        ),
        citations=tuple(_citation(row) for row in story.citations.all()),
        synthesis=story.synthesis,
        background=story.background,
        questions=tuple(question.text for question in story.questions.all()),
        topics=tuple(topic.entity_id for topic in story.topics.all()),
        tags=tuple(
            TagRef(id=tag.pk, name=tag.name, slug=tag.slug)
            for tag in sorted(story.tags.all(), key=lambda tag: (tag.name, tag.pk))
        ),
    )


def _section(story: Story) -> SectionRef | None:
    if (section := story.section) is None:
        return None
    return SectionRef(id=section.pk, name=section.name, slug=section.slug)


def _author(byline: Byline) -> Author:
    if byline.user is None:
        return Author(id=None, name=byline.guest)
    return Author(id=byline.user.pk, name=byline.user.signature)


def _picture(story: Story) -> PictureRef | None:
    if (picture := story.picture) is None:
        return None
    return PictureRef(
        id=picture.pk,
        file=picture.file.name or "",
        width=picture.width,
        height=picture.height,
        alt=picture.alt,
        caption=picture.caption,
        credit=picture.credit,
        source=picture.source,
        licence=picture.licence,
        licence_url=picture.licence_url,
        is_synthetic=picture.is_synthetic,
    )


def _citation(row: CitationRow) -> Citation:
    outlet = row.outlet
    return Citation(
        outlet=OutletRef(
            id=outlet.pk if outlet else None,
            name=row.outlet_name,
            slug=outlet.slug if outlet else "",
            country=str(outlet.country) if outlet else "",
            kind=outlet.kind if outlet else "",
        ),
        text=row.text,
        headline=row.headline,
        url=row.url,
        published_on=str(row.published_on or ""),
        quote=row.quote,
        archive_url=row.archive_url,
        is_print_only=row.is_print_only,
    )
