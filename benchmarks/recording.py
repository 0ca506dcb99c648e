"""``python -m benchmarks.recording``: what it costs to write down every step.

Each program is run on the machine, stepped through it, and recorded, in this process and on the
Python that runs it; shown are nanoseconds a step, the best of several rounds, and the size of the
packed trace. Steps are the machine's instructions: as many in each column.
"""

from __future__ import annotations

import argparse
import sys
import time
from collections.abc import Callable
from types import ModuleType
from typing import Any, NamedTuple

from stillframe.machine import Machine
from stillframe.watch.packing import pack
from stillframe.watch.recorder import Recorder
from stillframe.watch.trace import Trace
from stillframe.watch.writing import trace_of

PROGRAMS = {
    "a loop": """
def main(n):
    total = 0
    for i in range(n):
        total += i
        if i % 3 == 0:
            total -= 1
main({size} * 100)
""",
    "generators": """
def numbers(n):
    for i in range(n):
        yield i
def squares(source):
    for x in source:
        yield x * x
total = 0
for x in squares(numbers({size} * 40)):
    total += x
""",
    "calls": """
def tree(n):
    return n if n < 2 else tree(n - 1) + tree(n - 2)
for i in range({size} // 20):
    tree(12)
""",
    "objects": """
class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y
    def add(self, other):
        return Point(self.x + other.x, self.y + other.y)
point, seen = Point(0, 0), []
for i in range({size} * 12):
    point = point.add(Point(i, 1))
    seen.append(point.x)
    if len(seen) > 50:
        seen.clear()
""",
}
FILE = "<recorded>"


class Cost(NamedTuple):
    """Of one program: nanoseconds a step, and bytes a step of the packed trace."""

    steps: int
    machine: float
    stepped: float
    recorded: float
    packed: float


def machine(text: str) -> Machine:
    return Machine.of_code(compile(text, FILE, "exec"), vars(ModuleType("recorded")))


def stepped(text: str) -> None:
    one = machine(text)
    while one.step():
        pass


def recorded(text: str) -> Recorder:
    recorder = Recorder(lambda code: code.co_filename == FILE, limit=sys.maxsize)
    recorder.start()
    try:
        machine(text).run()
    finally:
        recorder.stop()
    return recorder


def best(rounds: int, work: Callable[[], Any]) -> float:
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        work()
        times.append(time.perf_counter() - began)
    return min(times)


def measure(text: str, rounds: int) -> Cost:
    trace: Trace = trace_of(recorded(text), "program", [], {"how": "returned"}, {})
    nanoseconds = 1e9 / trace.steps
    return Cost(
        trace.steps,
        best(rounds, lambda: machine(text).run()) * nanoseconds,
        best(rounds, lambda: stepped(text)) * nanoseconds,
        best(rounds, lambda: recorded(text)) * nanoseconds,
        len(pack(trace)) / trace.steps,
    )


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.recording", description=__doc__)
    parser.add_argument("--rounds", type=int, default=5, help="measurements of each (5)")
    parser.add_argument("--size", type=int, default=1000, help="how long the programs run (1000)")
    options = parser.parse_args()
    print("| program | steps | machine | stepped | recorded | recorded / machine | bytes |")
    print("|---|---|---|---|---|---|---|")
    for name, text in PROGRAMS.items():
        cost = measure(text.format(size=options.size), options.rounds)
        print(
            f"| {name} | {cost.steps:,} | {cost.machine:.0f} | {cost.stepped:.0f}"
            f" | {cost.recorded:.0f} | {cost.recorded / cost.machine:.1f} | {cost.packed:.2f} |"
        )


if __name__ == "__main__":
    main()
