"""`decimal.localcontext()` within its `with`: from 3.13 on it shows the contexts that it holds."""

import decimal
from gc import get_referents
from typing import TYPE_CHECKING, Any

from stillframe.snapshot.library import knows

if TYPE_CHECKING:
    from stillframe.snapshot.pickler import Freezer


@knows(type(decimal.localcontext()))
def _reduce_manager(manager: Any, freezer: "Freezer") -> Any:
    held = [one for one in get_referents(manager) if isinstance(one, decimal.Context)]
    if len(held) != 2:
        return NotImplemented
    return make_manager, tuple(held)


def make_manager(inside: decimal.Context, outside: decimal.Context) -> Any:
    """A manager that puts ``outside`` back at the end of its `with`."""
    current = decimal.getcontext()
    decimal.setcontext(outside)
    try:
        return decimal.localcontext(inside)
    finally:
        decimal.setcontext(current)


__all__ = ["make_manager"]
