"""What has been made while objects are read or copied, and isn't whole yet. By ids.

If that fails, all of it goes: nobody would ever finish it.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from stillframe.snapshot.origin import Place

# Frames that are to be filled, with their places.
unfilled: dict[int, tuple[Any, Place]] = {}
# Those that are to be entered, with their values, too.
waiting: dict[int, tuple[Any, Place, list[Any]]] = {}
# Async generators, each with the hook for when it is dropped.
hooks: dict[int, tuple[Any, Any]] = {}
# What drives them, by their ids.
drivers: dict[int, tuple[Any]] = {}


def forget(objects: Iterable[Any]) -> None:
    """Those of these objects that stand in the tables won't be finished."""
    for obj in objects:
        for table in (unfilled, waiting, hooks, drivers):
            made: Any = table.pop(id(obj), (None,))[0]
            if hasattr(made, "close"):  # or it would complain that nobody has awaited it
                made.close()
