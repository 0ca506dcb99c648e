"""In the midst of what a finalizer runs, read off the host's stack.

A finalizer that resumes a generator belongs to the instruction that let the last reference go. One
that the host's garbage collection calls while we write, or between two steps, belongs to none.
"""

import dis
import inspect
import sys
from types import FrameType
from typing import Any

from stillframe.machine.instrument import LOOP, blocks
from stillframe.machine.tracebacks import OUR_FILES, is_block
from stillframe.machine.unwind import unwind

# Besides steps, what of the machine may run finalizers in the midst of an instruction.
_IN_STEPS = {unwind.__code__, blocks.__code__}
# The line of the loop that runs a step: a step's block lets go of its values when it has returned.
_STEPPING = {
    one.positions.lineno
    for one in dis.get_instructions(LOOP)
    if one.opname.startswith("LOAD_FAST")
    and one.positions is not None
    and "step" in (one.argval if isinstance(one.argval, tuple) else (one.argval,))
}


def count_as_ours(*things: Any) -> None:
    """The files of these are the recorder's own: no Ctrl-C is raised in them."""
    OUR_FILES.update(map(inspect.getfile, things))


def in_between(open: bool) -> bool:
    """Whether what calls us belongs to no instruction; ``open``: one has begun and isn't done."""
    host: FrameType | None = sys._getframe(2)
    below: FrameType | None = None
    while host is not None and host.f_code is not LOOP:
        if host.f_code.co_filename in OUR_FILES:
            return True
        below, host = host, host.f_back
    if not open or host is None or below is None:
        return False
    if is_block(below.f_code) or below.f_code in _IN_STEPS:
        return False
    return host.f_lineno not in _STEPPING


def in_unwind() -> bool:
    """Whether an exception is on its way through frames, and finalizers of what they held run."""
    host: FrameType | None = sys._getframe(2)
    while host is not None and host.f_code is not LOOP:
        if host.f_code is unwind.__code__:
            return True
        host = host.f_back
    return False
