"""What would come of a file of profiles: row by row, and every fault with its place."""

import json

import pytest

from entities import merging, moderation
from entities.exchange import exporting
from entities.exchange.dry_run import look
from entities.models import Alias, Entity, Position
from newsroom.acts import NotPermitted
from tests import make

pytestmark = pytest.mark.django_db


@pytest.fixture
def seen(moderator):
    """What the file, given as lines of CSV, would do."""

    def run(*lines, by=moderator):
        return look(content="\n".join(lines).encode(), by=by, now=make.NOW)

    return run


def faults(run):
    return [(fault.number, fault.column, fault.text) for fault in run.faults]


def only(run):
    assert not run.faults
    [outcome] = [each for each in run.outcomes if each.changes]
    return outcome


def test_a_field_that_is_given_changes_and_all_others_stay(seen):
    make.entity("Kim", kind="person", native_name="김", native_language="ko")
    outcome = only(seen("address,name,native_name,site", "kim,Kim,-,https://kim.example/"))
    assert outcome.changes == {
        "fields": {
            "native_name": ["김", ""],
            "official_site": ["", "https://kim.example/"],
        }
    }


def test_a_row_that_says_what_stands_there_changes_nothing(seen):
    make.entity("Kim")
    run = seen("address,name,kind", "kim,Kim,thing")
    assert (run.unchanged, run.is_ready, run.faults) == (1, False, [])


def test_an_address_that_nothing_has_brings_a_profile(seen):
    run = seen("address,name,kind,born", "kim,Kim,Person,1961-05")
    [outcome] = run.new
    assert outcome.changes["fields"]["born_on"] == [None, "1961-05"]
    assert outcome.changes["fields"]["kind"] == ["", "person"]
    assert not Entity.objects.exists()


def test_a_list_adds_changes_and_takes_away(seen):
    kim = make.entity("Kim", aliases=["K", "Kimmy"])
    minister = Position.objects.create(entity=kim, title="Minister", at="Government")
    chair = Position.objects.create(entity=kim, title="Chair", at="Party")
    outcome = only(
        seen(
            "address;aliases;positions",
            'kim;"K\nKim Two | language: en";"Minister | at: Government | until: 2024-05\nMayor"',
        )
    )
    kimmy = Alias.objects.get(name="Kimmy")
    assert outcome.changes["aliases"] == [
        {"do": "remove", "id": kimmy.pk, "name": "Kimmy"},
        {"do": "add", "name": "Kim Two", "language": "en"},
    ]
    removed, changed, added = outcome.changes["positions"]
    assert (removed["do"], removed["id"], removed["values"]["title"]) == (
        "remove",
        chair.pk,
        "Chair",
    )
    assert changed == {
        "do": "change",
        "id": minister.pk,
        "values": {"ended_on": [None, "2024-05"]},
    }
    assert added == {"do": "add", "values": {"title": "Mayor"}}


def test_rows_speak_of_profiles_that_other_rows_bring(seen):
    kim = make.entity("Kim", kind="organisation")
    run = seen(
        "address,name,kind,positions,relations",
        "kim,,,Chair | organisation: party,member of | to: party",
        "party,The Party,organisation,,",
    )
    assert not run.faults
    changed, brought = run.outcomes
    assert changed.entity == kim
    assert brought.is_new
    key = brought.entity.pk
    assert changed.changes["positions"][0]["values"]["organisation"] == key
    assert changed.changes["relations"][0]["values"]["object"] == key
    assert run.known.names[key] == "The Party"


def test_a_row_without_an_address_is_new_only_under_a_new_name(seen):
    make.entity("Kim", aliases=["Kim Two"])
    assert [each.name for each in seen("name,kind", "Lee,person").new] == ["Lee"]
    sentence = (
        "A profile of this name is there. Write its address, kim; for another of the same name, "
        "write a new address."
    )
    assert faults(seen("name,kind", "KIM TWO,person")) == [(2, "address", sentence)]
    assert faults(seen("name,kind", "Lee,person", "lee,person")) == [
        (3, "name", "Row 2 has the same.")
    ]
    assert faults(seen("address,kind", ",person")) == [
        (2, "address", "Write the address of the profile, or a new name.")
    ]


def test_a_second_profile_of_a_name_is_remarked_upon(seen):
    make.entity("Kim")
    [outcome] = seen("address,name,kind", "kim-2,Kim,person").new
    assert outcome.remark == "There is a profile of this name already: kim."


def test_every_fault_of_every_row_is_found_at_once(seen):
    make.section("World")
    make.entity("Kim", kind="person")
    make.entity("Lee", kind="event")
    Entity.objects.filter(slug="lee").update(wikidata_id="Q1")
    run = seen(
        "address,name,kind,native_language,born,died,country,site,check_every,wikidata,section,"
        "description_taken_on,change_source",
        f"kim,{'x' * 201},alien,korean!,1961-13,,Korea,no address,often,Q1,sport,3 May,x y",
        "no address,,,,,,,,,,,,",
        "kim,Kim,,,,,,,,,,,",
        "lee,-,,,1980,1970,,,,,,,",
    )
    assert faults(run) == [
        (2, "name", "Ensure this value has at most 200 characters (it has 201)."),
        (2, "kind", "“alien” is none of these: person, place, organisation, event, thing."),
        (2, "native_language", "Write the code of a language: ko, uk, zh-Hant (BCP 47)."),
        (
            2,
            "born",
            "“1961-13” is no date. Write a day (1961-05-03), a month (1961-05) or a year (1961).",
        ),
        (2, "country", "“Korea” is the code of no country: write KR, UA … (ISO 3166)."),
        (2, "site", "Enter a valid URL."),
        (2, "description_taken_on", "“3 May” is no day: write 2024-05-03."),
        (2, "wikidata", "The profile lee has this number."),
        (2, "section", "There is no section “sport”: world."),
        (2, "check_every", "“often” is no number of days: write 180, or up to 32767."),
        (2, "change_source", "Enter a valid URL."),
        (
            3,
            "address",
            "Enter a valid “slug” consisting of Unicode letters, numbers, underscores, or hyphens.",
        ),
        (3, "name", "A new profile needs this."),
        (3, "kind", "A new profile needs this."),
        (4, "address", "Row 2 has the same."),
        (5, "name", "This cannot be empty."),
        (5, "died", "The date of death is before that of birth."),
    ]


def test_every_fault_of_a_list_says_which_of_it(seen):
    make.entity("Kim", kind="person")
    make.entity("Korea", kind="place")
    merging.finish(
        merge=merging.begin(
            survivor=make.entity("New"), loser=make.entity("Old"), by=None, now=make.NOW
        ),
        choices={},
        by=None,
        now=make.NOW,
    )
    run = seen(
        "address,aliases,positions,relations",
        'kim,"K\nK","Chair | organisation: nowhere | from: 2020 | until: 2019\n'
        '| at: Party\nMayor | from: 2020 | until: 2019\nKing | organisation: old",'
        '"member of | to: korea\ncapital | to: korea\nparty to\nsuccessor of | to: kim"',
    )
    assert faults(run) == [
        (2, "aliases", "Number 2: This stands there twice."),
        (
            2,
            "positions",
            "Number 1: organisation – No profile has the address “nowhere”, and no row brings it.",
        ),
        (2, "positions", "Number 2: title – This cannot be empty."),
        (2, "positions", "Number 3: It ends before it begins."),
        (
            2,
            "positions",
            "Number 4: organisation – The profile at “old” was merged: write new.",
        ),
        (
            2,
            "relations",
            "Number 1: A person, a place or an organisation is a member of an organisation.",
        ),
        (
            2,
            "relations",
            "Number 2: kind – “capital” is none of these: member of, capital of, party to, "
            "neighbour of, successor of.",
        ),
        (2, "relations", "Number 3: to – Write the address of a profile."),
        (2, "relations", "Number 4: A profile stands in no relation to itself."),
    ]


def test_neighbours_are_told_in_one_row(seen):
    one, other = make.entity("Korea", kind="place"), make.entity("Japan", kind="place")
    make.relation(one, "neighbour_of", other)
    assert faults(seen("address,relations", "japan,neighbour of | to: korea")) == [
        (
            2,
            "relations",
            "Number 1: The row of “Korea” says this already: leave it out here.",
        )
    ]


def test_a_merged_profile_and_a_retired_one_are_not_changed(seen):
    merging.finish(
        merge=merging.begin(
            survivor=make.entity("New"), loser=make.entity("Old"), by=None, now=make.NOW
        ),
        choices={},
        by=None,
        now=make.NOW,
    )
    moderation.retire(entity=make.entity("Gone"), by=None, now=make.NOW)
    run = seen("address,country", "old,KR", "gone,KR")
    assert faults(run) == [
        (2, "address", "It was merged into “New”: write that address, new."),
        (3, "address", "It is retired. Approve it before it is changed."),
    ]
    assert not seen("address,name", "gone,Gone").faults


def test_what_a_person_may_not_change_is_a_fault(seen, administrator):
    kim = make.entity("Kim")
    moderation.protect(
        entity=kim, by=administrator, now=make.NOW, protection=Entity.Protection.ADMINISTRATORS
    )
    assert faults(seen("address,country", "kim,KR")) == [
        (2, "address", "Only administrators change this profile: it is protected.")
    ]
    assert not seen("address,country", "kim,KR", by=administrator).faults


def test_a_fact_about_a_living_person_needs_a_source_and_then_waits(seen):
    make.entity("Kim", kind="person")
    lines = ("address,born,country,change_source", "kim,1961,KR,")
    assert faults(seen(*lines)) == [
        (2, "born", "A fact about a living person needs the link of its source: Born.")
    ]
    outcome = only(seen(lines[0], f"{lines[1]}https://paper.example/kim"))
    assert outcome.held == {"fields": {"born_on": [None, "1961"]}}
    assert outcome.at_once == {"fields": {"country": ["", "KR"]}}


def test_a_file_that_is_none_has_one_fault_and_an_editor_sees_nothing(seen, editor):
    assert faults(seen("nothing", "of use")) == [
        (0, "", "The first row names no column: address, name, kind …")
    ]
    with pytest.raises(NotPermitted):
        seen("address", "kim", by=editor)


def test_json_says_the_same(moderator):
    make.entity("Kim", kind="person")
    given = [{"address": "kim", "site": None, "positions": [{"title": "Chair", "from": 2019}]}]
    run = look(content=json.dumps(given).encode(), by=moderator, now=make.NOW)
    assert only(run).changes == {
        "positions": [{"do": "add", "values": {"title": "Chair", "started_on": "2019"}}]
    }


def test_the_digest_is_of_what_would_be_done(seen):
    make.entity("Kim")
    lines = ("address,country", "kim,KR")
    assert seen(*lines).digest == seen(*lines).digest
    assert seen(*lines).digest != seen("address,country", "kim,JP").digest
    before = seen(*lines).digest
    Entity.objects.filter(slug="kim").update(country="US")
    assert seen(*lines).digest != before


@pytest.mark.parametrize("number", [3, 300])
def test_a_dry_run_costs_as_much_for_300_as_for_3(number, moderator, django_assert_num_queries):
    moderator.has_perm("entities.moderate_entity")
    make.entity("Kim", aliases=["K"], kind="person")
    rows = [f"n-{n},N {n},person,Q{n},Chair | organisation: kim" for n in range(number)]
    content = "\n".join(["address,name,kind,wikidata,positions", "kim,Kim,,,King", *rows]).encode()
    with django_assert_num_queries(8):
        run = look(content=content, by=moderator, now=make.NOW)
    assert len(run.new) == number
    assert not run.faults


def test_what_is_exported_says_nothing_new(moderator):
    place = make.entity("Корея", kind="place", aliases=["한국", "'=x", "-"])
    kim = make.entity("Kim | Two", kind="person", position={"title": "a\\b", "organisation": place})
    make.relation(kim, "successor_of", make.entity("Lee", kind="person"))
    for form in ("csv", "json"):
        text = "".join(exporting.exported(entities=Entity.objects.all(), form=form, by=moderator))
        run = look(content=text.encode(), by=moderator, now=make.NOW)
        assert not run.faults
        assert run.unchanged == 3
