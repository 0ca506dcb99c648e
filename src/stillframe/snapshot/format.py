"""The container that a snapshot comes in: header, sections, checksum, signature.

It knows nothing of what the sections hold. All numbers are little-endian.

    offset  size  what
    0       8     magic: 0x93 'S' 'F' 'Z' CR LF 0x1A LF
    8       2     format version
    10      2     flags: 1 = signed
    12      3     the Python that made it: major, minor, micro
    15      1     zero
    16      8     length of the whole, signature included
    24      4     number of sections
    28      4     CRC-32 of all but itself and the signature
    32      ...   for each section its kind (u32) and length (u64)
    ...           the sections, each padded to 16 bytes
    end-32  32    the signature, if there is one: HMAC-SHA256 of all before it
"""

import struct
import zlib
from dataclasses import dataclass
from functools import lru_cache
from typing import final

from stillframe.errors import BadSignature, DamagedSnapshot, ForeignSnapshot

MAGIC = b"\x93SFZ\r\n\x1a\n"
VERSION = 1
SIGNED = 1
CODES, GRAPH, BUFFER, MANIFEST = 1, 2, 3, 4

_HEADER = struct.Struct("<8sHH4BQI")
_CHECKSUM = struct.Struct("<I")
_START = struct.Struct(_HEADER.format + "I")  # both
_BODY = _HEADER.size + _CHECKSUM.size
_SECTION = struct.Struct("<IQ")
_PADDING = bytes(16)
_SIGNATURE_SIZE = 32


@final
@dataclass(slots=True)
class Snapshot:
    """What a container holds: who made it, what it says of code, a pickle, its buffers.

    ``manifest`` is what a program's snapshot says of the program before anything is made of it.
    """

    python: tuple[int, int, int]
    codes: bytes
    graph: bytes
    buffers: tuple[bytes | memoryview, ...]
    manifest: bytes = b""


@lru_cache(64)
def _table_of(count: int) -> struct.Struct:
    """The table of that many sections."""
    return struct.Struct("<" + "IQ" * count)


def pack(snapshot: Snapshot, key: bytes | None = None) -> bytes:
    """The bytes of a snapshot, signed if there is a key."""
    sections = [(CODES, snapshot.codes), (GRAPH, snapshot.graph)]
    sections += [(MANIFEST, snapshot.manifest)] if snapshot.manifest else []
    sections += [(BUFFER, bytes(one)) for one in snapshot.buffers]
    table: list[int] = []
    parts: list[bytes] = []
    for kind, data in sections:
        size = len(data)
        table += kind, size
        parts += data, _PADDING[: -size & 15]
    written = _table_of(len(sections)).pack(*table)
    body = b"".join((written, _PADDING[: -(_BODY + len(written)) & 15], *parts))
    size = _BODY + len(body) + (_SIGNATURE_SIZE if key is not None else 0)
    signed = SIGNED if key is not None else 0
    header = _HEADER.pack(MAGIC, VERSION, signed, *snapshot.python, 0, size, len(sections))
    whole = b"".join((header, _CHECKSUM.pack(zlib.crc32(body, zlib.crc32(header))), body))
    return whole if key is None else whole + _sign(whole, key)


def unpack(data: bytes | bytearray | memoryview, key: bytes | None = None) -> Snapshot:
    """Read a container; everything is checked before anything is given.

    Buffers are views of ``data``. Raises ForeignSnapshot for what isn't a snapshot or is of a
    later format, DamagedSnapshot for one that isn't whole, and BadSignature if a ``key`` is
    given and the snapshot wasn't signed with it. Without a key a signature isn't looked at.
    """
    view = memoryview(data).cast("B")
    size = len(view)
    beginning = bytes(view[:_BODY])
    if not beginning.startswith(MAGIC):
        if size and MAGIC.startswith(beginning[: len(MAGIC)]):
            raise DamagedSnapshot(f"the snapshot is cut short: it ends after {size} bytes")
        raise ForeignSnapshot("not a stillframe snapshot: it doesn't begin as one")
    if size < _BODY:
        raise DamagedSnapshot(f"the snapshot is cut short: it ends after {size} bytes")
    _, version, flags, *python, zero, length, count, checksum = _START.unpack(beginning)
    if version > VERSION:
        raise ForeignSnapshot(
            f"this snapshot was made by a newer stillframe (its format is {version}, this one "
            f"reads up to {VERSION}): thaw it with that one"
        )
    if size != length:
        missing = length - size
        said = f"{missing} bytes are missing" if missing > 0 else f"{-missing} bytes too many"
        raise DamagedSnapshot(f"the snapshot isn't whole: {said}")
    signed = bool(flags & SIGNED)
    end = size - _SIGNATURE_SIZE if signed else size
    if key is not None:
        _check(view, end, signed, key)
    found = zlib.crc32(view[_BODY:end], zlib.crc32(beginning[: _HEADER.size]))
    if version < 1 or zero or flags & ~SIGNED or found != checksum:
        raise DamagedSnapshot("the snapshot's bytes are not those that were written")
    return _sections(view, end, count, (python[0], python[1], python[2]))


def _sections(view: memoryview, end: int, count: int, python: tuple[int, int, int]) -> Snapshot:
    position = _BODY + count * _SECTION.size
    if position > end:
        raise DamagedSnapshot("the snapshot's table of sections doesn't fit into it")
    found: dict[int, bytes] = {}
    buffers = []
    for kind, length in _SECTION.iter_unpack(view[_BODY:position]):
        position += -position & 15
        if length > end - position:
            raise DamagedSnapshot("a section of the snapshot reaches beyond its end")
        part = view[position : position + length]
        position += length
        if kind == BUFFER:
            buffers.append(part)
        elif kind in (CODES, GRAPH, MANIFEST):
            found[kind] = bytes(part)
        else:
            raise ForeignSnapshot(
                f"the snapshot has a section of kind {kind}, which this stillframe doesn't know"
            )
    if not found.keys() >= {CODES, GRAPH}:
        raise DamagedSnapshot("the snapshot lacks a section")
    manifest = found.get(MANIFEST, b"")
    return Snapshot(python, found[CODES], found[GRAPH], tuple(buffers), manifest)


def _sign(data: bytes | memoryview, key: bytes) -> bytes:
    import hmac

    return hmac.digest(key, data, "sha256")


def _check(view: memoryview, end: int, signed: bool, key: bytes) -> None:
    import hmac

    if not signed:
        raise BadSignature("the snapshot isn't signed, and a key was given: don't thaw it")
    if end < 0 or not hmac.compare_digest(_sign(view[:end], key), view[end:]):
        raise BadSignature("the snapshot's signature isn't the key's: don't thaw it")
