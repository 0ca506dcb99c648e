"""What differs between the libraries of one Python and those of another.

A snapshot names classes and functions where its Python had them; objects have the attributes that
they had there; and code of its libraries names what their modules held. The tables here say what
that is in this Python, where it isn't plain to see. Other packages add to them.
"""

from __future__ import annotations

import builtins
import importlib
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any
from weakref import WeakKeyDictionary

from stillframe.bytecode import Code

# By module and name: under which name it stands in the same module.
RENAMED: dict[tuple[str, str], str] = {}

# By class: the attributes that some version has added, with their values in objects that lack them.
ADDED: dict[str, dict[str, Any]] = {
    "argparse.Action": {"deprecated": False},
    "argparse.ArgumentParser": {"suggest_on_error": False, "color": True},
    "dataclasses._DataclassParams": {
        "match_args": True,
        "kw_only": False,
        "slots": False,
        "weakref_slot": False,
    },
    "functools.singledispatchmethod": {"_method_cache": WeakKeyDictionary},
    "logging.LogRecord": {"taskName": None},
    "logging.LoggerAdapter": {"merge_extra": False},
    "logging.handlers.QueueHandler": {"listener": None},
    "queue.Queue": {"is_shutdown": False},
    "reprlib.Repr": {"indent": None},
    "tempfile.TemporaryDirectory": {"_delete": True},
    "tempfile._TemporaryFileCloser": {"delete_on_close": True},
    "tempfile._TemporaryFileWrapper": {},  # asks what it holds, and may have nothing yet
}

# By module and name: makes what code finds there, or is named by a snapshot.
NAMES: dict[tuple[str, str], Callable[[], Any]] = {
    # 3.11's os.walk() is a generator of its own, which calls itself.
    ("os", "_walk"): lambda: importlib.import_module("os").walk,
    ("os", "_walk_symlinks_as_files"): object,  # 3.13; compared by identity
}

# By module, and the names of a class or a module in it and of a function in that: the function.
FUNCTIONS: dict[tuple[str, str, str], Callable[..., Any]] = {}

# By its Python, its module and a name: which other name code is to look for in its module.
ALIASES: dict[tuple[tuple[int, int], str, str], str] = {}


def places(module: str, name: str) -> Iterator[tuple[str, str]]:
    """Where else there may be what one Python has in a module under that name: in the same, now
    that it is supplied there, or under another name; or in the packages that the module is a
    private part of (`pathlib._local`)."""
    first = name.partition(".")[0]
    if (module, first) in NAMES:
        names = vars(importlib.import_module(module))
        if first not in names:
            names[first] = NAMES[module, first]()
            yield module, name
    if (module, name) in RENAMED:
        yield module, RENAMED[module, name]
    while "._" in module:
        module = module.rpartition("._")[0]
        yield module, name


def added(kind: type) -> dict[str, Any] | None:
    """What objects of a type may lack; None if the table doesn't have it."""
    names = (f"{base.__module__}.{base.__qualname__}" for base in kind.__mro__)
    return next((ADDED[name] for name in names if name in ADDED), None)


def reduce_completed(obj: Any, _: object) -> Any:
    """An object that gets what it lacks where it is made again."""
    reduced = obj.__reduce_ex__(5)
    if len(reduced) < 3 or not isinstance(reduced[2], dict) or hasattr(type(obj), "__setstate__"):
        return reduced
    make, arguments, state, items, pairs = (*reduced, None, None)[:5]
    return make, arguments, state, items, pairs, complete


def complete(obj: Any, state: dict[str, Any]) -> None:
    names = vars(obj)
    names.update(state)
    for name, value in (added(type(obj)) or {}).items():
        if name not in names:
            names[name] = value() if callable(value) else value


def adapt(code: Code, python: tuple[int, int], module: str) -> Code:
    """Code of another Python with the names that ALIASES has for it."""
    names = {name: to for (*of, name), to in ALIASES.items() if of == [python, module]}
    if names.keys().isdisjoint(_looked_for(code)):
        return code
    instructions = [
        replace(one, arg=names.get(str(one.arg), one.arg)) if one.op == _GLOBAL else one
        for one in code.instructions
    ]
    return replace(code, instructions=tuple(instructions))


_GLOBAL = "LOAD_GLOBAL"


def _looked_for(code: Code) -> set[str]:
    return {str(one.arg) for one in code.instructions if one.op == _GLOBAL}


def supply(code: Code, module: str, namespace: dict[str, Any]) -> None:
    """Put what code of another Python looks for in its module there, where it isn't and is known.

    That are modules, mostly, which the code's Python imports there and this one doesn't.
    """
    for name in _looked_for(code) - namespace.keys() - vars(builtins).keys():
        make = NAMES.get((module, name)) or _module(module, name)
        if make is not None:
            namespace[name] = make()
    for (where, holder, name), function in FUNCTIONS.items():
        if where == module and holder in namespace and not hasattr(namespace[holder], name):
            setattr(namespace[holder], name, function)


def _module(beside: str, name: str) -> Callable[[], Any] | None:
    """A module of that name: of the same package, or of the standard library."""
    package = beside.rpartition(".")[0]
    for full in (f"{package}.{name}" if package else "", name):
        if full.partition(".")[0] in sys.stdlib_module_names:
            try:
                module = importlib.import_module(full)
            except ImportError:
                continue
            return lambda module=module: module  # type: ignore[misc]
    return None
