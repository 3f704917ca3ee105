"""Licences that a text of a profile may stand under: their names, deeds and what they ask for.

A licence is kept as it was typed; here is what is known of it. Pure.
"""

import re
from dataclasses import dataclass


@dataclass(frozen=True, kw_only=True)
class Licence:
    """`url` is empty for a licence that we do not know; to be safe, it asks for attribution."""

    name: str
    url: str = ""
    asks_for_attribution: bool = True


@dataclass(frozen=True, kw_only=True)
class Family:
    """The versions of one licence. `written` finds all the ways it is written, and `v` in them."""

    name: str
    deed: str
    written: str
    newest: str
    asks_for_attribution: bool = True

    def meant(self, text: str) -> Licence | None:
        """The licence, if it is one of these. Without a version, its deed is the newest."""
        match = re.fullmatch(self.written, text, re.I)
        if not match:
            return None
        given = match.groupdict()
        version, terms = given["v"] or "", (given.get("terms") or "").lower()
        name = self.name.format(terms=terms.upper(), v=version).strip()
        return Licence(
            name=name,
            url=self.deed.format(terms=terms, v=version or self.newest),
            asks_for_attribution=self.asks_for_attribution,
        )


FAMILIES = (
    Family(
        name="CC {terms} {v}",
        deed="https://creativecommons.org/licenses/{terms}/{v}/",
        written=r"(cc|creative commons) (?P<terms>by(-(sa|nd|nc|nc-sa|nc-nd))?)"
        r"( v?(?P<v>[1-4]\.[05]))?( (international|unported|generic))?( licen[cs]e)?",
        newest="4.0",
    ),
    Family(
        name="CC0 {v}",
        deed="https://creativecommons.org/publicdomain/zero/{v}/",
        written=r"(cc|creative commons) ?(0|zero)( v?(?P<v>1\.0))?( universal)?"
        r"( public domain dedication)?",
        newest="1.0",
        asks_for_attribution=False,
    ),
    Family(
        name="Public domain",
        deed="https://creativecommons.org/publicdomain/mark/{v}/",
        written=r"(cc )?(public domain|pdm?)( mark)?( v?(?P<v>1\.0))?",
        newest="1.0",
        asks_for_attribution=False,
    ),
    Family(
        name="GFDL {v}",
        deed="https://www.gnu.org/licenses/fdl-{v}.html",
        written=r"(gfdl|gnu fdl|gnu free documentation licen[cs]e)"
        r"(,? (version )?v?(?P<v>1\.[1-3]))?( or later)?",
        newest="1.3",
    ),
    Family(
        name="OGL UK {v}",
        deed="https://www.nationalarchives.gov.uk/doc/open-government-licence/version/{v}/",
        written=r"(uk )?(ogl|open government licen[cs]e)( uk)?( v?(?P<v>[1-3])(\.0)?)?",
        newest="3",
    ),
    Family(
        name="Licence Ouverte {v}",
        deed="https://www.etalab.gouv.fr/licence-ouverte-open-licence/",
        written=r"(licence ouverte|etalab)( v?(?P<v>[12])(\.0)?)?",
        newest="2",
    ),
    Family(
        name="DL-DE-BY {v}",
        deed="https://www.govdata.de/dl-de/by-2-0",
        written=r"(dl de by|datenlizenz deutschland namensnennung)( (version )?(?P<v>2\.0))?",
        newest="2.0",
    ),
)
# The terms of Creative Commons as words, and the letters that stand for them.
TERMS = (
    (r"\battribution\b", "by"),
    (r"\bshare ?alike\b", "sa"),
    (r"\bnon ?commercial\b", "nc"),
    (r"\bno ?(derivatives|derivs)\b", "nd"),
    (r"(?<=\bby) (?=(sa|nc|nd)\b)", "-"),
    (r"(?<=\bby-nc) (?=(sa|nd)\b)", "-"),
)


def known(text: str) -> Licence | None:
    """The licence that is meant, however it is written: “cc-by-sa-4.0”, “CC BY SA 4.0”."""
    plain = " ".join(re.sub(r"[\s–/-]+", " ", text).strip(" .").lower().split())
    for words, letters in TERMS:
        plain = re.sub(words, letters, plain)
    return next(filter(None, (family.meant(plain) for family in FAMILIES)), None)


def of(text: str) -> Licence | None:
    """What is to be said of a text under this licence; None where none was named."""
    if not text.strip():
        return None
    return known(text) or Licence(name=text.strip())
