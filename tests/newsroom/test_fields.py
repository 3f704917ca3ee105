from datetime import date

import pytest
from django import forms
from django.core import serializers
from django.core.exceptions import ValidationError
from django.db import connection, transaction
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from entities.models import Entity
from newsroom.fields import PartialDate, PartialDateField, PartialDateInput, SanitisedText
from stories.models import Story
from tests import make
from tests.make import NOW


def partial(day, precision):
    return PartialDate(*(day.year, day.month, day.day)[:precision])


partial_dates = st.builds(partial, st.dates(), st.sampled_from([1, 2, 3]))


# Partial dates ---------------------------------------------------------------------------------


@given(partial_dates)
@settings(deadline=None, max_examples=100)
def test_a_partial_date_comes_back_from_its_text_as_it_was(value):
    assert PartialDate.parse(str(value)) == value
    assert PartialDate.parse(f" {value}\n") == value


@given(partial_dates, partial_dates)
@settings(deadline=None, max_examples=200)
def test_partial_dates_sort_like_their_texts_so_that_the_database_sorts_them_too(one, other):
    assert (one < other) == (str(one) < str(other))
    assert (one == other) == (str(one) == str(other))


@pytest.mark.parametrize(
    ("text", "parts"),
    [("1961", (1961, 0, 0)), ("1961-05", (1961, 5, 0)), ("1961-05-03", (1961, 5, 3))],
)
def test_a_date_is_a_year_a_month_or_a_day(text, parts):
    value = PartialDate.parse(text)
    assert (value.year, value.month, value.day) == parts
    assert str(value) == text


@pytest.mark.parametrize(
    "text",
    [
        "",
        "61",
        "19611",
        "1961-5",
        "1961-05-3",
        "1961-13",
        "1961-00",
        "1961-05-00",
        "1961-05-32",
        "1961-02-29",
        "0000",
        "1961-",
        "-1961",
        "1961/05/03",
        "3 May 1961",
        "1961-05-03T00:00",
        "١٩٦١",
        "196١",
    ],
)
def test_what_is_no_date_is_refused(text):
    with pytest.raises(ValueError, match=r"\w"):
        PartialDate.parse(text)


def test_a_day_of_an_unknown_month_is_no_date():
    with pytest.raises(ValueError, match="needs a month"):
        PartialDate(1961, 0, 3)


def test_a_leap_day_is_a_date_in_its_year():
    assert PartialDate.parse("1960-02-29") == PartialDate(1960, 2, 29)


def test_a_year_stands_before_its_months_and_a_month_before_its_days():
    texts = ["0987", "1961", "1961-05", "1961-05-03", "1961-05-04", "1961-06", "1962"]
    assert [str(value) for value in sorted(map(PartialDate.parse, reversed(texts)))] == texts


@pytest.mark.parametrize(
    ("text", "words"),
    [("1961", "1961"), ("1961-05", "May 1961"), ("1961-05-03", "3 May 1961"), ("0987", "987")],
)
def test_a_date_in_words_says_as_much_as_is_known(text, words):
    assert PartialDate.parse(text).in_words() == words


def test_a_date_in_words_speaks_the_language_of_the_site():
    with translation.override("fr"):
        assert PartialDate.parse("1961-05").in_words() == "mai 1961"


# The form field --------------------------------------------------------------------------------


def test_a_form_takes_a_partial_date_and_nothing_for_an_unknown_one():
    field = PartialDateInput(required=False)
    assert field.clean(" 1961-05 ") == PartialDate(1961, 5)
    assert field.clean("") is field.clean("  ") is field.clean(None) is None


def test_a_form_says_how_a_date_is_written():
    with pytest.raises(ValidationError, match="Write a day") as refusal:
        PartialDateInput().clean("May 1961")
    assert "1961-05-03" in refusal.value.messages[0]


def test_a_date_that_has_to_be_given_is_asked_for():
    with pytest.raises(ValidationError, match="required"):
        PartialDateInput().clean("")


@pytest.mark.parametrize(
    ("initial", "data", "has_changed"),
    [
        (None, "", False),
        (None, None, False),
        (None, " ", False),
        (PartialDate(1961), "1961", False),
        (PartialDate(1961), " 1961 ", False),
        ("1961", "1961", False),
        (PartialDate(1961), "1961-05", True),
        (PartialDate(1961), "", True),
        (PartialDate(1961), None, True),
        (None, "1961", True),
        (PartialDate(1961), "nonsense", True),
    ],
)
def test_a_form_knows_whether_a_date_was_changed(initial, data, has_changed):
    assert PartialDateInput().has_changed(initial, data) is has_changed


class BornForm(forms.ModelForm):
    class Meta:
        model = Entity
        fields = ["born_on"]


def test_the_form_of_a_model_shows_the_date_as_it_is_written():
    form = BornForm(instance=Entity(born_on=PartialDate(1961, 5)))
    assert 'value="1961-05"' in str(form["born_on"])
    assert "maxlength" not in str(form["born_on"]), "what is too long gets our sentence"
    assert not form.fields["born_on"].required
    assert "1961-05-03, 1961-05, 1961" in form.fields["born_on"].help_text


def test_a_form_sends_back_what_is_no_date_with_the_sentence():
    form = BornForm({"born_on": "the third of May 1961"}, instance=Entity(name="A"))
    assert "Write a day" in form.errors["born_on"][0]
    form = BornForm({"born_on": "1961-05"}, instance=Entity(name="A"))
    assert form.is_valid()
    assert form.instance.born_on == PartialDate(1961, 5)


# The column ------------------------------------------------------------------------------------


@pytest.mark.django_db
def test_a_partial_date_is_kept_as_it_is_and_an_unknown_one_as_null():
    entity = make.entity(born_on=PartialDate.parse("1961-05"))
    assert Entity.objects.get().born_on == PartialDate(1961, 5)
    Entity.objects.update(born_on="1961")
    assert Entity.objects.get().born_on == PartialDate(1961)
    for nothing in ("", None):
        entity.born_on = nothing
        entity.save()
        assert Entity.objects.get().born_on is None
        assert Entity.objects.filter(born_on__isnull=True).exists()


@pytest.mark.django_db
def test_no_text_that_is_no_date_reaches_the_column():
    entity = make.entity()
    entity.born_on = "May 1961"
    with pytest.raises(ValidationError), transaction.atomic():
        entity.save()
    with pytest.raises(ValidationError), transaction.atomic():
        Entity.objects.update(born_on="1961-13")
    with pytest.raises(ValidationError, match="Write a day"):
        entity.full_clean()


@pytest.mark.django_db
def test_the_database_finds_and_sorts_by_partial_dates():
    for born in ("1961-05-03", None, "1961", "1960-12-31", "1961-05"):
        make.entity(str(born), born_on=born and PartialDate.parse(born))
    known = Entity.objects.exclude(born_on=None).order_by("born_on")
    assert [entity.name for entity in known] == ["1960-12-31", "1961", "1961-05", "1961-05-03"]
    assert Entity.objects.get(born_on=PartialDate(1961, 5)).name == "1961-05"
    assert Entity.objects.filter(born_on__gt="1961").count() == 2


@pytest.mark.django_db
def test_a_partial_date_survives_a_dump_of_the_data():
    make.entity(born_on=PartialDate(1961, 5))
    (copied,) = serializers.deserialize("json", serializers.serialize("json", Entity.objects.all()))
    assert (copied.object.born_on, copied.object.died_on) == (PartialDate(1961, 5), None)


@pytest.mark.parametrize("field", [PartialDateField, SanitisedText])
@pytest.mark.parametrize("is_blank", [True, False])
def test_a_migration_writes_the_field_down_as_it_was_made(field, is_blank):
    made = field("born", help_text="When?", blank=is_blank)
    _name, path, args, kwargs = made.deconstruct()
    again = field(*args, **kwargs)
    assert path == f"newsroom.fields.{field.__name__}"
    assert again.deconstruct()[1:] == (path, args, kwargs)
    assert (again.null, again.blank, again.max_length, again.help_text) == (
        made.null,
        is_blank,
        made.max_length,
        "When?",
    )


def test_a_partial_date_may_be_unknown_unless_it_is_said_otherwise():
    field = PartialDateField()
    assert (field.null, field.blank, field.get_default(), field.max_length) == (
        True,
        True,
        None,
        10,
    )


def test_a_day_that_python_knows_is_a_date_as_well():
    assert PartialDateField().to_python(date(1961, 5, 3)) == PartialDate(1961, 5, 3)


# Sanitised text --------------------------------------------------------------------------------

DIRTY = '<p onclick="x()">Yes<script>alert(1)</script></p>'
CLEAN = "<p>Yes</p>"


def stored(story):
    """What the table holds, read past the model."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT what_happened FROM stories_story WHERE id = %s", [story.pk])
        return cursor.fetchone()[0]


@pytest.fixture
def story(db):
    return make.draft()


def test_prose_is_cleaned_when_it_is_saved_in_the_row_and_in_hand(story):
    story.what_happened = DIRTY
    story.save()
    assert story.what_happened == CLEAN
    assert stored(story) == CLEAN


def test_prose_is_cleaned_when_a_query_updates_it(story):
    Story.objects.update(what_happened=DIRTY)
    assert stored(story) == CLEAN


def test_prose_is_cleaned_when_rows_are_written_in_bulk(story):
    story.what_happened = DIRTY
    Story.objects.bulk_update([story], ["what_happened"])
    assert stored(story) == CLEAN
    (made,) = Story.objects.bulk_create(
        [Story(slug="bulk", created_at=NOW, changed_at=NOW, what_happened=DIRTY)]
    )
    assert stored(made) == CLEAN


def test_prose_that_is_nothing_is_kept_as_nothing(story):
    for nothing in ("", "<p></p>", "<script>alert(1)</script>", None):
        story.what_happened = nothing
        story.save()
        assert stored(story) == ""


def test_the_editor_in_the_admin_is_given_the_extensions_of_the_sanitiser():
    field = SanitisedText().formfield()
    assert field.clean("<p>Yes</p>") == "<p>Yes</p>"
    assert "Bold" in str(field.widget.attrs | field.widget.get_context("a", "", {})["widget"])
