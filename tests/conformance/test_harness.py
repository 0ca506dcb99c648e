"""The harness itself: each outcome is told from the others, and a broken assertion is noticed."""

import inspect
import sys
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import FrameType
from typing import Any

import pytest

from conformance import cutting, engines, runner, supervise
from conformance.interpreters import Interpreter
from stillframe import native
from stillframe.machine.disguise import mark_of

HERE = Interpreter("{}.{}".format(*sys.version_info), (sys.executable,))
ENGINES = ("cpython", "machine")


def outcomes(results: dict[str, supervise.Result]) -> dict[str, str]:
    return {name.rpartition(".")[2]: result.outcome for name, result in results.items()}


@pytest.mark.parametrize("engine", ENGINES)
def test_every_outcome_is_told(engine: str, tmp_path: Path) -> None:
    job = supervise.Job(HERE, "tests.conformance.samples.outcomes", engine)
    results = supervise.run(job, tmp_path / "out.jsonl", timeout=3)
    assert outcomes(results) == {
        "test_a_pass": "pass",
        "test_b_fail": "fail",
        "test_c_error": "error",
        "test_d_skip": "skip",
        "test_e_expected": "expected failure",
        "test_f_unexpected": "fail",
        "test_g_subtests": "fail",
        "test_h_hang": "timeout",
        "test_i_crash": "crash",
        "test_j_after": "pass",
        "test_never": "error",
        "documented": "pass",
        "wrongly_documented": "fail",
    }
    details = {name.rpartition(".")[2]: result.detail for name, result in results.items()}
    assert "KeyError: 'not an assertion'" in details["test_c_error"]
    assert "ValueError: no class" in details["test_never"]


@pytest.mark.parametrize("engine", ENGINES)
def test_broken_assertions_fail(engine: str, tmp_path: Path) -> None:
    whole = supervise.Job(HERE, "tests.conformance.samples.asserts", engine)
    broken = supervise.Job(HERE, "tests.conformance.samples.asserts", engine, mutate=True)
    before = outcomes(supervise.run(whole, tmp_path / "whole.jsonl", timeout=20))
    after = outcomes(supervise.run(broken, tmp_path / "broken.jsonl", timeout=20))
    assert set(before.values()) == {"pass"}
    assert after.pop("test_caught_too_widely") == "pass"
    # assertRaises lets the true exception through: an error. The others fail.
    assert {after.pop(name) for name in ("test_raises", "test_raises_called")} == {"error"}
    assert set(after.values()) == {"fail"}
    assert set(before) - set(after) == {
        "test_asserts_nothing",
        "test_caught_too_widely",
        "test_raises",
        "test_raises_called",
    }


def suspends(engine: str, directory: Path) -> dict[str, supervise.Result]:
    job = supervise.Job(HERE, "tests.conformance.samples.suspends", engine)
    return supervise.run(job, directory / f"{engine}.jsonl", timeout=20)


def test_every_suspension_is_cut(tmp_path: Path) -> None:
    results = suspends("cuts", tmp_path)
    assert set(outcomes(results).values()) == {"pass"}
    assert {name.rpartition(".")[2]: result.cuts for name, result in results.items()} == {
        # Up to 3.11 the comprehension is a coroutine of its own.
        "test_async_generator": 5 if sys.version_info >= (3, 12) else 6,
        "test_cell": 2,
        "test_coroutine": 2,
        "test_delegate": 4,
        "test_expression": 2,
        "test_handled": 1,
        "test_locals": 2,
        "test_loop": 3,
    }
    assert not any(result.refused for result in results.values())


def test_cuts_that_lose_a_slot_are_noticed(tmp_path: Path) -> None:
    results = suspends("lossy", tmp_path)
    assert set(outcomes(results).values()) <= {"fail", "error"}


def paused(a: list[int]) -> Iterator[int]:
    try:
        raise KeyError(a)
    except KeyError:
        for each in a:
            yield -each


@pytest.mark.parametrize("part", ["fast", "stack", "handled", "site", "qualname"])
def test_what_comes_back_is_compared(part: str) -> None:
    generator = paused([1, 2])
    next(generator)
    sent, other = native.read(generator), paused([1, 2])
    assert cutting.difference(sent, native.read(generator)) == ""
    changed: dict[str, Any] = {
        "fast": [[1, 2], *sent.fast[1:]],  # equal, and another object
        "stack": [None] * len(sent.stack),
        "handled": KeyError([1, 2]),
        "site": native.read(other).site,
        "qualname": "another",
    }
    assert cutting.difference(sent, replace(sent, **{part: changed[part]}))


def test_a_module_that_cannot_be_loaded(tmp_path: Path) -> None:
    job = supervise.Job(HERE, "tests.conformance.samples.nowhere", "cpython")
    results = supervise.run(job, tmp_path / "out.jsonl", timeout=20)
    assert outcomes(results) == {supervise.OUTSIDE: "crash"}


def test_everything_runs_on_the_machine() -> None:
    """With a profile hook: CPython itself calls no function of the test file, doctests included.

    What it does call goes by the name of a guest's code and is the machine's own: blocks, shims,
    and the carriers of tracebacks, which are generators (`counting` is the one generator in the
    file).
    """
    name = "tests.conformance.samples.asserts"
    native: list[str] = []
    records: list[dict[str, Any]] = []

    def hook(frame: FrameType, event: str, argument: object) -> None:
        code = frame.f_code
        ours = code.co_filename.endswith("asserts.py") or code.co_filename.startswith("<doctest")
        carrier = code.co_flags & inspect.CO_GENERATOR and code.co_name != "counting"
        if event == "call" and ours and mark_of(code) is None and not carrier:
            native.append(code.co_qualname)

    def run(engine: str) -> None:
        sys.setprofile(hook)
        try:
            engines.call(engine, runner.session, name, records.append, set(), False, None, [])
        finally:
            sys.setprofile(None)
            sys.modules.pop(name, None)

    run("cpython")
    assert {"<module>", "Asserts.test_raises"} < set(native)  # the hook sees what there is to see
    native.clear()
    records.clear()
    run("machine")
    assert native == []
    assert [record["outcome"] for record in records if "id" in record] == ["pass"] * 10
