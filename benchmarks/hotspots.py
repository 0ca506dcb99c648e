"""Where the machine's time goes, by function: ``python -m benchmarks --profile PROGRAM``.

The machine runs code in blocks, each a host function made from a run of instructions; a block
is shown as the guest's function and the lines it covers, so the rest of the table is the
machine's own cost. The profiler makes calls dearer than they are: read the shares as a guide
to where to look, and the measurements for how much it is.
"""

from __future__ import annotations

import cProfile
import importlib
import platform
import sys
from pathlib import Path
from types import CodeType
from typing import NamedTuple

from stillframe.machine import Machine, policy
from stillframe.machine import translation as translations

ROWS = 30


class Spot(NamedTuple):
    calls: int
    seconds: float
    name: str


def block_names() -> dict[CodeType, str]:
    """The blocks made so far: which guest function each belongs to, and what lines."""
    names = {}
    for translation in list(translations._translations.values()):
        code = translation.code
        for start, block in translation.blocks.items():
            indices = translation.lines.get(block.__code__.co_name)
            if indices:
                lines = [code.positions[i][0] or code.firstlineno for i in indices]
                name = f"{code.qualname}: lines {min(lines)} to {max(lines)}, from {start}"
                names[block.__code__] = name
    return names


def name_of(code: CodeType | str, blocks: dict[CodeType, str]) -> str:
    if isinstance(code, str):
        return f"        {code}"
    if code in blocks:
        return f"guest   {blocks[code]}"
    path = Path(code.co_filename)
    owner = "machine" if "stillframe" in path.parts else ""
    return f"{owner:<7} {path.name}: {code.co_qualname}"


def profile(name: str, size: str) -> tuple[float, list[Spot]]:
    """Total seconds under the profiler, and the spots, dearest first. Warmed up beforehand."""
    program = importlib.import_module(f"benchmarks.programs.{name}")
    everything = policy.everything()
    Machine(program.main, program.SIZES[size], enter=everything).run()
    profiler = cProfile.Profile()
    machine = Machine(program.main, program.SIZES[size], enter=everything)
    profiler.enable()
    machine.run()
    profiler.disable()
    blocks = block_names()
    spots: dict[str, Spot] = {}
    for entry in profiler.getstats():
        label = name_of(entry.code, blocks)
        before = spots.get(label, Spot(0, 0.0, label))
        calls = before.calls + entry.callcount
        spots[label] = Spot(calls, before.seconds + entry.inlinetime, label)
    ordered = sorted(spots.values(), key=lambda spot: -spot.seconds)
    return sum(spot.seconds for spot in ordered), ordered


def main() -> None:
    name, size = sys.argv[1:]
    total, spots = profile(name, size)
    version = platform.python_version()
    print(f"{name} on the machine, Python {version}: {total:.2f} s under the profiler\n")
    print(f"{'share':>6} {'calls':>9} {'ns a call':>10}")
    for spot in spots[:ROWS]:
        each = spot.seconds / spot.calls * 1e9
        print(f"{spot.seconds / total:>6.1%} {spot.calls:>9,} {each:>10,.0f}  {spot.name}")


if __name__ == "__main__":
    main()
