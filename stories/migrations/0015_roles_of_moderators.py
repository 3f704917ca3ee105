"""The groups of newsroom/roles.py once more: they know now who suggests, moderates and flags."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

from newsroom import roles


def grant(apps, schema_editor):
    for label in ("entities", "stories"):
        app = apps.get_app_config(label)
        # Permissions are made after all migrations; the groups need them in this one.
        app.models_module = True
        create_permissions(app, apps=apps, verbosity=0)
        app.models_module = None
    roles.grant(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


class Migration(migrations.Migration):
    dependencies = [
        ("entities", "0003_near_keys"),
        ("stories", "0014_flags_and_introductions"),
    ]

    # Going back needs nothing: the groups keep permissions that no code asks for any more.
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
