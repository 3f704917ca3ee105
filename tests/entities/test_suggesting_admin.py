"""Suggestions in the admin: made from a profile as it reads, decided on a page, answered."""

import pytest
from django.urls import reverse

from entities import changes, changing, moderation, suggesting
from entities.models import Entity, Suggestion
from newsroom import roles
from newsroom.fields import PartialDate
from tests import make
from tests.forms import fields_of
from tests.make import HOUR, NOW

pytestmark = pytest.mark.django_db

LINK = "https://a.example/life"


@pytest.fixture
def council():
    return make.entity("Council", kind="organisation")


@pytest.fixture
def kim(council):
    held = {"title": "Minister", "organisation": council, "started_on": PartialDate(2012)}
    return make.entity("Kim", kind="person", aliases=["Kimmy"], position=held)


def url_of(entity, name="suggest"):
    return reverse(f"admin:entities_entity_{name}", args=[entity.pk])


def form_of(client, entity):
    return fields_of(client.get(url_of(entity)).content.decode(), "suggestion_form")


def post(client, entity, **typed):
    data = form_of(client, entity)
    return client.post(url_of(entity), data | {k.replace("__", "-"): v for k, v in typed.items()})


def suggested(by, entity, **wanted):
    asked = changes.between(entity, **wanted or {"fields": {"name": "Lee"}})
    return suggesting.suggest(entity=entity, changes=asked, by=by, now=NOW, source_url=LINK)


# Making one ---------------------------------------------------------------------------------------


@pytest.mark.parametrize("role", roles.ROLES)
def test_everyone_on_the_desk_has_the_page(client, kim, role):
    client.force_login(make.user(role=role))
    assert client.get(url_of(kim)).status_code == 200


def test_only_what_was_typed_is_suggested(client, kim, writer):
    client.force_login(writer)
    response = post(client, kim, name="Lee", note="She married.", source_url=LINK)
    assert response.status_code == 302
    made = Suggestion.objects.get()
    assert made.changes == {"fields": {"name": ["Kim", "Lee"]}}
    assert (made.by, made.note, made.source_url) == (writer, "She married.", LINK)
    assert Entity.objects.get(pk=kim.pk).name == "Kim"


def test_a_form_that_nothing_was_typed_into_says_so(client, kim, writer):
    client.force_login(writer)
    response = post(client, kim)
    assert response.status_code == 200
    assert "Change something" in response.content.decode()
    assert not Suggestion.objects.exists()


def test_a_position_ends_and_another_begins(client, kim, council, writer):
    client.force_login(writer)
    post(
        client,
        kim,
        positions__0__ended_on="2024-05",
        positions__1__title="Secretary",
        positions__1__organisation="council",
        positions__1__started_on="2024-05",
    )
    assert Suggestion.objects.get().changes == {
        "positions": [
            {
                "do": "change",
                "id": kim.positions.get().pk,
                "values": {"ended_on": [None, "2024-05"]},
            },
            {
                "do": "add",
                "values": {
                    "title": "Secretary",
                    "organisation": council.pk,
                    "started_on": "2024-05",
                },
            },
        ]
    }


def test_a_position_that_was_never_held_is_taken_out(client, kim, writer):
    client.force_login(writer)
    post(client, kim, positions__0__remove="on")
    (row,) = Suggestion.objects.get().changes["positions"]
    assert (row["do"], row["id"]) == ("remove", kim.positions.get().pk)


def test_other_names_come_and_go(client, kim, writer):
    client.force_login(writer)
    post(client, kim, aliases__0__remove="on", aliases__1__name="김", aliases__1__language="ko")
    assert [(row["do"], row["name"]) for row in Suggestion.objects.get().changes["aliases"]] == [
        ("remove", "Kimmy"),
        ("add", "김"),
    ]


@pytest.mark.parametrize(
    ("how", "sides"),
    [("member_of:subject", ("Kim", "Council")), ("successor_of:object", ("Lee", "Kim"))],
)
def test_a_relation_is_told_from_either_side(client, kim, writer, how, sides):
    make.entity("Lee", kind="person")
    client.force_login(writer)
    other = next(name for name in sides if name != "Kim")
    post(client, kim, relations__0__how=how, relations__0__other=other)
    (row,) = Suggestion.objects.get().changes["relations"]
    found = [Entity.objects.get(pk=row["values"][side]).name for side in ("subject", "object")]
    assert tuple(found) == sides


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"name": ""}, "This field is required"),
        ({"born_on": "in spring"}, "Write a day"),
        ({"positions__1__at": "Somewhere"}, "Say which office or role it is."),
        ({"positions__1__title": "A", "positions__1__organisation": "Nobody"}, "No profile goes"),
        ({"relations__0__how": "member_of:subject"}, "Say which relation it is, and to whom."),
        ({"aliases__1__language": "ko"}, "Write the name, too."),
        ({"positions__0__ended_on": "2000"}, "ends before it begins"),
        ({"seen": "forged"}, "Open this page once more."),
    ],
)
def test_what_is_typed_wrong_is_said_and_nothing_is_lost(client, kim, writer, typed, sentence):
    client.force_login(writer)
    response = post(client, kim, **{"native_name": "김"} | typed)
    assert response.status_code == 200
    assert sentence in response.content.decode()
    assert fields_of(response.content.decode(), "suggestion_form")["native_name"] == "김"
    assert not Suggestion.objects.exists()


def test_a_name_that_two_profiles_share_is_told_apart_by_address(client, kim, writer):
    one, other = (make.entity("Assembly", kind="organisation") for _ in range(2))
    client.force_login(writer)
    typed = {"positions__1__title": "Chair", "positions__1__organisation": "Assembly"}
    page = post(client, kim, **typed).content.decode()
    assert f"({one.slug})" in page
    assert f"({other.slug})" in page
    post(client, kim, **typed | {"positions__1__organisation": other.slug})
    (row,) = Suggestion.objects.get().changes["positions"]
    assert row["values"]["organisation"] == other.pk


def test_a_place_whose_name_others_share_stays_as_it_is(client, kim, council, writer):
    make.entity("Council", kind="organisation")
    client.force_login(writer)
    post(client, kim, native_name="김")
    assert Suggestion.objects.get().changes == {"fields": {"native_name": ["", "김"]}}


def test_what_changed_while_the_page_was_open_is_not_put_back(client, kim, writer, moderator):
    client.force_login(writer)
    data = form_of(client, kim)
    wanted = changes.between(kim, fields={"native_name": "김"})
    changing.change(entity=kim, changes=wanted, by=moderator, now=NOW)
    client.post(url_of(kim), data | {"official_site": "https://kim.example/"})
    assert Suggestion.objects.get().changes == {
        "fields": {"official_site": ["", "https://kim.example/"]}
    }


def test_what_was_changed_meanwhile_and_typed_over_is_a_conflict(client, kim, writer, moderator):
    client.force_login(writer)
    data = form_of(client, kim)
    wanted = changes.between(kim, fields={"native_name": "김"})
    changing.change(entity=kim, changes=wanted, by=moderator, now=NOW)
    response = client.post(url_of(kim), data | {"native_name": "Кім"})
    assert "is now “김”" in response.content.decode()
    assert not Suggestion.objects.exists()


@pytest.mark.parametrize(
    ("onward", "is_followed"),
    [("/admin/stories/story/", True), ("https://evil.example/", False), ("//evil.example", False)],
)
def test_it_leads_back_to_where_the_person_came_from(client, kim, writer, onward, is_followed):
    client.force_login(writer)
    response = client.get(url_of(kim), {"next": onward})
    data = fields_of(response.content.decode(), "suggestion_form") | {"name": "Lee"}
    home = reverse("admin:entities_entity_change", args=[kim.pk])
    assert client.post(url_of(kim), data)["Location"] == (onward if is_followed else home)


def test_each_topic_of_a_story_leads_to_the_page_and_back(client, kim, writer):
    story = make.draft(by=writer, topics=[kim])
    client.force_login(writer)
    form = reverse("admin:stories_story_change", args=[story.pk])
    page = client.get(form).content.decode()
    assert f'href="{url_of(kim)}?next=' in page
    back = client.get(url_of(kim), {"next": f"{form}#topics-group"}).content.decode()
    assert f'value="{form}#topics-group"' in back


def test_who_may_not_change_a_profile_is_led_from_it_to_the_page(client, kim, writer, moderator):
    home = reverse("admin:entities_entity_change", args=[kim.pk])
    client.force_login(writer)
    assert url_of(kim) in client.get(home).content.decode()
    client.force_login(moderator)
    assert url_of(kim) not in client.get(home).content.decode()


# Deciding one -------------------------------------------------------------------------------------


def decide(client, made, act, **data):
    return client.post(url_of(made, "decide"), {"act": act} | data)


def test_a_moderator_sees_the_difference_and_accepts(client, kim, writer, moderator):
    made = suggested(writer, kim, fields={"description": "Kim was a topic of these tests."})
    client.force_login(moderator)
    page = client.get(url_of(made, "decide")).content.decode()
    assert "<del>" in page
    assert "<ins>" in page
    assert decide(client, made, "accept").status_code == 302
    assert Entity.objects.get(pk=kim.pk).description == "Kim was a topic of these tests."


def test_a_moderator_edits_and_accepts(client, kim, writer, moderator):
    made = suggested(writer, kim)
    client.force_login(moderator)
    typed = {f"revise-{made.pk}-fields-name": "Lee Min", f"revise-{made.pk}-source_url": LINK}
    assert decide(client, made, "edit", **typed).status_code == 302
    assert Entity.objects.get(pk=kim.pk).name == "Lee Min"


def test_a_moderator_declines_with_a_reason_and_not_without(client, kim, writer, moderator):
    made = suggested(writer, kim)
    client.force_login(moderator)
    response = decide(client, made, "decline", reason=" ")
    assert "Say why" in response.content.decode()
    decide(client, made, "decline", reason="She did not.")
    made.refresh_from_db()
    assert (made.state, made.reason) == (Suggestion.State.DECLINED, "She did not.")


def test_what_was_accepted_is_undone(client, kim, writer, moderator):
    made = suggesting.accept(suggestion=suggested(writer, kim), by=moderator, now=NOW)
    client.force_login(moderator)
    assert "Undo" in client.get(url_of(made, "decide")).content.decode()
    decide(client, made, "undo", reason="Wrong person.")
    assert Entity.objects.get(pk=kim.pk).name == "Kim"


def test_the_page_says_what_stands_in_the_way(client, kim, writer, moderator):
    made = suggested(writer, kim)
    wanted = changes.between(kim, fields={"name": "Lim"})
    changing.change(entity=kim, changes=wanted, by=moderator, now=NOW)
    client.force_login(moderator)
    sentence = "Name is now “Lim”, no longer “Kim”."
    assert sentence in client.get(url_of(made, "decide")).content.decode()
    assert sentence in decide(client, made, "accept").content.decode()


def test_a_fact_about_a_living_person_is_agreed_to_and_then_accepted(
    client, kim, writer, moderator
):
    made = suggested(writer, kim, fields={"born_on": "1961"})
    client.force_login(moderator)
    assert "You agree first" in client.get(url_of(made, "decide")).content.decode()
    decide(client, made, "accept")
    page = client.get(url_of(made, "decide")).content.decode()
    assert "It takes another moderator to accept it." in page
    assert 'value="accept"' not in page
    client.force_login(make.user(role=roles.MODERATOR))
    decide(client, made, "accept")
    assert Entity.objects.get(pk=kim.pk).born_on == PartialDate(1961)


def test_whoever_made_it_reads_it_and_does_not_decide_it(client, kim, writer, editor):
    made = suggested(writer, kim)
    client.force_login(writer)
    page = client.get(url_of(made, "decide"))
    assert page.status_code == 200
    assert 'name="act"' not in page.content.decode()
    for act in ("accept", "decline", "edit"):
        typed = {f"revise-{made.pk}-fields-name": "Lee"}
        assert decide(client, made, act, reason="No.", **typed).status_code == 403
    client.force_login(editor)
    assert client.get(url_of(made, "decide")).status_code == 403


# The profile's own form ---------------------------------------------------------------------------


def save(client, entity, **typed):
    url = reverse("admin:entities_entity_change", args=[entity.pk])
    data = fields_of(client.get(url).content.decode(), "entity_form")
    return client.post(url, data | typed, follow=True).content.decode()


@pytest.fixture
def lee(moderator):
    made = make.entity("Lee", kind="person", description="She leads a council.")
    made.refresh_from_db()
    return made


def test_a_fact_about_a_living_person_is_not_saved_without_a_source(client, lee, moderator):
    client.force_login(moderator)
    page = save(client, lee, born_on="1961", native_name="이")
    assert "needs the link of its source: Born." in page
    assert 'value="1961"' in page, "what was typed is still there"
    lee.refresh_from_db()
    assert (lee.born_on, lee.native_name) == (None, "")
    assert not lee.records.filter(act="changed").exists()


def test_with_a_source_it_waits_and_the_rest_is_saved(client, lee, moderator):
    client.force_login(moderator)
    page = save(client, lee, born_on="1961", native_name="이", change_url=LINK)
    assert "waits for a second moderator: Born" in page
    lee.refresh_from_db()
    assert (lee.born_on, lee.native_name) == (None, "이")
    made = lee.suggestions.waiting().get()
    assert (made.first_by, made.source_url) == (moderator, LINK)


def test_a_profile_kept_for_administrators_is_theirs_to_save(client, lee, moderator, administrator):
    moderation.protect(entity=lee, by=None, now=NOW, protection="administrators")
    home = reverse("admin:entities_entity_change", args=[lee.pk])
    client.force_login(moderator)
    assert client.post(home, {"name": "Lim"}).status_code == 403
    assert "Only administrators change this profile" in client.get(home).content.decode()
    client.force_login(administrator)
    save(client, lee, name="Lim")
    lee.refresh_from_db()
    assert lee.name == "Lim"


# What became of it --------------------------------------------------------------------------------


def mine(client):
    return client.get(reverse("admin:entities_entity_mine")).content.decode()


def test_what_became_of_a_suggestion_is_on_the_desk_until_it_is_put_away(
    client, kim, writer, moderator
):
    made = suggested(writer, kim)
    client.force_login(writer)
    assert "What became of your suggestions" not in client.get("/admin/").content.decode()
    suggesting.decline(suggestion=made, by=moderator, now=NOW + HOUR, reason="She did not.")
    desk = client.get("/admin/").content.decode()
    assert "She did not." in desk
    assert "Mira Lindqvist" in desk
    away = {"suggestion": made.pk, "next": "/admin/"}
    assert client.post(reverse("admin:entities_entity_mine"), away)["Location"] == "/admin/"
    assert "She did not." not in client.get("/admin/").content.decode()
    assert "She did not." in mine(client), "where all of them stay"


def test_what_one_proposed_is_there_with_what_became_of_it(client, writer, moderator):
    seoul = moderation.propose(by=writer, now=NOW, name="Seoul")
    client.force_login(writer)
    assert "Waits for a moderator" in mine(client)
    moderation.retire(entity=seoul, by=moderator, now=NOW, note="We have one.")
    page = mine(client)
    assert "Mira Lindqvist" in page
    assert "We have one." in page


def test_the_answers_of_others_are_theirs(client, kim, writer, editor, moderator):
    made = suggested(writer, kim)
    suggesting.decline(suggestion=made, by=moderator, now=NOW, reason="She did not.")
    client.force_login(editor)
    assert "She did not." not in mine(client)
    for pk in (made.pk, "", "x", "9" * 40):
        away = {"suggestion": pk}
        assert client.post(reverse("admin:entities_entity_mine"), away).status_code == 404
    made.refresh_from_db()
    assert made.answer_read_at is None


@pytest.mark.parametrize("many", [1, 12])
def test_ones_own_page_costs_the_same_with_many(
    client, writer, moderator, many, django_assert_max_num_queries
):
    for _ in range(many):
        entity = moderation.propose(by=writer, now=NOW, name="Seoul")
        made = suggested(writer, entity)
        suggesting.decline(suggestion=made, by=moderator, now=NOW, reason="No.")
    client.force_login(writer)
    with django_assert_max_num_queries(9):
        mine(client)
