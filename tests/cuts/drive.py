"""Running a generator, coroutine or async generator to its end, and writing down what happens."""

from __future__ import annotations

import contextlib
import inspect
import io
import re
import types
from collections.abc import Callable
from typing import Any

from stillframe import freeze, thaw


def drive(
    obj: Any,
    cut: Callable[[Any], Any],
    throw_at: int | None = None,
    first: int = 0,
    steps: int = 60,
) -> list[str]:
    """Run an object to its end; what it yields, returns, raises and prints."""
    events: list[str] = []
    out = io.StringIO()
    asynchronous = isinstance(obj, types.AsyncGeneratorType)
    with contextlib.redirect_stdout(out):
        for step in range(first, steps):
            obj = cut(obj)
            sent = step or None
            try:
                if step == throw_at:
                    awaiting = obj.athrow(ValueError("thrown")) if asynchronous else None
                    value = finish(awaiting) if awaiting else obj.throw(ValueError("thrown"))
                else:
                    value = finish(obj.asend(sent)) if asynchronous else obj.send(sent)
            except BaseException as error:
                events.append(described(error))
                break
            events.append(repr(value))
        else:
            raise AssertionError("it doesn't end")
    events.append(out.getvalue())
    return [re.sub(r" at 0x[0-9a-f]+", "", event) for event in events]


async def consumed(stream: Any) -> list[Any]:
    """All that an async generator yields: to be cut inside the `async for`."""
    return [value async for value in stream]


class Cuts:
    """Cuts an object by ``copy``, and keeps it: dropped, it would run its `finally` clauses."""

    def __init__(self, copy: Callable[[Any], Any]) -> None:
        self.copy = copy
        self.kept: list[Any] = []

    def __call__(self, obj: Any) -> Any:
        copy = self.copy(obj)
        self.kept.append(obj)
        if inspect.iscoroutine(obj) and inspect.getcoroutinestate(obj) == inspect.CORO_CREATED:
            obj.close()  # or it would warn that it was never awaited
        return copy


def by_bytes(obj: Any) -> Any:
    return thaw(freeze(obj))


def finish(awaitable: Any) -> Any:
    """Run an awaitable that waits for nothing but pauses."""
    sent = None
    while True:
        try:
            sent = awaitable.send(sent)
        except StopIteration as stop:
            return stop.value


def described(error: BaseException | None) -> str:
    if error is None:
        return ""
    inner = getattr(error, "exceptions", ())
    parts = [repr(error), described(error.__cause__), described(error.__context__)]
    return " < ".join(parts + [described(one) for one in inner])
