"""Reading a frame where another was read before.

Frames that are suspended at one place mostly have the same slots filled. Where the code alone says
which, and `read` has found where they begin, the next frame is read by one look at it.
"""

from gc import get_referents
from types import FrameType
from typing import Any, final

from stillframe.native.lift import KINDS, Suspended, start_of


@final
class View:
    """How the frames of one function show what they hold, suspended at one place."""

    __slots__ = (
        "_code",
        "_fast",
        "_globals",
        "_handling",
        "_name",
        "_qualname",
        "_start",
        "_total",
    )

    def __init__(self, obj: Any, frame: FrameType, state: Suspended, start: int) -> None:
        assert state.site is not None and state.site.count is not None
        self._code, self._globals = frame.f_code, frame.f_globals
        self._name, self._qualname = state.name, state.qualname
        self._start, self._total = start, start + state.site.count
        self._fast = len(state.site.bound)
        self._handling = state.site.handling

    def values(self, obj: Any, frame: FrameType) -> list[Any] | None:
        """What `fill` takes; None if this one isn't like the others: it is to be `read`.

        A frame that is running shows no slots, and so isn't.
        """
        shown = get_referents(obj)
        start, total = self._start, self._total
        count = len(shown)
        if count == total + 1 and not self._handling and shown[-1] is None:
            shown.pop()  # up to 3.12, of a frame that has handled an exception
        elif count != total:
            return None
        if (
            shown[start - 1] is not self._code
            or frame.f_globals is not self._globals
            or obj.__name__ is not self._name
            or obj.__qualname__ is not self._qualname
        ):
            return None
        del shown[:start]
        if total - start - self._fast > 1 or self._handling:
            stack = shown[: self._fast - 1 : -1] if self._fast else shown[::-1]
            del shown[self._fast :]
            if self._handling:
                return [stack[0], *shown, *stack[1:]]
            shown += stack
        return shown


def view_of(obj: Any, frame: FrameType, state: Suspended) -> View | None:
    """The view of an object that was read; None where each must be read for itself."""
    site = state.site
    if site is None or not site.count:
        return None
    start = start_of(get_referents(obj), KINDS[type(obj)].code(obj))
    return View(obj, frame, state, start)
