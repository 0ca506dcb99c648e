"""The guest's recursion limit: machine frames use none of the host's stack.

`sys.setrecursionlimit` in the guest sets this one. The host's own is raised with it, for what
the guest calls natively, but not lowered: the machine's own functions need their room.
"""

import sys
from typing import Any

from stillframe.machine.frame import Frame
from stillframe.machine.intrinsics import intrinsic


class Limit:
    """How many machine frames may be linked below each other."""

    __slots__ = ("depth",)

    def __init__(self) -> None:
        self.depth = sys.getrecursionlimit()

    def exceeded(self) -> RecursionError:
        return RecursionError("maximum recursion depth exceeded")


LIMIT = Limit()


@intrinsic(sys.getrecursionlimit)
def getrecursionlimit(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return sys.getrecursionlimit(*args, **kwargs) if args or kwargs else LIMIT.depth


@intrinsic(sys.setrecursionlimit)
def setrecursionlimit(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    if kwargs or len(args) != 1 or type(args[0]) is not int or args[0] < 1:
        return sys.setrecursionlimit(*args, **kwargs)
    (depth,) = args
    if frame.depth >= depth:
        raise RecursionError(
            f"cannot set the recursion limit to {depth} at the recursion depth"
            f" {frame.depth}: the limit is too low"
        )
    if depth > sys.getrecursionlimit():
        sys.setrecursionlimit(depth)
    LIMIT.depth = depth
    return None
