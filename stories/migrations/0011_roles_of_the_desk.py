"""The groups of newsroom/roles.py once more: they know now who assigns, shares and notes."""

from django.contrib.auth.management import create_permissions
from django.db import migrations

from newsroom import roles


def grant(apps, schema_editor):
    app = apps.get_app_config("stories")
    # Permissions are made after all migrations; the groups need them in this one.
    app.models_module = True
    create_permissions(app, apps=apps, verbosity=0)
    app.models_module = None
    roles.grant(apps.get_model("auth", "Group"), apps.get_model("auth", "Permission"))


class Migration(migrations.Migration):
    dependencies = [("stories", "0010_legal_withdrawal")]

    # Going back needs nothing: the groups keep permissions that no code asks for any more.
    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
