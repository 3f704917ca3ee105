"""A change of a profile as JSON: what people suggest, what acts carry out and take back.

    {"fields": {"name": [old, new]},
     "aliases": [{"do": "add", "name": …, "language": …}, {"do": "remove", "id": 3, "name": …}],
     "positions": [{"do": "add", "values": {…}}, {"do": "remove", "id": 5, "values": {…}},
                   {"do": "change", "id": 5, "values": {"ended_on": [null, "2024-05"]}}],
     "relations": as positions}

Dates stand as ISO text, profiles and pictures as their keys; empty parts are left out. Who may
make such a change is for `changing.py` and `suggesting.py`.
"""

from entities.changes.applying import Clash, apply, conflicts, try_out
from entities.changes.lines import Line, lines, summary
from entities.changes.shape import ROWS, SIDES, Changes, Invalid, clean, typed
from entities.changes.standing import (
    Standing,
    between,
    inverse,
    since,
    standing,
    wish,
    without,
)

__all__ = [
    "ROWS",
    "SIDES",
    "Changes",
    "Clash",
    "Invalid",
    "Line",
    "Standing",
    "apply",
    "between",
    "clean",
    "conflicts",
    "inverse",
    "lines",
    "since",
    "standing",
    "summary",
    "try_out",
    "typed",
    "wish",
    "without",
]
