"""``python -m benchmarks.loop``: our event loop beside asyncio's own and uvloop."""

from __future__ import annotations

import argparse
import asyncio
import json
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from benchmarks.environments import ROOT, Unavailable, find_python, make_environment, variables
from benchmarks.loop_programs import PROGRAMS

PYTHONS = ("3.11", "3.12", "3.13")
REQUIREMENTS = (
    "uvloop==0.21.0",
    "cloudpickle==3.1.1",
)
PAGE = ROOT / "docs" / "benchmarks.md"
BEGIN, END = "<!-- loop: written by the benchmarks -->", "<!-- end of loop -->"
MOST = 1.02  # of asyncio's time, the geometric mean over the programs

# A run of one Python: for each engine and program a ratio each round, and seconds an operation.
Numbers = dict[str, Any]


def engines() -> dict[str, Callable[[], asyncio.AbstractEventLoop]]:
    import uvloop

    from stillframe.loop import EventLoop

    return {"stillframe": EventLoop, "uvloop": uvloop.new_event_loop}


def seconds(factory: Callable[[], asyncio.AbstractEventLoop], program: str, part: int) -> float:
    """Processor time of one operation. Client and server are both in this process."""
    main, n = PROGRAMS[program]
    n = max(100, n // part)
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.get_loop()
        began = time.process_time()
        runner.run(main(n))
        return (time.process_time() - began) / n


def measure(rounds: int, part: int) -> Numbers:
    """Each visit measures asyncio, the engine and asyncio again: a change of the computer's pace
    falls on both sides of the ratio."""
    own = asyncio.SelectorEventLoop
    found: Numbers = {"build": sys.version, "ratios": {}, "microseconds": {}}
    for program in PROGRAMS:
        seconds(own, program, 10)  # warm: what is imported and specialised once
    for _ in range(rounds):
        for program in PROGRAMS:
            for engine, factory in engines().items():
                before = seconds(own, program, part)
                ours = seconds(factory, program, part)
                after = seconds(own, program, part)
                ratios = found["ratios"].setdefault(engine, {}).setdefault(program, [])
                ratios.append(2 * ours / (before + after))
                found["microseconds"].setdefault(program, []).append((before + after) / 2 * 1e6)
    return found


def collect(versions: list[str], rounds: int, part: int) -> dict[str, Numbers]:
    """Runs `measure` on each Python, in an environment of its own."""
    found = {}
    for version in versions:
        print(f"loop on {version}", file=sys.stderr, flush=True)
        python = make_environment(f"loop-{version}", find_python(version), REQUIREMENTS)
        command = [python, "-m", "benchmarks.loop", "--measure", str(rounds), str(part)]
        ran = subprocess.run(command, cwd=ROOT, env=variables(), capture_output=True, text=True)
        if ran.returncode:
            raise Unavailable(f"{version}: {ran.stderr.strip().splitlines()[-1]}")
        found[version] = json.loads(ran.stdout)
    return found


def means(ratios: dict[str, list[float]]) -> list[float]:
    """The geometric mean over the programs, for each round."""
    return [statistics.geometric_mean(each) for each in zip(*ratios.values(), strict=True)]


def cell(ratios: list[float]) -> str:
    return f"{statistics.median(ratios):.2f} ({min(ratios):.2f} to {max(ratios):.2f})"


def rows(engine: str, found: dict[str, Numbers]) -> list[str]:
    table = [["", *[f"Python {version}" for version in found]], ["---", *["---:" for _ in found]]]
    for program in PROGRAMS:
        table.append([program, *[cell(each["ratios"][engine][program]) for each in found.values()]])
    every = [cell(means(each["ratios"][engine])) for each in found.values()]
    table.append(["geometric mean", *every])
    return ["| " + " | ".join(row) + " |" for row in table]


def verdicts(found: dict[str, Numbers]) -> list[tuple[str, float]]:
    return [
        (version, statistics.median(means(each["ratios"]["stillframe"])))
        for version, each in found.items()
    ]


def render(found: dict[str, Numbers], rounds: int) -> str:
    met = all(mean <= MOST for _, mean in verdicts(found))
    said = ", ".join(f"{mean:.2f} on {version}" for version, mean in verdicts(found))
    costs = [["asyncio's own, microseconds", *found], ["---", *["---:" for _ in found]]]
    for program in PROGRAMS:
        medians = [statistics.median(each["microseconds"][program]) for each in found.values()]
        costs.append([program, *[f"{median:.1f}" for median in medians]])
    return "\n".join(
        [
            f"Rounds: {rounds}. Time over that of asyncio's own loop, median (least to greatest).",
            "",
            "stillframe's loop",
            "",
            *rows("stillframe", found),
            "",
            "uvloop 0.21",
            "",
            *rows("uvloop", found),
            "",
            "One operation",
            "",
            *["| " + " | ".join(row) + " |" for row in costs],
            "",
            f"- at most {MOST} times asyncio's time: **{'met' if met else 'not met'}** ({said})",
        ]
    )


def write(text: str, page: Path = PAGE) -> None:
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, _, after = rest.partition(END)
    page.write_text(f"{before}{BEGIN}\n\n{text}\n\n{END}{after}", encoding="utf-8")


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.loop", description=__doc__)
    parser.add_argument("--rounds", type=int, default=11, help="measurements of each (11)")
    parser.add_argument("--python", action="append", choices=PYTHONS, help="on this one only")
    parser.add_argument("--quick", action="store_true", help="tiny sizes, once: a smoke test")
    parser.add_argument("--write", action="store_true", help=f"put the tables in {PAGE.name}")
    parser.add_argument("--measure", nargs=2, type=int, help=argparse.SUPPRESS)  # in a child
    chosen = parser.parse_args(arguments)
    if chosen.measure:
        print(json.dumps(measure(*chosen.measure)))
        return 0
    rounds, part = (1, 20) if chosen.quick else (chosen.rounds, 1)
    found = collect(chosen.python or list(PYTHONS), rounds, part)
    text = render(found, rounds)
    print(text)
    if chosen.write:
        write(text)
    return 0 if chosen.quick or all(mean <= MOST for _, mean in verdicts(found)) else 1


if __name__ == "__main__":
    try:
        sys.exit(main())
    except Unavailable as error:
        sys.exit(str(error))
