"""200,000 names: making them ready, keeping up with changes, finding them in a story."""

import random
import subprocess
import sys
from collections.abc import Iterator
from statistics import median
from time import perf_counter

from benchmarks.timing import Figure, Ratio, compare
from entities import mentions, moderation
from entities.models import Alias, Entity
from tests import make

PROFILES, ALIASES = 120_000, 80_000
WORDS = 1_000
ROUNDS = 3  # for what takes seconds
# Ours against the obvious way.
MOST_TO_FIND = 0.05
MOST_TO_MAKE = 15.0
MOST_TO_KEEP_UP = 0.1

# What part of the names is written in which letters, and how many different words they are made of:
# a few are in very many names, most in one or two.
SCRIPTS = (
    (0.74, "abcdefghijklmnoprstuvwyz" * 4 + "éüø", 60_000),
    (0.10, "абвгдежзиклмнопрстуфхцчшэюя", 12_000),
    (0.05, "".join(map(chr, range(0xAC00, 0xD7A3, 7))), 9_000),
    (0.05, "".join(map(chr, range(0x4E00, 0x9000, 9))), 9_000),
    (0.03, "ابتثجحخدذرزسشصضطظعغفقكلمنهوي", 4_000),
    (0.03, "कखगघचछजझटठडढतथदधनपफबभमयरलवशसह", 4_000),
)
LITTLE = ("the", "of", "and", "in", "us", "who", "will", "on", "may", "it", "to", "a")


def run() -> Iterator[Ratio | Figure]:
    chance = random.Random(4)  # noqa: S311  the same names every time
    words = the_words(chance)
    names = the_names(chance, words)
    store(names)
    text = a_story(chance, words[0], names)
    mentions.forget()
    began = perf_counter()
    book = mentions.book()
    taken = perf_counter() - began
    kept, most = memory_of(names)
    yield Figure(what=f"{len(names):,} names read and made ready", value=f"{taken:.2f} s")
    yield Figure(what="memory that they keep", value=f"{kept:.0f} MB")
    yield Figure(what="memory at most while they are made", value=f"{most:.0f} MB")
    yield Figure(
        what=f"names found in {WORDS:,} words",
        value=f"{len(book.find(text))} in {best(lambda: book.find(text)):.2f} ms",
    )
    yield compare(
        f"finding {len(names):,} names, against looking for each",
        ours=lambda: book.find(text),
        theirs=lambda: [name for name in names if name in text],
        most=MOST_TO_FIND,
        rounds=ROUNDS,
    )
    yield compare(
        "making them ready, against reading them",
        ours=made_anew,
        theirs=read,
        most=MOST_TO_MAKE,
        rounds=ROUNDS,
    )
    entity = Entity.objects.earliest("pk")
    yield compare(
        "keeping up with a change, against making all ready anew",
        ours=lambda: changed(entity),
        theirs=made_anew,
        most=MOST_TO_KEEP_UP,
        rounds=ROUNDS,
    )


def store(names: list[str]) -> None:
    fields = {"state": Entity.State.APPROVED, "kind": Entity.Kind.PERSON, "description": "A."}
    Entity.objects.bulk_create(
        (
            Entity(name=name, slug=f"of-bench-{number}", **fields)
            for number, name in enumerate(names[:PROFILES])
        ),
        batch_size=5_000,
    )
    ids = Entity.objects.filter(slug__startswith="of-bench-").values_list("pk", flat=True)
    pairs = zip(ids[:ALIASES], names[PROFILES:], strict=True)
    Alias.objects.bulk_create(
        (Alias(entity_id=pk, name=name) for pk, name in pairs), batch_size=5_000
    )


def the_words(chance: random.Random) -> list[list[str]]:
    """The words that names are made of, by script."""
    return [
        [
            "".join(chance.choices(letters, k=chance.randint(3, 8 if letters < "\u3000" else 3)))
            for _ in range(count)
        ]
        for _share, letters, count in SCRIPTS
    ]


def the_names(chance: random.Random, words: list[list[str]]) -> list[str]:
    shares = [share for share, _letters, _count in SCRIPTS]
    return [a_name(chance, chance.choices(words, shares)[0]) for _ in range(PROFILES + ALIASES)]


def a_name(chance: random.Random, words: list[str]) -> str:
    count = 1 if words[0] > "\u3000" else chance.choice((1, 2, 2, 2, 3))
    drawn = [words[int(len(words) * chance.random() ** 2)] for _ in range(count)]
    return chance.choice((" ", " ", " ", "-")).join(drawn).title()


def a_story(chance: random.Random, words: list[str], names: list[str]) -> str:
    """A thousand words, of which every sixth or so belongs to a name."""
    text: list[str] = []
    while len(text) < WORDS:
        text += [*chance.choices(LITTLE, k=8), f"{chance.choice(words)}."]
        text += [*chance.choice(names).split(), "said,"]
    return " ".join(text[:WORDS])


def made_anew() -> None:
    mentions.forget()
    mentions.book()


def read() -> None:
    list(Entity.objects.approved().values_list("pk", "name", "native_name"))
    list(Alias.objects.values_list("entity", "name"))


def changed(entity: Entity) -> None:
    moderation.mark_checked(entity=entity, by=None, now=make.NOW)
    mentions.book()


def best(way) -> float:
    times = []
    for _round in range(15):
        began = perf_counter()
        way()
        times.append((perf_counter() - began) * 1000)
    return median(times)


def memory_of(names: list[str]) -> tuple[float, float]:
    """The megabytes of an index of the names, measured in a process where nothing else is."""
    told = subprocess.run(
        [sys.executable, "-m", "benchmarks.memory"],
        input="\n".join(names),
        stdout=subprocess.PIPE,
        check=True,
        encoding="utf-8",
    )
    kept, most = map(float, told.stdout.split())
    return kept, most
