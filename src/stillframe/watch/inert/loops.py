"""What is made, instead of the real thing, by the functions of `loop` that snapshots name."""

from typing import Any

from stillframe.watch.inert.found import Found, Task, stands_for
from stillframe.watch.inert.standins import TEXT, Class, StandIn, text_of, texts

_FUTURES = "stillframe.loop.futures"


class Future(StandIn, metaclass=Class):
    """A future, and what has become of it."""

    __slots__ = ()


class FutureIter(StandIn, metaclass=Class):
    """What `await future` waits in."""

    __slots__ = ()


Step, Wakeup = texts("step"), texts("wakeup")
"""What a loop calls to let a task begin, or go on: they know the task."""


@stands_for(_FUTURES, "pending")
def _pending(found: Found, loop: Any) -> Any:
    return Future()


@stands_for(_FUTURES, "new_future")
def _new_future(found: Found, kind: Any, loop: Any) -> Any:
    return kind()


@stands_for("stillframe.loop.reducers", "_iterate")
def _iterate(found: Found, future: Any) -> Any:
    return FutureIter(future)


@stands_for("stillframe.loop.stepping", "step_of")
def _step_of(found: Found, task: Any, *thrown: Any) -> Any:
    return Step.of("step", task)


@stands_for("stillframe.loop.stepping", "wakeup_of")
def _wakeup_of(found: Found, task: Any) -> Any:
    return Wakeup.of("wakeup", task)


@stands_for("stillframe.loop.state", "new_loop")
def _new_loop(found: Found, kind: Any) -> Any:
    return kind()


@stands_for("stillframe.loop.activation", "activate")
def _activate(found: Found, obj: Any, state: Any) -> None:
    """A loop with its pending tasks, a task, or a future."""
    kind = type(state).__name__
    if kind == "LoopState":
        attributes, _, tasks, columns, *_ = state.given
        obj.attributes.update(attributes)
        type(obj).telling = TEXT
        found.loops.append(state)
        for task, row in zip(tasks, zip(*columns, strict=True), strict=True):
            _task(found, task, row)
    elif kind == "State":
        _settle(obj, state)
    else:
        _task(found, obj, state)


_VARIABLE, _CONTEXT, _TOKEN = texts("ContextVar"), texts("Context"), texts("Token")
_CONTEXTS = "stillframe.loop.contexts"


@stands_for(_CONTEXTS, "_variable")
def _variable(found: Found, name: str, *default: Any) -> Any:
    return _VARIABLE.of(name)


@stands_for(_CONTEXTS, "_attribute")
def _attribute(found: Found, module: str, name: str) -> Any:
    return _VARIABLE.of(name)


@stands_for(_CONTEXTS, "_token")
def _token(found: Found, context: Any, variable: Any, *_: Any) -> Any:
    return _TOKEN.of(text_of(variable), variable)


@stands_for(_CONTEXTS, "current_context")
def _current_context(found: Found) -> Any:
    return _CONTEXT.of("of the program")


def _task(found: Found, task: Any, state: tuple[Any, ...]) -> None:
    coroutine, name, _, _, oddity = state
    task.text = name
    type(task).telling = TEXT
    made = Task(task, name, coroutine)
    if oddity is not None:
        *_, waiter, _, has = oddity.given
        made.waits_for = waiter
        if has is not None:
            made.done = has.given[0] is not None
    found.tasks.append(made)


def _settle(future: Any, state: Any) -> None:
    outcome, _, attributes = state.given
    if attributes:
        future.__setstate__(attributes)
    if outcome is not None:
        result, exception, cancelled, *_ = outcome.given
        if cancelled:
            future.__setstate__({"cancelled": True})
        elif exception is not None:
            future.__setstate__({"exception": exception})
        else:
            future.__setstate__({"result": result})


__all__ = ["FutureIter", "Step", "Wakeup"]
