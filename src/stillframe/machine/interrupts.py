"""Ctrl-C: the guest gets its KeyboardInterrupt, and the machine is never torn in the middle.

Python's own handler raises wherever the host happens to be. While a program runs, ours stands
in its place: where the host is inside the machine's own functions it asks for the signal once
more, a millisecond later, and so on until the guest's code or native code is running.
`signal.default_int_handler` names ours for that time, since asyncio and unittest look whether
it is installed before they put theirs there.
"""

import _thread
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from stillframe.machine.call import call_class, call_object, call_special
from stillframe.machine.disguise import mark_of
from stillframe.machine.frame import Frame
from stillframe.machine.intrinsics import next_natively
from stillframe.machine.resume import send_native
from stillframe.machine.tracebacks import is_ours

# Functions of ours in which a native call may take its time.
_LEAVE_TO_C = frozenset(
    function.__code__
    for function in (call_class, call_object, call_special, next_natively, send_native)
)

_DEFAULT = signal.default_int_handler


def handler(number: int, host: FrameType | None) -> None:
    """Raise KeyboardInterrupt, unless the machine itself is at work."""
    if host is None or not is_ours(host.f_code) or _whole(host):
        try:
            _DEFAULT(number, host)
        except KeyboardInterrupt as interrupt:
            interrupt.__traceback__ = None  # nothing of this function, as of Python's own
            raise
    # Nothing of `threading`: its own Python code could be interrupted in turn.
    _thread.start_new_thread(_again, (number,))


def _again(number: int) -> None:
    time.sleep(0.001)
    _thread.interrupt_main(signal.Signals(number))


def _whole(host: FrameType) -> bool:
    """Whether a host frame of ours stands where its guest's frame may raise.

    A block that is on its way out may have left its frame, or have said already where to go on;
    one that moves what it handles may hold values that a handler expects on the stack.
    """
    mark = mark_of(host.f_code)
    if mark is None and host.f_code not in _LEAVE_TO_C:
        return False
    frame = host.f_locals.get("frame")
    if type(frame) is not Frame:
        return True
    if frame.switch is not None or (frame.back is None and frame.resumer is None):
        return False
    if mark is None or not mark.where:
        return True
    handler = frame.code.handler_at[mark.where[host.f_lasti // 2]]
    return handler is None or handler.depth <= len(frame.stack)


@contextmanager
def deferred() -> Iterator[None]:
    """For the time of a run: in the main thread, and where Python's own handler is in place."""
    if (
        threading.current_thread() is not threading.main_thread()
        or signal.getsignal(signal.SIGINT) is not _DEFAULT
    ):
        yield
        return
    signal.signal(signal.SIGINT, handler)
    signal.default_int_handler = handler  # type: ignore[assignment]
    try:
        yield
    finally:
        signal.default_int_handler = _DEFAULT
        if signal.getsignal(signal.SIGINT) is handler:
            signal.signal(signal.SIGINT, _DEFAULT)
