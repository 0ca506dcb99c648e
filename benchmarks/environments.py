"""Finding the Pythons, making an environment for each, and starting workers in them."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
ENVIRONMENTS = ROOT / ".venvs"

MACHINE_PYTHONS = ("3.11", "3.12", "3.13")

# The last x-python that runs these programs. Later ones (1.5.3, for 3.11 and 3.12) install, but
# lose exceptions and print None for a program's result.
X_PYTHON_PYTHONS = ("3.8", "3.10")
X_PYTHON = ("x-python==1.5.1", "xdis==6.1.8")


class Unavailable(Exception):
    """An engine or a Python that isn't here, with the reason."""


def _candidates(version: str) -> Iterator[str]:
    if sys.version_info[:2] == tuple(map(int, version.split("."))):
        yield sys.executable
    if found := shutil.which(f"python{version}"):
        yield found
    pyenv = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    for directory in sorted(pyenv.glob(f"versions/{version}.*"), reverse=True):
        yield str(directory / "bin" / "python")


def find_python(version: str) -> str:
    """A working CPython of this version ("3.12"). A name on PATH may lead nowhere: each is run."""
    ask = "import sys; print('%s %d.%d' % ((sys.implementation.name,) + sys.version_info[:2]))"
    for candidate in _candidates(version):
        try:
            said = subprocess.run([candidate, "-c", ask], capture_output=True, text=True)
        except OSError:
            continue
        if said.stdout.strip() == f"cpython {version}":
            return candidate
    raise Unavailable(f"no CPython {version} was found")


def make_environment(name: str, python: str, requirements: tuple[str, ...] = ()) -> str:
    """An environment under .venvs/, made if it isn't there; gives the path of its Python."""
    directory = ENVIRONMENTS / name
    inside = directory / ("Scripts" if os.name == "nt" else "bin") / "python"
    done = directory / ".installed"
    wanted = "\n".join(requirements)
    if not (done.exists() and done.read_text() == wanted):
        make = [python, "-m", "venv", "--clear", str(directory)]
        commands = [make if requirements else [*make, "--without-pip"]]
        if requirements:
            quiet = ["--quiet", "--disable-pip-version-check"]
            commands.append([str(inside), "-m", "pip", "install", *quiet, *requirements])
        for command in commands:
            ran = subprocess.run(command, capture_output=True, text=True)
            if ran.returncode:
                lines = (ran.stderr or ran.stdout).strip().splitlines() or ["no message"]
                raise Unavailable(f"no environment {name}: {lines[-1]}")
        done.write_text(wanted)
    return str(inside)


def machine_python(version: str) -> str:
    """The Python that measures CPython and the machine: clean, with src/ on its path."""
    return make_environment(f"bench-{version}", find_python(version))


def x_python_python(version: str) -> str:
    return make_environment(f"x-python-{version}", find_python(version), X_PYTHON)


def variables() -> dict[str, str]:
    """What a measured process sees: the tree's own source, and nothing that changes Python."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return {**kept, "PYTHONPATH": os.pathsep.join((str(ROOT / "src"), str(ROOT)))}


class Worker:
    """A process that runs programs on one engine; see ``benchmarks.worker``."""

    def __init__(
        self,
        python: str,
        engine: str,
        patience: float = 120.0,
        module: str = "benchmarks.worker",
    ) -> None:
        self.python = python
        self.engine = engine
        self.module = module
        self.patience = patience
        self.process = self.start()

    def start(self) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [self.python, "-W", "ignore", "-m", self.module, self.engine],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            env=variables(),
            cwd=ROOT,
        )

    def ask(self, **request: str | int) -> dict[str, Any]:
        """One answer, or Unavailable: an error over there, its end, or no answer in time."""
        if self.process.poll() is not None:
            self.close()
            self.process = self.start()
        stdin, stdout = self.process.stdin, self.process.stdout
        assert stdin is not None and stdout is not None
        timer = threading.Timer(self.patience, self.process.kill)
        timer.start()
        try:
            stdin.write(json.dumps(request) + "\n")
            stdin.flush()
            line = stdout.readline()
        except BrokenPipeError:
            line = ""
        finally:
            timer.cancel()
        if not line:
            raise Unavailable(f"{self.engine} ended, or took more than {self.patience:.0f} s")
        answer: dict[str, Any] = json.loads(line)
        if "error" in answer:
            raise Unavailable(answer["error"])
        return answer

    def seconds(self, do: str, program: str, size: str) -> float:
        return float(self.ask(do=do, program=program, size=size)["seconds"])

    def close(self) -> None:
        """Ends the process and waits for it."""
        self.process.kill()
        self.process.communicate()
