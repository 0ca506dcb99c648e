"""Letting a task take its first step while it is put into its state.

A task gives away its step when it begins, and its wakeup when it waits for something. Both are
kept by handles and callbacks, and are the same whatever state the task comes to afterwards.
"""

import asyncio
import contextlib
from collections.abc import Generator, Iterator
from contextvars import Context
from functools import partial
from gc import get_referents
from types import FunctionType
from typing import Any

from stillframe.loop.futures import Future, Task
from stillframe.loop.loop import EventLoop
from stillframe.native import KINDS


class Capture:
    """A loop's `call_soon` while its tasks are put into their state: nothing is scheduled."""

    def __init__(self) -> None:
        self.last: Any = None

    def __call__(self, callback: Any, *args: Any, context: Context | None = None) -> None:
        self.last = callback


class Standin:
    """What a task waits for, for a while or in the place of something that isn't a future.

    The task hands it its wakeup. As long as it ``accepts``, requests to cancel come to nothing.
    """

    def __init__(self, loop: EventLoop, waiter: Any = None) -> None:
        self._asyncio_future_blocking = True
        self.loop = loop
        self.waiter = waiter
        self.wakeup: Any = None
        self.accepts = False

    def __await__(self) -> Generator[Any, None, None]:
        yield self

    def get_loop(self) -> EventLoop:
        return self.loop

    def add_done_callback(self, callback: Any, *, context: Context | None = None) -> None:
        self.wakeup = callback

    def cancel(self, msg: Any = None) -> bool:
        if self.accepts or self.waiter is None:
            return self.accepts
        cancelled: bool = self.waiter.cancel(msg=msg)
        return cancelled

    def done(self) -> bool:
        return self.waiter is None or self.waiter.done()

    def result(self) -> None:
        return None


@contextlib.contextmanager
def stepping(loop: EventLoop) -> Iterator[None]:
    """Inside, tasks of the loop can take a step, whatever runs outside."""
    running = asyncio._get_running_loop()
    swap: Any = getattr(asyncio.tasks, "_swap_current_task", None)
    current = swap(running, None) if swap is not None and running is not None else None
    asyncio._set_running_loop(loop)
    try:
        yield
    finally:
        asyncio._set_running_loop(running)
        if current is not None:
            swap(running, current)


async def _nothing() -> None: ...


def ended() -> Any:
    """A coroutine that is closed."""
    coroutine = _nothing()
    coroutine.close()
    return coroutine


async def _raise(standin: Standin, error: BaseException) -> None:
    await standin
    raise error


def raising(closed: Any, standin: Standin, error: BaseException) -> Any:
    """A coroutine that looks like one that has ended, and will end by raising an exception."""
    code = KINDS[type(closed)].code(closed)
    function = FunctionType(
        _raise.__code__.replace(
            co_filename=code.co_filename,
            co_firstlineno=code.co_firstlineno,
            co_name=code.co_name,
            co_qualname=code.co_qualname,
        ),
        {},
    )
    coroutine = function(standin, error)
    coroutine.__name__, coroutine.__qualname__ = closed.__name__, closed.__qualname__
    return coroutine


def step_of(task: Any, *thrown: BaseException) -> Any:
    """The step of a task that is going to begin anew, or what throws an exception into it."""
    if thrown:
        future = Future(loop=task.get_loop())
        future.set_exception(thrown[0])
        future._log_traceback = False
        return partial(wakeup_of(task), future)
    return _begin(task, ended())


def wakeup_of(task: Any) -> Any:
    """The wakeup of a task that is going to begin anew."""
    loop = task.get_loop()
    standin = Standin(loop)
    with stepping(loop):
        _begin(task, _wait_for(standin))()
    return standin.wakeup


async def _wait_for(standin: Standin) -> None:
    await standin


def _begin(task: Any, coroutine: Any) -> Any:
    loop = task.get_loop()
    Task.__init__(task, coroutine, loop=loop, name="")
    task._log_destroy_pending = False
    return loop.call_soon.last


def thrown_by(step: Any) -> list[BaseException]:
    """The exception that a step throws into its task, if it does."""
    return [one for one in get_referents(step) if isinstance(one, BaseException)]


class _Loop:
    call_soon = Capture()

    def get_debug(self) -> bool:
        return False


def _step() -> Any:
    task = Task.__new__(Task)
    loop: Any = _Loop()
    Future.__init__(task, loop=loop)
    return step_of(task)


STEP = type(_step())
