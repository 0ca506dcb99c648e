"""What is shown of saved programs is what they hold: at turns and instructions of the corpus."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from turns.corpus import SUBJECTS, Subject

pytestmark = pytest.mark.skipif(sys.platform == "emscripten", reason="starts processes")

QUICK = ("constructs/gather_plain", "constructs/async_generator", "constructs/queue_join")
SLOW = (
    "constructs/async_generator_throw",
    "constructs/closures",
    "constructs/context_variables",
    "constructs/custom_awaitables",
    "constructs/deep_await_chain",
    "constructs/exit_stack",
    "constructs/taskgroup",
    "constructs/timeout",
    "programs/bank",
    "programs/chat",
    "programs/worker_pool",
    "scripts/files",
    "scripts/recursion",
)
NAMED = {one.name: one for one in SUBJECTS}
CHOSEN = [
    *[NAMED[name] for name in QUICK],
    *[pytest.param(NAMED[name], marks=pytest.mark.slow) for name in SLOW],
]


@pytest.mark.parametrize("subject", CHOSEN, ids=lambda subject: subject.name)
def test_it_is_seen_as_it_is(subject: Subject, tmp_path: Path) -> None:
    if subject.skipped:
        pytest.skip(subject.skipped)
    unit, count = ("instructions", "997") if subject.sort == "scripts" else ("turns", "1")
    work = tmp_path / "work"
    work.mkdir()
    ended = subprocess.run(
        [sys.executable, "-m", "turns.moments", str(subject.path), unit, count],
        cwd=work,
        env={**os.environ, "CUTS": str(tmp_path), "PYTHONPATH": str(Path(__file__).parents[1])},
        capture_output=True,
        timeout=300,
    )
    assert (ended.returncode, ended.stdout.decode()) == (subject.status, subject.expected)
    found = json.loads((tmp_path / "moments.json").read_text())
    assert found["differences"] == []
    assert found["moments"] > 0
