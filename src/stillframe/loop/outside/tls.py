"""TLS on asyncio's transports: the connection below comes back broken, so its keys aren't needed.

A context (`ssl.SSLContext`) shows neither its keys nor its certificates: one that the program
holds is refused, unless the program has taught how to make it again (`stillframe.register`).
"""

import ssl
from asyncio import sslproto
from collections import deque
from collections.abc import Callable
from typing import Any, NoReturn

from stillframe.errors import NotSaveable
from stillframe.loop.outside.transports import attributes, cut, set_attributes
from stillframe.snapshot import taught
from stillframe.snapshot.kinds import reduces
from stillframe.snapshot.pickler import Freezer

_proto: Any = sslproto


class _Cut:
    """Stands for a context or a connection: all that is asked of it raises."""

    def __getattr__(self, name: str) -> Callable[..., NoReturn]:
        return _raise_cut

    def __reduce__(self) -> Any:
        return _Cut, ()


def _raise_cut(*args: Any, **kwargs: Any) -> NoReturn:
    raise cut()


@reduces(_proto.SSLProtocol)
def _reduce_protocol(protocol: Any, freezer: Freezer) -> Any:
    if freezer.conditions is None:
        raise NotSaveable("a TLS connection cannot be saved")
    state = attributes(protocol)
    for name in ("_incoming", "_outgoing", "_ssl_buffer", "_ssl_buffer_view"):
        state.pop(name)
    state["_write_backlog"] = [bytes(one) for one in protocol._write_backlog]
    state["_sslcontext"] = _Cut()
    if state["_sslobj"] is not None:
        state["_sslobj"] = _Cut()
    hidden = ("sslcontext", "ssl_object")
    state["_extra"] = {name: one for name, one in protocol._extra.items() if name not in hidden}
    return _new, (type(protocol),), state, None, None, _set_protocol


def _new(kind: Any) -> Any:
    return kind.__new__(kind)


def _set_protocol(protocol: Any, state: dict[str, Any]) -> None:
    set_attributes(protocol, state)
    protocol._write_backlog = deque(state["_write_backlog"])
    protocol._incoming, protocol._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
    protocol._ssl_buffer = bytearray(protocol.max_size)
    protocol._ssl_buffer_view = memoryview(protocol._ssl_buffer)


@reduces(_proto._SSLProtocolTransport)
def _reduce_transport(transport: Any, freezer: Freezer) -> Any:
    names = "_loop", "_ssl_protocol", "_closed"
    state = {name: getattr(transport, name) for name in names}
    return _new, (type(transport),), state, None, None, set_attributes


@reduces(ssl.SSLContext)
def _reduce_context(context: Any, freezer: Freezer) -> Any:
    saved = taught.reduce(context)
    if saved is NotImplemented:
        raise NotSaveable(
            "an ssl.SSLContext cannot be saved: make it where it is used, or teach with "
            "stillframe.register() how it is made"
        )
    return saved
