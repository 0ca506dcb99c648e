"""Throwing and closing through delegation: `yield from` and `await` chains."""

from collections.abc import Callable
from types import FunctionType
from typing import TYPE_CHECKING, Any

from stillframe.machine.call import call_function
from stillframe.machine.frame import RUNNING, SUSPENDED, Frame
from stillframe.machine.host import unraisable
from stillframe.machine.resume import (
    DELEGATED,
    OWNERS,
    RESUMABLE,
    SEND,
    SWITCH,
    THROWN,
    Resumer,
    throw_into,
)
from stillframe.machine.sending import gen_send_ex, link
from stillframe.machine.tracebacks import scrub

if TYPE_CHECKING:
    from stillframe.machine.generators import GeneratorBase


def throw(
    generator: "GeneratorBase",
    error: BaseException,
    caller: Frame | None,
    resumer: Resumer,
    close_on_exit: bool = True,
) -> Frame | None:
    """Throw into a generator, or into what it delegates to (_gen_throw in genobject.c).

    A chain of our own generators is linked in from the outermost to the innermost, each as
    though it were in its SEND, and the exception is raised in the innermost.
    """
    outer: Frame | None = None
    while True:
        delegate = generator.yieldfrom
        if delegate is not None and close_on_exit and isinstance(error, GeneratorExit):
            error = _close_delegate(generator, delegate) or error
            delegate = None
        if delegate is not None and type(delegate) not in RESUMABLE:
            method = getattr(delegate, "throw", None)
            if method is not None:
                return _throw_native(_enter_send(generator, caller, resumer), method, error)
            delegate = None
        if type(delegate) not in OWNERS:
            try:
                if delegate is None:
                    return gen_send_ex(generator, None, error, caller, resumer)
                outer = _enter_send(generator, caller, resumer)
                following: Frame | None = delegate.resume(None, error, outer, THROWN)
                return following
            except BaseException as other:
                if outer is None:
                    raise
                other.__traceback__ = scrub(other.__traceback__)
                return throw_into(outer, other)
        outer = caller = _enter_send(generator, caller, resumer)
        generator, resumer = delegate, THROWN


def _enter_send(generator: "GeneratorBase", caller: Frame | None, resumer: Resumer) -> Frame:
    """Link in a generator that delegates, as though it were in its SEND."""
    frame = link(generator, caller, resumer)
    frame.lasti = frame.translation.sends[frame.lasti]
    return frame


def _throw_native(frame: Frame, method: Callable[..., Any], error: BaseException) -> Frame | None:
    """Throw into something else that the frame delegates to."""
    try:
        function = getattr(method, "__func__", None)
        if type(function) is FunctionType:
            receiver = method.__self__  # type: ignore[attr-defined]
            yielded = call_function(frame, function, (receiver, error), {}, DELEGATED)
            if yielded is SWITCH:
                following, frame.switch = frame.switch, None
                return following
        else:
            yielded = method(error)
    except StopIteration as stop:
        return SEND.returned(frame, stop.value)
    except BaseException as other:
        other.__traceback__ = scrub(other.__traceback__)
        return throw_into(frame, other)
    return SEND.yielded(frame, yielded)


def _close_delegate(generator: "GeneratorBase", delegate: Any) -> BaseException | None:
    """Close what a generator delegates to; the exception that this raised, if it did.

    A chain of our own is closed from the innermost outwards, whatever its depth.
    """
    chain = [generator]
    while type(delegate) in OWNERS and delegate.state is SUSPENDED:
        chain.append(delegate)
        delegate = delegate.yieldfrom
    raised: BaseException | None = None
    for each in chain:
        each.state = RUNNING
    try:
        if delegate is not None:
            raised = _raised_by(_close_native, delegate)
        for each in reversed(chain[1:]):
            each.state = SUSPENDED
            raised = _raised_by(each.shut, raised)
    finally:
        generator.state = SUSPENDED
    return raised


def _raised_by(function: Callable[..., Any], *args: Any) -> BaseException | None:
    """Call it, for the exception that it raises."""
    try:
        function(*args)
    except BaseException as error:
        error.__traceback__ = scrub(error.__traceback__)
        return error
    return None


def _close_native(delegate: Any) -> None:
    """Call `close`, if there is one; an error in looking for it is nobody's."""
    try:
        method = delegate.close
    except AttributeError:
        return
    except BaseException as error:
        unraisable(error, delegate)
        return
    method()
