"""A state, cut into parts for the file, each compressed where that pays, and joined again."""

import zlib
from collections.abc import Iterable, Iterator

# SQLite holds no more than 1 GB in one value.
PART = 8 << 20

# Level 1 takes up to half as long again as writing the bytes as they are to a fast disk, and leaves
# a fourth of a pickle's. Several saves are kept, so that pays where the file would grow large.
# What doesn't shrink (a picture, an array of floats) is told by a sample from its middle.
LEAST = 2 << 20
_LEVEL = 1
_SAMPLE = 32 << 10
_PAYS = 0.7


def split(state: memoryview) -> Iterator[tuple[bool, bytes | memoryview]]:
    """The parts, each with whether it is compressed; an empty state has none."""
    for start in range(0, len(state), PART):
        part = state[start : start + PART]
        if _shrinks(part):
            yield True, zlib.compress(part, _LEVEL)
        else:
            yield False, part


def join(parts: Iterable[tuple[object, object]]) -> bytes:
    """The state; ValueError if a part is none."""
    return b"".join([_whole(compressed, data) for compressed, data in parts])


def _shrinks(part: memoryview) -> bool:
    if len(part) < LEAST:
        return False
    middle = (len(part) - _SAMPLE) // 2
    sample = part[middle : middle + _SAMPLE]
    return len(zlib.compress(sample, _LEVEL)) < _PAYS * _SAMPLE


def _whole(compressed: object, data: object) -> bytes:
    if not isinstance(data, bytes):
        raise ValueError("a part isn't bytes")
    if not compressed:
        return data
    unpacking = zlib.decompressobj()
    try:
        part = unpacking.decompress(data, PART)
    except zlib.error as error:
        raise ValueError("a part doesn't decompress") from error
    if not unpacking.eof:
        raise ValueError("a part is cut short")
    return part
