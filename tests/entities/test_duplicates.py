"""Profiles that may be one: found, offered, told apart."""

from io import StringIO

import pytest
from django.core.management import call_command

from entities import changing, duplicates, merging
from entities.models import Alias, Entity, PossibleDuplicate, ProfileRecord, Suggestion
from newsroom import acts
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db
PERSON = Entity.Kind.PERSON


def person(name, **fields):
    return make.entity(name, kind=PERSON, **fields)


def offered(entity=None):
    """What stands in the queue: pairs of names, and the reason."""
    pairs = PossibleDuplicate.objects.open()
    pairs = pairs.of(entity) if entity else pairs
    return {(pair.one.name, pair.other.name, pair.reason) for pair in pairs}


def everywhere():
    PossibleDuplicate.objects.filter(told_apart_at=None).delete()
    duplicates.look_everywhere(now=NOW)
    return offered()


@pytest.mark.parametrize("find", [offered, everywhere])
def test_profiles_are_offered_for_a_name_that_they_share_or_nearly_share(find):
    person("Sergei Shoigu"), person("Сергей Шойгу")
    person("Kim Jong-un", aliases=["Rocket Man"]), person("Elton John", aliases=["rocket man"])
    person("Kim Jong-nam")
    duplicates.look(Entity.objects.get(name="Elton John"), now=NOW)
    assert find() == {
        ("Sergei Shoigu", "Сергей Шойгу", "near"),
        ("Kim Jong-un", "Elton John", "alias"),
    }


@pytest.mark.parametrize("find", [offered, everywhere])
def test_a_person_is_no_place_but_a_thing_may_be_either(find):
    person("Washington"), make.entity("WASHINGTON", kind=Entity.Kind.PLACE)
    make.proposed("washington")
    assert find() == {
        ("Washington", "washington", "alias"),
        ("WASHINGTON", "washington", "alias"),
    }


@pytest.mark.parametrize("find", [offered, everywhere])
def test_profiles_are_offered_for_a_number_that_someone_suggests_for_the_second(find):
    one, two = person("One"), make.entity("Two", kind=Entity.Kind.PLACE)
    Entity.objects.filter(pk=one.pk).update(wikidata_id="Q42")
    Suggestion.objects.create(
        entity=two, changes={"fields": {"wikidata_id": ["", "Q42"]}}, by_name="W", at=NOW
    )
    duplicates.look(two, now=NOW)
    duplicates.look(Entity.objects.get(pk=one.pk), now=NOW)
    assert find() == {("One", "Two", "wikidata")}


def test_only_profiles_in_use_are_offered():
    one, two = person("Kim"), person("Kim")
    assert len(offered()) == 1
    make.moderation.retire(entity=two, by=None, now=NOW)
    assert duplicates.look(one, now=NOW) == []


def test_what_goes_by_another_name_since_is_offered_no_more():
    one, two = person("Kim"), person("Kim")
    for name in ("Lee", "Kim"):
        wanted = {"fields": {"name": [Entity.objects.get(pk=two.pk).name, name]}}
        changing.change(entity=two, changes=wanted, by=None, now=NOW)
        assert len(offered(one)) == (name == "Kim")


def test_finding_the_same_again_doubles_nothing_and_keeps_when_it_was_found():
    one, _two = person("Kim"), person("Kim")
    assert duplicates.look(one, now=NOW + HOUR) == duplicates.look(one, now=NOW)
    assert PossibleDuplicate.objects.get().found_at == NOW


def test_a_name_that_very_many_share_tells_nothing():
    for number in range(duplicates.TOO_MANY + 1):
        person(f"N{number} " + "bcdfg"[number % 5] * (number + 1), aliases=["The Minister"])
    first = Entity.objects.order_by("pk").first()
    assert duplicates.look(first, now=NOW) == []
    assert everywhere() == set()


def test_only_moderators_tell_apart_and_only_once(editor, moderator):
    one, two = person("Kim"), person("Kim")
    pair = PossibleDuplicate.objects.get()
    with pytest.raises(acts.NotPermitted):
        duplicates.tell_apart(pair=pair, by=editor, now=NOW)
    duplicates.tell_apart(pair=pair, by=moderator, now=NOW)
    with pytest.raises(duplicates.NotOffered):
        duplicates.tell_apart(pair=pair, by=moderator, now=NOW)
    records = ProfileRecord.objects.filter(act="told_apart")
    assert {record.entity for record in records} == {one, two}
    assert duplicates.look(one, now=NOW) == []
    assert duplicates.look_everywhere(now=NOW) == 0


def test_who_told_a_profile_apart_has_told_its_survivor_apart():
    _one, two, three = person("Kim"), person("Kim"), person("Lee")
    duplicates.tell_apart(pair=PossibleDuplicate.objects.get(), by=None, now=NOW)
    merge = merging.begin(survivor=three, loser=two, by=None, now=NOW)
    merging.finish(merge=merge, choices={}, by=None, now=NOW)
    assert "Kim" in three.aliases.values_list("name", flat=True)
    assert offered() == set()
    assert everywhere() == set()


def test_a_merge_looks_at_the_names_that_the_survivor_got():
    one, two, _three = person("Kim"), person("Lee"), person("Park")
    Alias.objects.create(entity=two, name="Park")
    merge = merging.begin(survivor=one, loser=two, by=None, now=NOW)
    merging.finish(merge=merge, choices={}, by=None, now=NOW)
    assert offered(one) == {("Kim", "Park", "alias")}


def test_looking_costs_the_same_whatever_is_in_the_database(django_assert_num_queries):
    one = person("Kim")
    for number in range(30):
        person(f"Other {'abcdefghij'[number % 10]}{number}")
    person("Kim"), person("Gim")
    with django_assert_num_queries(16):
        duplicates.look(one, now=NOW)


def test_the_command_finds_what_was_there_before_anyone_looked_and_can_run_again():
    person("Kim"), person("Kim")
    PossibleDuplicate.objects.all().delete()
    Entity.objects.update(near="")
    out = StringIO()
    for words in ("1 new pairs", "0 new pairs"):
        call_command("find_duplicates", quiet=True, stdout=out)
        assert words in out.getvalue()
    assert set(Entity.objects.values_list("near", flat=True)) == {"km"}
    assert len(offered()) == 1
