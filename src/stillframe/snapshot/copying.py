"""`stillframe.fork`: independent copies, shallow and deep."""

import copy
from threading import RLock
from typing import Any

from stillframe import native
from stillframe.snapshot.reducers import ITERTOOLS, REDUCERS


def fork(obj: Any, deep: bool = False) -> Any:
    """A copy of a suspended generator, coroutine or async generator that goes on by itself.

    Iterators on the value stack and delegates are copied; the objects that variables hold are
    shared, and so are cells. With ``deep`` everything is copied, as `copy.deepcopy` does (which
    copies no functions, classes and modules). The original isn't touched.

    Raises NotSaveable for what is running or can't be copied, and TypeError for other types.
    """
    if not deep:
        return native.fork(obj)
    if type(obj) not in native.KINDS:
        raise TypeError(f"not a generator, coroutine or async generator: {type(obj).__name__}")
    with _registering:
        added = [kind for kind in DEEP if kind not in dispatch]
        dispatch.update({kind: DEEP[kind] for kind in added})
        try:
            return copy.deepcopy(obj)
        finally:
            for kind in added:
                del dispatch[kind]


_registering = RLock()


def _deepcopy(obj: Any, memo: dict[int, Any]) -> Any:
    """As copy does it by what pickle is told; but copy knows no way to fill what is made."""
    reduced = _REDUCERS[type(obj)](obj)
    make, arguments = reduced[0], copy.deepcopy(reduced[1], memo)
    if id(obj) in memo:  # its arguments hold it
        return memo[id(obj)]
    made = memo[id(obj)] = make(*arguments)
    if len(reduced) > 2 and reduced[2] is not None:
        state = copy.deepcopy(reduced[2], memo)
        if len(reduced) > 3:
            reduced[5](made, state)
        else:
            made.__setstate__(state)
    return made


_REDUCERS = {**ITERTOOLS, **REDUCERS}
DEEP = dict.fromkeys(_REDUCERS, _deepcopy)
# What copy.deepcopy looks at first; there by this name in every Python that we support.
dispatch: dict[type, Any] = copy._deepcopy_dispatch  # type: ignore[attr-defined]
