"""asyncio's transports. Their sockets and pipes come back broken, and asyncio does the rest.

A transport on a socket goes on as it was: the selector says that the socket is ready, the first
use of it raises ConnectionResetError, and so the connection is lost. Pipes are closed with that
error here: asyncio would complain of it.
"""

import asyncio
import errno
import os
from asyncio import selector_events
from collections import deque
from typing import Any

from stillframe.errors import NotSaveable
from stillframe.loop.versions import attach
from stillframe.snapshot.descriptors import STANDARD
from stillframe.snapshot.finishing import finisher
from stillframe.snapshot.kinds import reduces
from stillframe.snapshot.pickler import Freezer

# Any: asyncio's stubs leave out the names with an underscore.
_selector: Any = selector_events
SocketTransport: Any = _selector._SelectorTransport
PIPES: tuple[Any, ...] = ()
if hasattr(asyncio, "unix_events"):
    _unix: Any = asyncio.unix_events
    PIPES = _unix._UnixReadPipeTransport, _unix._UnixWritePipeTransport


def cut() -> ConnectionResetError:
    """What those get who wait for a connection that is gone."""
    return ConnectionResetError(errno.ECONNRESET, os.strerror(errno.ECONNRESET))


@reduces(asyncio.BaseTransport)
def _reduce_transport(transport: Any, freezer: Freezer) -> Any:
    if freezer.conditions is None and is_open(transport):
        raise NotSaveable(f"an open transport, {transport!r}, cannot be saved")
    state = attributes(transport)
    if isinstance(transport, SocketTransport):
        state["_buffer"] = _chunks(state["_buffer"])
        return _new, (type(transport),), state, None, None, _set_socket
    if isinstance(transport, PIPES):
        return _new, (type(transport),), state, None, None, set_pipes
    return NotImplemented


def is_open(transport: Any) -> bool:
    """Whether a transport has a socket or a pipe. A loop may know one that hasn't any more."""
    return any(getattr(transport, name, None) is not None for name in ("_sock", "_pipe"))


def attributes(obj: Any) -> dict[str, Any]:
    """What an object has, in slots or not."""
    found = object.__getstate__(obj)
    parts = found if isinstance(found, tuple) else (found,)
    return {name: value for part in parts for name, value in (part or {}).items()}


def set_attributes(obj: Any, state: dict[str, Any]) -> None:
    for name, value in state.items():
        setattr(obj, name, value)


def _chunks(buffer: Any) -> list[Any]:
    """What waits to be written: bytes, or bytes with the addresses that datagrams go to."""
    if isinstance(buffer, bytearray):
        return [bytes(buffer)] if buffer else []
    return [bytes(item) if isinstance(item, memoryview) else item for item in buffer]


def _new(kind: Any) -> Any:
    return kind.__new__(kind)


def _set_socket(transport: Any, state: dict[str, Any]) -> None:
    set_attributes(transport, state)
    if transport._server is not None:
        attach(transport._server, transport)
    chunks = transport._buffer
    if getattr(transport, "_buffer_factory", None) is bytearray:  # 3.11's streams
        transport._buffer = bytearray(b"".join(chunks))
        return
    # A view may be cut where bytes would be copied.
    transport._buffer = deque(memoryview(one) if type(one) is bytes else one for one in chunks)
    if hasattr(transport, "_write_sendmsg") and "_write_ready" not in state:  # from 3.11
        transport._write_ready = transport._write_sendmsg


@finisher(order=25)
def set_pipes(batch: list[tuple[Any, Any]]) -> None:
    """Before the loops, which watch them."""
    for transport, state in batch:
        set_attributes(transport, state)
        if transport._pipe is not None:
            renumber(transport)
            if is_standard(transport):
                os.set_blocking(transport._fileno, False)


def is_standard(transport: Any) -> bool:
    """Whether it is one on standard input, output or error."""
    return transport._pipe is not None and transport._fileno in STANDARD


def number_of(transport: Any) -> int:
    """The descriptor of a transport that is open."""
    return int((transport._pipe if isinstance(transport, PIPES) else transport._sock).fileno())


def renumber(transport: Any) -> tuple[int, int]:
    """Tell an open transport the descriptor that it has now; the old and the new one."""
    name = "_fileno" if isinstance(transport, PIPES) else "_sock_fd"
    old, new = getattr(transport, name), number_of(transport)
    setattr(transport, name, new)
    return old, new


def break_pipe(transport: Any) -> None:
    """Close it, with the error of a cut, and nothing of it is to happen any more."""
    if transport._pipe is None or is_standard(transport):
        return
    if transport._closing and not getattr(transport, "_buffer", None):
        return  # it is just being closed
    for handle in transport._loop._ready:
        if handle._args and transport._read_ready in handle._args:
            handle.cancel()
    transport._close(cut())
