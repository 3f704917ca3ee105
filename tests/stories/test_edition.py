"""What an edition holds never changes: the model, the queryset and the database each refuse."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, models, transaction

from stories.models import Edition, Story
from stories.models.edition import Frozen
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)

# Columns that may change: the end of the interval, and accounts that go. All others are frozen.
FREE = {"id", "live_until", "frozen_by_id", "approved_by_id"}
COLUMNS = {field.column for field in Edition._meta.concrete_fields}


@pytest.fixture
def edition():
    return make.edition()


def set_by_sql(edition, column, value):
    table = Edition._meta.db_table
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            f'UPDATE "{table}" SET "{column}" = %s WHERE id = %s',
            [
                Edition._meta.get_field(column.removesuffix("_id")).get_db_prep_save(
                    value, connection
                ),
                edition.pk,
            ],
        )
        return cursor.rowcount


def another(edition, column):
    """A value that the column could hold, and does not."""
    if column == "story_id":
        return make.draft().pk
    if column == "section_id":
        return make.section("Business").pk
    if column == "picture":
        return {"file": "pictures/another.jpg"}
    now = getattr(edition, column)
    if isinstance(now, int):
        return now + 1
    return "x" + now[1:] if isinstance(now, str) else now - DAY


def copy_of(edition, **changes):
    """An unsaved second edition of the story, that could stand after the first."""
    row = Edition.objects.filter(pk=edition.pk).values().get()
    after = {"id": None, "number": 2, "kind": "minor", "live_until": NOW + 9 * HOUR}
    return Edition(**row | after | changes)


def test_an_edition_is_not_saved_a_second_time(edition):
    edition.headline = "Another headline"
    with pytest.raises(Frozen):
        edition.save()
    with pytest.raises(Frozen):
        Edition.objects.get(pk=edition.pk).save(update_fields=["live_until"])
    assert Edition.objects.get().headline != "Another headline"


def test_an_edition_is_not_deleted(edition):
    with pytest.raises(Frozen):
        edition.delete()
    with pytest.raises(Frozen):
        Edition.objects.all().delete()
    with pytest.raises(Frozen):
        edition.story.editions.all().delete()
    assert Edition.objects.exists()


def test_a_story_with_editions_is_not_deleted(edition):
    with pytest.raises(models.ProtectedError):
        Story.objects.get().delete()
    assert Edition.objects.exists()


@pytest.mark.parametrize("field", ["headline", "document_json", "digest", "kind", "live_from"])
def test_a_query_does_not_update_what_an_edition_holds(edition, field):
    with pytest.raises(Frozen, match=field):
        Edition.objects.update(**{field: getattr(edition, field)})
    with pytest.raises(Frozen, match=field):
        edition.story.editions.update(live_until=NOW + HOUR, **{field: getattr(edition, field)})
    assert Edition.objects.get().live_until is None


def test_a_bulk_update_is_refused_like_any_other(edition):
    edition.headline = "Another headline"
    with pytest.raises(Frozen):
        Edition.objects.bulk_update([edition], ["headline"])


def test_a_query_may_set_the_end_of_an_edition(edition):
    assert Edition.objects.update(live_until=NOW + HOUR) == 1
    assert Edition.objects.get().live_until == NOW + HOUR


@pytest.mark.parametrize("column", sorted(COLUMNS - FREE))
def test_the_database_refuses_to_change_a_column_of_an_edition(edition, column):
    with pytest.raises(IntegrityError, match="an edition never changes"):
        set_by_sql(edition, column, another(edition, column))
    again = Edition.objects.get(pk=edition.pk)
    assert getattr(again, column) == getattr(edition, column)


def test_the_database_lets_the_end_of_an_edition_be_set_and_lifted(edition):
    assert set_by_sql(edition, "live_until", NOW + HOUR) == 1
    assert Edition.objects.get().live_until == NOW + HOUR
    assert set_by_sql(edition, "live_until", None) == 1
    assert Edition.objects.get().live_until is None


def test_the_database_lets_a_column_be_written_as_it_is(edition):
    assert set_by_sql(edition, "headline", edition.headline) == 1


def test_a_second_row_with_the_key_of_an_edition_does_not_overwrite_it(edition):
    with pytest.raises(IntegrityError, match="an edition never changes"), transaction.atomic():
        copy_of(edition, id=edition.pk, number=1, headline="Another headline").save()
    assert Edition.objects.get().headline == edition.headline


def test_an_edition_outlives_the_accounts_of_those_who_made_it(edition):
    approver = edition.approved_by
    assert approver == edition.frozen_by
    name = approver.public_name
    approver.delete()
    edition = Edition.objects.get()
    assert (edition.approved_by, edition.frozen_by) == (None, None)
    assert (edition.approved_by_name, edition.frozen_by_name) == (name, name)


# Which editions are live -----------------------------------------------------------------------


def test_an_edition_is_live_from_its_first_moment_up_to_not_including_its_last(edition):
    Edition.objects.update(live_until=NOW + HOUR)
    moment = timedelta(microseconds=1)
    seen = [NOW - moment, NOW, NOW + HOUR - moment, NOW + HOUR]
    assert [Edition.objects.live(now=now).exists() for now in seen] == [False, True, True, False]


def test_an_edition_has_appeared_even_when_it_is_over(edition):
    Edition.objects.update(live_until=NOW + HOUR)
    assert Edition.objects.appeared(now=NOW + DAY).get() == edition
    assert not Edition.objects.appeared(now=NOW - HOUR).exists()


def test_an_edition_that_ends_as_it_begins_was_never_there(edition):
    Edition.objects.update(live_until=NOW)
    for now in (NOW - HOUR, NOW, NOW + HOUR):
        assert not Edition.objects.live(now=now).exists()
        assert not Edition.objects.appeared(now=now).exists()
        assert not Edition.objects.scheduled(now=now).exists()


def test_an_edition_is_scheduled_until_its_time_comes(edition):
    assert Edition.objects.scheduled(now=NOW - HOUR).get() == edition
    assert not Edition.objects.scheduled(now=NOW).exists()
    Edition.objects.update(live_until=NOW + HOUR)
    assert Edition.objects.scheduled(now=NOW - HOUR).get() == edition


def test_a_card_is_shown_without_reading_the_document(edition, django_assert_num_queries):
    with django_assert_num_queries(1):
        (card,) = Edition.objects.for_cards()
        assert (card.headline, card.picture) == (edition.headline, None)
        assert card.section.name == "World"
        assert card.get_absolute_url() == f"/briefs/{edition.slug}/"
    assert "document_json" in card.get_deferred_fields()


# Constraints -----------------------------------------------------------------------------------


def test_a_story_may_have_a_second_edition(edition):
    copy_of(edition).save()
    assert edition.story.editions.count() == 2


# Each of these differs from that second edition in the one thing that its name forbids.
REFUSED = {
    "edition_number_is_unique_in_its_story": {"number": 1},
    "a_story_has_one_edition_without_an_end": {"live_until": None},
    "an_edition_ends_after_it_began": {"live_until": NOW - HOUR},
    "editions_count_from_one": {"number": 0},
    "an_edition_that_changes_a_story_says_what_changed": {"kind": "correction"},
    "an_edition_is_approved_by_name": {"approved_by_name": ""},
}


@pytest.mark.parametrize("constraint", [each.name for each in Edition._meta.constraints])
def test_the_database_keeps_the_promise_that(edition, constraint):
    bad = copy_of(edition, **REFUSED[constraint])
    with pytest.raises(IntegrityError) as refusal, transaction.atomic():
        bad.save()
    assert said_by(constraint) in str(refusal.value)


def said_by(name):
    """How the database names the constraint: SQLite names the columns of a unique one."""
    (constraint,) = (each for each in Edition._meta.constraints if each.name == name)
    if connection.vendor == "sqlite" and isinstance(constraint, models.UniqueConstraint):
        fields = (Edition._meta.get_field(field).column for field in constraint.fields)
        return ": " + ", ".join(f"{Edition._meta.db_table}.{column}" for column in fields)
    return name
