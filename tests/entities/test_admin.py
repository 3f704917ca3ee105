"""Profiles in the admin."""

import pytest
from django.urls import reverse
from django.utils import timezone

from entities import moderation
from entities.admin import EntityAdmin
from entities.models import Entity
from tests import make
from tests.forms import fields_of

pytestmark = pytest.mark.django_db


def change_url(entity):
    return reverse("admin:entities_entity_change", args=[entity.pk])


def form_of(client, entity):
    return fields_of(client.get(change_url(entity)).content.decode(), "entity_form")


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def act(client, entity, name, **data):
    url = reverse("admin:entities_entity_act", args=[entity.pk, name])
    return client.post(url, data)


def test_a_moderator_approves_checks_and_retires_by_button(desk):
    entity = make.proposed()
    for name, state in (("approve", "approved"), ("checked", "approved"), ("retire", "retired")):
        assert act(desk, entity, name).status_code == 302
        entity.refresh_from_db()
        assert entity.state == state
    acts = list(entity.records.order_by("pk").values_list("act", flat=True))
    assert acts == ["proposed", "approved", "checked", "retired"]


def test_an_editor_cannot_moderate(client, editor):
    entity = make.proposed()
    client.force_login(editor)
    assert act(client, entity, "approve").status_code == 403
    entity.refresh_from_db()
    assert entity.state == Entity.State.PROPOSED


def test_a_writer_proposes_a_profile_and_cannot_change_it_afterwards(client, writer):
    client.force_login(writer)
    url = reverse("admin:entities_entity_add")
    data = fields_of(client.get(url).content.decode(), "entity_form")
    client.post(url, data | {"name": "New Person", "kind": "person", "slug": "new-person"})
    entity = Entity.objects.get()
    assert (entity.state, entity.proposed_by) == (Entity.State.PROPOSED, writer)
    assert entity.records.get().act == "proposed"
    assert client.post(change_url(entity), data).status_code == 403


def test_a_change_keeps_the_address_and_finds_the_new_name(desk):
    entity = make.entity("Kim")
    desk.post(change_url(entity), form_of(desk, entity) | {"name": "Kím Two", "slug": "other"})
    entity.refresh_from_db()
    assert (entity.name, entity.key, entity.slug) == ("Kím Two", "kim two", "kim")
    assert "Name" in entity.records.get(act="changed").note


def test_a_form_that_was_open_meanwhile_does_not_undo_an_act(desk, monkeypatch):
    entity = make.entity("Kim")
    data = form_of(desk, entity) | {"name": "Kim Two"}
    loaded = EntityAdmin.get_object

    def slow(self, request, object_id, from_field=None):
        found = loaded(self, request, object_id, from_field)
        moderation.retire(entity=entity, by=None, now=make.NOW)
        return found

    monkeypatch.setattr(EntityAdmin, "get_object", slow)
    desk.post(change_url(entity), data)
    entity.refresh_from_db()
    assert (entity.name, entity.state) == ("Kim Two", Entity.State.RETIRED)


def test_a_profile_is_retired_and_never_deleted(client, administrator):
    entity = make.entity()
    client.force_login(administrator)
    url = reverse("admin:entities_entity_delete", args=[entity.pk])
    assert client.post(url, {"post": "yes"}).status_code == 403


def test_a_retired_profile_is_not_offered_and_not_linked_by_hand(client, writer):
    retired = make.entity("Old Topic")
    story = make.draft(by=writer, topics=[make.entity("New Topic")])
    moderation.retire(entity=retired, by=None, now=make.NOW)
    client.force_login(writer)
    asked = {"app_label": "stories", "model_name": "storytopic", "field_name": "entity"}
    found = client.get(reverse("admin:autocomplete"), asked | {"term": "Topic"}).json()["results"]
    assert [result["text"] for result in found] == ["New Topic"]
    url = reverse("admin:stories_story_change", args=[story.pk])
    data = fields_of(client.get(url).content.decode(), "story_form")
    response = client.post(url, data | {"topics-0-entity": str(retired.pk)})
    assert "is no longer in use" in response.content.decode()


def test_a_story_whose_topic_was_retired_can_still_be_saved(client, writer):
    topic = make.entity("Old Topic")
    story = make.draft(by=writer, topics=[topic])
    moderation.retire(entity=topic, by=None, now=make.NOW)
    client.force_login(writer)
    url = reverse("admin:stories_story_change", args=[story.pk])
    data = fields_of(client.get(url).content.decode(), "story_form")
    assert client.post(url, data | {"headline": "Another headline"}).status_code == 302


def test_the_list_finds_what_is_overdue(desk):
    make.entity("Fresh", now=timezone.now())
    make.entity("Stale")
    page = desk.get(reverse("admin:entities_entity_changelist"), {"check": "overdue"})
    assert [entity.name for entity in page.context["cl"].result_list] == ["Stale"]


# The list ----------------------------------------------------------------------------------------

LIST = "admin:entities_entity_changelist"


def names(client, **asked):
    page = client.get(reverse(LIST), asked)
    return [entity.name for entity in page.context["cl"].result_list]


def test_the_list_says_what_each_is_now_and_in_how_many_live_briefs_it_is_shown(desk):
    office = {"title": "Secretary", "at": "the Security Council", "started_on": "2024"}
    entity = make.entity("Kim", position=office)
    make.entity("Seoul", position={"title": "Clerk", "ended_on": "2020"})
    for _ in range(2):
        make.edition(topics=[entity])
    page = desk.get(reverse(LIST)).content.decode()
    assert "Secretary of the Security Council" in page
    assert "Clerk" not in page
    assert '2 <span class="in-words">live briefs</span>' in page


def test_the_list_is_narrowed_by_section_protection_kind_and_state(desk):
    make.section("World")
    seoul, un = make.entity("Seoul", kind="place"), make.entity("UN", kind="organisation")
    make.proposed("Busan", kind="place")
    moderation.set_interest(entity=seoul, by=None, now=make.NOW, section_slug="world")
    moderation.protect(entity=un, by=None, now=make.NOW, protection="moderators")
    assert names(desk, section="world") == ["Seoul"]
    assert names(desk, section="-") == ["Busan", "UN"]
    assert names(desk, protection="moderators") == ["UN"]
    assert names(desk, kind="place", state="approved") == ["Seoul"]
    assert names(desk) == ["Busan", "Seoul", "UN"]


def test_the_list_is_sorted_by_the_live_briefs_that_show_a_profile(desk):
    one, two = make.entity("One"), make.entity("Two")
    make.edition(topics=[one, two])
    make.edition(topics=[two])
    make.entity("None")
    columns = desk.get(reverse(LIST)).context["cl"].list_display
    assert names(desk, o=columns.index("shown_in")) == ["Two", "One", "None"]


@pytest.mark.parametrize("count", [3, 45])
def test_a_page_of_the_list_takes_the_same_queries_whatever_stands_in_it(
    desk, count, django_assert_num_queries
):
    place = make.entity("Ministry")
    for n in range(count):
        held = {"title": f"Office {n}", "organisation": place}
        make.edition(topics=[make.entity(position=held)])
    with django_assert_num_queries(9):
        desk.get(reverse(LIST))
