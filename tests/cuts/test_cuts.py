"""Each program is frozen and thawed at every suspension: nothing changes.

The driver sends numbers and writes down what comes; a cut replaces the object by its copy. What
was cut is kept, or its `finally` clauses would run.
"""

from __future__ import annotations

import itertools
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from types import AsyncGeneratorType
from typing import Any

import pytest

from cuts import programs
from cuts.drive import Cuts, by_bytes, consumed, drive
from stillframe import NotSaveable, fork, freeze

# Where an exception is thrown in, some leave a stream that awaits in its `finally` when it goes.
pytestmark = pytest.mark.filterwarnings(
    "ignore:Exception ignored:pytest.PytestUnraisableExceptionWarning"
)

ALL = programs.CASES | programs.LOCAL
BYTES, FORK = Cuts(by_bytes), Cuts(fork)


@pytest.mark.parametrize("cut", [BYTES, FORK], ids=["bytes", "fork"])
@pytest.mark.parametrize("name", ALL)
def test_cut_everywhere(name: str, cut: Callable[[Any], Any]) -> None:
    case = ALL[name]
    started = case()
    expected = drive(started, lambda obj: obj)
    if not isinstance(started, AsyncGeneratorType):  # those wait inside one asend()
        assert len(expected) > 2, "it is never suspended"
    assert drive(case(), lambda obj: obj) == expected, "it is not the same each time"
    assert drive(case(), cut) == expected
    for at in (0, 1, 2):
        thrown = drive(case(), lambda obj: obj, at)
        assert drive(case(), cut, at) == thrown


@pytest.mark.parametrize("cut", [BYTES, FORK], ids=["bytes", "fork"])
@pytest.mark.parametrize("name", [n for n in programs.CASES if n.endswith("async_generator")])
def test_cut_in_an_async_for(name: str, cut: Callable[[Any], Any]) -> None:
    case = programs.CASES[name]
    expected = drive(consumed(case()), lambda obj: obj)
    assert drive(consumed(case()), cut) == expected
    for at in (1, 2):
        assert drive(consumed(case()), cut, at) == drive(consumed(case()), lambda obj: obj, at)


@pytest.mark.parametrize("name", [name for name in ALL if name.startswith(("iterator", "local"))])
def test_a_fork_runs_through_an_iterator_of_its_own(name: str) -> None:
    """Wherever it is forked, the fork comes to the same end, and so does the original."""
    expected = list(ALL[name]())
    for steps in range(len(expected) + 1):
        original = ALL[name]()
        begun = list(itertools.islice(original, steps))
        copy = fork(original)
        assert begun + list(copy) == expected
        assert begun + list(original) == expected


@pytest.mark.parametrize("name", programs.REFUSED)
def test_refused_by_name(name: str) -> None:
    """And untouched by it: the loop goes on."""
    expected = list(programs.REFUSED[name]())
    obj = programs.REFUSED[name]()
    found = [next(obj)]
    for copy in (freeze, fork):
        with pytest.raises(NotSaveable, match=r"generator case.*\(\) at .* › .*: a"):
            copy(obj)
    assert list(map(repr, [*found, *obj])) == list(map(repr, expected))


def test_cut_into_a_new_process(tmp_path: Path) -> None:
    """All programs, each at its first three suspensions, go on in another process."""
    for action in ("write", "read"):
        command = [sys.executable, "-m", "cuts.across", action, str(tmp_path / "cuts")]
        tests = Path(__file__).parents[1]
        done = subprocess.run(command, cwd=tests, timeout=120, capture_output=True, text=True)
        assert done.returncode == 0, done.stdout + done.stderr
    assert int(done.stdout.split()[1]) > 600


@pytest.mark.parametrize("forged", ["values 80 0", "bytes 300 0"])
def test_forged_bytes_do_not_crash(forged: str) -> None:
    """Right checksums, wrong objects; `python -m cuts.forged` does more."""
    command = [sys.executable, "-X", "faulthandler", "-m", "cuts.forged", *forged.split()]
    tests = Path(__file__).parents[1]
    done = subprocess.run(command, cwd=tests, timeout=120, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    survived, outcomes = done.stdout.splitlines()[-1].split(": ", 1)
    assert int(survived.removeprefix("survived ")) >= 300
    assert "'DamagedSnapshot'" in outcomes and "'ran'" in outcomes


@pytest.mark.slow
def test_nothing_is_left_behind() -> None:
    """A short soak; `make soak` is a long one."""
    command = [sys.executable, "-X", "dev", "-m", "cuts.soak", "5000"]
    tests = Path(__file__).parents[1]
    done = subprocess.run(command, cwd=tests, timeout=300, capture_output=True, text=True)
    assert done.returncode == 0, done.stdout + done.stderr


def test_the_corpus_is_large_enough() -> None:
    assert len(programs.CASES) >= 150
