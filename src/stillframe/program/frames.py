"""The machine's frames and generators in a snapshot.

Frames are written whole, wherever they stand: suspended in their generator, or linked into the
call chain. The links themselves aren't written: the chain is a list, and `link` makes them again.
"""

import builtins
import os
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from stillframe.machine import foreign
from stillframe.machine.coroutines import Coroutine
from stillframe.machine.execute import builtins_of
from stillframe.machine.frame import CLOSED, RUNNING, Frame
from stillframe.machine.generators import AwaitableGenerator, Generator, GeneratorBase
from stillframe.machine.locals import snapshot
from stillframe.machine.translation import translate
from stillframe.snapshot.origin import Origin, origin_of
from stillframe.snapshot.reducers import reduce_native


def link(frames: Sequence[Frame]) -> None:
    """Hang thawed frames into a call chain again, the outermost first."""
    back: Frame | None = None
    for depth, frame in enumerate(frames):
        frame.back, frame.depth = back, depth
        above = back.exc_info if back is not None else None
        frame.exc_info = frame.handled if frame.handled is not None else above
        back = frame


def _reduce_frame(frame: Frame) -> Any:
    state = (
        origin_of(frame.f_code, frame.globals),
        frame.policy,
        frame.function,
        frame.fast,
        frame.stack,
        frame.lasti,
        frame.pc,
        frame.handled,
        frame.thrown,
        frame.locals,
        frame.resumer,
        frame.generator,
    )
    return _frame, (), state, None, None, _set_frame


def parts_of_frame(frame: Frame) -> Iterator[tuple[str, Any]]:
    """Its locals, with their steps of the path in a refusal."""
    code = frame.f_code
    where = f"{code.co_qualname}() at {os.path.basename(code.co_filename)}:{frame.f_lineno}"
    if frame.locals is None:
        for name, value in snapshot(frame).items():
            yield f"{where} › local {name!r}", value
    for value in frame.stack:
        yield f"{where} › value stack: {type(value).__name__}", value


def _frame() -> Frame:
    return Frame.__new__(Frame)


def _set_frame(frame: Frame, state: tuple[Any, ...]) -> None:
    origin: Origin
    origin, policy, function, fast, stack, lasti, pc = state[:7]
    handled, thrown, locals, resumer, generator = state[7:]
    globals = origin.globals
    names = builtins_of(globals, builtins.__dict__)
    Frame.__init__(frame, translate(origin.code), fast, globals, names, policy, function, locals)
    frame.stack, frame.lasti, frame.pc = stack, lasti, pc
    frame.handled, frame.thrown = handled, thrown
    frame.resumer, frame.generator = resumer, generator


def _reduce_generator(obj: GeneratorBase) -> Any:
    if obj.frame is not None and obj.frame.policy is foreign.POLICY and obj.state is not RUNNING:
        return reduce_native(obj)  # another Python's, where it is a native one again
    state = obj.frame, obj.code, obj.name, obj.__qualname__, obj.state
    return _generator, (_NAMES[type(obj)],), state, None, None, _set_generator


def _generator(name: str) -> GeneratorBase:
    kind = _KINDS[name]
    obj = kind.__new__(kind)
    obj.frame, obj.state = None, CLOSED
    return obj


def _set_generator(obj: GeneratorBase, state: tuple[Any, ...]) -> None:
    obj.frame, obj.code, obj.name, obj.__qualname__, obj.state = state


def _reduce_coroutine(obj: Coroutine) -> Any:
    """One that isn't running becomes a native one again, where it came from."""
    return _reduce_generator(obj) if obj.state is RUNNING else reduce_native(obj)


# Written by name: under their own names they pass for CPython's.
_KINDS: dict[str, type[GeneratorBase]] = {
    "generator": Generator,
    "awaitable generator": AwaitableGenerator,
    "coroutine": Coroutine,
}
_NAMES = {kind: name for name, kind in _KINDS.items()}

REDUCERS: dict[type, Callable[[Any], Any]] = {
    Frame: _reduce_frame,
    Generator: _reduce_generator,
    AwaitableGenerator: _reduce_generator,
    Coroutine: _reduce_coroutine,
}
