"""Reads names from standard input, makes them ready and prints what memory that took, in MB.

A process of its own, for `mentions.py`: what else was made before would hide it.
"""

import gc
import sys

from entities.book import Index, Name


def main() -> None:
    before, most_before = _now(), _most()
    names = (Name(number, line.rstrip("\n")) for number, line in enumerate(sys.stdin))
    index = Index(names)
    print(_now() - before, max(_most() - most_before, 0.0))  # noqa: T201  what it is for
    del index


def _now() -> float:
    gc.collect()
    return _told("VmRSS")


def _most() -> float:
    return _told("VmHWM")


def _told(name: str) -> float:
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith(name)) / 1e3


main()
