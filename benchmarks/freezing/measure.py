"""Rounds: each way of keeping side by side, and the ratios that come out of them."""

from __future__ import annotations

import statistics
import sys
import tomllib
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.environments import ROOT, Unavailable, Worker, find_python, make_environment
from benchmarks.freezing.subjects import MORE, SUBJECTS

PYTHONS = ("3.11", "3.12", "3.13")
WAYS = ("stillframe", "pickle", "dispatch-py")
DIRECTIONS = ("freeze", "thaw")

# The last release; what it leaves open of its requirements has changed under it.
DISPATCH_PY = ("dispatch-py==0.8.0", "http-message-signatures==0.5.0")
# It has a file compiled for each Python, the last of them for 3.12.
DISPATCH_PY_PYTHONS = ("3.11", "3.12")

BY_VALUE = "Fibonacci, by value"
NAMES = (*SUBJECTS, *MORE, BY_VALUE)

# How many generators are kept together.
SIZES = {"full": 100_000, "quick": 1_000}


@dataclass
class Found:
    """One subject on one Python: a list by round for each measurement, seconds but for sizes."""

    seconds: dict[str, dict[str, list[float]]] = field(default_factory=dict)  # way: direction
    sizes: dict[str, int] = field(default_factory=dict)
    afterwards: list[float] = field(default_factory=list)
    failed: dict[str, str] = field(default_factory=dict)  # way: what it said

    def add(self, way: str, answer: dict[str, float]) -> None:
        times = self.seconds.setdefault(way, {one: [] for one in DIRECTIONS})
        for direction in DIRECTIONS:
            times[direction].append(answer[direction])
        self.sizes[way] = int(answer["size"])

    def median(self, way: str, direction: str) -> float | None:
        times = self.seconds.get(way)
        return statistics.median(times[direction]) if times and times[direction] else None

    def over(self, way: str, direction: str) -> list[float]:
        """stillframe's time over another's, by round."""
        ours, theirs = (self.seconds.get(one, {}).get(direction, []) for one in ("stillframe", way))
        return [a / b for a, b in zip(ours, theirs, strict=False)]


@dataclass
class Python:
    """All subjects on one Python."""

    version: str
    build: str = ""
    missing: dict[str, str] = field(default_factory=dict)  # way: why it was not measured
    found: dict[str, Found] = field(default_factory=dict)  # by subject


def python_for(way: str, version: str) -> str:
    """The Python of an environment that has what a way of keeping needs."""
    if way == "dispatch-py":
        if version not in DISPATCH_PY_PYTHONS:
            raise Unavailable("it has nothing for this Python")
        return make_environment(f"dispatch-py-{version}", find_python(version), DISPATCH_PY)
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    needed = tuple(project["dependencies"])
    return make_environment(f"freezing-{version}", find_python(version), needed)


def _workers(python: Python) -> dict[str, Worker]:
    workers = {}
    for way in WAYS:
        try:
            executable = python_for(way, python.version)
            worker = workers[way] = Worker(executable, way, module="benchmarks.freezing.worker")
            build = worker.ask(do="describe")["version"]
        except Unavailable as error:
            python.missing[way] = str(error)
        else:
            python.build = python.build or build
    return workers


def _keep(worker: Worker, subject: str, size: int) -> dict[str, float]:
    return worker.ask(do="keep", subject=subject, size=size)


def visit(workers: dict[str, Worker], subject: str, size: int, found: Found) -> None:
    """stillframe before and after the others, so that a change of the machine's pace shows on
    both sides of a ratio."""
    before = _keep(workers["stillframe"], subject, size)
    for way in WAYS[1:]:
        if way not in workers or way in found.failed or (way, subject) == ("dispatch-py", BY_VALUE):
            continue
        try:
            found.add(way, _keep(workers[way], subject, size))
        except Unavailable as error:
            found.failed[way] = str(error)
    after = _keep(workers["stillframe"], subject, size)
    found.add("stillframe", {key: (before[key] + after[key]) / 2 for key in before})
    if subject in SUBJECTS:
        answer = workers["stillframe"].ask(do="run", subject=subject, size=size)
        found.afterwards.append(answer["ratio"])


def measure(versions: Sequence[str], rounds: int, size: int) -> list[Python]:
    """Every round visits every subject on every Python once. Raises Unavailable if ours fails."""
    pythons = [Python(version) for version in versions]
    running: list[tuple[Python, dict[str, Worker]]] = []
    try:
        for python in pythons:
            print(f"freezing on {python.version}", file=sys.stderr)
            workers = _workers(python)
            running.append((python, workers))
        for number in range(rounds):
            print(f"round {number + 1} of {rounds}", file=sys.stderr)
            for subject in NAMES:
                for python, workers in running:
                    if "stillframe" in workers:
                        found = python.found.setdefault(subject, Found())
                        visit(workers, subject, size, found)
    finally:
        for _, workers in running:
            for worker in workers.values():
                worker.close()
    return pythons
