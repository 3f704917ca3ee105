from importlib import import_module

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connection
from django.db.migrations.loader import MigrationLoader

from newsroom import roles
from tests import make

pytestmark = pytest.mark.django_db

migration = import_module("stories.migrations.0003_roles")


def granted():
    """What the database grants each group, as `app.codename`."""
    return {
        group.name: {
            f"{permission.content_type.app_label}.{permission.codename}"
            for permission in group.permissions.select_related("content_type")
        }
        for group in Group.objects.all()
    }


def test_after_the_migrations_each_role_is_a_group_with_exactly_its_permissions():
    assert granted() == roles.ROLES


def test_a_role_can_do_what_its_permissions_say():
    for role, wanted in roles.ROLES.items():
        assert make.user(role=role).get_all_permissions() == wanted


def test_no_role_is_a_superuser():
    assert not any(make.user(role=role).is_superuser for role in roles.ROLES)


@pytest.mark.parametrize(
    ("permission", "who"),
    [
        ("stories.submit_story", {"Writer", "Editor", "Administrator"}),
        ("stories.review_story", {"Editor", "Administrator"}),
        ("stories.publish_story", {"Editor", "Administrator"}),
        ("stories.delete_story", {"Editor", "Administrator"}),
        ("stories.withdraw_story", {"Administrator"}),
        ("stories.override_approval", {"Administrator"}),
        ("entities.propose_entity", {"Writer", "Editor", "Moderator", "Administrator"}),
        ("entities.moderate_entity", {"Moderator", "Administrator"}),
        ("entities.change_entity", {"Moderator", "Administrator"}),
        ("stories.change_section", {"Editor", "Administrator"}),
        ("newsroom.change_user", {"Administrator"}),
        ("auth.change_group", {"Administrator"}),
    ],
)
def test_who_may_do_what_is_as_the_design_says(permission, who):
    assert {role for role, wanted in granted().items() if permission in wanted} == who


def test_nobody_is_granted_what_the_models_forbid():
    for wanted in granted().values():
        for forbidden in ("add_edition", "change_edition", "delete_edition", "add_version"):
            assert f"stories.{forbidden}" not in wanted


def test_granting_again_takes_back_what_was_added_by_hand_and_gives_what_was_taken():
    writers = Group.objects.get(name=roles.WRITER)
    writers.permissions.set(Permission.objects.filter(codename="withdraw_story"))
    roles.grant(Group, Permission)
    assert granted() == roles.ROLES


def test_a_permission_that_does_not_exist_yet_keeps_nobody_from_the_others(monkeypatch):
    monkeypatch.setitem(roles.ROLES, roles.WRITER, roles.WRITES | {"stories.fly_story"})
    roles.grant(Group, Permission)
    assert granted()[roles.WRITER] == roles.WRITES


def test_the_migration_can_be_taken_back_and_run_again():
    loader = MigrationLoader(connection)
    apps = loader.project_state([("stories", "0003_roles")]).apps
    Group.objects.create(name="Interns")
    migration.drop_groups(apps, None)
    assert list(granted()) == ["Interns"]
    Permission.objects.filter(content_type__app_label="stories").delete()
    migration.make_groups(apps, None)
    later = loader.project_state([("stories", "0015_roles_of_moderators")]).apps
    import_module("stories.migrations.0015_roles_of_moderators").grant(later, None)
    assert granted() == roles.ROLES | {"Interns": set()}
