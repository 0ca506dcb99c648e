"""Where in a loop it is that something can't be saved: the steps of a refusal's path."""

from collections.abc import Iterator
from typing import Any

from stillframe.loop.futures import Future, Task, state_of
from stillframe.loop.loop import LOOPS, EventLoop
from stillframe.loop.state import OWN, pending_tasks
from stillframe.loop.tasks import context_of
from stillframe.snapshot.kinds import has_parts, hubs


@hubs
def _loops() -> list[Any]:
    """Each task leads to its loop, and the loop to all tasks."""
    return [loop for loop in LOOPS if not loop.is_running()]


@has_parts(EventLoop)
def _of_loop(loop: Any) -> Iterator[tuple[str, Any]]:
    """Its tasks first: mostly, it is one of them."""
    tasks = list(pending_tasks(loop).values())
    for task in tasks:
        yield f"task {task.get_name()!r} ›", task.get_coro()
    for task in tasks:
        yield from _of_task(task)
    for handle in (*loop._ready, *loop._scheduled):
        yield "handle", (handle._callback, handle._args, dict(handle._context or {}))
    yield from ((name, value) for name, value in vars(loop).items() if name not in OWN)


@has_parts(Task)
def _of_task(task: Any) -> Iterator[tuple[str, Any]]:
    start = f"task {task.get_name()!r} ›"
    yield start, task.get_coro()
    yield f"{start} context", dict(context_of(task))
    yield f"{start} callbacks", [callback for callback, _ in task._callbacks or ()]
    yield from _of_future(task)


@has_parts(Future)
def _of_future(future: Any) -> Iterator[tuple[str, Any]]:
    state = state_of(future)
    if state is not None:
        if state.outcome is not None:
            yield "result", state.outcome.result
            yield "exception", state.outcome.exception
        yield "attributes", state.attributes
