"""What a program writes to its standard streams, heard on the way."""

import codecs
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any, final

from stillframe.machine.frame import Frame
from stillframe.machine.intrinsics import INTRINSICS

Hear = Callable[[str, str], None]
"""Told the stream ("stdout", "stderr") and the text."""

_DESCRIPTORS = {1: "stdout", 2: "stderr"}


@contextmanager
def heard(hear: Hear, before: Callable[[], None] = lambda: None) -> Iterator[None]:
    """For the time of a run: what is written as text, what is written as bytes below it, and what
    code on the machine writes by `os.write`.

    ``before`` is called before anything is written.
    """
    with ExitStack() as stack:
        for name in _DESCRIPTORS.values():
            stream = getattr(sys, name)
            if _may_be_changed(stream, "write"):
                stack.enter_context(_Ear(name, hear, before).at(stream))
        INTRINSICS[os.write] = _os_write(hear, before)
        stack.callback(INTRINSICS.pop, os.write)
        yield


def _may_be_changed(stream: Any, *names: str) -> bool:
    return hasattr(stream, "__dict__") and all(hasattr(stream, name) for name in names)


@final
class _Ear:
    """On a stream, which stays the one that it is: what is looked up in it comes by us."""

    def __init__(self, name: str, hear: Hear, before: Callable[[], None]) -> None:
        self._name = name
        self._hear = hear
        self._before = before
        self._passing = 0  # text, which has been heard, goes down to the bytes

    @contextmanager
    def at(self, stream: Any) -> Iterator[None]:
        with ExitStack() as stack:
            stack.enter_context(_replaced(stream, "write", self._text(stream.write)))
            buffer: Any = getattr(stream, "buffer", None)
            if _may_be_changed(buffer, "write") and _may_be_changed(stream, "flush"):
                stack.enter_context(_replaced(stream, "flush", self._flush(stream.flush)))
                below = self._bytes(buffer.write, stream.encoding)
                stack.enter_context(_replaced(buffer, "write", below))
            yield

    def _text(self, write: Callable[[str], Any]) -> Callable[[str], Any]:
        def heard_write(text: str, /) -> Any:
            self._before()
            self._passing += 1
            try:
                written = write(text)
            finally:
                self._passing -= 1
            self._hear(self._name, text)
            return written

        return heard_write

    def _flush(self, flush: Callable[[], Any]) -> Callable[[], Any]:
        def passing_flush() -> Any:
            self._passing += 1
            try:
                return flush()
            finally:
                self._passing -= 1

        return passing_flush

    def _bytes(self, write: Callable[[Any], Any], encoding: str) -> Callable[[Any], Any]:
        decode = codecs.getincrementaldecoder(encoding)("replace").decode

        def heard_write(data: Any, /) -> Any:
            if self._passing:
                return write(data)
            self._before()
            written = write(data)
            self._hear(self._name, decode(bytes(data)))
            return written

        return heard_write


@contextmanager
def _replaced(owner: Any, name: str, instead: Callable[..., Any]) -> Iterator[None]:
    own = vars(owner).get(name)
    setattr(owner, name, instead)
    try:
        yield
    finally:
        if own is None:
            delattr(owner, name)
        else:
            setattr(owner, name, own)


def _os_write(hear: Hear, before: Callable[[], None]) -> Callable[..., Any]:
    """In its place where code on the machine calls it."""
    decoders = {number: codecs.getincrementaldecoder("utf-8")("replace") for number in _DESCRIPTORS}

    def write(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        number = args[0] if args else None
        if type(number) is not int or number not in _DESCRIPTORS:
            return os.write(*args, **kwargs)
        before()
        written = os.write(*args, **kwargs)
        hear(_DESCRIPTORS[number], decoders[number].decode(bytes(args[1])[:written]))
        return written

    return write
