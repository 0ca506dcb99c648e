"""stillframe: Python coroutines, and the programs made of them, as plain data.

General layout, each package standing on those above it:

    errors      every exception
    bytecode    code object -> canonical code
    machine     runs frames that are plain data
    cli         the command line
"""

from typing import TYPE_CHECKING, Any

from stillframe.errors import DecodeError, InternalError, StillframeError, UnsupportedPython

if TYPE_CHECKING:
    from stillframe.machine import Frame, Machine, policy

__version__ = "0.1.0"

__all__ = [
    "DecodeError",
    "Frame",
    "InternalError",
    "Machine",
    "StillframeError",
    "UnsupportedPython",
    "__version__",
    "policy",
]


def __getattr__(name: str) -> Any:
    """The machine is imported when it is first asked for."""
    if name in ("Frame", "Machine", "policy"):
        from stillframe import machine

        return getattr(machine, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
