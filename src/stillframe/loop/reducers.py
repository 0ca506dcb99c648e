"""How the objects of an event loop are pickled."""

import asyncio
from typing import Any

from stillframe.errors import NotSaveable
from stillframe.loop import contexts
from stillframe.loop.activation import activate
from stillframe.loop.futures import (
    FUTURE_ITERATOR,
    Future,
    Task,
    awaited,
    new_future,
    owner,
    pending,
    state_of,
    wakes,
)
from stillframe.loop.loop import EventLoop
from stillframe.loop.state import new_loop, pending_tasks, state_of_loop
from stillframe.loop.stepping import STEP, step_of, thrown_by, wakeup_of
from stillframe.loop.tasks import state_of_task
from stillframe.snapshot.kinds import reduces
from stillframe.snapshot.pickler import Freezer


@reduces(EventLoop)
def _reduce_loop(loop: Any, freezer: Freezer) -> Any:
    return new_loop, (type(loop),), state_of_loop(loop, freezer), None, None, activate


@reduces(asyncio.AbstractEventLoop)
def _refuse_loop(loop: Any, freezer: Freezer) -> Any:
    raise NotSaveable(f"an event loop that isn't stillframe's cannot be saved ({loop!r})")


@reduces(Task)
def _reduce_task(task: Any, freezer: Freezer) -> Any:
    """A task. The state of those that are pending is in the state of their loop.

    So a task that waits for a task that waits for a task ... doesn't lead deeper and deeper.
    """
    make = new_future, (type(task), owner(task))
    if not task.done() and id(task) in freezer.once(pending_tasks, owner(task)):
        return make
    return (*make, state_of_task(task, freezer), None, None, activate)


@reduces(Future)
def _reduce_future(future: Any, freezer: Freezer) -> Any:
    kind, loop, state = type(future), owner(future), state_of(future)
    make = (pending, (loop,)) if kind is Future else (new_future, (kind, loop))
    return make if state is None else (*make, state, None, None, activate)


@reduces(asyncio.Handle)
def _reduce_handle(handle: Any, freezer: Freezer) -> Any:
    return handle.__reduce_ex__(5)  # its slots say all; but it isn't asked what else it might be


@reduces(FUTURE_ITERATOR)
def _reduce_iterator(iterator: Any, freezer: Freezer) -> Any:
    future = awaited(iterator)
    if future is None:
        raise NotSaveable("an iterator of a future that has come to its end")
    return _iterate, (future,)


def _iterate(future: Any) -> Any:
    return future.__await__()


@reduces(type(len))
def _reduce_builtin(method: Any, freezer: Freezer) -> Any:
    task = wakes(method)
    return NotImplemented if task is None else (wakeup_of, (task,))


@reduces(STEP)
def _reduce_step(step: Any, freezer: Freezer) -> Any:
    return step_of, (step.__self__, *thrown_by(step))


__all__ = ["contexts"]
