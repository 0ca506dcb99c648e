"""What a loop has to do with the world outside, written down and put back."""

import contextlib
import os
import socket
from typing import Any, NamedTuple

from stillframe.errors import NotSaveable
from stillframe.loop.outside import executors, files, processes, sockets, tls
from stillframe.loop.outside.transports import PIPES, SocketTransport, break_pipe, is_open, renumber
from stillframe.loop.outside.watched import Watched, watch, watched_by
from stillframe.snapshot.pickler import Freezer


class Outside(NamedTuple):
    """What a loop has outside. ``arrived`` are the signals that it hasn't seen yet.

    ``handlers`` are signals and handles. The sockets of Unix servers are those whose files are
    removed with the server (3.13).
    """

    watched: list[Watched]
    transports: list[Any]
    handlers: list[tuple[int, Any]]
    arrived: bytes
    unix_servers: list[Any]
    executor: Any


def outside_of(loop: Any, freezer: Freezer) -> Outside | None:
    """None if there is nothing; NotSaveable if there is something, and no program is written."""
    found = Outside(
        watched_by(loop),
        [one for one in loop._transports.values() if is_open(one)],
        list(getattr(loop, "_signal_handlers", {}).items()),
        _arrived(loop),
        list(getattr(loop, "_unix_server_sockets", ())),
        loop._default_executor,
    )
    if not any(found):
        return None
    if freezer.conditions is None:
        raise NotSaveable(f"an event loop with {_what(found)} cannot be saved")
    return found


def _what(found: Outside) -> str:
    """The first thing that binds a loop to its process."""
    if found.transports:
        return f"an open transport, {found.transports[0]!r},"
    if found.handlers or found.arrived:
        return f"a handler for signal {[*found.arrived, *dict(found.handlers)][0]}"
    if found.watched:
        return f"a file descriptor that it watches ({found.watched[0].file})"
    return "threads of an executor" if found.executor is not None else "a server"


def _arrived(loop: Any) -> bytes:
    """Numbers of signals; the zeros among them only wake a loop."""
    with contextlib.suppress(OSError, AttributeError):
        seen: bytes = loop._ssock.recv(1 << 16, socket.MSG_PEEK)
        return seen.replace(b"\0", b"")
    return b""


def put_back(loop: Any, outside: Outside) -> None:
    """Do so with a loop that has its other state."""
    for transport in outside.transports:
        if isinstance(transport, SocketTransport):
            _renumber(loop, transport)
            loop._transports[transport._sock_fd] = transport
        elif isinstance(transport, PIPES):
            loop._transports[transport._fileno] = transport
    watch(loop, outside.watched)
    for one in outside.watched:
        if isinstance(one.holder, PIPES):
            break_pipe(one.holder)
    for number, handle in outside.handlers:
        loop.add_signal_handler(number, handle._callback)
        loop._signal_handlers[number] = handle
    if outside.arrived:
        loop._csock.send(outside.arrived)
    for sock in outside.unix_servers:
        loop._unix_server_sockets[sock] = os.stat(sock.getsockname()).st_ino
    loop._default_executor = outside.executor


def _renumber(loop: Any, transport: Any) -> None:
    """Its number may stand in the ready queue: watching begins a turn after a connection."""
    old, new = renumber(transport)
    if old == new:
        return
    for handle in loop._ready:
        owner = getattr(handle._callback, "__self__", None)
        if owner is transport and handle._args and handle._args[0] == old:
            handle._args = (new, *handle._args[1:])


__all__ = ["executors", "files", "outside_of", "processes", "put_back", "sockets", "tls"]
