"""Checks of what the papers say: outlets, links, dates, quotations."""

import re
from collections.abc import Iterator
from urllib.parse import parse_qsl, urlencode, urlsplit

from django.utils.translation import gettext as _

from newsroom.prose import words
from stories.models import Story
from stories.standards.facts import Facts
from stories.standards.registry import CORRECT, PUBLISH, SUBMIT, Found, check

WANTED_OUTLETS = 2
# Fair use and the right to quote cover what a reader needs to see what was said; neither names a
# number. A sentence or two of an article are safe in most places, a passage of it is not.
LONGEST_QUOTE = 40
QUOTED = re.compile(r"“([^“”]+)”|«([^«»]+)»|„([^„“”]+)[“”]")
# Put into a link by whoever sent it round; the page is the same without them.
TRACKING = re.compile(r"utm_\w+|fbclid|gclid|mc_[ce]id|igshid", re.IGNORECASE)


@check(field="citations", blocks=(SUBMIT, PUBLISH, CORRECT))
def outlets_are_known(story: Story, facts: Facts) -> Iterator[Found]:
    for row, citation in enumerate(story.citations.all()):
        if not citation.outlet:
            sentence = _("Choose the outlet of a citation: the desk knows no “%(name)s” yet.")
            yield Found(sentence=sentence % {"name": citation.outlet_named}, row=row)


@check(field="citations")
def has_several_outlets(story: Story, facts: Facts) -> Iterator[str]:
    names = {citation.outlet_name for citation in story.citations.all()}
    if len(names) < WANTED_OUTLETS:
        yield _("Cite at least %(wanted)s different outlets.") % {"wanted": WANTED_OUTLETS}


@check(field="citations", blocks=(PUBLISH,))
def citations_are_linked(story: Story, facts: Facts) -> Iterator[Found]:
    for row, citation in enumerate(story.citations.all()):
        if not (citation.url or citation.is_print_only):
            sentence = _("Add the link to the article of %(outlet)s, or say that it is print only.")
            yield Found(sentence=sentence % {"outlet": citation.outlet_name}, row=row)


@check(field="citations")
def citations_are_dated(story: Story, facts: Facts) -> Iterator[Found]:
    for row, citation in enumerate(story.citations.all()):
        if not citation.published_on:
            sentence = _("Say when %(outlet)s published its article.")
            yield Found(sentence=sentence % {"outlet": citation.outlet_name}, row=row)


@check(field="citations")
def links_are_cited_once(story: Story, facts: Facts) -> Iterator[Found]:
    first: dict[str, str] = {}
    for row, citation in enumerate(story.citations.all()):
        page = the_page(citation.url)
        if page and page in first:
            sentence = _(
                "Correct this link, or join two citations: %(outlet)s is cited with it too."
            )
            yield Found(sentence=sentence % {"outlet": first[page]}, row=row)
        first.setdefault(page, citation.outlet_name)


@check(field="citations", blocks=(PUBLISH,))
def quotes_are_short(story: Story, facts: Facts) -> Iterator[Found]:
    for row, citation in enumerate(story.citations.all()):
        passages = [citation.quote, *("".join(found) for found in QUOTED.findall(citation.text))]
        count = max(words(passage) for passage in passages)
        if count > LONGEST_QUOTE:
            sentence = _("Shorten what you quote of %(outlet)s: %(count)s words, %(most)s may be.")
            given = {"outlet": citation.outlet_name, "count": count, "most": LONGEST_QUOTE}
            yield Found(sentence=sentence % given, row=row)


def the_page(url: str) -> str:
    """The page that a link leads to: the same for links that differ in nothing that matters."""
    parts = urlsplit(url)
    host = parts.netloc.lower().removeprefix("www.")
    asked = [
        pair
        for pair in parse_qsl(parts.query, keep_blank_values=True)
        if not TRACKING.fullmatch(pair[0])
    ]
    return f"{host}{parts.path.rstrip('/')}?{urlencode(asked)}" if host else ""
