import sqlite3

import pytest
from django.conf import settings as site
from django.db import connection

from newsroom.sqlite import sqlite_options, wal_is_safe


@pytest.mark.parametrize(
    ("version", "is_safe"),
    [
        ((3, 7, 0), False),
        ((3, 40, 1), False),
        ((3, 44, 5), False),
        ((3, 44, 6), True),
        ((3, 44, 9), True),
        ((3, 45, 0), False),
        ((3, 46, 1), False),
        ((3, 50, 6), False),
        ((3, 50, 7), True),
        ((3, 51, 0), False),
        ((3, 51, 2), False),
        ((3, 51, 3), True),
        ((3, 52, 0), True),
        ((3, 100, 0), True),
        ((4, 0, 0), True),
    ],
)
def test_the_write_ahead_log_is_used_only_where_its_checkpoint_was_mended(version, is_safe):
    assert wal_is_safe(version) is is_safe
    journal = "WAL" if is_safe else "TRUNCATE"
    assert f"journal_mode={journal};" in sqlite_options(version)["init_command"]


@pytest.mark.parametrize("version", [(3, 40, 1), (3, 52, 0)])
def test_a_writer_waits_its_turn_and_a_commit_is_on_disk(version):
    options = sqlite_options(version)
    assert options["transaction_mode"] == "IMMEDIATE"
    assert options["timeout"] >= 5
    assert "synchronous=FULL" in options["init_command"]


@pytest.mark.parametrize(("version", "journal"), [((3, 40, 1), "truncate"), ((3, 52, 0), "wal")])
def test_the_command_does_to_a_database_what_it_says(tmp_path, version, journal):
    database = sqlite3.connect(tmp_path / "db.sqlite3")
    database.executescript(sqlite_options(version)["init_command"])
    assert database.execute("PRAGMA journal_mode").fetchone() == (journal,)
    assert database.execute("PRAGMA synchronous").fetchone() == (2,)
    database.close()


def test_without_a_version_it_is_that_of_this_python():
    assert sqlite_options() == sqlite_options(sqlite3.sqlite_version_info)


@pytest.mark.django_db
def test_the_site_opens_its_own_database_like_this():
    if connection.vendor != "sqlite":
        pytest.skip("this suite runs on PostgreSQL")
    assert site.DATABASES["default"]["OPTIONS"] == sqlite_options()
    with connection.cursor() as cursor:
        assert cursor.execute("PRAGMA synchronous").fetchone() == (2,)
