"""``python -m benchmarks``: measure, report, and say whether the bars are met."""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
from pathlib import Path

from benchmarks import report
from benchmarks.costs import costs
from benchmarks.environments import (
    MACHINE_PYTHONS,
    ROOT,
    X_PYTHON_PYTHONS,
    Unavailable,
    machine_python,
    variables,
)
from benchmarks.freezing import measure as freezing_measure
from benchmarks.freezing import report as freezing_report
from benchmarks.measure import Lane, measure
from benchmarks.programs import PROGRAMS

PARTS = ("machine", "freezing")


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="The machine's time over CPython's, beside x-python's; and what freezing and "
        "thawing cost, beside dispatch-py and plain pickle.",
    )
    parser.add_argument(
        "programs", nargs="*", metavar="PROGRAM", help="of the machine: " + ", ".join(PROGRAMS)
    )
    parser.add_argument("--only", choices=PARTS, help="this part alone")
    parser.add_argument("--rounds", type=int, default=7, help="measurements of each (7)")
    parser.add_argument(
        "--python",
        action="append",
        choices=MACHINE_PYTHONS,
        help="measure on this one only; may be given several times",
    )
    parser.add_argument("--no-x-python", action="store_true", help="leave x-python out")
    parser.add_argument("--quick", action="store_true", help="tiny sizes, once: a smoke test")
    parser.add_argument("--json", type=Path, metavar="FILE", help="all numbers, to a file")
    parser.add_argument("--write", action="store_true", help="put the tables in docs/benchmarks.md")
    parser.add_argument("--profile", metavar="PROGRAM", choices=PROGRAMS, help="by function")
    chosen = parser.parse_args()
    for name in chosen.programs:
        if name not in PROGRAMS:
            parser.error(f"no program {name!r}; there are {', '.join(PROGRAMS)}")
    if chosen.programs and chosen.only == "freezing":
        parser.error("programs are run on the machine; --only freezing has none")
    if chosen.write and (chosen.quick or chosen.programs or chosen.python or chosen.no_x_python):
        parser.error("--write is for a whole run")
    return chosen


def profile(program: str, version: str, size: str) -> int:
    command = [machine_python(version), "-m", "benchmarks.hotspots", program, size]
    return subprocess.run(command, env=variables(), cwd=ROOT).returncode


def of_the_machine(chosen: argparse.Namespace, versions: list[str], rounds: int) -> report.Results:
    programs = chosen.programs or list(PROGRAMS)
    sizes = ("tiny", "tiny") if chosen.quick else ("full", "small")
    lanes = [Lane("stillframe", version, sizes[0]) for version in versions]
    if not chosen.no_x_python:
        lanes += [Lane("x-python", version, sizes[1]) for version in X_PYTHON_PYTHONS]
    measure(lanes, programs, rounds)
    here = [lane.version for lane in lanes if lane.engine == "stillframe" and not lane.missing]
    once = [costs(version, programs, rounds) for version in here]
    return report.Results(programs, lanes, once, rounds)


def of_freezing(
    chosen: argparse.Namespace, versions: list[str], rounds: int
) -> freezing_report.Results:
    size = freezing_measure.SIZES["quick" if chosen.quick else "full"]
    return freezing_report.Results(freezing_measure.measure(versions, rounds, size), rounds)


def main() -> int:
    chosen = arguments()
    versions = chosen.python or list(MACHINE_PYTHONS)
    if chosen.profile:
        return profile(chosen.profile, versions[-1], "tiny" if chosen.quick else "full")
    rounds = 1 if chosen.quick else chosen.rounds
    parts = [chosen.only] if chosen.only else ["machine"] if chosen.programs else list(PARTS)
    data: dict[str, object] = {}
    written = []
    broken = False
    if "machine" in parts:
        machine = of_the_machine(chosen, versions, rounds)
        print(report.render(machine))
        data |= machine.as_data()
        broken = machine.broken()
        written.append((report.render(machine), report.BEGIN))
    if "freezing" in parts:
        kept = of_freezing(chosen, versions, rounds)
        print(freezing_report.render(kept))
        data["freezing"] = kept.as_data()
        written.append((freezing_report.render(kept), report.BEGIN_FREEZING))
    if chosen.json:
        chosen.json.write_text(json.dumps(data, indent=1) + "\n")
    if broken:
        print("\nthe machine failed; nothing is written", file=sys.stderr)
        return 1
    if chosen.write:
        for text, begin in written:
            page = report.write(text, begin)
        print(f"\nwritten: {page.relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Unavailable as error:
        sys.exit(str(error))
