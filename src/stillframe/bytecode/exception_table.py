"""The exception table: which instructions an exception handler covers.

``co_exceptiontable`` packs four varints a row: start, length, target (in code units), and
``depth << 1 | lasti``. The format is described in ``Objects/exception_handling_notes.txt``
(``InternalDocs/exception_handling.md`` from 3.13 on).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from operator import attrgetter

from stillframe.bytecode.code import Handler
from stillframe.errors import DecodeError


def native_rows(table: bytes) -> Iterator[tuple[int, int, int, int, bool]]:
    """Yield start, end, target (byte offsets), depth and lasti of each row."""
    position = 0

    def varint() -> int:
        nonlocal position
        byte = table[position]
        position += 1
        value = byte & 63
        while byte & 64:
            byte = table[position]
            position += 1
            value = value << 6 | byte & 63
        return value

    try:
        while position < len(table):
            start, length, target, depth_and_lasti = varint(), varint(), varint(), varint()
            yield (
                2 * start,
                2 * (start + length),
                2 * target,
                depth_and_lasti >> 1,
                bool(depth_and_lasti & 1),
            )
    except IndexError:
        raise DecodeError("the exception table ends in the middle of a row") from None


def handlers(table: bytes, index_of: Mapping[int, int]) -> tuple[Handler, ...]:
    """Read an exception table.

    ``index_of`` maps the byte offset of each native instruction (and the end of the code) to
    the index of its first canonical one. A row that covers no canonical instruction is left out.
    """
    rows = []
    for start, end, target, depth, lasti in native_rows(table):
        try:
            first, last, goal = index_of[start], index_of[end], index_of[target]
        except KeyError as missing:
            raise DecodeError(
                f"the exception table names offset {missing}, where no instruction starts"
            ) from None
        if first < last:
            rows.append(Handler(first, last, goal, depth, lasti))
    return tuple(rows)


def handler_at(rows: tuple[Handler, ...], count: int) -> tuple[Handler | None, ...]:
    """The handler of each of ``count`` instructions."""
    at: list[Handler | None] = [None] * count
    for row in rows:
        at[row.start : row.end] = [row] * (row.end - row.start)
    return tuple(at)


def cover(rows: tuple[Handler, ...], special: Handler) -> tuple[Handler, ...]:
    """Put a row into the table, in place of what covered its instructions before."""
    result = [special]
    for row in rows:
        for start, end in (
            (row.start, min(row.end, special.start)),
            (max(row.start, special.end), row.end),
        ):
            if start < end:
                result.append(replace(row, start=start, end=end))
    return tuple(sorted(result, key=attrgetter("start")))
