"""Cuts that lead into another process, or another Python, and home again.

python -m cuts.across write FILE      freeze each program at its first suspensions
python -m cuts.across read FILE       thaw each, and run it to its end
python -m cuts.across meet FOLDER     the same with what other Pythons wrote there, cut again
                                      at every suspension; and pass it on for their return
python -m cuts.across home FOLDER     run to its end what returned
"""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import runpy
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

from cuts import programs
from cuts.drive import drive, finish
from stillframe import freeze, thaw
from stillframe.machine.recursion import LIMIT

HERE = "{}.{}".format(*sys.version_info)
NATIVE = types.GeneratorType, types.CoroutineType, types.AsyncGeneratorType
SOME = list(programs.CASES)[::4]

kept: list[Any] = []


def write(path: Path) -> None:
    """Freeze each program where it has been suspended once, twice and three times."""
    cuts = []
    by_value = runpy.run_path(programs.__file__, run_name="__main__")["CASES"]
    cases = {**programs.CASES, **{f"{name} by value": by_value[name] for name in SOME}}
    for name, case in cases.items():
        for steps in (1, 2, 3):
            obj = case()
            kept.append(obj)
            try:
                with contextlib.redirect_stdout(io.StringIO()):
                    for step in range(steps):
                        sent = step or None
                        finish(obj.asend(sent)) if hasattr(obj, "asend") else obj.send(sent)
            except Exception:
                break  # it has ended
            data = freeze(obj)
            cuts.append((name, steps, data, drive(obj, lambda obj: obj, first=steps)))
    path.write_bytes(pickle.dumps(cuts))


def read(path: Path, cut: Callable[[Any], Any] = lambda obj: obj, native: bool = True) -> None:
    """Thaw each, and run it to its end: as a native object, or on the machine."""
    cuts = pickle.loads(path.read_bytes())
    for name, steps, data, expected in cuts:
        try:
            obj = keep(data)
            assert (type(obj) in NATIVE) is native
            found = drive(obj, cut, first=steps)
        except Exception as error:
            error.add_note(f"in {name} after {steps}, from {path.name}")
            raise
        if found != expected:
            sys.exit(f"{name} after {steps}, from {path.name}: {found} is not {expected}")
    print(f"{HERE}: {len(cuts)} from {path.name}")


def again(obj: Any) -> Any:
    kept.append(obj)
    return thaw(freeze(obj))


def relay(path: Path, passed_on: Path) -> None:
    """Thaw each and freeze it again, unchanged."""
    cuts = pickle.loads(path.read_bytes())
    passed_on.write_bytes(pickle.dumps([(*cut[:2], freeze(keep(cut[2])), cut[3]) for cut in cuts]))


def keep(data: bytes) -> Any:
    kept.append(thaw(data))
    return kept[-1]


def meet(folder: Path) -> None:
    for path in sorted(folder.glob("[0-9].*")):
        if path.name != HERE and "-" not in path.name:
            relay(path, folder / f"{path.name}-by-way-of-{HERE}")
            read(path, again, native=False)


def home(folder: Path) -> None:
    for path in sorted(folder.glob(f"{HERE}-by-way-of-*")):
        read(path)


if __name__ == "__main__":
    sys.setrecursionlimit(5_000)  # for the deep ones
    LIMIT.depth = 5_000  # the machine takes CPython's when it is imported
    actions = {"write": write, "read": read, "meet": meet, "home": home}
    actions[sys.argv[1]](Path(sys.argv[2]))
    sys.stdout.flush()
    if sys.platform != "emscripten":
        os._exit(0)  # what was kept isn't finished
