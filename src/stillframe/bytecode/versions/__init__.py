"""What differs between the versions of CPython: one table each, a module each."""

from __future__ import annotations

import importlib
from collections.abc import Callable
from types import ModuleType

from stillframe.bytecode.code import Code
from stillframe.bytecode.expansion import Table
from stillframe.errors import UnsupportedPython

Pass = Callable[[Code], Code]

SUPPORTED = ((3, 11), (3, 12), (3, 13), (3, 14))


def table_for(version: tuple[int, int]) -> Table:
    """The table of a version of CPython; UnsupportedPython if there is none."""
    table: Table = _module(version).TABLE
    return table


def passes_for(version: tuple[int, int]) -> tuple[Pass, ...]:
    """What is done to decoded code beyond the table; UnsupportedPython as above."""
    passes: tuple[Pass, ...] = _module(version).PASSES
    return passes


def _module(version: tuple[int, int]) -> ModuleType:
    major, minor = version
    if version not in SUPPORTED:
        (_, first), (_, last) = SUPPORTED[0], SUPPORTED[-1]
        raise UnsupportedPython(
            f"Python {major}.{minor} is not supported; 3.{first} to 3.{last} are"
        )
    return importlib.import_module(f"{__name__}.v{major}{minor}")
