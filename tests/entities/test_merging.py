"""Two profiles made one, and two again."""

from datetime import timedelta

import pytest
from django.apps import apps

from entities import belongings, choices, duplicates, inherited, merging, profiles, protection
from entities.models import Alias, Entity, Merge, Position, Relation, Report, Suggestion
from entities.signals import merge_undone, profiles_merged
from newsroom import acts
from tests import make
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db
PERSON = Entity.Kind.PERSON


def person(name, **fields):
    return make.entity(name, kind=PERSON, **fields)


def merged(survivor, loser, *, by=None, now=NOW, note="", **chosen):
    """`loser` goes into `survivor`, with the loser's value of each block that is named."""
    for each in (survivor, loser):
        each.refresh_from_db()
    merge = merging.begin(survivor=survivor, loser=loser, by=by, now=now)
    merge = merging.finish(merge=merge, choices=chosen, by=by, now=now, note=note)
    for each in (survivor, loser):
        each.refresh_from_db()
    return merge


def undone(merge, *others, by=None, now=NOW + HOUR):
    merge = merging.undo(merge=merge, by=by, now=now)
    for each in others:
        each.refresh_from_db()
    return merge


def aliases(entity):
    return set(entity.aliases.values_list("name", flat=True))


def relation(subject, kind, other):
    return Relation.objects.create(subject=subject, kind=kind, object=other)


# The tables ----------------------------------------------------------------------------------


def test_the_table_names_every_relation_to_a_profile_and_no_other():
    relations = {
        f"{each.related_model._meta.label}.{each.field.name}"
        for each in Entity._meta.get_fields(include_hidden=True)
        if each.auto_created and not each.concrete
    }
    assert set(belongings.RELATIONS) == relations


def test_what_the_table_says_moves_has_a_way_to_move():
    says = {name for name, what in belongings.RELATIONS.items() if what.startswith("moves")}
    assert says == {f"{way.model._meta.label}.{way.link}" for way in belongings.MOVES.values()}
    for name, way in belongings.MOVES.items():
        assert way.model._meta.get_field(way.link).remote_field.related_name == name


def test_every_field_of_a_profile_is_chosen_or_kept():
    chosen = {column for columns in choices.BLOCKS.values() for column in columns}
    fields = {field.name for field in Entity._meta.concrete_fields}
    assert chosen | choices.KEPT | {choices.PROTECTION} == fields
    assert not chosen & choices.KEPT


# Begin ---------------------------------------------------------------------------------------


def test_only_moderators_merge(editor, moderator):
    one, other = person("One"), person("Other")
    with pytest.raises(acts.NotPermitted):
        merging.begin(survivor=one, loser=other, by=editor, now=NOW)
    assert merging.begin(survivor=one, loser=other, by=moderator, now=NOW)


def test_a_merge_is_refused_with_a_reason(moderator):
    one, place = person("One"), make.entity("Seoul", kind=Entity.Kind.PLACE)
    waiting = make.proposed("Waiting", kind=PERSON)
    gone, third = person("Gone"), person("Third")
    merged(third, gone)
    refused = [
        (one, one, merging.SameProfile, "one and the same"),
        (one, place, merging.KindsDiffer, "the same kind first"),
        (one, gone, merging.WrongState, "“Gone” is merged"),
        (gone, one, merging.WrongState, "“Gone” is merged"),
        (waiting, one, merging.WrongState, "keep the other one"),
    ]
    for survivor, loser, error, words in refused:
        with pytest.raises(error, match=words):
            merging.begin(survivor=survivor, loser=loser, by=moderator, now=NOW)


@pytest.mark.parametrize("which", [0, 1])
def test_a_protected_profile_is_merged_by_those_whom_its_protection_names(
    which, moderator, administrator
):
    two = [person("One"), person("Other")]
    Entity.objects.filter(pk=two[which].pk).update(protection=Entity.Protection.ADMINISTRATORS)
    two[which].refresh_from_db()
    given = {"survivor": two[0], "loser": two[1], "now": NOW}
    with pytest.raises(protection.Protected):
        merging.begin(**given, by=moderator)
    merge = merging.begin(**given, by=administrator)
    merge = merging.finish(merge=merge, choices={}, by=administrator, now=NOW)
    two[0].refresh_from_db()
    assert two[0].protection == Entity.Protection.ADMINISTRATORS
    with pytest.raises(protection.Protected):
        merging.undo(merge=merge, by=moderator, now=NOW)
    undone(merge, *two, by=administrator)
    assert two[1 - which].protection == Entity.Protection.NONE


def test_a_merge_is_refused_while_another_of_either_is_under_way(moderator, administrator):
    one, two, three = person("One"), person("Two"), person("Three")
    merging.begin(survivor=one, loser=two, by=moderator, now=NOW)
    for survivor, loser in [(one, three), (three, one), (two, three), (three, two), (one, two)]:
        with pytest.raises(merging.UnderWay, match=r"Mira Lindqvist began .*2 Mar 2026"):
            merging.begin(survivor=survivor, loser=loser, by=administrator, now=NOW)


def test_any_moderator_calls_off_what_another_began(moderator, administrator):
    one, two = person("One"), person("Two")
    merge = merging.begin(survivor=one, loser=two, by=moderator, now=NOW)
    merging.call_off(merge=merge, by=administrator, now=NOW)
    assert merging.begin(survivor=two, loser=one, by=administrator, now=NOW)
    with pytest.raises(merging.WrongState):
        merging.finish(merge=merge, choices={}, by=moderator, now=NOW)
    with pytest.raises(merging.WrongState):
        merging.call_off(merge=merge, by=moderator, now=NOW)


def test_what_was_begun_and_left_alone_may_be_taken_over(moderator, administrator):
    one, two = person("One"), person("Two")
    left = merging.begin(survivor=one, loser=two, by=moderator, now=NOW)
    later = NOW + merging.LEFT_ALONE
    with pytest.raises(merging.UnderWay):
        merging.begin(survivor=one, loser=two, by=administrator, now=later - timedelta(seconds=1))
    merge = merging.begin(survivor=one, loser=two, by=administrator, now=later)
    left.refresh_from_db()
    assert left.state == Merge.State.CALLED_OFF
    assert merge.by == administrator


def test_only_whoever_began_a_merge_finishes_it(moderator, administrator):
    merge = merging.begin(survivor=person("One"), loser=person("Two"), by=moderator, now=NOW)
    with pytest.raises(merging.UnderWay, match="Mira Lindqvist began this merge"):
        merging.finish(merge=merge, choices={}, by=administrator, now=NOW)
    assert merging.finish(merge=merge, choices={}, by=moderator, now=NOW).by == moderator


# Finish --------------------------------------------------------------------------------------


def test_the_loser_stays_as_it_is_and_its_address_leads_to_the_survivor():
    one, two = person("One"), person("Two")
    merged(one, two, name="loser")
    assert (one.name, two.name, two.state, two.merged_into) == ("Two", "Two", "merged", one)
    assert profiles.profile(two.slug) == profiles.Moved(slug=one.slug)


def test_rows_move_by_key_and_the_merge_keeps_which(editor):
    one, two = person("One"), person("Two", aliases=["Deux"], position={"title": "Minister"})
    office = make.entity("Office", kind=Entity.Kind.ORGANISATION)
    third = person("Third", position={"title": "Aide", "organisation": two})
    to, back = relation(two, "member_of", office), relation(third, "successor_of", two)
    suggestion = Suggestion.objects.create(entity=two, changes={}, by=editor, by_name="E", at=NOW)
    report = Report.objects.create(entity=two, about="name", text="?", reference="A1", at=NOW)
    rows = {
        "aliases": [two.aliases.get().pk],
        "positions": [two.positions.get().pk],
        "positions_held_here": [third.positions.get().pk],
        "relations": [to.pk],
        "relations_to_it": [back.pk],
        "suggestions": [suggestion.pk],
        "reports": [report.pk],
    }
    merge = merged(one, two)
    assert {name: merge.moved[name] for name in rows} == rows
    assert aliases(one) == {"Deux", "Two"}
    assert one.positions.get().title == "Minister"
    for row, link in ((to, "subject"), (back, "object"), (suggestion, "entity")):
        row.refresh_from_db()
        assert getattr(row, link) == one
    undone(merge)
    for name, keys in rows.items():
        way = belongings.MOVES[name]
        assert list(way.rows([two.pk]).values_list("pk", flat=True)) == keys, name
    assert aliases(one) == set()


def test_a_row_that_would_meet_its_like_stays_with_the_loser():
    one, two, place = person("One", aliases=["X"]), person("Two", aliases=["X", "Y"]), person("P")
    held = {"title": "Minister", "at": "Russia", "started_on": "2020"}
    for each in (one, two):
        Position.objects.create(entity=each, **held)
        relation(each, "member_of", place)
    relation(one, "successor_of", two)
    relation(place, "neighbour_of", one), relation(two, "neighbour_of", place)
    merge = merged(one, two)
    assert aliases(one) == {"X", "Y", "Two"}
    assert aliases(two) == {"X"}
    assert (one.positions.count(), two.positions.count()) == (1, 1)
    assert {r.kind for r in two.relations.all()} == {"member_of", "neighbour_of"}
    assert two.relations_to_it.get().kind == "successor_of"
    assert "relations" not in merge.moved
    undone(merge)
    assert (aliases(one), aliases(two)) == ({"X"}, {"X", "Y"})


def test_what_was_decided_is_history_and_stays(editor):
    one, two = person("One"), person("Two")
    past = {"decided_at": NOW, "reason": "No."}
    Suggestion.objects.create(entity=two, changes={}, by_name="E", at=NOW, state="declined", **past)
    Report.objects.create(
        entity=two, about="name", text="?", reference="A", at=NOW, state="fixed", decided_at=NOW
    )
    assert "suggestions" not in merged(one, two).moved
    assert (two.suggestions.count(), two.reports.count()) == (1, 1)


def test_fields_are_chosen_one_by_one():
    one = person("One", born_on="1961", description="A man.")
    two = person("Two", born_on="1961-05-03", description="A man of letters.", native_name="둘")
    Entity.objects.filter(pk=two.pk).update(
        description_source="Wikipedia", wikidata_id="Q2", country="RU"
    )
    merge = merged(one, two, description="loser", wikidata_id="loser", country="loser")
    assert (one.description, one.description_source) == ("A man of letters.", "Wikipedia")
    assert (str(one.born_on), one.wikidata_id, one.country.code) == ("1961", "Q2", "RU")
    assert merge.fields["country"] == ["", "RU"]
    assert "born_on" not in merge.fields
    assert two.wikidata_id == "Q2"
    undone(merge, one, two)
    assert (one.description, one.description_source) == ("A man.", "Newsroom")
    assert (one.wikidata_id, two.wikidata_id, one.country.code) == ("", "Q2", "")


def test_a_choice_that_is_none_is_refused():
    for chosen in ({"name": "both"}, {"slug": "loser"}):
        merge = merging.begin(survivor=person("O"), loser=person("T"), by=None, now=NOW)
        with pytest.raises(merging.Invalid):
            merging.finish(merge=merge, choices=chosen, by=None, now=NOW)


def test_choices_that_make_no_profile_are_refused():
    one, two = person("One", born_on="1990"), person("Two", born_on="1900")
    Entity.objects.filter(pk=two.pk).update(died_on="1950")
    merge = merging.begin(survivor=one, loser=two, by=None, now=NOW)
    with pytest.raises(merging.Invalid, match="date of death"):
        merging.finish(merge=merge, choices={"died_on": "loser"}, by=None, now=NOW)
    two.refresh_from_db()
    assert two.state == Entity.State.APPROVED


def test_a_profile_changed_since_it_was_shown_is_looked_at_again():
    one, two = person("One"), person("Two")
    merge = merging.begin(survivor=one, loser=two, by=None, now=NOW)
    seen = merging.state_of(Merge.objects.get())
    make.moderation.mark_checked(entity=two, by=None, now=NOW)
    with pytest.raises(merging.Changed):
        merging.finish(merge=merge, choices={}, by=None, now=NOW, seen=seen)
    seen = merging.state_of(Merge.objects.get())
    assert merging.finish(merge=merge, choices={}, by=None, now=NOW, seen=seen)


def test_both_names_stay_known_whichever_is_chosen():
    one = person("One", native_name="하나", native_language="ko")
    two = person("Two", native_name="둘", native_language="ko")
    merge = merged(one, two, name="loser")
    assert (one.name, aliases(one)) == ("Two", {"One", "둘"})
    assert one.aliases.get(name="둘").language == "ko"
    undone(merge, one)
    assert (one.name, aliases(one)) == ("One", set())


def test_everyone_reads_in_the_record_of_both_what_was_done(moderator):
    one, two = person("One"), person("Two")
    undone(merged(one, two, by=moderator, note="The same man."), by=moderator)
    for each in (one, two):
        records = each.records.order_by("pk")
        done = [r.act for r in records if r.act not in ("proposed", "approved")]
        assert done == ["merge_begun", "merged", "merge_undone"]
        assert "The same man." in records.get(act="merged").note
        assert {r.by_name for r in records.filter(act__startswith="merge")} == {"Mira Lindqvist"}


def test_the_apps_above_are_told_inside_the_transaction():
    told = []

    def fails(sender, survivor, loser, **given):
        told.append((survivor.name, loser.name))
        raise RuntimeError("A list could not follow.")

    one, two = person("One"), person("Two")
    merge = merging.begin(survivor=one, loser=two, by=None, now=NOW)
    profiles_merged.connect(fails)
    try:
        with pytest.raises(RuntimeError):
            merging.finish(merge=merge, choices={}, by=None, now=NOW)
    finally:
        profiles_merged.disconnect(fails)
    two.refresh_from_db()
    assert two.state == Entity.State.APPROVED
    merge = merging.finish(merge=merge, choices={}, by=None, now=NOW)
    merge_undone.connect(fails)
    try:
        with pytest.raises(RuntimeError):
            merging.undo(merge=merge, by=None, now=NOW)
    finally:
        merge_undone.disconnect(fails)
    assert told == [("One", "Two")] * 2
    assert Merge.objects.get().state == Merge.State.DONE


# Undo ----------------------------------------------------------------------------------------


def test_undoing_keeps_what_came_since_and_does_not_bring_back_what_went():
    one, two = person("One"), person("Two", aliases=["Deux", "Zwei"], born_on="1961")
    merge = merged(one, two, born_on="loser", name="loser")
    Alias.objects.create(entity=one, name="Since")
    one.aliases.get(name="Zwei").delete()
    one.aliases.filter(name="Deux").update(name="Deuxième")
    Entity.objects.filter(pk=one.pk).update(name="Another")
    undone(merge, one, two)
    assert (one.name, one.born_on) == ("Another", None)
    assert aliases(one) == {"Since", "One"}
    assert aliases(two) == {"Deuxième"}


def test_a_text_goes_back_only_with_its_source():
    one, two = person("One"), person("Two", description="Another text.")
    merge = merged(one, two, description="loser")
    Entity.objects.filter(pk=one.pk).update(description_source="Britannica")
    undone(merge, one)
    assert one.description == "Another text."


def test_a_row_that_would_meet_its_like_on_its_way_back_stays():
    one, two = person("One"), person("Two", aliases=["Deux"])
    Alias.objects.create(entity=one, name="X")
    Alias.objects.create(entity=two, name="X")
    merge = merged(one, two)
    one.aliases.get(name="X").delete()
    one.aliases.filter(name="Deux").update(name="X")
    undone(merge)
    assert (aliases(one), aliases(two)) == ({"X"}, {"X"})


def test_a_proposed_profile_comes_back_as_proposed():
    one, two = person("One"), make.proposed("Two", kind=PERSON)
    merge = merged(one, two)
    undone(merge, two)
    assert (two.state, two.merged_into) == ("proposed", None)
    with pytest.raises(merging.WrongState):
        undone(merge)


def test_a_number_that_another_got_meanwhile_stays_there_and_the_record_says_so():
    one, two, third = person("One"), person("Two"), person("Third")
    Entity.objects.filter(pk=two.pk).update(wikidata_id="Q2")
    merge = merged(one, two)
    Entity.objects.filter(pk=third.pk).update(wikidata_id="Q2")
    undone(merge, two)
    assert two.wikidata_id == ""
    assert "Q2 is the Wikidata number of “Third” by now" in two.records.latest("pk").note


def test_the_number_goes_home_also_after_wikidata_was_asked_again():
    one, two = person("One"), person("Two")
    Entity.objects.filter(pk=two.pk).update(wikidata_id="Q2", imported={"name": "Two"})
    merge = merged(one, two, wikidata_id="loser")
    Entity.objects.filter(pk=one.pk).update(imported={"name": "Deux"})
    undone(merge, one, two)
    assert (one.wikidata_id, one.imported, two.wikidata_id) == ("", {}, "Q2")


def test_those_who_were_two_again_are_not_offered_again():
    one, two = person("Kim Jong-un"), person("Kim Jong Un")
    duplicates.look(one, now=NOW)
    undone(merged(one, two))
    assert duplicates.look(one, now=NOW) == []


# Merges of merges ----------------------------------------------------------------------------


@pytest.fixture
def chain():
    """a → b → c, each with an alias and an office of its own."""
    three = [person(n, aliases=[f"{n}'"], position={"title": n}) for n in "abc"]
    a, b, c = three
    Entity.objects.filter(pk=a.pk).update(wikidata_id="Q1", description="About a.")
    first = merged(b, a, wikidata_id="loser", description="loser", name="loser")
    second = merged(c, b, wikidata_id="loser", description="loser", now=NOW + HOUR)
    a.refresh_from_db()
    return *three, first, second


def standing(entity):
    entity.refresh_from_db()
    offices = set(entity.positions.values_list("title", flat=True))
    names = {entity.name, *aliases(entity)}
    return entity.state, entity.merged_into, names, offices, entity.wikidata_id


def test_every_address_leads_to_the_last_survivor_in_one_step(chain):
    a, b, c, *_ = chain
    assert (a.merged_into, b.merged_into) == (c, c)
    assert {profiles.profile(each.slug).slug for each in (a, b)} == {c.slug}
    assert standing(c)[2:] == ({"a", "a'", "b", "b'", "c", "c'"}, {"a", "b", "c"}, "Q1")


def test_undone_from_the_last_to_the_first_all_is_as_it_was(chain):
    a, b, c, first, second = chain
    undone(second)
    a.refresh_from_db()
    assert a.merged_into == b
    assert standing(c) == ("approved", None, {"c", "c'"}, {"c"}, "")
    assert standing(b) == ("approved", None, {"a", "a'", "b", "b'"}, {"a", "b"}, "Q1")
    undone(first)
    assert standing(b) == ("approved", None, {"b", "b'"}, {"b"}, "")
    assert standing(a) == ("approved", None, {"a", "a'"}, {"a"}, "Q1")


def test_undone_from_the_first_to_the_last_all_is_as_it_was(chain):
    a, b, c, first, second = chain
    undone(first)
    assert standing(a) == ("approved", None, {"a", "a'"}, {"a"}, "Q1")
    assert standing(c) == ("approved", None, {"b", "b'", "c", "c'"}, {"b", "c"}, "")
    assert c.description == "b is a topic of these tests."
    undone(second)
    assert standing(c) == ("approved", None, {"c", "c'"}, {"c"}, "")
    assert standing(b) == ("approved", None, {"b", "b'"}, {"b"}, "")


def test_what_was_merged_anew_stays_where_it_went_when_an_older_merge_is_undone(chain):
    a, b, c, first, second = chain
    undone(first)
    third = merged(c, a, now=NOW + 2 * HOUR)
    undone(second, now=NOW + 3 * HOUR)
    assert standing(b)[2:] == ({"b", "b'"}, {"b"}, "")
    assert standing(c)[2:4] == ({"a", "a'", "c", "c'"}, {"a", "c"})
    undone(third, now=NOW + 4 * HOUR)
    assert standing(a)[2:] == ({"a", "a'"}, {"a"}, "Q1")


def test_of_two_that_were_called_the_same_one_leaves_and_the_name_stays():
    one = person("One")
    kims = [person("Kim", aliases=["K"], position={"title": "Aide"}) for _ in range(2)]
    first, second = (merged(one, kim, now=NOW + n * HOUR) for n, kim in enumerate(kims))
    undone(first)
    assert aliases(one) == {"Kim", "K"}
    assert one.positions.get().pk not in kims[0].positions.values_list("pk", flat=True)
    undone(second)
    assert (aliases(one), one.positions.count()) == (set(), 0)
    assert [aliases(kim) for kim in kims] == [{"K"}, {"K"}]


def test_a_name_that_the_survivor_took_from_one_stays_for_the_other_of_that_name():
    one, *kims = person("One"), person("Kim"), person("Kim")
    first = merged(one, kims[0], name="loser")
    second = merged(one, kims[1], now=NOW + HOUR)
    undone(first, one)
    assert (one.name, aliases(one)) == ("One", {"Kim"})
    undone(second, one)
    assert (one.name, aliases(one)) == ("One", set())


def test_a_name_that_one_merge_found_there_comes_home_though_the_last_survivor_has_it_too():
    first, second, third = person("Kim"), person("Lee"), person("Kim")
    last = person("Park", aliases=["Kim"])
    merge = merged(second, first)  # “Kim” becomes an alias of Lee …
    merged(third, second, name="loser", now=NOW + HOUR)  # … which Kim, called Lee by now, gets …
    onward = merged(last, third, now=NOW + 2 * HOUR)  # … and which meets its like at Park.
    undone(merge)
    undone(onward, third)
    assert (third.name, aliases(third)) == ("Lee", {"Kim"})
    assert aliases(last) == {"Kim"}


def test_of_two_merges_into_one_the_older_is_undone_without_what_the_newer_put():
    one, two, three = person("One"), person("Two", born_on="1961"), person("Three", born_on="1962")
    first = merged(one, two, name="loser", born_on="loser")
    second = merged(one, three, name="loser", born_on="loser", now=NOW + HOUR)
    undone(first, one)
    assert (one.name, str(one.born_on), aliases(one)) == ("Three", "1962", {"One"})
    undone(second, one)
    assert (one.name, one.born_on, aliases(one)) == ("One", None, set())


def test_a_name_that_came_by_one_merge_and_stayed_by_another_goes_with_the_first():
    one, two, three = person("One"), person("Two"), person("Three")
    first = merged(one, two, name="loser")
    second = merged(one, three, name="loser", now=NOW + HOUR)
    Entity.objects.filter(pk=one.pk).update(name="Anew")
    undone(second)
    assert aliases(one) == {"One", "Two"}
    undone(first)
    assert aliases(one) == {"One"}


def test_a_relation_follows_the_merge_of_its_other_side_when_nothing_stands_in_its_way_any_more():
    a, b = person("a"), person("b")
    x, y = person("x"), person("y")
    row = relation(a, "successor_of", x)
    relation(b, "successor_of", y)
    first = merged(b, a)
    merged(y, x, now=NOW + HOUR)
    row.refresh_from_db()
    assert (row.subject, row.object) == (b, x)
    undone(first)
    row.refresh_from_db()
    assert (row.subject, row.object) == (a, y)


def test_of_two_relations_that_merges_made_alike_each_goes_home():
    one, two, three = person("1"), person("2"), person("3")
    rows = [relation(two, "successor_of", other) for other in (one, three)]
    first = merged(three, two)
    merged(one, three, now=NOW + HOUR)
    undone(first)
    for row in rows:
        row.refresh_from_db()
    assert [(row.subject, row.object) for row in rows] == [(two, one), (two, three)]


# Split ---------------------------------------------------------------------------------------


def test_a_split_gives_back_only_what_was_chosen():
    one, two, place = person("One"), person("Two", aliases=["Deux", "Zwei"]), person("P")
    offices = [Position.objects.create(entity=two, title=t) for t in ("Minister", "Aide")]
    told = [relation(two, "member_of", place), relation(place, "successor_of", two)]
    merge = merged(one, two, name="loser")
    names = {alias.name: alias.pk for alias in one.aliases.all()}
    merging.split(
        merge=merge,
        by=None,
        now=NOW + HOUR,
        aliases=[names["Deux"]],
        positions=[offices[0].pk],
        relations=[told[1].pk],
    )
    for each in (one, two, *offices, *told):
        each.refresh_from_db()
    assert (one.name, two.state) == ("Two", "approved")
    assert (aliases(one), aliases(two)) == ({"One", "Zwei"}, {"Deux"})
    assert [each.entity for each in offices] == [two, one]
    assert (told[0].subject, told[1].object) == (one, two)
    assert {each.records.latest("pk").act for each in (one, two)} == {"split"}


def test_a_split_takes_no_row_that_the_merge_did_not_move():
    one, two = person("One", aliases=["Un"]), person("Two")
    merge = merged(one, two)
    merging.split(merge=merge, by=None, now=NOW, aliases=one.aliases.values_list("pk", flat=True))
    assert (aliases(one), aliases(two)) == ({"Un"}, set())


def test_every_relation_named_is_one_of_a_model_that_is_there():
    for label in belongings.RELATIONS:
        model, link = label.rsplit(".", 1)
        assert apps.get_model(model)._meta.get_field(link).related_model is Entity
    assert inherited.ADDED not in belongings.MOVES
