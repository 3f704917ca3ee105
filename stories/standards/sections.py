"""Checks that every section of the page is filled and whole, and that its links lead somewhere."""

from collections.abc import Iterator

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from newsroom.prose import is_cut_off
from stories.models import Story
from stories.parts import PROSE
from stories.standards.facts import Facts
from stories.standards.registry import CORRECT, PUBLISH, SUBMIT, Found, check
from stories.standards.texts import links, paragraphs

WANTED_QUESTIONS = 3
QUESTION_MARKS = ("?", "？", "؟")
END = 40
# An attribution under a quotation, and the line that leads into a list, need no full stop.
DASHES = ("—", "–", "-")
COLONS = (":", "：")


@check(field="what_happened", blocks=(SUBMIT, PUBLISH, CORRECT))
def says_what_happened(story: Story, facts: Facts) -> Iterator[str]:
    if not story.what_happened:
        yield _("Write what happened.")


@check(field="points")
def has_points(story: Story, facts: Facts) -> Iterator[str]:
    if not story.points.all():
        yield _("Add what is behind the headline: at least one point.")


@check(field="background")
def has_background(story: Story, facts: Facts) -> Iterator[str]:
    if not story.background:
        yield _("Write how we got here.")


@check(field="questions")
def has_questions(story: Story, facts: Facts) -> Iterator[str]:
    count = len(story.questions.all())
    if count < WANTED_QUESTIONS:
        missing = WANTED_QUESTIONS - count
        yield ngettext(
            "Add %(missing)s more question.", "Add %(missing)s more questions.", missing
        ) % {"missing": missing}


@check(field="questions")
def questions_ask(story: Story, facts: Facts) -> Iterator[Found]:
    for row, question in enumerate(story.questions.all()):
        if not question.text.rstrip().endswith(QUESTION_MARKS):
            sentence = _("End this question with a question mark: “%(text)s”")
            yield Found(sentence=sentence % {"text": question.text}, row=row)


@check(field="what_happened")
def prose_is_whole(story: Story, facts: Facts) -> Iterator[Found]:
    for field in PROSE:
        for paragraph in paragraphs(getattr(story, field)):
            if paragraph.startswith(DASHES) or paragraph.endswith(COLONS):
                continue
            if is_cut_off(paragraph):
                yield _stops(paragraph, field=field)


@check(field="points")
def points_are_whole(story: Story, facts: Facts) -> Iterator[Found]:
    for row, point in enumerate(story.points.all()):
        if is_cut_off(point.text):
            yield _stops(point.text, field="points", row=row)


@check(field="citations")
def reports_are_whole(story: Story, facts: Facts) -> Iterator[Found]:
    for row, citation in enumerate(story.citations.all()):
        if is_cut_off(citation.text):
            yield _stops(citation.text, field="citations", row=row)


@check(field="what_happened")
def links_lead_somewhere(story: Story, facts: Facts) -> Iterator[Found]:
    for field, href in links(story):
        if facts.leads_nowhere(href, story=story):
            sentence = _("Mend or take out the link to %(address)s: readers find no page there.")
            yield Found(sentence=sentence % {"address": href}, field=field)


def _stops(text: str, *, field: str, row: int | None = None) -> Found:
    sentence = _("This text stops in mid-sentence: “… %(end)s”") % {"end": text[-END:]}
    return Found(sentence=sentence, field=field, row=row)
