"""Rows of the table: what a program wants done at its end, and threads that it has begun."""

from __future__ import annotations

import atexit
import sys
import threading
from collections.abc import Callable, Container
from typing import Any

from stillframe.errors import NotSaveable
from stillframe.machine.frame import Frame
from stillframe.machine.intrinsics import INTRINSICS
from stillframe.program.process import UNCHANGED, at_begin, row
from stillframe.snapshot import taught

# atexit doesn't show what it was given. While a program runs, its functions are ours, which
# remember it.

_register, _unregister = atexit.register, atexit.unregister
# With each, the name of the module that has registered it.
_callbacks: list[tuple[Callable[..., Any], tuple[Any, ...], dict[str, Any], Any]] = []


def register(func: Any, /, *args: Any, **kwargs: Any) -> Any:
    """`atexit.register`; what it is given is remembered."""
    return _note(sys._getframe(1).f_globals, func, *args, **kwargs)


def _register_on_machine(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return _note(frame.globals, *args, **kwargs)


INTRINSICS[register] = _register_on_machine


def _note(caller: dict[str, Any], func: Any, /, *args: Any, **kwargs: Any) -> Any:
    _register(func, *args, **kwargs)
    _callbacks.append((func, args, kwargs, caller.get("__name__")))
    return func


def unregister(func: Any, /) -> None:
    """`atexit.unregister`; what it takes away is forgotten."""
    _unregister(func)
    _callbacks[:] = [one for one in _callbacks if one[0] != func]


@at_begin
def _forget_callbacks() -> None:
    _callbacks.clear()


def watch_atexit() -> None:
    """From now on `atexit.register` is ours."""
    for ours, usual in ((register, _register), (unregister, _unregister)):
        ours.__doc__, ours.__module__, ours.__qualname__ = usual.__doc__, "atexit", usual.__name__
        setattr(atexit, usual.__name__, ours)


def leave_atexit() -> None:
    """Put its own functions back: atexit is a module that ends last, and would keep ours alive,
    with all that they lead to, when the interpreter lets the program's objects go."""
    atexit.register, atexit.unregister = _register, _unregister


def _save_callbacks(own: Container[str]) -> Any:
    found = [one for one in _callbacks if one[3] in own or is_own(one[0], own)]
    return found or UNCHANGED


def is_own(function: Any, own: Container[str]) -> bool:
    """Whether a function, or an object, is of the program's modules."""
    while hasattr(function, "func"):  # functools.partial
        function = function.func
    holder = getattr(function, "__self__", None)
    modules = (getattr(function, "__module__", None), type(holder).__module__)
    return any(isinstance(one, str) and one in own for one in modules)


def _load_callbacks(callbacks: list[tuple[Any, tuple[Any, ...], dict[str, Any], Any]]) -> None:
    for func, args, kwargs, name in callbacks:
        _note({"__name__": name}, func, *args, **kwargs)


row(
    "atexit",
    "callbacks that the program's code has registered under `run`, and its own functions",
    _save_callbacks,
    _load_callbacks,
    of_program=True,
)


# Types that the program has taught to `freeze`.


def _save_taught(own: Container[str]) -> Any:
    found = [
        (kind, save, load)
        for kind, (save, load) in taught.registered().items()
        if is_own(save, own) or is_own(load, own)
    ]
    return found or UNCHANGED


def _load_taught(types: list[tuple[type, Any, Any]]) -> None:
    for one in types:
        taught.register(*one)


row(
    "taught types",
    "what the program gave to `stillframe.register`",
    _save_taught,
    _load_taught,
    of_program=True,
)


# Threads are never saved: what they are in the middle of can't be seen.

allowed: list[Callable[[threading.Thread], bool]] = []


def _save_threads() -> Any:
    here = threading.current_thread(), threading.main_thread()
    for thread in threading.enumerate():
        if thread not in here and not any(one(thread) for one in allowed):
            target = getattr(getattr(thread, "_target", None), "__qualname__", None)
            doing = f", in {target}()" if target else ""
            raise NotSaveable(
                f"thread {thread.name!r}{doing} is running, and can't be saved: wait for it "
                "to end before, or run it to its end"
            )
    return UNCHANGED


def _load_threads(_: Any) -> None:
    """There is nothing to put back."""


row("threads", "refused while one is running", _save_threads, _load_threads)
