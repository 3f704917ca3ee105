import pytest

from entities import matching, moderation
from entities.models import Alias, Entity
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db


def found(name):
    return matching.by_name([name])[name]


def test_a_profile_is_found_by_its_name_however_it_is_written():
    macron = make.entity("Emmanuel Mâcron")
    assert found("emmanuel  MACRON") == [macron]


def test_a_profile_is_found_by_each_of_its_aliases():
    treaty = make.entity("North Atlantic Treaty Organization", aliases=["NATO", "OTAN"])
    assert found("nato") == found("Otan") == [treaty]


def test_a_part_of_a_name_finds_nothing():
    make.entity("Kim Jong Un", aliases=["Marshal Kim"])
    assert found("Kim") == []


def test_each_name_asked_for_has_its_own_answer():
    seoul = make.entity("Seoul")
    assert matching.by_name(["Seoul", "SEOUL", "Busan", ""]) == {
        "Seoul": [seoul],
        "SEOUL": [seoul],
        "Busan": [],
        "": [],
    }


def test_an_approved_profile_stands_before_a_proposed_one():
    proposed = make.proposed("Georgia")
    approved = make.entity("Georgia")
    assert found("Georgia") == [approved, proposed]


def test_a_name_stands_before_an_alias():
    state = make.entity("Georgia (US state)", aliases=["Georgia"])
    country = make.entity("Georgia")
    assert found("Georgia") == [country, state]


def test_an_approved_alias_stands_before_a_proposed_name():
    proposed = make.proposed("Georgia")
    state = make.entity("Georgia (US state)", aliases=["Georgia"])
    assert found("Georgia") == [state, proposed]


def test_of_equals_the_older_profile_stands_first():
    first, second = make.entity("Georgia"), make.entity("Georgia")
    assert found("Georgia") == [first, second]


def test_an_alias_of_two_profiles_finds_both():
    state = make.entity("Georgia (US state)", aliases=["Georgia"])
    country = make.entity("Sakartvelo", aliases=["georgia"])
    assert found("Georgia") == [state, country]


def test_a_profile_whose_alias_is_its_name_is_found_once():
    entity = make.entity("Georgia", aliases=["georgia"])
    assert found("Georgia") == [entity]


def test_an_alias_like_its_name_does_not_make_a_profile_stand_further_back():
    state = make.entity("Georgia (US state)", aliases=["Georgia"])
    country = make.entity("Georgia", aliases=["GEORGIA"])
    assert found("Georgia") == [country, state]


def test_a_retired_profile_is_not_found_by_name_or_alias():
    entity = make.entity("Seoul", aliases=["Hanseong"])
    moderation.retire(entity=entity, by=None, now=NOW)
    assert matching.by_name(["Seoul", "Hanseong"]) == {"Seoul": [], "Hanseong": []}


def test_a_name_is_found_again_after_the_profile_was_renamed():
    entity = make.entity("Danish Kingdom")
    entity.name = "Denmark"
    entity.save()
    assert found("denmark") == [entity]
    assert found("Danish Kingdom") == []


@pytest.mark.parametrize("count", [3, 60])
def test_all_names_take_two_queries(count, django_assert_num_queries):
    names = [make.entity(f"Topic {n}", aliases=[f"Alias {n}"]).name for n in range(count)]
    aliases = [f"Alias {n}" for n in range(count)]
    with django_assert_num_queries(2):
        answers = matching.by_name([*names, *aliases])
        assert all(str(entity) for answer in answers.values() for entity in answer)
    assert [len(answer) for answer in answers.values()] == [1] * (2 * count)


# The one that is meant -------------------------------------------------------------------------


def the_one(name):
    return matching.the_one(name, found(name))


def test_nobody_is_meant_where_nobody_goes_by_the_name():
    assert the_one("Seoul") is None


def test_the_only_profile_with_a_name_or_an_alias_is_meant():
    seoul = make.entity("Seoul", aliases=["Hanseong"])
    assert the_one("seoul") == the_one("Hanseong") == seoul


def test_a_name_that_two_profiles_have_means_neither():
    make.entity("Georgia")
    make.entity("Georgia")
    assert the_one("Georgia") is None


def test_an_alias_that_two_profiles_have_means_neither():
    make.entity("Georgia (US state)", aliases=["Georgia"])
    make.entity("Sakartvelo", aliases=["Georgia"])
    assert the_one("Georgia") is None


def test_whoever_has_it_as_a_name_is_meant_before_whoever_has_it_as_an_alias():
    make.entity("Georgia (US state)", aliases=["Georgia"])
    country = make.entity("Georgia")
    assert the_one("Georgia") == country


def test_an_approved_profile_is_meant_whatever_waits_for_a_moderator():
    make.proposed("Georgia")
    make.proposed("Georgia")
    approved = make.entity("Georgia")
    assert the_one("Georgia") == approved


def test_a_proposed_profile_is_meant_where_there_is_no_other():
    proposed = make.proposed("Georgia")
    assert the_one("Georgia") == proposed
    make.proposed("Georgia")
    assert the_one("Georgia") is None


# The same question as a query ------------------------------------------------------------------


def test_the_query_finds_usable_profiles_by_name_and_alias_once_each():
    entity = make.entity("Séoul", aliases=["Seoul", "SEOUL"])
    proposed = make.proposed("Seoul")
    moderation.retire(entity=make.entity("Seoul"), by=None, now=NOW)
    assert list(Entity.objects.named("seoul").order_by("pk")) == [entity, proposed]


def test_the_keys_are_written_with_the_rows_even_in_bulk():
    entity = make.entity("Seoul")
    Alias.objects.bulk_create([Alias(entity=entity, name="HANSEONG")])
    assert entity.aliases.get().key == "hanseong"
    assert Entity.objects.get().key == "seoul"
