"""What a frame of the standard library holds, and won't read again.

`os.walk` keeps the scan of each directory that it has come through, which is closed, and that
nothing can save. Such a variable is None where the frame goes on. Only those kinds, and only there:
in code of the program somebody may look at it, and a variable may be all that keeps an object.
"""

import functools
import os
import sys
from types import CodeType
from typing import Any

from stillframe.bytecode import decode, suspension_at
from stillframe.bytecode.liveness import live, live_after
from stillframe.native.lift import Suspended

_SYSTEM = os.scandir.__module__  # posix or nt
_KINDS = frozenset((f"{_SYSTEM}.ScandirIterator", f"{_SYSTEM}.DirEntry"))


def forget_dead(state: Suspended) -> bool:
    """Take what is dead, and can't be saved, out of a frame that was read; whether it held any."""
    if state.function is None or state.site is None or state.site.created:
        return False
    if not _is_library(state.function):
        return False
    found = False
    for slot, value in enumerate(state.fast):
        kind = type(value)
        if f"{kind.__module__}.{kind.__qualname__}" not in _KINDS:
            continue
        if slot in _dead(state.code, state.site.offset):
            state.fast[slot] = None
            found = True
    return found


def _is_library(function: Any) -> bool:
    module = function.__globals__.get("__name__")
    return type(module) is str and module.partition(".")[0] in sys.stdlib_module_names


@functools.lru_cache(maxsize=100)
def _dead(native: CodeType, offset: int) -> frozenset[int]:
    """The variables that are dead in a frame that is suspended there."""
    code = decode(native)
    kept = live_after(code, suspension_at(code, offset), live(code))
    return frozenset(slot for slot in range(len(code.slots)) if not kept >> slot & 1)


__all__ = ["forget_dead"]
