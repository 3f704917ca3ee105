"""Whose facts need two moderators, and which facts these are."""

from datetime import date

import pytest

from entities import changes, living
from entities.models import Entity, Relation
from newsroom.fields import PartialDate
from tests import make

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
LINK = "https://a.example/"


def person(name="Kim", **fields):
    return make.entity(name, kind="person", **fields)


@pytest.mark.parametrize(
    ("kind", "born", "died", "lives"),
    [
        ("person", "", "", True),
        ("person", "1961-05-03", "", True),
        ("person", "1961", "2020", False),
        ("person", "", "1999-01", False),
        ("person", "1911-03-03", "", True),  # 115 tomorrow
        ("person", "1911-03-02", "", False),
        ("person", "1911-03", "", True),  # perhaps tomorrow
        ("person", "1911", "", True),
        ("person", "1911-02", "", False),
        ("person", "1910", "", False),
        ("person", "1789", "", False),
        ("organisation", "", "", False),
        ("place", "1961", "", False),
    ],
)
def test_whoever_may_be_alive_is_living(kind, born, died, lives):
    dates = {
        name: PartialDate.parse(text)
        for name, text in (("born_on", born), ("died_on", died))
        if text
    }
    assert living.is_living(Entity(kind=kind, **dates), on=TODAY) is lives


@pytest.mark.parametrize(
    ("fields", "labels"),
    [
        ({"born_on": "1961"}, ["Born"]),
        ({"died_on": "2026-03-01"}, ["Died"]),
        ({"born_on": "1789"}, ["Born"]),  # as long as nobody has agreed to that
        ({"name": "Kim Two", "country": "KR"}, []),
        ({"description": "She chairs the council."}, []),
        ({"description": "She was convicted of fraud."}, ["Description (convicted, fraud)"]),
        ({"description": "A devout Catholic."}, ["Description (catholic)"]),
        ({"description": "She came out as gay."}, ["Description (gay)"]),
        ({"description": "He has been ill since."}, ["Description (ill)"]),
        ({"description": "A far-right activist."}, ["Description (far-right)"]),
        ({"description": "Of ethnic Korean descent."}, ["Description (descent, ethnic)"]),
        ({"description": "He sells jewels until the race."}, []),
    ],
)
def test_dates_of_a_life_and_words_of_the_most_protected_kind_are_sensitive(fields, labels):
    kim = person()
    wanted = changes.between(kim, fields=fields)
    assert living.sensitive(kim, wanted, on=TODAY) == labels


def test_words_that_stood_in_the_description_are_not_gained():
    kim = person(description="She was convicted.")
    wanted = changes.between(kim, fields={"description": "She was convicted, and lives in Seoul."})
    assert living.sensitive(kim, wanted, on=TODAY) == []


def test_nobody_is_a_believer_by_name():
    wanted = {"description": "Christian Example chairs the council."}
    christian = person("Christian Example")
    assert not living.sensitive(christian, changes.between(christian, fields=wanted), on=TODAY)
    kim = person("Kim")
    assert living.sensitive(kim, changes.between(kim, fields=wanted), on=TODAY)


def test_what_takes_a_statement_out_may_be_done_at_once():
    kim = person(born_on=PartialDate(1961), description="She was convicted.")
    council = make.entity("Council", kind="organisation")
    relation = Relation.objects.create(subject=kim, kind="member_of", object=council)
    wanted = changes.between(
        kim,
        fields={"born_on": None, "description": "She chairs the council."},
        relations=[{"id": relation.pk, "remove": True}],
    )
    assert living.sensitive(kim, wanted, on=TODAY) == []


@pytest.mark.parametrize(
    ("kind", "is_sensitive"),
    [("member_of", True), ("party_to", True), ("successor_of", False)],
)
def test_what_a_living_person_belongs_to_is_sensitive(kind, is_sensitive):
    kim = person()
    other = person("Lee") if kind == "successor_of" else make.entity("Union", kind="organisation")
    wanted = changes.between(kim, relations=[{"kind": kind, "object": other.pk}])
    assert bool(living.sensitive(kim, wanted, on=TODAY)) is is_sensitive


def test_it_is_sensitive_whichever_profile_it_is_told_from():
    kim, union = person(), make.entity("Union", kind="organisation")
    row = {"subject": kim.pk, "kind": "member_of", "object": union.pk}
    wanted = changes.between(union, relations=[row])
    assert living.sensitive(union, wanted, on=TODAY) == ["Kim · member of · Union"]


def test_since_when_somebody_belongs_is_sensitive_and_where_that_is_from_is_not():
    kim, union = person(), make.entity("Union", kind="organisation")
    relation = Relation.objects.create(subject=kim, kind="member_of", object=union)
    source = changes.between(kim, relations=[{"id": relation.pk, "source_url": LINK}])
    assert living.sensitive(kim, source, on=TODAY) == []
    since = changes.between(kim, relations=[{"id": relation.pk, "started_on": "2020"}])
    assert living.sensitive(kim, since, on=TODAY) == ["Kim · member of · Union (since 2020)"]


@pytest.mark.parametrize("kind", ["organisation", "place", "thing"])
def test_what_is_no_person_has_no_such_facts(kind):
    council = make.entity(kind=kind)
    wanted = changes.between(
        council, fields={"born_on": "1961", "description": "It was convicted of fraud."}
    )
    assert living.sensitive(council, wanted, on=TODAY) == []


def test_no_way_leads_round_the_rule_by_calling_a_person_a_thing():
    kim = make.entity("Kim", kind="thing", born_on=PartialDate(1961))
    assert living.sensitive(kim, changes.between(kim, fields={"kind": "person"}), on=TODAY)
    plain = make.entity("Lee", kind="thing")
    assert not living.sensitive(plain, changes.between(plain, fields={"kind": "person"}), on=TODAY)


def test_the_dead_are_history():
    kim = person(born_on=PartialDate(1961))
    Entity.objects.filter(pk=kim.pk).update(died_on="2020")
    kim.refresh_from_db()
    wanted = changes.between(kim, fields={"born_on": "1960", "died_on": "2021"})
    assert living.sensitive(kim, wanted, on=TODAY) == []
    alive = changes.between(kim, fields={"died_on": None, "born_on": "1960"})
    assert living.sensitive(kim, alive, on=TODAY) == ["Born"], "for then it is of the living"


def test_a_newsroom_may_turn_the_rule_off(settings):
    settings.LIVING_PERSONS = False
    kim = person(born_on=PartialDate(1961))
    assert living.sensitive(kim, changes.between(kim, fields={"born_on": "1960"}), on=TODAY) == []
    assert living.stated(kim, on=TODAY) == []


def test_a_change_is_parted_into_what_waits_and_the_rest():
    kim, union = person(), make.entity("Union", kind="organisation")
    wanted = changes.between(
        kim,
        fields={
            "name": "Kim Two",
            "born_on": "1961",
            "description": "She was convicted.",
            "description_url": LINK,
        },
        aliases=[{"name": "Kimmy"}],
        relations=[
            {"kind": "member_of", "object": union.pk},
            {"kind": "successor_of", "object": person("Lee").pk},
        ],
    )
    held, rest = living.parted(kim, wanted, on=TODAY)
    assert [*held["fields"]] == ["born_on", "description", "description_url"]
    assert [row["values"]["kind"] for row in held["relations"]] == ["member_of"]
    assert [*rest["fields"]] == ["name"]
    assert [row["values"]["kind"] for row in rest["relations"]] == ["successor_of"]
    assert [row["name"] for row in rest["aliases"]] == ["Kimmy"]


def test_each_fact_needs_the_link_of_its_source():
    kim, union = person(), make.entity("Union", kind="organisation")
    wanted = changes.between(
        kim,
        fields={"description": "She was convicted.", "description_url": LINK},
        relations=[{"kind": "member_of", "object": union.pk}],
    )
    facts = living.facts(kim, wanted, on=TODAY)
    assert living.refusal(facts, source_url=LINK) is None
    assert str(living.refusal(facts, source_url="")) == (
        "A fact about a living person needs the link of its source: Kim · member of · Union."
    )


def test_what_a_profile_states_is_read_from_the_profile():
    kim = person(born_on=PartialDate(1961), description="She was convicted.")
    union = make.entity("Union", kind="organisation")
    Relation.objects.create(subject=kim, kind="party_to", object=union, source_url=LINK)
    stated = living.stated(kim, on=TODAY)
    assert [(fact.label, fact.source) for fact in stated] == [
        ("Born", ""),
        ("Description (convicted)", ""),
        ("Kim · party to · Union", LINK),
    ]
