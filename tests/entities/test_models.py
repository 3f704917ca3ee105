"""What the database itself refuses of profiles. The names of the constraints are the sentences."""

import pytest
from django.apps import apps
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction

from entities import moderation
from entities.models import (
    Alias,
    Entity,
    Merge,
    Position,
    PossibleDuplicate,
    Relation,
    Report,
    Suggestion,
)
from newsroom.models import Picture
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    """One profile with a Wikidata number, an alias and a position."""
    entity = make.entity("Seoul", aliases=["Hanseong"], position={"title": "Capital"})
    entity.wikidata_id = "Q8684"
    entity.save()
    return entity


@pytest.fixture
def more(rows):
    """And one row of everything that people do about a profile, and about two."""
    other = make.entity("Busan")
    pair = {"survivor": rows, "loser": other, "by_name": "Mira Lindqvist", "begun_at": NOW}
    Merge.objects.create(**pair, state=Merge.State.UNDER_WAY)
    PossibleDuplicate.objects.create(one=rows, other=other, reason="near", found_at=NOW)
    Relation.objects.create(subject=rows, kind="member_of", object=other)
    Relation.objects.create(subject=rows, kind="neighbour_of", object=other)
    report = {"entity": rows, "about": "name", "text": "It is Seoul.", "at": NOW}
    Report.objects.create(**report, reference="AB12")
    suggestion = {"entity": rows, "changes": {}, "by_name": "Wikidata", "at": NOW}
    Suggestion.objects.create(**suggestion, origin="wikidata")
    return rows


def again(model, **changes):
    """Write the row once more, with changes, past everything but the database."""
    row = model.objects.order_by("pk").values().first()
    model.objects.bulk_create([model(**row | {"id": None} | changes)])


NEW = {"slug": "another", "wikidata_id": ""}
THIRD = {"object_id": "a third profile"}

REFUSED_ROWS = {
    "a_wikidata_number_belongs_to_one_profile": (Entity, {"slug": "another"}),
    "a_merged_profile_and_no_other_points_to_its_survivor": (Entity, NEW | {"state": "merged"}),
    "nobody_dies_before_they_are_born": (Entity, NEW | {"born_on": "1952-10", "died_on": "1900"}),
    "a_profile_has_a_name": (Entity, NEW | {"name": ""}),
    "a_profile_lists_an_alias_once": (Alias, {}),
    "an_alias_has_a_name": (Alias, {"name": ""}),
    "a_position_names_the_office": (Position, {"title": ""}),
    "a_position_ends_after_it_began": (Position, {"started_on": "2024-05", "ended_on": "2024-04"}),
    "two_profiles_stand_in_a_relation_once": (Relation, {}),
    "neighbours_are_told_once": (
        Relation,
        {"kind": "neighbour_of", "subject_id": "the object", "object_id": "the subject"},
    ),
    "no_profile_is_related_to_itself": (
        Relation,
        {"object_id": "the subject"},
    ),
    "a_relation_ends_after_it_began": (
        Relation,
        THIRD | {"started_on": "2024-05", "ended_on": "2024-04"},
    ),
    "wikidata_suggests_one_change_of_a_profile_at_a_time": (Suggestion, {}),
    "a_declined_suggestion_says_why": (
        Suggestion,
        {"state": "declined", "decided_at": NOW, "reason": ""},
    ),
    "a_suggestion_waits_or_was_decided": (Suggestion, {"state": "accepted"}),
    "a_report_says_something": (Report, {"reference": "CD34", "text": ""}),
    "a_reader_is_told_why_nothing_was_changed": (
        Report,
        {"reference": "CD34", "state": "declined", "answer": ""},
    ),
    "a_profile_is_merged_into_one_other": (Merge, {"survivor_id": "a third profile"}),
    "one_merge_into_a_profile_is_under_way": (Merge, {"loser_id": "a third profile"}),
    "no_profile_is_merged_into_itself": (
        Merge,
        {"loser_id": "the survivor", "state": "called_off"},
    ),
    "a_merge_that_was_done_says_when": (
        Merge,
        {"loser_id": "a third profile", "state": "done", "done_at": None},
    ),
    "a_pair_is_offered_once": (PossibleDuplicate, {}),
    "the_older_profile_of_a_pair_stands_first": (
        PossibleDuplicate,
        {"one_id": "the other", "other_id": "the one"},
    ),
}


def constraints():
    return {
        constraint.name: (model, constraint)
        for model in apps.get_app_config("entities").get_models()
        for constraint in model._meta.constraints
    }


def said_by(model, constraint):
    """How the database names it: SQLite names the columns of a unique one, if it is of columns."""
    is_unique = isinstance(constraint, models.UniqueConstraint)
    if connection.vendor == "sqlite" and is_unique and not constraint.expressions:
        columns = (model._meta.get_field(field).column for field in constraint.fields)
        return ": " + ", ".join(f"{model._meta.db_table}.{column}" for column in columns)
    return constraint.name


def keyed(model, changes):
    """The changes with the keys of the rows that they name in words."""
    row = model.objects.order_by("pk").first()
    keys = {}
    for name in ("subject", "object", "survivor", "loser", "one", "other"):
        if hasattr(row, f"{name}_id"):
            keys[f"the {name}"] = getattr(row, f"{name}_id")
    if "a third profile" in changes.values():
        keys["a third profile"] = make.entity("Daegu").pk
    return {name: keys.get(value, value) for name, value in changes.items()}


@pytest.mark.parametrize("name", constraints())
def test_the_database_keeps_the_promise_that(more, name):
    model, changes = REFUSED_ROWS[name]
    changes = keyed(model, changes)
    of_model, constraint = constraints()[name]
    assert model is of_model
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        again(model, **changes)
    assert said_by(model, constraint) in str(refusal.value)


def test_a_merged_profile_may_keep_the_number_that_its_survivor_got(rows):
    again(Entity, slug="another", state="merged", merged_into_id=rows.pk)
    assert Entity.objects.filter(wikidata_id="Q8684").count() == 2


def test_two_profiles_may_stand_in_two_relations_and_in_one_that_has_two_sides(more):
    row = Relation.objects.first()
    again(Relation, kind="successor_of")
    again(Relation, kind="successor_of", subject_id=row.object_id, object_id=row.subject_id)
    assert Relation.objects.of(more).count() == 4


def test_a_decided_suggestion_makes_room_for_the_next(more):
    Suggestion.objects.update(state="declined", decided_at=NOW, reason="No.")
    again(Suggestion, state="waiting", decided_at=None)
    assert Suggestion.objects.waiting().count() == 1


def test_a_merge_that_was_called_off_or_undone_may_be_begun_again(more):
    for state in ("called_off", "undone"):
        Merge.objects.update(state=state, done_at=NOW)
        again(Merge, state="under_way", done_at=None)
        Merge.objects.under_way().delete()


def test_two_profiles_may_share_a_name_an_alias_and_the_lack_of_a_number(rows):
    again(Entity, **NEW)
    other = Entity.objects.get(slug="another")
    again(Alias, entity_id=other.pk)
    Entity.objects.update(wikidata_id="")
    assert Alias.objects.filter(key="hanseong").count() == 2


def test_no_profile_but_a_merged_one_points_to_another(rows):
    name = "a_merged_profile_and_no_other_points_to_its_survivor"
    for state in set(Entity.State) - {"merged"}:
        with pytest.raises(IntegrityError, match=name), transaction.atomic():
            again(Entity, **NEW, state=state, merged_into_id=rows.pk)
    again(Entity, **NEW, state="merged", merged_into_id=rows.pk)


def test_an_address_belongs_to_one_profile(rows):
    with pytest.raises(IntegrityError, match="slug"):
        again(Entity, wikidata_id="")


@pytest.mark.parametrize(
    ("started", "ended"),
    [
        (None, None),
        (None, "2024"),
        ("2024", None),
        ("2024", "2024"),
        ("2024", "2024-05"),
        ("2024-05", "2024"),
        ("2024-05-31", "2024-05"),
        ("2024-05-31", "2024"),
        ("2024-05-31", "2024-05-31"),
        ("1999-12-31", "2000"),
    ],
)
def test_a_position_may_end_when_it_began_or_later_as_far_as_is_known(rows, started, ended):
    again(Position, started_on=started, ended_on=ended)
    Position(entity=rows, title="Capital", started_on=started, ended_on=ended).full_clean()


@pytest.mark.parametrize(
    ("started", "ended"),
    [
        ("2024", "2023"),
        ("2024", "2023-12-31"),
        ("2024-05", "2024-04-30"),
        ("2024-05-02", "2024-05-01"),
    ],
)
def test_a_position_does_not_end_before_it_began(rows, started, ended):
    with pytest.raises(IntegrityError, match="ends_after"), transaction.atomic():
        again(Position, started_on=started, ended_on=ended)
    with pytest.raises(ValidationError, match="ends before it begins"):
        Position(entity=rows, title="Capital", started_on=started, ended_on=ended).full_clean()


def test_what_a_profile_stands_on_is_not_deleted_under_it(rows):
    picture = Picture.objects.create(
        original="a.jpg", file="a.jpg", width=6, height=4, uploaded_at=NOW
    )
    Entity.objects.update(picture=picture)
    again(Entity, **NEW, state="merged", merged_into_id=rows.pk)
    with pytest.raises(models.ProtectedError):
        picture.delete()
    with pytest.raises(models.ProtectedError):
        rows.delete()


def test_a_position_stays_when_the_profile_of_its_place_goes(rows):
    place = make.entity()
    Position.objects.update(organisation=place)
    place.delete()
    assert Position.objects.get().organisation is None


def test_a_record_outlives_the_account_of_who_made_it(moderator):
    entity = moderation.approve(entity=make.proposed(), by=moderator, now=NOW)
    moderator.delete()
    line = entity.records.get(act="approved")
    assert (line.by, line.by_name) == (None, "Mira Lindqvist")
    assert str(line) == "Approved · Mira Lindqvist"


def test_rows_call_themselves_by_what_a_moderator_would_look_for(rows):
    place = make.entity("Korea")
    assert [str(rows), str(rows.aliases.get())] == ["Seoul", "Hanseong"]
    assert (
        str(Position(title="Capital", organisation=place, at="the South")) == "Capital, the South"
    )
    assert str(Position(title="Capital", organisation=place)) == "Capital, Korea"
    assert str(Position(title="Capital")) == "Capital"
    assert rows.get_absolute_url() == "/topics/seoul/"


def test_a_profile_is_usable_until_it_is_retired(rows):
    assert rows.is_usable
    assert make.proposed().is_usable
    assert not moderation.retire(entity=rows, by=None, now=NOW).is_usable
    assert Entity.objects.usable().count() == 1
    assert not Entity.objects.approved().exists()
