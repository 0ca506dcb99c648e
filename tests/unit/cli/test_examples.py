"""The examples do on the machine what they do on CPython, and the README shows what they print."""

from __future__ import annotations

import signal
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


def test_a_generator_crosses_processes() -> None:
    found = python("examples/across_processes.py", cwd=ROOT)
    assert found.stdout.splitlines() == [
        "here:        101 103",
        "in a worker: 107 109 113",
        "here again:  127 [101, 103, 107, 109, 113, 127]",
    ]


def test_a_data_loader_goes_on(tmp_path: Path) -> None:
    example = str(ROOT / "examples" / "data_loader.py")
    killed = python(example, "run.still", "5", cwd=tmp_path)
    assert killed.status == -signal.SIGTERM and killed.stdout.count("step") == 5
    assert [file.name for file in tmp_path.iterdir()] == ["run.still"]
    resumed = python(example, "run.still", cwd=tmp_path).stdout.splitlines()
    assert resumed[0] == "goes on after step 4"
    whole = python(example, "other.still", cwd=tmp_path).stdout.splitlines()
    assert whole[4:] == resumed[1:] and whole[:5] == killed.stdout.splitlines()
    assert (len(whole), whole[-1], list(tmp_path.iterdir())) == (9, "done", [])


def test_an_agent_waits(tmp_path: Path) -> None:
    def say(*answer: str) -> list[str]:
        example = str(ROOT / "examples" / "ask_a_person.py")
        return python(example, "trip.still", *answer, cwd=tmp_path).stdout.splitlines()

    assert say() == ["Where to: Lisbon or Oslo?"]
    assert say("Paris") == ["Paris isn't among them. Where to: Lisbon or Oslo?"]
    assert say("Lisbon") == ["How to Lisbon: train or ship?"]
    waits = say()
    assert waits[0].startswith("coroutine trip(), suspended, File ")
    assert "    city = 'Lisbon'" in waits
    assert say("ship") == [
        "(The finally clause runs once, in the last process.)",
        "To Lisbon by ship.",
    ]
    assert list(tmp_path.iterdir()) == []


def test_a_search_forks() -> None:
    found = python("examples/search.py", cwd=ROOT)
    assert found.stdout == "92 solutions; the first: [0, 4, 7, 5, 2, 6, 1, 3]\n"


def test_orders_are_the_same_under_both(tmp_path: Path) -> None:
    for name, command in (("a", python), ("b", stillframe)):
        words = ["run", "--no-save"] if command is stillframe else []
        found = command(*words, str(ROOT / "examples" / "orders.py"), name, cwd=tmp_path)
        assert (found.status, found.stderr) == (0, "")
    text = (tmp_path / "a").read_text(encoding="utf-8")
    assert (tmp_path / "b").read_text(encoding="utf-8") == text
    assert text.endswith("\n24 orders, 1200\n")


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="no signal can be sent there")
def test_the_demo(tmp_path: Path) -> None:
    command = Path(sys.executable).with_name("stillframe")
    if not command.exists():
        pytest.skip("stillframe isn't installed as a command")
    found = python(str(ROOT / "scripts" / "demo"), str(command), cwd=tmp_path)
    assert found.status == 0, found
    assert found.stdout.endswith("\n24 orders, 1200\n")
    assert "exit status -9" in found.stdout and "exit status 75" in found.stdout
    assert "Task-2 waits for " in found.stdout
