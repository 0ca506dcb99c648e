"""Rows of the table: what the interpreter itself keeps for a program."""

from __future__ import annotations

import copyreg
import gc
import sys
import threading
import warnings
from collections.abc import Container
from importlib import import_module
from types import FunctionType, ModuleType
from typing import Any

from stillframe.machine.policy import is_library
from stillframe.program.libraries import is_foreign
from stillframe.program.process import UNCHANGED, at_begin, row

# Limits and switches of one value each: how it is read, and how it is set.

_SWITCHES: dict[str, tuple[Any, Any]] = {
    "recursion limit": (sys.getrecursionlimit, sys.setrecursionlimit),
    "switch interval": (sys.getswitchinterval, sys.setswitchinterval),
    "digits of integers": (sys.get_int_max_str_digits, sys.set_int_max_str_digits),
    "origins of coroutines": (
        sys.get_coroutine_origin_tracking_depth,
        sys.set_coroutine_origin_tracking_depth,
    ),
    "garbage collection": (gc.isenabled, lambda on: gc.enable() if on else gc.disable()),
    "its thresholds": (gc.get_threshold, lambda counts: gc.set_threshold(*counts)),
    "its debugging": (gc.get_debug, gc.set_debug),
}


def _save_switches() -> dict[str, Any]:
    return {name: get() for name, (get, _) in _SWITCHES.items()}


def _load_switches(values: dict[str, Any]) -> None:
    for name, value in values.items():
        _SWITCHES[name][1](value)


row(
    "limits and switches",
    "recursion limit, switch interval, longest integer text, coroutine origins; whether and when "
    "garbage is collected",
    _save_switches,
    _load_switches,
    early=True,
)


# sys.argv and sys.path


def _save_argv() -> list[str]:
    return list(sys.argv)


def _load_argv(values: list[str]) -> None:
    sys.argv[:] = values


row("sys.argv", "the arguments", _save_argv, _load_argv, early=True)


_given: set[str] = set()


@at_begin
def _note_path() -> None:
    _given.clear()
    _given.update(one for one in sys.path if isinstance(one, str) and is_library(one))


def _save_path() -> tuple[list[str], list[str]]:
    """The program's own entries: those before the first of the installation's, and the others."""
    path = [one for one in sys.path if isinstance(one, str)]
    first = next((i for i, one in enumerate(path) if one in _given), len(path))
    return path[:first], [one for one in path[first:] if one not in _given]


def _load_path(values: tuple[list[str], list[str]]) -> None:
    before, after = values
    here = [one for one in sys.path if one not in before and one not in after]
    if here and not is_library(here[0]) and not sys.flags.safe_path:
        del here[0]  # the folder of what started this process
    sys.path[:] = [*before, *here, *after]


row(
    "sys.path",
    "the program's own folders, and what it added; those of the installation are the new process's",
    _save_path,
    _load_path,
    early=True,
)


# Hooks, and what else stands in sys

_HOOKS = {
    (sys, "excepthook"): sys.__excepthook__,
    (sys, "displayhook"): sys.__displayhook__,
    (sys, "unraisablehook"): sys.__unraisablehook__,
    (sys, "breakpointhook"): sys.__breakpointhook__,
    (threading, "excepthook"): threading.__excepthook__,
}
_MISSING = object()


def _is_ours(value: object) -> bool:
    return str(getattr(value, "__module__", "")).partition(".")[0] == "stillframe"


def _save_hooks() -> Any:
    found = {}
    for (module, name), usual in _HOOKS.items():
        value = getattr(module, name, None)
        if value is not usual and not _is_ours(value):
            found[module.__name__, name] = value
    limit = getattr(sys, "tracebacklimit", _MISSING)
    if limit is not _MISSING:
        found["sys", "tracebacklimit"] = limit
    if sys.dont_write_bytecode is not _bytecode:
        found["sys", "dont_write_bytecode"] = sys.dont_write_bytecode
    return found or UNCHANGED


def _load_hooks(values: dict[tuple[str, str], Any]) -> None:
    for (module, name), value in values.items():
        setattr(sys.modules[module], name, value)


_bytecode = sys.dont_write_bytecode
row(
    "hooks",
    "excepthook, displayhook, unraisablehook, breakpointhook, threading.excepthook; tracebacklimit",
    _save_hooks,
    _load_hooks,
)


# Warnings

_SHOWING = {(warnings, "showwarning"), (warnings, "formatwarning")}


def _save_warnings() -> Any:
    showing = {
        name: getattr(module, name)
        for module, name in _SHOWING
        if getattr(module, name).__module__ not in ("warnings", "_py_warnings", "logging")
    }
    return list(warnings.filters), showing


def _load_warnings(values: Any) -> None:
    filters, showing = values
    warnings.resetwarnings()  # empties the list, and tells C that it changed
    here: Any = warnings.filters
    here.extend(filters)
    vars(warnings).update(showing)


row("warnings", "filters, showwarning, formatwarning", _save_warnings, _load_warnings)


# What the program has put into modules that aren't its own


# What each module held at the last look, by id, and where functions and classes of a program were.
_looked: dict[str, tuple[tuple[int, ...], list[str]]] = {}


def _patches(own: Container[str]) -> Any:
    found = {}
    for name, module in list(sys.modules.items()):
        if type(module) is ModuleType and is_foreign(name, own):
            held = vars(module)
            ids = tuple(map(id, held.values()))
            known, places = _looked.get(name, (None, []))
            if ids != known:
                places = [one for one, value in list(held.items()) if _is_code_of(value, own)]
                _looked[name] = ids, places
            found.update({(name, one): held[one] for one in places})
    for place in _HOOKS.keys() | _SHOWING:
        found.pop((place[0].__name__, place[1]), None)
    return found or UNCHANGED


def _is_code_of(value: object, own: Container[str]) -> bool:
    return isinstance(value, FunctionType | type) and value.__module__ in own


def _load_patches(values: dict[tuple[str, str], Any]) -> None:
    for (module, name), value in values.items():
        setattr(import_module(module), name, value)


row(
    "patches",
    "functions and classes of the program that it has put into other modules",
    _patches,
    _load_patches,
    of_program=True,
)


def _save_reducers(own: Container[str]) -> Any:
    found = {kind: how for kind, how in copyreg.dispatch_table.items() if kind.__module__ in own}
    return found or UNCHANGED


row(
    "copyreg",
    "how pickle writes the program's classes",
    _save_reducers,
    copyreg.dispatch_table.update,
    of_program=True,
)
