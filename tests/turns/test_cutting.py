"""Each program of the corpus, saved and resumed on its way: nothing changes.

Scripts at every 1,000th instruction, small ones at each; asyncio programs at every turn of their
loop: the larger ones only where `make soak-turns` asks for it, which takes minutes. Each piece runs
in a process of its own (`cutting`).
"""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

from turns.corpus import DIFFERENT, RARELY, SUBJECTS, Subject

pytestmark = pytest.mark.skipif(not hasattr(os, "fork"), reason="pieces are forked")

SCRIPTS = [one for one in SUBJECTS if one.sort == "scripts"]
LOOPS = [one for one in SUBJECTS if one.sort != "scripts"]
PROGRAMS = [one for one in LOOPS if one.sort == "programs"]
CONSTRUCTS = [one for one in LOOPS if one.sort != "programs"]
# What is refused for a moment only: a session tries again, these pieces don't.
PASSING = re.compile("rows that wait to be fetched")
soak = pytest.mark.skipif("SOAK" not in os.environ, reason="make soak-turns does it")
SPAWNED = {"constructs/gather_nested", "constructs/taskgroup", "constructs/timeout_nested"}


def cut(
    subject: Subject, tmp_path: Path, unit: str, count: int, how: str = "fork"
) -> dict[str, int]:
    """Run a program in pieces; what was refused on the way, and how often."""
    if reason := subject.skipped or DIFFERENT.get(subject.name):
        pytest.skip(reason)
    folder, cuts = tmp_path / "folder", tmp_path / "cuts"
    folder.mkdir()
    cuts.mkdir()
    tests = Path(__file__).parents[1]
    path = os.pathsep.join((str(tests), os.environ.get("PYTHONPATH", "")))
    done = subprocess.run(
        [sys.executable, "-m", "turns.cutting", str(subject.path), unit, str(count), how],
        cwd=folder,
        env={**os.environ, "CUTS": str(cuts), "PYTHONPATH": path, "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        timeout=280,
    )
    plain = subprocess.run(
        [sys.executable, str(subject.path)],
        cwd=folder,
        env={**os.environ, "PYTHONWARNINGS": "error"},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.stdout == subject.expected, done.stderr
    assert done.stderr == plain.stderr
    assert done.returncode == subject.status
    said = json.loads((cuts / "cuts.json").read_text())
    # How many turns a program takes, where sockets are read, is the system's.
    few = unit == "turn" or "tiny" in subject.name
    assert said["cuts"] + sum(said["refused"].values()) > 0 or few
    return dict(said["refused"])


@pytest.mark.parametrize("subject", SCRIPTS, ids=lambda one: one.name)
def test_scripts_at_every_thousandth_instruction(subject: Subject, tmp_path: Path) -> None:
    assert all(map(PASSING.search, cut(subject, tmp_path, "instructions", 997)))


@pytest.mark.slow
@pytest.mark.parametrize("name", ["tiny", "tiny_finally"])
def test_scripts_at_every_instruction(name: str, tmp_path: Path) -> None:
    subject = next(one for one in SCRIPTS if one.name == f"scripts/{name}")
    assert not cut(subject, tmp_path, "instructions", 1)


@pytest.mark.parametrize("subject", [*CONSTRUCTS[::3], *PROGRAMS], ids=lambda one: one.name)
def test_loops_at_some_turns(subject: Subject, tmp_path: Path) -> None:
    assert not cut(subject, tmp_path, "turns", RARELY.get(subject.name, 11))


@pytest.mark.slow
@pytest.mark.parametrize("subject", CONSTRUCTS, ids=lambda one: one.name)
def test_constructs_at_every_turn(subject: Subject, tmp_path: Path) -> None:
    cut(subject, tmp_path, "turns", 1)


@soak
@pytest.mark.slow
@pytest.mark.parametrize("subject", PROGRAMS, ids=lambda one: one.name)
def test_programs_at_every_turn(subject: Subject, tmp_path: Path) -> None:
    cut(subject, tmp_path, "turns", RARELY.get(subject.name, 1))


@pytest.mark.parametrize("name", sorted(RARELY))
@pytest.mark.parametrize("at", [2, 5, 8, 13])
def test_connections_broken_once(name: str, at: int, tmp_path: Path) -> None:
    subject = next(one for one in LOOPS if one.name == name)
    assert not cut(subject, tmp_path, "turn", at)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(RARELY))
@pytest.mark.parametrize("at", range(1, 46, 3))
def test_connections_broken_once_anywhere(name: str, at: int, tmp_path: Path) -> None:
    subject = next(one for one in LOOPS if one.name == name)
    assert not cut(subject, tmp_path, "turn", at)


@pytest.mark.slow
@pytest.mark.parametrize("name", sorted(SPAWNED))
def test_loops_in_new_interpreters(name: str, tmp_path: Path) -> None:
    subject = next(one for one in LOOPS if one.name == name)
    cut(subject, tmp_path, "turns", 2, "spawn")
