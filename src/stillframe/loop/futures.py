"""asyncio's futures: how their state is written, and put into new ones.

A new future is pending. Those who wait for it come first, then its state: so they are where they
were, and their wakeups, which the ready queue has, aren't scheduled a second time.
"""

import asyncio
import copyreg
import sys
from contextlib import suppress
from contextvars import Context
from gc import get_referents
from typing import Any, NamedTuple

from stillframe.errors import NotSaveable
from stillframe.loop.loop import EventLoop

# The ones in C, which asyncio uses wherever there are.
Future: Any = asyncio.Future
Task: Any = asyncio.Task


class Outcome(NamedTuple):
    """How a future ended. ``unseen`` says whether nobody has asked for its exception yet.

    Of a cancelled task, ``exception`` is what its coroutine raised, until somebody gets it.
    """

    result: Any
    exception: BaseException | None
    cancelled: bool
    message: Any
    unseen: bool


class State(NamedTuple):
    """What a future has. None stands for nothing: not ended, no callbacks, no attributes.

    Of the callbacks, a task stands for its wakeup.
    """

    outcome: Outcome | None
    callbacks: list[tuple[Any, Context]] | None
    attributes: dict[str, Any] | None


def owner(future: Any) -> EventLoop:
    """The loop of a task or a future. NotSaveable if that isn't ours."""
    loop = future.get_loop()
    if isinstance(loop, EventLoop):
        return loop
    what = f"task {future.get_name()!r}" if isinstance(future, Task) else "a future"
    raise NotSaveable(f"{what} belongs to an event loop that isn't stillframe's")


def state_of(future: Any) -> State | None:
    """The state of a future; None if it is pending and has nothing but a task that waits for it."""
    attributes = _attributes(future)
    outcome = callbacks = None
    if future.done():
        outcome = _outcome(future)
    else:
        callbacks = future._callbacks
        if callbacks and len(callbacks) == 1:
            task = wakes(callbacks[0][0])
            if task is not None and task._fut_waiter is future:
                callbacks = None  # it will wait again by itself
        if callbacks:
            callbacks = [(wakes(callback) or callback, context) for callback, context in callbacks]
    if outcome is None and not callbacks and not attributes:
        return None
    return State(outcome, callbacks or None, attributes or None)


def _outcome(future: Any) -> Outcome:
    cancelled = future.cancelled()
    exception = _cancelled_by(future) if cancelled else future._exception
    result = None if cancelled or exception is not None else future._result
    return Outcome(result, exception, cancelled, future._cancel_message, future._log_traceback)


def _cancelled_by(future: Any) -> BaseException | None:
    shown = get_referents(future)
    return next((one for one in shown if isinstance(one, asyncio.CancelledError)), None)


def wakes(callback: Any) -> Any:
    """The task whose wakeup a callback is, or None."""
    kind: type = type(callback)
    if kind is _BUILTIN and callback.__name__ == "task_wakeup":
        return callback.__self__
    return None


_BUILTIN = type(len)


def _attributes(future: Any) -> dict[str, Any]:
    """What was set on one. C keeps a dict for that, the last thing that it shows.

    In 3.14 there is a dict only where somebody has asked for it, which nobody can with a plain
    future or task: what was set on these is lost there.
    """
    kind = type(future)
    if kind is not Future and kind is not Task and sys.version_info >= (3, 14):
        _ask_for_dict(future)
    last = get_referents(future)[-1]
    found = dict(last) if type(last) is dict and last is not _result(future) else {}
    if kind is not Future and kind is not Task:
        for name in copyreg._slotnames(kind):  # type: ignore[attr-defined]
            if hasattr(future, name):
                found[name] = getattr(future, name)
    return found


def _ask_for_dict(future: Any) -> None:
    """Futures have no `__dict__`, but for those whose class has inherited it elsewhere, too."""
    kind = type(future)
    with suppress(TypeError):  # of another layout, as one with slots is
        future.__class__ = _TaskWithDict if isinstance(future, Task) else _FutureWithDict
        try:
            _ = future.__dict__
        finally:
            future.__class__ = kind


class _Plain:
    pass


class _FutureWithDict(Future, _Plain):  # type: ignore[misc]
    __slots__ = ()


class _TaskWithDict(Task, _Plain):  # type: ignore[misc]
    __slots__ = ()


def _result(future: Any) -> Any:
    return future._result if future._state == "FINISHED" and future._exception is None else None


def new_future(kind: Any, loop: EventLoop) -> Any:
    """A pending future of this class, or the beginning of a task, without its ``__init__``."""
    future = kind.__new__(kind)
    Future.__init__(future, loop=loop)
    return future


def pending(loop: EventLoop) -> Any:
    """A plain pending future."""
    return Future(loop=loop)


def settle(future: Any, outcome: Outcome) -> None:
    """End a pending future, or a task. Its callbacks go to `call_soon`."""
    if outcome.cancelled:
        Future.cancel(future, outcome.message)
    elif outcome.exception is not None:
        Future.set_exception(future, outcome.exception)
        if not outcome.unseen:
            future._log_traceback = False
    else:
        Future.set_result(future, outcome.result)


def set_callbacks(future: Any, callbacks: list[tuple[Any, Context]], wakeup_of: Any) -> None:
    """Put callbacks in the order that they had, wakeups of tasks among them."""
    wakeups = {}
    for callback, _ in future._callbacks or ():
        task = wakes(callback)
        if task is not None:
            wakeups[task] = callback
        future.remove_done_callback(callback)
    for callback, context in callbacks:
        if isinstance(callback, Task):
            callback = wakeups.get(callback) or wakeup_of(callback)
        Future.add_done_callback(future, callback, context=context)


def set_attributes(future: Any, attributes: dict[str, Any]) -> None:
    for name, value in attributes.items():
        object.__setattr__(future, name, value)


# What `await future` waits in. Whether it has begun is the future's affair, not its own.


class _Loop:
    def get_debug(self) -> bool:
        return False


FUTURE_ITERATOR = type(Future(loop=_Loop()).__await__())


def awaited(iterator: Any) -> Any:
    """The future of an iterator; None behind the end."""
    return next((one for one in get_referents(iterator) if isinstance(one, Future)), None)
