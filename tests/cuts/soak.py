"""Freezing and thawing for a long time: nothing crashes, nothing is left behind.

    python -X dev -m cuts.soak 1000000

Each program of the corpus is run with a freeze and a thaw at every suspension, again and again,
until that many were done. Every tenth cut is a fork instead, every tenth thaw one of damaged
bytes. With -X dev the memory allocator checks what is written around each block.
"""

from __future__ import annotations

import contextlib
import gc
import io
import random
import sys
import time
import warnings
from collections.abc import Callable
from typing import Any

from cuts import programs
from cuts.drive import drive
from stillframe import SnapshotError, fork, freeze, thaw


class Soak:
    """Counts what was done; ``cut`` is one cut."""

    def __init__(self, seed: int = 0) -> None:
        self.done = 0
        self.kept: list[Any] = []  # until its copies have ended: it prints when it goes
        self.random = random.Random(seed)

    def cut(self, obj: Any) -> Any:
        self.done += 1
        self.kept.append(obj)
        if self.done % 10 == 5:
            return fork(obj)
        data = freeze(obj)
        if self.done % 10 == 0:
            self.damage(data)
        return thaw(data)

    def damage(self, data: bytes) -> None:
        """Bytes that were changed are refused."""
        hurt = bytearray(data)
        place = self.random.randrange(len(hurt))
        hurt[place] ^= 1 << self.random.randrange(8)
        try:
            thaw(bytes(hurt))
        except SnapshotError:
            return
        raise AssertionError(f"damage at {place} went unnoticed")

    def round(self, until: float) -> None:
        """Every program once, unless enough was done before."""
        for name, case in programs.CASES.items():
            if name in NEW_CODE:
                continue
            if self.done >= until:
                return
            expected = EXPECTED.get(name) or EXPECTED.setdefault(name, drive(case(), unchanged))
            if drive(case(), self.cut) != expected:
                raise AssertionError(name)
            with contextlib.redirect_stdout(io.StringIO()):
                self.kept.clear()


# They make code objects each time they run; those that were seen are kept, 2,000 of them.
NEW_CODE = {"only_4_generator", "only_4_coroutine", "only_4_async_generator"}

EXPECTED: dict[str, list[str]] = {}


def unchanged(obj: Any) -> Any:
    return obj


def blocks() -> int:
    """Blocks of memory in use, garbage left out."""
    gc.collect()
    gc.collect()
    return sys.getallocatedblocks()


def soak(count: int, say: Callable[[str], object] = print) -> int:
    """Do `count` cuts; the blocks of memory that they left behind."""
    soaking = Soak()
    for _ in range(3):  # until every table is full
        soaking.round(float("inf"))
    warm, before, start = soaking.done, blocks(), time.monotonic()
    round_ = 0
    while soaking.done - warm < count:
        soaking.round(warm + count)
        round_ += 1
        if round_ % 10 == 0:
            rate = (soaking.done - warm) / (time.monotonic() - start)
            say(f"{soaking.done - warm:,} cuts, {rate:,.0f} a second, {blocks() - before:+} blocks")
    left = blocks() - before
    say(f"{count:,} cuts: each left {left / count:.5f} blocks behind")
    return left


if __name__ == "__main__":
    warnings.simplefilter("ignore")
    sys.unraisablehook = lambda what: None  # some programs ignore GeneratorExit when they go
    count = int(sys.argv[1].replace("_", "").replace(",", ""))
    if soak(count) > 500 + 0.01 * count:  # tables go on filling for a while
        sys.exit("memory is left behind")
