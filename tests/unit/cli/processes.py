"""Running `python` and `stillframe` as processes, and comparing what comes out."""

from __future__ import annotations

import contextlib
import os
import re
import signal
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

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
    process = subprocess.run(
        command, cwd=cwd, input=stdin, env=_environment(env or {}), capture_output=True, timeout=60
    )
    return Ending(process.returncode, process.stdout.decode(), process.stderr.decode())


def _environment(more: dict[str, str]) -> dict[str, str]:
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONWARNINGS": "default"}
    for name in ("FORCE_COLOR", "PYTHONUNBUFFERED"):
        environment.pop(name, None)
    return {**environment, **more}


def write(path: Path, text: str) -> Path:
    """A file with that text, its folder made."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(text), encoding="utf-8")
    return path


def python(*arguments: str, cwd: Path, stdin: bytes = b"", **env: str) -> Ending:
    """What `python` does with these arguments."""
    return run([sys.executable, *arguments], cwd, stdin, env)


def stillframe(*arguments: str, cwd: Path, stdin: bytes = b"", **env: str) -> Ending:
    """What `stillframe` does with these arguments."""
    return run([sys.executable, "-m", "stillframe", *arguments], cwd, stdin, env)


class Running:
    """A process that was started, to be sent signals."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self.process = process
        self._seen: list[str] = []

    def wait_for(self, line: str) -> None:
        """Read what it prints up to that line; an error if it ends before."""
        assert self.process.stdout is not None
        for printed in self.process.stdout:
            self._seen.append(printed)
            if printed == f"{line}\n":
                return
        raise AssertionError(f"{line!r} was not printed: {self.end()}")

    def send(self, number: int) -> None:
        self.process.send_signal(number)

    def end(self, number: int | None = None) -> Ending:
        """What it leaves, after a signal if one is named. All that it printed is there."""
        if number is not None:
            self.send(number)
        stdout, stderr = self.process.communicate(timeout=60)
        return Ending(self.process.returncode, "".join(self._seen) + (stdout or ""), stderr)


@contextlib.contextmanager
def started(*arguments: str, cwd: Path, env: Any = None, **how: Any) -> Iterator[Running]:
    """`stillframe ARGUMENTS`, begun; killed in the end if it still runs."""
    how = {"stdin": subprocess.DEVNULL, "stdout": subprocess.PIPE, **how}
    if os.name != "nt":  # what runs the tests may ignore it
        how.setdefault("preexec_fn", take_control_c)
    process = subprocess.Popen(
        [sys.executable, "-m", "stillframe", *arguments],
        cwd=cwd,
        env=_environment(env or {}),
        stderr=subprocess.PIPE,
        encoding="utf-8",
        **how,
    )
    with process:
        try:
            yield Running(process)
        finally:
            process.kill()


def take_control_c() -> None:
    """For a child: Ctrl-C is as on a terminal."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def stopped(
    *arguments: str, cwd: Path, at: str = "ready", by: int = signal.SIGINT, **env: str
) -> Ending:
    """`stillframe ARGUMENTS`, sent a signal when it has printed a line."""
    with started(*arguments, cwd=cwd, env=env) as running:
        running.wait_for(at)
        return running.end(by)


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
