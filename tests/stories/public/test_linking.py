"""The first mention of each topic of a brief is a link to it."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from entities import merging, profiles
from entities.book import Book, small
from newsroom import html
from newsroom.prose import plain
from stories.public.linking import Links, linked
from tests import make

pytestmark = pytest.mark.django_db

KIM, SEOUL = 1, 2
NAMES = {KIM: ["Kim Jong Un", "김정은"], SEOUL: ["Seoul"], 3: ["Seoul Times"]}


def card(pk, slug):
    fields = dict.fromkeys(profiles.Card.__dataclass_fields__, "")
    return profiles.Card(**fields | {"id": pk, "slug": slug, "name": slug})


def links(*, outlets=()):
    cards = [card(KIM, "kim-jong-un"), card(SEOUL, "seoul")]
    return Links(cards, book=small(NAMES), outlets=outlets)


def texts(runs):
    return [(run.text, run.url) for run in runs]


def test_the_first_mention_in_the_order_of_the_page_is_the_link():
    found = links()
    assert found.in_prose("<p>On Monday Kim Jong Un met Kim Jong Un.</p>") == (
        '<p>On Monday <a href="/topics/kim-jong-un/">Kim Jong Un</a> met Kim Jong Un.</p>'
    )
    assert texts(found.in_text("Kim Jong Un left Seoul.")) == [
        ("Kim Jong Un left ", ""),
        ("Seoul", "/topics/seoul/"),
        (".", ""),
    ]


def test_a_name_that_an_editor_linked_stays_their_link_and_the_next_mention_is_ours():
    text = '<p><a href="https://a.example/">Seoul</a> and Seoul</p>'
    assert links().in_prose(text) == (
        '<p><a href="https://a.example/">Seoul</a> and <a href="/topics/seoul/">Seoul</a></p>'
    )


def test_what_is_part_of_a_longer_name_or_of_an_outlet_is_no_mention():
    assert texts(links().in_text("The Seoul Times reports.")) == [("The Seoul Times reports.", "")]
    found = links(outlets=["Seoul Herald"])
    assert texts(found.in_text("Seoul Herald said")) == [("Seoul Herald said", "")]


def test_signs_of_markup_in_a_text_stay_text():
    assert links().in_prose("<p>5 &lt; 6 &amp; Seoul “is”</p>") == (
        '<p>5 &lt; 6 &amp; <a href="/topics/seoul/">Seoul</a> “is”</p>'
    )


def test_a_name_that_two_profiles_share_leads_to_the_one_that_the_story_links():
    shared = small({KIM: ["Kim"], 9: ["Kim"]})
    found = Links([card(KIM, "kim")], book=shared, outlets=[])
    assert texts(found.in_text("Kim left")) == [("Kim", "/topics/kim/"), (" left", "")]
    both = Links([card(KIM, "kim"), card(9, "kim-2")], book=shared, outlets=[])
    assert texts(both.in_text("Kim left")) == [("Kim left", "")]


WORDS = st.lists(st.sampled_from(["Seoul", "Kim Jong Un", "a&b", "“", "<", "met", "\n"]))


@given(WORDS.map(" ".join))
def test_links_change_no_word(text):
    runs = links().in_text(text)
    assert "".join(run.text for run in runs) == text
    assert all(run.text for run in runs)
    prose = html.clean(f"<p>{text.replace('&', '&amp;').replace('<', '&lt;')}</p>")
    assert plain(links().in_prose(prose)) == plain(prose)
    assert html.clean(links().in_prose(prose)) == links().in_prose(prose)


def test_a_page_of_a_story_links_its_topics_once_and_no_others(client):
    topic = make.entity("Pyongyang", aliases=["평양"])
    make.entity("Vladivostok")
    live = make.edition(
        topics=[topic],
        what_happened="<p>It happened in 평양, not in Vladivostok.</p>",
        background="<p>Before that Pyongyang.</p>",
    )
    page = client.get(live.get_absolute_url()).content.decode()
    assert 'in <a href="/topics/pyongyang/">평양</a>, not in Vladivostok' in page
    assert "Before that Pyongyang." in page


def test_the_texts_of_a_document_come_in_the_order_of_the_page():
    topic = make.entity("Pyongyang")
    live = make.edition(
        topics=[topic], what_happened="<p>There.</p>", background="<p>Pyongyang.</p>"
    )
    live.story.points.update(text="In Pyongyang.")
    document = make.next_edition(live.story, now=make.NOW + make.HOUR).document
    text = linked(document, profiles.cards(document.topics), book=small({topic.pk: ["Pyongyang"]}))
    [(_theme, [point])] = text.themes
    assert texts(point.runs)[1] == ("Pyongyang", "/topics/pyongyang/")
    assert text.background == "<p>Pyongyang.</p>"


def test_an_empty_book_links_nothing():
    found = Links([card(KIM, "kim")], book=Book.of([]), outlets=[])
    assert found.in_prose("<p>Kim Jong Un</p>") == "<p>Kim Jong Un</p>"


def test_a_merged_topic_leads_to_its_survivor(client):
    loser, survivor = make.entity("Chosun"), make.entity("Korea")
    live = make.edition(topics=[loser], what_happened="<p>In Chosun.</p>")
    merge = merging.begin(survivor=survivor, loser=loser, by=None, now=make.NOW)
    merging.finish(merge=merge, choices={}, by=None, now=make.NOW)
    page = client.get(live.get_absolute_url()).content.decode()
    assert 'In <a href="/topics/korea/">Chosun</a>.' in page
