"""What `run.mjs` runs inside Pyodide: sets the paths, then acts as `python` or `pytest`."""

import os
import runpy
import sys
import traceback
from pathlib import Path

ROOT = Path(os.environ["STILLFRAME_ROOT"])
SITE_PACKAGES = ROOT / "build" / "pyodide" / "site-packages"

USAGE = "usage: run.mjs pytest ARGS... | run.mjs python (-m MODULE | -c CODE | FILE) ARGS..."


def main(command: list[str]) -> int:
    """Run `command` and return its exit status, as the shell would see it."""
    sys.path[:0] = [str(ROOT / "src"), str(ROOT), str(SITE_PACKAGES)]
    from tests.pyodide import event_loop

    event_loop.install()
    try:
        match command:
            case ["pytest", *arguments]:
                import pytest

                no_cache = ["-p", "no:cacheprovider", "-p", "tests.pyodide.limits"]
                return int(pytest.main([*no_cache, *arguments]))
            case ["python", *arguments]:
                run_python(arguments)
            case _:
                print(USAGE, file=sys.stderr)
                return 2
    except SystemExit as stop:
        return exit_status(stop)
    except BaseException:
        traceback.print_exc()
        return 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
    return 0


def run_python(arguments: list[str]) -> None:
    match arguments:
        case ["-m", module, *rest]:
            sys.argv = [module, *rest]
            runpy.run_module(module, run_name="__main__", alter_sys=True)
        case ["-c", code, *rest]:
            sys.argv = ["-c", *rest]
            exec(compile(code, "<string>", "exec"), {"__name__": "__main__"})
        case [file, *rest]:
            sys.argv = [file, *rest]
            sys.path.insert(0, str(Path(file).resolve().parent))
            runpy.run_path(file, run_name="__main__")
        case []:
            raise SystemExit(USAGE)


def exit_status(stop: SystemExit) -> int:
    if stop.code is None or isinstance(stop.code, int):
        return stop.code or 0
    print(stop.code, file=sys.stderr)
    return 1
