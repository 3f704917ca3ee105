"""What a profile may lack; a description that is cut off is found in SQL as in Python."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from entities import incomplete
from entities.models import Entity
from newsroom.prose import CLOSERS, STOPS, TITLES, WIDE_STOPS, is_cut_off
from tests import make
from tests.newsroom.test_admin import picture

pytestmark = pytest.mark.django_db

TODAY = date(2026, 3, 2)
HELD = {"title": "Secretary", "source_name": "Government", "started_on": "2024-05"}


def lacks(entity):
    """The names of what the profile lacks, in the order in which they are told."""
    these = Entity.objects.filter(pk=entity.pk)
    found = [each for each in incomplete.LACKS if incomplete.lacking(these, each, on=TODAY)]
    any_of_them = incomplete.with_ends(these).filter(incomplete.lacks_any(on=TODAY))
    assert bool(found) == any_of_them.exists()
    return [each.name for each in found]


def changed(entity, **fields):
    for name, value in fields.items():
        setattr(entity, name, value)
    entity.save()
    return entity


def test_a_profile_that_readers_can_trust_lacks_nothing():
    assert lacks(make.entity(kind="person", position=HELD)) == []


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"description": ""}, ["description"]),
        ({"description": "", "kind": "person"}, ["now"]),
        ({"description": "", "description_source": "", "description_licence": ""}, ["description"]),
        ({"description": "Secretary of the Security Cou"}, ["whole"]),
        ({"description_source": ""}, ["source"]),
        ({"description_licence": ""}, ["licence"]),
        ({"name_is_guessed": True}, ["name"]),
    ],
)
def test_each_lack_is_found(fields, expected):
    assert lacks(changed(make.entity(), **fields)) == expected


def test_a_person_without_description_whose_office_is_known_lacks_the_description():
    entity = changed(make.entity(kind="person", position=HELD), description="")
    assert lacks(entity) == ["description"]
    entity.positions.update(ended_on="2025")
    assert lacks(entity) == ["now"]


def test_a_position_held_now_needs_a_source_and_one_of_the_past_does_not():
    entity = make.entity(position={"title": "Minister"})
    assert lacks(entity) == ["position_source"]
    entity.positions.update(source_url="https://example.org/who")
    assert lacks(entity) == []
    entity.positions.update(source_url="", ended_on="2025-01")
    assert lacks(entity) == []


def test_a_picture_needs_a_credit():
    entity = changed(make.entity(), picture=picture(None, credit=""))
    assert lacks(entity) == ["credit"]
    assert lacks(changed(entity, picture=picture(None, credit="Jane Doe"))) == []


CASES = [
    "A whole sentence.",
    "A whole sentence. ",
    "Cut in the mid",
    "Cut …",
    "Cut...",
    "Cut...)",
    "He said “so.”",
    "He said “so”",
    "The treaty (1994)",
    "The treaty (it ended.)",
    "He met Mr.",
    "He met (Dr.",
    "He met “Gen.",
    "He met Mr.)",
    "He was a doctor.",
    "그는 갔다。",
    "彼は「行く」",
    "Really?!",
    "'",
    "”",
    ".",
    "Word )",
    "Word. )",
    "mr.",
    "Col. M.D.",
]
WHOLE = next(lack for lack in incomplete.LACKS if lack.name == "whole")
PIECES = st.sampled_from(
    [*STOPS, *WIDE_STOPS, *CLOSERS, *sorted(TITLES), "Mr", "...", " ", "\n", "a", "Word", "é", "조"]
)


class InSql(TestCase):
    """The pattern finds what the function finds: in both databases."""

    def finds(self, text):
        entity = make.proposed()
        Entity.objects.filter(pk=entity.pk).update(description=text)
        these = Entity.objects.filter(pk=entity.pk)
        return incomplete.lacking(these, WHOLE, on=TODAY).exists()

    def test_known_cases(self):
        for text in CASES:
            assert self.finds(text) == is_cut_off(text), text

    @settings(max_examples=300, deadline=None)
    @given(st.lists(PIECES, max_size=8).map("".join))
    def test_any_end(self, text):
        text = f"Shoigu is {text}"
        assert self.finds(text) == is_cut_off(text)
