"""The moderators' queue on the desk: its list, the page of one profile, what is decided there."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from entities import changing, moderation, reporting, suggesting
from entities.models import Entity, Report, Suggestion
from newsroom import roles
from tests import make
from tests.entities.test_queue import clash, doubled, report, suggest
from tests.forms import fields_of
from tests.make import NOW

pytestmark = pytest.mark.django_db

QUEUE = "admin:entities_entity_queue"
DAY = timedelta(days=1)


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def fresh(name, **fields):
    """An approved profile that needs no check by the wall clock either."""
    return make.entity(name, now=timezone.now(), **fields)


def item_url(entity, query=""):
    return reverse("admin:entities_entity_queue_item", args=[entity.pk]) + query


def shown(client, **asked):
    """The names in the list, in order."""
    page = client.get(reverse(QUEUE), asked)
    return [row.item.entity.name for row in page.context["rows"]]


def decide(client, entity, do, query="", **data):
    return client.post(item_url(entity, query), {"do": do} | data)


def complete(client, entity, do="approve", query="", **typed):
    """Send the form of the profile, with what was typed into it."""
    form = fields_of(client.get(item_url(entity)).content.decode(), "completing")
    return client.post(item_url(entity, query), form | typed | {"do": do})


def messages_of(response):
    return [str(message) for message in response.context["messages"]]


# The list --------------------------------------------------------------------------------------


def test_the_list_says_who_is_what_why_they_are_here_and_how_many_stories_show_them(desk):
    held = {"title": "Secretary", "at": "Security Council", "source_name": "Government"}
    entity = fresh("Sergei Shoigu", kind="person", position=held)
    make.edition(topics=[entity], what_happened="<p>Sergei Shoigu travels.</p>")
    suggest(entity)
    html = desk.get(reverse(QUEUE)).content.decode()
    assert "Sergei Shoigu" in html
    assert "Secretary" in html
    assert "A change is suggested" in html
    assert "1 live story" in html
    assert "named once" in html


def test_the_list_is_narrowed_by_reason_kind_and_section(desk):
    make.proposed("Kim", kind="person")
    seoul = make.proposed("Seoul", kind="place")
    moderation.set_interest(entity=seoul, by=None, now=NOW, section_slug=make.section().slug)
    suggest(fresh("Lee", kind="person"))
    assert shown(desk) == ["Kim", "Seoul", "Lee"]
    assert shown(desk, reason="suggestions") == ["Lee"]
    assert shown(desk, kind="person") == ["Kim", "Lee"]
    assert shown(desk, section="world") == ["Seoul"]
    assert shown(desk, section="-", reason="proposed") == ["Kim"]
    assert shown(desk, reason="eaten", kind="ghost", section="moon", after="x") == [
        "Kim",
        "Seoul",
        "Lee",
    ]


def test_each_part_says_how_much_waits_in_it(desk):
    make.proposed("Kim"), make.proposed("Seoul")
    suggest(fresh("Lee"))
    page = desk.get(reverse(QUEUE))
    counts = {str(choice.label): choice.count for choice in page.context["choices"]}
    assert counts["All of it"] == 3
    assert (counts["Proposed"], counts["Suggestions"], counts["Postponed"]) == (2, 1, 0)


def test_an_empty_queue_says_so(desk):
    assert "Nothing waits here." in desk.get(reverse(QUEUE)).content.decode()


def test_a_long_queue_is_read_page_by_page(desk):
    for number in range(53):
        make.proposed(f"Topic {number}")
    page = desk.get(reverse(QUEUE), {"kind": "thing"})
    assert len(page.context["rows"]) == 50
    older = desk.get(f"{reverse(QUEUE)}?{page.context['older']}")
    assert [row.item.entity.name for row in older.context["rows"]] == [
        "Topic 50",
        "Topic 51",
        "Topic 52",
    ]
    assert not older.context["older"]


@pytest.mark.parametrize("count", [3, 300])
def test_the_list_costs_a_fixed_number_of_queries(count, desk, django_assert_num_queries):
    for number in range(count):
        make.proposed(f"Topic {number}", kind="person")
    desk.get(reverse(QUEUE))
    with django_assert_num_queries(10):
        desk.get(reverse(QUEUE))


def test_editors_and_writers_have_no_queue(client, editor, writer):
    entity = make.proposed()
    for person in (editor, writer):
        client.force_login(person)
        assert client.get(reverse(QUEUE)).status_code == 403
        assert client.get(item_url(entity)).status_code == 403
        assert decide(client, entity, "approve").status_code == 403
        assert client.post(reverse(f"{QUEUE}_undo")).status_code == 403
        front = client.get(reverse("admin:index")).content.decode()
        assert reverse(QUEUE) not in front


def test_the_front_page_of_a_moderator_begins_with_the_queue(desk):
    make.proposed("Kim")
    make.edition(topics=[make.entity("Seoul")])
    page = desk.get(reverse("admin:index"))
    assert [row.card.name for row in page.context["queue"]["rows"]] == ["Seoul", "Kim"]
    html = page.content.decode()
    assert "Profiles that want a moderator" in html
    assert f'href="{reverse(QUEUE)}">Queue</a>' in html


# The page of one profile -----------------------------------------------------------------------


def test_the_page_shows_the_profile_and_everything_that_is_asked_of_it(desk, writer):
    entity = fresh("Sergei Shoigu", kind="person", aliases=["Сергей Шойгу"])
    make.edition(topics=[entity], headline="A council meets")
    suggest(entity, "Sergey Shoigu"), report(entity, "He left that office last year.")
    story = clash(entity)
    html = desk.get(item_url(entity)).content.decode()
    assert "Sergey Shoigu" in html
    assert "He left that office last year." in html
    assert "A council meets" in html
    assert "Сергей Шойгу" in html
    assert "“President”" in html
    assert str(story) in html


def test_what_is_not_there_is_not_found(desk):
    assert desk.get(reverse("admin:entities_entity_queue_item", args=[999])).status_code == 404


def test_a_decision_that_there_is_none_of_is_refused(desk):
    entity = make.proposed()
    response = decide(desk, entity, "eat")
    assert messages_of(response) == ["Choose one of the decisions on this page."]


def test_the_page_costs_a_bounded_number_of_queries(desk, django_assert_max_num_queries):
    entity = fresh("Kim", kind="person", aliases=[f"Kim {number}" for number in range(20)])
    for number in range(12):
        suggest(entity, f"Name {number}")
        make.edition(topics=[entity])
    desk.get(item_url(entity))
    with django_assert_max_num_queries(80):
        page = desk.get(item_url(entity))
    assert len(page.context["suggestions"]) == 5


# Completing and approving ----------------------------------------------------------------------

WHOLE = {
    "name": "Andrei Belousov",
    "kind": "person",
    "description": "Andrei Belousov is a Russian economist.",
    "description_source": "Newsroom",
    "description_licence": "CC BY 4.0",
    "new-title": "Minister of Defence",
    "new-at": "Russia",
    "new-started_on": "2024-05",
    "new-source_name": "Kremlin",
}


def test_a_proposal_is_completed_and_approved_at_once_and_the_next_one_comes(desk, moderator):
    entity = make.proposed("Belousov", description="")
    following = make.proposed("Next one")
    response = complete(desk, entity, **WHOLE)
    assert response["Location"] == item_url(following)
    entity.refresh_from_db()
    assert (entity.state, entity.name) == (Entity.State.APPROVED, "Andrei Belousov")
    position = entity.positions.get()
    assert (position.title, str(position.started_on)) == ("Minister of Defence", "2024-05")
    assert [record.by for record in entity.records.filter(act__in=["changed", "approved"])] == [
        moderator,
        moderator,
    ]
    assert messages_of(desk.get(response["Location"])) == ["Andrei Belousov: approved."]


def test_what_is_approved_as_it_stands_is_not_recorded_as_changed(desk):
    entity = make.proposed("Kim")
    complete(desk, entity)
    entity.refresh_from_db()
    assert entity.state == Entity.State.APPROVED
    assert not entity.records.filter(act="changed").exists()


def test_a_refused_approval_writes_nothing_and_keeps_what_was_typed(desk):
    entity = make.proposed("Kim", description="")
    response = complete(desk, entity, description="", description_source="Somewhere")
    assert "Describe the profile" in messages_of(response)[-1]
    assert 'value="Somewhere"' in response.content.decode()
    entity.refresh_from_db()
    assert entity.description_source == ""


def test_a_field_that_is_wrong_is_marked_and_nothing_is_written(desk):
    entity = make.proposed("Kim")
    response = complete(desk, entity, **{"new-started_on": "last May", "new-at": "Russia"})
    errors = response.context["completing"].errors
    assert set(errors) == {"new-started_on", "new-title"}
    entity.refresh_from_db()
    assert entity.state == Entity.State.PROPOSED


def test_a_profile_that_was_changed_meanwhile_is_looked_at_again(desk):
    entity = make.proposed("Kim")
    form = fields_of(desk.get(item_url(entity)).content.decode(), "completing")
    changed = {"fields": {"description": [entity.description, "Kim is someone else."]}}
    changing.change(entity=entity, changes=changed, by=None, now=NOW)
    sent = form | {"do": "approve", "description_source": "Mine"}
    response = desk.post(item_url(entity), sent)
    assert "changed since you opened it" in messages_of(response)[-1]
    entity.refresh_from_db()
    assert entity.state == Entity.State.PROPOSED
    again = fields_of(response.content.decode(), "completing") | {"do": "approve"}
    assert again["description_source"] == "Mine"
    desk.post(item_url(entity), again)
    entity.refresh_from_db()
    assert entity.state == Entity.State.APPROVED


def test_what_readers_report_meanwhile_stops_nobody(desk):
    entity = fresh("Kim")
    form = fields_of(desk.get(item_url(entity)).content.decode(), "completing")
    report(entity), suggest(entity)
    desk.post(item_url(entity), form | {"do": "checked"})
    assert entity.records.filter(act="checked").exists()


def test_the_position_held_now_is_changed_in_place(desk):
    held = {"title": "Secretary", "started_on": "2024-05"}
    entity = fresh("Kim", kind="person", position=held)
    complete(desk, entity, do="save", **{"held-source_name": "Kremlin", "held-ended_on": "2025"})
    position = entity.positions.get()
    assert (position.source_name, str(position.ended_on)) == ("Kremlin", "2025")


def test_marking_as_checked_saves_what_was_typed_first(desk):
    entity = make.entity("Stale")
    complete(desk, entity, do="checked", description_source="Parliament")
    entity.refresh_from_db()
    assert entity.description_source == "Parliament"
    assert entity.checked_on == timezone.localdate()


def test_saving_what_is_there_already_is_no_change(desk):
    entity = fresh("Kim")
    response = complete(desk, entity, do="save")
    assert messages_of(response) == ["That is what the profile says already."]


def test_a_sensitive_fact_about_a_living_person_waits_for_a_second_moderator(desk):
    entity = make.proposed("Kim", kind="person")
    typed = {"description": "Kim was convicted of fraud.", "source_url": "https://example.org/a"}
    response = complete(desk, entity, **typed)
    assert response.status_code == 302
    entity.refresh_from_db()
    assert entity.state == Entity.State.PROPOSED
    assert "convicted" not in entity.description
    assert entity.suggestions.waiting().exists()


def test_without_its_source_such_a_fact_is_refused(desk):
    entity = make.proposed("Kim", kind="person")
    response = complete(desk, entity, description="Kim was convicted of fraud.")
    assert "source" in messages_of(response)[-1]
    assert not entity.suggestions.exists()


# Suggestions -----------------------------------------------------------------------------------


def test_a_suggestion_is_accepted_and_can_be_taken_back(desk):
    entity, following = fresh("Kim"), make.proposed("Next one")
    suggestion = suggest(entity, "Kim Jong Un")
    response = decide(desk, entity, "accept", on=suggestion.pk)
    assert response["Location"] == item_url(following, f"?undo=accept-{suggestion.pk}")
    entity.refresh_from_db()
    assert entity.name == "Kim Jong Un"
    assert f'value="accept-{suggestion.pk}"' in desk.get(response["Location"]).content.decode()
    taken = desk.post(reverse(f"{QUEUE}_undo"), {"undo": f"accept-{suggestion.pk}"})
    assert taken["Location"] == item_url(entity)
    entity.refresh_from_db()
    assert entity.name == "Kim"


def test_a_suggestion_is_edited_and_accepted(desk):
    entity = fresh("Kim", kind="person")
    changes = {
        "fields": {"description": [entity.description, "Kim leads a contry."]},
        "positions": [{"do": "add", "values": {"title": "Leadr", "started_on": "2011"}}],
    }
    suggestion = suggesting.suggest(entity=entity, changes=changes, by=None, now=NOW)
    prefix = f"revise-{suggestion.pk}"
    typed = {
        f"{prefix}-fields-description": "Kim leads a country.",
        f"{prefix}-positions-0-title": "Leader",
        f"{prefix}-positions-0-started_on": "2011-12",
        f"{prefix}-source_url": "",
    }
    decide(desk, entity, "revise", on=suggestion.pk, **typed)
    entity.refresh_from_db()
    assert entity.description == "Kim leads a country."
    position = entity.positions.get()
    assert (position.title, str(position.started_on)) == ("Leader", "2011-12")
    suggestion.refresh_from_db()
    assert suggestion.state == Suggestion.State.ACCEPTED


def test_what_a_suggestion_changes_of_a_position_is_edited_too(desk):
    entity = fresh("Kim", kind="person", position={"title": "Leader", "source_name": "Agency"})
    position = entity.positions.get()
    ended = {"do": "change", "id": position.pk, "values": {"ended_on": [None, "2025"]}}
    changes = {"positions": [ended]}
    suggestion = suggesting.suggest(entity=entity, changes=changes, by=None, now=NOW)
    prefix = f"revise-{suggestion.pk}"
    page = desk.get(item_url(entity)).content.decode()
    assert f'name="{prefix}-positions-0-ended_on" value="2025"' in page
    decide(
        desk, entity, "revise", on=suggestion.pk, **{f"{prefix}-positions-0-ended_on": "2025-03"}
    )
    position.refresh_from_db()
    assert str(position.ended_on) == "2025-03"


def test_what_waits_for_someone_else_does_not_hold_the_queue_up(desk):
    entity, following = fresh("Kim", kind="person"), make.proposed("Next one")
    changes = {"fields": {"born_on": [None, "1984"]}}
    asked = {"entity": entity, "changes": changes, "source_url": "https://example.org/born"}
    sensitive = suggesting.suggest(by=None, now=NOW, **asked)
    other = suggest(entity)
    response = decide(desk, entity, "accept", on=sensitive.pk)
    assert response["Location"] == item_url(following), "a second moderator decides"
    (agreed, _other) = desk.get(item_url(entity)).context["suggestions"]
    assert "another moderator" in agreed.refusal
    response = decide(desk, entity, "accept", on=other.pk)
    assert response["Location"].startswith(item_url(following))


def test_an_edit_that_is_wrong_is_marked(desk):
    entity = fresh("Kim")
    suggestion = suggest(entity)
    prefix = f"revise-{suggestion.pk}"
    response = decide(desk, entity, "revise", on=suggestion.pk, **{f"{prefix}-fields-name": ""})
    assert response.status_code == 200
    assert response.context["suggestions"][0].revising.errors
    suggestion.refresh_from_db()
    assert suggestion.state == Suggestion.State.WAITING


def test_whoever_suggested_it_is_told_why_it_is_declined(desk):
    entity = fresh("Kim")
    suggestion = suggest(entity)
    response = decide(desk, entity, "decline", on=suggestion.pk)
    assert "Say why" in messages_of(response)[-1]
    name = f"decline-{suggestion.pk}-text"
    decide(desk, entity, "decline", on=suggestion.pk, **{name: "That is the old spelling."})
    suggestion.refresh_from_db()
    assert (suggestion.state, suggestion.reason) == ("declined", "That is the old spelling.")


def test_the_profile_stays_while_more_is_asked_of_it(desk):
    entity = fresh("Kim")
    make.proposed("Next one")
    first, second = suggest(entity, "One"), suggest(entity, "Two")
    response = decide(desk, entity, "decline", on=first.pk, **{f"decline-{first.pk}-text": "No."})
    assert response["Location"] == item_url(entity)
    response = decide(desk, entity, "accept", on=second.pk)
    assert item_url(entity) not in response["Location"]


def test_a_suggestion_of_another_profile_is_not_decided_here(desk):
    suggestion = suggest(fresh("Kim"))
    response = decide(desk, fresh("Lee"), "accept", on=suggestion.pk)
    assert "no longer there" in messages_of(response)[-1]
    suggestion.refresh_from_db()
    assert suggestion.state == Suggestion.State.WAITING


# Reports, duplicates ---------------------------------------------------------------------------


def test_a_reader_is_told_that_it_was_put_right_or_why_not(desk):
    entity = fresh("Kim")
    right, wrong = report(entity), report(entity, "The name is another one, I am sure.")
    decide(desk, entity, "fixed", on=right.pk, **{f"answer-{right.pk}-text": "Thank you."})
    assert reporting.status(right.reference).answer == "Thank you."
    response = decide(desk, entity, "unfixed", on=wrong.pk)
    assert "why it stays" in messages_of(response)[-1]
    decide(desk, entity, "unfixed", on=wrong.pk, **{f"answer-{wrong.pk}-text": "It is not."})
    wrong.refresh_from_db()
    assert wrong.state == Report.State.DECLINED


def test_two_that_are_not_the_same_are_told_apart(desk):
    one, other = doubled()
    page = desk.get(item_url(one))
    (pair,) = page.context["pairs"]
    assert pair.other == other
    decide(desk, one, "apart", on=pair.pair.pk)
    assert shown(desk, reason="duplicates") == []


# Postponing, retiring, what comes next -----------------------------------------------------------


def test_a_profile_is_postponed_and_can_be_taken_up_again(desk):
    entity, following = make.proposed("Kim"), make.proposed("Next one")
    response = decide(desk, entity, "postpone", days="7")
    assert response["Location"] == item_url(following, f"?undo=postpone-{entity.pk}")
    assert shown(desk) == ["Next one"]
    assert shown(desk, reason="postponed") == ["Kim"]
    desk.post(reverse(f"{QUEUE}_undo"), {"undo": f"postpone-{entity.pk}"})
    assert shown(desk) == ["Kim", "Next one"]


def test_a_proposal_is_turned_down_with_a_note(desk):
    entity = make.proposed("Kim")
    decide(desk, entity, "retire", **{"retire-text": "Not of interest."})
    assert entity.records.get(act="retired").note == "Not of interest."


def test_the_queue_remembers_what_was_looked_at(desk):
    first = make.proposed("A", kind="person")
    make.proposed("B", kind="place")
    third = make.proposed("C", kind="person")
    query = "?reason=proposed&kind=person"
    page = desk.get(item_url(first, query))
    assert page.context["skip"] == item_url(third, query)
    assert page.context["home"] == reverse(QUEUE) + query
    assert complete(desk, first, query=query)["Location"] == item_url(third, query)


def test_after_the_last_one_comes_the_list(desk):
    entity = make.proposed("Kim", **{})
    response = decide(desk, entity, "retire", **{"retire-text": ""})
    assert response["Location"] == reverse(QUEUE)


@pytest.mark.parametrize("what", ["", "eat-1", "accept-x", "accept-999", "postpone-999"])
def test_what_cannot_be_taken_back_is_refused(what, desk):
    response = desk.post(reverse(f"{QUEUE}_undo"), {"undo": what}, follow=True)
    assert messages_of(response) == ["There is nothing to undo."]


def test_a_protected_profile_is_not_decided_by_a_moderator(desk, administrator):
    entity = make.proposed("Kim")
    moderation.protect(entity=entity, by=administrator, now=NOW, protection="administrators")
    response = complete(desk, entity)
    assert "administrators" in messages_of(response)[-1]
    entity.refresh_from_db()
    assert entity.state == Entity.State.PROPOSED


def test_every_role_of_the_table_that_moderates_may(client):
    entity = make.proposed()
    for role in (roles.MODERATOR, roles.ADMINISTRATOR):
        client.force_login(make.user(role=role))
        assert client.get(item_url(entity)).status_code == 200
