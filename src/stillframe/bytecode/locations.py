"""Writing location tables: which source each code unit is of (PEP 626, PEP 657).

The format is that of co_linetable in CPython 3.11 to 3.14 (Objects/locations.md there).
"""

from __future__ import annotations

from collections.abc import Iterable
from itertools import groupby
from typing import TypeVar

from stillframe.bytecode.code import Position

T = TypeVar("T")

# The kinds of entries: a line and no columns, all of it, and no line.
_NO_COLUMNS, _LONG, _NONE = 13, 14, 15
_LONGEST = 8  # code units in one entry


def line_table(lines: Iterable[int | None], first: int) -> bytes:
    """A table of lines alone, one for each code unit."""
    table = bytearray()
    at = first
    for line, length in _runs(lines):
        for start in range(0, length, _LONGEST):
            units = min(length - start, _LONGEST) - 1
            if line is None:
                table.append(0x80 | _NONE << 3 | units)
            else:
                table.append(0x80 | _NO_COLUMNS << 3 | units)
                table += _signed(line - at)
                at = line
    return bytes(table)


def position_table(positions: Iterable[Position], first: int) -> bytes:
    """A table of lines and columns, one for each code unit."""
    table = bytearray()
    at = first
    for (line, end_line, column, end_column), length in _runs(positions):
        for start in range(0, length, _LONGEST):
            units = min(length - start, _LONGEST) - 1
            if line is None:
                table.append(0x80 | _NONE << 3 | units)
                continue
            table.append(0x80 | _LONG << 3 | units)
            table += _signed(line - at)
            table += _unsigned((end_line or line) - line)
            for place in (column, end_column):
                table += _unsigned(0 if place is None else place + 1)
            at = line
    return bytes(table)


def _runs(values: Iterable[T]) -> list[tuple[T, int]]:
    """(value, how many in a row) of each run of the same value."""
    return [(value, sum(1 for _ in run)) for value, run in groupby(values)]


def _signed(value: int) -> bytes:
    """A varint of 6 bits a byte, the sign in the lowest bit."""
    return _unsigned(-value << 1 | 1 if value < 0 else value << 1)


def _unsigned(rest: int) -> bytes:
    encoded = bytearray()
    while rest >= 64:
        encoded.append(0x40 | rest & 63)
        rest >>= 6
    encoded.append(rest)
    return bytes(encoded)
