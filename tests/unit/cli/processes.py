"""Running `python` and `stillframe` as processes, and comparing what comes out."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest

needs_processes = pytest.mark.skipif(
    sys.platform == "emscripten", reason="WebAssembly starts no processes"
)


class Ending(NamedTuple):
    """What a process left behind."""

    status: int
    stdout: str
    stderr: str


def run(
    command: list[str], cwd: Path, stdin: bytes = b"", env: dict[str, str] | None = None
) -> Ending:
    """Run a command to its end, with UTF-8 pipes."""
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONWARNINGS": "default"}
    environment.pop("FORCE_COLOR", None)
    process = subprocess.run(
        command,
        cwd=cwd,
        input=stdin,
        env={**environment, **(env or {})},
        capture_output=True,
        timeout=60,
    )
    return Ending(process.returncode, process.stdout.decode(), process.stderr.decode())


def python(*arguments: str, cwd: Path, stdin: bytes = b"", **env: str) -> Ending:
    """What `python` does with these arguments."""
    return run([sys.executable, *arguments], cwd, stdin, env)


def stillframe(*arguments: str, cwd: Path, stdin: bytes = b"", **env: str) -> Ending:
    """What `stillframe` does with these arguments."""
    return run([sys.executable, "-m", "stillframe", *arguments], cwd, stdin, env)


# python -m runs a program inside runpy, and shows its lines.
_RUNPY = re.compile(r'  File "<frozen runpy>", line \d+, in \w+\n')


def as_ours(ending: Ending) -> Ending:
    """What `python` left, where we mean to differ: who speaks, and no lines of runpy."""
    stderr = ending.stderr.replace(f"{sys.executable}: ", "stillframe: ")
    return ending._replace(stderr=_RUNPY.sub("", stderr))


def without_addresses(ending: Ending) -> Ending:
    return Ending(ending.status, *(re.sub(r"0x[0-9a-fA-F]+", "0x", text) for text in ending[1:]))


def assert_same(*arguments: str, cwd: Path, stdin: bytes = b"", **env: str) -> Ending:
    """`stillframe run ARGUMENTS` ends just as `python ARGUMENTS` does."""
    expected = as_ours(python(*arguments, cwd=cwd, stdin=stdin, **env))
    found = stillframe("run", *arguments, cwd=cwd, stdin=stdin, **env)
    assert without_addresses(found) == without_addresses(expected)
    return found
