"""What comes of the facts: proposals made and updated, suggestions where a person has spoken."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entities import merging, moderation, suggesting
from entities.models import Alias, Entity, Position, ProfileRecord, Suggestion
from entities.wikidata import importing, labels
from entities.wikidata.facts import preference, read
from newsroom import acts, roles
from newsroom.fields import PartialDate
from tests import make
from tests.entities.wikidata.generate import (
    day,
    entity,
    held,
    item_snak,
    monolingual,
    person,
    statement,
    text_snak,
    year,
)

pytestmark = pytest.mark.django_db

EN = preference(["en"])
LATER = make.NOW + timedelta(days=30)
DEFENCE, COUNCIL = "Q900", "Q901"
OFFICES = {DEFENCE: "Minister of Defence of Russia", COUNCIL: "secretary"}


@pytest.fixture(autouse=True)
def _offices(db):
    names = OFFICES | {"Q7": "Security Council of Russia"}
    labels.want(names)
    labels.learn(names)


def minister(*statements, ended=(), **more):
    rows = [
        statement(day("P569", "1955-05-21")),
        statement(item_snak("P27", "Q159")),
        statement(monolingual("P1559", "Сергей Шойгу", "ru")),
        statement(text_snak("P856", "https://shoigu.example/")),
        statement(text_snak("P18", "Shoigu.jpg"), item_snak("P275", "Q20007257")),
        held(DEFENCE, day("P580", "2012-11-06"), *ended),
    ]
    more = {
        "descriptions": {"en": "Russian politician"},
        "aliases": {"en": ["Sergey Shoygu"]},
    } | more
    return person("Q1389", "Sergei Shoigu", *rows, *statements, **more)


MOVED = {
    "statements": [held(COUNCIL, day("P580", "2024-05-12"), item_snak("P642", "Q7"))],
    "ended": [day("P582", "2024-05-12")],
}


def moved(**more):
    return minister(*MOVED["statements"], ended=MOVED["ended"], **more)


def take(given, *, now=make.NOW, by=None, asked=""):
    return importing.take(facts=read(given, languages=EN, asked=asked), by=by, now=now)


def again(thing):
    return type(thing).objects.get(pk=thing.pk)


def approved(given):
    return moderation.approve(entity=take(given).entity, by=None, now=make.NOW)


def waiting(profile):
    return list(profile.suggestions.filter(state="waiting"))


def wanted(profile):
    """The new values of the one suggestion that waits."""
    (suggestion,) = waiting(profile)
    fields = suggestion.changes.get("fields", {})
    return {name: pair[1] for name, pair in fields.items()}


def writes(context):
    return [
        query["sql"]
        for query in context.captured_queries
        if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))
    ]


# A new profile ------------------------------------------------------------------------------------


def test_what_is_unknown_becomes_a_proposal_with_everything_that_is_said():
    taken = take(moved())
    assert taken.is_made
    made = again(taken.entity)
    made.full_clean()
    assert made.state == Entity.State.PROPOSED
    assert (made.name, made.kind, made.slug, made.wikidata_id) == (
        "Sergei Shoigu",
        "person",
        "sergei-shoigu",
        "Q1389",
    )
    assert (made.native_name, made.native_language) == ("Сергей Шойгу", "ru")
    assert (made.born_on, made.died_on) == (PartialDate(1955, 5, 21), None)
    assert (made.country.code, made.official_site) == ("RU", "https://shoigu.example/")
    assert (made.image_name, made.image_licence) == ("Shoigu.jpg", "CC BY 4.0")
    assert made.description == "Sergei Shoigu is a Russian politician."
    assert made.description_source == "Wikidata"
    assert made.description_url == "https://www.wikidata.org/wiki/Q1389"
    assert made.description_licence == "CC0 1.0"
    assert made.description_taken_on == make.NOW.date()
    assert [(each.name, each.language) for each in made.aliases.all()] == [("Sergey Shoygu", "en")]


def test_its_positions_say_where_they_come_from():
    made = take(moved()).entity
    now, before = made.positions.newest_first()
    assert str(now) == "Secretary, Security Council of Russia"
    assert (now.started_on, now.ended_on) == (PartialDate(2024, 5, 12), None)
    assert (now.source_name, now.source_url) == (
        "Wikidata",
        "https://www.wikidata.org/wiki/Q1389",
    )
    assert now.wikidata_id == COUNCIL
    assert now.checked_on is None  # nobody has
    assert str(before) == "Minister of Defence of Russia"
    assert before.ended_on == PartialDate(2024, 5, 12)
    assert made.positions.current(on=make.NOW.date()).get() == now


def test_a_reference_with_a_link_is_the_source_of_a_position():
    reference = [text_snak("P854", "https://www.kremlin.example/order"), day("P813", "2024-06-01")]
    row = held(COUNCIL, references=[reference])
    position = take(person("Q1", "A", row)).entity.positions.get()
    assert position.source_name == "kremlin.example"
    assert position.source_url == "https://www.kremlin.example/order"
    assert str(position.as_of) == "2024-06-01"


def test_the_record_says_where_the_profile_comes_from():
    moderator = make.user(role=roles.MODERATOR)
    made = take(minister(), by=moderator).entity
    record = made.records.get()
    assert (record.act, record.note) == ("imported", "A new profile, from Wikidata.")
    assert record.by == made.proposed_by == moderator


def test_a_class_that_is_unknown_makes_a_thing():
    assert take(entity("Q1", labels={"en": "Protocol"})).entity.kind == "thing"


def test_an_office_whose_name_is_not_known_is_left_out_until_it_is():
    given = person("Q1", "A", held("Q555"), held(DEFENCE))
    taken = take(given)
    assert taken.offices == {"Q555"}
    assert [each.title for each in taken.entity.positions.all()] == [OFFICES[DEFENCE]]
    labels.want(["Q555"])
    labels.learn({"Q555": "governor"})
    assert take(given).is_updated
    assert {each.title for each in taken.entity.positions.all()} == {
        OFFICES[DEFENCE],
        "Governor",
    }


def test_an_office_is_no_profile_unless_somebody_has_made_it_one():
    office = entity("Q77", labels={"en": "mayor of Lyon"}, kind="Q294414")
    assert take(office).skipped == importing.AN_OFFICE
    Entity.objects.filter(pk=make.proposed("Mayor of Lyon").pk).update(wikidata_id="Q77")
    assert not take(office).skipped


def test_what_has_no_name_in_these_languages_is_left_out():
    taken = take(person("Q1", labels={"de": "Anna"}))
    assert (taken.entity, taken.skipped) == (None, importing.NO_NAME)


def test_addresses_of_one_name_are_told_apart_by_the_number():
    make.entity("Kim")
    given = [person(f"Q{n}", "Kim") for n in (1, 2)] + [person("Q3", "조태열")]
    facts = [read(each, languages=EN) for each in given]
    # A person of this name is there, and is a thing: not surely the same.
    made = importing.take_all(facts=facts, by=None, now=make.NOW)
    assert [each.entity.slug for each in made] == ["kim-q1", "kim-q2", "조태열"]


def test_an_entity_that_stands_twice_is_taken_once():
    given = [read(person("Q1", name), languages=EN) for name in ("First", "Second")]
    first, second = importing.take_all(facts=given, by=None, now=make.NOW)
    assert first.skipped == importing.TWICE
    assert second.entity.name == "Second"


def test_many_are_made_in_as_many_queries_as_few():
    def queries(first, count):
        given = [
            read(minister(id=f"Q{n}", labels={"en": f"Person {n}"}), languages=EN)
            for n in range(first, first + count)
        ]
        with CaptureQueriesContext(connection) as context:
            importing.take_all(facts=given, by=None, now=make.NOW)
        return len(context)

    queries(2_000, 1)  # the page of names is there from now on
    assert queries(3_000, 3) == queries(4_000, 25) <= 20


# The same once more -------------------------------------------------------------------------------


def test_the_same_once_more_writes_nothing():
    made = take(moved()).entity
    stood = again(made)
    with CaptureQueriesContext(connection) as context:
        taken = take(moved(), now=LATER)
    assert (taken.is_made, taken.is_updated, taken.suggestion) == (False, False, None)
    assert writes(context) == []
    assert again(made).changed_at == stood.changed_at
    assert made.records.count() == 1


def test_a_proposal_that_nobody_has_touched_follows_wikidata():
    made = take(minister()).entity
    given = moved(
        labels={"en": "Sergei K. Shoigu"},
        aliases={"en": ["Shoigu"]},
        descriptions={"en": "Russian military officer"},
    )
    taken = take(given, now=LATER)
    assert taken.is_updated
    assert taken.suggestion is None
    now = again(made)
    assert (now.name, now.slug) == ("Sergei K. Shoigu", "sergei-shoigu")
    assert now.key == "sergei k. shoigu"
    assert now.description == "Sergei K. Shoigu is a Russian military officer."
    assert now.description_taken_on == LATER.date()
    assert [each.name for each in now.aliases.all()] == ["Shoigu"]
    assert now.positions.count() == 2
    assert now.positions.get(wikidata_id=DEFENCE).ended_on == PartialDate(2024, 5, 12)
    assert now.records.order_by("-pk").first().note == "From Wikidata."
    with CaptureQueriesContext(connection) as context:
        take(given, now=LATER + timedelta(days=1))
    assert writes(context) == []


def test_what_wikidata_no_longer_says_goes_from_an_untouched_proposal():
    made = take(moved()).entity
    take(person("Q1389", "Sergei Shoigu"), now=LATER)
    now = again(made)
    assert (now.born_on, now.native_name, now.description, now.image_name) == (None, "", "", "")
    assert (now.positions.count(), now.aliases.count()) == (0, 0)
    assert now.kind == "person"


# What a person has set ----------------------------------------------------------------------------


def test_what_a_person_has_set_in_a_proposal_stays_and_the_rest_follows():
    made = take(minister()).entity
    Entity.objects.filter(pk=made.pk).update(official_site="https://ours.example/")
    taken = take(moved(), now=LATER)
    assert taken.is_updated  # the positions
    assert again(made).official_site == "https://ours.example/"
    assert wanted(made) == {"official_site": "https://shoigu.example/"}


def test_a_field_that_a_person_has_emptied_stays_empty():
    made = take(minister()).entity
    Entity.objects.filter(pk=made.pk).update(image_name="", image_licence="")
    take(minister(), now=LATER)
    assert again(made).image_name == ""
    assert wanted(made) == {"image_name": "Shoigu.jpg", "image_licence": "CC BY 4.0"}


def test_an_approved_profile_is_never_written():
    profile = approved(minister())
    rows = {Entity: again(profile).changed_at, Alias: 1, Position: 1}
    taken = take(moved(aliases={"en": ["Sergey Shoygu", "S. Shoigu"]}), now=LATER)
    assert not taken.is_updated
    assert again(profile).changed_at == rows[Entity]
    assert profile.aliases.count() == profile.positions.count() == 1
    (suggestion,) = waiting(profile)
    assert taken.suggestion == suggestion
    assert suggestion.origin == Suggestion.Origin.WIKIDATA
    assert (suggestion.source_name, suggestion.source_url) == (
        "Wikidata",
        "https://www.wikidata.org/wiki/Q1389",
    )
    assert [row["name"] for row in suggestion.changes["aliases"]] == ["S. Shoigu"]
    ended, begun = suggestion.changes["positions"]
    assert ended["values"] == {"ended_on": [None, "2024-05-12"]}
    assert begun["do"] == "add"
    assert begun["values"]["title"] == "Secretary"


def test_an_accepted_suggestion_leaves_nothing_to_say():
    profile = approved(minister())
    suggestion = take(moved(aliases={"en": ["S. Shoigu"]}), now=LATER).suggestion
    suggesting.accept(suggestion=suggestion, by=None, now=LATER)
    assert str(profile.positions.current(on=make.NOW.date()).get().started_on) == "2024-05-12"
    taken = take(moved(aliases={"en": ["S. Shoigu"]}), now=LATER)
    assert (taken.is_updated, taken.suggestion) == (False, None)
    with CaptureQueriesContext(connection) as context:
        take(moved(aliases={"en": ["S. Shoigu"]}), now=LATER)
    assert writes(context) == []


def test_one_suggestion_follows_what_wikidata_says():
    profile = approved(minister())
    take(minister(aliases={"en": ["S. Shoigu"]}), now=LATER)
    records = profile.records.count()
    with CaptureQueriesContext(connection) as context:
        take(minister(aliases={"en": ["S. Shoigu"]}), now=LATER + timedelta(days=1))
    assert writes(context) == []
    take(minister(aliases={"en": ["Shoigu"]}), now=LATER + timedelta(days=2))
    (suggestion,) = waiting(profile)
    assert [row["name"] for row in suggestion.changes["aliases"]] == ["Shoigu"]
    assert profile.records.count() == records + 1


def test_what_was_declined_is_not_suggested_again():
    profile = approved(minister())
    given = minister(aliases={"en": ["The Minister"]})
    suggestion = take(given, now=LATER).suggestion
    suggesting.decline(suggestion=suggestion, by=None, now=LATER, reason="Nobody says that.")
    assert take(given, now=LATER).suggestion is None
    assert waiting(profile) == []
    more = take(minister(aliases={"en": ["The Minister", "Shoigu"]}), now=LATER).suggestion
    assert [row["name"] for row in more.changes["aliases"]] == ["Shoigu"]


def test_a_difference_from_what_a_moderator_set_is_suggested_once():
    profile = approved(minister())
    Entity.objects.filter(pk=profile.pk).update(born_on=PartialDate(1955, 5, 20))
    take(minister(), now=LATER)
    assert str(again(profile).born_on) == "1955-05-20"
    assert wanted(profile) == {"born_on": "1955-05-21"}


@pytest.mark.parametrize("ours", [PartialDate(1955, 5, 21), PartialDate(1955, 5)])
def test_a_date_that_we_know_more_exactly_is_no_difference(ours):
    profile = approved(minister())
    Entity.objects.filter(pk=profile.pk).update(born_on=ours)
    given = person("Q1389", "Sergei Shoigu", statement(year("P569", 1955)))
    assert take(given, now=LATER).suggestion is None


def test_what_wikidata_does_not_say_is_no_difference():
    profile = approved(minister())
    taken = take(person("Q1389", "Sergei Shoigu"), now=LATER)
    assert (taken.is_updated, taken.suggestion) == (False, None)
    assert again(profile).born_on


def test_a_name_of_our_own_stands_and_the_other_becomes_an_alias():
    profile = approved(person("Q1", "Kiev", descriptions={"en": "city"}))
    Entity.objects.filter(pk=profile.pk).update(name="Kyiv")
    (suggestion,) = [take(person("Q1", "Kiev", descriptions={"en": "city"}), now=LATER).suggestion]
    assert suggestion.changes == {"aliases": [{"do": "add", "name": "Kiev"}]}


def test_a_name_that_changes_there_is_suggested():
    profile = approved(
        entity("Q43", labels={"en": "Turkey"}, kind="Q6256", descriptions={"en": "x"})
    )
    take(entity("Q43", labels={"en": "Türkiye"}, kind="Q6256", descriptions={"en": "x"}), now=LATER)
    assert wanted(profile)["name"] == "Türkiye"


def test_a_description_of_our_own_stands():
    profile = approved(minister())
    Entity.objects.filter(pk=profile.pk).update(description="He has led two ministries.")
    assert take(minister(descriptions={"en": "politician"}), now=LATER).suggestion is None


def test_a_description_is_suggested_where_there_is_none_with_its_source():
    profile = make.entity("Sergei Shoigu", kind="person")
    Entity.objects.filter(pk=profile.pk).update(
        wikidata_id="Q1389", description="", description_source="", description_licence=""
    )
    take(person("Q1389", "Sergei Shoigu", descriptions={"en": "Russian politician"}), now=LATER)
    assert wanted(profile) == {
        "description": "Sergei Shoigu is a Russian politician.",
        "description_source": "Wikidata",
        "description_url": "https://www.wikidata.org/wiki/Q1389",
        "description_licence": "CC0 1.0",
        "description_taken_on": str(LATER.date()),
    }


def test_an_alias_that_a_person_took_out_does_not_come_back():
    for profile in (take(minister()).entity, approved(minister(id="Q2", labels={"en": "Else"}))):
        profile.aliases.all().delete()
        given = minister(id=profile.wikidata_id, labels={"en": profile.name})
        taken = take(given, now=LATER)
        assert (taken.is_updated, taken.suggestion) == (False, None)
        assert profile.aliases.count() == 0


def test_a_position_that_a_person_took_out_does_not_come_back():
    made = take(minister()).entity
    made.positions.all().delete()
    assert not take(minister(), now=LATER).is_updated
    assert made.positions.count() == 0


def test_a_position_that_a_person_changed_stays_and_its_end_is_suggested():
    made = take(minister()).entity
    made.positions.update(title="Defence minister", at="Russia")
    take(moved(), now=LATER)
    position = made.positions.get(wikidata_id=DEFENCE)
    assert (position.title, position.ended_on) == ("Defence minister", None)
    (suggestion,) = waiting(made)
    (row,) = suggestion.changes["positions"]
    assert row["values"] == {"ended_on": [None, "2024-05-12"]}


def test_a_position_that_a_person_wrote_is_known_by_its_words():
    profile = make.entity("Sergei Shoigu", kind="person")
    Entity.objects.filter(pk=profile.pk).update(wikidata_id="Q1389")
    council = make.entity("Security Council")
    Position.objects.create(
        entity=profile,
        title="Secretary of the Security Council of Russia",
        organisation=council,
        started_on=PartialDate(2024, 5),
    )
    row = held(COUNCIL, day("P580", "2024-05-12"), item_snak("P642", "Q7"))
    suggestion = take(person("Q1389", "Sergei Shoigu", row), now=LATER).suggestion
    (change,) = suggestion.changes["positions"]
    assert change["values"] == {"started_on": ["2024-05", "2024-05-12"]}


def test_dates_that_would_contradict_each_other_are_not_taken():
    profile = approved(minister())
    made = take(minister(id="Q2", labels={"en": "Else"})).entity
    Entity.objects.update(died_on=PartialDate(1950), born_on=None, imported={})
    for each in (profile, made):
        take(minister(id=each.wikidata_id, labels={"en": "Else"}, aliases={}), now=LATER)
        assert again(each).born_on is None
    # What contradicts nothing is suggested all the same.
    assert [row["name"] for row in waiting(profile)[0].changes["aliases"]] == ["Else"]
    assert "fields" not in waiting(profile)[0].changes


def test_a_proposal_of_a_writer_is_filled_and_what_it_says_stays():
    profile = make.proposed("Sergei Shoigu", kind="person", description="A politician.")
    Entity.objects.filter(pk=profile.pk).update(wikidata_id="Q1389")
    taken = take(minister(), now=LATER)
    now = again(profile)
    assert taken.is_updated
    assert (str(now.born_on), now.description) == ("1955-05-21", "A politician.")
    assert now.positions.count() == 1
    assert waiting(profile) == []


def test_a_protected_proposal_is_not_written():
    made = take(minister()).entity
    moderation.protect(entity=made, by=None, now=make.NOW, protection="moderators")
    taken = take(moved(), now=LATER)
    assert not taken.is_updated
    assert len(waiting(made)) == 1


# Which profile is meant ---------------------------------------------------------------------------


def test_a_profile_of_the_same_name_is_offered_the_number():
    profile = make.entity("Sergei Shoigu", kind="person")
    taken = take(minister(), now=LATER)
    assert (taken.entity, taken.is_made) == (profile, False)
    assert wanted(profile) == {"wikidata_id": "Q1389"}
    assert Entity.objects.count() == 1
    take(minister(), now=LATER)
    assert len(waiting(profile)) == 1
    suggesting.accept(suggestion=taken.suggestion, by=None, now=LATER)
    take(minister(), now=LATER)
    assert wanted(profile)["born_on"] == "1955-05-21"


def test_a_profile_that_is_not_the_one_gets_a_second_beside_it():
    profile = make.entity("Sergei Shoigu", kind="person")
    suggestion = take(minister(), now=LATER).suggestion
    suggesting.decline(suggestion=suggestion, by=None, now=LATER, reason="A namesake.")
    taken = take(minister(), now=LATER)
    assert taken.is_made
    assert taken.entity != profile


@pytest.mark.parametrize(
    "other",
    [
        {"kind": "organisation"},
        {"kind": "person", "born_on": PartialDate(1830)},
        {"kind": "person", "name_is_guessed": True},
    ],
)
def test_a_profile_that_may_be_another_is_offered_nothing(other):
    profile = make.proposed("Sergei Shoigu", **other)
    assert take(minister(), now=LATER).is_made
    assert waiting(profile) == []


def test_two_profiles_of_one_name_are_offered_nothing():
    for _each in range(2):
        make.entity("Sergei Shoigu", kind="person")
    assert take(minister(), now=LATER).is_made
    assert not Suggestion.objects.exists()


def test_of_two_entities_of_one_name_the_profile_is_offered_one():
    profile = make.entity("Ann Lee", kind="person")
    given = [read(person(f"Q{n}", "Ann Lee"), languages=EN) for n in (1, 2)]
    for _time in range(2):
        first, second = importing.take_all(facts=given, by=None, now=LATER)
        assert first.suggestion
        assert wanted(profile) == {"wikidata_id": "Q1"}
        assert second.entity.wikidata_id == "Q2"
    assert Entity.objects.count() == 2


def test_a_number_that_leads_to_another_is_suggested_with_the_rest():
    profile = approved(minister())
    taken = take(minister(id="Q5000"), asked="Q1389", now=LATER)
    assert taken.entity == profile
    assert wanted(profile)["wikidata_id"] == "Q5000"
    assert not Entity.objects.filter(wikidata_id="Q5000").exists()


def test_a_redirect_alone_changes_no_more_than_the_number():
    profile = approved(minister())
    take({"entity": "Q1389", "redirect": "Q5000"}, now=LATER)
    assert waiting(profile)[0].changes == {"fields": {"wikidata_id": ["Q1389", "Q5000"]}}
    made = take(minister(id="Q2", labels={"en": "Else"})).entity
    take({"entity": "Q2", "redirect": "Q6000"}, now=LATER)
    now = again(made)
    assert (now.wikidata_id, now.name) == ("Q6000", "Else")
    assert (now.positions.count(), now.aliases.count()) == (1, 1)
    assert take({"entity": "Q77", "redirect": "Q78"}).skipped == importing.NO_NAME


def test_a_retired_profile_is_left_alone():
    profile = moderation.retire(entity=take(minister()).entity, by=None, now=make.NOW)
    taken = take(moved(), now=LATER)
    assert taken.skipped == importing.RETIRED
    assert waiting(profile) == []


def test_what_a_merged_profile_is_of_is_said_of_its_survivor():
    loser, survivor = approved(minister()), make.entity("Sergei Shoigu", kind="person")
    merge = merging.begin(survivor=survivor, loser=loser, by=None, now=make.NOW)
    choices = {"wikidata_id": "survivor"}
    merging.finish(merge=merge, choices=choices, by=None, now=make.NOW)
    assert again(survivor).wikidata_id == ""
    taken = take(minister(), now=LATER)
    assert taken.entity == survivor
    assert wanted(survivor)["wikidata_id"] == "Q1389"
    Entity.objects.filter(pk=survivor.pk).update(wikidata_id="Q3")
    assert take(minister(), now=LATER).skipped == importing.ELSEWHERE


# Who may ------------------------------------------------------------------------------------------


def test_whoever_may_not_propose_takes_nothing_in():
    nobody = make.user()
    nobody.groups.clear()
    nobody = type(nobody).objects.get(pk=nobody.pk)
    with pytest.raises(acts.NotPermitted):
        take(minister(), by=nobody)
    assert not Entity.objects.exists()


def test_a_batch_is_taken_whole_or_not_at_all(monkeypatch):
    given = [read(person(f"Q{n}", f"Person {n}"), languages=EN) for n in (1, 2)]

    def fail(*args, **kwargs):
        raise KeyboardInterrupt

    monkeypatch.setattr(importing.recording, "log_many", fail)
    with pytest.raises(KeyboardInterrupt):
        importing.take_all(facts=given, by=None, now=make.NOW)
    assert not Entity.objects.exists()
    assert not ProfileRecord.objects.exists()
