"""What is read from a brief's file: the layout, what it tolerates and what it refuses."""

import time
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stories.briefs.layout import HEADINGS, Brief, CitedArticle, NotABrief, Point, Topic
from stories.briefs.parse import parse

FERRY = """\
Headline: Ferry crews return to work
Standfirst: The strike ends; the timetable does not.
Section: Business
Tags: labour, shipping
By: Ines Moreau, Tom Adeyemi

What's happened
Crews of the **Orsa Line** voted to return on Monday.
The first boat leaves at dawn.

What's behind the headline?
Strategic implications
- Pay: Wages rise by a fifth.
- No new boats before 2030.
Economic considerations
- Fares: They rise at 10:30, the line says.

What the papers say
According to The Tidal Mirror, the vote was close. Two crews abstained. The Kessen Gazette
reported that fares will rise. Taken together, the accounts promise a dear summer.

Sources
- The Tidal Mirror: "Crews say yes", 4 October 2024, https://tidal-mirror.example/yes
- Kessen Gazette: "Dearer boats", October 2024, print only

How we got here
The strike began in May.
+ First the cooks.
+ Then the captains.

Go deeper
- Will fares rise again?
- Who pays?

More on these topics
- Orsa Line
A ferry company.
-
Han Ji-woo (Korean: 한지우; born 3 May 1961) is a mediator.
- Kessen
"""


def read(text, outlets=()):
    return parse(text, outlets=outlets)


def refusal_of(text):
    with pytest.raises(NotABrief) as refusal:
        read(text)
    return refusal.value


def test_a_whole_brief_is_read():
    assert read(FERRY) == Brief(
        headline="Ferry crews return to work",
        standfirst="The strike ends; the timetable does not.",
        section="Business",
        tags=("labour", "shipping"),
        authors=("Ines Moreau", "Tom Adeyemi"),
        what_happened=(
            "<p>Crews of the <strong>Orsa Line</strong> voted to return on Monday.</p>"
            "<p>The first boat leaves at dawn.</p>"
        ),
        points=(
            Point(theme="Strategic implications", label="Pay", text="Wages rise by a fifth."),
            Point(theme="Strategic implications", label="", text="No new boats before 2030."),
            Point(
                theme="Economic considerations",
                label="Fares",
                text="They rise at 10:30, the line says.",
            ),
        ),
        citations=(
            CitedArticle(
                outlet="The Tidal Mirror",
                text="According to The Tidal Mirror, the vote was close. Two crews abstained.",
                headline="Crews say yes",
                published_on="2024-10-04",
                url="https://tidal-mirror.example/yes",
            ),
            CitedArticle(
                outlet="Kessen Gazette",
                text="The Kessen Gazette reported that fares will rise.",
                headline="Dearer boats",
                published_on="2024-10",
                is_print_only=True,
            ),
        ),
        synthesis="<p>Taken together, the accounts promise a dear summer.</p>",
        background=(
            "<p>The strike began in May.</p>"
            "<ul><li><p>First the cooks.</p></li><li><p>Then the captains.</p></li></ul>"
        ),
        questions=("Will fares rise again?", "Who pays?"),
        topics=(
            Topic(name="Orsa Line", description="A ferry company."),
            Topic(
                name="Han Ji-woo",
                native_name="한지우",
                native_language="ko",
                born_on="1961-05-03",
                description="Han Ji-woo (Korean: 한지우; born 3 May 1961) is a mediator.",
            ),
            Topic(name="Kessen"),
        ),
    )


def test_whether_a_topics_name_was_given_is_told():
    assert [topic.is_name_given for topic in read(FERRY).topics] == [True, False, True]


def test_a_byte_order_mark_is_passed_over():
    assert read("\ufeff" + FERRY) == read(FERRY)
    assert read(FERRY.encode("utf-8-sig")) == read(FERRY)


@pytest.mark.parametrize("line_break", ["\r\n", "\r", "\u2028", "\x0b"])
def test_every_line_break_is_one(line_break):
    assert read(FERRY.replace("\n", line_break)) == read(FERRY)


@pytest.mark.parametrize("bullet", ["*", "•", "–", "—"])
def test_every_bullet_is_one(bullet):
    assert read(FERRY.replace("\n-", f"\n{bullet}")) == read(FERRY)


def test_blank_lines_and_space_at_the_edges_make_no_difference():
    papers = FERRY.index("What the papers say")
    sources = FERRY.index("Sources")
    spaced = FERRY[:papers].replace("\n", " \n\n\t") + FERRY[papers:sources]
    spaced += FERRY[sources:].replace("\n", " \n\n  ")
    assert read(spaced) == read(FERRY)


def test_runs_of_spaces_are_one():
    assert read("What happened\nA  b\t c").what_happened == "<p>A b c</p>"


def test_control_characters_go():
    assert read("What happened\nA\x07b").what_happened == "<p>Ab</p>"


@pytest.mark.parametrize("heading", [name for names in HEADINGS.values() for name in names])
@pytest.mark.parametrize(
    "turned",
    [
        str.upper,
        str.lower,
        lambda heading: heading.replace("'", "’"),
        lambda heading: heading.rstrip("?") + ":",
        lambda heading: heading.rstrip("?") + "?",
        lambda heading: f"  {heading} ",
    ],
)
def test_a_heading_is_read_however_it_is_written(heading, turned):
    assert refusal_of(f"{heading}\n{turned(heading)}\n").line == 2


def test_a_heading_within_a_line_is_none():
    assert read("What happened\nSources say so.").what_happened == "<p>Sources say so.</p>"


def test_sections_come_in_any_order():
    head, *sections = FERRY.split("\n\n")
    assert read("\n\n".join([head, *reversed(sections)])) == read(FERRY)


@pytest.mark.parametrize("missing", range(1, 8))
def test_a_missing_section_is_empty(missing):
    parts = FERRY.split("\n\n")
    del parts[missing]
    assert isinstance(read("\n\n".join(parts)), Brief)


def test_a_heading_alone_is_an_empty_brief():
    assert read("Go deeper") == Brief()


def test_a_single_line_without_a_name_is_the_headline():
    brief = read("Ferries: back to *work*\nSection: World\n\nGo deeper")
    assert (brief.headline, brief.section) == ("Ferries: back to work", "World")


def test_the_names_before_the_first_heading_come_in_any_order_and_case():
    brief = read("TAGS : a,, b\nheadline: H\n\nGo deeper")
    assert (brief.tags, brief.headline) == (("a", "b"), "H")


def test_a_comma_behind_a_backslash_does_not_part_tags():
    assert read("Tags: a\\, b, c\nGo deeper").tags == ("a, b", "c")


def test_a_line_without_bullets_below_it_is_a_point_and_not_lost():
    points = read("Behind the headline\nMoney\nPay: It rises.\n- Fares: They too.\nEnd").points
    assert points == (
        Point(theme="", label="", text="Money"),
        Point(theme="Pay: It rises.", label="Fares", text="They too."),
        Point(theme="Pay: It rises.", label="", text="End"),
    )


def test_a_backslash_alone_is_a_theme_without_a_name():
    points = read("Behind the headline\nMoney\n- a\n\\\n- b").points
    assert [point.theme for point in points] == ["Money", ""]


@pytest.mark.parametrize("line", ["- Who pays?", "Who pays?", "1. Who pays?", "* Who *pays*?"])
def test_a_question_needs_no_bullet(line):
    assert read(f"Go deeper\n{line}\n-\n").questions == ("Who pays?",)


def test_a_description_may_take_more_than_one_line():
    topics = read("Topics\n- Orsa\nA state.\n\nIt has a *coast*.").topics
    assert topics[0].description == "A state. It has a coast."


def test_a_topic_without_name_and_description_is_none():
    assert read("Topics\n-\n- Orsa\n-").topics == (Topic(name="Orsa"),)


def test_list_items_in_prose_have_any_bullet_but_a_dash_of_speech():
    html = read("Background\n- a\n* b\n• c\n– d").background
    assert html == ("<ul><li><p>a</p></li><li><p>b</p></li><li><p>c</p></li></ul><p>– d</p>")


def test_outlets_are_spelled_as_they_are_known():
    text = "What the papers say\nThe Kelp said it rained."
    assert read(text).citations == ()
    assert read(text, outlets=["Kelp"]).citations[0].outlet == "Kelp"
    assert read(text, outlets=["The Kelp"]).citations[0].outlet == "The Kelp"


@pytest.mark.parametrize(
    ("text", "line", "reason"),
    [
        (b"\xff\xfeW\x00", None, "not UTF-8"),
        ("Go deeper\n\ud800", None, "not UTF-8"),
        ("Go deeper\n\0", None, "null character"),
        ("Go deeper\n" + "x" * 200_000, None, "longer than 200,000 characters"),
        ("", None, "no heading"),
        ("Just a text.", None, "no heading"),
        ("Go deeper\n\nTopics\n\nGO DEEPER?", 5, "comes twice; it first stands on line 1"),
        ("One\nTwo\nGo deeper", 2, "there is a headline already"),
        ("Headline: a\nHeadline: b\nGo deeper", 2, "a second “Headline”"),
        ("Sources\nReuters: 2024", 2, "every line is a bullet"),
        ("Sources\n- Reuters: 30 February 2024", 2, "“30 February 2024” is no date"),
        ("Sources\n- Reuters: yesterday", 2, "“yesterday” is neither a headline"),
        ("Topics\nOrsa is a state.", 2, "has no bullet before it"),
    ],
)
def test_a_text_is_refused_with_its_line_and_a_reason(text, line, reason):
    refusal = refusal_of(text)
    assert refusal.line == line
    assert reason in refusal.reason
    assert str(refusal).startswith("Line " if line else refusal.reason[0].upper())


LINES = st.one_of(
    st.sampled_from([name for names in HEADINGS.values() for name in names]),
    st.sampled_from(
        ["- a: b", "-", "Reuters said a.", "Tags: a", "\\", "> x", "- A: 2024, x", "("]
    ),
    st.text(),
)


@given(st.lists(LINES).map("\n".join) | st.binary() | st.text())
@settings(deadline=None)
def test_nothing_but_a_refusal_is_raised(text):
    with suppress(NotABrief):
        assert read(text, outlets=["Reuters", text[:10] if isinstance(text, str) else ""])


UNITS = ["[", "*a ", "- a: b\n", "Reuters said a. ", "-\nBo (", "\\", "a\n", '- A: "x\n', "<", "(("]


@pytest.mark.parametrize("heading", [names[0] for names in HEADINGS.values()])
@pytest.mark.parametrize("unit", UNITS)
def test_a_long_section_takes_no_longer_than_its_length(heading, unit):
    text = f"{heading}\n" + unit * (60_000 // len(unit))
    before = time.process_time()
    with suppress(NotABrief):
        read(text, outlets=["Reuters"])
    assert time.process_time() - before < 5  # ten times what it takes
