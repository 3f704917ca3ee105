"""Acts on many profiles from the list: asked once, with what would happen."""

import pytest
from django.urls import reverse

from entities import moderation
from entities.admin import bulk as pages
from entities.models import Entity
from tests import make
from tests.forms import fields_of

pytestmark = pytest.mark.django_db
LIST = "/admin/entities/entity/"


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def choose(client, action, *entities, query="", **data):
    chosen = {"action": action, "_selected_action": [entity.pk for entity in entities]}
    return client.post(f"{LIST}{query}", chosen | data)


def confirm(client, page, act, **data):
    url = reverse("admin:entities_entity_bulk", args=[act])
    return client.post(url, fields_of(page.content.decode(), "bulk_form") | data, follow=True)


def said(response):
    return [str(message) for message in response.context["messages"]]


def states():
    return dict(Entity.objects.values_list("name", "state"))


def test_the_list_offers_the_acts_to_moderators_and_nothing_else(desk, client, editor):
    make.entity()
    page = desk.get(LIST).content.decode()
    for action in ("mark_checked", "set_interest", "retire", "export"):
        assert f'value="{action}"' in page
    assert "delete_selected" not in page
    client.force_login(editor)
    assert 'name="action"' not in client.get(LIST).content.decode()


def test_the_page_says_what_would_happen_and_nothing_has_happened_yet(desk):
    seen, unseen, old = make.entity("Seen"), make.entity("Unseen"), make.entity("Old")
    make.edition(topics=[seen])
    moderation.retire(entity=old, by=None, now=make.NOW)
    page = choose(desk, "retire", seen, unseen, old)
    text = page.content.decode()
    assert [entity.name for entity in page.context["can"]] == ["Seen", "Unseen"]
    assert "2 profiles will be retired" in text
    assert "1 of them stands in live briefs" in text
    assert "Only a proposed or approved profile can be retired." in text
    assert states() == {"Seen": "approved", "Unseen": "approved", "Old": "retired"}


def test_those_that_can_are_retired_and_the_person_is_told_of_the_others(desk, moderator):
    one, old = make.entity("One"), make.entity("Old")
    moderation.retire(entity=old, by=None, now=make.NOW)
    page = choose(desk, "retire", one, old, query="?kind__exact=thing")
    done = confirm(desk, page, "retire", note="Not needed.")
    assert done.redirect_chain[-1][0] == f"{LIST}?kind__exact=thing"
    assert said(done) == [
        "1 profile retired.",
        "1 profile stays as it is. · Old: Only a proposed or approved profile can be retired.",
    ]
    record = one.records.order_by("pk").last()
    assert (record.act, record.by, record.note) == ("retired", moderator, "Not needed.")


def test_what_has_changed_since_the_page_was_shown_is_told(desk):
    one = make.entity("One")
    page = choose(desk, "mark_checked", one)
    moderation.retire(entity=one, by=None, now=make.NOW)
    assert said(confirm(desk, page, "checked")) == [
        "1 profile stays as it is. · One: Only an approved profile is checked."
    ]


def test_a_section_is_chosen_on_the_page(desk):
    section, one = make.section("World"), make.entity("One")
    page = choose(desk, "set_interest", one)
    assert "World" in page.content.decode()
    assert said(confirm(desk, page, "interest", section_slug=section.slug)) == [
        "1 profile changed."
    ]
    one.refresh_from_db()
    assert one.section_slug == "world"
    again = confirm(desk, page, "interest", section_slug="sport")
    assert "Select a valid choice" in again.content.decode()


def test_all_that_the_list_holds_is_more_than_one_page_of_it(desk):
    for number in range(53):
        make.proposed(f"Waiting {number}")
    first = Entity.objects.order_by("pk").first()
    other = make.entity("Approved")
    page = choose(desk, "retire", first, query="?state__exact=proposed", select_across="1")
    assert "53 profiles will be retired" in page.content.decode()
    confirm(desk, page, "retire")
    assert Entity.objects.filter(state=Entity.State.RETIRED).count() == 53
    other.refresh_from_db()
    assert other.state == Entity.State.APPROVED


def test_a_long_list_is_shown_in_part_and_done_whole(desk, monkeypatch):
    monkeypatch.setattr(pages, "SHOWN", 2)
    entities = [make.entity() for _each in range(3)]
    page = choose(desk, "retire", *entities)
    assert "and 1 more" in page.content.decode()
    assert said(confirm(desk, page, "retire")) == ["3 profiles retired."]


def test_too_many_are_refused_in_the_list(desk, monkeypatch):
    monkeypatch.setattr("entities.bulk.MOST", 1)
    response = choose(desk, "retire", make.entity(), make.entity())
    page = desk.get(response["Location"])
    assert said(page) == ["At most 1 profiles at once: narrow the list first."]


def test_what_is_no_choice_is_told(desk):
    url = reverse("admin:entities_entity_bulk", args=["retire"])
    for keys in ("", "x,y", "9" * 40):
        response = desk.post(url, {"keys": keys}, follow=True)
        assert said(response) == ["Choose profiles in the list first."]
    assert desk.post(reverse("admin:entities_entity_bulk", args=["nothing"])).status_code == 404


def test_an_editor_is_refused(client, editor):
    one = make.entity("One")
    client.force_login(editor)
    url = reverse("admin:entities_entity_bulk", args=["retire"])
    assert client.post(url, {"keys": str(one.pk)}).status_code == 403
    assert states() == {"One": "approved"}


@pytest.mark.parametrize("number", [3, 40])
def test_the_page_costs_as_much_for_many_as_for_few(number, desk, django_assert_num_queries):
    entities = [make.proposed() for _each in range(number)]
    choose(desk, "retire", *entities)  # reads what is read once in a process
    with django_assert_num_queries(10):
        choose(desk, "retire", *entities)
