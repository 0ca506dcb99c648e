"""Raising as CPython does it where a plain `raise` would do more."""

import sys
from typing import NoReturn

from stillframe.machine.frame import CO_ASYNC_GENERATOR, CO_COROUTINE


def reraise(error: BaseException) -> NoReturn:
    """Raise an exception on, its context as it is.

    A plain `raise error` would set the context to what is being handled, and cut the chain of
    contexts where it comes back to `error` (_PyErr_SetObject in Python/errors.c).
    """
    context = error.__context__
    cut = _before(error)
    try:
        raise error
    except BaseException:
        error.__context__ = context
        if cut is not None:
            cut.__context__ = error
        raise


def _before(error: BaseException) -> BaseException | None:
    """The exception in the chain of what is being handled whose context is `error`."""
    seen: set[int] = set()
    at = sys.exc_info()[1]
    while at is not None and at is not error and id(at) not in seen:
        if at.__context__ is error:
            return at
        seen.add(id(at))
        at = at.__context__
    return None


def stop_error(flags: int, error: BaseException) -> BaseException:
    """What leaves a generator instead of a StopIteration (PEP 479)."""
    if isinstance(error, StopIteration):
        kind = "generator"
        if flags & CO_COROUTINE:
            kind = "coroutine"
        elif flags & CO_ASYNC_GENERATOR:
            kind = "async generator"
        text = f"{kind} raised StopIteration"
    elif isinstance(error, StopAsyncIteration) and flags & CO_ASYNC_GENERATOR:
        text = "async generator raised StopAsyncIteration"
    else:
        return error
    replaced = RuntimeError(text)
    replaced.__cause__ = replaced.__context__ = error
    return replaced
