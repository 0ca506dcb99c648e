"""Freeze and thaw: objects to bytes and back."""

import io
import pickle
import sys
from collections.abc import Iterable
from typing import Any

from stillframe.errors import DamagedSnapshot, NotSaveable
from stillframe.snapshot.codes import Choice, Writer, reader
from stillframe.snapshot.explain import explain
from stillframe.snapshot.format import Snapshot, pack, unpack
from stillframe.snapshot.pickler import Freezer, Thawer


def freeze(obj: Any, *, key: bytes | None = None, code: bool = False) -> bytes:
    """Write an object, and all that it holds, into bytes.

    Suspended generators, coroutines and async generators may stand anywhere in it. They aren't
    touched and go on as before. With ``key`` the bytes are signed (HMAC-SHA256). With ``code``
    the code of importable modules goes along, too, so that ``thaw(..., code="saved")`` runs at
    full speed.

    Raises NotSaveable, which names the path to what can't be saved. Large buffers (of NumPy
    arrays, say) are copied once. Costs a few microseconds for each frame, and what pickle costs.
    """
    file = io.BytesIO()
    buffers: list[pickle.PickleBuffer] = []
    codes = Writer(whole=code)
    freezer = Freezer(file, buffers, codes)
    try:
        freezer.dump(obj)
    except (KeyboardInterrupt, MemoryError):
        raise
    except Exception as error:
        raise NotSaveable(explain(obj, error)) from error
    raw = tuple([buffer.raw() for buffer in buffers])
    return pack(Snapshot(_PYTHON, codes.section(), file.getvalue(), raw), key)


def thaw(
    data: bytes | bytearray | memoryview, *, key: bytes | None = None, code: Choice = "current"
) -> Any:
    """Make the object again that ``freeze`` wrote.

    Thawing runs code, as unpickling does: thaw only what you trust. With ``key`` only bytes that
    were signed with it are taken; that is checked before anything else. With ``code`` "saved"
    frames go on with the code that they had, even if their module's has changed since.

    Under another version of Python than the one that froze them, frames go on with that code on
    the machine: objects that look like CPython's, some ten times slower.

    Raises DamagedSnapshot, ForeignSnapshot, BadSignature, CodeChanged (all are SnapshotErrors);
    what the code that is run raises passes as it is, such as an ImportError.
    """
    if code not in ("current", "saved"):
        raise ValueError(f'code must be "current" or "saved", not {code!r}')
    snapshot = unpack(data, key)
    codes = reader(snapshot.codes, code)
    try:
        return Thawer(snapshot.graph, _buffers(snapshot.buffers), codes).load()
    except (pickle.UnpicklingError, EOFError) as error:
        raise DamagedSnapshot(f"the snapshot's objects can't be read: {error}") from error


_PYTHON = sys.version_info[:3]


def _buffers(buffers: Iterable[Any]) -> list[bytearray]:
    # A buffer that may be written to must not write into the snapshot.
    return [bytearray(one) for one in buffers]


__all__ = ["freeze", "thaw"]
