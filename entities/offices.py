"""An office and where it is held, as words that read well. Pure: nothing of it is kept.

“Secretary” at “the Security Council of Russia” is the “Secretary of the Security Council of
Russia”. Where “of” might be wrong English stands a comma, which never is.
"""

import re
from functools import cache

from django.utils import translation
from django.utils.translation import gettext as _
from django_countries import countries

from entities.names import name_key

# An office that ends in one of these is held “of” something.
OF_SOMETHING = re.compile(
    r"\b(captain|chair|chairman|chairperson|chairwoman|chancellor|chief|commander|director|emperor"
    r"|empress|general|governor|head|king|leader|mayor|member|minister|monarch|premier|president"
    r"|prince|princess|queen|secretary|speaker)$",
    re.I,
)
# What ends a title that goes straight on to the place: “Secretary of the”, “Adviser to”.
GOES_ON = re.compile(r"\b(of|to|at|for|in|on|with)( the)?$", re.I)
# A title that says already what the office is of: “Minister of Defence”, “Envoy to Ukraine”.
IS_OF_SOMETHING = re.compile(r"\b(of|to|at|for|in|on|with)\b|,", re.I)
ARTICLE = re.compile(r"the\s+", re.I)
# Countries whose names stand with an article in a sentence, besides all that end in “islands”.
WITH_ARTICLE = frozenset(
    {
        *("bahamas", "central african republic", "comoros", "congo", "czech republic"),
        *("democratic republic of the congo", "dominican republic", "gambia", "isle of man"),
        *("maldives", "netherlands", "philippines", "republic of the congo", "seychelles"),
        *("united arab emirates", "united kingdom", "united states", "united states of america"),
    }
)


def in_words(title: str, place: str) -> str:
    """The office with the place where it is held, each said once."""
    if not place or _names(title, place):
        return title
    if GOES_ON.search(title):
        return f"{title} {place}"
    if OF_SOMETHING.search(title) and not IS_OF_SOMETHING.search(title):
        if ARTICLE.match(place):
            return _("%(office)s of %(place)s") % {"office": title, "place": _in_a_sentence(place)}
        if (name := name_key(place)) in WITH_ARTICLE or name.endswith(" islands"):
            return _("%(office)s of the %(place)s") % {"office": title, "place": place}
        if name in _countries():
            return _("%(office)s of %(place)s") % {"office": title, "place": place}
    return _("%(office)s, %(place)s") % {"office": title, "place": place}


def without_article(place: str) -> str:
    """The name of a place that stands with its article in a sentence."""
    return ARTICLE.sub("", place, count=1) if ARTICLE.match(place) else place


def _names(title: str, place: str) -> bool:
    """Whether the title has the place in it already, as whole words."""
    said, name = f" {name_key(title)} ", name_key(without_article(place))
    return f" {name} " in said


def _in_a_sentence(place: str) -> str:
    return f"the {without_article(place)}"


@cache
def _countries() -> frozenset[str]:
    """The countries whose English names stand without an article."""
    with translation.override("en"):
        names = {name_key(country.name) for country in countries}
    return frozenset(name for name in names if "(" not in name and "," not in name)
