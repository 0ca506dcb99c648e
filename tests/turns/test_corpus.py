"""Nothing but a cut can be to blame for what a program of the corpus prints: it is always the same.

Twice under plain `python`, both at once, each with another seed for hashes, warnings being errors.
Where no processes can be started (WebAssembly), once in this one.
"""

from __future__ import annotations

import os
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from differential.engines import cpython
from differential.outcome import observe
from differential.program import Program
from turns.corpus import SUBJECTS, Subject

NO_PROCESSES = sys.platform == "emscripten"


def start(subject: Subject, folder: Path, seed: str) -> subprocess.Popen[str]:
    folder.mkdir()
    return subprocess.Popen(
        [sys.executable, "-W", "error", str(subject.path)],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": seed},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def skip_what_cannot_run(subject: Subject) -> None:
    if subject.skipped:
        pytest.skip(subject.skipped)


@pytest.mark.skipif(NO_PROCESSES, reason="WebAssembly starts no processes")
@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_always_the_same(subject: Subject, tmp_path: Path) -> None:
    skip_what_cannot_run(subject)
    runs = [start(subject, tmp_path / seed, seed) for seed in ("1", "2")]
    (first, first_errors), (second, second_errors) = [run.communicate(timeout=60) for run in runs]
    assert [run.returncode for run in runs] == [subject.status] * 2, first_errors + second_errors
    assert first == second == subject.expected
    assert first_errors == second_errors
    assert bool(first_errors) == bool(subject.status), first_errors


@pytest.mark.skipif(not NO_PROCESSES, reason="test_always_the_same says more")
@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_the_same_in_this_process(
    subject: Subject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    skip_what_cannot_run(subject)
    monkeypatch.chdir(tmp_path)
    seen = observe(Program.of(subject.path), cpython)
    assert seen.stdout == subject.expected, seen.text()
    assert bool(seen.exception) == bool(subject.status), seen.text()
    assert not seen.warnings


def test_corpus_is_whole() -> None:
    count = Counter(subject.sort for subject in SUBJECTS)
    assert count["constructs"] >= 45
    assert count["programs"] >= 10
    assert count["scripts"] >= 12
    assert count["anyio"] >= 3
