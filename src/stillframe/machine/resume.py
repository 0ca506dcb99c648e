"""Ways to resume: what a resumed frame's yield, return or exception means to its caller.

CPython tells them apart by where in C the call came from: FOR_ITER, SEND, `next`, `send`,
`throw`, `close`, `asend`. Here each is a small class; a frame carries the one that it was
resumed by, and `suspend`, `leave` and `unwind` ask it where to go on.
"""

import sys
from types import CoroutineType, GeneratorType
from typing import TYPE_CHECKING, Any

from stillframe.machine.frame import RAISE, Frame
from stillframe.machine.host import caller_of

if TYPE_CHECKING:
    from types import FrameType

# What a call gives back when it opened a frame instead of computing a value.
SWITCH: Any = type("Switch", (), {"__repr__": lambda self: "SWITCH"})()

# Types of objects that SEND, FOR_ITER and `next` resume by switching to their frame. Each has
# `resume(value, error, caller, resumer) -> Frame`. Filled by the modules that define them.
RESUMABLE: set[type] = set()

# Those among them that own a frame: generators, coroutines, async generators.
OWNERS: set[type] = set()


def throw_into(caller: Frame, error: BaseException) -> Frame:
    """The caller goes on by raising `error` where it stands."""
    caller.thrown = error
    caller.pc = RAISE
    return caller


def push(caller: Frame, value: Any) -> Frame:
    """The caller goes on behind its instruction, with a value on its stack."""
    caller.stack.append(value)
    caller.pc = caller.lasti + 1
    return caller


def jump(caller: Frame) -> Frame:
    """The caller goes on where its instruction jumps to."""
    target = caller.code.instructions[caller.lasti].arg
    assert isinstance(target, int)
    caller.pc = target
    return caller


class Resumer:
    """How a frame was resumed. Each method gives the frame to go on with, None for the host."""

    __slots__ = ()

    def yielded(self, caller: Frame | None, value: Any) -> Frame | None:
        assert caller is not None
        caller.stack.append(value)
        caller.pc = caller.lasti + 1
        return caller

    def returned(self, caller: Frame | None, value: Any) -> Frame | None:
        assert caller is not None
        return push(caller, value)

    def raised(self, caller: Frame | None, error: BaseException) -> Frame | None:
        """Where `error` is dealt with, or None: it goes on to the caller as it is.

        May also raise the exception that the caller gets instead.
        """
        return None

    def failed(self, caller: Frame | None, error: BaseException) -> Frame | None:
        """Raise `error` in the caller, though the frame itself returned or yielded."""
        assert caller is not None
        return throw_into(caller, error)


class Call(Resumer):
    """A call whose result goes onto the stack."""

    __slots__ = ()


class ForIter(Resumer):
    """FOR_ITER: a return ends the loop."""

    __slots__ = ()

    def returned(self, caller: Frame | None, value: Any) -> Frame | None:
        assert caller is not None
        caller.stack.pop()
        return jump(caller)


class Send(Resumer):
    """SEND: a return is the value of `yield from` or `await`."""

    __slots__ = ()

    def returned(self, caller: Frame | None, value: Any) -> Frame | None:
        assert caller is not None
        caller.stack.append(value)
        return jump(caller)


class Throw(Send):
    """SEND, entered to throw into what it delegates to (_gen_throw).

    What comes out of that has what this frame itself handles as its context.
    """

    __slots__ = ()

    def raised(self, caller: Frame | None, error: BaseException) -> Frame | None:
        assert caller is not None
        if caller.handled is not None and caller.handled is not error:
            return throw_into(caller, error)
        return None


class Delegated(Send):
    """A method of what SEND delegates to, in Python: what it returns is what is yielded."""

    __slots__ = ()

    def returned(self, caller: Frame | None, value: Any) -> Frame | None:
        return self.yielded(caller, value)

    def raised(self, caller: Frame | None, error: BaseException) -> Frame | None:
        if isinstance(error, StopIteration):
            return super().returned(caller, error.value)
        return None


class Next(Resumer):
    """`next(gen)`, `gen.send(x)`, `gen.throw(e)`: a return is a StopIteration."""

    __slots__ = ()

    def returned(self, caller: Frame | None, value: Any) -> Frame | None:
        assert caller is not None
        return throw_into(caller, StopIteration() if value is None else StopIteration(value))


class NextDefault(Resumer):
    """`next(gen, default)`."""

    __slots__ = ("default",)

    def __init__(self, default: Any) -> None:
        self.default = default

    def returned(self, caller: Frame | None, value: Any) -> Frame | None:
        assert caller is not None
        return push(caller, self.default)


class Close(Resumer):
    """`gen.close()`: it should end by the GeneratorExit that was thrown in, or return."""

    __slots__ = ("kind",)

    def __init__(self, kind: str) -> None:
        self.kind = kind

    def yielded(self, caller: Frame | None, value: Any) -> Frame | None:
        assert caller is not None
        return throw_into(caller, RuntimeError(f"{self.kind} ignored GeneratorExit"))

    def returned(self, caller: Frame | None, value: Any) -> Frame | None:
        assert caller is not None
        return push(caller, value if sys.version_info >= (3, 13) else None)

    def raised(self, caller: Frame | None, error: BaseException) -> Frame | None:
        assert caller is not None
        if isinstance(error, (GeneratorExit, StopIteration)):
            return push(caller, None)
        return None


class Host(Resumer):
    """Resumed by native code: the outcome is kept for it, and evaluation ends."""

    __slots__ = ("host_frame", "kind", "value")

    def __init__(self) -> None:
        self.kind: str | None = None
        self.value: Any = None
        self.host_frame: FrameType | None = None

    def yielded(self, caller: Frame | None, value: Any) -> Frame | None:
        self.kind, self.value = "yielded", value
        return None

    def returned(self, caller: Frame | None, value: Any) -> Frame | None:
        self.kind, self.value = "returned", value
        return None

    def failed(self, caller: Frame | None, error: BaseException) -> Frame | None:
        self.kind, self.value = "failed", error
        return None

    def host_caller(self) -> "Frame | FrameType | None":
        """Whose frame stands below: ours or the host's."""
        return caller_of(self.host_frame)


CALL, FOR_ITER, SEND, NEXT = Call(), ForIter(), Send(), Next()
THROWN, DELEGATED = Throw(), Delegated()


def for_generator(frame: Frame, generator: Any) -> int:
    """FOR_ITER over one of our generators: link its frame into the chain."""
    frame.switch = generator.resume(None, None, frame, FOR_ITER)
    return -1


def send_resumable(frame: Frame, receiver: Any, value: Any) -> int:
    """SEND to one of our generators, coroutines or awaitables."""
    frame.switch = receiver.resume(value, None, frame, SEND)
    return -1


def send_native(frame: Frame, receiver: Any, value: Any) -> int:
    """SEND to anything else (PyIter_Send in Objects/abstract.c)."""
    try:
        if type(receiver) in (GeneratorType, CoroutineType):
            yielded = receiver.send(value)
        elif value is None and hasattr(type(receiver), "__next__"):
            yielded = type(receiver).__next__(receiver)
        else:
            yielded = receiver.send(value)
    except StopIteration as stop:
        frame.stack.append(stop.value)
        jump(frame)
    else:
        push(frame, yielded)
    return frame.pc
