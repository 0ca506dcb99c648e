"""What a loop's selector watches, and what is called when it is ready."""

import socket
from functools import partial
from typing import Any, NamedTuple

from stillframe.errors import SurroundingsChanged
from stillframe.loop.outside.processes import WATCHERS
from stillframe.loop.outside.transports import PIPES, is_open, is_standard, number_of
from stillframe.snapshot.descriptors import STANDARD, now_at


class Watched(NamedTuple):
    """``file`` is what the selector was given: an object, or the number of a descriptor. Of a
    number, ``holder`` is the socket or the transport that it is of, or None. ``reader`` and
    ``writer`` are handles or None."""

    file: Any
    holder: Any
    events: int
    reader: Any
    writer: Any


def watched_by(loop: Any) -> list[Watched]:
    """What is to be watched again, the loop's own socket left out."""
    found = []
    keys = loop._selector.get_map().values() if loop._selector is not None else ()
    for key in keys:
        if key.fd != loop._ssock.fileno():
            holder = _holder(loop, key) if isinstance(key.fileobj, int) else None
            if not isinstance(holder, WATCHERS):
                found.append(Watched(key.fileobj, holder, key.events, *key.data))
    return found


def _holder(loop: Any, key: Any) -> Any:
    transport = loop._transports.get(key.fd)
    if transport is not None and is_open(transport):
        return transport
    for handle in key.data:
        if handle is None or handle._cancelled:
            continue
        owner = getattr(handle._callback, "__self__", None)
        if isinstance(owner, (*PIPES, *WATCHERS)):
            return owner
        for argument in handle._args:
            if isinstance(argument, socket.socket) and argument.fileno() == key.fd:
                return argument
    return None


def watch(loop: Any, watched: list[Watched]) -> None:
    """Watch it again."""
    for one in watched:
        if isinstance(one.holder, PIPES) and not is_standard(one.holder):
            continue  # it is going to be closed
        file = _file_of(one)
        if isinstance(file, int) and file != one.file:
            for handle in (one.reader, one.writer):
                _renumber(loop, handle, file)
        try:
            loop._selector.register(file, one.events, (one.reader, one.writer))
        except PermissionError:
            raise SurroundingsChanged(
                f"the program waits for descriptor {file}, which is a file here: resume it with a "
                "pipe or a terminal in its place"
            ) from None


def _file_of(one: Watched) -> Any:
    if one.holder is not None:
        holder = one.holder
        is_socket = isinstance(holder, socket.socket)
        return holder.fileno() if is_socket else number_of(holder)
    if isinstance(one.file, int) and one.file not in STANDARD:
        return now_at(one.file)
    return one.file


def _renumber(loop: Any, handle: Any, number: int) -> None:
    """`sock_recv` and its like keep the number to stop watching it, when their future ends."""
    future = handle._args[0] if handle is not None and handle._args else None
    for callback, _ in getattr(future, "_callbacks", None) or ():
        if isinstance(callback, partial) and callback.keywords.get("handle") is handle:
            ending: Any = callback
            ending.__setstate__((callback.func, (number,), callback.keywords, None))
