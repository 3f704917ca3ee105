"""Files of profiles taken over: all of what was shown, or nothing."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from entities import changes, changing, moderation
from entities.exchange import exporting, taking
from entities.exchange.dry_run import look
from entities.models import (
    Alias,
    Entity,
    Position,
    PossibleDuplicate,
    ProfileFile,
    ProfileRecord,
    Relation,
    Suggestion,
)
from newsroom.acts import NotPermitted
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(hours=1)


def kept(*lines, by, now=make.NOW):
    return taking.keep(name="people.csv", content="\n".join(lines).encode(), by=by, now=now)


def shown(file, *, by):
    return look(content=bytes(file.content), by=by, now=make.NOW)


def take(*lines, by, now=LATER):
    file = kept(*lines, by=by)
    return taking.take(file=file, digest=shown(file, by=by).digest, by=by, now=now)


def records(entity):
    return list(entity.records.order_by("pk").values_list("act", "note"))


def test_new_rows_become_proposals_with_all_that_stands_there(moderator):
    section = make.section("World")
    taken = take(
        "address,name,kind,native_name,native_language,aliases,born,country,site,description,"
        "description_source,wikidata,section,check_every,positions",
        f"kim,Kim,person,김,ko,K | language: en,1961-05,KR,https://kim.example/,He is one.,We,Q1,"
        f"{section.slug},30,Chair | at: Party | from: 2019",
        by=moderator,
    )
    assert taken == taking.Taken(new=1, changed=0, waiting=0)
    kim = Entity.objects.get(slug="kim")
    assert (kim.state, kim.proposed_by, kim.key, kim.near) == (
        Entity.State.PROPOSED,
        moderator,
        "kim",
        moderation.propose(by=None, now=LATER, name="Kim").near,
    )
    assert (kim.name, kim.kind, str(kim.born_on), kim.country.code) == (
        "Kim",
        "person",
        "1961-05",
        "KR",
    )
    assert (kim.section_slug, kim.check_every_days, kim.wikidata_id) == ("world", 30, "Q1")
    assert (kim.aliases.get().name, kim.aliases.get().key) == ("K", "k")
    assert (kim.positions.get().title, str(kim.positions.get().started_on)) == ("Chair", "2019")
    assert records(kim) == [("proposed", "From the file people.csv.")]


def test_a_change_is_written_and_recorded_with_its_source_and_note(moderator):
    kim = make.entity("Kim", aliases=["K"])
    taken = take(
        "address,name,aliases,check_every,change_source,change_note",
        "kim,Kim Two,Kimmy,30,https://paper.example/,He says so.",
        by=moderator,
    )
    assert taken == taking.Taken(new=0, changed=1, waiting=0)
    kim.refresh_from_db()
    assert (kim.name, kim.key, kim.slug) == ("Kim Two", "kim two", "kim")
    assert kim.check_due_on == date(2026, 4, 1)
    assert list(kim.aliases.values_list("name", flat=True)) == ["Kimmy"]
    record = kim.records.order_by("pk").last()
    assert (record.act, record.by, record.at) == ("changed", moderator, LATER)
    assert record.source_url == "https://paper.example/"
    assert (
        record.note == "Name, Check every … days, Aliases\nHe says so.\nFrom the file people.csv."
    )


def test_profiles_of_one_file_speak_of_each_other(moderator):
    make.entity("Lee", kind="event")
    take(
        "name,address,kind,positions,relations",
        "Kim,,event,Chair | organisation: party,successor of | to: lee",
        "The Party,party,organisation,,",
        "Lee,lee,event,,successor of | to: other",
        "Other,other,event,,",
        by=moderator,
    )
    kim, party = Entity.objects.get(name="Kim"), Entity.objects.get(slug="party")
    assert kim.slug == "kim"
    assert kim.positions.get().organisation == party
    told = Relation.objects.values_list("subject__slug", "object__slug").order_by("pk")
    assert sorted(told) == [("kim", "lee"), ("lee", "other")]


def test_an_address_made_of_a_name_is_not_one_that_the_file_gives(moderator):
    make.entity("Kim")
    take("address,name,kind", ",Kim Jong,person", "kim-jong,Another,person", by=moderator)
    found = dict(Entity.objects.values_list("name", "slug"))
    assert found == {"Kim": "kim", "Another": "kim-jong", "Kim Jong": "kim-jong-2"}


def test_a_fact_about_a_living_person_waits_for_a_second_moderator(moderator):
    kim = make.entity("Kim", kind="person")
    taken = take(
        "address,born,country,change_source", "kim,1961,KR,https://paper.example/", by=moderator
    )
    assert taken == taking.Taken(new=0, changed=1, waiting=1)
    kim.refresh_from_db()
    assert (kim.born_on, kim.country.code) == (None, "KR")
    suggestion = Suggestion.objects.get()
    assert suggestion.changes == {"fields": {"born_on": [None, "1961"]}}
    assert (suggestion.first_by, suggestion.source_url) == (moderator, "https://paper.example/")


def test_nothing_is_written_while_anything_is_wrong(moderator):
    kim = make.entity("Kim")
    file = kept("address,country,site", "kim,KR,", "kim-2,XX,", by=moderator)
    with pytest.raises(taking.NotReady):
        taking.take(file=file, digest=shown(file, by=moderator).digest, by=moderator, now=LATER)
    kim.refresh_from_db()
    assert kim.country.code == ""
    assert Entity.objects.count() == 1


def test_nothing_is_written_where_one_act_is_refused(moderator, monkeypatch):
    make.entity("Kim", kind="person")
    lee = make.entity("Lee", kind="person")

    def refuse(**given):
        raise changing.WrongState("No.")

    monkeypatch.setattr(changing, "change", refuse)
    with pytest.raises(changing.WrongState):
        take(
            "address,born,country,change_source",
            "kim,1961,,https://paper.example/",
            "lee,,KR,",
            by=moderator,
        )
    lee.refresh_from_db()
    assert lee.country.code == ""
    assert ProfileFile.objects.get().taken_at is None


def test_what_was_shown_is_done_or_it_is_shown_again(moderator):
    kim = make.entity("Kim")
    file = kept("address,country", "kim,KR", by=moderator)
    digest = shown(file, by=moderator).digest
    changing.change(entity=kim, changes={"fields": {"country": ["", "JP"]}}, by=None, now=make.NOW)
    with pytest.raises(taking.HasMoved, match="look at the outcome again"):
        taking.take(file=file, digest=digest, by=moderator, now=LATER)
    kim.refresh_from_db()
    assert kim.country.code == "JP"
    taking.take(file=file, digest=shown(file, by=moderator).digest, by=moderator, now=LATER)
    kim.refresh_from_db()
    assert kim.country.code == "KR"


def test_an_address_taken_in_the_same_moment_takes_everything_back(moderator, monkeypatch):
    file = kept("address,name,kind", "kim,Kim,person", by=moderator)
    digest = shown(file, by=moderator).digest
    look_first = taking.look

    def look_and_lose(**given):
        run = look_first(**given)
        moderation.propose(by=None, now=LATER, name="Kim", slug="kim")
        return run

    monkeypatch.setattr(taking, "look", look_and_lose)
    with pytest.raises(taking.HasMoved):
        taking.take(file=file, digest=digest, by=moderator, now=LATER)
    assert not Entity.objects.exists()


def test_a_file_is_taken_over_once(moderator):
    make.entity("Kim")
    file = kept("address,country", "kim,KR", by=moderator)
    digest = shown(file, by=moderator).digest
    taking.take(file=file, digest=digest, by=moderator, now=LATER)
    with pytest.raises(taking.TakenAlready):
        taking.take(file=file, digest=digest, by=moderator, now=LATER)


def test_an_editor_may_neither_send_nor_take_nor_export(editor, moderator):
    file = kept("address,name,kind", "kim,Kim,person", by=moderator)
    with pytest.raises(NotPermitted):
        kept("address", by=editor)
    with pytest.raises(NotPermitted):
        taking.take(file=file, digest="", by=editor, now=LATER)
    with pytest.raises(NotPermitted):
        exporting.exported(entities=Entity.objects.all(), form="csv", by=editor)


def test_files_of_yesterday_go_with_the_next_one(moderator):
    old = kept("address", by=moderator)
    young = kept("address", by=moderator, now=make.NOW + timedelta(hours=20))
    kept("address", by=moderator, now=make.NOW + timedelta(hours=25))
    assert not ProfileFile.objects.filter(pk=old.pk).exists()
    assert ProfileFile.objects.filter(pk=young.pk).exists()


def test_a_file_that_is_too_large_is_not_kept(moderator):
    with pytest.raises(taking.TooLarge, match="larger than 8 MB"):
        taking.keep(name="x", content=b"x" * 8_000_001, by=moderator, now=make.NOW)
    assert not ProfileFile.objects.exists()


def test_what_is_the_same_as_another_is_offered_to_the_moderators(moderator):
    kim = make.entity("Sergei Shoigu", kind="person")
    take("address,name,kind", "other,Shoigu Sergei,person", by=moderator)
    other = Entity.objects.get(slug="other")
    pair = PossibleDuplicate.objects.get()
    assert (pair.one, pair.other) == (kim, other)


def many(number):
    rows = [f"n-{n},N {n} zz,place,Alias {n},Seat {n} | organisation: kim" for n in range(number)]
    return "address,name,kind,aliases,positions", *rows


@pytest.mark.parametrize("number", [3, 300])
def test_taking_over_costs_as_much_for_300_as_for_3(number, moderator):
    make.entity("Kim")
    file = kept(*many(number), by=moderator)
    digest = shown(file, by=moderator).digest
    with CaptureQueriesContext(connection) as queries:
        taken = taking.take(file=file, digest=digest, by=moderator, now=LATER)
    assert taken.new == number
    assert len(queries) <= 60


@pytest.mark.parametrize("number", [3, 300])
def test_an_export_costs_as_much_for_300_as_for_3(number, moderator, django_assert_num_queries):
    make.entity("Kim")
    take(*many(number), by=moderator)
    with django_assert_num_queries(5):  # four for each five hundred, and one that finds no more
        rows = list(exporting.rows(Entity.objects.all()))
    assert len(rows) == number + 1


def test_a_file_of_5000_rows_is_taken_over(moderator):
    """Row by row through the acts it would be minutes, and two hundred thousand queries."""
    rows = (f"n-{n},N {n},place" for n in range(5_000))
    with CaptureQueriesContext(connection) as queries:
        taken = take("address,name,kind", *rows, by=moderator)
    assert taken.new == 5_000
    assert len(queries) < 500
    assert ProfileRecord.objects.filter(act="proposed").count() == 5_000


def stands(entity):
    """Everything of the profile but keys."""
    found = changes.standing(Entity.objects.get(pk=entity.pk))
    for part in ("aliases", "positions", "relations"):
        rows = [{n: v for n, v in row.items() if n not in ("id", "subject")} for row in found[part]]
        found[part] = sorted(rows, key=str)
    return found


NAMES = st.sampled_from(["Kim", "K", "Kimmy", "김"])
DATES = st.sampled_from(["", "2019", "2019-05"])
POSITIONS = st.lists(
    st.tuples(st.sampled_from(["Chair", "King"]), st.sampled_from(["", "Party"]), DATES),
    unique_by=lambda position: position[0],
)
TEXTS = st.sampled_from(["", "-", "One.", "Another | one.", "=x"])


@settings(
    max_examples=15,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(st.lists(NAMES, unique=True), POSITIONS, TEXTS, st.lists(NAMES, unique=True), POSITIONS)
def test_what_is_written_at_once_stands_as_after_the_act(
    moderator, before, held, text, after, holds
):
    pair = [make.entity(aliases=before) for _each in range(2)]
    for entity in pair:
        for title, at, since in held:
            Position.objects.create(entity=entity, title=title, at=at, started_on=since or None)
    cells = "\n".join(f"{title} | at: {at} | from: {since}" for title, at, since in holds)
    file = kept(
        "address;description_source;aliases;positions",
        *(f'{entity.slug};"{text}";"{chr(10).join(after)}";"{cells}"' for entity in pair),
        by=moderator,
    )
    run = shown(file, by=moderator)
    assert not run.faults
    one, other = pair
    if run.is_ready:
        changing.change(entity=one, changes=run.outcomes[0].changes, by=moderator, now=LATER)
        file = kept(
            "address;description_source;aliases;positions",
            f'{other.slug};"{text}";"{chr(10).join(after)}";"{cells}"',
            by=moderator,
        )
        run = shown(file, by=moderator)
        taking.take(file=file, digest=run.digest, by=moderator, now=LATER)
    found, wanted = stands(other), stands(one)
    for name in ("name", "description"):
        del found["fields"][name], wanted["fields"][name]
    assert found == wanted


def test_every_profile_of_a_newsroom_comes_back_as_it_went(moderator):
    """Out to a file, everything gone, and in again: what it says is all there."""
    place = make.entity("Корея", kind="place", aliases=["한국", "'=x", "-", " a|b "[1:-1]])
    kim = make.entity(
        "Kim\\ | Two", kind="person", position={"title": "King; Chair", "organisation": place}
    )
    make.relation(kim, "successor_of", make.entity("Lee", kind="person"))
    for form in ("csv", "json"):
        was = {slug: stands(Entity.objects.get(slug=slug)) for slug in slugs()}
        text = "".join(exporting.exported(entities=Entity.objects.all(), form=form, by=moderator))
        Relation.objects.all().delete()
        Alias.objects.all().delete()
        Entity.objects.all().delete()
        file = taking.keep(name="all", content=text.encode(), by=moderator, now=make.NOW)
        run = shown(file, by=moderator)
        taking.take(file=file, digest=run.digest, by=moderator, now=LATER)
        assert {slug: without_keys(stands(Entity.objects.get(slug=slug))) for slug in slugs()} == {
            slug: without_keys(each) for slug, each in was.items()
        }


def slugs():
    return list(Entity.objects.order_by("slug").values_list("slug", flat=True))


def without_keys(found):
    for part in ("positions", "relations"):
        for row in found[part]:
            for side in ("organisation", "object"):
                row.pop(side, None)
    return found
