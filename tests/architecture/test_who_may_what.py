"""Who may open what in the admin: every address × every role. The table is the documentation.

A letter stands for a role that gets the page (or the redirect that the page is): Writer, Editor,
Moderator, Administrator. Whoever is not named is refused; whoever is not logged in is asked to.
An address without a row fails.
"""

import pytest
from django.contrib import admin
from django.urls import NoReverseMatch, reverse
from django.utils import timezone

from entities import merging, suggesting
from entities.exchange import taking
from entities.models import Entity, Merge, ProfileFile, Suggestion
from newsroom import pictures, roles
from newsroom.models import User
from stories import flagging, notes, sharing
from stories.models import Flag, PreviewLink, ReviewNote
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
    "entities_entity_mine": EVERYONE,
    "entities_entity_suggest": EVERYONE,
    "entities_entity_refresh": EVERYONE,
    "entities_entity_merge": "M A",
    "entities_entity_merged": "M A",
    "entities_entity_decide": "M A",  # and whoever made the suggestion
    "entities_entity_bulk": "M A",
    "entities_entity_export": "M A",
    "entities_entity_import": "M A",
    "entities_entity_import_file": "M A",
    "entities_entity_queue": "M A",
    "entities_entity_queue_item": "M A",
    "entities_entity_queue_undo": "M A",
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
    "stories_edition_text": EVERYONE,  # but what was removed for legal reasons: A
    "stories_edition_delete": NO_ONE,
    "stories_edition_change": EVERYONE,
    "stories_story_notices": EVERYONE,
    "stories_story_notice_read": EVERYONE,
    "stories_story_calendar": EVERYONE,
    "stories_story_paste": "W E A",
    "stories_story_preview": EVERYONE,
    "stories_story_notes": EVERYONE,
    "stories_story_names": "W E A",
    "stories_story_names_new": "W E A",
    "stories_story_propose": EVERYONE,
    "stories_story_note": EVERYONE,  # leads to the note on the page of all
    "stories_story_share": "E A",
    "stories_story_call_back": "E A",
    "stories_story_ripple": "M A",
    "stories_story_settle": "W E A",  # leads to the story form
    "stories_story_review": EVERYONE,
    "stories_story_versions": EVERYONE,
    "stories_story_version": EVERYONE,
    "stories_story_version_restore": "W E A",
    "stories_story_compare": EVERYONE,
    "stories_story_stash": "W E A",
    "stories_story_stash_new": "W E A",
    "stories_story_here": "W E A",
    "stories_story_discard": "W E A",
    "stories_story_act": "E A",
    "stories_story_changelist": EVERYONE,
    "stories_story_add": "W E A",
    "stories_story_history": EVERYONE,
    "stories_story_record_csv": EVERYONE,
    "stories_story_release": "E A",
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

# Whose posts are taken, of the pages beside the story form.
TAKES = {
    "stories_story_names": "W E A",
    "stories_story_names_new": "W E A",
    "stories_story_propose": EVERYONE,
    "entities_entity_mine": EVERYONE,  # of one's own; there is none of anyone else's to be found
    "entities_entity_suggest": EVERYONE,
    "entities_entity_refresh": EVERYONE,
    "entities_entity_merge": "M A",
    "entities_entity_merged": "M A",
    "entities_entity_decide": "M A",
    "entities_entity_bulk": "M A",
    "entities_entity_export": "M A",
    "entities_entity_import": "M A",
    "entities_entity_import_file": "M A",
    "stories_story_notes": "W E A",
    "stories_story_note": "E A",  # resolving a note of someone else
    "stories_story_share": "E A",
    "stories_story_call_back": "E A",
    "stories_story_ripple": "M A",
    "stories_story_settle": "W E A",
    "stories_story_stash": "W E A",
    "stories_story_stash_new": "W E A",
    "stories_story_here": "W E A",
    "stories_story_discard": "W E A",  # of one's own; there is none of anyone else's to be found
}

ROLES = {
    "W": roles.WRITER,
    "E": roles.EDITOR,
    "M": roles.MODERATOR,
    "A": roles.ADMINISTRATOR,
}
# Addresses that name a second thing, besides the story: what that is, and what they say after it.
BESIDE = {
    "stories_story_note": [ReviewNote, "resolve"],
    "stories_story_call_back": [PreviewLink],
    "stories_story_settle": [Flag],
}
# Addresses that name another thing than what they stand with.
INSTEAD = {
    "stories_story_ripple": Entity,
    "entities_entity_decide": Suggestion,
    "entities_entity_import_file": ProfileFile,
    "entities_entity_merged": Merge,
}
# Addresses that name an act, or an app.
NAMED = {"app_list": "stories", "entities_entity_bulk": "retire"}
# Answered to whoever asks: the way in.
OPEN = {"login"}


@pytest.fixture
def newsroom():
    """One of everything."""
    about = {"alt": "A drawing", "credit": "Newsroom", "licence": "CC BY 4.0"}
    picture = pictures.take_in(upload=drawn(), by=None, now=make.NOW, **about)
    topic = make.entity()
    edition = make.edition(topics=[topic], tags=["trade"], picture=picture)
    on_it = {"story": edition.story, "by": None, "now": timezone.now()}
    moderator = make.user(role=roles.MODERATOR)
    taking.keep(name="profiles.csv", content=b"address", by=moderator, now=timezone.now())
    merge = merging.begin(survivor=topic, loser=make.entity(), by=None, now=timezone.now())
    merging.finish(merge=merge, choices={}, by=None, now=timezone.now())
    suggested = {"fields": {"native_name": ["", "서울"]}}
    suggesting.suggest(entity=topic, changes=suggested, by=None, now=timezone.now())
    notes.add(part="headline", text="Shorter.", **on_it)
    sharing.share(for_whom="Dr Example", **on_it)
    asked = {"stories": [edition.story], "sentence": "It has changed."}
    flagging.flag(entity=topic, by=None, now=timezone.now(), **asked)
    return edition


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
        tries += [[thing.pk], [thing.pk, "approve"], [thing.pk, 1]]
    if name in NAMED:
        tries = [[NAMED[name]]]
    if name in INSTEAD:
        tries = [[one_of(INSTEAD[name]).pk]]
    if name in BESIDE:
        about, *more = BESIDE[name]
        tries = [[thing.pk, one_of(about).pk, *more]]
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


def test_every_role_does_beside_the_form_what_the_table_says(newsroom, client):
    people = {letter: make.user(role=role) for letter, role in ROLES.items()}
    actual = {}
    for name in TAKES:
        got = []
        for letter, person in people.items():
            client.force_login(person)
            if client.post(_address(name), {}).status_code != 403:
                got.append(letter)
        actual[name] = " ".join(got)
    assert actual == TAKES


def test_a_stranger_changes_nothing(newsroom, client):
    for name, address in addresses().items():
        if address and name != "login":
            response = client.post(address, {})
            assert response.status_code == 302, name
            assert response["Location"].startswith("/admin/login/") or name == "logout", name
