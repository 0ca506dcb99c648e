"""Killed at any moment: the last save that returned is there."""

from __future__ import annotations

from pathlib import Path

import pytest

from unit.cli.processes import needs_processes
from unit.program import killing
from unit.program.soak import soak


@needs_processes
def test_killed_at_random_moments(tmp_path: Path) -> None:
    """`make soak-store` kills 500 times."""
    met = soak(25, tmp_path / "app.still", seed=1, say=lambda text: None)
    assert met["saves"] >= 15
    assert met["-lock -shm -wal"] >= 3, "most kills come while saves are going on"


@needs_processes
@pytest.mark.parametrize("seed", range(3))
def test_killed_while_it_is_made(tmp_path: Path, seed: int) -> None:
    soak(1, tmp_path / "app.still", seed=seed, say=lambda text: None)


@needs_processes
@pytest.mark.slow
def test_a_whole_program_killed_at_random_moments(tmp_path: Path) -> None:
    met = killing.soak(6, tmp_path, seed=2)
    assert met["ended"] and met["resumed"] >= 2
