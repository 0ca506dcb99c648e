"""`stillframe watch`: the program ends as under `python`, and the run is written."""

from __future__ import annotations

import json
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from stillframe.watch.trace import Trace
from unit.cli.processes import needs_processes, python, started, stillframe, write

pytestmark = needs_processes


def watched(folder: Path, *arguments: str, **more: Any) -> tuple[Any, Trace]:
    ending = stillframe("watch", "--json", "-o", "run.json", *arguments, cwd=folder, **more)
    return ending, Trace(json.loads((folder / "run.json").read_text("utf-8")))


ENDINGS = {
    "returned": "print('a', __name__)",
    "status": "import sys; print(1); sys.exit(3)",
    "raised": "def f():\n    raise KeyError('k')\nf()",
    "written": "import sys; sys.stderr.write('err'); sys.stdout.writelines(['a', 'b'])",
    "arguments": "import sys; print(sys.argv)",
    "asyncio": "import asyncio\nasync def f():\n    await asyncio.sleep(0)\n    1/0\n"
    "asyncio.run(f())",
    "atexit": "import atexit; atexit.register(print, 'bye')",
    "finalizer": "class D:\n    def __del__(self):\n        print('del')\nd = D()",
}


@pytest.mark.parametrize("text", ENDINGS.values(), ids=ENDINGS)
def test_it_ends_as_under_python(tmp_path: Path, text: str) -> None:
    write(tmp_path / "program.py", text)
    ending, trace = watched(tmp_path, "program.py", "x", "-y")
    assert ending == python("program.py", "x", "-y", cwd=tmp_path)
    assert trace.steps > 0
    assert trace.data["program"] == "program.py"
    assert trace.data["arguments"] == ["x", "-y"]
    assert not trace.data["full"]


def test_how_it_ended_and_what_it_wrote(tmp_path: Path) -> None:
    text = "import sys\nprint('out')\nprint('err', file=sys.stderr)\nraise ValueError\n"
    write(tmp_path / "program.py", text)
    _, trace = watched(tmp_path, "program.py")
    end = trace.data["end"]
    assert (end["how"], end["type"]) == ("raised", "ValueError")
    assert trace.output_at(trace.steps) == "out\nerr\n"
    assert trace.output_at(1) == ""
    assert trace.data["files"][0]["lines"] == text.splitlines()


def test_modules_and_texts(tmp_path: Path) -> None:
    write(tmp_path / "package" / "__main__.py", "print(__package__)")
    write(tmp_path / "package" / "__init__.py", "")
    ending, trace = watched(tmp_path, "-m", "package")
    assert ending.stdout == "package\n"
    assert {code["kind"] for code in trace.data["codes"]} == {"module"}
    ending, trace = watched(tmp_path, "-c", "print(2)")
    assert ending.stdout == "2\n"
    assert trace.data["files"][0]["lines"] == ["print(2)"]


def test_text(tmp_path: Path) -> None:
    write(tmp_path / "program.py", "def g():\n    yield 1\nprint(next(g()))\n")
    ending = stillframe("watch", "--text", "program.py", cwd=tmp_path)
    lines = ending.stdout.splitlines()
    assert lines[0] == "1"
    assert any("· g#1:2  YIELD_VALUE 0  [1]" in line for line in lines)
    assert "g#1: yield 1" in ending.stdout
    assert "» stdout '1'" in ending.stdout
    assert ending.status == 0


def test_limit(tmp_path: Path) -> None:
    write(tmp_path / "program.py", "for i in range(10_000):\n    pass\nprint(i)\n")
    ending, trace = watched(tmp_path, "--limit", "100", "program.py")
    assert ending.stdout == "9999\n"
    assert trace.data["full"]
    assert trace.data["limit"] == 100
    assert 100 <= trace.steps < 110
    ending = stillframe("watch", "--text", "--limit", "50", "program.py", cwd=tmp_path)
    assert ending.stdout.endswith("The recording stopped here, at its limit of 50 steps.\n")


def test_only(tmp_path: Path) -> None:
    write(tmp_path / "other.py", "def f():\n    return 1\n")
    write(
        tmp_path / "program.py",
        "import other\nclass A:\n    def m(self):\n        return other.f()\nA().m()\n",
    )
    names = {
        pattern: {
            code["qualname"] for code in watched(tmp_path, *only, "program.py")[1].data["codes"]
        }
        for pattern, only in {
            "": (),
            "other.py": ("--only", "other.py"),
            "A.*": ("--only", "A.*"),
            "both": ("--only", "f", "--only", "m"),
        }.items()
    }
    assert names[""] == {"<module>", "A", "A.m", "f"}
    assert names["other.py"] == {"<module>", "f"}
    assert names["A.*"] == {"A.m"}
    assert names["both"] == {"A.m", "f"}


def test_task(tmp_path: Path) -> None:
    text = (
        "import asyncio\nasync def f(n):\n    return g(n)\ndef g(n):\n    return n\n"
        "async def main():\n"
        "    tasks = [asyncio.create_task(f(n), name=f't-{n}') for n in range(3)]\n"
        "    print(await asyncio.gather(*tasks))\n"
        "asyncio.run(main())\n"
    )
    write(tmp_path / "program.py", text)

    def frames(*options: str) -> list[str]:
        ending, trace = watched(tmp_path, *options, "program.py")
        assert ending.stdout == "[0, 1, 2]\n"
        found = map(trace.name, range(len(trace.data["frames"]["code"])))
        return [name for name in found if "<listcomp>" not in name]  # up to 3.11

    assert frames("--task", "t-1") == ["f#1", "g"]
    assert frames("--task", "t-1", "--task", "main") == ["main#1", "f#1", "f#2", "f#3", "g"]
    assert frames("--task", "f", "--only", "g") == ["g"] * 3


@pytest.mark.parametrize(
    ("arguments", "complaint"),
    [
        (["--text", "--json", "program.py"], "exclude each other"),
        (["--json", "-o", "no/such/folder", "program.py"], "can't be written"),
        (["--json", "missing.py"], "missing.py"),
        (["--json", "--limit", "0", "program.py"], "--limit"),
    ],
)
def test_refusals_come_before_the_program(
    tmp_path: Path, arguments: list[str], complaint: str
) -> None:
    write(tmp_path / "program.py", "print('ran')")
    ending = stillframe("watch", *arguments, cwd=tmp_path)
    assert ending.status == 2
    assert "ran" not in ending.stdout
    assert complaint in ending.stderr
    assert "Traceback" not in ending.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="signals are POSIX's")
def test_control_c_is_the_programs(tmp_path: Path) -> None:
    text = (
        "import os, signal\n"
        "def g():\n"
        "    n = 0\n"
        "    while True:\n"
        "        n += 1\n"
        "        if n == 1000:\n"
        "            os.kill(os.getpid(), signal.SIGINT)\n"
        "        yield n\n"
        "try:\n"
        "    for x in g():\n"
        "        pass\n"
        "except KeyboardInterrupt:\n"
        "    print('interrupted', x >= 999)\n"
        "raise KeyboardInterrupt\n"
    )
    write(tmp_path / "program.py", text)
    arguments = ("watch", "--limit", "300000", "--json", "-o", "run.json", "program.py")
    with started(*arguments, cwd=tmp_path) as running:
        ending = running.end()
    trace = Trace(json.loads((tmp_path / "run.json").read_text("utf-8")))
    assert ending.status == -signal.SIGINT
    assert ending.stdout == "interrupted True\n"
    assert trace.data["end"]["type"] == "KeyboardInterrupt"
    assert trace.at(trace.steps).chain == []
