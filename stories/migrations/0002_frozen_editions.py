"""The database itself refuses a change of what an edition holds.

A later migration that makes Django rebuild the table on SQLite drops the trigger with it: such a
migration has to call `freeze_editions` again. tests/stories/test_edition.py notices.
"""

from django.db import migrations

FROZEN = (
    "story_id number version document_json digest slug headline standfirst section_id picture kind "
    "what_changed published_at live_from frozen_at frozen_by_name approved_at approved_by_name "
    "override_reason"
).split()

SQLITE = """
CREATE TRIGGER edition_is_frozen BEFORE UPDATE OF {columns} ON stories_edition
WHEN {changed}
BEGIN
    SELECT RAISE(ABORT, 'an edition never changes');
END
"""

POSTGRESQL = """
CREATE FUNCTION edition_is_frozen() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'an edition never changes' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE TRIGGER edition_is_frozen BEFORE UPDATE OF {columns} ON stories_edition
FOR EACH ROW WHEN ({changed}) EXECUTE FUNCTION edition_is_frozen();
"""


def freeze_editions(apps, schema_editor):
    columns = ", ".join(f'"{name}"' for name in FROZEN)
    if schema_editor.connection.vendor == "sqlite":
        changed = " OR ".join(f'OLD."{name}" IS NOT NEW."{name}"' for name in FROZEN)
        schema_editor.execute(SQLITE.format(columns=columns, changed=changed))
    else:
        changed = " OR ".join(f'OLD."{name}" IS DISTINCT FROM NEW."{name}"' for name in FROZEN)
        schema_editor.execute(POSTGRESQL.format(columns=columns, changed=changed))


def thaw_editions(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        schema_editor.execute("DROP TRIGGER IF EXISTS edition_is_frozen")
    else:
        schema_editor.execute("DROP TRIGGER IF EXISTS edition_is_frozen ON stories_edition")
        schema_editor.execute("DROP FUNCTION IF EXISTS edition_is_frozen()")


class Migration(migrations.Migration):
    dependencies = [("stories", "0001_briefs")]

    operations = [migrations.RunPython(freeze_editions, thaw_editions)]
