"""Generators: an object that owns a frame, and its life.

Our own code switches to the frame that `resume` gives; native code comes in through `send`,
`throw`, `close` and `__next__`, which run an evaluation loop of their own. `sending` has the
resuming itself, `delegation` how it goes through `yield from`.
"""

import sys
from collections.abc import Callable
from types import CodeType, GeneratorType
from typing import Any, ClassVar

from stillframe.machine.delegation import throw
from stillframe.machine.frame import CLOSED, CREATED, RUNNING, SUSPENDED, Frame
from stillframe.machine.host import boundary, evaluate_from_host, unraisable
from stillframe.machine.intrinsics import SHOWN_TYPES, drives
from stillframe.machine.resume import OWNERS, RESUMABLE, Host, Resumer
from stillframe.machine.sending import gen_send_ex
from stillframe.machine.throwing import thrown_exception


class GeneratorBase:
    """What generators, coroutines and async generators share (_PyGenObject_HEAD).

    ``frame`` is None once closed; ``state`` is what it is doing; ``word`` is what CPython's
    messages call it.
    """

    # `__qualname__` can't be a property of a Python class; a slot of that name it may have.
    __slots__ = ("__qualname__", "__weakref__", "code", "frame", "name", "state")

    word: ClassVar[str]

    def __init__(self, frame: Frame) -> None:
        self.frame: Frame | None = frame
        self.code: CodeType = frame.f_code
        function = frame.function
        self.name = function.__name__ if function is not None else self.code.co_name
        self.__qualname__ = function.__qualname__ if function is not None else self.code.co_qualname
        self.state = CREATED

    @property
    def __name__(self) -> str:
        return self.name

    @__name__.setter
    def __name__(self, value: str) -> None:
        if not isinstance(value, str):
            raise TypeError("__name__ must be set to a string object")
        self.name = value

    @__name__.deleter
    def __name__(self) -> None:
        raise TypeError("__name__ must be set to a string object")

    # -- the life of a generator

    def finish(self) -> None:
        """Its frame is gone: it returned or raised."""
        self.state = CLOSED
        self.frame = None

    @property
    def yieldfrom(self) -> Any:
        """What it delegates to (_PyGen_yf): the receiver of the SEND that it stopped in."""
        frame = self.frame
        if frame is None or self.state is not SUSPENDED:
            return None
        return frame.stack[-1] if frame.lasti in frame.translation.sends else None

    def resume(
        self, value: Any, error: BaseException | None, caller: Frame | None, resumer: Resumer
    ) -> Frame | None:
        """The frame to go on with, to send a value or to throw an exception."""
        if error is None:
            return gen_send_ex(self, value, None, caller, resumer)
        return throw(self, error, caller, resumer)

    def shut(self, instead: BaseException | None = None) -> Any:
        """Raise GeneratorExit where it is suspended; it must not yield again (gen_close).

        `instead` is what closing its delegate raised, and is raised in it then.
        """
        if self.state is CREATED:
            self.discard()
        if self.state is CLOSED:
            return None
        outcome = Host()
        try:
            if instead is None:
                frame = self.resume(None, GeneratorExit(), None, outcome)
            else:
                frame = gen_send_ex(self, None, instead, None, outcome)
            if frame is not None:
                evaluate_from_host(frame, outcome)
        except (GeneratorExit, StopIteration):
            return None
        if outcome.kind == "yielded":
            raise RuntimeError(f"{self.word} ignored GeneratorExit")
        return outcome.value if sys.version_info >= (3, 13) else None

    def discard(self) -> None:
        """Close without running: it never started."""
        self.finish()

    def finalize(self) -> None:
        """What happens when nobody refers to it any more (_PyGen_Finalize)."""
        if self.state is SUSPENDED:
            self.shut()

    def __del__(self) -> None:
        try:
            self.finalize()
        except BaseException as error:
            unraisable(error, self, "closing generator")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} object {self.__qualname__} at {id(self):#x}>"

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError(f"cannot pickle {type(self).__name__!r} object")


class Shown:
    """An attribute that the program may read."""

    def __init__(self, name: str, get: Callable[[Any], Any]) -> None:
        self.name = name
        self.get = get

    def __get__(self, owner: Any, kind: Any = None) -> Any:
        return self if owner is None else self.get(owner)

    def __set__(self, owner: Any, value: Any) -> None:
        kind = type(owner).__name__
        raise AttributeError(f"attribute {self.name!r} of {kind!r} objects is not writable")

    def __delete__(self, owner: Any) -> None:
        self.__set__(owner, None)


def show(kind: Any, name: str, prefix: str, delegate: str) -> None:
    """Give a class of generators the names and attributes that CPython's type has."""
    kind.__name__ = kind.__qualname__ = name
    kind.__module__ = "builtins"
    shown: dict[str, Callable[[Any], Any]] = {
        "frame": lambda self: self.frame,
        "running": lambda self: self.state is RUNNING,
        "suspended": lambda self: self.state is SUSPENDED,
        "code": lambda self: self.code,
        delegate: lambda self: self.yieldfrom,
    }
    for word, get in shown.items():
        setattr(kind, f"{prefix}_{word}", Shown(f"{prefix}_{word}", get))


def stop_iteration(value: Any) -> StopIteration:
    """What a generator that returned raises (_PyGen_SetStopIterationValue)."""
    return StopIteration() if value is None else StopIteration(value)


class Driven(GeneratorBase):
    """What native code drives by `send`, `throw` and `close`."""

    __slots__ = ()

    @boundary
    def send(self, value: Any, /) -> Any:
        """Resume with a value; gives what is yielded next, or raises StopIteration."""
        return drive(self, value, None)

    @boundary
    def throw(self, typ: Any, *more: Any) -> Any:
        """Resume by raising an exception where it is suspended."""
        return drive(self, None, thrown_exception(typ, *more))

    @boundary
    def close(self) -> Any:
        """Raise GeneratorExit where it is suspended; it must not yield again."""
        return self.shut()


# What the machine's own functions need of the host's stack, unwinding included.
_ROOM = 40


def need_room(calls: int) -> None:
    """RecursionError here, where nothing has begun, rather than in the middle of our own work."""
    if calls:
        need_room(calls - 1)


def drive(resumable: Any, value: Any, error: BaseException | None) -> Any:
    """Native code resumes one of our objects: run it until it yields, returns or raises."""
    need_room(_ROOM)
    outcome = Host()
    frame = resumable.resume(value, error, None, outcome)
    if frame is not None:
        evaluate_from_host(frame, outcome)
    if outcome.kind == "yielded":
        return outcome.value
    if outcome.kind == "failed":
        raise outcome.value
    raise stop_iteration(outcome.value)


class Generator(Driven):
    """A generator whose frame is plain data; to the program, a `types.GeneratorType`."""

    __slots__ = ()
    word = "generator"

    @property  # type: ignore[misc]
    def __class__(self) -> "type[GeneratorType[Any, Any, Any]]":  # type: ignore[override]
        return GeneratorType

    def __iter__(self) -> "Generator":
        return self

    @boundary
    def __next__(self) -> Any:
        return drive(self, None, None)


class AwaitableGenerator(Generator):
    """A generator of `types.coroutine`."""

    __slots__ = ()

    def __await__(self) -> "AwaitableGenerator":
        return self


def document(kind: type, native: type) -> None:
    """Give the methods the docstrings that CPython's have."""
    for name in ("send", "throw", "close", "__next__", "__iter__", "__await__"):
        if name in vars(native) and hasattr(kind, name):
            getattr(kind, name).__doc__ = vars(native)[name].__doc__


show(Generator, "generator", "gi", "yieldfrom")
document(Generator, GeneratorType)
_awaitable: Any = AwaitableGenerator
_awaitable.__name__ = _awaitable.__qualname__ = "generator"
_awaitable.__module__ = "builtins"
OWNERS |= {Generator, AwaitableGenerator}
RESUMABLE |= {Generator, AwaitableGenerator}
SHOWN_TYPES |= {Generator: GeneratorType, AwaitableGenerator: GeneratorType}
drives(Driven, Generator)
