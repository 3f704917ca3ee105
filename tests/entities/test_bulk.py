"""Acts on many profiles at once."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from entities import bulk, moderation
from entities.models import Entity
from newsroom.acts import NotPermitted
from tests import make

pytestmark = pytest.mark.django_db
LATER = make.NOW + timedelta(days=10)


def keys(*entities):
    return [entity.pk for entity in entities]


def said(outlook):
    return {entity.name: str(refusal) for entity, refusal in outlook.cannot}


def last(entity):
    return entity.records.order_by("-pk").first()


def test_those_that_can_are_checked_and_the_others_say_why(moderator):
    often = make.entity("Often")
    Entity.objects.filter(pk=often.pk).update(check_every_days=30)
    seldom, waiting = make.entity("Seldom"), make.proposed("Waiting")
    done = bulk.mark_checked(keys=keys(often, seldom, waiting), by=moderator, now=LATER)
    assert [entity.name for entity in done.can] == ["Often", "Seldom"]
    assert said(done) == {"Waiting": "Only an approved profile is checked."}
    for entity, due in ((often, date(2026, 4, 11)), (seldom, date(2026, 9, 8))):
        entity.refresh_from_db()
        assert (entity.checked_on, entity.check_due_on) == (date(2026, 3, 12), due)
        assert (last(entity).act, last(entity).by, last(entity).at) == ("checked", moderator, LATER)
    waiting.refresh_from_db()
    assert waiting.checked_on is None
    assert last(waiting).act == "proposed"


def test_each_comes_out_as_after_the_act_on_it_alone(moderator):
    alone, among = make.entity("Alone"), make.entity("Among")
    moderation.mark_checked(entity=alone, by=moderator, now=LATER)
    bulk.mark_checked(keys=keys(among), by=moderator, now=LATER)
    moderation.retire(entity=alone, by=moderator, now=LATER, note="Not needed.")
    bulk.retire(keys=keys(among), by=moderator, now=LATER, note="Not needed.")
    own = ("state", "checked_on", "check_due_on", "section_slug", "postponed_until")
    about = ("act", "by", "by_name", "at", "note", "source_url")
    one, other = (Entity.objects.filter(pk=each.pk).values(*own).get() for each in (alone, among))
    assert one == other
    lines = [list(each.records.order_by("pk").values(*about)) for each in (alone, among)]
    assert lines[0] == lines[1]


def test_a_protected_profile_stays_as_it_is(moderator, administrator):
    kept, free = make.entity("Kept"), make.entity("Free")
    moderation.protect(
        entity=kept, by=administrator, now=make.NOW, protection=Entity.Protection.ADMINISTRATORS
    )
    done = bulk.retire(keys=keys(kept, free), by=moderator, now=LATER)
    assert said(done) == {"Kept": "Only administrators change this profile: it is protected."}
    kept.refresh_from_db()
    free.refresh_from_db()
    assert (kept.state, free.state) == (Entity.State.APPROVED, Entity.State.RETIRED)


def test_the_section_of_interest_is_set_and_taken_away(moderator):
    section = make.section("World")
    one, other = make.entity("One"), make.entity("Other")
    given = {"by": moderator, "now": LATER}
    done = bulk.set_interest(keys=keys(one), section_slug=section.slug, **given)
    assert done.can == [one]
    done = bulk.set_interest(keys=keys(one, other), section_slug=section.slug, **given)
    assert said(done) == {"One": "That is its section already."}
    one.refresh_from_db()
    assert (one.section_slug, last(one).act, last(one).note) == ("world", "interest_set", "World")
    bulk.set_interest(keys=keys(one), section_slug="", **given)
    one.refresh_from_db()
    assert (one.section_slug, last(one).note) == ("", "None")


def test_a_section_that_is_none_is_refused(moderator):
    entity = make.entity()
    with pytest.raises(moderation.Invalid, match="There is no section “sport”"):
        bulk.set_interest(keys=keys(entity), section_slug="sport", by=moderator, now=LATER)


def test_a_retired_profile_gets_no_section(moderator):
    entity = moderation.retire(entity=make.entity("Old"), by=None, now=make.NOW)
    section = make.section("World")
    done = bulk.set_interest(keys=keys(entity), section_slug=section.slug, by=moderator, now=LATER)
    assert said(done) == {"Old": "Only a proposed or approved profile is looked after."}


@pytest.mark.parametrize("act", [bulk.mark_checked, bulk.retire])
def test_an_editor_may_not(act, editor):
    entity = make.entity()
    with pytest.raises(NotPermitted):
        act(keys=keys(entity), by=editor, now=LATER)
    assert last(entity).act == "approved"


def test_more_than_a_transaction_should_hold_are_refused(moderator, monkeypatch):
    monkeypatch.setattr(bulk, "MOST", 2)
    entities = [make.entity() for _each in range(3)]
    with pytest.raises(bulk.TooMany, match="At most 2 profiles at once"):
        bulk.retire(keys=keys(*entities), by=moderator, now=LATER)
    assert not Entity.objects.filter(state=Entity.State.RETIRED).exists()


def test_nothing_is_recorded_where_nothing_is_done(moderator):
    entity = make.proposed()
    lines = entity.records.count()
    bulk.mark_checked(keys=keys(entity), by=moderator, now=LATER)
    assert entity.records.count() == lines


def test_the_outlook_says_how_many_live_stories_show_each_and_changes_nothing(moderator):
    seen, unseen, waiting = make.entity("Seen"), make.entity("Unseen"), make.proposed("Waiting")
    make.edition(topics=[seen])
    make.edition(topics=[seen])
    outlook = bulk.look(
        keys=keys(unseen, seen, waiting),
        why_not=moderation.why_not_mark_checked,
        by=moderator,
        now=LATER,
    )
    assert [(each.name, each.live_stories) for each in outlook.can] == [("Seen", 2), ("Unseen", 0)]
    assert list(said(outlook)) == ["Waiting"]
    assert last(seen).act == "approved"


def many(number):
    """So many proposed profiles."""
    rows = (
        Entity(name=f"N {n}", slug=f"n-{n}", kind="thing", description="It is.")
        for n in range(number)
    )
    return Entity.objects.bulk_create(rows)


@pytest.mark.parametrize("number", [3, 300])
@pytest.mark.parametrize(
    ("act", "most"), [(bulk.mark_checked, 14), (bulk.retire, 14), (bulk.set_interest, 15)]
)
def test_an_act_costs_as_much_for_300_as_for_3(act, most, number, moderator):
    entities = many(number)
    if act == bulk.mark_checked:
        for entity in entities:
            moderation.approve(entity=entity, by=None, now=make.NOW)
    moderator.has_perm("entities.moderate_entity")
    given = {"keys": keys(*entities), "by": moderator, "now": LATER}
    if act == bulk.set_interest:
        given["section_slug"] = make.section().slug
    with CaptureQueriesContext(connection) as queries:
        assert len(act(**given).can) == number
    assert len(queries) <= most


@pytest.mark.parametrize("number", [3, 300])
def test_the_outlook_is_one_query(number, moderator, django_assert_num_queries):
    moderator.has_perm("entities.moderate_entity")
    given = {"keys": keys(*many(number)), "by": moderator, "now": LATER}
    with django_assert_num_queries(1):
        outlook = bulk.look(why_not=moderation.why_not_retire, **given)
    assert len(outlook.can) == number
