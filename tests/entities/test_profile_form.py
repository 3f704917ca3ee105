"""The form of a profile: its order, what it refuses and warns of, and what it writes down."""

from datetime import date, timedelta

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse
from django.utils import timezone

from entities import changing, moderation
from entities.admin.form import CUT_OFF
from entities.models import Entity, Relation
from tests import make
from tests.forms import fields_of

pytestmark = pytest.mark.django_db

WHOLE = "Seoul is a city on the river Han."


def change_url(entity):
    return reverse("admin:entities_entity_change", args=[entity.pk])


@pytest.fixture
def desk(client, moderator):
    client.force_login(moderator)
    return client


def form_of(client, entity):
    return fields_of(client.get(change_url(entity)).content.decode(), "entity_form")


def save(client, entity, **typed):
    """Post the form as it is shown, with this typed into it."""
    return client.post(change_url(entity), form_of(client, entity) | typed)


def sentences(response):
    """All that the form complains of."""
    form = response.context["adminform"].form
    said = [str(each) for errors in form.errors.values() for each in errors]
    for inline in response.context["inline_admin_formsets"]:
        for errors in inline.formset.errors:
            said += [str(each) for found in errors.values() for each in found]
        said += [str(each) for each in inline.formset.non_form_errors()]
    return said


def told(response):
    return [str(message) for message in get_messages(response.wsgi_request)]


def new_row(prefix, number=0, **given):
    return {f"{prefix}-TOTAL_FORMS": str(number + 1)} | {
        f"{prefix}-{number}-{name}": value for name, value in given.items()
    }


# The page ----------------------------------------------------------------------------------------


def test_the_form_reads_like_a_page(desk):
    page = desk.get(change_url(make.entity()))
    assert [part["name"] for part in page.context["parts"]] == [
        *("name", "aliases", "positions", "description", "relations", "wikidata_id"),
        "change_url",
    ]


def test_whoever_may_only_read_is_asked_nothing_about_a_change(client, editor):
    client.force_login(editor)
    page = client.get(change_url(make.entity("Seoul", aliases=["Hanyang"])))
    assert "change_url" not in [part["name"] for part in page.context["parts"]]
    assert "Hanyang" in page.content.decode()


def test_relations_from_the_other_side_stand_there_to_be_read(desk):
    nato = make.entity("NATO", kind="organisation")
    sweden = make.entity("Sweden", kind="place")
    make.relation(sweden, "member_of", nato, started_on="2024-03-07")
    page = desk.get(change_url(nato)).content.decode()
    assert f'{change_url(sweden)}#part-relations">Sweden</a>' in page
    assert "member of" in page
    assert "7 March 2024" in page
    assert "Told from the other side" not in desk.get(change_url(sweden)).content.decode()


def test_the_section_of_interest_is_one_of_the_sections(desk):
    make.section("World")
    entity = make.entity()
    assert save(desk, entity, section_slug="world").status_code == 302
    entity.refresh_from_db()
    assert entity.section_slug == "world"
    assert sentences(save(desk, entity, section_slug="nowhere"))


def test_a_section_that_is_gone_stays_until_another_is_chosen(desk):
    entity = make.entity()
    Entity.objects.filter(pk=entity.pk).update(section_slug="gone")
    assert save(desk, entity, name="Another").status_code == 302
    entity.refresh_from_db()
    assert (entity.name, entity.section_slug) == ("Another", "gone")


def test_a_picture_on_commons_can_be_looked_at(desk):
    entity = make.entity()
    entity.image_name, entity.image_licence = "A face.jpg", "CC BY-SA 4.0"
    entity.save()
    page = desk.get(change_url(entity)).content.decode()
    assert 'href="https://commons.wikimedia.org/wiki/File:A_face.jpg"' in page


# The description ---------------------------------------------------------------------------------


def test_readers_are_shown_no_description_that_is_cut_off(desk):
    entity = make.entity()
    assert sentences(save(desk, entity, description="Seoul is a city on the ri")) == [str(CUT_OFF)]
    assert sentences(save(desk, entity, description=" "))
    entity.refresh_from_db()
    assert entity.description.endswith("of these tests.")


def test_a_proposal_with_a_cut_off_description_is_kept_with_a_warning(desk):
    entity = make.proposed()
    response = save(desk, entity, description="Seoul is a city on the ri")
    assert response.status_code == 302
    assert str(CUT_OFF) in told(response)
    assert str(CUT_OFF) not in told(save(desk, entity, description=WHOLE))


def test_a_new_description_says_where_it_comes_from_and_counts_as_taken_today(desk):
    entity = make.entity()
    without = {"description_source": "", "description_licence": ""}
    assert len(sentences(save(desk, entity, description=WHOLE, **without))) == 2
    assert save(desk, entity, description=WHOLE).status_code == 302
    entity.refresh_from_db()
    assert entity.description_taken_on == timezone.localdate()
    assert "Taken on" in entity.records.get(act="changed").note


def test_the_day_that_somebody_gives_is_kept(desk):
    entity = make.entity()
    save(desk, entity, description=WHOLE, description_taken_on="2026-01-02")
    entity.refresh_from_db()
    assert entity.description_taken_on == date(2026, 1, 2)


def test_an_office_is_put_right_while_the_description_lacks_its_source(desk):
    entity = moderation.approve(entity=make.proposed("Kim"), by=None, now=make.NOW)
    assert save(desk, entity, **new_row("positions", title="Secretary")).status_code == 302
    assert entity.positions.get().title == "Secretary"


# The number at Wikidata --------------------------------------------------------------------------


def test_the_profile_that_has_the_number_is_named_with_the_way_to_merge(desk):
    other, entity = make.entity("Kim Jong-un"), make.entity("Kim Jong Un")
    Entity.objects.filter(pk=other.pk).update(wikidata_id="Q56226")
    response = save(desk, entity, wikidata_id=" q56226 ")
    (sentence,) = sentences(response)
    assert "“Kim Jong-un” has this Wikidata number." in sentence
    merge = reverse("admin:entities_entity_merge", args=[entity.pk])
    assert f'<a href="{merge}?other={other.pk}">' in response.content.decode()


def test_a_new_profile_with_a_number_that_is_taken_leads_to_the_one_that_has_it(desk):
    other = make.entity("Kim Jong-un")
    Entity.objects.filter(pk=other.pk).update(wikidata_id="Q56226")
    url = reverse("admin:entities_entity_add")
    data = fields_of(desk.get(url).content.decode(), "entity_form")
    typed = {"name": "Kim", "kind": "person", "slug": "kim", "wikidata_id": "Q56226"}
    assert f'<a href="{change_url(other)}">' in desk.post(url, data | typed).content.decode()


def test_the_number_of_a_merged_profile_is_free(desk):
    survivor, loser = make.entity(), make.entity()
    Entity.objects.filter(pk=loser.pk).update(
        wikidata_id="Q1", state=Entity.State.MERGED, merged_into=survivor
    )
    assert save(desk, survivor, wikidata_id="Q1").status_code == 302


# Positions and relations -------------------------------------------------------------------------


def test_a_position_ends_today_by_a_tick(desk):
    entity = make.entity(position={"title": "Secretary", "started_on": "2024-05"})
    assert save(desk, entity, **{"positions-0-ended_today": "on"}).status_code == 302
    held = entity.positions.get()
    assert str(held.ended_on) == str(timezone.localdate())
    assert not held.is_current(on=timezone.localdate())


def test_a_position_that_ended_does_not_end_today(desk):
    entity = make.entity(position={"title": "Secretary", "ended_on": "2025"})
    response = save(desk, entity, **{"positions-0-ended_today": "on"})
    assert sentences(response) == ["The position has another end already."]
    assert str(entity.positions.get().ended_on) == "2025"


def test_a_relation_is_told_in_the_form(desk):
    nato = make.entity("NATO", kind="organisation")
    sweden = make.entity("Sweden", kind="place")
    row = new_row("relations", kind="member_of", object=nato.pk, started_on="2024-03-07")
    assert save(desk, sweden, **row).status_code == 302
    relation = sweden.relations.get()
    assert (relation.kind, relation.object) == ("member_of", nato)
    assert "Relation" in sweden.records.get(act="changed").note


@pytest.mark.parametrize(
    ("kind", "subject", "other"),
    [
        ("capital_of", "person", "place"),
        ("member_of", "place", "person"),
        ("party_to", "place", "person"),
        ("neighbour_of", "place", "organisation"),
        ("successor_of", "person", "thing"),
    ],
)
def test_a_relation_that_makes_no_sense_is_refused_with_a_sentence(desk, kind, subject, other):
    one, two = make.entity(kind=subject), make.entity(kind=other)
    response = save(desk, one, **new_row("relations", kind=kind, object=two.pk))
    assert sentences(response) == [str(Relation.NONSENSE[kind])]


def test_a_relation_that_stands_there_already_is_refused_from_either_side(desk):
    france, spain = make.entity("France", kind="place"), make.entity("Spain", kind="place")
    make.relation(france, "neighbour_of", spain)
    row = {"kind": "neighbour_of"}
    assert sentences(save(desk, spain, **new_row("relations", object=france.pk, **row)))
    assert sentences(save(desk, france, **new_row("relations", 1, object=spain.pk, **row)))
    assert sentences(save(desk, spain, **new_row("relations", object=spain.pk, **row)))
    assert Relation.objects.count() == 1


def test_a_relation_that_was_told_while_the_form_was_open_is_not_told_twice(desk):
    sweden, nato = make.entity(kind="place"), make.entity(kind="organisation")
    data = form_of(desk, sweden)
    make.relation(sweden, "member_of", nato)
    row = new_row("relations", kind="member_of", object=nato.pk)
    response = desk.post(change_url(sweden), data | row)
    assert sentences(response) == ["The profile has this relation already."]


def test_a_new_profile_can_stand_in_relations_from_its_first_day(desk):
    un = make.entity("United Nations", kind="organisation")
    url = reverse("admin:entities_entity_add")
    data = fields_of(desk.get(url).content.decode(), "entity_form")
    data |= {"name": "Tuvalu", "kind": "place", "slug": "tuvalu"}
    row = new_row("relations", kind="member_of", object=un.pk)
    assert desk.post(url, data | row | {"kind": "thing"}).status_code == 200
    assert desk.post(url, data | row).status_code == 302
    assert un.relations_to_it.get().subject.name == "Tuvalu"


def test_the_kind_of_a_profile_makes_sense_with_what_others_are_to_it(desk):
    nato = make.entity("NATO", kind="organisation")
    make.relation(make.entity("Sweden", kind="place"), "member_of", nato)
    (sentence,) = sentences(save(desk, nato, kind="event"))
    assert sentence == f"“Sweden”: {Relation.NONSENSE['member_of']}"


# What the act says -------------------------------------------------------------------------------


def test_a_change_is_recorded_with_its_source_and_a_note(desk, moderator):
    entity = make.entity("Kim")
    seen = {"change_url": "https://source.example/", "change_note": "As the ministry writes it."}
    save(desk, entity, name="Kim Two", **seen)
    record = entity.records.get(act="changed")
    assert (record.by, record.source_url) == (moderator, "https://source.example/")
    assert record.note == "Name\nAs the ministry writes it."


def test_saving_what_stands_there_already_is_no_change(desk):
    entity = make.entity()
    assert save(desk, entity).status_code == 302
    assert not entity.records.filter(act="changed").exists()


def test_a_fact_about_a_living_person_needs_a_source_and_waits_for_a_second_moderator(desk):
    entity = make.entity("Kim", kind="person")
    response = save(desk, entity, born_on="1984-01-08", native_name="김")
    assert "needs the link of its source" in sentences(response)[0]
    assert form_is_as_typed(response, "born_on", "1984-01-08")
    entity.refresh_from_db()
    assert (entity.born_on, entity.native_name) == (None, "")
    response = save(
        desk, entity, born_on="1984-01-08", native_name="김", change_url="https://source.example/"
    )
    assert any("waits for a second moderator" in sentence for sentence in told(response))
    entity.refresh_from_db()
    assert (entity.born_on, entity.native_name) == (None, "김")
    assert entity.suggestions.waiting().count() == 1


def form_is_as_typed(response, name, value):
    return response.context["adminform"].form[name].value() == value


def test_a_protected_profile_is_read_and_not_changed(desk, client, administrator):
    entity = make.entity("Kim")
    moderation.protect(entity=entity, by=None, now=make.NOW, protection="administrators")
    page = desk.get(change_url(entity))
    assert "Only administrators change this profile" in page.content.decode()
    assert desk.post(change_url(entity), {"name": "Other"}).status_code == 403
    client.force_login(administrator)
    assert save(client, entity, name="Kim Two").status_code == 302


def test_protection_is_changed_by_its_button(desk):
    entity = make.entity()
    url = reverse("admin:entities_entity_act", args=[entity.pk, "protect"])
    assert desk.post(url, {"protection": "moderators"}).status_code == 302
    entity.refresh_from_db()
    assert entity.protection == Entity.Protection.MODERATORS
    assert "Moderators only" in desk.get(change_url(entity)).content.decode()


def test_a_merged_profile_leads_to_the_one_that_stands_for_it(desk):
    survivor, loser = make.entity("Survivor"), make.entity("Loser")
    Entity.objects.filter(pk=loser.pk).update(state=Entity.State.MERGED, merged_into=survivor)
    page = desk.get(change_url(loser)).content.decode()
    assert f'<a href="{change_url(survivor)}">Survivor</a>' in page
    assert desk.post(change_url(loser), {"name": "Other"}).status_code == 403


def test_nobody_replaces_what_they_have_not_read(desk, administrator):
    entity = make.entity("Kim")
    data = form_of(desk, entity)
    changing.change(
        entity=entity,
        changes={"fields": {"native_name": ["", "김"]}},
        by=administrator,
        now=make.NOW + timedelta(hours=1),
    )
    response = desk.post(change_url(entity), data | {"name": "Kim Two"})
    (sentence,) = sentences(response)
    assert administrator.signs_as in sentence
    assert "(Name in its own script)" in sentence
    entity.refresh_from_db()
    assert (entity.name, entity.native_name) == ("Kim", "김")
    again = fields_of(response.content.decode(), "entity_form")
    assert again["name"] == "Kim Two"
    assert desk.post(change_url(entity), again).status_code == 302
    entity.refresh_from_db()
    assert entity.name == "Kim Two"
