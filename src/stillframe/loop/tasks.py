"""asyncio's tasks: how their state is written, and put into new ones.

A task can't be told what it waits for. But its first step resumes its coroutine, and a chain of
awaits that was rebuilt issues its innermost await again: the future is yielded once more, and the
task waits for it as it did. Where the innermost is something else than `await future`, or where
the task has been cancelled before, the coroutine is entered by that step and yields what we want.
"""

from collections.abc import Callable, Mapping
from contextvars import Context
from gc import get_referents
from typing import Any, NamedTuple

from stillframe.loop.futures import (
    FUTURE_ITERATOR,
    Future,
    State,
    Task,
    state_of,
)
from stillframe.loop.stepping import Standin, ended, raising, stepping
from stillframe.native import KINDS
from stillframe.native.fork import frame_of
from stillframe.snapshot.pickler import Freezer
from stillframe.snapshot.reducers import delegate, enter_waiting, reduce_waiting


class Oddity(NamedTuple):
    """What most tasks don't have.

    ``cancels`` counts the requests to cancel it, ``must_cancel`` says whether one is still to be
    delivered. ``waiter`` is what it waits for, if its coroutine is to be entered by its first
    step; ``reissues`` says whether it then waits for that by itself when it is resumed again.
    """

    cancels: int
    must_cancel: bool
    message: Any
    log_destroy_pending: bool
    entered: bool
    waiter: Any
    reissues: bool
    state: State | None


# Coroutine, name, context, whether it waits, oddity. A plain tuple: there may be many.
TaskState = tuple[Any, str, Context, bool, Oddity | None]


def state_of_task(task: Any, freezer: Freezer) -> TaskState:
    coroutine, waiter = task.get_coro(), _waiter(task)
    if task.done() and type(coroutine) not in KINDS:
        coroutine = None  # of an eager task, or an `aclose()` that has come to its end
    state = state_of(task)
    cancels, must_cancel = task.cancelling(), task._must_cancel
    entered = id(coroutine) in freezer.particular
    oddity = None
    if state or cancels or must_cancel or entered or not task._log_destroy_pending:
        reissues = waiter is not None and _reissues(coroutine, waiter)
        oddity = Oddity(
            cancels,
            must_cancel,
            task._cancel_message,
            task._log_destroy_pending,
            entered,
            waiter if entered else None,
            reissues,
            state,
        )
    return coroutine, task.get_name(), context_of(task), waiter is not None, oddity


def prepare(pending: Mapping[int, Any], freezer: Freezer) -> None:
    """Mark the coroutines that are to be entered by their tasks, before any is written."""
    for coroutine in freezer.once(_to_enter, pending):
        freezer.particular[id(coroutine)] = reduce_waiting


def _to_enter(pending: Mapping[int, Any]) -> list[Any]:
    """Of these tasks, by their ids, the coroutines that their first step is to enter."""
    found = []
    for task in pending.values():
        coroutine, waiter = task.get_coro(), _waiter(task)
        cancels, delivered = task.cancelling(), not task._must_cancel
        if waiter is None:
            entered = bool(cancels and delivered)
        else:
            pending_cancel = cancels and (delivered or not waiter.done())
            entered = bool(pending_cancel) or not _reissues(coroutine, waiter)
        if entered:
            found.append(coroutine)
    return found


def _waiter(task: Any) -> Any:
    waiter = task._fut_waiter
    return waiter.waiter if type(waiter) is Standin else waiter


def _reissues(coroutine: Any, waiter: Any) -> bool:
    """Whether resuming the coroutine again yields what it waits for, and does nothing else."""
    inner = innermost(coroutine)
    if type(inner) is FUTURE_ITERATOR:
        for one in get_referents(inner):
            if one is waiter:
                return True
    return False


def innermost(coroutine: Any) -> Any:
    """The end of a chain of awaits: a frame, or what isn't one."""
    inner = coroutine
    while True:
        frame = frame_of(inner)
        if frame is None:
            return inner
        inner = delegate(frame)
        if inner is None:
            return frame


if hasattr(Task, "get_context"):
    context_of: Callable[[Any], Context] = Task.get_context
else:  # 3.11

    def context_of(task: Any) -> Context:
        """The context that a task runs in."""
        return next(one for one in get_referents(task) if type(one) is Context)


# Tasks begin anew


def begin_to_end(task: Any, state: TaskState, error: BaseException) -> Callable[[], None]:
    """As `begin`, for a task whose coroutine raised an exception when it was cancelled.

    Its coroutine is closed; another one that looks like it will raise it again, at the next step.
    """
    coroutine, *rest = state
    standin = Standin(task.get_loop())
    step = begin(task, (raising(coroutine, standin, error), *rest))
    with stepping(task.get_loop()):
        step()
    _request(task, state[4], standin)
    traceback = error.__traceback__

    def wakeup() -> None:
        standin.wakeup(standin)
        error.__traceback__ = traceback

    return wakeup


def _request(task: Any, oddity: Oddity | None, standin: Standin) -> None:
    """Ask a task to be cancelled as often as it was; nothing comes of it."""
    assert oddity is not None
    standin.accepts = True
    for left in reversed(range(oddity.cancels)):
        standin.accepts = bool(left) or not oddity.must_cancel
        Task.cancel(task, oddity.message)
    standin.accepts = False


def begin(task: Any, state: TaskState) -> Callable[[], None]:
    """Make it a task that hasn't begun; its first step."""
    coroutine, name, context, *_ = state
    loop = task.get_loop()
    if coroutine is None:
        coroutine = ended()
    Task.__init__(task, coroutine, loop=loop, name=name, context=context)
    step: Callable[[], None] = loop.call_soon.last
    return step


def cancelled_by(oddity: Oddity) -> BaseException | None:
    """What the coroutine of a cancelled task raised. The task's first step must raise it again."""
    outcome = oddity.state.outcome if oddity.state is not None else None
    return outcome.exception if outcome is not None and outcome.cancelled else None


def waits(state: TaskState) -> bool:
    """Whether a task is to wait for something before it goes on."""
    return state[3] or (state[4] is not None and state[4].entered)


def wait(task: Any, state: TaskState, step: Callable[[], None]) -> None:
    """Make a task that hasn't begun wait for what it waited for."""
    coroutine, _, context, _, oddity = state
    if oddity is None or not oddity.entered:
        step()
        return
    waiter = oddity.waiter
    if isinstance(waiter, Future) and not oddity.cancels:
        waiter._asyncio_future_blocking = True
        enter_waiting(coroutine, waiter, step)
        return
    standin = Standin(task.get_loop())
    enter_waiting(coroutine, standin, step)
    _request(task, oddity, standin)
    standin.waiter = waiter
    if oddity.reissues and not oddity.must_cancel:
        standin.wakeup(standin)
    elif isinstance(waiter, Future):
        Future.add_done_callback(waiter, standin.wakeup, context=context)


def end(task: Any, oddity: Oddity) -> None:
    """The requests to cancel a task that hasn't begun, or whose wait is over; and its marks."""
    if not oddity.entered and not cancelled_by(oddity):
        for _ in range(oddity.cancels or oddity.must_cancel):
            Task.cancel(task, oddity.message)
        if oddity.must_cancel and not oddity.cancels:
            task.uncancel()
    task._cancel_message = oddity.message
    task._log_destroy_pending = oddity.log_destroy_pending
