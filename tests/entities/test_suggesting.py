"""Suggestions: who makes them, who decides, what becomes of a profile and of the record."""

from datetime import timedelta

import pytest

from entities import changes, changing, living, merging, moderation, protection, suggesting
from entities.models import Entity, ProfileRecord, Suggestion
from newsroom import acts, roles
from newsroom.fields import PartialDate
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db

LINK = "https://a.example/life"
WIKIDATA = Suggestion.Origin.WIKIDATA


@pytest.fixture
def kim():
    return make.entity("Kim", kind="person")


@pytest.fixture
def second(db):
    return make.user(role=roles.MODERATOR, public_name="Otto Reyes")


def fresh(thing):
    return type(thing).objects.get(pk=thing.pk)


def suggest(entity, by, *, now=NOW, origin="staff", note="", source_url="", **wanted):
    return suggesting.suggest(
        entity=entity,
        changes=changes.between(fresh(entity), **wanted),
        by=by,
        now=now,
        origin=origin,
        note=note,
        source_url=source_url,
    )


def accept(suggestion, by, *, now=NOW + HOUR, **given):
    return suggesting.accept(suggestion=suggestion, by=by, now=now, **given)


def decline(suggestion, by, reason="It is right as it is."):
    return suggesting.decline(suggestion=suggestion, by=by, now=NOW + HOUR, reason=reason)


def undo(suggestion, by=None, **given):
    return suggesting.undo(suggestion=suggestion, by=by, now=NOW + 2 * HOUR, **given)


# Suggesting ---------------------------------------------------------------------------------------


def test_a_suggestion_waits_and_changes_nothing(kim, writer):
    made = suggest(kim, writer, fields={"name": "Lee"}, note="She married.", source_url=LINK)
    assert (made.state, made.by, made.by_name, made.at) == (
        Suggestion.State.WAITING,
        writer,
        "Sam Okafor",
        NOW,
    )
    assert (made.note, made.source_url) == ("She married.", LINK)
    assert fresh(kim).name == "Kim"
    line = kim.records.get(act="suggested")
    assert (line.by, line.note, line.source_url) == (writer, "Name\nShe married.", LINK)


@pytest.mark.parametrize("role", roles.ROLES)
def test_everyone_on_the_desk_may_suggest(kim, role):
    assert suggest(kim, make.user(role=role), fields={"name": "Lee"}).pk


def test_who_has_no_role_may_not_suggest(kim, writer):
    writer.groups.clear()
    with pytest.raises(acts.NotPermitted):
        suggest(kim, writer, fields={"name": "Lee"})


def test_something_must_change(kim, writer):
    with pytest.raises(changing.NothingChanges, match="Change something"):
        suggest(kim, writer, fields={"name": "Kim"})
    assert not Suggestion.objects.exists()


def test_a_protected_profile_takes_suggestions(kim, writer):
    moderation.protect(entity=kim, by=None, now=NOW, protection="administrators")
    assert suggest(kim, writer, fields={"name": "Lee"}).pk


def test_a_profile_that_is_out_of_use_takes_none(kim, writer):
    moderation.retire(entity=kim, by=None, now=NOW)
    with pytest.raises(changing.WrongState, match="proposed or approved"):
        suggest(kim, writer, fields={"name": "Lee"})


def test_what_could_never_be_accepted_is_refused_at_once(kim, writer):
    with pytest.raises(changes.Invalid, match="ends before it begins"):
        suggest(kim, writer, positions=[{"title": "A", "started_on": "2020", "ended_on": "2010"}])
    assert not Suggestion.objects.exists()


def test_the_same_is_not_suggested_twice(kim, writer, editor):
    suggest(kim, writer, fields={"name": "Lee"})
    with pytest.raises(suggesting.SuggestedAlready):
        suggest(kim, editor, fields={"name": "Lee"})
    assert suggest(kim, editor, fields={"name": "Lim"}).pk
    assert Suggestion.objects.waiting().count() == 2


# Accepting ----------------------------------------------------------------------------------------


def test_a_moderator_accepts_and_the_profile_changes(kim, writer, moderator):
    made = suggest(
        kim, writer, fields={"name": "Lee"}, positions=[{"title": "Chair"}], source_url=LINK
    )
    done = accept(made, moderator)
    assert (done.state, done.decided_by, done.decided_at) == (
        Suggestion.State.ACCEPTED,
        moderator,
        NOW + HOUR,
    )
    assert fresh(kim).name == "Lee"
    assert fresh(kim).positions.get().title == "Chair"
    line = kim.records.get(act="accepted")
    assert (line.by, line.note, line.source_url) == (moderator, "Name, Positions", LINK)


def test_a_moderator_edits_and_accepts(kim, writer, moderator):
    made = suggest(kim, writer, fields={"name": "Lee", "native_name": "이"})
    wanted = changes.between(kim, fields={"name": "Lee Min"})
    done = accept(made, moderator, changes=wanted)
    assert done.state == Suggestion.State.ACCEPTED
    assert done.changes == wanted, "what was accepted is what is kept"
    assert (fresh(kim).name, fresh(kim).native_name) == ("Lee Min", "")


def test_an_edit_that_leaves_nothing_is_refused(kim, writer, moderator):
    made = suggest(kim, writer, fields={"name": "Lee"})
    with pytest.raises(changing.NothingChanges, match="decline it"):
        accept(made, moderator, changes={})


def test_what_changed_since_is_not_overwritten(kim, writer, moderator):
    made = suggest(kim, writer, fields={"name": "Lee"})
    changing.change(
        entity=kim, changes={"fields": {"name": ["Kim", "Kim Two"]}}, by=moderator, now=NOW
    )
    with pytest.raises(changes.Clash, match="Name is now “Kim Two”, no longer “Kim”"):
        accept(made, moderator)
    assert fresh(made).state == Suggestion.State.WAITING
    assert fresh(kim).name == "Kim Two"


def test_what_stands_already_is_accepted_without_a_change(kim, writer, moderator):
    made = suggest(kim, writer, fields={"name": "Lee"})
    changing.change(entity=kim, changes=made.changes, by=moderator, now=NOW)
    assert accept(made, moderator).undo == {}
    with pytest.raises(changing.NothingChanges):
        undo(made)


def test_a_suggestion_is_decided_once(kim, writer, moderator, second):
    made = suggest(kim, writer, fields={"name": "Lee"})
    accept(made, moderator)
    assert made.state == Suggestion.State.WAITING, "a stale copy decides nothing"
    with pytest.raises(suggesting.WrongState, match="by Mira Lindqvist"):
        decline(made, second)
    with pytest.raises(suggesting.WrongState):
        accept(made, second)
    assert kim.records.filter(act="accepted").count() == 1


# Declining ----------------------------------------------------------------------------------------


def test_a_moderator_declines_with_a_reason(kim, writer, moderator):
    made = decline(suggest(kim, writer, fields={"name": "Lee"}), moderator)
    assert (made.state, made.reason) == (Suggestion.State.DECLINED, "It is right as it is.")
    assert fresh(kim).name == "Kim"
    assert kim.records.get(act="declined").note == "Name\nIt is right as it is."


@pytest.mark.parametrize("reason", ["", "  \n"])
def test_a_suggestion_is_not_declined_without_a_reason(kim, writer, moderator, reason):
    made = suggest(kim, writer, fields={"name": "Lee"})
    with pytest.raises(suggesting.NoReason):
        decline(made, moderator, reason)
    assert fresh(made).state == Suggestion.State.WAITING


# Undoing ------------------------------------------------------------------------------------------


def test_an_accepted_suggestion_is_undone(kim, writer, moderator):
    before = changes.standing(kim)
    made = suggest(kim, writer, fields={"name": "Lee"}, aliases=[{"name": "Kimmy"}])
    done = undo(accept(made, moderator), moderator, reason="It was someone else.")
    assert (done.state, done.reason) == (Suggestion.State.UNDONE, "It was someone else.")
    assert changes.standing(fresh(kim)) == before
    assert kim.records.get(act="undone").note == "Name, Aliases\nIt was someone else."


def test_what_came_since_stays_when_something_else_is_undone(kim, writer, moderator):
    made = accept(suggest(kim, writer, fields={"name": "Lee"}), moderator)
    wanted = changes.between(fresh(kim), fields={"native_name": "이"})
    changing.change(entity=kim, changes=wanted, by=moderator, now=NOW)
    undo(made, moderator)
    assert (fresh(kim).name, fresh(kim).native_name) == ("Kim", "이")


def test_what_was_changed_since_is_not_undone(kim, writer, moderator):
    made = accept(suggest(kim, writer, fields={"name": "Lee", "native_name": "이"}), moderator)
    wanted = changes.between(fresh(kim), fields={"name": "Lim"})
    changing.change(entity=kim, changes=wanted, by=moderator, now=NOW)
    with pytest.raises(changes.Clash) as refused:
        undo(made, moderator)
    assert str(refused.value) == (
        "It was changed since and cannot be undone. Name is now “Lim”, no longer “Lee”."
    )
    assert fresh(kim).native_name == "이"


def test_only_what_was_accepted_is_undone(kim, writer, moderator):
    made = suggest(kim, writer, fields={"name": "Lee"})
    with pytest.raises(suggesting.WrongState):
        undo(made, moderator)
    accept(made, moderator)
    undo(made, moderator)
    with pytest.raises(suggesting.WrongState):
        undo(made, moderator)


# Who may ------------------------------------------------------------------------------------------

DECISIONS = {
    "accept": (lambda made, by: accept(made, by), False),
    "decline": (lambda made, by: decline(made, by), False),
    "undo": (lambda made, by: undo(made, by), True),
}


@pytest.mark.parametrize("decision", DECISIONS)
@pytest.mark.parametrize("role", roles.ROLES)
def test_suggestions_are_decided_by_moderators_and_administrators(kim, role, decision):
    do, is_accepted = DECISIONS[decision]
    made = suggest(kim, None, fields={"name": "Lee"})
    if is_accepted:
        accept(made, None)
    before, person = ProfileRecord.objects.count(), make.user(role=role)
    if role in {roles.MODERATOR, roles.ADMINISTRATOR}:
        assert do(made, person).decided_by == person
        assert ProfileRecord.objects.count() == before + 1
    else:
        with pytest.raises(acts.NotPermitted):
            do(made, person)
        assert ProfileRecord.objects.count() == before


@pytest.mark.parametrize("decision", DECISIONS)
def test_a_profile_kept_for_administrators_is_decided_by_them(
    kim, moderator, administrator, decision
):
    do, is_accepted = DECISIONS[decision]
    made = suggest(kim, None, fields={"name": "Lee"})
    if is_accepted:
        accept(made, None)
    moderation.protect(entity=kim, by=None, now=NOW, protection="administrators")
    made = fresh(made)
    with pytest.raises(protection.Protected):
        do(made, moderator)
    assert do(made, administrator)


def test_the_suggestions_of_a_merged_profile_are_those_of_its_survivor(kim, writer, moderator):
    survivor = make.entity("Kim Min", kind="person")
    made = suggest(kim, writer, fields={"native_name": "김"})
    merge = merging.begin(survivor=survivor, loser=kim, by=None, now=NOW)
    merging.finish(merge=merge, choices={}, by=None, now=NOW)
    with pytest.raises(suggesting.WrongState, match="merged"):
        accept(made, moderator)
    accept(fresh(made), moderator)
    assert fresh(survivor).native_name == "김"


# Facts about living persons -----------------------------------------------------------------------


def test_a_fact_about_a_living_person_takes_two_moderators(kim, writer, moderator, second):
    made = suggest(kim, writer, fields={"born_on": "1961"}, source_url=LINK)
    first = accept(made, moderator)
    assert (first.state, first.first_by) == (Suggestion.State.WAITING, moderator)
    assert fresh(kim).born_on is None
    assert kim.records.get(act="agreed").by == moderator
    assert suggesting.why_not_accept(suggestion=first, by=second, now=NOW) is None
    done = accept(first, second)
    assert (done.state, done.decided_by) == (Suggestion.State.ACCEPTED, second)
    assert fresh(kim).born_on == PartialDate(1961)


def test_one_moderator_is_not_two(kim, writer, moderator):
    made = accept(suggest(kim, writer, fields={"born_on": "1961"}, source_url=LINK), moderator)
    refusal = suggesting.why_not_accept(suggestion=made, by=moderator, now=NOW)
    assert isinstance(refusal, suggesting.SamePerson)
    for given in ({}, {"changes": made.changes}):
        with pytest.raises(suggesting.SamePerson, match="another moderator"):
            accept(made, moderator, **given)
    assert fresh(kim).born_on is None


def test_whoever_changed_it_directly_is_the_first(kim, moderator, second):
    wanted = changes.between(kim, fields={"born_on": "1961"})
    made = changing.change(entity=kim, changes=wanted, by=moderator, now=NOW, source_url=LINK)
    with pytest.raises(suggesting.SamePerson):
        accept(made, moderator)
    assert accept(made, second).state == Suggestion.State.ACCEPTED


def test_such_a_fact_is_not_agreed_to_without_a_source(kim, writer, moderator):
    made = suggest(kim, writer, fields={"born_on": "1961"})
    with pytest.raises(living.NoSource):
        accept(made, moderator)
    assert fresh(made).first_by is None
    agreed = accept(made, moderator, source_url=LINK)
    assert (agreed.first_by, agreed.source_url) == (moderator, LINK)


def test_the_second_who_edits_the_fact_is_the_first_for_what_it_says_now(
    kim, writer, moderator, second
):
    made = accept(suggest(kim, writer, fields={"born_on": "1961"}, source_url=LINK), moderator)
    wanted = changes.between(kim, fields={"born_on": "1962"})
    edited = accept(made, second, changes=wanted)
    assert (edited.state, edited.first_by) == (Suggestion.State.WAITING, second)
    done = accept(edited, moderator)
    assert done.state == Suggestion.State.ACCEPTED
    assert fresh(kim).born_on == PartialDate(1962)


def test_the_second_may_leave_out_or_mend_what_is_not_sensitive(kim, writer, moderator, second):
    made = suggest(kim, writer, fields={"born_on": "1961", "name": "Lee"}, source_url=LINK)
    agreed = accept(made, moderator)
    wanted = changes.between(kim, fields={"born_on": "1961", "name": "Lim"})
    assert accept(agreed, second, changes=wanted).state == Suggestion.State.ACCEPTED
    assert fresh(kim).name == "Lim"


def test_who_agreed_first_counts_when_their_account_is_gone(kim, writer, moderator, second):
    made = accept(suggest(kim, writer, fields={"born_on": "1961"}, source_url=LINK), moderator)
    moderator.delete()
    assert accept(fresh(made), second).state == Suggestion.State.ACCEPTED


def test_an_operator_and_a_newsroom_without_the_rule_need_no_second(
    kim, writer, moderator, settings
):
    made = suggest(kim, writer, fields={"born_on": "1961"})
    assert accept(made, None).state == Suggestion.State.ACCEPTED
    settings.LIVING_PERSONS = False
    other = suggest(kim, writer, fields={"born_on": "1962"})
    assert accept(other, moderator).state == Suggestion.State.ACCEPTED


# Wikidata -----------------------------------------------------------------------------------------


def from_wikidata(entity, **given):
    return suggest(entity, None, origin=WIKIDATA, **given)


def test_what_wikidata_says_is_one_suggestion_that_follows_it(kim):
    made = from_wikidata(kim, fields={"born_on": "1961"})
    later = from_wikidata(kim, fields={"born_on": "1962", "country": "KR"}, now=NOW + HOUR)
    assert later.pk == made.pk
    assert later.changes["fields"] == {"born_on": [None, "1962"], "country": ["", "KR"]}
    assert later.at == NOW + HOUR
    assert Suggestion.objects.count() == 1


def test_the_same_file_read_twice_leaves_no_second_trace(kim):
    made = from_wikidata(kim, fields={"born_on": "1961"})
    again = from_wikidata(kim, fields={"born_on": "1961"}, now=NOW + HOUR)
    assert (again.pk, again.at) == (made.pk, NOW)
    assert kim.records.filter(act="suggested").count() == 1


def test_an_agreement_does_not_hold_for_what_wikidata_says_next(kim, moderator):
    made = from_wikidata(kim, fields={"born_on": "1961"}, source_url=LINK)
    accept(made, moderator)
    later = from_wikidata(kim, fields={"born_on": "1962"}, source_url=LINK)
    assert (later.pk, later.first_by, later.first_by_name) == (made.pk, None, "")


def test_what_was_declined_of_wikidata_is_not_suggested_again(kim, moderator):
    made = decline(from_wikidata(kim, fields={"born_on": "1961", "country": "KR"}), moderator)
    again = from_wikidata(kim, fields={"country": "KR"})
    assert (again.pk, again.state) == (made.pk, Suggestion.State.DECLINED)
    more = from_wikidata(kim, fields={"born_on": "1961", "native_name": "김"})
    assert more.changes == {"fields": {"native_name": ["", "김"]}}
    assert more.state == Suggestion.State.WAITING


def test_what_was_undone_of_wikidata_is_not_suggested_again(kim):
    made = undo(accept(from_wikidata(kim, fields={"country": "KR"}), None))
    assert from_wikidata(kim, fields={"country": "KR"}).pk == made.pk
    assert not Suggestion.objects.waiting().exists()


def test_people_may_suggest_what_wikidata_does(kim, writer):
    from_wikidata(kim, fields={"country": "KR"})
    assert suggest(kim, writer, fields={"country": "KR"}).state == Suggestion.State.WAITING


# What became of it --------------------------------------------------------------------------------


def test_whoever_suggested_it_puts_the_answer_away(kim, writer, editor, moderator):
    made = suggest(kim, writer, fields={"name": "Lee"})
    away = {"suggestion": made, "now": NOW + HOUR}
    with pytest.raises(suggesting.WrongState, match="not decided"):
        suggesting.put_away(by=writer, **away)
    away["suggestion"] = decline(made, moderator)
    with pytest.raises(acts.NotPermitted):
        suggesting.put_away(by=editor, **away)
    assert suggesting.put_away(by=writer, **away).answer_read_at == NOW + HOUR


def test_an_answer_that_changes_is_there_to_be_read_again(kim, writer, moderator):
    made = accept(suggest(kim, writer, fields={"name": "Lee"}), moderator)
    made = suggesting.put_away(suggestion=made, by=writer, now=NOW + timedelta(days=1))
    assert undo(made, moderator).answer_read_at is None
    assert Entity.objects.get(pk=kim.pk).name == "Kim"
