"""What readers see of profiles: approved ones only, true on the day, in few queries."""

from datetime import date

import pytest

from entities import licences, moderation, profiles
from entities.models import Alias, Entity, Position
from newsroom.models import Picture
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db

TODAY = NOW.date()


def retired(name=""):
    return moderation.retire(entity=make.entity(name), by=None, now=NOW)


def merged(name="", *, into):
    """A profile that was found to be another one. There is no act for it yet."""
    loser = make.entity(name)
    Entity.objects.filter(pk=loser.pk).update(state=Entity.State.MERGED, merged_into=into)
    return Entity.objects.get(pk=loser.pk)


def holds(entity, title, **given):
    return Position.objects.create(entity=entity, title=title, **given)


def cards(*entities, on=TODAY):
    return profiles.cards([entity.pk for entity in entities], on=on)


def card(entity, *, on=TODAY):
    (made,) = cards(entity, on=on)
    return made


def profile(entity, *, on=TODAY):
    return profiles.profile(entity.slug, on=on)


def picture():
    return Picture.objects.create(
        original="a.jpg", file="a.jpg", width=6, height=4, uploaded_at=NOW, credit="Jane Doe"
    )


# Cards -----------------------------------------------------------------------------------------


def test_cards_stand_in_the_order_asked_for_each_once():
    first, second, third = make.entity("A"), make.entity("B"), make.entity("C")
    assert [made.name for made in cards(third, first, second, first)] == ["C", "A", "B"]


def test_readers_see_approved_profiles_only():
    assert [made.name for made in cards(make.proposed(), make.entity("Seoul"), retired())] == [
        "Seoul"
    ]
    assert profiles.cards([999_999]) == []
    assert profiles.cards([]) == []


def test_a_merged_profile_gives_its_place_to_its_survivor():
    before, survivor, after = make.entity("A"), make.entity("Survivor"), make.entity("B")
    loser = merged("Loser", into=survivor)
    assert [made.name for made in cards(before, loser, after)] == ["A", "Survivor", "B"]
    assert [made.name for made in cards(loser, before, survivor)] == ["Survivor", "A"]


def test_a_merged_profile_whose_survivor_is_not_approved_is_left_out():
    assert cards(merged(into=make.proposed()), merged(into=retired())) == []


def test_a_merged_profile_shows_what_its_survivor_holds_now():
    survivor = make.entity()
    holds(survivor, "Secretary")
    assert str(card(merged(into=survivor)).now) == "Secretary"


def test_a_card_says_who_it_is_and_where_that_comes_from():
    entity = make.entity(
        "Cho Tae-yul",
        kind=Entity.Kind.PERSON,
        native_name="조태열",
        native_language="ko",
        description="He is a diplomat.",
        position={"title": "Minister of Foreign Affairs", "at": "South Korea"},
    )
    entity.picture = picture()
    entity.description_url = "https://source.example/"
    entity.save()
    made = card(entity)
    assert (made.id, made.name, made.slug) == (entity.pk, "Cho Tae-yul", "cho-tae-yul")
    assert (made.kind, made.kind_label) == ("person", "Person")
    assert (made.native_name, made.native_language) == ("조태열", "ko")
    assert str(made.now) == "Minister of Foreign Affairs, South Korea"
    assert made.summary == "He is a diplomat."
    assert made.picture.credit == "Jane Doe"
    assert (made.source, made.source_url) == ("Newsroom", "https://source.example/")
    assert made.licence == licences.known("CC BY 4.0")
    assert made.url == "/topics/cho-tae-yul/"
    assert made.monogram == "CT"


@pytest.mark.parametrize(
    ("name", "monogram"),
    [("Seoul", "S"), ("Kim Jong Un", "KU"), ("zelensky volodymyr", "ZV"), ("조 태열", "조태")],
)
def test_a_monogram_is_of_the_first_and_the_last_word(name, monogram):
    assert card(make.entity(name)).monogram == monogram


def described(text):
    """A profile with this text: an import of old may have left what nobody approves today."""
    entity = make.entity()
    Entity.objects.filter(pk=entity.pk).update(description=text)
    return entity


def test_a_summary_is_of_whole_sentences():
    one = "He was born in Seoul on 3 May 1961, the son of a poet. "
    two = "He joined the ministry in 1979. "
    assert card(described(one + two + "Then more.")).summary == (one + two).strip()
    assert card(described(one + "He then joined the min")).summary == one.strip()
    assert card(described("He was born in")).summary == ""
    assert card(described("He was born in")).first_sentence == ""
    assert card(described(one + two)).first_sentence == one.strip()
    long = f"He {'very ' * 45}much likes it. "
    assert card(described(long + two)).summary == long.strip()


@pytest.mark.parametrize("count", [3, 60])
def test_any_number_of_cards_takes_two_queries(count, django_assert_num_queries):
    place = make.entity("Ministry")
    entities = [
        make.entity(position={"title": "Secretary", "organisation": place}) for _ in range(count)
    ]
    for entity in entities:
        holds(entity, "Deputy", started_on="2001", ended_on="2002", organisation=place)
        Entity.objects.filter(pk=entity.pk).update(picture=picture())
    losers = [merged(into=entity) for entity in entities]
    with django_assert_num_queries(2):
        made = cards(*losers)
        assert {str(each.now) for each in made} == {"Secretary, Ministry"}
        assert {each.picture.credit for each in made} == {"Jane Doe"}
    assert len(made) == count


# What somebody is now --------------------------------------------------------------------------


def test_the_position_now_is_the_one_that_has_no_end():
    entity = make.entity()
    holds(entity, "Secretary", started_on="2024-05")
    holds(entity, "Minister of Defence", started_on="2012", ended_on="2024-05")
    assert str(card(entity).now) == "Secretary"
    assert str(profile(entity).now) == "Secretary"


def test_of_two_positions_held_now_the_newer_one_is_shown():
    entity = make.entity()
    for title, started in (("Deputy", "2020"), ("Secretary", "2024-05"), ("Chair", "2024")):
        holds(entity, title, started_on=started)
    holds(entity, "Member")
    assert str(card(entity).now) == str(profile(entity).now) == "Secretary"


def test_whoever_holds_nothing_now_is_nothing_now():
    entity = make.entity()
    holds(entity, "Minister", started_on="2012", ended_on="2024")
    assert card(entity).now is None
    assert profile(entity).now is None
    assert card(make.entity()).now is None


@pytest.mark.parametrize(
    ("on", "title"),
    [
        ("2026-03-01", "Deputy"),
        ("2026-03-14", "Deputy"),
        ("2026-03-15", "Secretary"),
        ("2030-01-01", "Secretary"),
    ],
)
def test_an_office_changes_hands_on_its_day_with_nobody_awake(on, title):
    entity = make.entity()
    holds(entity, "Deputy", started_on="2020", ended_on="2026-03-15")
    holds(entity, "Secretary", started_on="2026-03-15")
    on = date.fromisoformat(on)
    assert str(card(entity, on=on).now) == str(profile(entity, on=on).now) == title
    assert [held.title for held in profile(entity, on=on).positions if held.is_current] == [title]


def test_the_query_and_the_row_agree_on_what_is_current():
    entity = make.entity()
    dates = [None, "2025", "2026", "2026-03", "2026-03-02", "2026-03-03", "2026-04", "2027"]
    for started in dates:
        for ended in dates:
            if not (started and ended) or ended >= started or started.startswith(ended):
                holds(entity, "Office", started_on=started, ended_on=ended)
    for on in (date(2025, 12, 31), TODAY, date(2026, 3, 3), date(2027, 1, 1)):
        current = {position.pk for position in Position.objects.all() if position.is_current(on=on)}
        assert set(Position.objects.current(on=on).values_list("pk", flat=True)) == current
        assert 0 < len(current) < Position.objects.count()


def test_today_is_meant_where_no_day_is_given(time_machine):
    entity = make.entity()
    holds(entity, "Deputy", ended_on="2026-03-15")
    holds(entity, "Secretary", started_on="2026-03-15")
    for day, title in (("2026-03-14", "Deputy"), ("2026-03-16", "Secretary")):
        time_machine.move_to(f"{day}T12:00:00Z")
        (made,) = profiles.cards([entity.pk])
        assert str(made.now) == str(profiles.profile(entity.slug).now) == title


def test_a_place_without_an_approved_profile_is_named_only_in_the_positions_own_words():
    for place in (make.proposed("Hidden"), retired("Gone")):
        entity = make.entity(position={"title": "Secretary", "organisation": place})
        assert (str(card(entity).now), card(entity).now.organisation_url) == ("Secretary", "")
        entity.positions.update(at="Security Council")
        assert str(card(entity).now) == "Secretary, Security Council"


def test_an_approved_place_is_named_and_linked():
    place = make.entity("Security Council")
    entity = make.entity(position={"title": "Secretary", "organisation": place})
    assert str(card(entity).now) == "Secretary, Security Council"
    assert card(entity).now.organisation_url == place.get_absolute_url()


def test_a_place_that_was_merged_is_named_by_its_survivor():
    survivor = make.entity("Security Council")
    entity = make.entity(
        position={"title": "Secretary", "organisation": merged("Council", into=survivor)}
    )
    assert str(card(entity).now) == str(profile(entity).now) == "Secretary, Security Council"
    assert card(entity).now.organisation_url == survivor.get_absolute_url()


def test_the_link_stands_on_the_name_of_the_place_within_the_words():
    council = make.entity("Security Council")
    entity = make.entity(
        position={"title": "Secretary", "at": "the Security Council", "organisation": council}
    )
    now = card(entity).now
    assert str(now) == "Secretary of the Security Council"
    assert now.around == ("Secretary of the ", "Security Council", "")
    entity.positions.update(title="Security Council Secretary")
    assert card(entity).now.around == ("", "Security Council", " Secretary")
    entity.positions.update(at="")
    assert card(make.entity(position={"title": "King"})).now.around == ("King", "", "")


def test_as_of_is_the_day_of_which_the_source_speaks_or_else_that_of_the_check():
    checked, spoken = date(2026, 2, 1), date(2026, 1, 20)
    entity = make.entity(position={"title": "Secretary", "checked_on": checked})
    assert card(entity).now.as_of == checked
    entity.positions.update(as_of=spoken)
    assert card(entity).now.as_of == profile(entity).now.as_of == spoken
    entity.positions.update(as_of=None, checked_on=None)
    assert card(entity).now.as_of is None


def test_all_that_somebody_is_now_stands_on_their_page_the_newest_first():
    entity = make.entity()
    holds(entity, "Minister", started_on="2012", ended_on="2024")
    holds(entity, "Deputy", started_on="2020")
    holds(entity, "Secretary", started_on="2024-05")
    assert [held.title for held in profile(entity).held_now] == ["Secretary", "Deputy"]


# Profiles --------------------------------------------------------------------------------------


def test_a_profile_has_all_that_is_known_of_it():
    entity = make.entity(
        "Cho Tae-yul",
        aliases=["Cho", "Ambassador Cho"],
        description="He is a diplomat. He was born in Seoul. He writes.",
    )
    Alias.objects.create(entity=entity, name="Чо Тхэ Юль", language="ru")
    entity.country, entity.official_site = "KR", "https://www.ministry.example/minister"
    entity.born_on, entity.died_on = "1955-11", "2025"
    entity.wikidata_id = "Q1"
    entity.description_taken_on = date(2026, 1, 2)
    entity.save()
    holds(
        entity,
        "Minister",
        at="South Korea",
        started_on="2024-01-10",
        ended_on="2025-06",
        source_name="Ministry",
        source_url="https://ministry.example/",
        checked_on=date(2026, 2, 1),
    )
    made = profile(entity)
    assert made.aliases == (
        profiles.OtherName(name="Ambassador Cho", language=""),
        profiles.OtherName(name="Cho", language=""),
        profiles.OtherName(name="Чо Тхэ Юль", language="ru"),
    )
    assert (made.born, made.died) == ("November 1955", "2025")
    assert made.description == "He is a diplomat. He was born in Seoul. He writes."
    assert made.summary == "He is a diplomat. He was born in Seoul."
    assert (made.country, made.official_site_name) == ("South Korea", "ministry.example")
    assert made.official_site == "https://www.ministry.example/minister"
    assert (made.wikidata_id, made.description_taken_on) == ("Q1", date(2026, 1, 2))
    assert made.checked_on == TODAY
    (held,) = made.positions
    assert (held.title, held.at) == ("Minister", "South Korea")
    assert (held.started, held.ended) == ("10 January 2024", "June 2025")
    assert (held.source_name, held.source_url) == ("Ministry", "https://ministry.example/")
    assert held.checked_on == date(2026, 2, 1)


def test_positions_stand_with_what_is_held_first_and_the_latest_before_the_earlier():
    entity = make.entity()
    for title, started, ended in [
        ("Clerk", "1990", "1999"),
        ("Member", None, None),
        ("Minister", "2012", "2024-05"),
        ("Deputy", "2000", "2024-05"),
        ("Secretary", "2024-05", None),
    ]:
        holds(entity, title, started_on=started, ended_on=ended)
    assert [held.title for held in profile(entity).positions] == [
        "Secretary",
        "Member",
        "Minister",
        "Deputy",
        "Clerk",
    ]


def test_a_merged_profile_has_moved_to_its_survivor():
    survivor = make.entity()
    assert profile(merged(into=survivor)) == profiles.Moved(slug=survivor.slug)


def test_no_profile_is_shown_that_is_not_approved():
    for hidden in (
        make.proposed(),
        retired(),
        merged(into=make.proposed()),
        merged(into=retired()),
    ):
        with pytest.raises(profiles.NoSuchProfile):
            profile(hidden)
    with pytest.raises(profiles.NoSuchProfile):
        profiles.profile("nobody")


@pytest.mark.parametrize("count", [3, 60])
def test_a_profile_takes_four_queries_however_much_is_known_of_it(count, django_assert_num_queries):
    aliases = [f"Alias {n}" for n in range(count)]
    entity, place = make.entity(kind="organisation", aliases=aliases), make.entity()
    entity.picture = picture()
    entity.save()
    for _ in range(count):
        make.relation(entity, "party_to", make.entity(kind="event"))
        make.relation(make.entity(kind="place"), "member_of", entity)
    Position.objects.bulk_create(
        Position(entity=entity, title=f"Office {n}", organisation=place) for n in range(count)
    )
    with django_assert_num_queries(4):
        made = profile(entity)
        assert made.picture.credit == "Jane Doe"
    assert len(made.positions) == len(made.aliases) == count
    assert [len(group.related) for group in made.relations] == [count, count]


# Survivors ---------------------------------------------------------------------------------------


def test_survivors_take_the_place_of_merged_profiles_in_order_each_once(django_assert_num_queries):
    survivor, other, waiting = make.entity(), make.entity(), make.proposed()
    loser = merged(into=survivor)
    with django_assert_num_queries(1):
        found = profiles.survivors([other.pk, loser.pk, waiting.pk, survivor.pk, other.pk])
    assert found == [other.pk, survivor.pk, waiting.pk]


def test_another_alias_changes_nothing_but_the_list_of_aliases():
    entity = make.entity()
    before = card(entity)
    Alias.objects.create(entity=entity, name="Another")
    assert card(entity) == before
