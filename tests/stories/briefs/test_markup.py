"""The light markup and the stored HTML tell the same, whatever the text."""

import nh3
import pytest
from hypothesis import given
from hypothesis import strategies as st

from stories.briefs import markup

TEXT = st.text(
    st.one_of(
        st.sampled_from("*[]()\\+-–•>.:1 a\N{NO-BREAK SPACE}&<\"'"),
        st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")),
    ),
    max_size=12,
)
HREF = st.sampled_from(
    ["", "", "https://a.example/", "http://a.example/x_(y)?q=1&amp;r=[2]*3*", "mailto:a@b.example"]
)


@st.composite
def inline_html(draw):
    def told(text):
        return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    parts = []
    for _ in range(draw(st.integers(0, 5))):
        part = told(draw(TEXT))
        for tag in draw(st.lists(st.sampled_from(["strong", "em"]), max_size=2, unique=True)):
            part = f"<{tag}>{part}</{tag}>"
        if href := draw(HREF):
            part = f'<a href="{href}">{part}</a>'
        parts.append(part)
    return "".join(parts)


@st.composite
def stored_html(draw):
    shapes = ["<p>{}</p>", "<ul><li><p>{}</p></li></ul>", "<ol><li><p>{}</p></li></ol>"]
    shapes += ["<blockquote><p>{}</p></blockquote>"]
    inner = draw(st.lists(st.tuples(st.sampled_from(shapes), inline_html()), max_size=5))
    return canonical("".join(shape.replace("{}", text) for shape, text in inner))


def canonical(html):
    return markup.html_of(markup.blocks_of(html))


def read(lines):
    return markup.html_of(markup.block_of(line) for line in lines if line)


def paragraph(line):
    return markup.html_of([markup.block_of(line)])


@given(stored_html())
def test_what_is_written_is_read_back(html):
    assert read(markup.lines_of(html)) == html


@given(stored_html())
def test_canonical_html_is_what_the_sanitiser_leaves_of_it(html):
    cleaned = nh3.clean(
        html,
        tags={"p", "ul", "ol", "li", "blockquote", "strong", "em", "a"},
        attributes={"a": {"href"}},
        url_schemes={"http", "https", "mailto"},
        link_rel=None,
    )
    assert cleaned == html


@given(st.lists(st.text(max_size=30)))
def test_any_lines_become_html_that_is_written_and_read_back(lines):
    html = read([markup.one_line(line) for line in lines])
    assert read(markup.lines_of(html)) == html


@given(TEXT)
def test_an_escaped_text_is_seen_as_it_was(text):
    assert markup.visible(markup.escaped(text)) == markup.one_line(text)


@given(TEXT)
def test_a_guarded_line_is_a_paragraph_of_that_text(text):
    block = markup.block_of(markup.guarded(markup.escaped(text)))
    assert block.kind == "p"
    assert markup.visible(block.text) == markup.one_line(text)


@pytest.mark.parametrize(
    ("line", "html"),
    [
        ("a **b** c", "<p>a <strong>b</strong> c</p>"),
        ("a *b* c", "<p>a <em>b</em> c</p>"),
        ("***a***", "<p><strong><em>a</em></strong></p>"),
        ("**a *b* c**", "<p><strong>a <em>b</em> c</strong></p>"),
        ("*a **b** c*", "<p><em>a </em><strong><em>b</em></strong><em> c</em></p>"),
        ("[a](https://a.example/x_(y))", '<p><a href="https://a.example/x_(y)">a</a></p>'),
        ("**[a](https://a.example)**", '<p><a href="https://a.example"><strong>a</strong></a></p>'),
        ("2 * 3 * 4 ** 5", "<p>2 * 3 * 4 ** 5</p>"),
        ("*a and **b", "<p>*a and **b</p>"),
        ("***a**", "<p><strong>*a</strong></p>"),
        ("[sic] (yes)", "<p>[sic] (yes)</p>"),
        ("[a](javascript:alert)", "<p>[a](javascript:alert)</p>"),
        (r"\*a\* \[b\](https://c.example)", "<p>*a* [b](https://c.example)</p>"),
        (r"C:\new \\host", r"<p>C:\new \host</p>"),
        ("a < b & c > d", "<p>a &lt; b &amp; c &gt; d</p>"),
        ("+ a", "<ul><li><p>a</p></li></ul>"),
        ("- a", "<ul><li><p>a</p></li></ul>"),
        ("12. a", "<ol><li><p>a</p></li></ol>"),
        ("> a", "<blockquote><p>a</p></blockquote>"),
        (r"\+ a", "<p>+ a</p>"),
        (r"\1. a", "<p>1. a</p>"),
        (r"\Background", "<p>Background</p>"),
        ("2024. a", "<p>2024. a</p>"),
    ],
)
def test_a_line_becomes(line, html):
    assert paragraph(line) == html


def test_items_that_follow_each_other_are_one_list():
    assert read(["+ a", "+ b", "1. c"]) == (
        "<ul><li><p>a</p></li><li><p>b</p></li></ul><ol><li><p>c</p></li></ol>"
    )


def test_nested_lists_are_levelled_and_unknown_tags_leave_their_text():
    html = "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul><h2>c<br>d</h2>e"
    assert canonical(html) == ("<ul><li><p>a</p></li><li><p>b</p></li></ul><p>c d</p><p>e</p>")


def test_bold_does_not_touch_the_space_at_its_edges():
    assert canonical("<p>a<strong> b </strong>c</p>") == "<p>a <strong>b</strong> c</p>"


def test_a_link_to_anything_but_the_web_or_a_mailbox_leaves_its_words():
    assert canonical('<p><a href="javascript:x">a</a></p>') == "<p>a</p>"


def test_numbered_items_are_numbered():
    html = "<ol><li><p>a</p></li><li><p>b</p></li></ol>"
    assert markup.lines_of(html) == ["1. a", "2. b"]


def test_a_text_is_cut_at_signs_without_a_backslash():
    assert markup.split(r"a\,b, c ,d", ",") == [r"a\,b", "c", "d"]
    assert markup.split("a: b: c", ":", most=1) == ["a", "b: c"]


@pytest.mark.parametrize("sign", ["*", "**", "[", "\\", "[a](https://", "***a**b*", "*a "])
def test_markup_takes_linear_time(sign):
    assert markup.visible(sign * (200_000 // len(sign)))
