"""`enable_pickle`: what the standard library's pickle and copy learn."""

import copyreg

from stillframe.snapshot.copying import enable_copy
from stillframe.snapshot.reducers import REDUCERS


def enable_pickle() -> None:
    """Teach `pickle`, `copy` and all that builds on them about suspended generators.

    From then on, in this process, `pickle.dumps`, `copy.copy` (a fork), `copy.deepcopy` (a deep
    one), `multiprocessing` and the like take native generators, coroutines and async generators.
    Their code is pickled by reference, as pickle does with every function; the process that
    unpickles needs stillframe, and imports it by itself. May be called again.
    """
    for kind, reduce in REDUCERS.items():
        copyreg.pickle(kind, reduce)
    enable_copy()
