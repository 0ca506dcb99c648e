"""The programs of the corpus with their event loop cut: nobody can tell.

At every turn in one process; and in a new process after some turn, cut at every turn there.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from turns.corpus import SUBJECTS, Subject

pytestmark = pytest.mark.skipif(sys.platform == "emscripten", reason="starts processes")

# The loop alone is cut here. What these need is more than a loop.
MORE = {
    "constructs/closures": "cells that functions of a module share belong to the module",
    "constructs/finalisers": "an object that only a traceback holds; weakref.finalize",
    "constructs/itertools_in_progress": "pairwise doesn't say how far it is",
    "constructs/signal_handler": "signal handlers",
}
SUBJECTS_HERE = [one for one in SUBJECTS if one.sort != "scripts" and not one.sockets]
QUICK = SUBJECTS_HERE[::6]


def python(*arguments: object, folder: Path) -> subprocess.CompletedProcess[str]:
    tests = str(Path(__file__).parents[1])
    return subprocess.run(
        [sys.executable, "-W", "error", "-m", "turns.cut", *map(str, arguments)],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": os.pathsep.join([tests, *sys.path])},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        encoding="utf-8",
        timeout=200,
    )


def needs(subject: Subject) -> None:
    if reason := subject.skipped or MORE.get(subject.name):
        pytest.skip(reason)


def check(subject: Subject, folder: Path) -> None:
    needs(subject)
    run = python("run", subject.path, folder=folder)
    assert run.stdout == subject.expected, run.stderr
    assert run.returncode == subject.status, run.stderr
    assert bool(run.stderr) == bool(subject.status), run.stderr


@pytest.mark.parametrize("subject", QUICK, ids=lambda subject: subject.name)
def test_cut_at_every_turn(subject: Subject, tmp_path: Path) -> None:
    check(subject, tmp_path)


@pytest.mark.slow
@pytest.mark.parametrize(
    "subject", [one for one in SUBJECTS_HERE if one not in QUICK], ids=lambda subject: subject.name
)
def test_cut_at_every_turn_all(subject: Subject, tmp_path: Path) -> None:
    check(subject, tmp_path)


def ends_with_run(subject: Subject) -> bool:
    """Whether nothing comes behind its one `asyncio.run(main())`."""
    lines = subject.path.read_text("utf-8").rstrip().splitlines()
    return lines[-1].strip() == "asyncio.run(main())" and sum("run(" in one for one in lines) == 1


ELSEWHERE = [one for one in SUBJECTS_HERE if ends_with_run(one) and not one.status]


@pytest.mark.parametrize("at", [1, 3, 6])
@pytest.mark.parametrize("subject", ELSEWHERE[::8], ids=lambda subject: subject.name)
def test_into_a_new_process(subject: Subject, at: int, tmp_path: Path) -> None:
    needs(subject)
    file = tmp_path / "state"
    before = python("leave", subject.path, at, file, folder=tmp_path)
    assert not before.returncode, before.stderr
    if not file.exists():
        assert before.stdout == subject.expected
        return
    after = python("enter", subject.path, file, folder=tmp_path)
    assert before.stdout + after.stdout == subject.expected, after.stderr
    assert not after.returncode and not after.stderr


def test_most_are_cut() -> None:
    assert len([one for one in SUBJECTS_HERE if one.name not in MORE]) >= 55
    assert len(ELSEWHERE) >= 16
