"""Between a brief as text and the working copy: text becomes a draft, a story becomes text."""

from collections.abc import Iterable
from datetime import datetime

from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import models, transaction
from django.utils.translation import gettext as _

from entities import matching, moderation
from entities.models import Entity
from entities.names import free_slug, name_key
from newsroom import acts
from newsroom.fields import PartialDate
from newsroom.models import User
from newsroom.prose import plain
from stories import writing
from stories.briefs import layout
from stories.briefs.parse import parse
from stories.briefs.write import write
from stories.models import (
    AnalysisPoint,
    Byline,
    Citation,
    Edition,
    Outlet,
    OutletAlias,
    Question,
    Section,
    Story,
    StoryTopic,
)

WORDS_OF_AN_ADDRESS = 6
LONGEST_TAG = 100


class AddressTaken(acts.Refused):
    """Another story has the address that was asked for."""


@transaction.atomic
def load(
    text: str | bytes,
    *,
    by: User | None,
    now: datetime,
    headline: str = "",
    slug: str = "",
) -> Story:
    """Make a draft of a brief in the layout of docs/brief-layout.md.

    `headline` and `slug` win over what the text says. What is missing or unknown becomes a check
    on the draft. Raises NotABrief, AddressTaken or NotPermitted; then nothing is stored.
    """
    acts.require(by, "stories.add_story")
    brief = parse(text, outlets=outlet_names())
    headline = headline or brief.headline
    story = Story(
        headline=headline,
        slug=_address(slug, headline=headline, brief=brief),
        created_at=now,
        created_by=by,
        changed_at=now,
    )
    _fill(story, brief, by=by, now=now)
    writing.keep_version(story=story, by=by, now=now)
    return story


@transaction.atomic
def replace(story: Story, text: str | bytes, *, by: User | None, now: datetime) -> Story:
    """Put a text in the place of the working copy; its address and lead picture stay.

    Raises NotABrief or NotPermitted; then nothing has changed.
    """
    acts.require(by, "stories.change_story")
    brief = parse(text, outlets=outlet_names())
    story = writing.locked(story)
    story.headline = brief.headline or story.headline
    for rows in (story.bylines, story.points, story.citations, story.questions, story.topics):
        rows.all().delete()
    _fill(story, brief, by=by, now=now)
    writing.keep_version(story=story, by=by, now=now)
    return story


def export(story: Story) -> str:
    """The working copy in the same layout; `load` makes the same story of it."""
    return write(brief_of(story), outlets=outlet_names())


def outlet_names() -> list[str]:
    """Every name that an outlet of the desk goes by."""
    return [
        *Outlet.objects.order_by("pk").values_list("name", flat=True),
        *OutletAlias.objects.order_by("pk").values_list("name", flat=True),
    ]


def brief_of(story: Story) -> layout.Brief:
    story = Story.objects.with_rows().get(pk=story.pk)
    return layout.Brief(
        headline=story.headline,
        standfirst=story.standfirst,
        section=story.section.name if story.section else "",
        tags=tuple(sorted(tag.name for tag in story.tags.all())),
        authors=tuple(
            byline.user.username if byline.user else byline.guest for byline in story.bylines.all()
        ),
        what_happened=story.what_happened,
        points=tuple(
            layout.Point(theme=point.theme, label=point.label, text=point.text)
            for point in story.points.all()
        ),
        citations=tuple(_cited(citation) for citation in story.citations.all()),
        synthesis=story.synthesis,
        background=story.background,
        questions=tuple(question.text for question in story.questions.all()),
        topics=tuple(_described(topic.entity) for topic in story.topics.all()),
    )


def _cited(citation: Citation) -> layout.CitedArticle:
    return layout.CitedArticle(
        outlet=citation.outlet_name,
        text=citation.text,
        headline=citation.headline,
        published_on=str(citation.published_on or ""),
        url=citation.url,
        archive_url=citation.archive_url,
        quote=citation.quote,
        is_print_only=citation.is_print_only,
    )


def _described(entity: Entity) -> layout.Topic:
    # The name finds an approved profile again; one that waits travels with what is known of it.
    is_known = entity.state == Entity.State.APPROVED
    return layout.Topic(
        name=entity.name,
        native_name="" if is_known else entity.native_name,
        native_language="" if is_known else entity.native_language,
        born_on="" if is_known else str(entity.born_on or ""),
        description="" if is_known else entity.description,
        is_name_given=True,
    )


def _address(slug: str, *, headline: str, brief: layout.Brief) -> str:
    def is_taken(address: str) -> bool:
        return (
            Story.objects.filter(slug=address).exists()
            or Edition.objects.filter(slug=address).exists()
        )

    if slug and is_taken(slug):
        raise AddressTaken(_("The address “%(slug)s” is taken.") % {"slug": slug})
    first_words = " ".join(plain(brief.what_happened).split()[:WORDS_OF_AN_ADDRESS])
    name = headline or first_words
    return slug or free_slug(name, is_taken=is_taken, fallback="brief", longest=120)


def _fill(story: Story, brief: layout.Brief, *, by: User | None, now: datetime) -> None:
    """Give a story without rows the texts and rows of a brief."""
    story.standfirst = brief.standfirst
    story.section = Section.objects.filter(name__iexact=brief.section).first()
    story.what_happened = brief.what_happened
    story.synthesis = brief.synthesis
    story.background = brief.background
    _store([story], what=_("Story"))
    _store(_bylines(story, brief.authors), what=_("Author"))
    _store(_points(story, brief.points), what=_("Point"))
    _store(_citations(story, brief.citations), what=_("Citation"))
    questions = [
        Question(story=story, order=order, text=text)
        for order, text in enumerate(brief.questions, 1)
    ]
    _store(questions, what=_("Question"))
    _store(_topics(story, brief.topics, by=by, now=now), what=_("Topic"))
    if too_long := [tag for tag in brief.tags if len(tag) > LONGEST_TAG]:
        reason = _("A tag has at most %(most)s characters: “%(tag)s”") % {
            "most": LONGEST_TAG,
            "tag": too_long[0],
        }
        raise layout.NotABrief(line=None, reason=reason)
    story.tags.set(brief.tags)


def _bylines(story: Story, authors: Iterable[str]) -> list[Byline]:
    made: list[Byline] = []
    for order, name in enumerate(dict.fromkeys(authors), 1):
        user = User.objects.filter(username=name).first()
        user = user or User.objects.filter(public_name=name).order_by("pk").first()
        made.append(Byline(story=story, order=order, user=user, guest="" if user else name))
    return made


def _points(story: Story, points: Iterable[layout.Point]) -> list[AnalysisPoint]:
    return [
        AnalysisPoint(
            story=story, order=order, theme=point.theme, label=point.label, text=point.text
        )
        for order, point in enumerate(points, 1)
    ]


def _citations(story: Story, cited: Iterable[layout.CitedArticle]) -> list[Citation]:
    made: list[Citation] = []
    for order, article in enumerate(cited, 1):
        outlet = Outlet.objects.named(article.outlet).first()
        made.append(
            Citation(
                story=story,
                order=order,
                outlet=outlet,
                outlet_named="" if outlet else article.outlet,
                text=article.text,
                headline=article.headline,
                url=article.url,
                is_print_only=article.is_print_only,
                published_on=_date(article.published_on),
                quote=article.quote,
                archive_url=article.archive_url,
            )
        )
    return made


def _topics(
    story: Story, topics: Iterable[layout.Topic], *, by: User | None, now: datetime
) -> list[StoryTopic]:
    topics = list(topics)
    candidates = matching.by_name([topic.name for topic in topics])
    new: dict[str, Entity] = {}
    meant: dict[int, Entity] = {}
    for topic in topics:
        key = name_key(topic.name)
        entity = matching.the_one(topic.name, candidates[topic.name]) or new.get(key)
        if entity is None:
            entity = new[key] = _proposed(topic, by=by, now=now)
        meant.setdefault(entity.pk, entity)
    return [
        StoryTopic(story=story, order=order, entity=entity)
        for order, entity in enumerate(meant.values(), 1)
    ]


def _proposed(topic: layout.Topic, *, by: User | None, now: datetime) -> Entity:
    is_person = bool(topic.born_on)
    return moderation.propose(
        by=by,
        now=now,
        name=topic.name,
        kind=Entity.Kind.PERSON if is_person else Entity.Kind.THING,
        native_name=topic.native_name,
        native_language=topic.native_language,
        born_on=_date(topic.born_on),
        description=topic.description,
        name_is_guessed=not topic.is_name_given,
    )


def _date(text: str) -> PartialDate | None:
    return PartialDate.parse(text) if text else None


def _store(rows: Iterable[models.Model], *, what: str) -> None:
    """Save the rows, each checked against everything that its model says of it."""
    for number, row in enumerate(rows, 1):
        try:
            row.full_clean()
        except ValidationError as error:
            raise layout.NotABrief(
                line=None, reason=_what_is_wrong(row, what, number, error)
            ) from error
        row.save()


def _what_is_wrong(row: models.Model, what: str, number: int, error: ValidationError) -> str:
    """“Question 2, question: Ensure this value has at most 300 characters …”"""
    name, sentences = next(iter(error.message_dict.items()))
    place = what if isinstance(row, Story) else f"{what} {number}"
    if name != NON_FIELD_ERRORS:
        place += f", {getattr(row._meta.get_field(name), 'verbose_name', name)}"
    return f"{place}: {' '.join(sentences)}"
