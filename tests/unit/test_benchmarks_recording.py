"""The programs that recording is measured with, the size of what is kept, what is said of it."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2]))

from benchmarks import opening, recording
from benchmarks.recording_programs import FILE, PROGRAMS
from benchmarks.recording_worker import CPython, Machine, Recorded, measure


@pytest.mark.parametrize("program", PROGRAMS)
@pytest.mark.parametrize("engine", [CPython, Machine, Recorded])
def test_each_engine_runs_it(program: str, engine: type[CPython]) -> None:
    if program == "tasks" and sys.platform == "emscripten":
        pytest.skip("a loop of ours needs sockets to wake itself")
    code = compile(PROGRAMS[program].format(size=20), FILE, "exec")
    assert measure(engine(), code) > 0


@pytest.mark.slow
@pytest.mark.parametrize("program", PROGRAMS)
def test_a_million_steps_are_two_megabytes_at_most(program: str, tmp_path: Path) -> None:
    code = compile(PROGRAMS[program].format(size=700), FILE, "exec")
    kept = Recorded().keep(code, str(tmp_path / "page.html"))
    assert kept["things"] > 130_000
    assert recording.a_step(kept) <= recording.MOST_BYTES


def found(bytes_a_step: float) -> recording.Found:
    program = recording.Program(
        {engine: [0.002, 0.001, 0.003] for engine in recording.VISIT},
        {
            engine: {"things": 1e5, "bytes": 1e5 * bytes_a_step + 2e5, "bare": 2e5, "seconds": 1.0}
            for engine in recording.KEPT
        },
    )
    program.seconds["recorded"] = [0.02, 0.01, 0.06]
    return recording.Found("3.13", "python", "3.13.0", {"a loop": program})


@pytest.mark.parametrize("good", [True, False])
def test_what_is_said(good: bool) -> None:
    text = recording.render([found(1.5 if good else 2.5)], ["open"], 3)
    assert ("**met** (1.50, a loop)" if good else "**NOT MET** (2.50, a loop)") in text
    assert "10.0 (10.0 to 20.0)" in text
    assert "180 (90 to 570)" in text  # nanoseconds that recording adds to a step
    assert "AMD" not in text.split("rounds: 3.", 1)[1]


def test_what_was_opened() -> None:
    one = opening.Subject("the page", Path("page.html"), 5000, "steps", seconds=[0.2, 0.1, 0.4])
    assert "0.20 (0.10 to 0.40)" in "\n".join(opening.render([one], ""))
    assert opening.render([one], "needs Chromium") == [
        "Time to open: not measured, it needs Chromium"
    ]
