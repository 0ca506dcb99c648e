"""What the benchmark of saved programs says of what it found."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2]))

from benchmarks.saving import Found, Tasks, bars, render


def found(ratio: float, over_pickle: float, over_raw: float) -> Found:
    tasks = Tasks(1_000, size=300, plain_size=100)
    for _ in range(3):
        tasks.saved.append(0.001 * over_pickle)
        tasks.thawed.append(0.002 * over_pickle)
        tasks.loaded.append(0.001)
        tasks.pickled.append(0.001)
        tasks.unpickled.append(0.002)
    return Found({"switches": [ratio, ratio, 2 * ratio]}, [tasks], [900.0], [over_raw])


@pytest.mark.parametrize("good", [True, False])
def test_the_bars(good: bool) -> None:
    what = found(1.01, 4.0, 0.6) if good else found(1.1, 6.0, 0.4)
    assert [met for _, met, _ in bars(what)] == [good] * 3
    text = render(what)
    assert text.count("**met**" if good else "**NOT MET**") == 3
    assert "| 1,000 |" in text and "|   300 |" in text


def test_the_slowest_program_counts() -> None:
    what = found(1.01, 4.0, 0.6)
    what.speed["queue"] = [1.5]
    assert not bars(what)[0][1]
    assert "1.500" in bars(what)[0][2]
