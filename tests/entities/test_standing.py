"""What profiles say people are now."""

from datetime import date

import pytest

from entities.models import Position
from entities.standing import standing
from tests import make

pytestmark = pytest.mark.django_db
ON = date(2026, 3, 2)


def said(entity):
    found = standing([entity], on=ON)[entity.pk]
    return found.words, found.known


def test_the_positions_that_are_held_now_say_what_somebody_is():
    entity = make.entity(position={"title": "Secretary", "at": "the Security Council"})
    Position.objects.create(entity=entity, title="Minister", ended_on="2024-05")
    council = make.entity("Military Council")
    Position.objects.create(entity=entity, title="Member", organisation=council)
    words = "Secretary of the Security Council; Member, Military Council"
    assert said(entity) == (words, words)


def test_where_none_is_held_the_description_does_of_which_one_sentence_is_shown():
    entity = make.entity(description="A minister of Mars. Once a poet.")
    Position.objects.create(entity=entity, title="Minister", ended_on="2024-05")
    assert said(entity) == ("A minister of Mars.", "A minister of Mars. Once a poet.")
    assert said(make.proposed(description="")) == ("", "")


def test_a_long_sentence_is_shown_in_part():
    words, known = said(make.entity(description=f"{'Word ' * 99}ends."))
    assert len(words) == 120
    assert len(known) > 400


@pytest.mark.parametrize("count", [1, 30])
def test_all_take_one_query_and_none_take_none(count, django_assert_num_queries):
    entities = [make.entity(position={"title": "Secretary"}) for _ in range(count)]
    with django_assert_num_queries(1):
        assert len(standing(entities, on=ON)) == count
    with django_assert_num_queries(0):
        assert standing([], on=ON) == {}
