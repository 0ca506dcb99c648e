"""`enable_pickle`: what the standard library's pickle and copy learn."""

import copy
import copyreg
import sys
from typing import Any

from stillframe import native
from stillframe.snapshot.copying import DEEP, dispatch
from stillframe.snapshot.plain import PLAIN
from stillframe.snapshot.reducers import REDUCERS


def enable_pickle() -> None:
    """Teach `pickle`, `copy` and all that builds on them about suspended generators.

    From then on, in this process, `pickle.dumps`, `copy.copy` (a fork), `copy.deepcopy` (a deep
    one), `multiprocessing` and the like take native generators, coroutines and async generators.
    Their code is pickled by reference, as pickle does with every function; the process that
    unpickles needs stillframe, and imports it by itself. May be called again.
    """
    for kind in _REDUCERS:
        copyreg.pickle(kind, _reduce_or_fork if kind in native.KINDS else _REDUCERS[kind])
        dispatch[kind] = DEEP[kind]


def _reduce_or_fork(obj: Any) -> Any:
    """What pickle is told, or copy.copy, which asks the same function.

    By what pickle is told it would share the iterators that a frame runs through, and it knows
    no way to fill what is made. It calls us itself; so it is our caller.
    """
    if sys._getframe(1).f_code is copy.copy.__code__:
        return _itself, (native.fork(obj),)
    return _REDUCERS[type(obj)](obj)


def _itself(obj: Any) -> Any:
    return obj


_REDUCERS = {**REDUCERS, **PLAIN}
