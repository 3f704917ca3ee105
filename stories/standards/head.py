"""Checks of the head of the page: headline, standfirst, section, address, byline, picture."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from stories.models import Story
from stories.standards.facts import Facts
from stories.standards.registry import CORRECT, PUBLISH, SUBMIT, check

LONGEST_HEADLINE = 110


@check(field="headline", blocks=(SUBMIT, PUBLISH, CORRECT))
def has_a_headline(story: Story, facts: Facts) -> Iterator[str]:
    if not story.headline:
        yield _("Write a headline.")


@check(field="headline")
def headline_fits(story: Story, facts: Facts) -> Iterator[str]:
    if len(story.headline) > LONGEST_HEADLINE:
        yield _("Shorten the headline: it has %(length)s characters, %(most)s fit.") % {
            "length": len(story.headline),
            "most": LONGEST_HEADLINE,
        }


@check(field="headline")
def headline_is_new(story: Story, facts: Facts) -> Iterator[str]:
    for address in facts.same_headline(story):
        yield _("Write another headline: the brief at %(address)s has this one.") % {
            "address": address
        }


@check(field="standfirst")
def has_a_standfirst(story: Story, facts: Facts) -> Iterator[str]:
    if not story.standfirst:
        yield _("Write a standfirst: one sentence under the headline.")


@check(field="section", blocks=(SUBMIT, PUBLISH, CORRECT))
def has_a_section(story: Story, facts: Facts) -> Iterator[str]:
    if not story.section_id:
        yield _("Choose the section that the story belongs to.")


@check(field="slug", blocks=(PUBLISH, CORRECT))
def address_is_its_own(story: Story, facts: Facts) -> Iterator[str]:
    if facts.address_is_taken(story):
        yield _("Choose another address: a published brief had this one.")


@check(field="bylines")
def is_signed(story: Story, facts: Facts) -> Iterator[str]:
    if not story.bylines.all():
        yield _("Say who wrote it.")


@check(field="picture")
def has_a_picture(story: Story, facts: Facts) -> Iterator[str]:
    if not story.picture:
        yield _("Choose a lead picture.")


@check(field="picture", blocks=(PUBLISH,))
def picture_is_described(story: Story, facts: Facts) -> Iterator[str]:
    if story.picture and (lacking := story.picture.lacks):
        yield _("Complete the lead picture: %(what)s.") % {"what": ", ".join(lacking)}
