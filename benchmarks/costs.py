"""What is paid once: importing the machine, and the first call of a function on it."""

from __future__ import annotations

import subprocess
from collections.abc import Sequence
from dataclasses import dataclass, field

from benchmarks.environments import ROOT, Unavailable, Worker, machine_python, variables

MODULE = "stillframe.machine"


@dataclass
class Import:
    """Milliseconds for the import; how much of it is the project's own modules, and how many."""

    total: float
    own: float
    modules: int


@dataclass
class ColdStart:
    """Milliseconds for a program's first call beyond a later one, and for decoding alone."""

    first_call: float
    decoding: float
    functions: int
    instructions: int


@dataclass
class Costs:
    version: str
    imported: Import | None = None
    cold: dict[str, ColdStart] = field(default_factory=dict)
    failed: str = ""


def read_import_times(text: str) -> Import:
    """What ``-X importtime`` wrote: "import time: self [us] | cumulative | nested name"."""
    total = own = 0.0
    modules = 0
    outermost: int | None = None
    rows = [line.split("|") for line in text.splitlines() if line.startswith("import time:")]
    for row in reversed(rows):  # an import is written when it ends: the outermost come last
        name = row[2].strip()
        if name.split(".")[0] != MODULE.split(".")[0]:
            continue
        indent = len(row[2]) - len(row[2].lstrip())
        outermost = indent if outermost is None else outermost
        if indent == outermost:
            total += int(row[1]) / 1000
        own += int(row[0].split(":")[1]) / 1000
        modules += 1
    return Import(total, own, modules)


def import_time(python: str, times: int) -> Import:
    """The least of several processes, since this is the time of a clock on the wall.

    The first one, which may compile, doesn't count.
    """
    command = [python, "-X", "importtime", "-c", f"import {MODULE}"]
    found = []
    for _ in range(times + 1):
        ran = subprocess.run(command, capture_output=True, text=True, env=variables(), cwd=ROOT)
        if ran.returncode:
            raise Unavailable(ran.stderr.strip().splitlines()[-1])
        found.append(read_import_times(ran.stderr))
    return min(found[1:], key=lambda each: each.total)


def cold_start(python: str, program: str) -> ColdStart:
    """In a process of its own, since everything is cached by code object."""
    worker = Worker(python, "stillframe")
    try:
        return ColdStart(**worker.ask(do="cold", program=program))
    finally:
        worker.close()


def costs(version: str, programs: Sequence[str], times: int) -> Costs:
    """All of it, on one Python that is here; ``failed`` says what went wrong."""
    result = Costs(version)
    python = machine_python(version)
    try:
        result.imported = import_time(python, times)
        for program in programs:
            result.cold[program] = cold_start(python, program)
    except Unavailable as error:
        result.failed = str(error)
    return result
