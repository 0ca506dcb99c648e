"""At every sampled step the trace has what the machine held: taken without the recorder."""

from __future__ import annotations

import contextlib
import gc
import io
import sys
import types
from pathlib import Path

import pytest

from differential.program import Program
from stillframe.machine import Machine, policy
from stillframe.watch.packing import pack, unpack
from stillframe.watch.running import record
from stillframe.watch.trace import Trace
from unit.watch.checking import Checked, compare

TESTS = Path(__file__).parents[2]
SORTS = ("article", "async", "exception", "generator", "loops", "match", "with", "program")
PROGRAMS = [
    path for sort in SORTS for path in sorted((TESTS / "programs" / "corpus").glob(f"{sort}*.py"))
]
SCRIPTS = sorted((TESTS / "turns" / "scripts").glob("*.py"))


def recorded(path: Path, sample: int) -> tuple[Checked, Trace]:
    program = Program.of(path)
    if program.skipped:
        pytest.skip(program.skipped)
    module = types.ModuleType("__main__")
    module.__file__ = str(path)
    before, sys.modules["__main__"] = sys.modules["__main__"], module
    recorder = Checked(lambda code: code.co_filename == str(path), 60_000, 50, sample=sample)
    machine = Machine.of_code(
        compile(program.source, str(path), "exec"), vars(module), enter=policy.program([path])
    )
    traces: list[Trace] = []
    try:
        with (
            contextlib.redirect_stdout(io.StringIO()),
            contextlib.redirect_stderr(io.StringIO()),
            contextlib.suppress(BaseException),
        ):
            record(machine, recorder, path.name, ended=traces.append)
    finally:
        sys.modules["__main__"] = before
        vars(module).clear()
        gc.collect()
    return recorder, traces[0]


@pytest.fixture(autouse=True)
def in_a_folder_of_its_own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("path", PROGRAMS + SCRIPTS, ids=lambda path: path.stem)
def test_right(path: Path) -> None:
    recorder, trace = recorded(path, 7 if path in PROGRAMS else 499)
    taken = [one for one in recorder.taken if one.moment < trace.steps]
    assert taken
    wrong = [(one.moment, found) for one in taken if (found := compare(trace, one))]
    assert wrong == []


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["generators", "exceptions", "text"])
def test_keyframes_say_what_the_steps_before_come_to(name: str) -> None:
    """The machine is read for each; what was written between must lead there."""
    _, trace = recorded(TESTS / "turns" / "scripts" / f"{name}.py", 10_000)
    keyframes = trace.data["keyframes"]
    assert len(keyframes) > 3
    without = Trace({**trace.data, "keyframes": keyframes[:1]})
    for one in keyframes:
        assert without.at(one["moment"]) == Trace(trace.data).at(one["moment"])


@pytest.mark.filterwarnings("ignore")
@pytest.mark.parametrize("name", ["generators", "exceptions"])
def test_packed_and_unpacked(name: str) -> None:
    _, trace = recorded(TESTS / "turns" / "scripts" / f"{name}.py", 10_000)
    assert unpack(pack(trace)).data == trace.data


def test_a_difference_is_found() -> None:
    recorder, trace = recorded(TESTS / "programs" / "corpus" / "article_fibonacci.py", 7)
    taken = next(one for one in recorder.taken if any(held.stack for held in one.frames))
    assert compare(trace, taken) == []
    for held in taken.frames:
        if held.stack:
            held.stack[-1] = ("int", "-1")
    assert compare(trace, taken)
