"""The state of a process that goes with a program: a table, each row one thing.

A row says how its state is read and how it is put back. Rows of the `early` kind have plain
values and are put back before anything is imported or made; if that fails later on, they are put
back as they were. The table is the base of `register_module`, and of a page of the documentation.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Container, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, final

from stillframe.errors import NotSaveable

Save = Callable[..., Any]
Load = Callable[[Any], None]


@final
@dataclass(frozen=True, slots=True)
class Row:
    """One part of the process's state.

    ``save`` gives a value that can be saved, or UNCHANGED where there is nothing to put back;
    ``load`` takes such a value. With ``module`` the row counts only where that module is imported;
    with ``of_program`` ``save`` is called with the names of the program's own modules.
    """

    name: str
    about: str
    save: Save
    load: Load
    early: bool = False
    module: str | None = None
    of_program: bool = False


UNCHANGED = object()

ROWS: dict[str, Row] = {}
_taught: set[str] = set()  # names of the rows that register_module added
_begin: list[Callable[[], None]] = []


def row(
    name: str,
    about: str,
    save: Save,
    load: Load,
    *,
    early: bool = False,
    module: str | None = None,
    of_program: bool = False,
) -> None:
    """Add a row of our own to the table."""
    ROWS[name] = Row(name, about, save, load, early, module, of_program)


def register_module(name: str, save: Callable[[], Any], load: Callable[[Any], None]) -> None:
    """Teach how the state of a module that a program uses is saved, where that state matters.

    Modules that are installed, or the standard library's, are saved by reference: the resumed
    program imports them anew. ``save()`` gives what is to be kept of the module ``name``, if the
    program has imported it; ``load(value)`` is called when the program has been put back, before
    it goes on. The value may be anything that can be saved. ``save`` raises NotSaveable to refuse.
    The registration itself is saved, too. The last one for a name counts.
    """
    _taught.add(name)
    ROWS[name] = Row(name, f"what `{name}` was taught to keep", save, load, module=name)


def at_begin(function: Callable[[], None]) -> Callable[[], None]:
    """Decorates what notes how the process is before a program begins."""
    _begin.append(function)
    function()
    return function


def begin() -> None:
    """A program is about to begin, or to go on: what it changes from here on is its state."""
    for function in _begin:
        function()


def _counts(one: Row) -> bool:
    return one.module is None or one.module in sys.modules


def early_state(own: Container[str] = ()) -> dict[str, Any]:
    """The state of the early rows, by name: plain values."""
    return _read(own, early=True)


def _read(own: Container[str], early: bool) -> dict[str, Any]:
    found = {}
    for one in list(ROWS.values()):
        if one.early is early and _counts(one):
            try:
                value = one.save(own) if one.of_program else one.save()
            except NotSaveable as error:
                raise NotSaveable(f"process › {one.name}: {error}") from error
            if value is not UNCHANGED:
                found[one.name] = value
    return found


@contextmanager
def early_state_restored(state: dict[str, Any]) -> Iterator[None]:
    """Put the early rows back; if what follows fails, as they were."""
    before = early_state()
    try:
        for name, value in state.items():
            if name in ROWS:
                ROWS[name].load(value)
        yield
    except BaseException:
        for name in state.keys() & before.keys():
            ROWS[name].load(before[name])
        raise


Late = dict[str, tuple[Row | None, Any]]


def late_state(own: Container[str]) -> Late:
    """The other rows that have something to keep, by name, with their values. Those of
    `register_module` go along whole."""
    values = _read(own, early=False)
    return {
        name: (ROWS[name] if name in _taught else None, value) for name, value in values.items()
    }


def restore_late(state: Late) -> None:
    """Put them back."""
    for name, (taught, value) in state.items():
        if taught is not None:
            ROWS[name] = taught
            _taught.add(name)
        if name in ROWS:
            ROWS[name].load(value)
