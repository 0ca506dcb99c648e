"""Numbers of file descriptors, which a program may have kept, and descriptors that are broken.

A program that goes on gets the numbers that it had, where they are free. While it is made again
they are held by placeholders, so that nothing else takes them.
"""

import contextlib
import os
import socket
import struct
from collections.abc import Iterator
from typing import Any

STANDARD = (0, 1, 2)
"""Those of standard input, output and error: every process has its own."""

_held: set[int] = set()
_placed: dict[int, int] = {}  # old numbers, and new ones


def opened() -> list[int]:
    """The descriptors of this process, but for the standard ones."""
    try:
        numbers = [int(name) for name in os.listdir("/dev/fd")]
    except OSError:
        return []
    return [number for number in numbers if number not in STANDARD and not _free(number)]


def _free(number: int) -> bool:
    try:
        os.fstat(number)
    except OSError:
        return True
    return False


def hold(numbers: list[int]) -> None:
    """Keep those that are free for `at`, until `release`; give back what was held before."""
    release()
    _placed.clear()
    placeholder = os.open(os.devnull, os.O_RDONLY)
    for number in numbers:
        if _free(number):
            os.dup2(placeholder, number, inheritable=False)
            _held.add(number)
    if placeholder not in numbers:
        os.close(placeholder)
    else:
        _held.add(placeholder)


def release() -> None:
    """Close the placeholders that nobody has come for."""
    while _held:
        os.close(_held.pop())


def at(number: int, descriptor: int) -> int:
    """Give a descriptor an old number, if that is free; the number that it has then."""
    if number != descriptor and (number in _held or _free(number)):
        os.dup2(descriptor, number, inheritable=os.get_inheritable(descriptor))
        _held.discard(number)
        os.close(descriptor)
        descriptor = number
    _placed[number] = descriptor
    return descriptor


def now_at(number: int) -> int:
    """What an old number has become; a broken descriptor if nothing was given that number."""
    return _placed[number] if number in _placed else at(number, broken())


_LOW = 100


@contextlib.contextmanager
def out_of_the_way() -> Iterator[None]:
    """What is opened inside gets numbers that a program hardly has; the low ones are the
    program's, as they would be without us."""
    placeholders = [os.open(os.devnull, os.O_RDONLY)]
    try:
        with contextlib.suppress(OSError):
            while placeholders[-1] < _LOW:
                placeholders.append(os.dup(placeholders[0]))
        yield
    finally:
        for one in placeholders:
            os.close(one)


# Ends a connection with a reset, as a network does that is cut, and not in good order.
_AT_ONCE = struct.pack("ii", 1, 0)
_LOCAL = {socket.AF_INET: "127.0.0.1"}
if hasattr(socket, "AF_INET6"):
    _LOCAL[socket.AF_INET6] = "::1"


def broken(family: int = socket.AF_INET) -> int:
    """One end of a connection whose other end has reset it: the first use of it raises
    ConnectionResetError. Reading then comes to the end, writing raises BrokenPipeError."""
    if family in _LOCAL:
        with contextlib.suppress(OSError):
            return _reset(family)
    return _reset(socket.AF_INET)


def _reset(family: Any) -> int:
    with socket.socket(family) as listening, socket.socket(family) as one:
        listening.bind((_LOCAL[family], 0))
        listening.listen(1)
        one.connect(listening.getsockname())
        other, _ = listening.accept()
        with other:
            other.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _AT_ONCE)
        return one.detach()
