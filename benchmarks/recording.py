"""Recording: what it costs to write down every step, beside VizTracer.

    python -m benchmarks.recording [--quick] [--rounds N] [--python 3.13] [--write]

Each program runs plainly, under VizTracer, on the machine, and on the machine under the recorder,
one after the other; a ratio is taken in each round, and the tables show the median of the rounds,
the least and the greatest. Then a page of a million steps is opened in Chromium, if it is here.
"""

from __future__ import annotations

import argparse
import statistics
import sys
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks import opening
from benchmarks.environments import Unavailable, Worker, find_python, make_environment
from benchmarks.opening import Subject
from benchmarks.recording_programs import PROGRAMS
from benchmarks.report import computer, table, write
from benchmarks.store import shown

PYTHONS = ("3.11", "3.12", "3.13")
REQUIREMENTS = ("viztracer==1.1.1", "cloudpickle==3.1.1")
BEGIN = "<!-- results of recording: written by the benchmarks -->"
MODULE = "benchmarks.recording_worker"

MOST_BYTES = 2.0  # a step, of a page
FEW = 1_000

# The order of a visit: what the others are compared with comes twice, around them.
VISIT = ("cpython", "viztracer", "viztracer, values", "machine", "recorded", "machine", "cpython")
RATIOS = (
    ("VizTracer / CPython", "viztracer", "cpython"),
    ("with values", "viztracer, values", "cpython"),
    ("machine / CPython", "machine", "cpython"),
    ("recorded / CPython", "recorded", "cpython"),
    ("recorded / machine", "recorded", "machine"),
)
KEPT = ("viztracer", "viztracer, values", "recorded")

# What is opened: this program, as VizTracer and we have it, and a page of so many steps of that.
OPENED, LONG, STEPS = "tasks", "generators", 1_000_000


@dataclass
class Program:
    """Of one program on one Python: seconds of each round, by engine; and what was kept of it."""

    seconds: dict[str, list[float]] = field(default_factory=dict)
    kept: dict[str, dict[str, float]] = field(default_factory=dict)

    def ratios(self, engine: str, base: str) -> list[float]:
        pairs = zip(self.seconds[engine], self.seconds[base], strict=True)
        return [one / other for one, other in pairs]

    def each(self, engine: str, base: str | None = None) -> list[float]:
        """Nanoseconds a step, or a call; those of another engine taken off.

        None where there are few calls.
        """
        bases = self.seconds[base] if base else [0.0] * len(self.seconds[engine])
        things = self.kept[engine if base and engine in self.kept else "recorded"]["things"]
        if things < FEW:
            return []
        pairs = zip(self.seconds[engine], bases, strict=True)
        return [1e9 * (one - other) / things for one, other in pairs]


@dataclass
class Found:
    """Of one Python."""

    version: str
    python: str
    build: str
    programs: dict[str, Program]


def measure(version: str, rounds: int, size: int, folder: Path) -> Found:
    """Every round visits every program once, and on each visit every engine.

    What is kept of runs stays in the folder.
    """
    python = make_environment(f"recording-{version}", find_python(version), REQUIREMENTS)
    workers = {engine: Worker(python, engine, module=MODULE) for engine in dict.fromkeys(VISIT)}
    try:
        build = workers["recorded"].ask(do="describe")["version"]
        found = Found(version, python, build, {name: Program() for name in PROGRAMS})
        for number in range(rounds):
            print(f"recording on {version}, round {number + 1} of {rounds}", file=sys.stderr)
            for name, program in found.programs.items():
                visit: dict[str, list[float]] = {}
                for engine in VISIT:
                    spent = workers[engine].ask(do="measure", program=name, size=size)["seconds"]
                    visit.setdefault(engine, []).append(spent)
                for engine, spent in visit.items():
                    program.seconds.setdefault(engine, []).append(statistics.mean(spent))
        for name, program in found.programs.items():
            for engine in KEPT:
                program.kept[engine] = keep(workers[engine], name, size, folder)
        return found
    finally:
        for worker in workers.values():
            worker.close()


def keep(worker: Worker, program: str, size: int, folder: Path) -> dict[str, float]:
    return worker.ask(do="keep", program=program, size=size, file=str(kept(folder, worker.engine)))


def kept(folder: Path, engine: str) -> Path:
    return folder / f"{engine}.{'html' if engine == 'recorded' else 'json'}"


def a_step(kept: dict[str, float]) -> float:
    """Bytes a step, without those that every page has."""
    return (kept["bytes"] - kept["bare"]) / kept["things"]


def to_open(python: str, size: int, steps: int, folder: Path) -> list[Subject]:
    """The same program, as we and VizTracer have it; and a page of so many steps."""
    subjects = []
    for name, engine, program, length in (
        (f"the page, {OPENED}", "recorded", OPENED, size),
        (f"VizTracer's JSON in Perfetto, {OPENED}", "viztracer", OPENED, size),
        (f"the page, {LONG}", "recorded", LONG, -(-steps // 290)),
    ):
        worker = Worker(python, engine, module=MODULE)
        try:
            found = keep(worker, program, length, folder)
        finally:
            worker.close()
        file = kept(folder, engine).rename(folder / f"{name}{kept(folder, engine).suffix}")
        viewer, word = (python, "calls") if engine == "viztracer" else (None, "steps")
        subjects.append(Subject(name, file, found["things"], word, viewer))
    return subjects


def render(found: list[Found], open_: list[str], rounds: int) -> str:
    machine = computer()
    lines = [f"{machine['processor']}, {machine['cores']} cores, {machine['system']}; "]
    lines[0] += f"rounds: {rounds}."
    for one in found:
        lines += ["", f"Python {one.build}: time over that of the same program", ""]
        lines += table(
            ["program", *[head for head, _, _ in RATIOS]],
            [
                [name, *[shown(program.ratios(*pair), 1) for _, *pair in RATIOS]]
                for name, program in one.programs.items()
            ],
        )
    last = found[-1]
    lines += ["", f"Nanoseconds, on Python {last.version}", ""]
    lines += table(
        ["program", "steps", "machine, a step", "recording, a step", "VizTracer, a call", "values"],
        [
            [
                name,
                f"{program.kept['recorded']['things']:,}",
                shown(program.each("machine"), 0),
                shown(program.each("recorded", "machine"), 0),
                shown(program.each("viztracer", "cpython"), 0),
                shown(program.each("viztracer, values", "cpython"), 0),
            ]
            for name, program in last.programs.items()
        ],
    )
    lines += ["", f"What is kept, on Python {last.version}", ""]
    lines += table(
        [
            "program",
            "the page, kB",
            "of it a step, bytes",
            "written in, s",
            "VizTracer's JSON, kB",
            "bytes a call",
            "written in, s",
            "with values, kB",
        ],
        [
            [
                name,
                f"{ours['bytes'] / 1e3:,.0f}",
                f"{a_step(ours):.2f}",
                f"{ours['seconds']:.2f}",
                f"{theirs['bytes'] / 1e3:,.0f}",
                f"{theirs['bytes'] / theirs['things']:.0f}" if theirs["things"] >= FEW else "-",
                f"{theirs['seconds']:.2f}",
                f"{values['bytes'] / 1e3:,.0f}",
            ]
            for name, program in last.programs.items()
            for theirs, values, ours in [[program.kept[engine] for engine in KEPT]]
        ],
    )
    lines += ["", *open_]
    lines += ["", "The bar", ""]
    lines += [
        f"- {what}: **{'met' if met else 'NOT MET'}** ({value})" for what, met, value in bars(found)
    ]
    return "\n".join(lines)


def bars(found: list[Found]) -> list[tuple[str, bool, str]]:
    sizes = {
        name: a_step(program.kept["recorded"])
        for one in found
        for name, program in one.programs.items()
    }
    worst = max(sizes, key=lambda name: sizes[name])
    most = f"a page: at most {MOST_BYTES:.0f} bytes a step, the worst program"
    return [(most, sizes[worst] <= MOST_BYTES, f"{sizes[worst]:.2f}, {worst}")]


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recording", description=__doc__)
    parser.add_argument("--rounds", type=int, default=7, help="measurements of each (7)")
    parser.add_argument("--size", type=int, default=1000, help="of programs: 300 steps each (1000)")
    parser.add_argument("--python", action="append", choices=PYTHONS, help="on this one only")
    parser.add_argument("--quick", action="store_true", help="tiny sizes, once: a smoke test")
    parser.add_argument("--write", action="store_true", help="put the tables in docs/benchmarks.md")
    chosen = parser.parse_args(arguments)
    rounds, size = (1, 20) if chosen.quick else (chosen.rounds, chosen.size)
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        found = [measure(version, rounds, size, folder) for version in chosen.python or PYTHONS]
        steps = 10_000 if chosen.quick else STEPS
        subjects = to_open(found[-1].python, size, steps, folder)
        missing = opening.measure(subjects, rounds)
    text = render(found, opening.render(subjects, missing), rounds)
    print(text)
    if chosen.write:
        write(text, BEGIN)
    return 0 if chosen.quick or all(met for _, met, _ in bars(found)) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Unavailable as error:
        sys.exit(str(error))
