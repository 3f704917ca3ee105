"""What an entity says: a table of the hard cases that Wikidata has, and whatever else may come."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from entities.wikidata.facts import Held, Name, NoItem, glance, preference, read
from newsroom.fields import PartialDate
from tests.entities.wikidata.generate import (
    day,
    entity,
    held,
    item_snak,
    monolingual,
    nothing,
    person,
    snak,
    statement,
    text_snak,
    time_snak,
    unknown,
    year,
)

EN = preference(["en-gb", "en"])


def facts(given, languages=EN, **options):
    return read(given, languages=languages, **options)


def born(*snaks, ranks=()):
    ranks = [*ranks, *["normal"] * len(snaks)]
    rows = [statement(each, rank=rank) for each, rank in zip(snaks, ranks, strict=False)]
    return str(facts(person("Q1", "A", *rows)).born_on or "")


@pytest.mark.parametrize(
    ("time", "precision", "text"),
    [
        ("+1955-05-21T00:00:00Z", 11, "1955-05-21"),
        ("+1955-05-21T00:00:00Z", 10, "1955-05"),
        ("+1955-05-00T00:00:00Z", 10, "1955-05"),
        ("+1955-01-01T00:00:00Z", 9, "1955"),
        ("+1955-00-00T00:00:00Z", 9, "1955"),
        ("+1955-00-00T00:00:00Z", 11, "1955"),
        ("+00000001955-05-21T00:00:00Z", 11, "1955-05-21"),  # as older dumps have it
        ("+1955-05-21T14:30:00Z", 14, "1955-05-21"),
        ("+1950-00-00T00:00:00Z", 8, ""),  # a decade
        ("+1901-01-01T00:00:00Z", 7, ""),  # a century
        ("+1001-01-01T00:00:00Z", 6, ""),  # a millennium
        ("-0044-03-15T00:00:00Z", 11, ""),  # before the common era
        ("-0500-00-00T00:00:00Z", 9, ""),
        ("+0000-00-00T00:00:00Z", 9, ""),
        ("+0079-10-24T00:00:00Z", 11, "0079-10-24"),
        ("+13798000000-00-00T00:00:00Z", 3, ""),
        ("+12026-01-01T00:00:00Z", 11, ""),
        ("+1955-13-01T00:00:00Z", 11, ""),
        ("+1955-02-30T00:00:00Z", 11, ""),
        ("1955-05-21", 11, ""),
        ("+1955-05-21T00:00:00Z", "11", ""),
        ("+1955-05-21T00:00:00Z", None, ""),
        (None, 11, ""),
    ],
)
def test_a_date_is_as_exact_as_it_is_known(time, precision, text):
    assert born(time_snak("P569", time, precision)) == text


@pytest.mark.parametrize(
    ("text", "precision", "ours"),
    [
        ("1642-12-25", 11, "1643-01-04"),  # Newton
        ("1672-05-30", 11, "1672-06-09"),  # Peter the Great
        ("1870-04-10", 11, "1870-04-22"),  # Lenin
        ("1900-02-29", 11, "1900-03-13"),
        ("1582-10-04", 11, "1582-10-14"),
        ("0004-03-01", 11, "0004-02-28"),
        ("1900-02-30", 11, ""),
        ("1870-04-01", 10, "1870"),  # a month of theirs lies in two of ours
        ("1870-00-00", 9, "1870"),
    ],
)
def test_a_date_of_the_julian_calendar_is_told_in_ours(text, precision, ours):
    assert born(day("P569", text, precision=precision, calendar="Q1985786")) == ours


def test_a_preferred_statement_goes_before_others_and_a_deprecated_one_never_counts():
    one, two = year("P569", 1950), year("P569", 1951)
    assert born(one, two) == "1950"
    assert born(one, two, ranks=["normal", "preferred"]) == "1951"
    assert born(one, two, ranks=["deprecated"]) == "1951"
    assert born(one, ranks=["deprecated"]) == ""
    assert born(one, ranks=["of some other kind"]) == ""


def test_what_is_unknown_or_is_not_is_left_out():
    assert born(unknown("P569")) == ""
    assert born(nothing("P569")) == ""
    assert born(unknown("P569"), year("P569", 1950)) == "1950"
    # The best rank says that nobody knows; the others are there to be told of, not believed.
    assert born(year("P569", 1950), unknown("P569"), ranks=["normal", "preferred"]) == ""


def test_nobody_dies_before_they_are_born():
    def life(first, last):
        found = facts(person("Q1", "A", statement(first), statement(last)))
        return str(found.born_on or ""), str(found.died_on or "")

    assert life(year("P569", 1900), year("P570", 1980)) == ("1900", "1980")
    assert life(day("P569", "1900-05-01"), year("P570", 1900)) == ("1900-05-01", "1900")
    assert life(year("P569", 1980), year("P570", 1900)) == ("", "")


@pytest.mark.parametrize(
    ("classes", "kind"),
    [
        (["Q5"], "person"),
        (["Q6256"], "place"),
        (["Q3624078", "Q6256"], "place"),
        (["Q515"], "place"),
        (["Q7278"], "organisation"),
        (["Q11032"], "organisation"),
        (["Q198"], "event"),
        (["Q40231"], "event"),
        (["Q99999999"], ""),
        (["Q99999999", "Q4830453"], "organisation"),
        (["Q99999999", "Q5"], "person"),
        ([], ""),
    ],
)
def test_the_kind_comes_from_well_known_classes(classes, kind):
    rows = [statement(item_snak("P31", each)) for each in classes]
    assert facts(entity("Q1", *rows)).kind == kind


def test_an_item_may_be_named_by_its_number_alone():
    value = {"entity-type": "item", "numeric-id": 5}
    row = statement(snak("P31", value, "wikibase-entityid"))
    assert facts(entity("Q1", row)).kind == "person"


@pytest.mark.parametrize(
    ("labels", "languages", "name"),
    [
        ({"en": "Seoul", "de": "Söul"}, ["en"], "Seoul"),
        ({"en": "Seoul", "de": "Söul"}, ["de", "en"], "Söul"),
        ({"en": "Organize", "en-gb": "Organise"}, ["en-gb"], "Organise"),
        ({"en": "Organize"}, ["en-gb"], "Organize"),
        ({"de": "Seoul"}, ["en"], ""),
        ({"mul": "Seoul", "de": "Söul"}, ["en"], "Seoul"),
        ({"mul": "Seoul", "en": "Soul"}, ["en"], "Soul"),
        ({"en": "  Two \n lines\u2028 "}, ["en"], "Two lines"),
        ({"en": "x" * 201, "mul": "short"}, ["en"], "short"),
        ({"en": "", "mul": "said"}, ["en"], "said"),
        ({}, ["en"], ""),
    ],
)
def test_the_name_is_in_the_first_language_that_has_one(labels, languages, name):
    assert facts(entity("Q1", labels=labels), preference(languages)).name == name


def test_empty_maps_come_as_lists():
    bare = entity("Q1")
    assert bare["labels"] == bare["claims"] == []
    assert facts(bare).name == ""


def test_aliases_are_those_of_the_languages_asked_for_and_of_its_own():
    given = entity(
        "Q21001",
        statement(monolingual("P1559", "조태열", "ko")),
        labels={"en": "Cho Tae-yul", "de": "Cho Tae-yeol", "mul": "Cho Taeyul", "ko": "조 태열"},
        aliases={
            "en": ["Cho Tae-yul", "CHO TAE-YUL", "Jo Tae-yeol", "x" * 201, " "],
            "mul": ["Minister Cho"],
            "ru": ["Чо Тхэ Ёль"],
        },
    )
    assert facts(given).aliases == (
        Name(name="Cho Taeyul"),
        Name(name="Jo Tae-yeol", language="en"),
        Name(name="Minister Cho"),
        Name(name="조 태열", language="ko"),
    )
    assert (facts(given).native_name, facts(given).native_language) == ("조태열", "ko")


def test_a_code_of_wikipedia_that_is_none_of_bcp_47_is_left_out():
    given = entity("Q1", statement(monolingual("P1705", "Беларусь", "be-x-old")))
    assert (facts(given).native_name, facts(given).native_language) == ("Беларусь", "")


@pytest.mark.parametrize(
    ("description", "more", "sentence"),
    [
        ("Russian politician", [], "Ann is a Russian politician."),
        ("Russian politician (born 1955)", [], "Ann is a Russian politician (born 1955)."),
        ("English author and humourist", [], "Ann: English author and humourist."),
        ("American actor, writer, and singer", [], "Ann is an American actor, writer, and singer."),
        ("a French diplomat", [], "Ann is a French diplomat."),
        ("Ukrainian military officer", [], "Ann is a Ukrainian military officer."),
        ("Uruguayan judge", [], "Ann is a Uruguayan judge."),
        ("European lawyer", [], "Ann is a European lawyer."),
        ("Norwegian politician", [year("P570", 2001)], "Ann was a Norwegian politician."),
        ("Norwegian politician", [unknown("P570")], "Ann was a Norwegian politician."),
        ("president of Russia since 2012", [], "Ann: president of Russia since 2012."),
        ("44th President of the United States", [], "Ann: 44th President of the United States."),
        ("former Russian politician", [], "Ann: former Russian politician."),
        ("FBI officer", [], "Ann: FBI officer."),
        ("(1952–2001)", [], "Ann: (1952–2001)."),
        ("Who is she?", [], "Ann: Who is she?"),
        ("", [], ""),
    ],
)
def test_a_description_is_made_a_whole_sentence(description, more, sentence):
    given = person("Q1", "Ann", *map(statement, more), descriptions={"en": description})
    assert facts(given).description == sentence


def test_places_get_their_name_in_front_and_other_languages_too():
    place = entity("Q884", labels={"en": "South Korea"}, descriptions={"en": "country in Asia"})
    assert facts(place).description == "South Korea: country in Asia."
    german = person("Q1", "Ann", descriptions={"de": "russischer politician"})
    assert facts(german, preference(["de", "en"])).description == "Ann: russischer politician."


def positions(*rows, **more):
    return facts(person("Q1", "A", *rows, **more)).positions


def test_an_office_without_an_end_is_held_now_where_it_is_of_the_best_rank():
    current = held("Q2", year("P580", 2024), rank="preferred")
    former = held("Q3", year("P580", 2012), year("P582", 2024))
    unended = held("Q4", year("P580", 1999))
    found = facts(person("Q1", "A", unended, former, current))
    assert [each.office for each in found.positions] == ["Q2", "Q3"]
    assert found.positions[1].ended_on == PartialDate(2024)
    assert found.left_out == 1
    assert [each.office for each in positions(unended, former)] == ["Q4", "Q3"]


def test_an_office_that_ended_at_a_time_that_nobody_knows_is_left_out():
    for end in (
        unknown("P582"),
        time_snak("P582", "+1901-00-00T00:00:00Z", 7),
        time_snak("P582", "-0044-03-15T00:00:00Z", 11),
    ):
        found = facts(person("Q1", "A", held("Q2", year("P580", 1899), end)))
        assert (found.positions, found.left_out) == ((), 1)


def test_an_office_that_is_said_to_have_no_end_is_held_now():
    (found,) = positions(held("Q2", year("P580", 1899), nothing("P582")))
    assert found.ended_on is None


def test_the_dead_hold_no_office():
    dead = [statement(year("P570", 1950))]
    assert positions(held("Q2", year("P580", 1940)), *dead) == ()
    assert len(positions(held("Q2", year("P580", 1940), year("P582", 1945)), *dead)) == 1
    assert positions(held("Q2"), statement(unknown("P570"))) == ()
    assert len(positions(held("Q2"), statement(nothing("P570")))) == 1


def test_a_start_that_nobody_knows_is_left_out_and_the_office_is_not():
    for start in (unknown("P580"), nothing("P580"), time_snak("P580", "+1901-00-00T00:00:00Z", 7)):
        (found,) = positions(held("Q2", start, year("P582", 1950)))
        assert (found.started_on, found.ended_on) == (None, PartialDate(1950))


def test_offices_that_end_before_they_begin_are_nobodys():
    assert positions(held("Q2", year("P580", 2000), year("P582", 1990))) == ()
    assert len(positions(held("Q2", day("P580", "1990-06-01"), year("P582", 1990)))) == 1


def test_an_office_said_twice_is_held_once_and_one_held_twice_is_held_twice():
    twice = [held("Q2", year("P580", 2000), year("P582", 2004))] * 2
    assert len(positions(*twice)) == 1
    assert len(positions(*twice, held("Q2", year("P580", 2008), year("P582", 2012)))) == 2


def test_unknown_and_deprecated_offices_do_not_count():
    rows = [statement(unknown("P39")), statement(nothing("P39")), held("Q2", rank="deprecated")]
    assert positions(*rows) == ()


def test_a_position_says_what_it_is_at_and_where_that_stands():
    (found,) = positions(
        held(
            "Q2",
            day("P580", "2024-05-12"),
            item_snak("P642", "Q7"),
            references=[
                [item_snak("P248", "Q9")],
                [text_snak("P854", "not a link")],
                [
                    text_snak("P854", "https://kremlin.example/order"),
                    day("P813", "2024-06-01"),
                ],
            ],
        )
    )
    assert found == Held(
        office="Q2",
        at="Q7",
        started_on=PartialDate(2024, 5, 12),
        source_url="https://kremlin.example/order",
        as_of=date(2024, 6, 1),
    )


def test_a_day_of_reference_that_is_no_day_is_left_out():
    reference = [text_snak("P854", "https://a.example/"), year("P813", 2024)]
    (found,) = positions(held("Q2", references=[reference]))
    assert (found.source_url, found.as_of) == ("https://a.example/", None)


def country(*rows, kind="Q5", **options):
    return facts(entity("Q1", *rows, kind=kind), **options).country


def test_the_country_of_a_person_is_that_of_their_citizenship():
    russia, france = item_snak("P27", "Q159"), item_snak("P27", "Q142")
    soviet = item_snak("P27", "Q15180")
    assert country(statement(russia)) == "RU"
    assert country(statement(soviet), statement(russia)) == "RU"
    assert country(statement(soviet)) == ""
    assert country(statement(russia), statement(france)) == ""  # which of them is not for us to say
    assert country(statement(russia, year("P582", 1999)), statement(france)) == "FR"
    assert country(statement(russia), statement(france, rank="preferred")) == "FR"
    assert country(statement(item_snak("P17", "Q159"))) == ""


def test_the_country_of_anything_else_is_where_it_lies():
    assert country(statement(item_snak("P17", "Q884")), kind="Q515") == "KR"
    assert country(statement(item_snak("P27", "Q884")), kind="Q515") == ""
    land = entity("Q999999", statement(text_snak("P297", "fr")), kind="Q6256")
    assert (facts(land).country, facts(land).iso_code) == ("FR", "FR")
    nowhere = entity("Q999999", statement(text_snak("P297", "ZZ")), kind="Q6256")
    assert facts(nowhere).country == ""
    row = statement(item_snak("P17", "Q999999"))
    assert country(row, kind="Q515", codes={"Q999999": "FR"}) == "FR"


@pytest.mark.parametrize(
    ("text", "site"),
    [
        ("https://www.gov.kr/", "https://www.gov.kr/"),
        ("http://a.example", "http://a.example"),
        ("ftp://a.example/", ""),
        ("javascript:alert(1)", ""),
        ("https://" + "a" * 200 + ".example/", ""),
        ("not a link", ""),
    ],
)
def test_the_official_site_is_a_link(text, site):
    assert facts(entity("Q1", statement(text_snak("P856", text)))).official_site == site


def test_a_site_that_is_closed_is_passed_over():
    closed = statement(text_snak("P856", "https://old.example/"), year("P582", 2010))
    given = entity("Q1", closed, statement(text_snak("P856", "https://new.example/")))
    assert facts(given).official_site == "https://new.example/"


def test_the_picture_has_its_licence_where_that_is_said():
    def image(*qualifiers):
        found = facts(entity("Q1", statement(text_snak("P18", "A B.jpg"), *qualifiers)))
        return found.image_name, found.image_licence

    assert image() == ("A B.jpg", "")
    assert image(item_snak("P275", "Q18199165")) == ("A B.jpg", "CC BY-SA 4.0")
    assert image(item_snak("P275", "Q1"), item_snak("P275", "Q6938433")) == ("A B.jpg", "CC0")


def test_offices_are_known_by_their_class_or_by_who_holds_them():
    assert facts(entity("Q1", kind="Q294414")).is_office
    assert facts(entity("Q1", statement(item_snak("P279", "Q4164871")))).is_office
    assert facts(entity("Q1", statement(item_snak("P1308", "Q2")))).is_office
    assert not facts(person()).is_office


@pytest.mark.parametrize(
    ("given", "asked", "numbers"),
    [
        ({"id": "Q395"}, "Q404", ("Q395", "Q404")),
        ({"id": "Q395", "redirects": {"from": "Q404", "to": "Q395"}}, "", ("Q395", "Q404")),
        ({"id": "Q404", "redirects": {"from": "Q404", "to": "Q395"}}, "", ("Q395", "Q404")),
        ({"entity": "Q404", "redirect": "Q395"}, "", ("Q395", "Q404")),
        ({"id": "Q42"}, "Q42", ("Q42", "")),
        ({"id": "Q42"}, "", ("Q42", "")),
        ({"id": "Q42"}, "something", ("Q42", "")),
    ],
)
def test_a_redirect_names_both_numbers(given, asked, numbers):
    found = facts(given, asked=asked)
    assert (found.id, found.asked) == numbers
    assert found.is_bare


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"id": "Q42", "missing": ""}, "no such entity"),
        ({"id": "P31", "type": "property"}, "a property"),
        ({"id": "L7", "type": "lexeme"}, "a lexeme"),
        ({"id": "Q0"}, "No item"),
        ({"id": "Q042"}, "No item"),
        ({"id": 42}, "No item"),
        ({"id": "Q42/../../etc"}, "No item"),
        ({}, "No item"),
        (entity("Q1", kind="Q4167410"), "keeps for itself"),
    ],
)
def test_what_is_no_item_is_told_apart(given, words):
    with pytest.raises(NoItem, match=words):
        facts(given)


def test_a_glance_sees_what_others_need():
    given = person(
        "Q1",
        "Ann",
        held("Q2", item_snak("P642", "Q7")),
        held("Q3", rank="deprecated"),
        statement(text_snak("P297", "FR")),
    )
    found = glance(given, languages=EN)
    assert (found.id, found.name, found.iso_code) == ("Q1", "Ann", "FR")
    assert found.offices == facts(given).offices == {"Q2", "Q7"}


KEYS = [
    *("mainsnak", "snaktype", "datavalue", "value", "id", "rank", "qualifiers", "references"),
    *("snaks", "time", "precision", "text", "language", "en", "mul", "P580", "P582", "P854"),
    *("entity-type", "numeric-id"),
]
PROPERTIES = [
    *("P31", "P279", "P39", "P569", "P570", "P1559"),
    *("P27", "P17", "P297", "P856", "P18", "P1308"),
]
json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=8),
    lambda inner: (
        st.lists(inner, max_size=3)
        | st.dictionaries(
            st.sampled_from(KEYS),
            inner,
            max_size=5,
        )
    ),
    max_leaves=12,
)


@settings(max_examples=300, deadline=None)
@given(
    st.fixed_dictionaries(
        {"id": st.just("Q1")},
        optional={
            "labels": json_values,
            "descriptions": json_values,
            "aliases": json_values,
            "redirects": json_values,
            "claims": st.dictionaries(st.sampled_from(PROPERTIES), json_values) | json_values,
        },
    )
)
def test_nothing_that_is_json_breaks_the_reading(given):
    try:
        found = facts(given)
    except NoItem:
        return
    assert found.name == " ".join(found.name.split())
    glance(given, languages=EN)


nearly = st.recursive(
    st.sampled_from(
        [None, 5, "value", "somevalue", "preferred", "normal", "Q5", "+1955-05-21T00:00:00Z", "en"]
    ),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(st.sampled_from(["value", "id", "time", "precision", "text"]), inner)
    ),
    max_leaves=6,
)
rows = st.lists(
    st.fixed_dictionaries(
        {
            "mainsnak": st.fixed_dictionaries(
                {"snaktype": st.sampled_from(["value", "somevalue", "novalue", 5])},
                optional={"datavalue": st.fixed_dictionaries({"value": nearly}) | nearly},
            ),
            "rank": st.sampled_from(["preferred", "normal", "deprecated", None]),
        },
        optional={"qualifiers": nearly, "references": nearly},
    ),
    max_size=3,
)


@settings(max_examples=300, deadline=None)
@given(st.dictionaries(st.sampled_from(PROPERTIES), rows))
def test_nothing_that_is_nearly_right_breaks_the_reading(claims):
    given = entity("Q1", labels={"en": "A"}) | {"claims": claims}
    try:
        facts(given)
    except NoItem:
        return
