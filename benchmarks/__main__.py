"""``python -m benchmarks``: measure, report, and say whether the two bars are met."""

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
from benchmarks.measure import Lane, measure
from benchmarks.programs import PROGRAMS


def arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="python -m benchmarks",
        description="The machine's time over CPython's, beside x-python's.",
    )
    parser.add_argument("programs", nargs="*", metavar="PROGRAM", help=", ".join(PROGRAMS))
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
    if chosen.write and (chosen.quick or chosen.programs or chosen.python or chosen.no_x_python):
        parser.error("--write is for a whole run")
    return chosen


def profile(program: str, version: str, size: str) -> int:
    command = [machine_python(version), "-m", "benchmarks.hotspots", program, size]
    return subprocess.run(command, env=variables(), cwd=ROOT).returncode


def main() -> int:
    chosen = arguments()
    versions = chosen.python or list(MACHINE_PYTHONS)
    programs = chosen.programs or list(PROGRAMS)
    if chosen.profile:
        return profile(chosen.profile, versions[-1], "tiny" if chosen.quick else "full")
    sizes = ("tiny", "tiny") if chosen.quick else ("full", "small")
    rounds = 1 if chosen.quick else chosen.rounds
    lanes = [Lane("stillframe", version, sizes[0]) for version in versions]
    if not chosen.no_x_python:
        lanes += [Lane("x-python", version, sizes[1]) for version in X_PYTHON_PYTHONS]
    measure(lanes, programs, rounds)
    here = [lane.version for lane in lanes if lane.engine == "stillframe" and not lane.missing]
    once = [costs(version, programs, rounds) for version in here]
    results = report.Results(programs, lanes, once, rounds)
    print(report.render(results))
    if chosen.json:
        chosen.json.write_text(json.dumps(results.as_data(), indent=1) + "\n")
    if results.broken():
        print("\nthe machine failed; nothing is written", file=sys.stderr)
        return 1
    if chosen.write:
        print(f"\nwritten: {report.write(results).relative_to(ROOT)}")
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Unavailable as error:
        sys.exit(str(error))
