"""What belongs to the process, refused as what it is.

pickle would refuse something inside, such as a thread's handle, or take what can be of no use to
another process, such as the number of a child. Known by their names: nothing is imported for it.
"""

from typing import TYPE_CHECKING, Any

from stillframe.errors import NotSaveable
from stillframe.snapshot import taught
from stillframe.snapshot.kinds import Reduce

if TYPE_CHECKING:
    from stillframe.snapshot.pickler import Freezer

_FOREIGN = "it belongs to an event loop that isn't stillframe's"

# By module and name of the type or of one of its bases.
_REFUSED = {
    "threading.Thread": "a thread cannot be saved: start one where it is needed",
    "subprocess.Popen": "a child process cannot be saved: start one where it is needed",
    "multiprocessing.process.BaseProcess": "a child process cannot be saved: start one where it is "
    "needed",
    "concurrent.futures._base.Executor": "an executor cannot be saved: make one where it is needed",
    "_asyncio.Future": _FOREIGN,
    "asyncio.futures.Future": _FOREIGN,
    "asyncio.events.AbstractEventLoop": "an event loop that isn't stillframe's cannot be saved",
}


def refuser_of(kind: type) -> Reduce | None:
    """What refuses objects of a type, unless they are a program's or their type was taught."""
    return refuse if _why(kind) is not None else None


def refuse(obj: Any, freezer: "Freezer") -> Any:
    """Refuse an object of such a type."""
    saved = taught.reduce(obj)
    if saved is NotImplemented and freezer.conditions is None:
        raise NotSaveable(_why(type(obj)))
    return saved


def _why(kind: type) -> str | None:
    names = (f"{one.__module__}.{one.__qualname__}" for one in kind.__mro__)
    return next((_REFUSED[name] for name in names if name in _REFUSED), None)
