"""The lines under "Sources": what is known of each article that the papers section cites."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Any

from stories.briefs import dates
from stories.briefs.layout import CitedArticle, Line, NotABrief
from stories.briefs.markup import BULLET, escaped, split, visible

LABEL = r":(?=\s|$)"
QUOTES = '"“”„«»'

_QUOTED = rf"[{QUOTES}]((?:\\.|[^\\])*?)[{QUOTES}](?=\s*(?:,|$))"
_URL = r"(?:<(https?://[^\s<>]+)>|(https?://[^\s<>]*[^\s<>,;.]))(?=[,;.]*(?:\s|$))"
HEADLINE = re.compile(_QUOTED)
QUOTE = re.compile(rf"quote:?\s+{_QUOTED}", re.IGNORECASE)
LINK = re.compile(_URL, re.IGNORECASE)
KEPT_COPY = re.compile(rf"archived:?\s+{_URL}", re.IGNORECASE)
PRINT_ONLY = re.compile(r"print[ -]only(?=\s*(?:,|$))", re.IGNORECASE)
WEB_ADDRESS = re.compile(r"https?://[^\s\x00-\x1f\x7f-\x9f<>]+", re.IGNORECASE)


def read(lines: Iterable[Line], *, named: Callable[[str], str]) -> list[CitedArticle]:
    """The articles in the order of their lines, without text. `named` spells an outlet's name.

    Raises NotABrief for a line that is no bullet, or has something in it that cannot be told.
    """
    articles = []
    for line in lines:
        if not line.text:
            continue
        bullet = BULLET.match(line.text)
        if not bullet:
            raise NotABrief(
                f"under Sources every line is a bullet, “- Outlet: …”; this one is not: "
                f"“{_shortened(line.text)}”.",
                line=line.number,
            )
        if content := line.text[bullet.end() :]:
            articles.append(_article(content, line.number, named))
    return articles


def written(article: CitedArticle) -> str:
    """An article's line."""
    parts = [
        _quoted(article.headline),
        dates.written(article.published_on),
        _link(article.url),
        f"archived {link}" if (link := _link(article.archive_url)) else "",
        f"quote {quote}" if (quote := _quoted(article.quote)) else "",
        "print only" if article.is_print_only else "",
    ]
    details = ", ".join(part for part in parts if part)
    return f"- {label(article.outlet)}: {details}".rstrip()


def has_details(article: CitedArticle) -> bool:
    return article != CitedArticle(outlet=article.outlet, text=article.text)


def label(text: str) -> str:
    """A text as it stands before the colon of its line."""
    return re.sub(LABEL, r"\\:", escaped(text))


def joined(cited: Iterable[CitedArticle], sources: Iterable[CitedArticle]) -> list[CitedArticle]:
    """Give each cited text the next source of its outlet; a source left over stands alone."""
    articles = list(cited)
    waiting: dict[str, list[int]] = {}
    for index in reversed(range(len(articles))):
        waiting.setdefault(_key(articles[index].outlet), []).append(index)
    for source in sources:
        if places := waiting.get(_key(source.outlet)):
            article = articles[index := places.pop()]
            articles[index] = replace(source, outlet=article.outlet, text=article.text)
        else:
            articles.append(source)
    return articles


def _article(content: str, number: int, named: Callable[[str], str]) -> CitedArticle:
    outlet, *rest = split(content, LABEL, most=1)
    name = named(visible(outlet))
    if not name or (not rest and re.search(rf"[{QUOTES},]|://", outlet)):
        raise NotABrief(
            'a source begins with its outlet and a colon: “- Outlet: "Headline", date, link”.',
            line=number,
        )
    return CitedArticle(outlet=name, text="", **_details(rest[0] if rest else "", number))


def _details(text: str, number: int) -> dict[str, Any]:
    details: dict[str, Any] = {}
    at = 0
    while at < len(text):
        if text[at].isspace() or text[at] in ",;.":
            at += 1
            continue
        kind, value, at = _detail(text, at, number)
        if kind in details:
            raise NotABrief(f"this source has a second {_WORDS[kind]}.", line=number)
        details[kind] = value
    return details


_WORDS = {
    "headline": "headline",
    "published_on": "date",
    "url": "link",
    "archive_url": "link to a kept copy",
    "quote": "quotation",
    "is_print_only": "“print only”",
}


def _detail(text: str, at: int, number: int) -> tuple[str, str | bool, int]:
    """The kind and value of what stands at a place in a source's line, and where it ends."""
    for kind, pattern in (("headline", HEADLINE), ("quote", QUOTE)):
        if match := pattern.match(text, at):
            return kind, visible(match[1]), match.end()
    for kind, pattern in (("url", LINK), ("archive_url", KEPT_COPY)):
        if match := pattern.match(text, at):
            return kind, match[1] or match[2], match.end()
    if match := PRINT_ONLY.match(text, at):
        return "is_print_only", True, match.end()
    match = dates.DATE.match(text, at)
    if match and (day := dates.iso(match)):
        return "published_on", day, match.end()
    if match:
        raise NotABrief(f"“{match[0]}” is no date: there is no such day.", line=number)
    found = _shortened(text[at:].split(",")[0])
    raise NotABrief(
        f"“{found}” is neither a headline in quotation marks, nor a date, nor a link that begins "
        "with https://.",
        line=number,
    )


def _quoted(text: str) -> str:
    inner = escaped(text, signs=QUOTES)
    return f'"{inner}"' if inner else ""


def _link(url: str) -> str:
    if not WEB_ADDRESS.fullmatch(url):
        return ""
    return f"<{url}>" if url.endswith((",", ";", ".")) else url


def _key(outlet: str) -> str:
    return outlet.casefold().removeprefix("the ")


def _shortened(text: str) -> str:
    return text if len(text) <= 60 else f"{text[:59]}…"
