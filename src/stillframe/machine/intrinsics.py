"""Builtins that look at the frame that called them, or that open one.

Native code would see the host's frames; these see the machine's. Each takes the calling frame,
the positional arguments and the keyword arguments, and gives a value or SWITCH.
"""

import builtins
import inspect
import sys
import traceback
import warnings
from collections.abc import Callable
from types import (
    AsyncGeneratorType,
    CodeType,
    CoroutineType,
    FrameType,
    FunctionType,
    GeneratorType,
    TracebackType,
)
from typing import Any

from stillframe.machine.frame import NULL, Frame, State
from stillframe.machine.host import call_natively, caller_of
from stillframe.machine.locals import CellType, local_namespace
from stillframe.machine.resume import NEXT, RESUMABLE, SWITCH, Close, NextDefault
from stillframe.machine.throwing import thrown_exception
from stillframe.machine.tracebacks import carrier, is_ours
from stillframe.machine.warn import warn_at

Intrinsic = Callable[[Frame, tuple[Any, ...], dict[str, Any]], Any]

INTRINSICS: dict[Any, Intrinsic] = {}

# For methods of our own classes, by the id of their code.
CODE_INTRINSICS: dict[int, Intrinsic] = {}

# What `type(x)` gives for objects of ours that stand for CPython's.
SHOWN_TYPES: dict[type, type] = {Frame: FrameType}


def intrinsic(*callables: Any) -> Callable[[Intrinsic], Intrinsic]:
    """Stand for these callables when machine code calls them."""

    def register(function: Intrinsic) -> Intrinsic:
        for callable in callables:
            INTRINSICS[callable] = function
        return function

    return register


HEAP_TYPE = 1 << 9  # Py_TPFLAGS_HEAPTYPE: not static in C


def ordinary_class(cls: type) -> bool:
    """A class of C that looks at no frame: int, list, dict, the builtin exceptions ..."""
    return not cls.__flags__ & HEAP_TYPE


# -- namespaces


@intrinsic(builtins.globals)
def globals_(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return frame.globals if not args and not kwargs else globals(*args, **kwargs)


@intrinsic(builtins.locals)
def locals_(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return local_namespace(frame) if not args and not kwargs else locals(*args, **kwargs)


@intrinsic(builtins.vars)
def vars_(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return vars(*args, **kwargs) if args or kwargs else local_namespace(frame)


@intrinsic(builtins.dir)
def dir_(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    return dir(*args, **kwargs) if args or kwargs else sorted(local_namespace(frame).keys())


# -- classes


@intrinsic(type)
def type_(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    if len(args) == 1 and not kwargs:
        found = type(args[0])
        return SHOWN_TYPES.get(found, found)
    return call_natively(frame, type, args, kwargs)


@intrinsic(super)
def super_(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """`super()`: the first argument and the `__class__` cell of the calling frame."""
    if args or kwargs:
        return super(*args, **kwargs)
    code = frame.code
    if not code.argcount:
        raise RuntimeError("super(): no arguments")
    first = frame.fast[0]
    if 0 in frame.translation.cell_slots and type(first) is CellType:
        first = first.cell_contents if first != CellType() else NULL
    if first is NULL:
        raise RuntimeError("super(): arg[0] deleted")
    for slot in code.frees:
        if code.slots[slot] == "__class__":
            break
    else:
        raise RuntimeError("super(): __class__ cell not found")
    try:
        cls = frame.fast[slot].cell_contents
    except ValueError:
        cls = NULL
    if cls is NULL:
        raise RuntimeError("super(): empty __class__ cell")
    if not isinstance(cls, type):
        raise RuntimeError(f"super(): __class__ is not a type ({type(cls).__name__})")
    return super(cls, first)


# -- frames


@intrinsic(TracebackType)
def traceback_(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """A traceback of one of our frames has the frame that stands for it."""
    if len(args) == 4 and type(args[1]) is Frame:
        args = (args[0], carrier(args[1]), *args[2:])
    return TracebackType(*args, **kwargs)


def frame_at(frame: Frame, depth: int) -> Any:
    """The frame `depth` calls outwards; ValueError when there is none."""
    at: Any = frame
    for _ in range(depth):
        at = at.f_back
        if isinstance(at, FrameType) and type(at) is FrameType and is_ours(at.f_code):
            at = caller_of(at)
        if at is None:
            raise ValueError("call stack is not deep enough")
    return at


@intrinsic(sys._getframe)
def getframe(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    if kwargs or len(args) > 1 or not all(isinstance(arg, int) for arg in args):
        return sys._getframe(*args, **kwargs)
    return frame_at(frame, args[0] if args else 0)


def getframemodulename(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    depth = args[0] if args else kwargs.get("depth", 0)
    try:
        at = frame_at(frame, depth)
    except ValueError:
        return None
    function = getattr(at, "function", None)
    return function.__module__ if function is not None else at.f_globals.get("__name__")


if hasattr(sys, "_getframemodulename"):
    INTRINSICS[sys._getframemodulename] = getframemodulename


def _is_internal(frame: Any) -> bool:
    name = frame.f_code.co_filename
    return "importlib" in name and "_bootstrap" in name


@intrinsic(warnings.warn)
def warn(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """`warnings.warn`: the stack level counts the machine's frames (Python/_warnings.c)."""
    parameters = dict(zip(("message", "category", "stacklevel", "source"), args, strict=False))
    if len(args) > 4 or "message" not in {**parameters, **kwargs}:
        return warnings.warn(*args, **kwargs)
    parameters |= kwargs
    message, category = parameters["message"], parameters.get("category")
    level, source = parameters.get("stacklevel", 1), parameters.get("source")
    prefixes = parameters.get("skip_file_prefixes", ())
    if isinstance(message, Warning):
        category = type(message)
    elif category is None:
        category = UserWarning
    if not (isinstance(category, type) and issubclass(category, Warning)):
        raise TypeError(f"category must be a Warning subclass, not '{type(category).__name__}'")
    if prefixes:
        level = max(level, 2)

    def skipped(at: Any) -> bool:
        return _is_internal(at) or bool(
            prefixes and at.f_code.co_filename.startswith(tuple(prefixes))
        )

    at: Any = frame
    plainly = level <= 0 or _is_internal(frame)
    while level > 1 and at is not None:
        level -= 1
        at = _outer(at)
        while not plainly and at is not None and skipped(at):
            at = _outer(at)
    return warn_at(at, message, category, source)


def _outer(frame: Any) -> Any:
    try:
        return frame_at(frame, 1) if type(frame) is Frame else frame.f_back
    except ValueError:
        return None


# Functions of the standard library that hand on their caller's frame: the machine always
# enters them, so their own sys._getframe sees its frames.
_READERS = (
    inspect.currentframe,
    inspect.stack,
    traceback.print_stack,
    traceback.format_stack,
    traceback.extract_stack,
    traceback.walk_stack,
)
_READER_CODES = {id(function.__code__) for function in _READERS}


def reads_frames(code: CodeType) -> bool:
    return id(code) in _READER_CODES


# -- code


@intrinsic(builtins.compile)
def compile_(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """Native, seen to be called by the guest: it inherits the guest's __future__ flags."""
    return call_natively(frame, compile, args, kwargs)


# -- generators


@intrinsic(builtins.next)
def next_(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """`next(iterator[, default])`: one of our generators goes on in this very loop."""
    if kwargs or not 1 <= len(args) <= 2:
        return next(*args, **kwargs)
    iterator = args[0]
    if type(iterator) not in RESUMABLE or not hasattr(type(iterator), "__next__"):
        return next_natively(args)
    resumer = NEXT if len(args) == 1 else NextDefault(args[1])
    return _go_on(frame, iterator.resume(None, None, frame, resumer))


def next_natively(args: tuple[Any, ...]) -> Any:
    """A function of its own: here a Ctrl-C may arrive (``interrupts``)."""
    return next(*args)


def _go_on(frame: Frame, following: Frame | None) -> Any:
    """Switch to a frame; where nothing had to run, the caller's own has the outcome."""
    if following is not frame:
        frame.switch = following
        return SWITCH
    if frame.thrown is not None:
        error, frame.thrown = frame.thrown, None
        raise error
    return frame.stack.pop()


def _send(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    generator, value = args
    return _go_on(frame, generator.resume(value, None, frame, NEXT))


def _next(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    (generator,) = args
    return _go_on(frame, generator.resume(None, None, frame, NEXT))


def _throw(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    generator, *what = args
    return _go_on(frame, generator.resume(None, thrown_exception(*what, caller=frame), frame, NEXT))


def _close(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    (generator,) = args
    if generator.state is State.CREATED:
        generator.discard()
    if generator.state is State.CLOSED:
        return None
    closing = Close(generator.word)
    return _go_on(frame, generator.resume(None, GeneratorExit(), frame, closing))


_METHODS: dict[str, tuple[Intrinsic, int, int]] = {
    "send": (_send, 2, 2),
    "__next__": (_next, 1, 1),
    "throw": (_throw, 2, 4),
    "close": (_close, 1, 1),
}


def _natively(name: str, kind: type) -> None:
    """`types.GeneratorType.send(gen, x)` and its like, applied to ours."""
    method = kind.__dict__[name]
    handler, least, most = _METHODS[name]
    INTRINSICS[method] = _checked(name, method, handler, least, most)


def drives(*kinds: type) -> None:
    """Let machine code drive these classes by switching frames, not by nested loops."""
    for kind in kinds:
        for name, (handler, least, most) in _METHODS.items():
            method = kind.__dict__.get(name)
            if isinstance(method, FunctionType) and (name != "close" or hasattr(kind, "word")):
                CODE_INTRINSICS[id(method.__code__)] = _checked(name, method, handler, least, most)


def _shown(generator: Any) -> str:
    return type(generator).__name__


def _checked(name: str, method: Any, handler: Intrinsic, least: int, most: int) -> Intrinsic:
    def checked(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if not args or type(args[0]) not in RESUMABLE:
            return method(*args, **kwargs)
        if kwargs:
            raise TypeError(f"{_shown(args[0])}.{name}() takes no keyword arguments")
        given = len(args) - 1
        if least <= len(args) <= most:
            return handler(frame, args, kwargs)
        if name == "throw":
            bound = "at least 1 argument" if given < 1 else "at most 3 arguments"
            raise TypeError(f"throw expected {bound}, got {given}")
        count = "no arguments" if most == 1 else "exactly one argument"
        raise TypeError(f"{_shown(args[0])}.{name}() takes {count} ({given} given)")

    return checked


def _by_name(name: str) -> Intrinsic:
    """A method of CPython's own type, applied to ours."""

    def apply(frame: Frame, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
        if args and type(args[0]) in SHOWN_TYPES:
            return getattr(args[0], name)(*args[1:], **kwargs)
        return getattr(AsyncGeneratorType, name)(*args, **kwargs)

    return apply


for _name in ("__aiter__", "__anext__", "asend", "athrow", "aclose"):
    INTRINSICS[AsyncGeneratorType.__dict__[_name]] = _by_name(_name)
for _name in _METHODS:
    for _kind in (GeneratorType, CoroutineType):
        if _name in _kind.__dict__:
            _natively(_name, _kind)
