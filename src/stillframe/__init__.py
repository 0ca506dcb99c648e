"""stillframe: Python coroutines, and the programs made of them, as plain data.

General layout, each package standing on those above it:

    errors      every exception
    bytecode    code object -> canonical code
    machine     runs frames that are plain data
    native      CPython's own suspended frames, read and built
    snapshot    suspended objects as bytes
    loop        the event loop
    program     a whole program: run, saved, resumed
    cli         the command line
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from stillframe.errors import (
    BadSignature,
    CodeChanged,
    DamagedSnapshot,
    DamagedStore,
    DecodeError,
    ForeignSnapshot,
    ForeignStore,
    InternalError,
    NotSaveable,
    SnapshotError,
    StillframeError,
    StoreError,
    StoreInUse,
    SurroundingsChanged,
    UnsupportedPython,
)

if TYPE_CHECKING:
    from stillframe.loop.clock import sleep_until
    from stillframe.machine import Frame, Machine, policy
    from stillframe.native.stack import stack
    from stillframe.program.inside import checkpoint, on_resume, resumed
    from stillframe.program.process import register_module
    from stillframe.snapshot.api import freeze, thaw
    from stillframe.snapshot.copying import fork
    from stillframe.snapshot.enable import enable_pickle
    from stillframe.snapshot.taught import register

__version__ = "0.1.0"

__all__ = [
    "BadSignature",
    "CodeChanged",
    "DamagedSnapshot",
    "DamagedStore",
    "DecodeError",
    "ForeignSnapshot",
    "ForeignStore",
    "Frame",
    "InternalError",
    "Machine",
    "NotSaveable",
    "SnapshotError",
    "StillframeError",
    "StoreError",
    "StoreInUse",
    "SurroundingsChanged",
    "UnsupportedPython",
    "__version__",
    "checkpoint",
    "enable_pickle",
    "fork",
    "freeze",
    "on_resume",
    "policy",
    "register",
    "register_module",
    "resumed",
    "sleep_until",
    "stack",
    "thaw",
]

# What takes time to import is imported when it is first asked for.
_LATER = {
    "Frame": "stillframe.machine",
    "Machine": "stillframe.machine",
    "policy": "stillframe.machine",
    "fork": "stillframe.snapshot.copying",
    "freeze": "stillframe.snapshot.api",
    "checkpoint": "stillframe.program.inside",
    "on_resume": "stillframe.program.inside",
    "resumed": "stillframe.program.inside",
    "stack": "stillframe.native.stack",
    "thaw": "stillframe.snapshot.api",
    "enable_pickle": "stillframe.snapshot.enable",
    "register": "stillframe.snapshot.taught",
    "register_module": "stillframe.program.process",
    "sleep_until": "stillframe.loop.clock",
}


def __getattr__(name: str) -> Any:
    if name in _LATER:
        value = globals()[name] = getattr(import_module(_LATER[name]), name)
        return value
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
