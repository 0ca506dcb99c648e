"""Cuts that lead into another process: `python -m cuts.across write FILE`, then `read FILE`."""

from __future__ import annotations

import contextlib
import io
import os
import pickle
import sys
from pathlib import Path
from typing import Any

from cuts import programs
from cuts.drive import drive, finish
from stillframe import freeze, thaw

kept: list[Any] = []


def write(path: Path) -> None:
    """Freeze each program where it has been suspended once, twice and three times."""
    cuts = []
    for name, case in programs.CASES.items():
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


def read(path: Path) -> None:
    cuts = pickle.loads(path.read_bytes())
    for name, steps, data, expected in cuts:
        obj = thaw(data)
        kept.append(obj)
        found = drive(obj, lambda obj: obj, first=steps)
        if found != expected:
            sys.exit(f"{name} after {steps}: {found} is not {expected}")
    print(len(cuts))


if __name__ == "__main__":
    {"write": write, "read": read}[sys.argv[1]](Path(sys.argv[2]))
    sys.stdout.flush()
    os._exit(0)  # what was kept isn't finished
