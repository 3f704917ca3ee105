"""Checks of the head of the page, beyond what every check is tested for in test_checklist."""

from datetime import timedelta

import pytest

from stories import publishing
from stories.standards.head import LONGEST_HEADLINE
from tests import make
from tests.make import HOUR, NOW
from tests.stories.failing import failures, names, picture, whole, with_field

pytestmark = pytest.mark.django_db


def test_a_headline_of_the_full_length_fits():
    assert failures(with_field(headline="x" * LONGEST_HEADLINE)) == []


@pytest.mark.parametrize("headline", ["Ministers agree", "MINISTERS AGREE", "ministers Agree"])
def test_a_headline_in_other_letters_is_the_same(headline):
    make.edition(headline="Ministers agree")
    assert names(with_field(headline=headline)) == ["headline_is_new"]


def test_a_story_has_the_headline_of_its_own_edition():
    story = make.edition(headline="Ministers agree").story
    assert "headline_is_new" not in names(story)


def test_a_headline_that_no_reader_sees_any_more_is_free():
    old = make.edition(headline="Ministers agree")
    story = with_field(headline="Ministers agree")
    assert names(story) == ["headline_is_new"]
    publishing.withdraw(story=old.story, by=None, now=NOW, reason="It is not so.")
    assert names(story) == []


def test_a_headline_that_only_another_draft_has_is_free():
    make.draft(headline="Ministers agree")
    assert names(with_field(headline="Ministers agree")) == []


def test_a_headline_is_taken_from_the_time_at_which_its_edition_goes_live():
    at = NOW + timedelta(days=2)
    publishing.schedule(story=make.approved(headline="Ministers agree"), by=None, now=NOW, at=at)
    story = with_field(headline="Ministers agree")
    assert names(story, now=at - HOUR) == []
    assert names(story, now=at) == ["headline_is_new"]


def test_a_story_may_keep_the_address_of_its_own_editions():
    assert "address_is_its_own" not in names(make.edition().story)


def test_a_picture_is_complete_with_alt_text_credit_and_licence():
    assert failures(whole(picture=picture())) == []
    (failure,) = failures(whole(picture=picture(credit="")))
    assert "credit" in failure.sentence
