"""The programs that recording is measured with, and the size of what is recorded."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2]))

from benchmarks import recording

from stillframe.watch.packing import pack
from stillframe.watch.writing import trace_of


@pytest.mark.parametrize("program", recording.PROGRAMS)
def test_it_is_measured(program: str) -> None:
    cost = recording.measure(recording.PROGRAMS[program].format(size=20), 1)
    assert cost.steps > 100
    assert cost.recorded > cost.machine > 0


@pytest.mark.slow
@pytest.mark.parametrize("program", recording.PROGRAMS)
def test_a_million_steps_are_two_megabytes_at_most(program: str) -> None:
    recorder = recording.recorded(recording.PROGRAMS[program].format(size=700))
    trace = trace_of(recorder, program, [], {"how": "returned"}, {})
    assert trace.steps > 200_000
    assert len(pack(trace)) / trace.steps <= 2
