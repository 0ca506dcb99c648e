"""Run a program on one engine and write down all that its user could have seen."""

from __future__ import annotations

import builtins
import contextlib
import contextvars
import gc
import io
import random
import re
import signal
import sys
import traceback
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from types import CodeType, FrameType, ModuleType
from typing import Any

from .clock import virtual_clock
from .engines import Engine, cpython
from .program import Program

SECONDS = 20.0

_ADDRESS = re.compile(r"\b0x[0-9a-fA-F]{5,}\b")
_CLEARING = re.compile(  # what a finaliser raises at the end has our own line in its traceback
    r"(Traceback .*\n)" + rf'  File "{re.escape(__file__)}", line .*\n(?:    .*\n)*' + r"(  File)?"
)
_REPEATED = re.compile(r"\[Previous line repeated \d+ more times\]")


class TooLong(BaseException):
    """A program ran longer than ``SECONDS``."""


@dataclass(frozen=True)
class Outcome:
    """All that a user sees of a run. Addresses are normalised."""

    stdout: str
    stderr: str
    exception: str  # type and message, or ""
    traceback: str
    result: str  # repr of the global `result`, or ""
    warnings: str

    def text(self) -> str:
        """One text to compare and to diff; what is empty is left out."""
        parts = [(name, getattr(self, name)) for name in self.__dataclass_fields__]
        return "".join(f"--- {name}\n{part.rstrip()}\n" for name, part in parts if part)


def observe(program: Program, engine: Engine, seconds: float = SECONDS) -> Outcome:
    """Run the program as ``__main__`` on the engine, in this process; leave no trace of it.

    Raises TooLong after ``seconds``. Finalisers that run when the program's globals are
    dropped still write to its own output.
    """
    code = program.code
    main = _main_module(program)
    stdout, stderr = io.StringIO(), io.StringIO()
    exception = formatted = result = ""
    with _sandbox(program, main, stdout, stderr) as emitted:
        try:
            with _alarm(seconds):
                contextvars.copy_context().run(engine, code, main.__dict__)
        except TooLong:
            raise
        except BaseException as error:
            exception = f"{type(error).__qualname__}: {_text(error)}"
            _forget_host(error)
            formatted = "".join(traceback.format_exception(error))
            # The frames of the traceback would keep the program's objects alive.
            error.__traceback__ = None
        if "result" in main.__dict__:
            result = repr(main.__dict__["result"])
        main.__dict__.clear()
        gc.collect()
        recorded = "".join(
            f"{w.filename}:{w.lineno}: {w.category.__name__}: {w.message}\n" for w in emitted
        )
    seen = (stdout.getvalue(), stderr.getvalue(), exception, formatted, result, recorded)
    return Outcome(*map(_normalised, seen))


def _text(error: BaseException) -> str:
    try:
        return str(error)
    except Exception as broken:
        return f"<str() failed: {type(broken).__name__}>"


def _normalised(text: str) -> str:
    text = _CLEARING.sub(lambda found: found[1] + found[2] if found[2] else "", text)
    return _REPEATED.sub("[Previous line repeated]", _ADDRESS.sub("0x...", text))


def _forget_host(error: BaseException) -> None:
    """Cut what led to the program off the tracebacks of the exception and of its chain."""
    found: list[BaseException] = []
    waiting: list[BaseException | None] = [error]
    while waiting:
        current = waiting.pop()
        if current is None or any(current is seen for seen in found):
            continue
        found.append(current)
        tb = current.__traceback__
        while tb is not None and _is_host(tb.tb_frame.f_code):
            tb = tb.tb_next
        current.__traceback__ = tb
        waiting += [current.__cause__, current.__context__]
        if isinstance(current, BaseExceptionGroup):
            waiting += current.exceptions


def _is_host(code: CodeType) -> bool:
    """Whether it is ours, or the call of the machine that the engine makes."""
    called = ("stillframe/machine/machine.py", "stillframe\\machine\\machine.py")
    return code.co_filename in _OURS or code.co_filename.endswith(called)


_OURS = {__file__, cpython.__code__.co_filename}


def _main_module(program: Program) -> ModuleType:
    main = ModuleType("__main__")
    main.__dict__.update(__file__=program.filename, __builtins__=builtins)
    return main


@contextlib.contextmanager
def _sandbox(
    program: Program, main: ModuleType, stdout: io.StringIO, stderr: io.StringIO
) -> Iterator[list[warnings.WarningMessage]]:
    """The interpreter as a fresh process would find it, and as it was before, afterwards."""
    saved = {name: getattr(sys, name) for name in _REPLACED}
    modules, before = dict(sys.modules), dict(vars(builtins))
    limit, hooks = sys.getrecursionlimit(), sys.get_asyncgen_hooks()
    state = random.getstate()
    collecting = gc.isenabled()
    gc.disable()
    gc.freeze()  # so that collecting looks at the program's own objects only
    try:
        sys.modules["__main__"] = main
        sys.argv = [program.filename]
        sys.path = [program.directory, *sys.path]
        sys.stdin, sys.stdout, sys.stderr = io.StringIO(), stdout, stderr
        sys.excepthook, sys.displayhook = sys.__excepthook__, sys.__displayhook__
        sys.unraisablehook = sys.__unraisablehook__
        random.seed(0)
        with virtual_clock(), warnings.catch_warnings(record=True) as emitted:
            warnings.simplefilter("always")
            yield emitted
    finally:
        for name, value in saved.items():
            setattr(sys, name, value)
        for name in set(sys.modules) - set(modules):
            if _is_guest(sys.modules[name], program):
                del sys.modules[name]
        sys.modules["__main__"] = modules["__main__"]
        vars(builtins).update(before)
        for name in set(vars(builtins)) - set(before):
            delattr(builtins, name)
        sys.setrecursionlimit(limit)
        sys.set_asyncgen_hooks(*hooks)
        random.setstate(state)
        gc.unfreeze()
        if collecting:
            gc.enable()


_REPLACED = (
    *("argv", "path", "stdin", "stdout", "stderr"),
    *("excepthook", "displayhook", "unraisablehook"),
)


def _is_guest(module: Any, program: Program) -> bool:
    """Whether the module is the program's own: made by it, or from its directory."""
    origin = getattr(module, "__file__", None)
    if not origin:
        spec = getattr(module, "__spec__", None)
        return spec is None or spec.origin is None
    return bool(program.directory) and origin.startswith(program.directory)


@contextlib.contextmanager
def _alarm(seconds: float) -> Iterator[None]:
    """Raise TooLong in the program after so many seconds, where the platform can."""
    if not hasattr(signal, "setitimer"):
        yield
        return

    def ring(signum: int, frame: FrameType | None) -> None:
        raise TooLong(f"still running after {seconds} s")

    previous = signal.signal(signal.SIGALRM, ring)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, previous)
