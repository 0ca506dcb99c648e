"""Frame: one call in progress, as plain data (CPython's _PyInterpreterFrame).

Everything meets here: code, fast locals and cells, value stack, the instruction, the handled
exception and the link to the caller. A frame knows how it was resumed (``resumer``), so what
it yields, returns or raises finds its way back without the host's stack.
"""

import enum
import gc
import sys
from collections.abc import Callable, Iterator
from types import CodeType, FrameType, FunctionType, TracebackType
from typing import TYPE_CHECKING, Any, final

if TYPE_CHECKING:
    from stillframe.bytecode import Code
    from stillframe.machine.generators import GeneratorBase
    from stillframe.machine.policy import Policy
    from stillframe.machine.resume import Resumer
    from stillframe.machine.translation import Translation


class State(enum.Enum):
    """What a generator is doing, in the words of `inspect`."""

    CREATED = "created"
    SUSPENDED = "suspended"
    RUNNING = "running"
    CLOSED = "closed"


CREATED, SUSPENDED, RUNNING, CLOSED = State


@final
class Null:
    """The type of NULL: an empty slot, as CPython's own NULL on a value stack."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "NULL"

    def __reduce__(self) -> str:
        return "NULL"


NULL = Null()

# CPython's code flags (Include/cpython/code.h).
CO_OPTIMIZED = 0x1
CO_NEWLOCALS = 0x2
CO_VARARGS = 0x4
CO_VARKEYWORDS = 0x8
CO_GENERATOR = 0x20
CO_COROUTINE = 0x80
CO_ITERABLE_COROUTINE = 0x100
CO_ASYNC_GENERATOR = 0x200
MAKES_GENERATOR = CO_GENERATOR | CO_COROUTINE | CO_ASYNC_GENERATOR

# Pseudo program counters of a frame that goes on by raising ``frame.thrown``: RAISE is any
# exception of its instruction, THROW one that was thrown into its generator.
RAISE = 1 << 30
THROW = RAISE + 1


class Frame:
    """One call in progress.

    ``fast`` holds the fast locals (variables, cells, free variables), NULL where unbound;
    ``stack`` the value stack; ``lasti`` the index of the canonical instruction that was
    started last; ``pc`` the one to go on with when the frame is switched to. ``handled`` is
    the exception that an ``except`` clause of this very frame is handling; ``exc_info`` the
    one that the program sees there (its own, or its caller's). ``back`` is set while the
    frame is linked into the call chain, ``generator`` while its generator is running.
    """

    __slots__ = (
        "__weakref__",
        "back",
        "builtins",
        "depth",
        "exc_info",
        "fast",
        "function",
        "generator",
        "globals",
        "handled",
        "lasti",
        "locals",
        "pc",
        "policy",
        "resumer",
        "snapshot",
        "stack",
        "switch",
        "thrown",
        "translation",
        "watched",  # what an instrument keeps of it; unset without one
    )

    watched: Any

    def __init__(
        self,
        translation: "Translation",
        fast: list[Any],
        globals: dict[str, Any],
        builtins: dict[str, Any],
        policy: "Policy",
        function: FunctionType | None,
        locals: Any,
        back: "Frame | None" = None,
    ) -> None:
        self.translation = translation
        self.fast = fast
        self.globals = globals
        self.builtins = builtins
        self.policy = policy
        self.function = function
        self.locals = locals
        self.stack: list[Any] = []
        self.lasti = -1
        self.pc = 0
        self.back = back
        self.resumer: Resumer | None = None
        self.generator: GeneratorBase | None = None
        self.handled: BaseException | None = None
        self.exc_info: BaseException | None = None
        self.depth = 0
        if back is not None:
            self.exc_info = back.exc_info
            self.depth = back.depth + 1
        self.thrown: BaseException | None = None
        self.switch: Frame | None = None
        self.snapshot: dict[str, Any] | None = None

    # -- what CPython's frame objects show

    @property
    def code(self) -> "Code":
        """The canonical code."""
        return self.translation.code

    @property
    def f_code(self) -> CodeType:
        """The native code object."""
        return self.translation.native

    @property
    def f_back(self) -> "Frame | FrameType | None":
        """The caller's frame: ours, or the host's where native code called us."""
        if self.back is not None:
            return self.back
        host = getattr(self.resumer, "host_caller", None)
        return host() if host is not None else None

    @property
    def f_globals(self) -> dict[str, Any]:
        return self.globals

    @property
    def f_builtins(self) -> dict[str, Any]:
        return self.builtins

    @property
    def f_locals(self) -> Any:
        """The locals: a live view from 3.13 on (PEP 667), before that a dict made anew."""
        from stillframe.machine.locals import frame_locals

        return frame_locals(self)

    @property
    def f_generator(self) -> "GeneratorBase | None":
        return self.generator

    @property
    def f_lasti(self) -> int:
        """The byte offset of the native instruction, as CPython of this version counts it."""
        if self.lasti < 0:
            return -1
        if self.resumer is not None or self.back is not None:
            from stillframe.machine.host import settle

            settle(self)
        instructions = self.translation.code.instructions
        if sys.version_info >= (3, 13) and self.suspended:
            return instructions[self.lasti + 1].offset
        return instructions[self.lasti].offset

    @property
    def f_lineno(self) -> int | None:
        """The line that is being executed."""
        if self.resumer is not None or self.back is not None:
            from stillframe.machine.host import settle

            settle(self)
        code = self.translation.code
        if self.lasti < 0:
            return code.firstlineno
        return code.positions[self.lasti][0]

    @property
    def suspended(self) -> bool:
        """Whether it is a generator's frame that waits to be resumed."""
        if self.lasti < 0 or self.generator is not None:
            return False
        return self.translation.code.instructions[self.lasti].op in (
            "YIELD_VALUE",
            "RETURN_GENERATOR",
        )

    def clear(self) -> None:
        """Drop the locals, closing the generator that the frame belongs to (frame.clear)."""
        if self.resumer is not None or self.back is not None:
            raise RuntimeError("cannot clear an executing frame")
        generator = self._owner() if self.suspended else None
        if generator is not None:
            if sys.version_info >= (3, 13) and generator.state is not State.CREATED:
                raise RuntimeError("cannot clear a suspended frame")
            generator.finalize()
        self.fast[:] = [NULL] * len(self.fast)
        self.stack.clear()
        if self.locals is not None and self.translation.code.flags & CO_OPTIMIZED:
            self.locals = None

    def _owner(self) -> "GeneratorBase | None":
        """The generator that a suspended frame belongs to: the frame doesn't refer to it."""
        for holder in gc.get_referrers(self):
            if getattr(holder, "frame", None) is self and hasattr(holder, "finalize"):
                return holder  # type: ignore[no-any-return]
        return None

    # Tracing is the host's; a guest frame has none.
    f_trace = None
    f_trace_lines = True
    f_trace_opcodes = False

    @property  # type: ignore[misc]
    def __class__(self) -> type[FrameType]:  # type: ignore[override]
        return FrameType

    def __repr__(self) -> str:
        return (
            f"<frame at {id(self):#x}, file {self.f_code.co_filename!r}, "
            f"line {self.f_lineno}, code {self.f_code.co_name}>"
        )


def chain(frame: Frame | None) -> Iterator[Frame]:
    """The frames from this one outwards, as long as they are the machine's."""
    while frame is not None:
        yield frame
        frame = frame.back


Block = Callable[[Frame, list[Any], list[Any]], int]

__all__ = ["NULL", "THROW", "Block", "Frame", "Null", "TracebackType", "chain"]
