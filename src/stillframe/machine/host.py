"""Where the machine and the host meet: native code that calls us, and that we call.

Nothing of ours shows: an exception that leaves us has its traceback scrubbed, and a native
function that looks at its caller's frame finds one with the guest's name, file, line and
globals (a *shim*).
"""

import __future__

import functools
import sys
from collections.abc import Callable
from types import CodeType, FrameType, FunctionType
from typing import TYPE_CHECKING, Any, TypeVar

from stillframe.machine.disguise import SHIM, disguised, mark_of
from stillframe.machine.eval import evaluate, loop, single
from stillframe.machine.frame import Frame
from stillframe.machine.instrument import LOOP
from stillframe.machine.tracebacks import here, is_block, is_ours, scrub

if TYPE_CHECKING:
    from stillframe.machine.resume import Host

F = TypeVar("F", bound=Callable[..., Any])


def boundary(method: F) -> F:
    """A method that native code calls: exceptions leave it without a trace of us.

    A bare `raise` adds no traceback entry, so what is set before it is what the caller sees.
    """

    def guarded(*args: Any) -> Any:
        try:
            return method(*args)
        except BaseException as error:
            error.__traceback__ = scrub(error.__traceback__)
            raise

    functools.update_wrapper(guarded, method)
    # A code object of its own: the machine knows methods by their code (intrinsics.drives).
    guarded.__code__ = guarded.__code__.replace(co_name=method.__name__)
    return guarded  # type: ignore[return-value]


def evaluate_from_host(frame: Frame, outcome: "Host", stoppable: bool = False) -> Frame | None:
    """Run a frame that native code resumed, until it leaves the chain, or is to stop before."""
    outcome.host_frame = sys._getframe(1)
    try:
        return evaluate(frame, stoppable)
    finally:
        outcome.host_frame = None


# A host frame of one of these, or of a block, has the guest's frame in its variable `frame`.
_LOOPS = (loop.__code__, single.__code__, LOOP)


def caller_of(host_frame: FrameType | None) -> "Frame | FrameType | None":
    """The guest's or native frame that stands at or below a host frame."""
    while host_frame is not None:
        code = host_frame.f_code
        if not is_ours(code):
            return host_frame
        if is_block(code) or code in _LOOPS:
            frame = host_frame.f_locals.get("frame")
            if type(frame) is Frame:
                return frame
        host_frame = host_frame.f_back
    return None


def settle(frame: Frame) -> None:
    """Bring `frame.lasti` up to date, if a block of it is running right now.

    Blocks write it only where they leave; what line the host is at says the rest.
    """
    host: FrameType | None = sys._getframe()
    while host is not None:
        mark = mark_of(host.f_code)
        if mark is not None and mark.where and host.f_locals.get("frame") is frame:
            frame.lasti = mark.where[host.f_lasti // 2]
            return
        host = host.f_back


_FUTURE_FLAGS = functools.reduce(
    int.__or__,
    (getattr(__future__, name).compiler_flag for name in __future__.all_feature_names),
)


def _shim(callable: Any, args: Any, kwargs: Any) -> Any:
    return callable(*args, **kwargs)


def call_natively(frame: Frame, callable: Any, args: Any, kwargs: Any) -> Any:
    """Call native code from a frame that looks like the guest's to it."""
    translation = frame.translation
    globals, shim = translation.shims.get(frame.lasti, (None, None))
    if shim is None or globals is not frame.globals:
        template = _shim.__code__
        lines = [frame.code.positions[frame.lasti][0]] * (len(template.co_code) // 2)
        flags = frame.f_code.co_flags & _FUTURE_FLAGS
        code = disguised(template, frame.f_code, lines, SHIM, flags)
        shim = FunctionType(code, frame.globals)
        translation.shims[frame.lasti] = (frame.globals, shim)
    return shim(callable, args, kwargs)


def unraisable(error: BaseException, source: Any, doing: str = "") -> None:
    """Report an exception that nobody can catch, to sys.unraisablehook.

    Up to 3.13 it is "ignored in" its source; later, while `doing` something to it.
    """
    error.__traceback__ = scrub(error.__traceback__)
    if error.__traceback__ is None:  # as CPython: at least where it happened
        at = caller_of(sys._getframe())
        if type(at) is Frame:
            settle(at)
            error.__traceback__ = here(at)
    message = None
    if doing and sys.version_info >= (3, 14):
        message, source = f"Exception ignored while {doing} {source!r}", None
    arguments = _hook_arguments()
    sys.unraisablehook(arguments((type(error), error, error.__traceback__, message, source)))


class _Provoking:
    def __del__(self) -> None:
        raise RuntimeError


@functools.cache
def _hook_arguments() -> Any:
    """The type of unraisablehook's argument, which has no public name."""
    seen: list[Any] = []
    hook, sys.unraisablehook = sys.unraisablehook, lambda arguments: seen.append(type(arguments))
    try:
        _Provoking()
    finally:
        sys.unraisablehook = hook
    return seen[0]


__all__ = [
    "CodeType",
    "boundary",
    "call_natively",
    "caller_of",
    "evaluate_from_host",
    "unraisable",
]
