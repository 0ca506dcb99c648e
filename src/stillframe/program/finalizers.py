"""Row of the table: what is to be called when an object of the program goes (`weakref.finalize`).

A finalizer is an empty object; what it does stands in a registry. One that the program can reach is
written with that; the row has those of its own that nobody holds.
"""

from __future__ import annotations

import itertools
from collections.abc import Container
from typing import Any
from weakref import finalize

from stillframe.program.endings import is_own
from stillframe.program.process import UNCHANGED, row
from stillframe.snapshot.kinds import reduces
from stillframe.snapshot.pickler import Freezer

# Any: the stubs leave out the names with an underscore.
_kind: Any = finalize


@reduces(finalize)
def _reduce(one: Any, freezer: Freezer) -> Any:
    return _new, (type(one),), _state(one), None, None, _set


def _state(one: Any) -> tuple[Any, ...] | None:
    """Its object, what it does, whether at exit, its place in their order; None if it is over."""
    peeked = one.peek()
    if peeked is None:
        return None
    return *peeked, one.atexit, _kind._registry[one].index


def _new(kind: Any) -> Any:
    return kind.__new__(kind)


def _set(one: Any, state: tuple[Any, ...] | None) -> None:
    if state is None:
        return
    obj, func, args, kwargs, at_exit, index = state
    finalize.__init__(one, obj, func, *args, **kwargs)
    one.atexit = at_exit
    info = _kind._registry[one]
    if index > info.index:  # which was the highest so far
        _kind._index_iter = itertools.count(index + 1)
    info.index = index


def _save(own: Container[str]) -> Any:
    found = [
        one
        for one, info in list(_kind._registry.items())
        if is_own(info.func, own) or is_own(info.weakref(), own)
    ]
    return found or UNCHANGED


def _load(_: list[Any]) -> None:
    """They are registered again when they are made."""


row(
    "finalizers",
    "weakref.finalize() with the program's own functions or objects, and those that it holds",
    _save,
    _load,
    of_program=True,
)
