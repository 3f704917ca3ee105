"""A guard on the database connection: readers' code must not name a working-copy table.

Import contracts do not stop `edition.story.headline` in a template; this does.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.apps import apps
from django.db import connection

READERS_MODULES = {"stories.models.desk", "stories.models.edition"}


class WorkingCopyRead(AssertionError):
    """Public code touched what only the desk may see."""


def working_tables() -> list[str]:
    """The tables of every model of the working copy: a new one is guarded from birth."""
    return [
        model._meta.db_table
        for model in apps.get_models(include_auto_created=True)
        if model._meta.app_label == "stories" and model.__module__ not in READERS_MODULES
    ]


@contextmanager
def no_working_copy(*, but: Collection[str] = ()) -> Iterator[None]:
    """Raise WorkingCopyRead as soon as a query names such a table, `but` the tables given."""
    tables = [table for table in working_tables() if table not in but]

    def refuse(execute, sql, params, many, context):
        if touched := [table for table in tables if f'"{table}"' in sql]:
            raise WorkingCopyRead(f"{touched} read by public code: {sql}")
        return execute(sql, params, many, context)

    with connection.execute_wrapper(refuse):
        yield
