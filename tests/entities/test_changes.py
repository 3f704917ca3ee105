"""A change of a profile as JSON: what it says, what it writes, what takes it back."""

import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from entities import changes
from entities.models import Entity, Position, Relation
from newsroom.fields import PartialDate
from tests import make
from tests.newsroom.difference.reading import shown

pytestmark = pytest.mark.django_db


@pytest.fixture
def council():
    return make.entity("Council", kind="organisation")


@pytest.fixture
def kim(council):
    held = {"title": "Minister", "at": "Defence", "started_on": PartialDate(2012)}
    return make.entity("Kim", kind="person", aliases=["Kimmy"], position=held)


def fresh(entity):
    return Entity.objects.get(pk=entity.pk)


def reads(entity):
    return changes.standing(fresh(entity))


# What is wanted ---------------------------------------------------------------------------------


def test_only_what_differs_becomes_a_change(kim):
    wanted = {"name": "Kim", "born_on": PartialDate(1961, 5), "country": "KR", "native_name": ""}
    assert changes.between(kim, fields=wanted) == {
        "fields": {"born_on": [None, "1961-05"], "country": ["", "KR"]}
    }


def test_nothing_wanted_is_no_change(kim):
    position = kim.positions.get()
    same = {"id": position.pk, "title": "Minister", "started_on": PartialDate(2012)}
    assert changes.between(kim, fields={"name": " Kim "}, positions=[same]) == {}


def test_a_row_with_its_key_is_changed_and_one_without_is_added(kim, council):
    position = kim.positions.get()
    rows = [
        {"id": position.pk, "title": "Minister", "ended_on": "2024-05"},
        {"title": "Secretary", "organisation": council.pk, "started_on": "2024-05", "at": ""},
    ]
    assert changes.between(kim, positions=rows) == {
        "positions": [
            {"do": "change", "id": position.pk, "values": {"ended_on": [None, "2024-05"]}},
            {
                "do": "add",
                "values": {
                    "title": "Secretary",
                    "organisation": council.pk,
                    "started_on": "2024-05",
                },
            },
        ]
    }


def test_a_row_that_is_there_is_not_added_again(kim, council):
    Relation.objects.create(subject=kim, kind="member_of", object=council)
    assert not changes.between(
        kim,
        aliases=[{"name": "Kimmy", "language": ""}],
        positions=[{"title": "Minister", "at": "Defence", "started_on": "2012"}],
        relations=[{"kind": "member_of", "object": council.pk}],
    )


def test_a_row_is_taken_out_with_all_that_it_says(kim):
    alias, position = kim.aliases.get(), kim.positions.get()
    wanted = changes.between(
        kim,
        aliases=[{"id": alias.pk, "remove": True}],
        positions=[{"id": position.pk, "remove": True}],
    )
    assert wanted["aliases"] == [
        {"do": "remove", "id": alias.pk, "name": "Kimmy"},
    ]
    assert wanted["positions"][0]["values"]["title"] == "Minister"
    assert wanted["positions"][0]["values"]["ended_on"] is None


def test_an_alias_that_is_renamed_goes_and_comes(kim):
    alias = kim.aliases.get()
    wanted = changes.between(kim, aliases=[{"id": alias.pk, "name": "Kimi"}])
    assert [(row["do"], row["name"]) for row in wanted["aliases"]] == [
        ("remove", "Kimmy"),
        ("add", "Kimi"),
    ]


def test_what_was_changed_meanwhile_is_not_wanted_back(kim):
    seen = changes.standing(kim)
    Entity.objects.filter(pk=kim.pk).update(native_name="김")
    wanted = changes.between(fresh(kim), fields={"name": "Kim", "native_name": ""}, seen=seen)
    assert wanted == {}


def test_a_row_of_another_profile_is_not_changed(kim):
    other = make.entity("Lee", position={"title": "President"})
    with pytest.raises(changes.Invalid, match="no longer there"):
        changes.between(kim, positions=[{"id": other.positions.get().pk, "title": "Taken"}])


# What is no change ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ([], "A change has parts"),
        ({"colour": {}}, "no part “colour”"),
        ({"fields": ["name"]}, "Fields are named"),
        ({"fields": {"name": "Kim"}}, "what stands there and what shall"),
        ({"fields": {"state": ["approved", "retired"]}}, "no field “state”"),
        ({"fields": {"slug": ["kim", "lee"]}}, "no field “slug”"),
        ({"fields": {"name": ["Kim", ""]}}, "Name: "),
        ({"fields": {"name": ["Kim", "K" * 201]}}, "at most 200"),
        ({"fields": {"name": ["Kim", "K\0m"]}}, "cannot be kept"),
        ({"fields": {"born_on": [None, "in spring"]}}, "Born: Write a day"),
        ({"fields": {"born_on": [None, "1961-02-30"]}}, "Born: Write a day"),
        ({"fields": {"description_taken_on": [None, "soon"]}}, "Taken on: "),
        ({"fields": {"description": ["", "x" * 20_001]}}, "At most 20000"),
        ({"fields": {"official_site": ["", "javascript:alert(1)"]}}, "Official site: "),
        ({"fields": {"kind": ["person", "planet"]}}, "Kind: "),
        ({"fields": {"picture": [None, 99]}}, "Picture: This is not there"),
        ({"aliases": "Kim"}, "a list of at most"),
        ({"aliases": [{"do": "add", "name": "x"}] * 201}, "a list of at most"),
        ({"aliases": ["Kim"]}, "Fields are named"),
        ({"aliases": [{"do": "add", "language": "ko"}]}, "Name: this is needed"),
        ({"aliases": [{"do": "change", "id": 1, "values": {}}]}, "added, changed or removed"),
        ({"positions": [{"do": "add", "values": {"at": "Here"}}]}, "Office or role: "),
        ({"positions": [{"do": "add", "values": {"entity": 5}}]}, "no field “entity”"),
        ({"positions": [{"do": "remove", "values": {}}]}, "Say which row"),
        ({"positions": [{"do": "change", "id": "x", "values": {"at": ["", "A"]}}]}, "which row"),
        (
            {"positions": [{"do": "add", "values": {"title": "A", "organisation": "x"}}]},
            "not there",
        ),
        ({"relations": [{"do": "add", "values": {"kind": "member_of"}}]}, "To (a profile): "),
        ({"relations": [{"do": "change", "id": 1, "values": {"object": [1, 2]}}]}, "another"),
    ],
)
def test_what_is_no_change_is_refused_with_a_sentence(kim, given, sentence):
    with pytest.raises(changes.Invalid) as refused:
        changes.clean(kim, given)
    assert sentence in str(refused.value)
    assert all(each.strip()[-1] in ".)" for each in refused.value.sentences)


def test_every_fault_is_named_at_once(kim):
    given = {"fields": {"name": ["Kim", ""], "born_on": [None, "x"]}, "positions": [{"do": "add"}]}
    with pytest.raises(changes.Invalid) as refused:
        changes.clean(kim, given)
    assert len(refused.value.sentences) == 3


def test_a_relation_has_the_profile_on_one_side(kim, council):
    others = {"subject": council.pk, "kind": "successor_of", "object": make.entity("Lee").pk}
    with pytest.raises(changes.Invalid, match="one of its sides"):
        changes.clean(kim, {"relations": [{"do": "add", "values": others}]})


# Writing ------------------------------------------------------------------------------------------


def change_of_everything(kim, council):
    alias, position = kim.aliases.get(), kim.positions.get()
    return changes.between(
        kim,
        fields={"name": "Kim Two", "born_on": "1961", "description": "She leads the council."},
        aliases=[{"id": alias.pk, "remove": True}, {"name": "조태열", "language": "ko"}],
        positions=[
            {"id": position.pk, "ended_on": "2024-05", "source_url": "https://a.example/"},
            {"title": "Secretary", "organisation": council.pk, "started_on": "2024-05"},
        ],
        relations=[{"kind": "member_of", "object": council.pk}],
    )


def test_a_change_is_written_with_all_its_rows(kim, council):
    changes.apply(kim, change_of_everything(kim, council))
    now = fresh(kim)
    assert (now.name, now.key, now.born_on) == ("Kim Two", "kim two", PartialDate(1961))
    assert now.near != make.entity("Kim").near
    assert [alias.name for alias in now.aliases.all()] == ["조태열"]
    titles = now.positions.newest_first().values_list("title", "ended_on", "organisation")
    assert list(titles) == [
        ("Secretary", None, council.pk),
        ("Minister", PartialDate(2024, 5), None),
    ]
    assert now.relations.get().object == council


def test_what_comes_back_is_the_change_that_takes_it_back(kim, council):
    before = reads(kim)
    undo = changes.apply(kim, change_of_everything(kim, council))
    assert json.loads(json.dumps(undo)) == undo
    changes.apply(fresh(kim), undo)
    assert reads(kim) == before, "with the same keys, so that what names a row still does"


def test_what_stands_as_wanted_is_left_alone_and_not_taken_back(kim):
    wanted = changes.between(kim, fields={"native_name": "김", "native_language": "ko"})
    Entity.objects.filter(pk=kim.pk).update(native_name="김")
    assert changes.apply(fresh(kim), wanted) == {"fields": {"native_language": ["ko", ""]}}


@pytest.mark.parametrize(
    ("meddle", "sentence"),
    [
        (
            lambda kim: Entity.objects.filter(pk=kim.pk).update(born_on="1950"),
            "Born is now “1950”, no longer “empty”.",
        ),
        (
            lambda kim: kim.positions.update(title="Chief"),
            "It now says “Chief, Defence (since 2012)”, "
            "no longer “Minister, Defence (since 2012)”.",
        ),
        (lambda kim: kim.positions.all().delete(), "“Minister” is no longer there."),
    ],
)
def test_what_was_changed_since_is_not_overwritten(kim, meddle, sentence):
    position = {"id": kim.positions.get().pk, "title": "Minister of War"}
    wanted = changes.between(kim, fields={"born_on": "1961"}, positions=[position])
    meddle(kim)
    before = reads(kim)
    assert changes.conflicts(fresh(kim), wanted) == [sentence]
    with pytest.raises(changes.Clash, match=sentence[:12]):
        changes.apply(fresh(kim), wanted)
    assert reads(kim) == before


def test_a_row_that_is_gone_already_may_go(kim):
    wanted = changes.between(kim, aliases=[{"id": kim.aliases.get().pk, "remove": True}])
    kim.aliases.all().delete()
    assert changes.conflicts(kim, wanted) == []
    assert changes.apply(kim, wanted) == {}


def test_a_row_that_says_something_else_by_now_is_not_removed(kim):
    wanted = changes.between(kim, positions=[{"id": kim.positions.get().pk, "remove": True}])
    kim.positions.update(ended_on="2024")
    with pytest.raises(changes.Clash, match="now says"):
        changes.apply(kim, wanted)
    assert kim.positions.exists()


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ({"fields": {"died_on": "1900", "born_on": "1961"}}, "death is before"),
        ({"positions": [{"title": "A", "started_on": "2020", "ended_on": "2010"}]}, "ends before"),
        ({"fields": {"wikidata_id": "Q42"}}, "Another profile has this Wikidata number"),
    ],
)
def test_what_makes_no_profile_is_refused_and_nothing_is_half_done(kim, wanted, sentence):
    Entity.objects.filter(pk=make.entity("Adams").pk).update(wikidata_id="Q42")
    wanted = changes.between(kim, **wanted, aliases=[{"name": "New"}])
    before = reads(kim)
    with pytest.raises(changes.Invalid, match=sentence):
        changes.apply(kim, wanted)
    assert reads(kim) == before


def test_a_trial_writes_nothing(kim, council):
    before = reads(kim)
    changes.try_out(kim, change_of_everything(kim, council))
    assert reads(kim) == before


def test_a_name_that_somebody_says_is_no_guess_until_it_is_taken_back():
    guessed = make.proposed("Seoul", name_is_guessed=True)
    undo = changes.apply(guessed, changes.between(guessed, fields={"name": "Seoul City"}))
    assert not fresh(guessed).name_is_guessed
    changes.apply(fresh(guessed), undo)
    assert fresh(guessed).name_is_guessed


def test_neighbours_are_told_once_whichever_side_says_it():
    here, there = make.entity("Here", kind="place"), make.entity("There", kind="place")
    Relation.objects.create(subject=there, kind="neighbour_of", object=here)
    wanted = changes.between(here, relations=[{"kind": "neighbour_of", "object": there.pk}])
    changes.apply(here, wanted)
    assert Relation.objects.count() == 1


def test_a_relation_that_stands_with_other_dates_is_a_conflict(kim, council):
    Relation.objects.create(subject=kim, kind="member_of", object=council)
    row = {"kind": "member_of", "object": council.pk, "started_on": "2024"}
    wanted = changes.between(kim, relations=[row])
    assert "is there already" in changes.conflicts(kim, wanted)[0]


# For people to read -------------------------------------------------------------------------------


def test_a_change_reads_line_by_line(kim, council):
    told = [
        (line.label, line.before, line.after)
        for line in changes.lines(kim, change_of_everything(kim, council))
    ]
    assert told == [
        ("Name", "Kim", "Kim Two"),
        ("Born", "", "1961"),
        ("Description", "Kim is a topic of these tests.", "She leads the council."),
        ("Alias", "Kimmy", ""),
        ("Alias", "", "조태열"),
        ("Position", "Minister, Defence (since 2012)", "Minister, Defence (2012 – May 2024)"),
        ("Minister, Defence (2012 – May 2024): Its link", "", "https://a.example/"),
        ("Position", "", "Secretary, Council (since May 2024)"),
        ("Relation", "", "Kim · member of · Council"),
    ]


def test_a_line_tells_both_texts_as_one(kim):
    wanted = changes.between(kim, fields={"description": "Kim was a topic of these tests."})
    (line,) = changes.lines(kim, wanted)
    assert shown(line.runs) == "Kim [-is][+was] a topic of these tests."


def test_reading_a_change_costs_the_same_however_many_rows(kim, council, django_assert_num_queries):
    rows = [{"title": f"Office {number}", "organisation": council.pk} for number in range(30)]
    wanted = changes.between(
        kim, positions=[*rows, {"id": kim.positions.get().pk, "organisation": council.pk}]
    )
    with django_assert_num_queries(2):
        changes.lines(kim, wanted)


def test_the_summary_names_what_is_changed(kim, council):
    summary = changes.summary(change_of_everything(kim, council))
    assert summary == "Name, Born, Description, Aliases, Positions, Relations"


# Two changes compared -----------------------------------------------------------------------------


def test_a_wish_is_the_same_whatever_stands_there():
    one, other = {"fields": {"name": ["A", "C"]}}, {"fields": {"name": ["B", "C"]}}
    assert changes.wish(one) == changes.wish(other)
    assert changes.wish(one) != changes.wish({"fields": {"name": ["A", "D"]}})


def test_bits_that_are_unwanted_are_left_out_and_the_rest_stays():
    alias, other = {"do": "add", "name": "A"}, {"do": "add", "name": "B"}
    change = {"fields": {"name": ["A", "B"], "kind": ["thing", "place"]}, "aliases": [alias, other]}
    unwanted = changes.wish({"fields": {"kind": ["", "place"]}, "aliases": [alias]})
    assert changes.without(change, unwanted) == {
        "fields": {"name": ["A", "B"]},
        "aliases": [other],
    }
    assert changes.without(change, changes.wish(change)) == {}


# Any change ---------------------------------------------------------------------------------------

NAMES = st.sampled_from(["Kim", "Kim Two", "김정은", "Ким"])
DATES = st.sampled_from([None, "1961", "1961-05", "1961-05-03", "1980"])
LATER = st.sampled_from([None, "1999", "2001-01"])
TEXTS = st.sampled_from(["", "One sentence.", "Two. Sentences.", "Line\nbreak."])
FIELDS = st.fixed_dictionaries(
    {},
    optional={
        "name": NAMES,
        "kind": st.sampled_from(["person", "thing"]),
        "born_on": DATES,
        "died_on": LATER,
        "description": TEXTS,
        "description_taken_on": st.sampled_from([None, "2026-01-02"]),
        "country": st.sampled_from(["", "KR", "RU"]),
        "check_every_days": st.integers(1, 400),
    },
)
ALIASES = st.lists(
    st.fixed_dictionaries({"name": NAMES}), max_size=3, unique_by=lambda r: r["name"]
)
POSITIONS = st.lists(
    st.fixed_dictionaries(
        {"title": st.sampled_from(["Minister", "Chair"])},
        optional={"at": TEXTS, "started_on": DATES, "ended_on": LATER, "as_of": st.none()},
    ),
    max_size=3,
)
PICKS = st.sets(st.integers(0, 3))


class AnyChange(TestCase):
    """What is written is taken back, whatever it is."""

    @settings(max_examples=40, deadline=None)
    @given(data=st.data())
    def test_a_change_and_its_inverse_leave_the_profile_as_it_was(self, data):
        entity = make.entity("Kim", kind="person", aliases=["A", "B"])
        for title in ("Minister", "Chair"):
            Position.objects.create(entity=entity, title=title, started_on="1990")
        entity = fresh(entity)
        for _step in range(2):
            wanted = self.drawn(data, entity)
            before = reads(entity)
            assert json.loads(json.dumps(wanted)) == wanted
            assert changes.clean(entity, wanted) == wanted
            undo = changes.apply(entity, wanted)
            assert changes.since(before, reads(entity)) == changes.inverse(undo)
            after = reads(entity)
            redo = changes.apply(fresh(entity), undo)
            assert reads(entity) == before
            changes.apply(fresh(entity), redo)
            assert reads(entity) == after
            entity = fresh(entity)

    def drawn(self, data, entity):
        def rows(part, new):
            old = list(getattr(entity, part).order_by("pk"))
            gone = data.draw(PICKS)
            kept = [{"id": row.pk, "remove": True} for n, row in enumerate(old) if n in gone]
            if part == "positions":
                kept += [
                    {"id": row.pk, "at": data.draw(TEXTS), "ended_on": data.draw(LATER)}
                    for n, row in enumerate(old)
                    if n not in gone
                ]
            return [*kept, *data.draw(new)]

        return changes.between(
            entity,
            fields=data.draw(FIELDS),
            aliases=rows("aliases", ALIASES),
            positions=rows("positions", POSITIONS),
        )


def test_a_position_that_another_only_contains_is_added():
    person = make.entity("Cho Tae-yul", kind="person", position={"title": "Chair", "at": "Party"})
    for _twice in range(2):
        changes.apply(person, {"positions": [{"do": "add", "values": {"title": "Chair"}}]})
    held = sorted(person.positions.values_list("title", "at"))
    assert held == [("Chair", ""), ("Chair", "Party")]
