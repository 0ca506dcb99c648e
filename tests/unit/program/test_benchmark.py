"""The benchmark of the saved program's file measures, and says what it found."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[3]))

from benchmarks import store

from unit.cli.processes import needs_processes


def found(ours: float, later: float) -> store.Found:
    rates = {"4 KB": store.Rates([ours, ours], [1000.0, 1000.0])}
    resumed = {10: [0.002, 0.002], 10_000: [later, later]}
    dbos = {"wal": store.Rates([100.0, 50.0], [1000.0, 1000.0])}
    return store.Found(rates, resumed, dbos)


@pytest.mark.parametrize(
    ("ours", "later", "met"),
    [(600.0, 0.002, [True, True]), (400.0, 0.002, [False, True]), (600.0, 0.9, [True, False])],
)
def test_bars(ours: float, later: float, met: list[bool]) -> None:
    assert [passed for _, passed, _ in store.bars(found(ours, later))] == met


def test_ratios_are_taken_round_by_round() -> None:
    text = store.render(found(600.0, 0.002))
    assert "0.60 (0.60 to 0.60)" in text
    assert "9.0 (6.0 to 12.0)" in text


@pytest.mark.slow
@needs_processes
def test_it_runs(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    assert store.main(["--quick", "--no-dbos", "--folder", str(tmp_path)]) == 0
    assert "| 20 MB " in capsys.readouterr().out
    assert list(tmp_path.iterdir()) == []
