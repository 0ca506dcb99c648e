"""Nothing but a cut can be to blame for what a program of the corpus prints: it is always the same.

Under plain `python`, twice, each time with another seed for hashes; on a loop that is always late;
all at once, warnings being errors. Where no processes can be started (WebAssembly): in this one.
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

LATE = Path(__file__).parent / "late.py"


def start(folder: Path, *arguments: str | Path, seed: str = "0") -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-W", "error", *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONHASHSEED": seed},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
    )


def start_late(folder: Path, path: Path) -> subprocess.Popen[str]:
    return start(folder, LATE, "0.05", path)


def check_in_processes(subject: Subject, folder: Path) -> None:
    folders = [folder / name for name in ("first", "second", "late")]
    for each in folders:
        each.mkdir()
    first, second, late = runs = [
        start(folders[0], subject.path, seed="1"),
        start(folders[1], subject.path, seed="2"),
        start_late(folders[2], subject.path),
    ]
    (out, errors), (again, errors_again), (out_late, errors_late) = [
        run.communicate(timeout=60) for run in runs
    ]
    assert out == again == out_late == subject.expected, errors_late
    assert first.returncode == second.returncode == late.returncode == subject.status, errors
    assert errors == errors_again
    assert bool(errors) == bool(errors_late) == bool(subject.status), errors


def check_in_this_process(subject: Subject) -> None:
    seen = observe(Program.of(subject.path), cpython)
    assert seen.stdout == subject.expected, seen.text()
    assert bool(seen.exception) == bool(subject.status), seen.text()
    assert not seen.warnings


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_always_the_same(subject: Subject, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    if subject.skipped:
        pytest.skip(subject.skipped)
    if sys.platform == "emscripten":
        monkeypatch.chdir(tmp_path)
        check_in_this_process(subject)
    else:
        check_in_processes(subject, tmp_path)


RACE = """
import asyncio

async def main():
    sleeper = asyncio.create_task(asyncio.sleep(0.2))
    for _ in range(20):
        await asyncio.sleep(0)
    print(sleeper.done())

asyncio.run(main())
"""


@pytest.mark.skipif(sys.platform == "emscripten", reason="WebAssembly starts no processes")
def test_a_race_with_the_clock_shows_on_a_late_loop(tmp_path: Path) -> None:
    path = tmp_path / "race.py"
    path.write_text(RACE, "utf-8")
    outputs = [run.communicate()[0] for run in (start(tmp_path, path), start_late(tmp_path, path))]
    assert outputs == ["False\n", "True\n"]


def test_corpus_is_whole() -> None:
    count = Counter(subject.sort for subject in SUBJECTS)
    assert count["constructs"] >= 45
    assert count["programs"] >= 10
    assert count["scripts"] >= 12
    assert count["anyio"] >= 3
