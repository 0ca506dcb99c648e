"""The file of a saved program: saves in a second, and what a long history costs.

    python -m benchmarks.store [--quick] [--no-dbos] [--folder DIR] [--write]

Beside it, in the same round and on the same disk: SQLite's raw rate of commits with the same
bytes in the same mode (a write-ahead log, synchronous = FULL), and DBOS's durable steps on
SQLite, as it comes and with such a log. A ratio is taken in each round; the table shows the
median of the rounds, the least and the greatest.
"""

from __future__ import annotations

import argparse
import json
import pickle
import random
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path

from benchmarks.environments import Unavailable, find_python, make_environment
from benchmarks.measure import Spread
from benchmarks.report import PAGE, table, write
from stillframe.program.records import Program
from stillframe.program.store import Store

DBOS = ("dbos==3.4.0", "pysqlite3-binary==0.5.4.post2")
WORKER = Path(__file__).with_name("dbos_worker.py")

BEGIN = "<!-- results of the file: written by the benchmarks -->"

LEAST_OVER_RAW = 0.5
MOST_AFTER_HISTORY = 1.2  # the time to resume after 10,000 saves over that after 10: noise

PROGRAM = Program(("app.py",), "app.py", None, "/", "3.13", "0.1", datetime.now(UTC))


@dataclass(frozen=True)
class Size:
    """How long each measurement takes; ``batch`` is in bytes, so that all take about as long."""

    rounds: int
    batch: int
    most: int
    history: int
    steps: int


FULL = Size(rounds=9, batch=60_000_000, most=500, history=10_000, steps=500)
QUICK = Size(rounds=2, batch=3_000_000, most=20, history=100, steps=20)


def records(size: int) -> bytes:
    """A pickle as programs have it: names, numbers, and structure that repeats."""
    rng = random.Random(0)
    rows = [
        {"name": f"task-{i}", "url": f"http://example.org/{i}", "tries": i % 5, "at": rng.random()}
        for i in range(size // 40)
    ]
    return pickle.dumps(rows)[:size]


def noise(size: int) -> bytes:
    return random.Random(0).randbytes(size)


STATES: dict[str, Callable[[], bytes]] = {
    "1 KB": lambda: records(1_000),
    "4 KB": lambda: records(4_000),
    "64 KB": lambda: records(64_000),
    "1 MB": lambda: records(1_000_000),
    "1 MB of noise": lambda: noise(1_000_000),
    "4 MB": lambda: records(4_000_000),
    "20 MB": lambda: records(20_000_000),
}


@dataclass
class Rates:
    """A state's saves in a second, round by round, and the raw commits beside each."""

    ours: list[float] = field(default_factory=list)
    raw: list[float] = field(default_factory=list)

    def ratios(self) -> list[float]:
        return [ours / raw for ours, raw in zip(self.ours, self.raw, strict=True)]


@dataclass
class Found:
    rates: dict[str, Rates]
    resumed: dict[int, list[float]]  # by the number of saves before: seconds
    dbos: dict[str, Rates] = field(default_factory=dict)  # by the mode of its file
    dbos_resumed: dict[int, list[float]] = field(default_factory=dict)
    missing: str = ""

    def over_dbos(self, mode: str) -> list[float]:
        ours = self.rates["4 KB"].ours
        return [one / step for one, step in zip(ours, self.dbos[mode].ours, strict=True)]

    def after_history(self) -> list[float]:
        few, many = sorted(self.resumed)
        pairs = zip(self.resumed[many], self.resumed[few], strict=True)
        return [long / short for long, short in pairs]


@contextmanager
def raw(file: Path) -> Iterator[Callable[[bytes], object]]:
    """One commit, with nothing around it."""
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA secure_delete = OFF")
    connection.execute("CREATE TABLE state (number INTEGER PRIMARY KEY, data BLOB)")
    try:
        yield lambda state: connection.execute("INSERT INTO state (data) VALUES (?)", (state,))
    finally:
        connection.close()


@contextmanager
def ours(file: Path) -> Iterator[Callable[[bytes], object]]:
    with Store.open(file, create=True) as store:
        store.start(PROGRAM)
        yield lambda state: store.save(state, reason="benchmark")


def measure_rates(folder: Path, size: Size, found: Rates, state: bytes) -> None:
    """Ours and the raw commits by turns, so that both have the same disk."""
    times = max(2, min(size.most, size.batch // len(state)))
    turn = max(1, times // 25)
    with (
        tempfile.TemporaryDirectory(dir=folder) as fresh,
        ours(Path(fresh, "ours")) as save,
        raw(Path(fresh, "raw")) as commit,
    ):
        done, seconds = 0, dict.fromkeys((save, commit), 0.0)
        save(state)
        commit(state)
        while done < times:
            for do in seconds:
                start = time.perf_counter()
                for _ in range(turn):
                    do(state)
                seconds[do] += time.perf_counter() - start
            done += turn
    found.ours.append(done / seconds[save])
    found.raw.append(done / seconds[commit])


def history(file: Path, saves: int) -> None:
    """A closed file after that many saves."""
    state = records(4_000)
    with ours(file) as save:
        for _ in range(saves):
            save(state)


def resume(file: Path) -> float:
    """Seconds to open it and have the newest state."""
    start = time.perf_counter()
    with Store.open(file, create=False) as store:
        store.load()
        return time.perf_counter() - start


def dbos(python: str, do: str, file: Path, count: int) -> dict[str, float]:
    command = [python, "-W", "ignore", str(WORKER), do, str(file), str(count), "4000"]
    ran = subprocess.run(command, capture_output=True, text=True, timeout=600)
    if ran.returncode:
        raise Unavailable((ran.stderr.strip().splitlines() or ["no message"])[-1])
    said: dict[str, float] = json.loads(ran.stdout.splitlines()[-1]) if ran.stdout else {}
    return said


def dbos_file(python: str, folder: Path, mode: str) -> Path:
    """A file with DBOS's tables, in a mode that stays."""
    file = folder / f"dbos-{mode}"
    dbos(python, "steps", file, 1)
    connection = sqlite3.connect(file, isolation_level=None)
    connection.execute(f"PRAGMA journal_mode = {mode}")
    connection.close()
    return file


def measure(folder: Path, size: Size, python: str | None) -> Found:
    states = {name: make() for name, make in STATES.items()}
    counts = (10, size.history)
    found = Found({name: Rates() for name in states}, {count: [] for count in counts})
    for count in counts:
        history(folder / f"after-{count}", count)
    files: dict[str, Path] = {}
    if python is not None:
        files = {mode: dbos_file(python, folder, mode) for mode in ("delete", "wal")}
        found.dbos = {mode: Rates() for mode in files}
    for number in range(size.rounds):
        print(f"round {number + 1} of {size.rounds}", file=sys.stderr)
        for name, state in states.items():
            measure_rates(folder, size, found.rates[name], state)
        for mode, file in files.items():
            assert python is not None
            said = dbos(python, "steps", file, size.steps)
            assert said["mode"] == mode, said
            found.dbos[mode].ours.append(said["rate"])
            found.dbos[mode].raw.append(said["raw"])
        for count in counts:
            found.resumed[count].append(resume(folder / f"after-{count}"))
    if python is not None:
        for count in counts:
            file = folder / f"dbos-after-{count}"
            dbos(python, "abandon", file, count)
            found.dbos_resumed[count] = [dbos(python, "resume", file, count)["seconds"]]
    return found


def shown(values: list[float], digits: int = 2) -> str:
    spread = Spread.of(values)
    if spread is None:
        return "-"
    middle, least, greatest = (
        f"{value:,.{digits}f}" for value in (spread.median, spread.least, spread.greatest)
    )
    return middle if len(values) == 1 else f"{middle} ({least} to {greatest})"


def render(found: Found) -> str:
    lines = ["Saves in a second, and SQLite's raw commits of the same bytes in the same mode", ""]
    lines += table(
        ["state", "saves/s", "raw commits/s", "ratio"],
        [
            [name, shown(rates.ours, 0), shown(rates.raw, 0), shown(rates.ratios())]
            for name, rates in found.rates.items()
        ],
    )
    if found.dbos:
        lines += [
            "",
            "DBOS 3.4.0, steps of 4 KB, by the mode of its file (`delete` is its own)",
            "",
        ]
        lines += table(
            ["mode", "steps/s", "raw commits/s", "its ratio", "ours over it"],
            [
                [
                    mode,
                    shown(rates.ours, 0),
                    shown(rates.raw, 0),
                    shown(rates.ratios()),
                    shown(found.over_dbos(mode), 1),
                ]
                for mode, rates in found.dbos.items()
            ],
        )
    elif found.missing:
        lines += ["", f"DBOS: not measured: {found.missing}"]
    lines += ["", "Milliseconds to open the file and have the newest state of 4 KB", ""]
    lines += table(
        ["saves before", "stillframe", "DBOS"],
        [
            [
                f"{count:,}",
                shown([1000 * seconds for seconds in values]),
                shown([1000 * seconds for seconds in found.dbos_resumed.get(count, [])], 0),
            ]
            for count, values in found.resumed.items()
        ],
    )
    lines.append("")
    lines += [
        f"- {what}: **{'met' if met else 'NOT MET'}** ({value})" for what, met, value in bars(found)
    ]
    return "\n".join(lines)


def bars(found: Found) -> list[tuple[str, bool, str]]:
    medians = {name: Spread.of(rates.ratios()) for name, rates in found.rates.items()}
    least = min(spread.median for spread in medians.values() if spread is not None)
    after = Spread.of(found.after_history())
    assert after is not None
    return [
        (
            f"at least {LEAST_OVER_RAW} of SQLite's raw commits, for every state",
            least >= LEAST_OVER_RAW,
            f"{least:.2f}",
        ),
        (
            "a resume takes no longer after a long history",
            after.median <= MOST_AFTER_HISTORY,
            f"{after.median:.2f} times",
        ),
    ]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.store")
    parser.add_argument("--quick", action="store_true", help="tiny sizes: a smoke test")
    parser.add_argument("--no-dbos", action="store_true", help="leave DBOS out")
    parser.add_argument("--folder", type=Path, help="on which disk (where temporary files go)")
    parser.add_argument("--write", action="store_true", help=f"put the tables in {PAGE.name}")
    chosen = parser.parse_args(arguments)
    python, missing = None, ""
    if not chosen.no_dbos:
        try:
            version = f"{sys.version_info.major}.{sys.version_info.minor}"
            python = make_environment(f"dbos-{version}", find_python(version), DBOS)
        except Unavailable as error:
            missing = str(error)
    with tempfile.TemporaryDirectory(dir=chosen.folder) as folder:
        found = measure(Path(folder), QUICK if chosen.quick else FULL, python)
    found.missing = missing
    text = render(found)
    print(text)
    if chosen.write:
        write(text, BEGIN)
    return 0 if all(met for _, met, _ in bars(found)) or chosen.quick else 1


if __name__ == "__main__":
    sys.exit(main())
