"""What is written is read back to the same brief, whatever stands in it."""

import string
from dataclasses import replace

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from stories.briefs import markup, topics
from stories.briefs.attribution import KnownOutlets
from stories.briefs.layout import HEADINGS, Brief, CitedArticle, Point, Topic
from stories.briefs.parse import parse
from stories.briefs.write import write

KNOWN = ("The Guardian", "Guardian Weekly", "Reuters", "South China Morning Post", "Le Monde")
OUTLETS = (*KNOWN, "Coastal Examiner", "The Harbour Courier", "Zed: a paper", "- Odd", "the odd")

# What a text could be taken for.
MISLEADING = [
    *(heading for headings in HEADINGS.values() for heading in headings),
    *("Headline: x", "Tags: a, b", "- a bullet", "• b", "— c", "* d", "+ e", "12. f", "> g", "-"),
    *("**bold**", "*it*", "[w](https://a.example)", "](https://b.example)", "\\", "\\Sources"),
    *("a: b", "a:", ": b", "C:\\x", 'He said "no", then', "“Quote”, 2024", "https://c.example/,"),
    *("4 October 2024", "print only", "archived https://d.example", "(born 3 May 1961)", "()"),
    *("Bo (Korean: 보; born 1 May 1961) is a poet.", "The Guardian said so.", "Both agree."),
    *("According to Reuters, x.", "Taken together, y.", "Reuters", "Meanwhile,", "end.", "#"),
]
CHARACTERS = st.one_of(
    st.sampled_from("*[]()\\+-–•>.:;,1 aA\N{NO-BREAK SPACE}&<\"'“"),
    st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")),
)
PIECE = st.one_of(st.sampled_from(MISLEADING), st.text(CHARACTERS, max_size=10))
LINE = st.lists(PIECE, max_size=3).map(" ".join).map(markup.one_line)
FULL_LINE = LINE.filter(bool)
DATE = st.one_of(
    st.just(""),
    st.dates().map(str),
    st.dates().map(lambda day: str(day)[:7]),
    st.dates().map(lambda day: str(day)[:4]),
)
URL = st.one_of(
    st.just(""),
    st.sampled_from(
        ["https://a.example/x", "http://a.example/?q=[1](2),*3*,", "HTTPS://b.example/."]
    ),
    st.text(string.punctuation + "aé9", max_size=8)
    .map(lambda tail: f"https://c.example/{tail}")
    .filter(lambda url: not set(url) & set("<>")),
)


@st.composite
def html(draw):
    shapes = ["<p>{}</p>", "<ul><li><p>{}</p></li></ul>", "<ol><li><p>{}</p></li></ol>"]
    shapes += ["<blockquote><p>{}</p></blockquote>", "<p><strong>{}</strong></p>"]
    shapes += ['<p>a <a href="https://a.example/(x)">{}</a></p>', "<p><em>{}</em>b</p>"]
    blocks = draw(st.lists(st.tuples(st.sampled_from(shapes), LINE), max_size=4))
    stored = "".join(
        shape.replace("{}", text.replace("&", "&amp;").replace("<", "&lt;"))
        for shape, text in blocks
    )
    return markup.html_of(markup.blocks_of(stored))


@st.composite
def cited_article(draw):
    outlet = draw(st.one_of(st.sampled_from(OUTLETS), FULL_LINE))
    while (name := KnownOutlets(KNOWN).named(outlet)) != outlet:
        outlet = name or "x"
    said = draw(st.sampled_from(["{}", "According to {}, it rains.", "{} reported it. It rained."]))
    has_details = draw(st.booleans())
    return CitedArticle(
        outlet=outlet,
        text=markup.one_line(draw(st.one_of(LINE, st.just(said.replace("{}", outlet))))),
        headline=draw(LINE) if has_details else "",
        published_on=draw(DATE) if has_details else "",
        url=draw(URL) if has_details else "",
        archive_url=draw(URL) if has_details else "",
        quote=draw(LINE) if has_details else "",
        is_print_only=draw(st.booleans()) if has_details else False,
    )


@st.composite
def topic(draw):
    description = draw(LINE)
    if description and draw(st.booleans()):
        return topics.topic("", description)
    native_name = draw(LINE)
    languages = st.sampled_from(["", "ko", "zh-Hant", "sl", "tlh", "sr-Cyrl-RS"])
    return Topic(
        name=draw(FULL_LINE),
        native_name=native_name,
        native_language=draw(languages) if native_name else "",
        born_on=draw(DATE),
        description=description,
        is_name_given=draw(st.booleans()),
    )


@st.composite
def point(draw):
    theme, label, text = draw(LINE), draw(LINE), draw(LINE)
    return Point(theme=theme, label=label, text=text if label or text else "text")


def tuples(strategy, most=4):
    return st.lists(strategy, max_size=most).map(tuple)


BRIEFS = st.builds(
    Brief,
    headline=LINE,
    standfirst=LINE,
    section=LINE,
    tags=tuples(FULL_LINE),
    authors=tuples(FULL_LINE),
    what_happened=html(),
    points=tuples(point()),
    citations=tuples(cited_article()),
    synthesis=html(),
    background=html(),
    questions=tuples(FULL_LINE),
    topics=tuples(topic()),
)


@given(BRIEFS)
@settings(max_examples=300, deadline=None)
@example(Brief())
def test_what_is_written_is_read_back(brief):
    assert parse(write(brief, outlets=KNOWN), outlets=KNOWN) == brief


@given(tuples(cited_article()), html())
@settings(max_examples=300, deadline=None)
def test_the_papers_are_read_back(citations, synthesis):
    brief = Brief(citations=citations, synthesis=synthesis)
    assert parse(write(brief, outlets=KNOWN), outlets=KNOWN) == brief


@given(st.text(max_size=200), st.text(max_size=20))
@settings(deadline=None)
def test_any_text_in_any_field_is_written_as_a_brief_that_stays_the_same(text, other):
    outlet = markup.one_line(other) or "Reuters"  # a citation always has one
    brief = Brief(
        headline=text,
        tags=(text, other),
        what_happened=text,
        points=(Point(theme=text, label=other, text=text),),
        citations=(CitedArticle(outlet=outlet, text=text, headline=text, url=text, quote=other),),
        synthesis=other,
        questions=(text,),
        topics=(Topic(name=other, native_name=text, born_on=other, description=text),),
    )
    once = parse(write(brief, outlets=KNOWN), outlets=KNOWN)
    assert parse(write(once, outlets=KNOWN), outlets=KNOWN) == once


def cited(*pairs, synthesis=""):
    citations = tuple(CitedArticle(outlet=outlet, text=text) for outlet, text in pairs)
    return Brief(citations=citations, synthesis=synthesis)


def papers_of(brief):
    """What is written between the heading of the papers and the next."""
    return write(brief, outlets=KNOWN).partition("What the papers say\n")[2].partition("\n\nSou")[0]


def test_papers_that_can_be_told_apart_are_written_as_prose():
    brief = cited(
        ("Reuters", "According to Reuters, the deal holds."),
        ("Le Monde", "Le Monde reported doubts. It quotes two dockers."),
        synthesis="<p>Taken together, the accounts agree.</p>",
    )
    assert papers_of(brief) == (
        "According to Reuters, the deal holds. Le Monde reported doubts. It quotes two dockers. "
        "Taken together, the accounts agree.\n"
    )


def test_papers_that_prose_would_mix_up_are_written_as_bullets():
    brief = cited(
        ("Reuters", "The deal holds."),
        ("Reuters", "Dockers have doubts."),
        synthesis="<p>Le Monde reported nothing.</p>",
    )
    assert papers_of(brief) == (
        "- Reuters: The deal holds.\n- Reuters: Dockers have doubts.\n\n"
        "Le Monde reported nothing.\n"
    )


def test_a_synthesis_alone_that_names_an_outlet_stands_below_an_empty_bullet():
    brief = Brief(synthesis="<p>Reuters reported nothing.</p>")
    assert papers_of(brief) == "-\n\nReuters reported nothing.\n"


def test_sources_are_written_up_to_the_last_of_which_something_is_known():
    first = CitedArticle(outlet="Reuters", text="Reuters said a.")
    second = CitedArticle(
        outlet="Le Monde",
        text="Le Monde said b.",
        headline='On "b"',
        published_on="2024-10-04",
        url="https://lemonde.example/b,",
        archive_url="https://kept.example/b",
        quote="b, indeed",
    )
    third = replace(second, outlet="Guardian Weekly", text="Guardian Weekly said c.")
    third = CitedArticle(outlet=third.outlet, text=third.text)
    text = write(Brief(citations=(first, second, third)), outlets=KNOWN)
    assert text.partition("Sources\n")[2] == (
        "- Reuters:\n"
        '- Le Monde: "On \\"b\\"", 4 October 2024, <https://lemonde.example/b,>, '
        'archived https://kept.example/b, quote "b, indeed"\n'
    )


def test_a_theme_is_written_once_above_its_points():
    points = (
        Point(theme="Money", label="Pay", text="It rises."),
        Point(theme="Money", label="", text="At 10:30: more."),
        Point(theme="", label="", text="Loose."),
    )
    assert write(Brief(points=points), outlets=()) == (
        "What's happened\n\nWhat's behind the headline?\nMoney\n- Pay: It rises.\n"
        "- At 10:30\\: more.\n\\\n- Loose.\n"
    )


@pytest.mark.parametrize(
    ("topic", "lines"),
    [
        (Topic(name="Orsa"), "- Orsa"),
        (Topic(name="Bo", born_on="1961", native_name="보", native_language="ko"),
         "- Bo (Korean: 보; born 1961)"),
        (Topic(name="Bo", native_name="Bo-o"), "- Bo (native: Bo-o)"),
        (Topic(name="Bo", native_name="x", native_language="tlh"), "- Bo (tlh: x)"),
        (Topic(name="Orsa (state)"), "- Orsa (state)"),
        (Topic(name="Orsa (born 1961)"), "- Orsa \\(born 1961)"),
        (Topic(name="Orsa", description="Orsa is a state.", is_name_given=False),
         "-\nOrsa is a state."),
        (Topic(name="Orsa", description="Orsa is a state."), "- Orsa\nOrsa is a state."),
        (Topic(name="Bo", description="Bo (born 1961) is a poet.", is_name_given=False),
         "- ()\nBo (born 1961) is a poet."),
    ],
)  # fmt: skip
def test_a_topic_is_written_with_no_more_than_its_description_leaves_untold(topic, lines):
    assert write(Brief(topics=(topic,)), outlets=()).partition("topics\n")[2] == f"{lines}\n"


def test_a_brief_without_anything_is_written_with_a_heading():
    assert write(Brief(), outlets=()) == "What's happened\n"
