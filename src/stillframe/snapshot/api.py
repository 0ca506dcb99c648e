"""Freeze and thaw: objects to bytes and back."""

import io
import pickle
import sys
from collections.abc import Iterable
from typing import Any

from stillframe.errors import DamagedSnapshot, ForeignSnapshot, NotSaveable
from stillframe.snapshot.explain import explain
from stillframe.snapshot.format import Snapshot, pack, unpack
from stillframe.snapshot.pickler import Freezer


def freeze(obj: Any, *, key: bytes | None = None) -> bytes:
    """Write an object, and all that it holds, into bytes.

    Suspended generators, coroutines and async generators may stand anywhere in it. They aren't
    touched and go on as before. With ``key`` the bytes are signed (HMAC-SHA256).

    Raises NotSaveable, which names the path to what can't be saved. Large buffers (of NumPy
    arrays, say) are copied once. Costs a few microseconds for each frame, and what pickle costs.
    """
    file = io.BytesIO()
    buffers: list[pickle.PickleBuffer] = []
    freezer = Freezer(file, buffers)
    try:
        freezer.dump(obj)
    except (KeyboardInterrupt, MemoryError):
        raise
    except Exception as error:
        raise NotSaveable(explain(obj, error)) from error
    raw = tuple(buffer.raw() for buffer in buffers)
    python = sys.version_info[:3]
    return pack(Snapshot(python, b"", file.getvalue(), raw), key)


def thaw(data: bytes | bytearray | memoryview, *, key: bytes | None = None) -> Any:
    """Make the object again that ``freeze`` wrote.

    Thawing runs code, as unpickling does: thaw only what you trust. With ``key`` only bytes that
    were signed with it are taken; that is checked before anything else.

    Raises DamagedSnapshot, ForeignSnapshot, BadSignature, CodeChanged (all are SnapshotErrors);
    what the code that is run raises passes as it is, such as an ImportError.
    """
    snapshot = unpack(data, key)
    if snapshot.python[:2] != sys.version_info[:2]:
        made, here = (".".join(map(str, v[:2])) for v in (snapshot.python, sys.version_info))
        raise ForeignSnapshot(
            f"this snapshot was made by Python {made} and holds its bytecode; thaw it there "
            f"(this is Python {here})"
        )
    try:
        return pickle.loads(snapshot.graph, buffers=_buffers(snapshot.buffers))
    except (pickle.UnpicklingError, EOFError) as error:
        raise DamagedSnapshot(f"the snapshot's objects can't be read: {error}") from error


def _buffers(buffers: Iterable[Any]) -> Iterable[Any]:
    # A buffer that may be written to must not write into the snapshot.
    return [bytearray(one) for one in buffers]


__all__ = ["freeze", "thaw"]
