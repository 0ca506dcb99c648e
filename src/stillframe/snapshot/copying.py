"""`stillframe.fork`: independent copies, shallow and deep."""

import copy
from collections.abc import Callable
from threading import RLock
from types import ModuleType, TracebackType
from typing import Any, final

from stillframe import native
from stillframe.snapshot.async_generators import DRIVEN, make_async_generator
from stillframe.snapshot.finishing import Finisher, Finishing
from stillframe.snapshot.reducers import ITERTOOLS, REDUCERS
from stillframe.snapshot.unfinished import forget


def fork(obj: Any, deep: bool = False) -> Any:
    """A copy of a suspended generator, coroutine or async generator that goes on by itself.

    Iterators on the value stack and delegates are copied; the objects that variables hold are
    shared, and so is a variable that a closure uses which lives outside of these frames. With
    ``deep`` everything is copied, as `copy.deepcopy` does (which copies no functions, classes,
    modules and tracebacks). The original isn't touched.

    Raises NotSaveable for what is running or can't be copied, and TypeError for other types.
    """
    if not deep:
        return native.fork(obj)
    if type(obj) not in native.KINDS:
        raise TypeError(f"not a generator, coroutine or async generator: {type(obj).__name__}")
    with _registering:
        added = [kind for kind in DEEP if kind not in dispatch]
        dispatch.update({kind: DEEP[kind] for kind in added})
        memo: dict[int, Any] = {}
        try:
            return copy.deepcopy(obj, memo)
        except BaseException:
            forget(memo.values())
            raise
        finally:
            for kind in added:
                del dispatch[kind]


_registering = RLock()


@final
class _Session:
    """One deep copy: what waits for its end. ``depth`` counts the copies within each other."""

    def __init__(self) -> None:
        self.finishing = Finishing()
        self.depth = 0


def _deepcopy(obj: Any, memo: dict[int, Any]) -> Any:
    """As copy does it by what pickle is told; but copy knows no way to fill what is made."""
    session = memo.setdefault(id(_Session), _Session())
    session.depth += 1
    try:
        made = _made(obj, memo, session.finishing)
    finally:
        session.depth -= 1
    if not session.depth:
        session.finishing.finish()
    return made


def _made(obj: Any, memo: dict[int, Any], finishing: Finishing) -> Any:
    make, arguments, *rest = _REDUCERS[type(obj)](obj)
    if make is make_async_generator:
        memo.setdefault(id(arguments[0]), arguments[0])  # its hook is the event loop's
    arguments = copy.deepcopy(arguments, memo)
    if id(obj) in memo:  # its arguments hold it
        return memo[id(obj)]
    made = memo[id(obj)] = make(*arguments)
    if rest and rest[0] is not None:
        state = copy.deepcopy(rest[0], memo)
        if len(rest) == 1:
            made.__setstate__(state)
        else:
            fill = rest[3]
            (finishing.recorder(fill) if type(fill) is Finisher else fill)(made, state)
    return made


def _itself(obj: Any, memo: dict[int, Any]) -> Any:
    return obj


_REDUCERS = {**ITERTOOLS, **REDUCERS, **DRIVEN}
DEEP: dict[type, Callable[[Any, dict[int, Any]], Any]] = {
    **dict.fromkeys(_REDUCERS, _deepcopy),
    **dict.fromkeys((ModuleType, TracebackType), _itself),
}
# What copy.deepcopy looks at first; there by this name in every Python that we support.
dispatch: dict[type, Any] = copy._deepcopy_dispatch  # type: ignore[attr-defined]
