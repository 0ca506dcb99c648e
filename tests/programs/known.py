"""Programs of the corpus that differ on the machine, and why. docs/limits.md says more.

Each must differ: one that no longer does is to be taken off the list.
"""

from __future__ import annotations

import sys

_STAND_IN = (
    "a traceback's frame is a stand-in of CPython's own kind: it shows code, place, globals and"
    " locals, but knows no caller and does not follow a frame that goes on"
)

KNOWN = {
    "async_await_protocol": (
        "C warns about a native coroutine that is dropped while an exception unwinds a frame,"
        " and names the host's line"
    ),
    "exception_traceback_locals": _STAND_IN,
    "exception_traceback_object": _STAND_IN,
    "frame_lineno_and_lasti": "a frame that has left the chain no longer knows its caller",
    "frame_through_native_calls": (
        "Python functions that C calls back run natively, and walk the host's frames"
    ),
}

if sys.version_info >= (3, 14):
    KNOWN |= {
        "annotations_deferred": (
            "annotationlib calls an annotate function with globals of its own making, and finds"
            " the names that C's LOAD_GLOBAL asks for"
        ),
        "generator_yield_from_errors": (
            "a failing look-up of a delegate's close() is reported in the words of 3.13"
        ),
    }
