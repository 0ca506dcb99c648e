"""Programs saved by one process, between two of their lines, and gone on with by another."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
import sysconfig
import textwrap
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]

needs_processes = pytest.mark.skipif(
    sys.platform == "emscripten", reason="WebAssembly starts no processes"
)

# Runs a program to its end, natively, and saves what it is then. The text is what is saved.
SAVE = """
import os, sys
how, name, text = sys.argv[1:4]
from stillframe.program.endings import watch_atexit
from stillframe.program.process import begin
from stillframe.cli import program as programs
from stillframe.machine.policy import program
from stillframe.program.snapshot import Own, freeze_program
if how == "module":
    sys.path[0] = ""
    found = programs.from_module(name)
elif how == "command":
    found = programs.from_command(name)
else:
    found = programs.from_path(name)
sys.argv = [found.argv0, *sys.argv[4:]]
sys.path[0] = found.path0
main = programs.main_module(found)
sys.modules["__main__"] = main
home = os.getcwd()
watch_atexit()
begin()
exec(found.code, vars(main))
own = Own(program(found.own), found.source)
data = freeze_program(eval(text, vars(main)), own)
with open(os.path.join(home, "saved"), "wb") as file:
    file.write(data)
"""

# Puts the program back, and goes on with a text of its own in its `__main__`.
RESUME = """
import sys
code, text = sys.argv[1:3]
from stillframe.program.endings import watch_atexit
from stillframe.program.process import begin
from stillframe.program.snapshot import thaw_program
watch_atexit()
begin()
with open("saved", "rb") as file:
    data = file.read()
saved = thaw_program(data, code=code)
main = sys.modules["__main__"]
exec(text, vars(main) | {"saved": saved, "main": main})
"""


@functools.cache
def interpreter(version: str) -> str:
    """A Python of that version; the test is skipped where there is none."""
    if version == f"{sys.version_info[0]}.{sys.version_info[1]}":
        return sys.executable
    found = subprocess.run(
        [ROOT / "scripts" / "find-python", version], capture_output=True, text=True
    )
    if found.returncode:
        pytest.skip(f"there is no Python {version} here")
    return found.stdout.strip()


def write(folder: Path, files: Mapping[str, str]) -> None:
    """Write the files of a program."""
    for name, text in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(textwrap.dedent(text), encoding="utf-8")


def _run(
    folder: Path, python: str, script: str, *arguments: str, more: str = "", **env: str
) -> subprocess.CompletedProcess[str]:
    # The dependencies are plain Python, and so serve every version.
    paths = str(ROOT / "src"), sysconfig.get_path("purelib"), more
    libraries = os.pathsep.join(filter(None, paths))
    return subprocess.run(
        [python, "-W", "error", "-c", script, *arguments],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": libraries, "PYTHONDONTWRITEBYTECODE": "1", **env},
        capture_output=True,
        text=True,
        timeout=60,
    )


def run(folder: Path, script: str, python: str = sys.executable) -> str:
    """Run a script of the test's own; what it printed."""
    ending = _run(folder, python, textwrap.dedent(script))
    assert ending.returncode == 0, ending.stderr
    return ending.stdout


def save(
    folder: Path,
    saved: str = "None",
    name: str = "app.py",
    how: str = "path",
    python: str = sys.executable,
    arguments: tuple[str, ...] = (),
    **env: str,
) -> str:
    """Run a program and save it; what it printed."""
    ending = _run(folder, python, SAVE, how, name, saved, *arguments, **env)
    assert ending.returncode == 0, ending.stderr
    return ending.stdout


def resume(
    folder: Path, text: str, code: str = "current", python: str = sys.executable, **env: str
) -> str:
    """Go on with what was saved; what the text printed."""
    ending = _run(folder, python, RESUME, code, textwrap.dedent(text), **env)
    assert ending.returncode == 0, ending.stderr
    return ending.stdout


def refused(folder: Path, code: str = "current", python: str = sys.executable, **env: str) -> str:
    """Go on with what was saved, in vain; the last line of what is said about it."""
    ending = _run(folder, python, RESUME, code, "print('went on')", **env)
    assert ending.returncode == 1 and not ending.stdout, ending
    return ending.stderr.strip().splitlines()[-1]


def unsaveable(folder: Path, saved: str = "None") -> str:
    """Save a program in vain; the last line of what is said about it."""
    ending = _run(folder, sys.executable, SAVE, "path", "app.py", saved)
    assert ending.returncode == 1, ending
    # Warnings of what isn't closed may follow.
    said = [one for one in ending.stderr.splitlines() if one.startswith("stillframe.errors.")]
    return said[-1]
