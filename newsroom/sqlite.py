"""How SQLite is opened: what keeps a newsroom's data whole with several writers."""

import sqlite3
from typing import Any

# Before these, a checkpoint may race with a write and lose pages of a WAL database (the
# "WAL-reset" fault, https://sqlite.org/wal.html). See docs/decisions/0004-sqlite.md.
MENDED = ((3, 44, 6), (3, 50, 7), (3, 51, 3))


def wal_is_safe(version: tuple[int, ...]) -> bool:
    """Whether this SQLite has the mended checkpoint: a back-port, or 3.51.3 and later."""
    return version >= MENDED[-1] or any(
        version[:2] == mended[:2] and version >= mended for mended in MENDED
    )


def sqlite_options(version: tuple[int, ...] = sqlite3.sqlite_version_info) -> dict[str, Any]:
    """OPTIONS of a database connection. IMMEDIATE: a writer waits its turn, instead of failing."""
    journal = "WAL" if wal_is_safe(version) else "TRUNCATE"
    return {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        "init_command": f"PRAGMA journal_mode={journal}; PRAGMA synchronous=FULL;",
    }
