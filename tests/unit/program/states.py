"""States that can tell whether they are whole, and what to say of a program that has them."""

from __future__ import annotations

import random
import zlib
from datetime import UTC, datetime

from stillframe.program.records import Program

PROGRAM = Program(
    argv=("app.py", "--now"),
    script="app.py",
    module=None,
    folder="/somewhere",
    python="3.13.0",
    stillframe="0.1.0",
    created=datetime(2026, 1, 2, 3, 4, 5, 678000, tzinfo=UTC),
)


def state_of(number: int) -> bytes:
    """The state that the program has at this save: any size, from nothing to some 200 KB."""
    rng = random.Random(number)
    size = rng.choice([0, 1, 100, 4_000, 20_000, 200_000])
    if rng.random() < 0.5:
        return rng.randbytes(size)
    return zlib.crc32(str(number).encode()).to_bytes(4, "big") * (size // 4)
