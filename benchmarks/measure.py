"""Rounds of measurements, engines side by side, and the ratios that come out of them."""

from __future__ import annotations

import statistics
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from benchmarks import environments
from benchmarks.environments import Unavailable, Worker


@dataclass
class Lane:
    """One engine on one Python, beside that Python's own speed."""

    engine: str
    version: str
    size: str
    build: str = ""
    missing: str = ""  # why the whole lane was not measured
    ratios: dict[str, list[float]] = field(default_factory=dict)  # program: one a round
    seconds: dict[str, list[float]] = field(default_factory=dict)  # CPython's own
    failed: dict[str, str] = field(default_factory=dict)  # program: what the engine said

    def geometric_means(self) -> list[float]:
        """One for each round that all programs finished; empty if a program failed."""
        if self.failed or not self.ratios:
            return []
        return [statistics.geometric_mean(each) for each in zip(*self.ratios.values(), strict=True)]


@dataclass(frozen=True)
class Spread:
    """The median of some ratios, and the least and the greatest."""

    median: float
    least: float
    greatest: float

    @classmethod
    def of(cls, ratios: Sequence[float]) -> Spread | None:
        """None where there are none."""
        if not ratios:
            return None
        return cls(statistics.median(ratios), min(ratios), max(ratios))


class Pair:
    """The two workers of a lane: the engine, and CPython of the same version."""

    def __init__(self, lane: Lane, find: Callable[[str], str]) -> None:
        python = find(lane.version)
        self.lane = lane
        self.baseline = Worker(python, "cpython")
        self.engine = Worker(python, lane.engine)
        lane.build = self.engine.ask(do="describe")["version"]

    def round(self, program: str, size: str) -> None:
        """CPython, the engine, and CPython again, so that a change of the machine's pace shows
        on both sides of the ratio."""
        lane = self.lane
        if program in lane.failed:
            return
        before = self.baseline.seconds("measure", program, size)
        try:
            seconds = self.engine.seconds("measure", program, size)
        except Unavailable as error:
            lane.failed[program] = str(error)
            lane.ratios.pop(program, None)
            return
        after = self.baseline.seconds("measure", program, size)
        lane.seconds.setdefault(program, []).append((before + after) / 2)
        lane.ratios.setdefault(program, []).append(2 * seconds / (before + after))

    def close(self) -> None:
        self.baseline.close()
        self.engine.close()


def find_for(engine: str) -> Callable[[str], str]:
    if engine == "x-python":
        return environments.x_python_python
    return environments.machine_python


def measure(lanes: list[Lane], programs: Sequence[str], rounds: int) -> None:
    """Fills the lanes, in place. Every round visits every program on every lane once."""
    pairs: list[Pair] = []
    try:
        for lane in lanes:
            print(f"{lane.engine} on {lane.version}", file=sys.stderr)
            try:
                pairs.append(Pair(lane, find_for(lane.engine)))
            except Unavailable as error:
                lane.missing = str(error)
        for number in range(rounds):
            print(f"round {number + 1} of {rounds}", file=sys.stderr)
            for program in programs:
                for pair in pairs:
                    pair.round(program, pair.lane.size)
    finally:
        for pair in pairs:
            pair.close()
