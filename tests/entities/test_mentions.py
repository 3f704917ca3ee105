"""Which profiles a running text names."""

import pytest

from entities import mentions, moderation
from entities.mentions import Names
from entities.models import Alias, Entity
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db


def mentioned(*texts):
    """The names that are found, as the texts have them."""
    return [mention.name for mention in Names(texts).mentioned(texts)]


def profiles(*texts):
    return [[each.name for each in mention.profiles] for mention in Names(texts).mentioned(texts)]


# Words ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Seoul agrees.", "Seoul"),
        ("It lies in Seoul.", "Seoul"),
        ("(Seoul)", "Seoul"),
        ("“Seoul”", "Seoul"),
        ("SEOUL AGREES", "SEOUL"),
        ("Seoul’s plan", "Seoul"),
        ("Seoul's plan", "Seoul"),
        ("the Seoul-based firm", "Seoul"),
        ("a non-Seoul firm", "Seoul"),
        ("Seoul/Busan", "Seoul"),
        ("Séoul agrees.", "Séoul"),
        ("Seoul\nBusan", "Seoul"),
    ],
)
def test_a_name_is_found_as_a_whole_word(text, name):
    make.entity("Seoul")
    assert mentioned(text) == [name]


@pytest.mark.parametrize("text", ["Seouls", "Newseoul", "Seoul2", "seoul", "to be seoul", ""])
def test_part_of_a_word_and_a_word_without_its_capital_are_none(text):
    make.entity("Seoul")
    assert mentioned(text) == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Bank of Japan", "The Bank of Japan acts."),
        ("Kim Jong Un", "Kim Jong Un acts."),
        ("Kim Jong-un", "Kim Jong-un’s plan."),
        ("Notre-Dame de Paris", "In Notre-Dame de Paris."),
        ("People’s Republic of China", "The People's Republic of China acts."),
        ("Chang'e 6", "The probe Chang’e 6 landed."),
        ("Geoffrey E. Hinton", "Then Geoffrey E. Hinton spoke."),
        ("Johnson & Johnson", "Then Johnson & Johnson paid."),
        ("U.S.", "In the U.S. today."),
        ("Apple Inc.", "A shop of Apple Inc. opened."),
        ("Sotheby’s", "At Sotheby’s today."),
        ("2024 European Parliament election", "The 2024 European Parliament election is over."),
        ("iPhone", "A new iPhone came."),
        ("São Paulo", "In Sao Paulo today."),
    ],
)
def test_a_name_may_have_several_words_joined_in_all_ways_of_joining(name, text):
    make.entity(name)
    assert profiles(text) == [[name]]


def test_words_of_two_sentences_or_parts_of_one_are_no_name():
    make.entity("Seoul Busan")
    assert mentioned("Seoul, Busan", "Seoul\nBusan", "Seoul (Busan)", "Seoul – Busan") == []


def test_the_longest_name_wins_and_what_it_covers_is_no_other():
    for name in ("Bank of Japan", "Japan", "Kim", "Kim Jong Un", "South Korea", "Korea"):
        make.entity(name)
    assert mentioned("The Bank of Japan met Kim Jong Un in South Korea.") == [
        "Bank of Japan",
        "Kim Jong Un",
        "South Korea",
    ]
    assert mentioned("Japan met Kim and Korea.") == ["Japan", "Kim", "Korea"]


def test_an_acronym_has_to_be_written_as_one():
    make.entity("United States", aliases=["US"])
    make.entity("World Health Organization", aliases=["WHO"])
    assert mentioned("Us? Who? WHO? The US’s plan.") == ["WHO", "US"]
    assert mentioned("US-led") == ["US"]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("조태열", "외교부 장관 조태열은 말했다"),
        ("서울", "서울에서 만났다"),
        ("북한", "북한 관리들"),
        ("金正恩", "朝鲜领导人金正恩访问俄罗斯"),
        ("東京", "東京で会談"),
        ("プーチン", "プーチン大統領"),
        ("ドナルド・トランプ", "ドナルド・トランプ氏"),
        ("Київ", "У місті Київ сьогодні"),
        ("नरेन्द्र मोदी", "आज नरेन्द्र मोदी ने कहा"),
        ("بيروت", "في بيروت اليوم"),
        ("ירושלים", "בעיר ירושלים היום"),
    ],
)
def test_names_are_found_in_any_script(name, text):
    make.entity("A profile", aliases=[name])
    assert profiles(text) == [["A profile"]]


# Profiles ------------------------------------------------------------------------------------


def test_a_profile_is_mentioned_once_by_the_first_of_its_names():
    make.entity("South Korea", aliases=["ROK"])
    make.entity("Seoul")
    assert mentioned("The ROK acts.", "South Korea and Seoul act.", "ROK") == ["ROK", "Seoul"]


def test_only_approved_profiles_are_mentioned():
    make.proposed("Seoul")
    moderation.retire(entity=make.entity("Busan", aliases=["Pusan"]), by=None, now=NOW)
    assert mentioned("Seoul, Busan and Pusan") == []


def test_an_alias_of_two_profiles_is_offered_with_both():
    make.entity("One", aliases=["Kim"])
    make.entity("Two", aliases=["Kim"])
    (mention,) = Names(["Kim acts."]).mentioned(["Kim acts."])
    assert [profile.name for profile in mention.profiles] == ["One", "Two"]
    assert not mention.is_certain


def test_the_name_of_one_that_is_an_alias_of_another_means_the_first():
    make.entity("Korea Town", aliases=["Seoul"])
    make.entity("Seoul")
    assert profiles("Seoul acts.") == [["Seoul"]]


def test_two_aliases_of_one_profile_that_look_alike_are_one_profile():
    make.entity("Zelenskyy", aliases=["Zelensky", "Zélensky"])
    (mention,) = Names(["Zelensky"]).mentioned(["Zelensky"])
    assert mention.is_certain


# One profile in a text -----------------------------------------------------------------------


def stands_in(entity, text):
    return Names([], linked=[entity]).stand_in(text, entity=entity)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("On artificial intelligence", True),
        ("The AI of today", True),
        ("ai", False),
        ("Artificially intelligent", False),
        ("KI, or artificial intelligence’s cousin", True),
        ("Said in Saint", False),
    ],
)
def test_a_linked_profile_is_looked_for_by_name_and_alias_in_any_case(text, expected):
    entity = make.entity("Artificial intelligence", aliases=["AI"])
    assert stands_in(entity, text) is expected


def test_a_proposed_profile_can_be_looked_for_too():
    entity = make.proposed("Harbour board")
    assert stands_in(entity, "The harbour board met.")


def test_a_name_in_its_own_script_is_looked_for_wherever_grammar_puts_it():
    entity = make.proposed("Cho Tae-yul", native_name="조태열", native_language="ko")
    assert stands_in(entity, "조태열은 말했다")
    assert not stands_in(entity, "조태")


def test_the_family_name_of_a_person_will_do_and_only_with_its_capital():
    entity = make.entity("Kim Jong Un", kind=Entity.Kind.PERSON)
    assert stands_in(entity, "Kim’s plan")
    assert stands_in(entity, "Mr Un")
    assert not stands_in(entity, "un and kim")
    assert not stands_in(make.entity("Kim Hospital"), "Kim’s plan")


# Titles --------------------------------------------------------------------------------------


def introduced(text, *linked):
    found = Names([text], linked=linked).introduced([text])
    return [(each.person.name, each.title) for each in found]


def person(name, **fields):
    return make.entity(name, kind=Entity.Kind.PERSON, **fields)


def test_a_person_is_introduced_by_the_title_in_front_of_a_name():
    person("Sergei Shoigu", aliases=["Sergey Shoygu"])
    make.entity("Security Council", kind=Entity.Kind.ORGANISATION)
    text = "Secretary Sergei Shoigu met Minister Sergey Shoygu and President Security Council."
    assert introduced(text) == [("Sergei Shoigu", "Secretary"), ("Sergei Shoigu", "Minister")]


def test_who_is_linked_is_introduced_by_a_part_of_the_name_and_while_still_proposed():
    waiting = make.proposed("Sergei Kuzhugetovich Shoigu", kind=Entity.Kind.PERSON)
    Alias.objects.create(entity=waiting, name="Shoygu")
    for name in ("Sergei Shoigu", "Shoigu", "Shoygu"):
        assert introduced(f"Secretary {name} agrees", waiting) == [(waiting.name, "Secretary")]
        assert introduced(f"Secretary {name} agrees") == []


def test_a_profile_of_which_nobody_has_said_the_kind_may_be_a_person():
    waiting = make.proposed("Sergei Kuzhugetovich Shoigu")
    assert introduced("Secretary Sergei Shoigu agrees", waiting) == [(waiting.name, "Secretary")]
    thing = make.entity("Sergei Shoigu", kind=Entity.Kind.THING)
    assert introduced("Secretary Sergei Shoigu agrees", thing) == []


def test_a_first_name_that_somebody_else_has_introduces_nobody():
    linked = person("Sergei Shoigu")
    assert introduced("Foreign Minister Sergei Lavrov and Minister Sergei-Ivan", linked) == []
    assert introduced("Minister Sergei said", linked) == [("Sergei Shoigu", "Minister")]


def test_of_two_who_share_a_name_the_linked_one_is_introduced_and_otherwise_none():
    one = person("One Kim", aliases=["Kim Jong"])
    person("Two Kim", aliases=["Kim Jong"])
    assert introduced("President Kim Jong agrees") == []
    assert introduced("President Kim Jong agrees", one) == [("One Kim", "President")]


# Cost ----------------------------------------------------------------------------------------


@pytest.mark.parametrize("count", [1, 100])
def test_all_texts_take_two_queries_and_one_for_aliases(count, django_assert_num_queries):
    linked = [make.entity(f"Town {number}", aliases=[f"T{number}"]) for number in range(count)]
    texts = [f"Town {number} met Town {number + 1}." for number in range(count)]
    mentions.book()
    with django_assert_num_queries(2):
        names = Names(texts, linked=linked)
        found = names.mentioned(texts)
        assert all(
            names.stand_in(f"Town {index}", entity=each) for index, each in enumerate(linked)
        )
    with django_assert_num_queries(1):
        assert all(names.stand_in(f"T{index}", entity=each) for index, each in enumerate(linked))
    assert len(found) == count


def test_no_texts_take_no_query(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert Names([]).mentioned([]) == []
