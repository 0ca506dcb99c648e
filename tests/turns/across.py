"""Programs that go from one Python to another and back, at every cut.

    python -m turns.across PYTHON PYTHON... [NAME...]

A PYTHON is the path of an interpreter with what the tests need, a NAME that of a program
(`constructs/gather_plain`), or `all`; without names, SOME programs are run. Each two of the
Pythons run the pieces of a program (`cutting`) by turns, and it prints what it prints when
nothing happens to it.

`pyodide` stands for 3.14, where a piece takes seconds: it runs FEW programs together with the
last of the others.
"""

from __future__ import annotations

import itertools
import json
import os
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path
from typing import NamedTuple

from turns.corpus import DIFFERENT, RARELY, SUBJECTS, Subject
from turns.cutting import CUT

TESTS = Path(__file__).parents[1]
BUILD = TESTS.parent / "build"  # Pyodide sees this folder, and none outside
BY_NAME = {one.name: one for one in SUBJECTS}

# Programs that are run, and after how many turns or instructions each piece ends.
SOME = {
    "scripts/classes": 997,
    "scripts/generators": 997,
    "scripts/exceptions": 499,
    "scripts/tiny_finally": 40,
    "scripts/interpreter": 19997,
    "constructs/as_completed": 3,
    "constructs/async_generator": 3,
    "constructs/cancel_swallowed": 2,
    "constructs/condition": 3,
    "constructs/context_variables": 3,
    "constructs/exit_stack": 3,
    "constructs/gather_nested": 3,
    "constructs/iterators_in_progress": 3,
    "constructs/logging_to_stdout": 2,
    "constructs/methods_and_partials": 2,
    "constructs/queue_bounded": 5,
    "constructs/runner": 3,
    "constructs/taskgroup_nested": 3,
    "constructs/timeout_nested": 3,
    "constructs/wait_for": 2,
    "programs/bank": 31,
    "programs/build_system": 23,
    "programs/scheduler": 61,
    "anyio/cancel_scopes": 3,
    **RARELY,
}

FEW = {
    "scripts/generators": 1997,
    "constructs/gather_plain": 9,
    "constructs/queue_bounded": 9,
    "constructs/taskgroup_nested": 9,
}

Run = Callable[..., int]


class Server(NamedTuple):
    """A Python that runs pieces: its version, and what runs one and gives its exit status."""

    version: tuple[int, int]
    run: Run


class Outcome(NamedTuple):
    """What a program did: what it wrote, how it ended, how many pieces there were, and why some
    saves were refused."""

    stdout: str
    stderr: str
    status: int
    pieces: int
    refused: list[str]


def in_pieces(subject: Subject, count: int, pythons: Sequence[Run], folder: Path) -> Outcome:
    """Run a program in pieces, each under the next of the Pythons, in a folder of its own."""
    work, cuts = folder / "work", folder / "cuts"
    work.mkdir(parents=True)
    cuts.mkdir()
    unit = "instructions" if subject.sort == "scripts" else "turns"
    piece = {"path": str(subject.path), "unit": unit, "count": count}
    status, pieces = CUT, 0
    for run in itertools.cycle(pythons):
        status = run(**piece, cuts=str(cuts), work=str(work))
        pieces += 1
        if status != CUT:
            break
    out, err = ((cuts / name).read_text("utf-8") for name in ("out", "err"))
    refused = cuts / "refused"
    why = refused.read_text().splitlines() if refused.exists() else []
    return Outcome(out, err, status, pieces, why)


@contextmanager
def server(python: str) -> Iterator[Server]:
    """A process of that Python, which forks a child for each piece."""
    asking = "import sys; print(*sys.version_info[:2])"
    answer = subprocess.check_output([python, "-c", asking], encoding="utf-8")
    major, minor = map(int, answer.split())
    process = subprocess.Popen(
        [python, "-W", "error", "-m", "turns.cutting", "serve"],
        env={**os.environ, "PYTHONPATH": str(TESTS), "PYTHONDONTWRITEBYTECODE": "1"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        encoding="utf-8",
    )
    assert process.stdin is not None and process.stdout is not None
    asked, answers = process.stdin, process.stdout

    def run(**piece: object) -> int:
        print(json.dumps(piece), file=asked, flush=True)
        return int(answers.readline())

    with process:
        try:
            yield Server((major, minor), run)
        finally:
            asked.close()


@contextmanager
def pyodide() -> Iterator[Server]:
    """Python 3.14: each piece in a process of its own, since nothing forks there."""

    def run(path: str, unit: str, count: int, cuts: str, work: str) -> int:
        with open(f"{cuts}/out", "ab") as out, open(f"{cuts}/err", "ab") as err:
            return subprocess.call(
                [_RUN, "python", "-c", _INSIDE, path, unit, str(count), "piece"],
                cwd=work,
                env={**os.environ, "CUTS": cuts},
                stdout=out,
                stderr=err,
                timeout=60,
            )

    yield Server((3, 14), run)


_RUN = TESTS / "pyodide" / "run.sh"
_INSIDE = """
import os, runpy, sys
sys.path.insert(0, os.path.join(os.environ["STILLFRAME_ROOT"], "tests"))
runpy.run_module("turns.cutting", run_name="__main__", alter_sys=True)
"""


def wrong(subject: Subject, found: Outcome) -> str | None:
    """What is to be said of a program that didn't do what it does; None if it did."""
    if found.stdout != subject.expected:
        return f"it printed:\n{found.stdout}\n{found.stderr}"
    if found.status != subject.status or (found.stderr and not subject.status):
        return f"it ended with {found.status}:\n{found.stderr}"
    if found.pieces < 2:
        return f"it was never cut: {found.refused}"
    return None


def meet(two: Sequence[Server], counts: Mapping[str, int]) -> int:
    """Run programs under two Pythons by turns; how many went wrong."""
    pair = " and ".join("{}.{}".format(*one.version) for one in two)
    failed = programs = pieces = 0
    BUILD.mkdir(exist_ok=True)
    for name, count in counts.items():
        subject = BY_NAME[name]
        if name in DIFFERENT or any(one.version < subject.requires for one in two):
            continue
        with tempfile.TemporaryDirectory(dir=BUILD) as folder:
            found = in_pieces(subject, count, [one.run for one in two], Path(folder))
        programs, pieces = programs + 1, pieces + found.pieces
        if complaint := wrong(subject, found):
            print(f"{pair}: {name} after every {count}: {complaint}", flush=True)
            failed += 1
    print(f"{pair}: {programs} programs in {pieces} pieces", flush=True)
    return failed


def main(arguments: Sequence[str]) -> None:
    pythons = [one for one in arguments if one.startswith(os.sep)]
    names = [one for one in arguments if one not in (*pythons, "pyodide")]
    wanted = BY_NAME if names == ["all"] else names or SOME
    counts = {name: SOME.get(name, 997 if "scripts" in name else 3) for name in wanted}
    failed = 0
    with ExitStack() as stack:
        servers = [stack.enter_context(server(one)) for one in pythons]
        for two in itertools.combinations(servers, 2):
            failed += meet(two, counts)
        if "pyodide" in arguments and servers:
            two = servers[-1], stack.enter_context(pyodide())
            failed += meet(two, counts if names else FEW)
    if failed:
        sys.exit(f"{failed} failed")


if __name__ == "__main__":
    main(sys.argv[1:])
