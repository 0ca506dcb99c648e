"""The examples do on the machine what they do on CPython, and the README shows what they print."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from unit.cli.processes import assert_same, needs_processes, python, stillframe

pytestmark = needs_processes

ROOT = Path(__file__).parents[3]
README = (ROOT / "README.md").read_text(encoding="utf-8")


@pytest.mark.parametrize("name", ["fibonacci.py", "tour.py"])
def test_example(name: str) -> None:
    found = assert_same(f"examples/{name}", cwd=ROOT)
    assert (found.status, found.stderr) == (0, "")
    assert found.stdout


def test_readme_shows_fibonacci() -> None:
    printed = python("examples/fibonacci.py", cwd=ROOT).stdout
    assert (
        f"$ stillframe run examples/fibonacci.py     # a program, run on the machine\n{printed}"
        in README
    )


def test_readme_shows_dis() -> None:
    printed = stillframe("dis", "examples/fibonacci.py", "fibonacci", cwd=ROOT).stdout
    shown = README.partition("# CPython's instructions, and the machine's\n")[2].partition("```")[0]
    heading = next(line for line in shown.splitlines() if "CPython 3." in line)
    if heading.split()[2] not in printed:
        pytest.skip("the README shows the listing of another Python")
    missing = [line for line in shown.splitlines() if line != "  ..." and line not in printed]
    assert missing == []


def test_stepping() -> None:
    source = (ROOT / "examples" / "stepping.py").read_text(encoding="utf-8")
    assert source.partition("\nmachine = ")[2] in README
    found = python("examples/stepping.py", cwd=ROOT)
    assert (found.status, found.stderr) == (0, "")
    if sys.version_info[:2] != (3, 13):
        return  # the README shows the instructions of 3.13
    shown = README.partition("some of what it prints on 3.13:\n\n```\n")[2].partition("```")[0]
    for line in shown.splitlines():
        assert line == "..." or line in found.stdout.splitlines()
