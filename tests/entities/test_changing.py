"""Changing a profile directly: who may, what waits for a second moderator, what is recorded."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission

from entities import changes, changing, living, merging, moderation, protection
from entities.models import Entity, PossibleDuplicate, ProfileRecord, Suggestion
from newsroom import acts, roles
from newsroom.fields import PartialDate
from tests import make
from tests.make import NOW

pytestmark = pytest.mark.django_db

LINK = "https://a.example/life"


def change(entity, by, *, source_url="", note="", now=NOW, **wanted):
    return changing.change(
        entity=entity,
        changes=changes.between(entity, **wanted),
        by=by,
        now=now,
        source_url=source_url,
        note=note,
    )


def fresh(entity):
    return Entity.objects.get(pk=entity.pk)


def test_a_moderator_changes_a_profile_and_the_record_says_what_why_and_from_where(moderator):
    kim = make.entity("Kim", kind="person")
    record = change(
        kim,
        moderator,
        fields={"native_name": "김"},
        positions=[{"title": "Minister"}],
        source_url=LINK,
        note="She took office.",
    )
    assert isinstance(record, ProfileRecord)
    assert (record.act, record.by, record.at) == ("changed", moderator, NOW)
    assert record.note == "Name in its own script, Positions\nShe took office."
    assert record.source_url == LINK
    assert fresh(kim).native_name == "김"
    assert fresh(kim).positions.get().title == "Minister"


@pytest.mark.parametrize("role", roles.ROLES)
def test_profiles_are_changed_by_moderators_and_administrators(role):
    kim, person = make.entity("Kim"), make.user(role=role)
    if role in {roles.MODERATOR, roles.ADMINISTRATOR}:
        assert change(kim, person, fields={"name": "Lee"})
        assert fresh(kim).name == "Lee"
    else:
        with pytest.raises(acts.NotPermitted):
            change(kim, person, fields={"name": "Lee"})
        assert fresh(kim).name == "Kim"


def test_a_change_that_changes_nothing_is_refused(moderator):
    kim = make.entity("Kim")
    with pytest.raises(changing.NothingChanges):
        change(kim, moderator, fields={"name": "Kim"})
    assert not kim.records.filter(act="changed").exists()


def test_a_merged_profile_is_not_changed(moderator):
    survivor, loser = make.entity("Kim"), make.entity("Kím")
    merge = merging.begin(survivor=survivor, loser=loser, by=None, now=NOW)
    merging.finish(merge=merge, choices={}, by=None, now=NOW)
    with pytest.raises(changing.WrongState, match="stands for it"):
        change(fresh(loser), moderator, fields={"native_name": "김"})


def test_the_next_check_moves_with_how_often_the_profile_wants_one(moderator):
    kim = make.entity("Kim")
    change(kim, moderator, fields={"check_every_days": 30}, now=NOW + timedelta(days=5))
    assert fresh(kim).checked_on == NOW.date(), "a change is no check"
    assert fresh(kim).check_due_on == NOW.date() + timedelta(days=30)


def test_a_change_of_a_profile_that_was_never_checked_makes_no_check_due(moderator):
    kim = make.proposed("Kim")
    change(kim, moderator, fields={"name": "Lee"})
    assert (fresh(kim).checked_on, fresh(kim).check_due_on) == (None, None)


def test_a_new_name_may_be_that_of_another_profile(moderator):
    lee, kim = make.entity("Lee", kind="person"), make.entity("Kim", kind="person")
    assert not PossibleDuplicate.objects.exists()
    change(kim, moderator, aliases=[{"name": "Lee"}])
    assert PossibleDuplicate.objects.open().of(lee).exists()


@pytest.mark.parametrize("link", ["not a link", "javascript:alert(1)", "https://a.example/" * 20])
def test_a_source_that_is_no_link_is_refused(moderator, link):
    kim = make.entity("Kim")
    with pytest.raises(changes.Invalid, match="The link of the source"):
        change(kim, moderator, fields={"name": "Lee"}, source_url=link)
    assert fresh(kim).name == "Kim"


# Protection ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("level", "refused"),
    [
        ("", set()),
        ("moderators", set()),
        ("administrators", {roles.MODERATOR}),
    ],
)
def test_a_protected_profile_is_changed_by_those_it_is_kept_for(level, refused):
    for role in (roles.MODERATOR, roles.ADMINISTRATOR):
        kim = make.entity("Kim")
        if level:
            moderation.protect(entity=kim, by=None, now=NOW, protection=level)
        kim, person = fresh(kim), make.user(role=role)
        if role in refused:
            with pytest.raises(protection.Protected, match="Only administrators"):
                change(kim, person, fields={"name": "Lee"})
            assert fresh(kim).name == "Kim"
        else:
            assert change(kim, person, fields={"name": "Lee"})


def test_moderators_only_keeps_out_whoever_may_only_change_profiles(editor):
    editor.user_permissions.add(Permission.objects.get(codename="change_entity"))
    kim = make.entity("Kim")
    person = type(editor).objects.get(pk=editor.pk)
    assert change(kim, person, fields={"native_name": "김"})
    moderation.protect(entity=kim, by=None, now=NOW, protection="moderators")
    with pytest.raises(protection.Protected, match="Only moderators"):
        change(fresh(kim), person, fields={"name": "Lee"})


# Facts about living persons -----------------------------------------------------------------------


def test_a_fact_about_a_living_person_needs_a_source(moderator):
    kim = make.entity("Kim", kind="person")
    with pytest.raises(living.NoSource, match=r"needs the link of its source: Born\."):
        change(kim, moderator, fields={"born_on": "1961", "name": "Kim Two"})
    assert fresh(kim).name == "Kim", "nothing is half done"


def test_with_a_source_it_waits_for_a_second_moderator_and_the_rest_is_done(moderator):
    kim = make.entity("Kim", kind="person")
    waiting = change(
        kim, moderator, fields={"born_on": "1961", "name": "Kim Two"}, source_url=LINK, note="See."
    )
    assert isinstance(waiting, Suggestion)
    assert waiting.state == Suggestion.State.WAITING
    assert waiting.changes == {"fields": {"born_on": [None, "1961"]}}
    assert (waiting.by, waiting.first_by, waiting.first_by_name) == (
        moderator,
        moderator,
        "Mira Lindqvist",
    )
    assert (waiting.source_url, waiting.note) == (LINK, "See.")
    assert (fresh(kim).name, fresh(kim).born_on) == ("Kim Two", None)
    acts = list(kim.records.order_by("pk").values_list("act", "note"))
    assert acts[-2:] == [("changed", "Name\nSee."), ("agreed", "Born")]


def test_an_operator_needs_no_second_moderator():
    kim = make.entity("Kim", kind="person")
    assert isinstance(change(kim, None, fields={"born_on": "1961"}), ProfileRecord)
    assert fresh(kim).born_on == PartialDate(1961)


def test_a_newsroom_may_do_without(moderator, settings):
    settings.LIVING_PERSONS = False
    kim = make.entity("Kim", kind="person")
    assert isinstance(change(kim, moderator, fields={"born_on": "1961"}), ProfileRecord)


@pytest.mark.parametrize("reach", [make.proposed, make.entity])
def test_the_rule_holds_before_readers_see_the_profile_too(moderator, reach):
    kim = reach("Kim", kind="person")
    waiting = change(kim, moderator, fields={"born_on": "1961"}, source_url=LINK)
    assert isinstance(waiting, Suggestion)
    assert fresh(kim).born_on is None


# After a form -------------------------------------------------------------------------------------


def settle(entity, by, before, **given):
    return changing.settle(entity=entity, before=before, by=by, now=NOW, **given)


def test_what_a_form_wrote_is_recorded(moderator):
    kim = make.entity("Kim")
    before = changes.standing(kim)
    kim.name = "Kim Two"
    kim.save()
    kim.aliases.create(name="Kimmy")
    record = settle(kim, moderator, before, source_url=LINK, note="As she signs.")
    assert (record.act, record.note) == ("changed", "Name, Aliases\nAs she signs.")
    assert record.source_url == LINK


def test_what_a_form_wrote_about_a_living_person_is_taken_out_again_and_waits(moderator):
    kim, union = make.entity("Kim", kind="person"), make.entity("Union", kind="organisation")
    before = changes.standing(kim)
    kim.born_on, kim.name = PartialDate(1961), "Kim Two"
    kim.save()
    kim.relations.create(kind="member_of", object=union)
    waiting = settle(kim, moderator, before, source_url=LINK)
    assert isinstance(waiting, Suggestion)
    assert waiting.changes == {
        "fields": {"born_on": [None, "1961"]},
        "relations": [
            {
                "do": "add",
                "values": {"subject": kim.pk, "kind": "member_of", "object": union.pk},
            }
        ],
    }
    assert (fresh(kim).name, fresh(kim).born_on) == ("Kim Two", None)
    assert not kim.relations.exists()


def test_a_form_that_names_no_source_of_such_a_fact_is_refused(moderator):
    kim = make.entity("Kim", kind="person")
    before = changes.standing(kim)
    kim.born_on = PartialDate(1961)
    kim.save()
    with pytest.raises(living.NoSource):
        settle(kim, moderator, before)


def test_making_somebody_a_person_and_dating_their_birth_is_one_such_change(moderator):
    kim = make.entity("Kim", kind="thing")
    before = changes.standing(kim)
    kim.kind, kim.born_on = "person", PartialDate(1961)
    kim.save()
    assert isinstance(settle(kim, moderator, before, source_url=LINK), Suggestion)
    assert (fresh(kim).kind, fresh(kim).born_on) == ("person", None)


def test_a_form_that_wrote_nothing_has_nothing_to_record(moderator):
    kim = make.entity("Kim")
    with pytest.raises(changing.NothingChanges):
        settle(kim, moderator, changes.standing(kim))
