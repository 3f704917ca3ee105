"""Timing two ways of doing one thing, turn and turn about, and the ratio of their medians."""

from collections.abc import Callable
from dataclasses import dataclass
from statistics import median
from time import perf_counter

ROUNDS = 15


@dataclass(frozen=True, kw_only=True)
class Ratio:
    """Times are in milliseconds; `most` is the ratio that must not be exceeded."""

    what: str
    ours: float
    theirs: float
    most: float

    @property
    def ratio(self) -> float:
        return self.ours / self.theirs

    @property
    def is_broken(self) -> bool:
        return self.ratio > self.most

    def __str__(self) -> str:
        verdict = "BROKEN" if self.is_broken else "kept"
        return (
            f"{self.what}: {_ms(self.ours)} against {_ms(self.theirs)}, "
            f"{self.ratio:.3g} times (bound {self.most}: {verdict})"
        )


@dataclass(frozen=True, kw_only=True)
class Figure:
    """A number that stands for itself. It breaks nothing: it depends on the machine."""

    what: str
    value: str
    is_broken: bool = False

    def __str__(self) -> str:
        return f"{self.what}: {self.value}"


def compare(
    what: str,
    *,
    ours: Callable[[], object],
    theirs: Callable[[], object],
    most: float,
    rounds: int = ROUNDS,
) -> Ratio:
    times: dict[Callable[[], object], list[float]] = {ours: [], theirs: []}
    for way in times:  # once unmeasured: templates are compiled, caches filled
        way()
    for _round in range(rounds):
        for way, measured in times.items():
            began = perf_counter()
            way()
            measured.append((perf_counter() - began) * 1000)
    return Ratio(what=what, ours=median(times[ours]), theirs=median(times[theirs]), most=most)


def _ms(milliseconds: float) -> str:
    return f"{milliseconds:.0f} ms" if milliseconds >= 10 else f"{milliseconds:.2g} ms"
