"""A topic's own page: what they are and were, how they stand to others, and on whose word."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from entities.models import Alias, Entity, Position
from tests import make

pytestmark = pytest.mark.django_db

CC = "https://creativecommons.org/licenses/by-sa/4.0/"


def page_of(client, entity):
    response = client.get(entity.get_absolute_url())
    assert response.status_code == 200
    return " ".join(response.content.decode().split())


def card_of(client, entity):
    """The card of the topic on the page of a live brief."""
    edition = make.edition(topics=[entity], now=timezone.now() - timedelta(hours=1))
    page = " ".join(client.get(edition.get_absolute_url()).content.decode().split())
    return page[page.index('<div class="topic-card">') :].split("</li>")[0]


@pytest.fixture
def shoigu():
    council = make.entity("Security Council of Russia", kind="organisation")
    return make.entity(
        "Sergei Shoigu",
        kind="person",
        description="He is a politician. He was born in Tuva.",
        position={
            "title": "Secretary",
            "at": "the Security Council of Russia",
            "organisation": council,
            "started_on": "2024-05",
            "as_of": date(2026, 2, 28),
        },
    )


# What they are now -------------------------------------------------------------------------------


def test_the_page_says_what_they_are_now_since_when_and_as_of_when(client, shoigu):
    page = page_of(client, shoigu)
    council = '<a href="/topics/security-council-of-russia/">Security Council of Russia</a>'
    assert f"Secretary of the {council}, since May 2024" in page
    assert "as of 28 February 2026" in page


def test_so_do_its_title_and_its_description_for_other_sites(client, shoigu):
    page = page_of(client, shoigu)
    office = "Secretary of the Security Council of Russia"
    assert f"<title>Sergei Shoigu, {office} · " in page
    described = f"Sergei Shoigu: {office}, since May 2024. He is a politician."
    assert f'<meta name="description" content="{described}' in page


def test_the_card_says_it_in_one_line(client, shoigu):
    card = card_of(client, shoigu)
    assert "Secretary of the Security Council of Russia, since May 2024" in card
    assert "as of 28 February 2026" in card
    assert "He is a politician. He was born in Tuva." in card


def test_all_that_they_are_now_stands_at_the_head_and_what_they_were_in_the_list(client, shoigu):
    Position.objects.create(entity=shoigu, title="General of the Army", started_on="2003")
    Position.objects.create(
        entity=shoigu,
        title="Minister of Defence",
        started_on="2012",
        ended_on="2024-05",
        source_name="Kremlin",
        source_url="https://kremlin.example/",
    )
    page = page_of(client, shoigu)
    head, rest = page.split("</header>", 2)[1:]
    assert head.index("Secretary of the") < head.index("General of the Army")
    assert "Minister of Defence" not in head
    assert "<span>2012 –</span> <span>May 2024</span>" in rest
    assert '<a href="https://kremlin.example/" rel="external noopener">Kremlin</a>' in rest


def test_whoever_holds_nothing_now_is_what_the_description_says(client):
    kim = make.entity("Kim", kind="person", description="She is a poet. She lives in Seoul.")
    card = card_of(client, kim)
    assert "She is a poet. She lives in Seoul." in card
    beside = make.entity("Beside")
    make.edition(topics=[kim, beside], now=timezone.now() - timedelta(hours=1))
    page = page_of(client, beside)
    assert '<p class="topic-card__now">She is a poet.</p>' in page
    page = page_of(client, kim)
    assert "<title>Kim · " in page
    assert '<meta name="description" content="She is a poet.' in page


def test_a_card_never_shows_nothing(client):
    kim = make.entity("Kim", kind="person")
    Entity.objects.filter(pk=kim.pk).update(description="She is a po")
    assert '<p class="topic-card__now">Person</p>' in card_of(client, kim)
    assert '<meta name="description" content="Kim: Person">' in page_of(client, kim)


# On whose word -----------------------------------------------------------------------------------


def described(**fields):
    entity = make.entity(description="Kim is a poet. Kim lives in Seoul.")
    given = {"description_source": "Encyclopedia", "description_url": "https://e.example/kim"}
    Entity.objects.filter(pk=entity.pk).update(**given | fields)
    return entity


SOURCE = '<a href="https://e.example/kim" rel="external noopener">Encyclopedia</a>'


def test_a_text_under_a_licence_that_asks_for_it_is_attributed_on_page_and_card(client):
    entity = described(description_licence="cc-by-sa-4.0", description_taken_on=date(2026, 1, 2))
    licence = f'<a href="{CC}" rel="license noopener">CC BY-SA 4.0</a>'
    page = page_of(client, entity)
    assert f"{SOURCE} · {licence}" in page
    assert "taken on 2 January 2026" in page
    assert f"{SOURCE} · {licence}" in card_of(client, entity)


def test_a_text_that_belongs_to_everyone_names_its_source_all_the_same(client):
    entity = described(description_licence="CC0")
    assert "CC0</a>" in page_of(client, entity)
    card = card_of(client, entity)
    assert SOURCE in card
    assert "CC0" not in card


def test_a_licence_that_nobody_knows_is_named_without_a_link(client):
    entity = described(description_licence="By permission")
    assert f"{SOURCE} · By permission" in page_of(client, entity)
    assert f"{SOURCE} · By permission" in card_of(client, entity)


# To whom they stand how --------------------------------------------------------------------------


def test_relations_are_told_on_the_pages_of_both(client):
    sweden = make.entity("Sweden", kind="place")
    nato = make.entity("NATO", kind="organisation")
    make.relation(
        sweden,
        "member_of",
        nato,
        started_on="2024-03-07",
        source_name="The alliance",
        source_url="https://nato.example/",
    )
    page = page_of(client, sweden)
    assert "<dt>Member of</dt>" in page
    assert '<a href="/topics/nato/">NATO</a>' in page
    assert "since 7 March 2024" in page
    assert '<a href="https://nato.example/" rel="external noopener">The alliance</a>' in page
    page = page_of(client, nato)
    assert "<dt>Members</dt>" in page
    assert '<a href="/topics/sweden/">Sweden</a>' in page


def test_a_relation_that_ended_says_so(client):
    uk = make.entity("United Kingdom", kind="place")
    eu = make.entity("European Union", kind="organisation")
    make.relation(uk, "member_of", eu, started_on="1973", ended_on="2020-01-31")
    assert "<span>1973 –</span> <span>31 January 2020</span>" in page_of(client, eu)


def test_a_profile_that_waits_is_not_named_on_the_page_of_another(client):
    union = make.entity("Union", kind="organisation")
    make.relation(make.proposed("Hidden", kind="place"), "member_of", union)
    page = page_of(client, union)
    assert "Hidden" not in page
    assert "Relations" not in page


# Facts -------------------------------------------------------------------------------------------


def test_the_facts_stand_beside_the_text(client):
    entity = make.entity("Kim", kind="person", aliases=["Kim the Elder"])
    Alias.objects.create(entity=entity, name="Кім", language="uk")
    Entity.objects.filter(pk=entity.pk).update(
        born_on="1961-05",
        died_on="2024",
        country="KR",
        official_site="https://www.kim.example/",
    )
    page = page_of(client, entity)
    for fact in (
        "<dt>Born</dt> <dd>May 1961</dd>",
        "<dt>Died</dt> <dd>2024</dd>",
        "<dt>Country</dt> <dd>South Korea</dd>",
        'href="https://www.kim.example/" rel="external noopener">kim.example</a>',
        '<bdi>Kim the Elder</bdi>, <bdi lang="uk">Кім</bdi>',
    ):
        assert fact in page
