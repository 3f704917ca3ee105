"""Relations: which make sense, how they are told from both sides, to whom."""

from datetime import date

import pytest
from django.core.exceptions import ValidationError

from entities import moderation, relations
from entities.models import Entity, Relation
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db

TODAY = NOW.date()
KINDS = Entity.Kind.values


def told(entity, *, on=TODAY):
    """Heading → names, as readers see them on the page of the profile."""
    return {
        group.heading: [related.name for related in group.related]
        for group in relations.of(entity, on=on)
    }


def place(name):
    return make.entity(name, kind="place")


# Which make sense --------------------------------------------------------------------------------


def complaints(kind, subject, other):
    try:
        Relation(subject=subject, kind=kind, object=other).full_clean()
    except ValidationError as error:
        return error.messages
    return []


@pytest.mark.parametrize(
    ("kind", "sensible"),
    [
        (
            "member_of",
            {
                ("person", "organisation"),
                ("place", "organisation"),
                ("organisation", "organisation"),
            },
        ),
        ("capital_of", {("place", "place")}),
        (
            "party_to",
            {
                (one, other)
                for one in ("person", "place", "organisation")
                for other in ("event", "organisation", "thing")
            },
        ),
        ("neighbour_of", {("place", "place")}),
        ("successor_of", {(kind, kind) for kind in KINDS}),
    ],
)
def test_a_relation_stands_between_kinds_of_which_it_can_be_true(kind, sensible):
    subjects = {each: make.entity(kind=each) for each in KINDS}
    others = {each: make.entity(kind=each) for each in KINDS}
    for one in KINDS:
        for other in KINDS:
            expected = [] if (one, other) in sensible else [str(Relation.NONSENSE[kind])]
            assert complaints(kind, subjects[one], others[other]) == expected


def test_every_relation_has_its_words_and_its_rule():
    kinds = set(Relation.Kind.values)
    assert set(Relation.INVERSE) == set(Relation.SENSE) == set(Relation.NONSENSE) == kinds
    both = {(kind, side) for kind in kinds for side in (relations.OF, relations.TO)}
    assert set(relations.HEADINGS) == both - {("neighbour_of", relations.TO)}


def test_neighbours_are_told_once_in_either_direction():
    france, spain = place("France"), place("Spain")
    make.relation(france, "neighbour_of", spain)
    for one, other in ((france, spain), (spain, france)):
        with pytest.raises(ValidationError):
            make.relation(one, "neighbour_of", other)


def test_a_profile_stands_in_no_relation_to_itself():
    france = place("France")
    with pytest.raises(ValidationError):
        make.relation(france, "neighbour_of", france)


# Told from both sides ----------------------------------------------------------------------------


def test_a_relation_is_told_from_both_sides_in_words():
    seoul, korea, japan = place("Seoul"), place("South Korea"), place("Japan")
    un = make.entity("United Nations", kind="organisation")
    treaty = make.entity("Treaty", kind="thing")
    old = place("Joseon")
    make.relation(seoul, "capital_of", korea)
    make.relation(japan, "neighbour_of", korea)
    make.relation(korea, "member_of", un)
    make.relation(korea, "party_to", treaty)
    make.relation(korea, "successor_of", old)
    assert told(korea) == {
        "Capital": ["Seoul"],
        "Successor of": ["Joseon"],
        "Member of": ["United Nations"],
        "Party to": ["Treaty"],
        "Neighbours": ["Japan"],
    }
    assert told(seoul) == {"Capital of": ["South Korea"]}
    assert told(japan) == {"Neighbours": ["South Korea"]}
    assert told(un) == {"Members": ["South Korea"]}
    assert told(treaty) == {"Parties": ["South Korea"]}
    assert told(old) == {"Succeeded by": ["South Korea"]}


def test_a_relation_is_told_with_its_dates_and_where_that_comes_from():
    sweden, nato = place("Sweden"), make.entity("NATO", kind="organisation")
    make.relation(
        sweden,
        "member_of",
        nato,
        started_on="2024-03-07",
        source_name="NATO",
        source_url="https://nato.example/sweden",
        checked_on=date(2026, 1, 2),
    )
    ((related,),) = (group.related for group in relations.of(nato, on=TODAY))
    assert (related.name, related.url) == ("Sweden", "/topics/sweden/")
    assert (related.started, related.ended, related.is_current) == ("7 March 2024", "", True)
    assert (related.source_name, related.source_url) == ("NATO", "https://nato.example/sweden")
    assert related.checked_on == date(2026, 1, 2)


def test_relations_that_hold_stand_before_those_that_ended_each_by_name():
    union = make.entity("Union", kind="organisation")
    for name, dates in {
        "Utopia": {"ended_on": "2020-01-31"},
        "Zembla": {"started_on": "1973"},
        "Avalon": {"started_on": "1995"},
        "Bohemia": {"ended_on": "2026-03-02"},
    }.items():
        make.relation(place(name), "member_of", union, **dates)
    assert told(union) == {"Members": ["Avalon", "Zembla", "Bohemia", "Utopia"]}
    (members,) = relations.of(union, on=TODAY)
    assert [related.is_current for related in members.related] == [True, True, False, False]
    assert members.related[-1].ended == "31 January 2020"


# To whom -----------------------------------------------------------------------------------------


def test_nobody_is_named_whom_readers_do_not_see():
    union = make.entity("Union", kind="organisation")
    make.relation(make.proposed("Waiting", kind="place"), "member_of", union)
    gone = place("Gone")
    make.relation(gone, "member_of", union)
    moderation.retire(entity=gone, by=None, now=NOW)
    assert told(union) == {}


def merged(loser, *, into):
    Entity.objects.filter(pk=loser.pk).update(state=Entity.State.MERGED, merged_into=into)


def test_a_merged_profile_gives_its_place_to_its_survivor_once():
    union, avalon, isle = make.entity("Union", kind="organisation"), place("Avalon"), place("Isle")
    make.relation(isle, "member_of", union, started_on="1973")
    make.relation(avalon, "member_of", union, started_on="1995")
    merged(isle, into=avalon)
    ((related,),) = (group.related for group in relations.of(union, on=TODAY))
    assert (related.name, related.started) == ("Avalon", "1995")


def test_a_profile_is_not_told_of_what_was_merged_into_it():
    avalon, isle = place("Avalon"), place("Isle")
    make.relation(isle, "neighbour_of", avalon)
    merged(isle, into=avalon)
    assert told(avalon) == {}


@pytest.mark.parametrize("count", [3, 60])
def test_any_number_of_relations_takes_one_query(count, django_assert_num_queries):
    union = make.entity("Union", kind="organisation")
    for _ in range(count):
        make.relation(make.entity(kind="place"), "member_of", union)
    with django_assert_num_queries(1):
        (members,) = relations.of(union, on=TODAY)
    assert len(members.related) == count
