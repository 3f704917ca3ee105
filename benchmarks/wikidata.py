"""An import from Wikidata: what an entity costs and what memory holds, however long the file is."""

import tempfile
import tracemalloc
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter

from django.utils import timezone

from benchmarks.timing import Figure
from entities.models import Entity
from entities.wikidata import importing
from entities.wikidata.files import Counts, Files
from entities.wikidata.reading import Source
from tests.entities.wikidata import generate

SHORT, LONG = 1_000, 5_000
MOST_MEMORY = 1.3  # times what the short file takes
MOST_TIME = 1.6  # times what an entity of the short file takes


def run() -> Iterator[Figure]:
    with tempfile.TemporaryDirectory() as folder:
        short, long = (_written(Path(folder), count) for count in (SHORT, LONG))
        _take(short)  # once unmeasured; the rows go again
        times = [_timed(path) / count for path, count in ((short, SHORT), (long, LONG))]
        again = _timed(long, is_new=False) / LONG
        peaks = [_peak(path) for path in (short, long)]
    _forget()
    yield _kept(
        f"Wikidata, an entity of {LONG:,} against one of {SHORT:,}",
        f"{times[1] * 1000:.2f} ms against {times[0] * 1000:.2f} ms",
        times[1] / times[0],
        MOST_TIME,
    )
    yield Figure(what="Wikidata, an entity that is there already", value=f"{again * 1000:.2f} ms")
    yield _kept(
        f"Wikidata, memory for {LONG:,} entities against {SHORT:,}",
        f"{peaks[1] / 2**20:.1f} MB against {peaks[0] / 2**20:.1f} MB",
        peaks[1] / peaks[0],
        MOST_MEMORY,
    )


def _kept(what: str, value: str, ratio: float, most: float) -> Figure:
    is_broken = ratio > most
    verdict = "BROKEN" if is_broken else "kept"
    words = f"{value}, {ratio:.3g} times (bound {most}: {verdict})"
    return Figure(what=what, value=words, is_broken=is_broken)


def _written(folder: Path, count: int) -> Path:
    return generate.write(folder / f"{count}.json.gz", generate.many(count, seed=count))


def _take(path: Path) -> None:
    files = Files([Source(path)], languages=importing.site_languages())
    files.name_offices(tick=lambda read: None)
    files.name_offices_before(tick=lambda read: None)
    files.take(
        by=None,
        now=timezone.now(),
        tick=lambda read: None,
        warn=lambda sentence: None,
        counts=Counts(),
        limit=0,
    )


def _forget() -> None:
    Entity.objects.exclude(wikidata_id="").delete()


def _timed(path: Path, *, is_new: bool = True) -> float:
    if is_new:
        _forget()
    began = perf_counter()
    _take(path)
    return perf_counter() - began


def _peak(path: Path) -> int:
    _forget()
    tracemalloc.start()
    try:
        _take(path)
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
