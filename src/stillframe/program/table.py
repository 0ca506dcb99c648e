"""The whole table of the process's state: importing this fills it."""

from stillframe.program import (
    endings,
    finalizers,
    interpreter,
    library_state,
    logging_state,
    surroundings,
    workers,
)
from stillframe.program.process import ROWS

__all__ = [
    "ROWS",
    "endings",
    "finalizers",
    "interpreter",
    "library_state",
    "logging_state",
    "surroundings",
    "workers",
]
