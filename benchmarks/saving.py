"""Programs under `stillframe run`: their speed, and what it costs to save and resume them.

    python -m benchmarks.saving [--quick] [--rounds N]

The programs stand in `benchmarks/saved`. Each round runs each of them plainly and under
`stillframe run`, one after the other; a ratio is taken in each round, and the table shows the
median of the rounds, the least and the greatest.
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from benchmarks.report import table
from benchmarks.saved.speed import PROGRAMS, SIZES
from benchmarks.store import raw, shown

HERE = Path(__file__).parent / "saved"
ROOT = HERE.parents[1]

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
    import time

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


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.saving")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: a smoke test")
    parser.add_argument("--rounds", type=int, default=7)
    chosen = parser.parse_args(arguments)
    rounds = 1 if chosen.quick else chosen.rounds
    counts = (10, 100) if chosen.quick else (10, 1_000, 100_000)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        ratios = speed(folder, rounds, 200 if chosen.quick else 1)
        rows = []
        for count in counts:
            times = 4 if count > 10_000 else 20
            found = [saves(folder, count, times) for _ in range(1 if chosen.quick else 3)]
            best = [min(one["saves"]) for one in found]
            rows.append(
                [
                    f"{count:,}",
                    shown([1000 * one for one in best]),
                    shown([one / each["plain"] for one, each in zip(best, found, strict=True)], 1),
                    shown([1000 * (o["back"]["load"] + o["back"]["thaw"]) for o in found]),
                    shown([o["back"]["thaw"] / o["back"]["plain"] for o in found], 1),
                    f"{found[0]['back']['size']:,}",
                    f"{found[0]['back']['size'] / found[0]['back']['values']:.1f}",
                ]
            )
        small = []
        for _ in range(rounds):
            one = saves(folder, 10, 10 if chosen.quick else 200)
            each = sum(one["saves"]) / len(one["saves"])
            small.append((1 / each, commits(folder, one["back"]["size"], 50) / each))
    lines = ["Asyncio programs under `stillframe run`: time over `python`'s", ""]
    lines += table(["program", "ratio"], [[name, shown(found)] for name, found in ratios.items()])
    lines += ["", "Suspended tasks, saved (`await checkpoint()`) and resumed", ""]
    heads = ["tasks", "save, ms", "over pickle", "resume, ms", "thaw over pickle", "bytes", "size"]
    lines += table(heads, rows)
    lines += ["", "Checkpoints of a program of ten tasks", ""]
    lines += table(
        ["a second", "over SQLite's raw commits of the same bytes"],
        [[shown([rate for rate, _ in small], 0), shown([ratio for _, ratio in small])]],
    )
    print("\n".join(lines))
    return 0


if __name__ == "__main__":
    sys.exit(main())
