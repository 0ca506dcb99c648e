"""Programs under `stillframe run`: their speed, and what it costs to save and resume them.

    python -m benchmarks.saving [--quick] [--rounds N] [--write]

The programs stand in `benchmarks/saved`. Each round runs each of them plainly and under
`stillframe run`, one after the other; a ratio is taken in each round, and the table shows the
median of the rounds, the least and the greatest.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.report import PAGE, table, write
from benchmarks.saved.speed import PROGRAMS, SIZES
from benchmarks.store import raw, shown

HERE = Path(__file__).parent / "saved"
ROOT = HERE.parents[1]
BEGIN = "<!-- results of saving: written by the benchmarks -->"

MOST_OVER_PLAIN = 1.02  # the running speed of asyncio programs
MOST_OVER_PICKLE = 5  # saving and resuming tasks
LEAST_OVER_RAW = 0.5  # checkpoints


def run(*arguments: object, folder: Path) -> str:
    """What a Python process prints."""
    done = subprocess.run(
        [sys.executable, *map(str, arguments)],
        cwd=folder,
        env={"PYTHONPATH": f"{ROOT}:{ROOT / 'src'}", "PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=600,
    )
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout


def speed(folder: Path, rounds: int, part: int) -> dict[str, list[float]]:
    """Seconds under `stillframe run` over seconds under `python`, for a part of each size."""
    ratios: dict[str, list[float]] = {name: [] for name in PROGRAMS}
    for number in range(rounds):
        print(f"speed, round {number + 1} of {rounds}", file=sys.stderr)
        for name, found in ratios.items():
            plain = [HERE / "speed.py", name, SIZES[name] // part]
            ours = ["-m", "stillframe", "run", *plain]
            before, between, after = (
                float(run(*command, folder=folder)) for command in (plain, ours, plain)
            )
            found.append(between / ((before + after) / 2))
    return ratios


def saves(folder: Path, tasks: int, checkpoints: int) -> dict[str, Any]:
    """Seconds to save so many tasks, to resume them, and of the plain pickle beside each."""
    file = folder / "waiting.still"
    command = ["-m", "stillframe", "run", "--fresh", "--save", file]
    said = json.loads(run(*command, HERE / "waiting.py", tasks, checkpoints, folder=folder))
    back = json.loads(run(HERE / "resuming.py", file, folder=folder))
    return {"saves": said["saves"][1:], "plain": said["plain"], "back": back}


def commits(folder: Path, size: int, times: int) -> float:
    """SQLite's raw commits of so many bytes: seconds for each."""
    state = bytes(size)
    with raw(folder / "raw") as commit:
        commit(state)
        start = time.perf_counter()
        for _ in range(times):
            commit(state)
        seconds = (time.perf_counter() - start) / times
    for path in folder.glob("raw*"):
        path.unlink()
    return seconds


@dataclass
class Tasks:
    """So many suspended tasks: seconds to save, to resume, and of a plain pickle each way."""

    count: int
    saved: list[float] = field(default_factory=list)
    pickled: list[float] = field(default_factory=list)
    thawed: list[float] = field(default_factory=list)
    unpickled: list[float] = field(default_factory=list)
    loaded: list[float] = field(default_factory=list)
    size: int = 0
    plain_size: int = 0

    def add(self, one: dict[str, Any]) -> None:
        self.saved.append(min(one["saves"]))
        self.pickled.append(one["plain"])
        self.thawed.append(one["back"]["thaw"])
        self.unpickled.append(one["back"]["plain"])
        self.loaded.append(one["back"]["load"])
        self.size, self.plain_size = one["back"]["size"], one["back"]["values"]

    def over_pickle(self) -> tuple[list[float], list[float]]:
        """Of each run: a save over a plain pickle, a thaw over a plain unpickling."""
        saves = [one / plain for one, plain in zip(self.saved, self.pickled, strict=True)]
        thaws = [one / plain for one, plain in zip(self.thawed, self.unpickled, strict=True)]
        return saves, thaws


@dataclass
class Found:
    speed: dict[str, list[float]]
    tasks: list[Tasks] = field(default_factory=list)
    a_second: list[float] = field(default_factory=list)  # checkpoints
    over_raw: list[float] = field(default_factory=list)


def measure(folder: Path, quick: bool, rounds: int) -> Found:
    found = Found(speed(folder, rounds, 200 if quick else 1))
    for count in (10, 100) if quick else (10, 1_000, 100_000):
        tasks = Tasks(count)
        for _ in range(1 if quick else 3):
            print(f"{count:,} tasks", file=sys.stderr)
            tasks.add(saves(folder, count, 4 if count > 10_000 else 20))
        found.tasks.append(tasks)
    for _ in range(rounds):
        one = saves(folder, 10, 10 if quick else 200)
        each = statistics.mean(one["saves"])
        found.a_second.append(1 / each)
        found.over_raw.append(commits(folder, one["back"]["size"], 50) / each)
    return found


def render(found: Found) -> str:
    lines = ["Asyncio programs under `stillframe run`: time over `python`'s", ""]
    lines += table(
        ["program", "ratio"], [[name, shown(ratios)] for name, ratios in found.speed.items()]
    )
    lines += ["", "Suspended tasks, saved (`await checkpoint()`) and resumed", ""]
    lines += table(
        ["tasks", "save, ms", "over pickle", "resume, ms", "over pickle", "bytes", "over pickle"],
        [
            [
                f"{one.count:,}",
                shown([1000 * each for each in one.saved]),
                shown(one.over_pickle()[0], 1),
                shown([1000 * sum(each) for each in zip(one.loaded, one.thawed, strict=True)]),
                shown(one.over_pickle()[1], 1),
                f"{one.size:,}",
                f"{one.size / one.plain_size:.1f}",
            ]
            for one in found.tasks
        ],
    )
    lines += ["", "Checkpoints of a program of ten tasks", ""]
    lines += table(
        ["a second", "over SQLite's raw commits of the same bytes"],
        [[shown(found.a_second, 0), shown(found.over_raw)]],
    )
    lines += ["", "The bars", ""]
    lines += [
        f"- {what}: **{'met' if met else 'NOT MET'}** ({value})" for what, met, value in bars(found)
    ]
    return "\n".join(lines)


def bars(found: Found) -> list[tuple[str, bool, str]]:
    median = statistics.median
    worst = max(map(median, found.speed.values()))
    over_pickle = {
        f"{one.count:,} tasks": [median(ratios) for ratios in one.over_pickle()]
        for one in found.tasks
    }
    over_raw = median(found.over_raw)
    return [
        (
            f"running: at most {MOST_OVER_PLAIN} of `python`'s time, the worst program",
            worst <= MOST_OVER_PLAIN,
            f"{worst:.3f}",
        ),
        (
            f"saving and resuming: at most {MOST_OVER_PICKLE} times a plain pickle",
            max(map(max, over_pickle.values())) <= MOST_OVER_PICKLE,
            "; ".join(
                f"{name} {one:.1f} and {two:.1f}" for name, (one, two) in over_pickle.items()
            ),
        ),
        (
            f"checkpoints: at least {LEAST_OVER_RAW} of SQLite's raw commits",
            over_raw >= LEAST_OVER_RAW,
            f"{over_raw:.2f}",
        ),
    ]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.saving")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: a smoke test")
    parser.add_argument("--rounds", type=int, default=7)
    parser.add_argument("--write", action="store_true", help=f"put the tables in {PAGE.name}")
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        found = measure(Path(folder), chosen.quick, 1 if chosen.quick else chosen.rounds)
    text = render(found)
    print(text)
    if chosen.write:
        write(text, BEGIN)
    return 0 if chosen.quick or all(met for _, met, _ in bars(found)) else 1


if __name__ == "__main__":
    sys.exit(main())
