"""Sockets: listening ones listen again, datagrams come and go again, connections are broken."""

import contextlib
import errno
import os
import select
import socket
import stat
import struct
from asyncio.trsock import TransportSocket
from typing import Any, NamedTuple

from stillframe.errors import NotSaveable, SurroundingsChanged
from stillframe.snapshot.descriptors import at, broken
from stillframe.snapshot.kinds import reduces
from stillframe.snapshot.pickler import Freezer

ADDRESS = "address"
"""The kind of condition that the address of a socket can be had."""


class Place(NamedTuple):
    """Of plain values, for the manifest: what socket it is, and the address that it is bound to
    (None: to none). ``options`` are triples of level, option, value."""

    family: int
    type: int
    proto: int
    options: list[tuple[int, int, int]]
    address: Any


def _known(*names: tuple[str, str]) -> list[tuple[int, int]]:
    found = [(getattr(socket, level, None), getattr(socket, name, None)) for level, name in names]
    return [(level, name) for level, name in found if level is not None and name is not None]


# What is set again, in this order. The first ones matter before an address is taken.
_OPTIONS = _known(
    ("SOL_SOCKET", "SO_REUSEADDR"),
    ("SOL_SOCKET", "SO_REUSEPORT"),
    ("IPPROTO_IPV6", "IPV6_V6ONLY"),
    ("SOL_SOCKET", "SO_BROADCAST"),
    ("SOL_SOCKET", "SO_KEEPALIVE"),
    ("IPPROTO_TCP", "TCP_NODELAY"),
    ("IPPROTO_IP", "IP_MULTICAST_TTL"),
    ("IPPROTO_IP", "IP_MULTICAST_LOOP"),
)


def _options(sock: Any) -> list[tuple[int, int, int]]:
    """Those that a new socket would have otherwise."""
    found = []
    with socket.socket(sock.family, sock.type, sock.proto) as usual:
        for level, name in _OPTIONS:
            with contextlib.suppress(OSError):
                value = sock.getsockopt(level, name)
                if value != usual.getsockopt(level, name):
                    found.append((level, name, value))
    return found


# What becomes of a socket


@reduces(socket.socket)
def _reduce_socket(sock: Any, freezer: Freezer) -> Any:
    if freezer.conditions is None:  # not a program's: nothing is to be opened again
        return NotImplemented
    if type(sock).__module__ == "ssl":
        raise NotSaveable("a socket of the ssl module cannot be saved: close it before")
    made = _made_by(sock, freezer)
    state = dict(getattr(sock, "__dict__", {}))
    for name in ("_io_refs", "_closed"):
        state[name] = getattr(sock, name)
    timeout = sock.gettimeout() if sock.fileno() >= 0 else None
    return *made, (timeout, state), None, None, _set_socket


def _made_by(sock: Any, freezer: Freezer) -> tuple[Any, tuple[Any, ...]]:
    what = type(sock), int(sock.family), int(sock.type), sock.proto
    if sock.fileno() < 0:
        return _closed, what
    number = sock.fileno(), os.get_inheritable(sock.fileno())
    if sock.type == socket.SOCK_STREAM and not is_listening(sock) and _was_used(sock):
        return _broken, (*what, *number)
    place = Place(*what[1:], _options(sock), _address(sock))
    peer = None
    if sock.type != socket.SOCK_STREAM:
        with contextlib.suppress(OSError):
            peer = sock.getpeername()
    if place.address is not None and peer is None:
        assert freezer.conditions is not None
        freezer.conditions.append((ADDRESS, tuple(place)))
    backlog = _backlog(sock) if is_listening(sock) else None
    return _again, (type(sock), place, peer, backlog, *number)


def is_listening(sock: Any) -> bool:
    with contextlib.suppress(OSError):
        return bool(sock.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))
    return False


def _was_used(sock: Any) -> bool:
    """Whether it is connected, or was, or is just being connected."""
    try:
        sock.getpeername()
    except OSError:
        # One that is new has nothing to say but that it isn't connected.
        poll = select.poll()
        poll.register(sock, select.POLLIN | select.POLLOUT)
        events = poll.poll(0)
        return not events or bool(events[0][1] & select.POLLIN)
    return True


def _address(sock: Any) -> Any:
    """The address that a socket is bound to, or None."""
    with contextlib.suppress(OSError):
        address = sock.getsockname()
        if address and (not isinstance(address, tuple) or address[1]):
            return address
    return None


# TCP_INFO of Linux (tcp_get_info): of a listening socket, the longest queue stands here.
_QUEUE = struct.Struct("28xI")


def _backlog(sock: Any) -> int:
    if hasattr(socket, "TCP_INFO") and sock.family != getattr(socket, "AF_UNIX", None):
        with contextlib.suppress(OSError):
            info = sock.getsockopt(socket.IPPROTO_TCP, socket.TCP_INFO, _QUEUE.size)
            return int(_QUEUE.unpack(info)[0])
    return socket.SOMAXCONN


# Sockets are made again


def _closed(kind: Any, family: int, type: int, proto: int) -> Any:
    sock = kind.__new__(kind)
    socket.socket.__init__(sock, family, type, proto)
    sock.close()
    return sock


def _broken(kind: Any, family: int, type: int, proto: int, number: int, inherited: bool) -> Any:
    return _of(kind, family, type, proto, at(number, broken(family)), inherited)


def _again(
    kind: Any, place: Place, peer: Any, backlog: int | None, number: int, inherited: bool
) -> Any:
    new = _bound(place, required=peer is None)
    if backlog is not None:
        new.listen(backlog)
    if peer is not None:
        with contextlib.suppress(OSError):
            new.connect(peer)
    return _of(kind, *place[:3], at(number, new.detach()), inherited)


def _of(kind: Any, family: int, type: int, proto: int, number: int, inherited: bool) -> Any:
    sock = kind.__new__(kind)
    socket.socket.__init__(sock, family, type, proto, fileno=number)
    os.set_inheritable(number, inherited)
    return sock


def _set_socket(sock: Any, state: tuple[float | None, dict[str, Any]]) -> None:
    timeout, attributes = state
    for name, value in attributes.items():
        setattr(sock, name, value)
    if sock.fileno() >= 0:
        sock.settimeout(timeout)


def _bound(place: Place, required: bool = True) -> socket.socket:
    """A new socket that is bound as an old one was. SurroundingsChanged if it can't be."""
    new = socket.socket(place.family, place.type, place.proto)
    try:
        for option in place.options:
            with contextlib.suppress(OSError):
                new.setsockopt(*option)
        if place.address is not None:
            try:
                _bind(new, place.address)
            except OSError as error:
                if required:
                    raise SurroundingsChanged(_taken(place.address, error)) from None
    except BaseException:
        new.close()
        raise
    return new


def _bind(sock: socket.socket, address: Any) -> None:
    if _is_left_behind(address):
        os.unlink(address)
    sock.bind(address)


def _is_path(address: Any) -> bool:
    return isinstance(address, str) and not address.startswith("\0")


def _is_left_behind(path: Any) -> bool:
    """Whether it is the file of a Unix socket whose process has ended."""
    with contextlib.suppress(OSError):
        if _is_path(path) and stat.S_ISSOCK(os.stat(path).st_mode):
            with socket.socket(socket.AF_UNIX) as probe:
                return probe.connect_ex(path) == errno.ECONNREFUSED
    return False


def _taken(address: Any, error: OSError) -> str:
    name = address
    if isinstance(address, tuple):
        host, port = address[:2]
        name = f"[{host}]:{port}" if ":" in host else f"{host}:{port}"
    if error.errno == errno.EADDRINUSE:
        advice = "another process uses it: end that one, and try again"
    elif error.errno == errno.EADDRNOTAVAIL:
        advice = "this machine doesn't have it: resume the program where it does"
    else:
        advice = str(error.strerror)
    return f"the program has a socket at the address {name!s}: {advice}"


def check(*place: Any) -> None:
    """Raise SurroundingsChanged if an address can't be had now. Nothing is changed."""
    wanted = Place(*place)
    if not _is_path(wanted.address):
        _bound(wanted).close()
    elif os.path.exists(wanted.address) and not _is_left_behind(wanted.address):
        error = OSError(errno.EADDRINUSE, os.strerror(errno.EADDRINUSE))
        raise SurroundingsChanged(_taken(wanted.address, error))


# What belongs to sockets


@reduces(TransportSocket)
def _reduce_transport_socket(sock: Any, freezer: Freezer) -> Any:
    return TransportSocket, (sock._sock,)


@reduces(socket.SocketIO)
def _reduce_socket_io(raw: Any, freezer: Freezer) -> Any:
    if raw.closed:
        return _closed_io, ()
    return socket.SocketIO, (raw._sock, raw._mode), {"_timeout_occurred": raw._timeout_occurred}


def _closed_io() -> Any:
    one, other = socket.socketpair()
    other.close()
    raw = socket.SocketIO(one, "r")
    raw.close()
    one.close()
    return raw
