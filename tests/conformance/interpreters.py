"""The Pythons that the files are run on, and how each starts a module of this repository."""

import functools
import importlib.util
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
BUILD = ROOT / "build" / "conformance"

# 3.14's own copy of Lib/test isn't in Pyodide: `fetch-lib-test` puts it here.
LIB_314 = BUILD / "lib-3.14"


@dataclass(frozen=True)
class Interpreter:
    version: str  # "3.12"
    command: tuple[str, ...]
    lib: Path | None = None  # a directory that holds the `test` package, if the Python has none

    def run_module(self, module: str, *arguments: str) -> list[str]:
        return [*self.command, "-m", module, *arguments]


def environment() -> dict[str, str]:
    """That of a child: the repository can be imported, nothing of the caller's gets in the way."""
    kept = {key: value for key, value in os.environ.items() if not key.startswith("PYTHON")}
    path = os.pathsep.join([str(ROOT), str(ROOT / "src"), str(packages())])
    ours = {"PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONFAULTHANDLER": "1"}
    return kept | ours | {"PYTHON": sys.executable}  # the last is run.sh's, for pip


@functools.cache
def packages() -> Path:
    """What freezing needs, and nothing else of this environment, for whatever Python."""
    folder = BUILD / "packages"
    for name in ("cloudpickle",):
        spec = importlib.util.find_spec(name)
        assert spec is not None and spec.origin is not None
        source = Path(spec.origin).parent
        shutil.copytree(
            source, folder / name, ignore=shutil.ignore_patterns("__pycache__"), dirs_exist_ok=True
        )
    return folder


def native(version: str) -> Interpreter | None:
    """This interpreter if it is the one, else what scripts/find-python finds."""
    if version == "{}.{}".format(*sys.version_info):
        return Interpreter(version, (sys.executable,))
    found = subprocess.run(
        [ROOT / "scripts" / "find-python", version], capture_output=True, text=True, check=False
    )
    return Interpreter(version, (found.stdout.strip(),)) if found.returncode == 0 else None


def pyodide() -> Interpreter | str:
    """CPython 3.14 in Node with 3.14's Lib/test, or why it can't be had here."""
    if not (shutil.which("node") and shutil.which("npm")):
        return "3.14 runs through Pyodide, which needs node and npm"
    fetched = subprocess.run(
        [ROOT / "tests" / "conformance" / "fetch-lib-test", LIB_314], check=False
    )
    if fetched.returncode != 0:
        return "no copy of 3.14's Lib/test could be had (see docs/conformance.md)"
    run = str(ROOT / "tests" / "pyodide" / "run.sh")
    return Interpreter("3.14", (run, "python"), LIB_314)


def find(version: str) -> Interpreter | str:
    """The interpreter, or why there is none."""
    if version == "3.14":
        return pyodide()
    return native(version) or f"no Python {version} found"
