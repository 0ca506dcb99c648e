"""The whole table of the process's state: importing this fills it."""

from stillframe.program import (
    endings,
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
    "interpreter",
    "library_state",
    "logging_state",
    "surroundings",
    "workers",
]
