"""Runs a program whose event loops are always late, as those of a program that is saved often are.

    python late.py SECONDS PROGRAM

A loop's clock gains so many seconds each turn, so that timers are overdue together.
"""

import runpy
import sys
import time
from asyncio.base_events import BaseEventLoop
from pathlib import Path
from typing import Any

lost = 0.0
run_once: Any = BaseEventLoop._run_once  # type: ignore[attr-defined]


def run_a_late_turn(loop: BaseEventLoop) -> None:
    global lost
    lost += float(sys.argv[1])
    run_once(loop)


if __name__ == "__main__":
    BaseEventLoop._run_once = run_a_late_turn  # type: ignore[attr-defined]
    BaseEventLoop.time = lambda self: time.monotonic() + lost  # type: ignore[method-assign]
    sys.path[0] = str(Path(sys.argv[2]).parent)
    runpy.run_path(sys.argv[2], run_name="__main__")
