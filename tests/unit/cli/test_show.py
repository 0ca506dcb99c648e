"""`stillframe show`: for people and as JSON, whatever state the file is in."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from stillframe.program.store import Store
from unit.cli.processes import needs_processes, started, stillframe, stopped, write
from unit.cli.terminal import on_a_terminal

pytestmark = [
    needs_processes,
    pytest.mark.skipif(os.name == "nt", reason="no signal can be sent to one process on Windows"),
]

TASKS = """
import asyncio

async def leaf(name):
    word = f"[red]é {name}"
    await asyncio.sleep(60)

async def branch(name):
    await leaf(name)

class Hidden:
    def __repr__(self): raise ValueError

async def main():
    hidden = Hidden()
    one = asyncio.create_task(branch("one"), name="first")
    asyncio.get_running_loop().call_later(30, print, "late")
    asyncio.get_running_loop().call_later(40, print, None)
    queue = asyncio.Queue()
    getter = asyncio.create_task(queue.get(), name="getter")
    await asyncio.sleep(0)
    print("ready", flush=True)
    await one

def call():
    asyncio.run(main())

counted = 3
call()
"""


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("show")
    write(folder / "app.py", TASKS)
    assert stopped("run", "app.py", "x y", cwd=folder).status == 75
    return folder


def state(folder: Path, file: str = "app.still") -> Any:
    found = stillframe("show", "--json", file, cwd=folder)
    assert (found.status, found.stderr) == (0, "")
    return json.loads(found.stdout)


def test_for_people(saved: Path) -> None:
    found = stillframe("show", "app.still", cwd=saved)
    assert (found.status, found.stderr) == (0, "")
    text = found.stdout
    assert text.startswith("app.py x y: stopped\n")
    assert "bytes (SIGINT)\n" in text
    assert "├── <module>() at app.py:29  call()\n" in text
    assert "│   └── counted = 3\n" in text
    assert "├── call() at app.py:26  asyncio.run(main())\n" in text
    assert "\n3 tasks\n" in text
    assert "├── first waits for sleep(), 59." in text
    assert "│   ├── leaf() at app.py:6  await asyncio.sleep(60)\n" in text
    assert "│   │   └── word = '[red]é one'\n" in text
    assert "└── Task-1 waits for first\n" in text
    assert "├── getter waits for Queue.get()\n" in text
    assert "hidden = <Hidden: its repr() raises ValueError>\n" in text
    assert "\n3 timers\n" in text
    assert ": print 'late'\n" in text
    assert ": print None\n" in text
    assert ": wakes first\n" in text


def test_as_json(saved: Path) -> None:
    found = state(saved)
    assert set(found) == {"file", "program", "saves", "save", "state"}
    assert found["file"] == "app.still"
    assert found["save"] == 1
    program = found["program"]
    assert program["argv"] == ["app.py", "x y"]
    assert (program["status"], program["exit_status"]) == ("stopped", None)
    assert program["folder"] == str(saved)
    (save,) = found["saves"]
    assert set(save) == {"number", "time", "reason", "size", "stored"}
    assert set(found["state"]) == {"frames", "loops"}
    frame = found["state"]["frames"][0]
    assert set(frame) == {"function", "file", "line", "source", "library", "locals"}
    assert (frame["function"], frame["line"], frame["library"]) == ("<module>", 29, False)
    assert frame["locals"] == {"counted": "3"}
    (loop,) = found["state"]["loops"]
    assert set(loop) == {"tasks", "timers", "task_count", "timer_count", "ready_count"}
    tasks = {task["name"]: task for task in loop["tasks"]}
    assert set(tasks["first"]) == {"name", "cancelling", "waits_for", "left", "ready", "stack"}
    assert 59 < tasks["first"]["left"] <= 60
    assert tasks["Task-1"]["waits_for"] == "first"
    assert tasks["getter"]["left"] is None
    assert [one["function"] for one in tasks["first"]["stack"]] == ["branch", "leaf", "sleep"]


def test_none_of_its_code_is_run(tmp_path: Path) -> None:
    write(
        tmp_path / "app.py",
        """
        import os, time
        class Loud:
            def __setstate__(self, state): print("run")
        loud = Loud()
        loud.x = 1
        print("ready", flush=True)
        time.sleep(0.2)
        """,
    )
    assert stopped("run", "app.py", cwd=tmp_path).status == 75
    (tmp_path / "app.py").unlink()
    found = stillframe("show", "app.still", cwd=tmp_path)
    assert found.status == 0
    assert "run\n" not in found.stdout


def test_a_running_program(tmp_path: Path) -> None:
    write(tmp_path / "app.py", "import time\nprint('ready', flush=True)\ntime.sleep(60)")
    with started("run", "--save", "a.still", "app.py", cwd=tmp_path) as running:
        running.wait_for("ready")
        assert stillframe("show", "a.still", cwd=tmp_path).stdout.startswith("app.py: running\n")
        found = state(tmp_path, "a.still")
        assert (found["saves"], found["save"], found["state"]) == ([], None, None)
        assert found["program"]["process"] == running.process.pid
        assert running.end(signal.SIGTERM).status == 75


def test_a_file_without_saves(tmp_path: Path) -> None:
    with Store.open(tmp_path / "a.still", create=True):
        pass
    found = stillframe("show", "a.still", cwd=tmp_path)
    assert found == (0, "a.still: no program has been run\n", "")
    assert state(tmp_path, "a.still")["program"] is None
    assert stillframe("show", "--from", "1", "a.still", cwd=tmp_path).status == 1
    found = stillframe("resume", "a.still", cwd=tmp_path)
    assert (found.status, found.stderr) == (
        1,
        "stillframe: a.still holds no program: run one with `stillframe run --save a.still`\n",
    )


@pytest.mark.parametrize("text", [None, "", "no database " * 100])
def test_no_such_file(tmp_path: Path, text: str | None) -> None:
    if text is not None:
        write(tmp_path / "a.still", text)
    for command in ("show", "resume"):
        found = stillframe(command, "a.still", cwd=tmp_path)
        assert (found.status, found.stdout) == (1, "")
        assert found.stderr.startswith("stillframe: ")
        assert found.stderr.count("\n") == 1


def test_where_not_all_can_be_shown(saved: Path) -> None:
    found = stillframe("show", "app.still", cwd=saved, PYTHONIOENCODING="ascii")
    assert (found.status, found.stderr) == (0, "")
    assert "word = '[red]\\xe9 one'" in found.stdout
    assert found.stdout.isascii()


@pytest.mark.skipif(sys.platform == "emscripten", reason="there are no terminals")
def test_on_a_terminal(saved: Path) -> None:
    narrow = on_a_terminal(["show", "app.still"], saved, 40, NO_COLOR="1")
    assert max(map(len, narrow.splitlines()[6:])) <= 40
    assert "\x1b[3" not in narrow
    coloured = on_a_terminal(["show", "app.still"], saved, 200)
    assert "\x1b[1m" in coloured


def test_a_reader_that_goes(saved: Path) -> None:
    read, end = os.pipe()
    os.close(read)
    process = subprocess.run(
        [sys.executable, "-m", "stillframe", "show", "app.still"],
        cwd=saved,
        stdout=end,
        stderr=subprocess.PIPE,
    )
    os.close(end)
    assert (process.returncode, process.stderr) == (1, b"")
