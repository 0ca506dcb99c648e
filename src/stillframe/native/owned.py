"""What nobody but a suspended frame holds, and a copy of the frame must have for itself.

A variable that closures use stands in a cell, which the frame shares with them. If no closure is
left, or only such as run in frames that are copied too, it is like any other variable, and each
copy gets its own. A closure that lives elsewhere goes on seeing one variable, and so do all
frames. In the same way a list on the value stack that nothing else leads to is one that is being
built, by a comprehension that waits, say.
"""

import sys
from collections import Counter
from collections.abc import Callable, Iterable
from types import CellType
from typing import Any

from stillframe.native.lift import Suspended


def own_copies(states: Iterable[Suspended]) -> dict[int, Any]:
    """A copy of each cell and collection that only these frames hold, by the original's id.

    The states must have been read just now, and nobody else may hold what they hold.
    """
    looked_at = [state for state in states if _may_own(state)]
    if not looked_at:
        return {}
    found = _Found()
    for state in looked_at:
        found.look(state)
    for function in found.held_only(found.functions):
        found.times.update(map(id, function.__closure__))
    return {id(one): _COPIES[type(one)](one) for one in found.held_only(found.objects)}


def _may_own(state: Suspended) -> bool:
    site, stack = state.site, state.stack
    return site is not None and bool(
        site.cells or (stack and not _COPIES.keys().isdisjoint(map(type, stack)))
    )


def _copy_cell(cell: CellType) -> CellType:
    try:
        return CellType(cell.cell_contents)
    except ValueError:
        return CellType()


_COPIES: dict[type, Callable[[Any], Any]] = {CellType: _copy_cell, list: list, set: set, dict: dict}


class _Found:
    """What frames hold of that kind, and their functions, by id; ``times`` is how often."""

    def __init__(self) -> None:
        self.functions: dict[int, Any] = {}
        self.objects: dict[int, Any] = {}
        self.times: Counter[int] = Counter()

    def look(self, state: Suspended) -> None:
        if state.function is not None and state.function.__closure__:
            self._add(self.functions, state.function)
        for cell in state.fast:
            if type(cell) is CellType:
                self._add(self.objects, cell)
        for value in state.stack:
            if type(value) in _COPIES:
                self._add(self.objects, value)

    def _add(self, objects: dict[int, Any], value: Any) -> None:
        objects[id(value)] = value
        self.times[id(value)] += 2  # by the frame, and by its state

    def held_only(self, objects: dict[int, Any]) -> list[Any]:
        """Those that nobody else refers to."""
        objects[0] = CellType()
        counts = {key: sys.getrefcount(value) for key, value in objects.items()}
        alone = counts.pop(0)
        del objects[0]
        return [objects[key] for key, count in counts.items() if count - alone == self.times[key]]
