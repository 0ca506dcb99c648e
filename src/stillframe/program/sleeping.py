"""`time.sleep` on the machine: it can be stopped, saved, and goes on with the time that is left."""

import time
from types import FunctionType
from typing import Any, cast

from stillframe.machine.call import bind, enter
from stillframe.machine.frame import Frame
from stillframe.machine.intrinsics import intrinsic
from stillframe.machine.resume import Resumer
from stillframe.machine.stopping import STOP
from stillframe.machine.translation import translate
from stillframe.program.inside import current


class Slept(Resumer):
    """The end of a sleep; what is raised in it has no entry of ours."""

    __slots__ = ()

    def raised(self, caller: Frame | None, error: BaseException) -> Frame | None:
        traceback = error.__traceback__
        while traceback is not None and traceback.tb_frame.f_code.co_filename == __file__:
            traceback = traceback.tb_next
        error.__traceback__ = traceback
        return None


SLEPT = Slept()


@intrinsic(time.sleep)
def sleep(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """time.sleep(seconds)."""
    seconds = args[0] if len(args) == 1 and not kwargs else None
    if not current or not isinstance(seconds, int | float) or not 0 < seconds < 1e9:
        return time.sleep(*args, **kwargs)
    function = cast(FunctionType, _sleeping)
    translation = translate(function.__code__)
    fast = bind(function, translation, (float(seconds),), {})
    assert fast is not None
    return enter(frame, function, translation, fast, SLEPT)


def _sleeping(left: float) -> None:
    while left > 0:
        left = _nap(left)


def _nap(seconds: float) -> float:
    """Sleep until the time is over or a stop is asked for; the seconds that are left."""
    end = time.monotonic() + seconds
    while not STOP and (left := end - time.monotonic()) > 0:
        # A signal's handler doesn't end a sleep (PEP 475), so it is taken in naps.
        time.sleep(min(left, _NAP))
    return max(end - time.monotonic(), 0.0)


_NAP = 0.05
