"""The groups of newsroom/roles.py. It stands in the last app, when all permissions are known."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

from newsroom import roles


def make_groups(apps, schema_editor):
    for label in ("newsroom", "entities", "stories", "auth"):
        app = apps.get_app_config(label)
        # Permissions are made after all migrations; the groups need them in this one.
        app.models_module = True
        create_permissions(app, apps=apps, verbosity=0)
        app.models_module = None
    roles.grant(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


def drop_groups(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=roles.ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("stories", "0002_frozen_editions"),
        ("entities", "0001_profiles"),
        ("newsroom", "0001_people_and_pictures"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [migrations.RunPython(make_groups, drop_groups)]
