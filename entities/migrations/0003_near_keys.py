"""Writes the comparable form across scripts of every name that is there already."""

from django.db import migrations

from entities.nearness import near_key

AT_ONCE = 1_000


def write(apps, schema_editor):
    for name in ("Entity", "Alias"):
        rows = apps.get_model("entities", name).objects
        some = []
        for row in rows.only("name").iterator(AT_ONCE):
            row.near = near_key(row.name)
            some.append(row)
            if len(some) == AT_ONCE:
                rows.bulk_update(some, ["near"])
                some = []
        rows.bulk_update(some, ["near"])


class Migration(migrations.Migration):
    dependencies = [("entities", "0002_the_moderators_desk")]

    operations = [migrations.RunPython(write, migrations.RunPython.noop)]
