"""What functions and classes of `__main__` keep when they go by value into another process."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from unit.cli.processes import needs_processes
from unit.snapshot import by_value

READ = """
import pickle, stillframe, sys
for name, expected, data in pickle.load(open(sys.argv[1], "rb")):
    try:
        obj, probe = stillframe.thaw(data)
        found = str(probe(obj))
    except Exception as error:
        found = repr(error)
    print(f"{name}\\t{expected}\\t{found}")
"""


@pytest.fixture(scope="module")
def crossed(tmp_path_factory: pytest.TempPathFactory) -> dict[str, tuple[str, str]]:
    """For each case what its probe said in the process that froze it, and in the other."""
    file = tmp_path_factory.mktemp("by_value") / "cases"
    commands = [sys.executable, by_value.__file__, file], [sys.executable, "-c", READ, file]
    for command in commands:
        done = subprocess.run(command, cwd=Path("/"), timeout=60, capture_output=True, text=True)
        assert done.returncode == 0, done.stderr
    rows = [line.split("\t") for line in done.stdout.splitlines()]
    return {name: (expected, found) for name, expected, found in rows}


@needs_processes
@pytest.mark.parametrize("name", by_value.CASES)
def test_nothing_is_lost(crossed: dict[str, tuple[str, str]], name: str) -> None:
    expected, found = crossed[name]
    assert found == expected
