"""asyncio's plain objects, where one Python's have attributes that another one's have not."""

import asyncio
import sys
from typing import Any

from stillframe.snapshot.kinds import reduces
from stillframe.snapshot.pickler import Freezer

# What a version has added, and what it means that an object doesn't have it.
ADDED: dict[type, dict[str, Any]] = (
    {asyncio.Queue: {"_is_shutdown": False}} if sys.version_info >= (3, 13) else {}
)


@reduces(asyncio.Queue)
def _reduce(obj: Any, freezer: Freezer) -> Any:
    reduced = obj.__reduce_ex__(5)
    if len(reduced) < 3 or not isinstance(reduced[2], dict) or hasattr(type(obj), "__setstate__"):
        return reduced
    make, arguments, state, *_ = reduced
    return make, arguments, state, None, None, _set_state


def _set_state(obj: Any, state: dict[str, Any]) -> None:
    for kind, added in ADDED.items():
        if isinstance(obj, kind):
            vars(obj).update(added)
    vars(obj).update(state)
