"""Async generators, and the awaitables that drive them (Objects/genobject.c).

`agen.__anext__()`, `asend`, `athrow` and `aclose` give awaitables. Resuming one of those
resumes the async generator; a value that it yields comes wrapped, as against one that it only
passes on from what it awaits, and ends the awaitable.
"""

import sys
from types import AsyncGeneratorType
from typing import Any, ClassVar

from stillframe.machine.call import call_special
from stillframe.machine.coroutines import awaitable_iterator
from stillframe.machine.delegation import throw
from stillframe.machine.frame import Frame, State
from stillframe.machine.generators import GeneratorBase, Shown, drive, show
from stillframe.machine.host import boundary, caller_of, unraisable
from stillframe.machine.intrinsics import SHOWN_TYPES, drives
from stillframe.machine.raising import reraise as raise_on
from stillframe.machine.resume import OWNERS, RESUMABLE, Resumer
from stillframe.machine.sending import gen_send_ex
from stillframe.machine.throwing import OLD_THROW, thrown_exception
from stillframe.machine.tracebacks import scrub
from stillframe.machine.warn import warn_at


class Wrapped:
    """A value that an async generator yields (_PyAsyncGenWrappedValue)."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value


class AsyncGenerator(GeneratorBase):
    """An async generator whose frame is plain data; an `AsyncGeneratorType` to the program.

    ``running_async`` is set from the first step of an awaitable to its last; ``closed`` once
    nothing more will come.
    """

    __slots__ = ("closed", "finalizer", "hooked", "running_async")
    word = "async generator"

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        self.closed = False
        self.hooked = False
        self.running_async = False
        self.finalizer: Any = None

    @property  # type: ignore[misc]
    def __class__(self) -> "type[AsyncGeneratorType[Any, Any]]":  # type: ignore[override]
        return AsyncGeneratorType

    def hook(self) -> None:
        """Tell the event loop, once (sys.set_asyncgen_hooks)."""
        if self.hooked:
            return
        self.hooked = True
        hooks = sys.get_asyncgen_hooks()
        self.finalizer = hooks.finalizer
        if hooks.firstiter is not None:
            hooks.firstiter(self)

    def __aiter__(self) -> "AsyncGenerator":
        return self

    def __anext__(self) -> "ASend":
        self.hook()
        return ASend(self, None)

    def asend(self, value: Any, /) -> "ASend":
        self.hook()
        return ASend(self, value)

    def athrow(self, typ: Any, *more: Any) -> "AThrow":
        if more and sys.version_info >= (3, 12):
            at = caller_of(sys._getframe())
            warn_at(at, OLD_THROW.format("athrow"), DeprecationWarning, None)
        self.hook()
        return AThrow(self, (typ, *more))

    def aclose(self) -> "AThrow":
        self.hook()
        return AThrow(self, None)

    def finalize(self) -> None:
        if self.finalizer is not None and not self.closed and self.state is not State.CLOSED:
            self.finalizer(self)
        else:
            super().finalize()


class Awaiting(Resumer):
    """An async generator resumed by one of its awaitables, itself resumed by `outer`."""

    __slots__ = ("awaitable", "outer")

    def __init__(self, awaitable: "AwaitableStep", outer: Resumer) -> None:
        self.awaitable = awaitable
        self.outer = outer

    @property
    def host_caller(self) -> Any:
        return getattr(self.outer, "host_caller", None)

    def yielded(self, caller: Frame | None, value: Any) -> Frame | None:
        if type(value) is not Wrapped:
            return self.outer.yielded(caller, value)
        self.awaitable.end()
        if self.awaitable.closing:
            text = "async generator ignored GeneratorExit"
            return self.outer.failed(caller, RuntimeError(text))
        return self.outer.returned(caller, value.value)

    def returned(self, caller: Frame | None, value: Any) -> Frame | None:
        self.awaitable.end()
        self.awaitable.generator.closed = True
        if self.awaitable.closing:
            return self.outer.returned(caller, None)
        return self.outer.failed(caller, StopAsyncIteration())

    def raised(self, caller: Frame | None, error: BaseException) -> Frame | None:
        self.awaitable.end()
        if isinstance(error, (StopAsyncIteration, GeneratorExit)):
            self.awaitable.generator.closed = True
            if self.awaitable.closing:
                if caller is None:
                    raise StopIteration  # native code awaits aclose(): that is how it returns
                return self.outer.returned(caller, None)
        return self.outer.raised(caller, error)


WARNS_UNAWAITED_STEPS = sys.version_info >= (3, 13)


class AwaitableStep:
    """What `__anext__`, `asend`, `athrow` and `aclose` give: one step of an async generator.

    ``state`` is created, suspended (begun) or closed, as of a coroutine.
    """

    __slots__ = ("__weakref__", "closing", "generator", "state")

    words: ClassVar[str]
    refusal_closes: ClassVar[bool] = True

    def __init__(self, generator: AsyncGenerator, closing: bool) -> None:
        self.generator = generator
        self.closing = closing
        self.state = State.CREATED

    def end(self) -> None:
        self.state = State.CLOSED
        self.generator.running_async = False

    def name(self) -> str:
        """What messages call it."""
        raise NotImplementedError

    def method(self) -> str:
        """The method of the async generator that gave it."""
        return self.name().removesuffix("()")

    def begin(self) -> None:
        """The first step: no other awaitable may be under way."""
        if self.generator.running_async:
            if self.refusal_closes:
                self.state = State.CLOSED
            raise RuntimeError(f"{self.name()}: asynchronous generator is already running")

    def resume(
        self, value: Any, error: BaseException | None, caller: Frame | None, resumer: Resumer
    ) -> Frame | None:
        """The frame to go on with, to send a value or throw an exception into this step."""
        if self.state is State.CLOSED:
            raise RuntimeError(f"cannot reuse already awaited {self.words}")
        try:
            return self.step(value, error, caller, Awaiting(self, resumer))
        except BaseException as raised:
            if self.state is State.SUSPENDED:
                self.end()
                if self.closing and isinstance(raised, (StopAsyncIteration, GeneratorExit)):
                    self.generator.closed = True
                    return resumer.returned(caller, None)
            raise

    def step(
        self, value: Any, error: BaseException | None, caller: Frame | None, resumer: Resumer
    ) -> Frame | None:
        raise NotImplementedError

    def __await__(self) -> "AwaitableStep":
        return self

    def __iter__(self) -> "AwaitableStep":
        return self

    @boundary
    def __next__(self) -> Any:
        return drive(self, None, None)

    @boundary
    def send(self, value: Any, /) -> Any:
        return drive(self, value, None)

    @boundary
    def throw(self, typ: Any, *more: Any) -> Any:
        return drive(self, None, thrown_exception(typ, *more))

    @boundary
    def close(self) -> None:
        if self.state is State.SUSPENDED and sys.version_info >= (3, 13):
            try:
                drive(self, None, GeneratorExit())
            except (StopIteration, StopAsyncIteration, GeneratorExit):
                return
            raise RuntimeError("coroutine ignored GeneratorExit")
        self.state = State.CLOSED

    def __del__(self) -> None:
        """One that never began is warned about."""
        if self.state is not State.CREATED or not WARNS_UNAWAITED_STEPS:
            return
        try:
            warn_at(
                caller_of(sys._getframe()),
                f"coroutine method {self.method()!r} of {self.generator.__qualname__!r}"
                " was never awaited",
                RuntimeWarning,
                None,
            )
        except BaseException as error:
            unraisable(error, self)

    def __reduce_ex__(self, protocol: Any) -> Any:
        raise TypeError(f"cannot pickle {type(self).__name__!r} object")

    def __repr__(self) -> str:
        return f"<{type(self).__name__} object at {id(self):#x}>"


# Since when throwing into an awaitable that hasn't begun counts as its first step.
BEGINS_BY_THROW = sys.version_info >= (3, 13)


class ASend(AwaitableStep):
    """`asend(value)`, and `__anext__()`, which sends None."""

    __slots__ = ("value",)
    words = "__anext__()/asend()"
    refusal_closes = sys.version_info >= (3, 13)

    def __init__(self, generator: AsyncGenerator, value: Any) -> None:
        super().__init__(generator, closing=False)
        self.value = value

    def name(self) -> str:
        return "anext()"

    def method(self) -> str:
        return "asend"

    def step(
        self, value: Any, error: BaseException | None, caller: Frame | None, resumer: Resumer
    ) -> Frame | None:
        if self.state is State.CREATED:
            if error is None or BEGINS_BY_THROW:
                self.begin()
            if value is None:
                value = self.value
            self.state = State.SUSPENDED
        self.generator.running_async = True
        if error is None:
            return gen_send_ex(self.generator, value, None, caller, resumer)
        return throw(self.generator, error, caller, resumer)


class AThrow(AwaitableStep):
    """`athrow(...)`, and `aclose()`, which throws GeneratorExit and expects an end."""

    __slots__ = ("args", "sent_on")
    words = "aclose()/athrow()"

    def __init__(self, generator: AsyncGenerator, args: tuple[Any, ...] | None) -> None:
        super().__init__(generator, closing=args is None)
        self.args = args
        self.sent_on = False

    def name(self) -> str:
        return "aclose()" if self.closing else "athrow()"

    def end(self) -> None:
        """An athrow() that is sent on isn't closed by its end (async_gen_athrow_send)."""
        self.generator.running_async = False
        if self.closing or not self.sent_on:
            self.state = State.CLOSED

    def step(
        self, value: Any, error: BaseException | None, caller: Frame | None, resumer: Resumer
    ) -> Frame | None:
        generator = self.generator
        if error is not None:
            if self.state is State.CREATED and BEGINS_BY_THROW:
                self.begin()
                generator.running_async = True
            self.state = State.SUSPENDED
            self.sent_on = not BEGINS_BY_THROW
            return throw(generator, error, caller, resumer)
        if generator.state is State.CLOSED:
            self.state = State.CLOSED
            assert isinstance(resumer, Awaiting)
            return resumer.outer.returned(caller, None)
        if self.state is not State.CREATED:
            self.sent_on = True
            return gen_send_ex(generator, value, None, caller, resumer)
        self.begin()
        if generator.closed:
            self.state = State.CLOSED
            raise StopAsyncIteration
        if value is not None:
            raise RuntimeError("can't send non-None value to a just-started coroutine")
        self.state = State.SUSPENDED
        generator.running_async = True
        if self.args is None:
            generator.closed = True
            thrown: BaseException = GeneratorExit()
        else:
            thrown = thrown_exception(*self.args, quiet=True)
        return throw(generator, thrown, caller, resumer, close_on_exit=False)


def async_iterator(frame: Frame, value: Any) -> Any:
    """GET_AITER: what `async for` runs over."""

    method = getattr(type(value), "__aiter__", None)
    if method is None:
        raise TypeError(
            f"'async for' requires an object with __aiter__ method, got {type(value).__name__}"
        )
    iterator = call_special(frame, method, value)
    if not hasattr(type(iterator), "__anext__"):
        raise TypeError(
            "'async for' received an object from __aiter__ that does not implement"
            f" __anext__: {type(iterator).__name__}"
        )
    return iterator


def next_awaitable(frame: Frame, iterator: Any) -> Any:
    """GET_ANEXT: the awaitable of the next value."""

    if type(iterator) is AsyncGenerator:
        return iterator.__anext__()
    method = getattr(type(iterator), "__anext__", None)
    if method is None:
        raise TypeError(
            f"'async for' requires an iterator with __anext__ method, got {type(iterator).__name__}"
        )
    awaitable = call_special(frame, method, iterator)
    try:
        return awaitable_iterator(frame, awaitable, 0)
    except BaseException as error:
        cause = error
    invalid = TypeError(
        f"'async for' received an invalid object from __anext__: {type(awaitable).__name__}"
    )
    cause.__traceback__ = scrub(cause.__traceback__)
    invalid.__cause__ = invalid.__context__ = cause
    raise_on(invalid)


show(AsyncGenerator, "async_generator", "ag", "await")
if sys.version_info < (3, 12):
    del AsyncGenerator.ag_suspended  # type: ignore[attr-defined]
AsyncGenerator.ag_running = Shown("ag_running", lambda self: self.running_async)  # type: ignore[attr-defined]
ASend.__name__ = ASend.__qualname__ = "async_generator_asend"
AThrow.__name__ = AThrow.__qualname__ = "async_generator_athrow"
RESUMABLE |= {ASend, AThrow}
OWNERS.add(AsyncGenerator)
SHOWN_TYPES[AsyncGenerator] = AsyncGeneratorType
drives(AwaitableStep)
