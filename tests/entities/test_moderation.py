from datetime import date, datetime, timedelta, timezone

import pytest

from entities import living, moderation, protection
from entities.models import Entity, PossibleDuplicate, ProfileRecord, Relation
from newsroom import acts, roles
from newsroom.fields import PartialDate
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db

DAY = timedelta(days=1)


def record(entity, act):
    return entity.records.get(act=act)


def retired(name="", *, now=NOW):
    return moderation.retire(entity=make.entity(name), by=None, now=now)


def propose(by, **given):
    return moderation.propose(by=by, now=NOW, **{"name": "Kim Jong Un"} | given)


# Proposing -------------------------------------------------------------------------------------


def test_a_proposed_profile_waits_with_all_that_was_said_of_it(writer):
    entity = propose(
        writer,
        kind=Entity.Kind.PERSON,
        native_name="김정은",
        native_language="ko",
        born_on=PartialDate.parse("1984-01-08"),
        description="He leads a country.",
    )
    entity.refresh_from_db()
    assert entity.state == Entity.State.PROPOSED
    assert (entity.name, entity.slug, entity.kind) == ("Kim Jong Un", "kim-jong-un", "person")
    assert (entity.native_name, entity.native_language) == ("김정은", "ko")
    assert (entity.born_on, entity.description) == (PartialDate(1984, 1, 8), "He leads a country.")
    assert entity.proposed_by == writer
    assert (entity.checked_on, entity.check_due_on) == (None, None)


def test_proposing_is_recorded(writer):
    line = record(propose(writer), "proposed")
    assert (line.by, line.by_name, line.at) == (writer, "Sam Okafor", NOW)


def test_a_second_profile_of_a_name_has_its_own_address(writer):
    assert [propose(writer).slug for _ in range(3)] == [
        "kim-jong-un",
        "kim-jong-un-2",
        "kim-jong-un-3",
    ]


def test_the_address_of_a_retired_profile_is_not_given_away(writer):
    kept = retired("Kim Jong Un").slug
    assert propose(writer).slug != kept


@pytest.mark.parametrize("role", roles.ROLES)
def test_everyone_on_the_desk_may_propose(role):
    assert propose(make.user(role=role)).pk


def test_who_has_no_role_may_not_propose(writer):
    writer.groups.clear()
    with pytest.raises(acts.NotPermitted):
        propose(writer)
    assert not Entity.objects.exists()


# Approving -------------------------------------------------------------------------------------


def test_a_moderator_approves_a_profile_and_it_counts_as_checked(moderator):
    waiting = make.proposed("Seoul")
    entity = moderation.approve(entity=waiting, by=moderator, now=NOW)
    entity.refresh_from_db()
    assert entity.state == Entity.State.APPROVED
    assert entity.checked_on == date(2026, 3, 2)
    assert entity.check_due_on == date(2026, 3, 2) + 180 * DAY
    line = record(entity, "approved")
    assert (line.by, line.by_name, line.at) == (moderator, "Mira Lindqvist", NOW)


def test_a_profile_that_says_nothing_is_not_approved(moderator):
    entity = make.proposed("Seoul", description=" \n")
    with pytest.raises(moderation.Incomplete, match="Describe the profile"):
        moderation.approve(entity=entity, by=moderator, now=NOW)
    entity.refresh_from_db()
    assert entity.state == Entity.State.PROPOSED


def test_a_profile_is_not_approved_twice(moderator):
    entity = make.entity()
    with pytest.raises(moderation.WrongState):
        moderation.approve(entity=entity, by=moderator, now=NOW)
    assert entity.records.filter(act="approved").count() == 1


def test_a_retired_profile_can_be_approved_again(moderator):
    entity = moderation.approve(entity=retired(), by=moderator, now=NOW + DAY)
    assert entity.state == Entity.State.APPROVED
    assert entity.checked_on == date(2026, 3, 3)


def test_what_counts_is_the_state_in_the_database_not_the_copy_in_hand(moderator):
    stale = make.proposed()
    moderation.approve(entity=stale, by=moderator, now=NOW)
    assert stale.state == Entity.State.PROPOSED
    with pytest.raises(moderation.WrongState):
        moderation.approve(entity=stale, by=moderator, now=NOW)


def test_the_day_of_a_check_is_that_of_the_newsrooms_own_clock(moderator, settings):
    settings.TIME_ZONE = "Asia/Seoul"
    late = datetime(2026, 3, 2, 23, 0, tzinfo=timezone(timedelta(0)))
    entity = moderation.approve(entity=make.proposed(), by=moderator, now=late)
    assert entity.checked_on == date(2026, 3, 3)


@pytest.mark.parametrize("text", ["She leads the coun", "She leads the council…", "She was Mr."])
def test_a_profile_whose_description_is_cut_off_is_not_approved(moderator, text):
    entity = make.proposed("Seoul", description=text)
    with pytest.raises(moderation.Incomplete, match="cut off"):
        moderation.approve(entity=entity, by=moderator, now=NOW)


def test_what_is_approved_may_be_the_same_as_another_profile(moderator):
    other = make.entity("Seoul", kind="place")
    moderation.approve(entity=make.proposed("Seoul", kind="place"), by=moderator, now=NOW)
    assert PossibleDuplicate.objects.open().of(other).exists()


# Living persons --------------------------------------------------------------------------------

LINK = "https://a.example/"


def person(by=None, link=LINK, **given):
    entity = moderation.propose(
        by=by,
        now=NOW,
        name="Kim",
        kind="person",
        **{"born_on": PartialDate(1961), "description": "She leads a council."} | given,
    )
    entity.description_url = link
    entity.save()
    return entity


def test_facts_about_a_living_person_are_approved_by_someone_else(moderator):
    entity = person(by=moderator)
    with pytest.raises(moderation.SamePerson, match=r"Someone else approves: Born\."):
        moderation.approve(entity=entity, by=moderator, now=NOW)
    other = make.user(role=roles.MODERATOR)
    assert moderation.approve(entity=entity, by=other, now=NOW).state == Entity.State.APPROVED


def test_facts_about_a_living_person_are_approved_with_a_source(writer, moderator):
    entity = person(by=writer, link="")
    with pytest.raises(living.NoSource, match="Born"):
        moderation.approve(entity=entity, by=moderator, now=NOW)
    entity.description_url = LINK
    entity.save()
    assert moderation.approve(entity=entity, by=moderator, now=NOW)


def test_a_membership_may_have_a_source_of_its_own(writer, moderator):
    entity = person(by=writer, link="", born_on=None)
    union = make.entity("Union", kind="organisation")
    row = Relation.objects.create(subject=entity, kind="member_of", object=union)
    with pytest.raises(living.NoSource, match="Union"):
        moderation.approve(entity=entity, by=moderator, now=NOW)
    row.source_url = LINK
    row.save()
    assert moderation.approve(entity=entity, by=moderator, now=NOW)


@pytest.mark.parametrize(
    "given",
    [
        {"born_on": None},  # nothing that is sensitive
        {"born_on": PartialDate(1789)},  # long dead
        {"kind": "event"},
    ],
)
def test_whoever_proposed_a_profile_without_such_facts_may_approve_it(moderator, given):
    entity = moderation.propose(
        by=moderator,
        now=NOW,
        **{"name": "Kim", "kind": "person", "description": "She leads a council."} | given,
    )
    assert moderation.approve(entity=entity, by=moderator, now=NOW)


def test_one_moderator_alone_may_approve_where_the_newsroom_says_so(moderator, settings):
    settings.LIVING_PERSONS = False
    assert moderation.approve(entity=person(by=moderator, link=""), by=moderator, now=NOW)


# Postponing ------------------------------------------------------------------------------------


@pytest.mark.parametrize("reach", [make.proposed, make.entity])
def test_a_profile_is_postponed_until_a_day(moderator, reach):
    until = date(2026, 3, 9)
    moderation.postpone(entity=(entity := reach()), by=moderator, now=NOW, until=until, note="Wait")
    entity.refresh_from_db()
    assert entity.postponed_until == until
    assert record(entity, "postponed").note == "Until 9 March 2026.\nWait"


@pytest.mark.parametrize("days", [-1, 0, 367])
def test_a_profile_is_postponed_to_tomorrow_at_least_and_by_a_year_at_most(moderator, days):
    with pytest.raises(moderation.Invalid, match="from tomorrow on"):
        moderation.postpone(
            entity=make.entity(), by=moderator, now=NOW, until=NOW.date() + days * DAY
        )


def test_a_retired_profile_is_not_postponed(moderator):
    with pytest.raises(moderation.WrongState):
        moderation.postpone(entity=retired(), by=moderator, now=NOW, until=NOW.date() + DAY)


def test_a_profile_that_is_approved_waits_no_longer(moderator):
    entity = make.proposed()
    moderation.postpone(entity=entity, by=moderator, now=NOW, until=NOW.date() + DAY)
    assert moderation.approve(entity=entity, by=moderator, now=NOW).postponed_until is None


# Protecting ------------------------------------------------------------------------------------


def protect(entity, by, level):
    return moderation.protect(entity=entity, by=by, now=NOW, protection=level)


def test_a_moderator_protects_a_profile_and_gives_it_back(moderator):
    entity = protect(make.entity(), moderator, "moderators")
    assert entity.protection == "moderators"
    assert record(entity, "protected").note == "Moderators only"
    assert protect(entity, moderator, "").protection == ""


def test_only_administrators_keep_a_profile_to_themselves_and_give_it_back(
    moderator, administrator
):
    entity = make.entity()
    with pytest.raises(protection.Protected):
        protect(entity, moderator, "administrators")
    protect(entity, administrator, "administrators")
    with pytest.raises(protection.Protected):
        protect(entity, moderator, "")
    assert protect(entity, administrator, "").protection == ""


def test_there_is_no_other_protection(moderator):
    with pytest.raises(moderation.Invalid):
        protect(make.entity(), moderator, "nobody")
    with pytest.raises(moderation.WrongState):
        protect(make.entity(), moderator, "")


@pytest.mark.parametrize("act", ["approve", "retire", "mark_checked", "postpone"])
def test_a_profile_kept_for_administrators_is_moderated_by_them(act, moderator, administrator):
    reach, do, given = ACTS[act]
    entity = protect(reach(), administrator, "administrators")
    with pytest.raises(protection.Protected, match="Only administrators"):
        do(entity=entity, by=moderator, now=NOW, **given)
    assert do(entity=entity, by=administrator, now=NOW, **given)


# Interest --------------------------------------------------------------------------------------


def test_a_section_looks_after_a_profile(moderator):
    make.section("World")
    entity = moderation.set_interest(
        entity=make.entity(), by=moderator, now=NOW, section_slug="world"
    )
    entity.refresh_from_db()
    assert entity.section_slug == "world"
    assert record(entity, "interest_set").note == "World"
    none = moderation.set_interest(entity=entity, by=moderator, now=NOW, section_slug="")
    assert none.section_slug == ""


def test_a_section_that_is_not_there_looks_after_nothing(moderator):
    with pytest.raises(moderation.Invalid, match="no section “nowhere”"):
        moderation.set_interest(entity=make.entity(), by=moderator, now=NOW, section_slug="nowhere")


# Retiring --------------------------------------------------------------------------------------


@pytest.mark.parametrize("reach", [make.proposed, make.entity])
def test_a_profile_is_retired_with_a_note(moderator, reach):
    entity = moderation.retire(entity=reach(), by=moderator, now=NOW + DAY, note="Not needed.")
    entity.refresh_from_db()
    assert entity.state == Entity.State.RETIRED
    assert not entity.is_usable
    line = record(entity, "retired")
    assert (line.by, line.at, line.note) == (moderator, NOW + DAY, "Not needed.")


def test_a_retired_profile_is_not_retired_again(moderator):
    with pytest.raises(moderation.WrongState):
        moderation.retire(entity=retired(), by=moderator, now=NOW)


# Checking --------------------------------------------------------------------------------------


def test_a_check_sets_the_next_one_as_far_off_as_the_profile_wants(moderator):
    entity = make.entity()
    entity.check_every_days = 30
    entity.save()
    moderation.mark_checked(entity=entity, by=moderator, now=NOW + 100 * DAY)
    entity.refresh_from_db()
    assert entity.checked_on == NOW.date() + 100 * DAY
    assert entity.check_due_on == NOW.date() + 130 * DAY
    assert record(entity, "checked").at == NOW + 100 * DAY


@pytest.mark.parametrize("reach", [make.proposed, retired])
def test_only_an_approved_profile_is_checked(moderator, reach):
    with pytest.raises(moderation.WrongState):
        moderation.mark_checked(entity=reach(), by=moderator, now=NOW)


def test_a_profile_is_overdue_on_the_day_its_check_is_due():
    entity = make.entity()
    make.proposed()
    retired()
    due = entity.check_due_on
    assert not Entity.objects.overdue(on=due - DAY).exists()
    assert list(Entity.objects.overdue(on=due)) == [entity]
    assert list(Entity.objects.overdue(on=due + DAY)) == [entity]
    assert [entity.is_overdue(on=due + days * DAY) for days in (-1, 0, 1)] == [False, True, True]


# Who may ---------------------------------------------------------------------------------------

ACTS = {
    "approve": (make.proposed, moderation.approve, {}),
    "retire": (make.entity, moderation.retire, {}),
    "mark_checked": (make.entity, moderation.mark_checked, {}),
    "postpone": (make.entity, moderation.postpone, {"until": NOW.date() + DAY}),
    "protect": (make.entity, moderation.protect, {"protection": "moderators"}),
    "set_interest": (make.entity, moderation.set_interest, {"section_slug": ""}),
}


@pytest.mark.parametrize("act", ACTS)
@pytest.mark.parametrize("role", roles.ROLES)
def test_profiles_are_moderated_by_moderators_and_administrators(act, role):
    reach, do, given = ACTS[act]
    entity, person = reach(), make.user(role=role)
    before = ProfileRecord.objects.count()
    if role in {roles.MODERATOR, roles.ADMINISTRATOR}:
        assert do(entity=entity, by=person, now=NOW, **given) == entity
        assert ProfileRecord.objects.count() == before + 1
    else:
        with pytest.raises(acts.NotPermitted):
            do(entity=entity, by=person, now=NOW, **given)
        assert ProfileRecord.objects.count() == before


@pytest.mark.parametrize(
    "why_not",
    [
        moderation.why_not_approve,
        moderation.why_not_retire,
        moderation.why_not_mark_checked,
        moderation.why_not_postpone,
        moderation.why_not_protect,
    ],
)
def test_a_button_that_cannot_be_pressed_says_why(why_not, writer, moderator):
    assert isinstance(why_not(entity=make.entity(), by=writer, now=NOW), acts.NotPermitted)
    refusals = [
        why_not(entity=entity, by=moderator, now=NOW)
        for entity in (make.proposed(), make.entity(), retired())
    ]
    assert None in refusals
    for refusal in refusals:
        assert refusal is None or str(refusal).endswith(".")
