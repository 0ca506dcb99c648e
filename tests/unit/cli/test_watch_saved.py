"""`stillframe watch` of a saved program or a frozen object: one moment, and nothing of it runs."""

from __future__ import annotations

import json
import os
import signal
import sqlite3
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

import stillframe as library
from stillframe.program.recognise import recognise
from stillframe.program.store import Store
from stillframe.watch.saved import open_saved
from stillframe.watch.trace import Trace
from unit.cli.processes import Ending, needs_processes, started, stillframe, write

pytestmark = needs_processes

# Whatever of it is run says so; a checkpoint, and then the end.
LOUD = """
import asyncio, os, sys
import helper
import stillframe

print("imported", file=sys.stderr)

class Loud:
    def __init__(self): self.x = 1
    def __setstate__(self, state): os.mkdir("setstate")
    def __repr__(self): os.mkdir("repr")
    def __hash__(self): return 1
    def __eq__(self, other): os.mkdir("eq")

class Reduced:
    def __reduce__(self): return make, (7,)

def make(number):
    if "resume" in sys.argv: return Reduced()
    os.mkdir("made")

async def worker(name):
    loud = {Loud(): Loud()}
    reduced = Reduced()
    file = open("data.txt", "a")
    await asyncio.sleep(3600)

async def main():
    server = await asyncio.start_server(lambda r, w: None, "127.0.0.1", 0)
    asyncio.create_task(worker("w"), name="the worker")
    await asyncio.sleep(0)
    await stillframe.checkpoint()
    os._exit(3)

asyncio.run(main())
"""


@pytest.fixture(scope="module")
def saved(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("saved")
    write(folder / "app.py", LOUD)
    write(folder / "helper.py", "import os\nos.environ.get('HELPED') and os.mkdir('helped')\n")
    assert stillframe("run", "app.py", cwd=folder).status == 3
    Store.read(folder / "app.still").close()  # folds in the log of a process that ended so
    for made in ("made", "repr"):  # by the program, and by the save's summary
        if (folder / made).exists():
            (folder / made).rmdir()
    return folder


def watch(folder: Path, *arguments: str, **env: str) -> Ending:
    return stillframe("watch", "--no-open", *arguments, cwd=folder, **env)


def as_json(folder: Path, *arguments: str) -> Trace:
    ending = watch(folder, "--json", *arguments)
    assert (ending.status, ending.stderr) == (0, "")
    return Trace(json.loads(ending.stdout))


def test_none_of_it_is_run_and_nothing_is_touched(saved: Path) -> None:
    """Not its modules, not its classes, not what makes its objects; no file, no address."""
    before = {path.name: path.read_bytes() for path in saved.iterdir() if path.is_file()}
    ending = watch(saved, "--text", "app.still", HELPED="1")
    assert (ending.status, ending.stderr) == (0, "")
    assert "the worker" in ending.stdout
    assert {path.name: path.read_bytes() for path in saved.iterdir()} == before


def test_in_this_process_neither(saved: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    modules, folder = set(sys.modules), os.getcwd()
    handlers = [signal.getsignal(one) for one in signal.valid_signals()]

    def refuse(name: str, arguments: tuple[Any, ...]) -> None:
        if watching and (
            name in ("exec", "import", "subprocess.Popen", "os.chdir")
            or name.startswith("socket.")
            or (name == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wa+"))
        ):
            seen.append((name, str(arguments[0])))

    seen: list[tuple[str, str]] = []
    open_saved(str(saved / "app.still"))  # it imports what of ours it needs
    watching = True
    sys.addaudithook(refuse)
    try:
        open_saved(str(saved / "app.still"))
    finally:
        watching = False
    assert seen == []
    assert os.getcwd() == folder
    assert [signal.getsignal(one) for one in signal.valid_signals()] == handlers
    assert {"app", "helper"}.isdisjoint(set(sys.modules) - modules)


def test_what_is_shown(saved: Path) -> None:
    trace = as_json(saved, "app.still")
    about = trace.data["moment"]
    assert (trace.steps, trace.data["program"], about["save"]) == (0, "app.still", 1)
    assert trace.data["python"] == ".".join(map(str, sys.version_info[:3]))
    tasks = {one["name"]: one for one in trace.data["tasks"]}
    row = trace.data["generators"][tasks["the worker"]["generator"]]
    frame = trace.at(0).frames[row["frame"]]
    code = trace.code(row["frame"])
    held = {
        name: trace.show(value)
        for name, value in zip(code["slots"], frame.slots, strict=True)
        if value
    }
    assert held == {
        "file": "<TextIOWrapper #1>",
        "loud": held["loud"],
        "name": "'w'",
        "reduced": "<make #1>",
    }
    assert held["loud"].startswith("<dict #")
    (loop,) = trace.loops_at(0)
    assert [trace.data["handles"][row]["text"] for _, row in loop.timers] == ["wakes the worker"]
    (watched,) = [trace.data["watched"][row] for row in loop.reading]
    assert watched.startswith("socket")
    assert not loop.writing
    assert trace.data["files"][0]["lines"][:2] == ["", "import asyncio, os, sys"]


def test_a_page_is_written_beside(saved: Path, tmp_path: Path) -> None:
    ending = watch(tmp_path, str(saved / "app.still"))
    page = tmp_path / "app.still.watch.html"
    assert ending == (
        0,
        "",
        f"stillframe: app.still in app.still.watch.html ({page.stat().st_size:,} bytes)\n",
    )
    ending = watch(tmp_path, str(saved / "app.still"), "-o", "b.html")  # options may follow
    assert (tmp_path / "b.html").read_text("utf-8").startswith("<!doctype html>")


SAVES = """
import stillframe
def step(n):
    stillframe.checkpoint()
    if n: step(n - 1)
step(4)
"""


def test_an_earlier_save_and_the_end(tmp_path: Path) -> None:
    write(tmp_path / "app.py", SAVES)
    assert stillframe("run", "--save", "a.still", "app.py", cwd=tmp_path).status == 0
    ending = watch(tmp_path, "a.still")
    assert (ending.status, ending.stdout) == (1, "")
    assert ending.stderr == (
        "stillframe: a.still: its program has ended, with exit status 0: nothing of it stands any "
        "more; an earlier save is shown with --from N\n"
    )
    assert not (tmp_path / "a.still.watch.html").exists()
    for number in (2, 4):
        for order in (("a.still", "--from", str(number)), ("--from", str(number), "a.still")):
            trace = as_json(tmp_path, *order)
            assert trace.data["moment"]["save"] == number
            names = [trace.name(one) for one in trace.at(0).chain]
            assert names == ["<module>", *["step"] * number]
    ending = watch(tmp_path, "a.still", "--from", "9")
    assert (ending.status, ending.stderr) == (
        1,
        "stillframe: a.still holds no save 9, but 1 to 5\n",
    )


def test_a_source_that_changed_or_is_gone(tmp_path: Path) -> None:
    """What is a program's own is shown as it was saved."""
    write(tmp_path / "app.py", "import stillframe\nstillframe.checkpoint()\n1 / 0\n")
    assert stillframe("run", "--save", "a.still", "app.py", cwd=tmp_path).status == 1
    lines = ["import stillframe", "stillframe.checkpoint()", "1 / 0"]
    write(tmp_path / "app.py", "print('another')\n")
    trace = as_json(tmp_path, "a.still", "--from", "1")
    assert trace.data["files"][0]["lines"] == lines
    assert trace.data["moment"]["notes"] == ["app.py: changed since, and shown as it was saved."]
    (tmp_path / "app.py").unlink()
    trace = as_json(tmp_path, "a.still", "--from", "1")
    assert trace.data["files"][0]["lines"] == lines
    assert trace.data["moment"]["notes"] == []


def test_a_program_without_a_file(tmp_path: Path) -> None:
    text = "import stillframe; stillframe.checkpoint(); x = 1"
    assert stillframe("run", "--save", "a.still", "-c", text, cwd=tmp_path).status == 0
    trace = as_json(tmp_path, "a.still", "--from", "1")
    assert trace.data["files"][0]["lines"] == [text]
    assert trace.data["moment"]["notes"] == []


def test_while_it_runs(tmp_path: Path) -> None:
    """Whoever runs the program keeps it: looking takes no lock."""
    write(
        tmp_path / "app.py",
        "import stillframe, time\nstillframe.checkpoint()\nprint('ready', flush=True)\n"
        "time.sleep(60)\n",
    )
    with started("run", "--save", "a.still", "app.py", cwd=tmp_path) as running:
        running.wait_for("ready")
        assert "<module> at app.py:2" in watch(tmp_path, "--text", "a.still").stdout
        assert running.end(signal.SIGTERM).status == 75
    text = watch(tmp_path, "--text", "a.still").stdout
    assert "<module> at app.py:4" in text  # in the sleep, whose frame is ours


def generator() -> Iterator[Any]:
    mine = {"a": [1, 2]}
    yield mine
    yield 2


def test_a_frozen_generator(tmp_path: Path) -> None:
    """Of a module: its code is found by name in a thaw, and isn't looked for here."""
    obj = generator()
    next(obj)
    for name, key in (("plain.bin", None), ("signed", b"key")):
        (tmp_path / name).write_bytes(library.freeze(obj, key=key))
        trace = as_json(tmp_path, name)
        assert [one["name"] for one in trace.data["generators"]] == ["generator#1"]
        assert trace.data["files"][0]["lines"] == Path(__file__).read_text("utf-8").splitlines()
        notes = trace.data["moment"]["notes"]
        assert notes == (["It is signed; nobody has looked at the signature."] if key else [])


def test_its_source_changed(tmp_path: Path) -> None:
    write(tmp_path / "mod.py", "def g():\n    yield 1\n")
    write(
        tmp_path / "make.py",
        "import mod, stillframe\ng = mod.g(); next(g)\n"
        "open('f.bin', 'wb').write(stillframe.freeze(g))\n",
    )
    assert stillframe("run", "--no-save", "make.py", cwd=tmp_path).status == 0
    assert as_json(tmp_path, "f.bin").data["files"][0]["lines"] == ["def g():", "    yield 1"]
    write(tmp_path / "mod.py", "# new\ndef g():\n    yield 1\n")
    trace = as_json(tmp_path, "f.bin")
    assert trace.data["files"][0]["lines"] == []
    assert trace.data["moment"]["notes"] == ["mod.py: changed since: the source isn't shown."]
    assert trace.code(0)["op"]  # the saved code
    (tmp_path / "mod.py").unlink()
    notes = as_json(tmp_path, "f.bin").data["moment"]["notes"]
    assert notes == ["mod.py: not there: no source is shown."]
    assert watch(tmp_path, "f.bin", "--from", "1").stderr == (
        "stillframe: f.bin is a frozen object, which has no saves: leave out --from\n"
    )


def test_files_that_are_neither(tmp_path: Path) -> None:
    """By content: a program runs whatever it is called."""
    write(tmp_path / "odd.still", "print('runs', __name__)\n")
    ending = watch(tmp_path, "odd.still")
    assert (ending.status, ending.stdout) == (0, "runs __main__\n")
    assert (tmp_path / "odd.watch.html").exists()
    write(tmp_path / "empty.still", "")
    assert watch(tmp_path, "empty.still").status == 0
    with sqlite3.connect(tmp_path / "other.db") as other:
        other.execute("CREATE TABLE t (a)")
    other.close()
    assert recognise(str(tmp_path / "other.db")) == "program"
    ending = watch(tmp_path, "other.db")
    assert (ending.status, ending.stdout) == (1, "")
    assert ending.stderr.startswith("stillframe: other.db is ")
    assert recognise(str(tmp_path)) is None
    assert recognise(str(tmp_path / "none")) is None


def test_damage(tmp_path: Path) -> None:
    obj = generator()
    next(obj)
    data = library.freeze(obj)
    for name, broken, said in (
        ("short.bin", data[:-30], "missing"),
        ("flipped.bin", data[:-30] + b"?" + data[-29:], "not those that were written"),
        ("closed.bin", library.freeze([1]), "no suspended frame is in it"),
    ):
        (tmp_path / name).write_bytes(broken)
        ending = watch(tmp_path, name, "-o", "page.html")
        assert (ending.status, ending.stdout) == (1, "")
        assert ending.stderr.startswith("stillframe: ") and said in ending.stderr
        assert not (tmp_path / "page.html").exists()


def test_what_makes_no_sense_with_it(saved: Path) -> None:
    for more in (["x"], ["--only", "f"], ["--task", "t"], ["--enter", "all"]):
        ending = watch(saved, "app.still", *more)
        assert ending.status == 2
        assert "isn't run" in ending.stderr
    ending = watch(saved, "--from", "1", "app.py")
    assert ending.status == 2
    assert "--from is for a saved" in ending.stderr
