"""What a story must pass: one small function a check, each with a sentence that says what to do.

Not Django's system checks (`newsroom/checks.py`). A check is added with one function under
`@check(...)` and one test.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from entities.models import Entity
from newsroom.prose import is_cut_off
from stories.models import Edition, Story

SUBMIT = "submit"
PUBLISH = "publish"

LONGEST_HEADLINE = 110
PROSE = {"what_happened", "synthesis", "background"}
ROWS = {"bylines", "points", "citations", "questions", "topics"}
WANTED_OUTLETS = 2
WANTED_QUESTIONS = 3

Find = Callable[[Story], Iterator[str]]


@dataclass(frozen=True, kw_only=True)
class Failure:
    """A check that a story does not pass. `field` names the form field it is about."""

    check: str
    sentence: str | Promise
    field: str
    blocks: frozenset[str]

    @property
    def anchor(self) -> str:
        """Where on the form the field is: an input, an editor, or the heading of rows."""
        if self.field in ROWS:
            return f"{self.field}-heading"
        return f"part-{self.field}" if self.field in PROSE else f"id_{self.field}"

    @property
    def is_blocking(self) -> bool:
        return bool(self.blocks)


@dataclass(frozen=True, kw_only=True)
class Check:
    name: str
    field: str
    blocks: frozenset[str]
    find: Find


CHECKS: list[Check] = []


def check(*, field: str, blocks: tuple[str, ...] = ()) -> Callable[[Find], Find]:
    """Register a function that yields a sentence for each thing wrong with a story.

    `field` is where the editor mends it; `blocks` names the acts that wait until they have.
    """

    def register(find: Find) -> Find:
        CHECKS.append(Check(name=find.__name__, field=field, blocks=frozenset(blocks), find=find))
        return find

    return register


def failures(story: Story) -> list[Failure]:
    """Every check that the working copy fails, blocking ones first."""
    story = Story.objects.with_rows().get(pk=story.pk)
    found = [
        Failure(check=each.name, sentence=sentence, field=each.field, blocks=each.blocks)
        for each in CHECKS
        for sentence in each.find(story)
    ]
    return sorted(found, key=lambda failure: not failure.is_blocking)


def blocking(story: Story, *, act: str) -> list[Failure]:
    """The failures that keep the story from this act."""
    return [failure for failure in failures(story) if act in failure.blocks]


# The head of the page ------------------------------------------------------------------------


@check(field="headline", blocks=(SUBMIT, PUBLISH))
def has_a_headline(story: Story) -> Iterator[str]:
    if not story.headline:
        yield _("Write a headline.")


@check(field="headline")
def headline_fits(story: Story) -> Iterator[str]:
    if len(story.headline) > LONGEST_HEADLINE:
        yield _("Shorten the headline: it has %(length)s characters, %(most)s fit.") % {
            "length": len(story.headline),
            "most": LONGEST_HEADLINE,
        }


@check(field="standfirst")
def has_a_standfirst(story: Story) -> Iterator[str]:
    if not story.standfirst:
        yield _("Write a standfirst: one sentence under the headline.")


@check(field="section", blocks=(SUBMIT, PUBLISH))
def has_a_section(story: Story) -> Iterator[str]:
    if not story.section_id:
        yield _("Choose the section that the story belongs to.")


@check(field="slug", blocks=(PUBLISH,))
def address_is_its_own(story: Story) -> Iterator[str]:
    if Edition.objects.filter(slug=story.slug).exclude(story=story).exists():
        yield _("Choose another address: a published brief had this one.")


@check(field="bylines")
def is_signed(story: Story) -> Iterator[str]:
    if not story.bylines.all():
        yield _("Say who wrote it.")


@check(field="picture")
def picture_is_described(story: Story) -> Iterator[str]:
    if story.picture and (lacking := story.picture.lacks):
        yield _("Complete the lead picture: %(what)s.") % {"what": ", ".join(lacking)}


# The six sections ----------------------------------------------------------------------------


@check(field="what_happened", blocks=(SUBMIT, PUBLISH))
def says_what_happened(story: Story) -> Iterator[str]:
    if not story.what_happened:
        yield _("Write what happened.")


@check(field="points")
def has_points(story: Story) -> Iterator[str]:
    if not story.points.all():
        yield _("Add what is behind the headline: at least one point.")


@check(field="background")
def has_background(story: Story) -> Iterator[str]:
    if not story.background:
        yield _("Write how we got here.")


@check(field="questions")
def has_questions(story: Story) -> Iterator[str]:
    count = len(story.questions.all())
    if count < WANTED_QUESTIONS:
        missing = WANTED_QUESTIONS - count
        yield ngettext(
            "Add %(missing)s more question.", "Add %(missing)s more questions.", missing
        ) % {"missing": missing}


@check(field="questions")
def questions_ask(story: Story) -> Iterator[str]:
    for question in story.questions.all():
        if not question.text.rstrip().endswith(("?", "？", "؟")):
            yield _("End this question with a question mark: “%(text)s”") % {"text": question.text}


# The papers ----------------------------------------------------------------------------------


@check(field="citations", blocks=(SUBMIT, PUBLISH))
def outlets_are_known(story: Story) -> Iterator[str]:
    for citation in story.citations.all():
        if not citation.outlet:
            yield _("Choose the outlet of a citation: the desk knows no “%(name)s” yet.") % {
                "name": citation.outlet_named
            }


@check(field="citations")
def has_several_outlets(story: Story) -> Iterator[str]:
    names = {citation.outlet_name for citation in story.citations.all()}
    if len(names) < WANTED_OUTLETS:
        yield _("Cite at least %(wanted)s different outlets.") % {"wanted": WANTED_OUTLETS}


@check(field="citations", blocks=(PUBLISH,))
def citations_are_linked(story: Story) -> Iterator[str]:
    for citation in story.citations.all():
        if not (citation.url or citation.is_print_only):
            yield _("Add the link to the article of %(outlet)s, or say that it is print only.") % {
                "outlet": citation.outlet_name
            }


@check(field="citations")
def citations_are_dated(story: Story) -> Iterator[str]:
    for citation in story.citations.all():
        if not citation.published_on:
            yield _("Say when %(outlet)s published its article.") % {"outlet": citation.outlet_name}


# The topics ----------------------------------------------------------------------------------


@check(field="topics")
def has_topics(story: Story) -> Iterator[str]:
    if not story.topics.all():
        yield _("Link the topics that the story is about.")


@check(field="topics")
def topics_are_approved(story: Story) -> Iterator[str]:
    for topic in story.topics.all():
        if topic.entity.state == Entity.State.PROPOSED:
            yield _("%(name)s waits for a moderator; readers do not see it yet.") % {
                "name": topic.entity.name
            }
        elif topic.entity.state != Entity.State.APPROVED:
            yield _("%(name)s is no longer in use: link another topic.") % {
                "name": topic.entity.name
            }


@check(field="topics")
def descriptions_are_whole(story: Story) -> Iterator[str]:
    for topic in story.topics.all():
        if topic.entity.description and is_cut_off(topic.entity.description):
            yield _("The description of %(name)s is cut off: “… %(end)s”") % {
                "name": topic.entity.name,
                "end": topic.entity.description[-40:],
            }


@check(field="topics")
def descriptions_name_their_source(story: Story) -> Iterator[str]:
    for topic in story.topics.all():
        entity = topic.entity
        if entity.description and not (entity.description_source and entity.description_licence):
            yield _("Say where the description of %(name)s comes from, and its licence.") % {
                "name": entity.name
            }


# What a cut hides ----------------------------------------------------------------------------


@check(field="points")
def points_are_whole(story: Story) -> Iterator[str]:
    for point in story.points.all():
        if is_cut_off(point.text):
            yield _stops(point.text)


@check(field="citations")
def reports_are_whole(story: Story) -> Iterator[str]:
    for citation in story.citations.all():
        if is_cut_off(citation.text):
            yield _stops(citation.text)


def _stops(text: str) -> str:
    return _("This text stops in mid-sentence: “… %(end)s”") % {"end": text[-40:]}
