"""Who may open what in the admin: every address × every role. The table is the documentation.

A letter stands for a role that gets the page (or the redirect that the page is): Writer, Editor,
Moderator, Administrator. Whoever is not named is refused; whoever is not logged in is asked to.
An address without a row fails.
"""

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse

from newsroom import pictures, roles
from newsroom.models import User
from tests import make
from tests.newsroom.test_admin import drawn

pytestmark = pytest.mark.django_db

EVERYONE = "W E M A"
NO_ONE = ""
OPENS = {
    "index": EVERYONE,
    "login": EVERYONE,
    "password_change": EVERYONE,
    "password_change_done": EVERYONE,
    "autocomplete": EVERYONE,
    "jsi18n": EVERYONE,
    "auth_user_password_change": "A",
    "newsroom_user_changelist": "A",
    "newsroom_user_add": "A",
    "newsroom_user_history": "A",
    "newsroom_user_delete": "A",
    "newsroom_user_change": "A",
    "auth_group_changelist": "A",
    "auth_group_add": "A",
    "auth_group_history": "A",
    "auth_group_delete": "A",
    "auth_group_change": "A",
    "newsroom_picture_changelist": EVERYONE,
    "newsroom_picture_add": EVERYONE,
    "newsroom_picture_history": EVERYONE,
    "newsroom_picture_delete": NO_ONE,
    "newsroom_picture_change": EVERYONE,
    "entities_entity_act": "M A",
    "entities_entity_changelist": EVERYONE,
    "entities_entity_add": EVERYONE,
    "entities_entity_history": EVERYONE,
    "entities_entity_delete": NO_ONE,
    "entities_entity_change": EVERYONE,
    "stories_section_changelist": EVERYONE,
    "stories_section_add": "E A",
    "stories_section_history": EVERYONE,
    "stories_section_delete": "E A",
    "stories_section_change": EVERYONE,
    "stories_outlet_changelist": EVERYONE,
    "stories_outlet_add": "W E A",
    "stories_outlet_history": EVERYONE,
    "stories_outlet_delete": NO_ONE,
    "stories_outlet_change": EVERYONE,
    "stories_tag_changelist": EVERYONE,
    "stories_tag_add": "W E A",
    "stories_tag_history": EVERYONE,
    "stories_tag_delete": NO_ONE,
    "stories_tag_change": EVERYONE,
    "stories_edition_changelist": EVERYONE,
    "stories_edition_add": NO_ONE,
    "stories_edition_history": EVERYONE,
    "stories_edition_delete": NO_ONE,
    "stories_edition_change": EVERYONE,
    "stories_story_paste": "W E A",
    "stories_story_preview": EVERYONE,
    "stories_story_act": "E A",
    "stories_story_changelist": EVERYONE,
    "stories_story_add": "W E A",
    "stories_story_history": EVERYONE,
    "stories_story_delete": NO_ONE,
    "stories_story_change": EVERYONE,
    "app_list": EVERYONE,
}
# Whose changes are taken, of the pages that show a thing.
CHANGES = {
    "newsroom_user_change": "A",
    "auth_group_change": "A",
    "newsroom_picture_change": "E M A",  # and whoever took the picture in
    "entities_entity_change": "M A",
    "stories_section_change": "E A",
    "stories_outlet_change": "E A",
    "stories_tag_change": "E A",
    "stories_edition_change": NO_ONE,
    "stories_story_change": "W E A",
}

ROLES = {
    "W": roles.WRITER,
    "E": roles.EDITOR,
    "M": roles.MODERATOR,
    "A": roles.ADMINISTRATOR,
}
# Answered to whoever asks: the way in.
OPEN = {"login"}


@pytest.fixture
def newsroom():
    """One of everything."""
    picture = pictures.take_in(upload=drawn(), by=None, now=make.NOW)
    topic = make.entity()
    return make.edition(topics=[topic], tags=["trade"], picture=picture)


def one_of(model):
    return model._default_manager.order_by("pk").first()


def addresses():
    """Name → address of every route of the admin, for one object of its model."""
    found = {}
    for pattern in admin.site.get_urls():
        for route in getattr(pattern, "url_patterns", [pattern]):
            if route.name is None:
                continue
            found[route.name] = _address(route.name)
    return found


def _address(name):
    models = {
        f"{model._meta.label_lower.replace('.', '_')}_": model for model in admin.site._registry
    }
    models["auth_user_"] = User  # how Django’s own form of people names its password page
    model = next((models[start] for start in models if name.startswith(start)), None)
    tries = [[]]
    if model is not None and (thing := one_of(model)):
        tries += [[thing.pk], [thing.pk, "approve"]]
    if name == "app_list":
        tries = [["stories"]]
    if name == "view_on_site":
        return None  # answered by the object's own page
    for arguments in tries:
        try:
            return reverse(f"admin:{name}", args=arguments)
        except NoReverseMatch:
            continue
    raise AssertionError(f"No address was made for {name}.")


def test_every_role_gets_what_the_table_says(newsroom, client):
    people = {letter: make.user(role=role) for letter, role in ROLES.items()}
    actual = {}
    for name, address in addresses().items():
        if address is None or name == "logout":
            continue
        asked = {"app_label": "stories", "model_name": "citation", "field_name": "outlet"}
        client.logout()
        logged_out = client.get(address, asked).status_code
        assert logged_out == (200 if name in OPEN else 302), name
        got = []
        for letter, person in people.items():
            client.force_login(person)
            status = client.get(address, asked).status_code
            assert status in {200, 302, 403}, (name, letter, status)
            if status != 403:
                got.append(letter)
        actual[name] = " ".join(got)
    assert actual == OPENS


def test_every_role_changes_what_the_table_says(newsroom, client):
    people = {letter: make.user(role=role) for letter, role in ROLES.items()}
    actual = {}
    for name, address in addresses().items():
        if not name.endswith("_change") or "password" in name:
            continue
        got = []
        for letter, person in people.items():
            client.force_login(person)
            if client.post(address, {}).status_code != 403:
                got.append(letter)
        actual[name] = " ".join(got)
    assert actual == CHANGES


def test_a_stranger_changes_nothing(newsroom, client):
    for name, address in addresses().items():
        if address and name != "login":
            response = client.post(address, {})
            assert response.status_code == 302, name
            assert response["Location"].startswith("/admin/login/") or name == "logout", name
