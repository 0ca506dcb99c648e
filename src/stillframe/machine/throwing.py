"""What is thrown into a generator: the arguments of `throw`."""

import sys
from types import TracebackType
from typing import Any

from stillframe.machine.frame import Frame
from stillframe.machine.host import caller_of
from stillframe.machine.warn import warn_at

OLD_THROW = (
    "the (type, exc, tb) signature of {0}() is deprecated, use the single-arg signature instead."
)


def thrown_exception(
    typ: Any, *more: Any, caller: Frame | None = None, quiet: bool = False
) -> BaseException:
    """The exception that `throw(typ, val, tb)` means; TypeError if it means none.

    `caller` is the frame that a DeprecationWarning about the long form names.
    """
    if more and not quiet and sys.version_info >= (3, 12):
        at = caller if caller is not None else caller_of(sys._getframe())
        warn_at(at, OLD_THROW.format("throw"), DeprecationWarning, None)
    val, tb = (*more, None, None)[:2]
    if tb is not None and not isinstance(tb, TracebackType):
        raise TypeError("throw() third argument must be a traceback object")
    if isinstance(typ, type) and issubclass(typ, BaseException):
        if isinstance(val, typ):
            error: Any = val
        elif val is None:
            error = typ()
        elif isinstance(val, tuple):
            error = typ(*val)
        else:
            error = typ(val)
        if not isinstance(error, BaseException):
            # CPython finds out only when it raises it in the generator.
            error = TypeError(
                f"calling {typ!r} should have returned an instance of BaseException,"
                f" not {type(error)!r}"
            )
    elif isinstance(typ, BaseException):
        if val is not None:
            raise TypeError("instance exception may not have a separate value")
        error = typ
        if tb is None:
            tb = error.__traceback__
    else:
        raise TypeError(
            "exceptions must be classes or instances deriving from BaseException,"
            f" not {type(typ).__name__}"
        )
    if tb is not None:
        error.__traceback__ = tb
    return error  # type: ignore[no-any-return]
