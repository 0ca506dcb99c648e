"""The programs that `make bench` measures compute what they say, on CPython and the machine."""

from __future__ import annotations

import importlib
import sys
from pathlib import Path
from types import ModuleType

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2]))

from benchmarks import costs, measure, report
from benchmarks.programs import PROGRAMS


@pytest.fixture(params=PROGRAMS)
def program(request: pytest.FixtureRequest) -> ModuleType:
    return importlib.import_module(f"benchmarks.programs.{request.param}")


@pytest.mark.parametrize("size", ["tiny", "small", "full"])
def test_result_on_cpython(program: ModuleType, size: str) -> None:
    n = program.SIZES[size]
    assert program.main(n) == program.RESULTS[n]


def test_result_on_the_machine(program: ModuleType) -> None:
    from stillframe.machine import Machine, policy

    n = program.SIZES["tiny"]
    assert Machine(program.main, n, enter=policy.everything()).run() == program.RESULTS[n]


def test_a_wrong_result_is_an_error(program: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    from benchmarks.worker import Worker

    monkeypatch.setattr(program, "RESULTS", dict.fromkeys(program.SIZES.values(), "wrong"))
    with pytest.raises(AssertionError, match=r"gave .*, not 'wrong'"):
        Worker("cpython").measure(program.__name__.rpartition(".")[2], "tiny")


def lane(engine: str, version: str, ratios: dict[str, list[float]]) -> measure.Lane:
    return measure.Lane(engine, version, "full", ratios=ratios)


def results(slow: float = 1.0) -> report.Results:
    ours = {
        "a": [slow * 10.0, slow * 20.0, slow * 10.0],
        "b": [slow * 40.0, slow * 20.0, slow * 40.0],
    }
    theirs = {"a": [400.0], "b": [400.0]}
    lanes = [lane("stillframe", version, ours) for version in ("3.11", "3.12", "3.13")]
    lanes += [lane("x-python", "3.8", theirs)]
    return report.Results(["a", "b"], lanes, [], 3)


def test_geometric_mean_is_taken_round_by_round() -> None:
    assert results().lanes[0].geometric_means() == pytest.approx([20.0, 20.0, 20.0])


def test_a_failed_program_leaves_no_geometric_mean() -> None:
    broken = measure.Lane("stillframe", "3.12", "full", ratios={"a": [1.0]}, failed={"b": "no"})
    assert broken.geometric_means() == []


@pytest.mark.parametrize(
    ("slow", "met"), [(1.0, [True, True]), (1.4, [True, False]), (2.0, [False, False])]
)
def test_bars(slow: float, met: list[bool]) -> None:
    assert [passed for _, passed, _ in report.bars(results(slow))] == met


def test_a_missing_python_leaves_the_bars_open() -> None:
    found = results()
    found.lanes[0].ratios.clear()
    assert [passed for _, passed, _ in report.bars(found)] == [None, None]


def test_report_shows_ratios_and_bars() -> None:
    text = report.render(results())
    assert "| a              | 10.0 (10.0 to 20.0) |" in text
    assert "at least 15 times faster than x-python: **met** (20.0 times)" in text


def test_import_times_are_read_from_the_outermost_line() -> None:
    text = (
        "import time: self [us] | cumulative | imported package\n"
        "import time:       100 |        100 | site\n"
        "import time:      1000 |       1000 |     stillframe.errors\n"
        "import time:       500 |        500 |     enum\n"
        "import time:      2000 |       3500 |   stillframe\n"
        "import time:      3000 |       6500 | stillframe.machine\n"
    )
    assert costs.read_import_times(text) == costs.Import(total=6.5, own=6.0, modules=3)
