"""``stillframe run``: a program on the machine, begun and ended as ``python`` would.

What ends a process stays CPython's own: SystemExit is left to it, and so are joining threads,
atexit and flushing, which all happen when ``main`` is left.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import TYPE_CHECKING, NoReturn

from stillframe.cli import program as programs
from stillframe.cli.program import CannotRun, Program
from stillframe.errors import InternalError, StillframeError

if TYPE_CHECKING:
    from stillframe.machine.policy import Policy

INTERNAL = 70  # the exit status after a fault of our own: EX_SOFTWARE of sysexits.h


@dataclass(frozen=True)
class Request:
    """What was asked for on the command line; without ``module`` and ``code``, the first of
    the arguments names the program, and none means standard input."""

    arguments: Sequence[str]
    module: str | None
    code: str | None
    enter: Sequence[str]
    saving: Saving | None = None


@dataclass(frozen=True)
class Saving:
    """How a program is saved: its file (None: named after the program), a save every so many
    seconds, how many are kept, how long a save may wait, and whether an unfinished program that
    the file holds may be given up."""

    file: str | None = None
    every: float | None = None
    keep: int = 10
    patience: float = 5.0
    fresh: bool = False


def run_program(request: Request) -> None:
    """Find the program, run it to its end, and end as it does: by returning, or SystemExit."""
    end_as_python(lambda: _run(request))


def _run(request: Request) -> None:
    program, arguments = find(request)
    become(program, arguments)
    if request.saving is None:
        _execute(program, request.enter)
    else:
        from stillframe.cli import saving

        saving.run(program, request)


def end_as_python(work: Callable[[], None]) -> None:
    """Run a program, and end as `python` does with what it raises."""
    from stillframe.machine.translation import let_go  # a fault in there isn't the program's

    try:
        try:
            work()
        finally:
            let_go()
    except CannotRun as error:
        complain(str(error))
        sys.exit(error.status)
    except InternalError as error:
        sys.__excepthook__(type(error), error, error.__traceback__)
        complain("a fault of stillframe, not of the program; please report it")
        sys.exit(INTERNAL)
    except StillframeError as error:
        complain(str(error))
        sys.exit(1)
    except BaseException as error:
        uncaught = error
    else:
        return
    # No longer in the handler: sys.excepthook is called when nothing is being handled.
    if isinstance(uncaught, SystemExit):
        # A new one: where a task has raised this one, asyncio may show its traceback yet.
        uncaught.__traceback__ = guest_part(uncaught.__traceback__)
        sys.exit(uncaught.code)
    end_with(uncaught)


def find(request: Request) -> tuple[Program, Sequence[str]]:
    arguments = request.arguments
    if request.module is not None:
        sys.argv = ["-m", *arguments]
        _set_path0(os.getcwd())
        return programs.from_module(request.module), arguments
    if request.code is not None:
        return programs.from_command(request.code), arguments
    if not arguments:
        return programs.from_stdin(argv0=""), arguments
    name, *rest = arguments
    return (programs.from_stdin() if name == "-" else programs.from_path(name)), rest


def name_of(request: Request) -> str:
    """What files of a program are called by default, before their suffix."""
    if request.module is not None:
        return request.module
    if request.code is not None:
        return "command"
    base = os.path.basename(os.path.abspath(request.arguments[0])) if request.arguments else ""
    return os.path.splitext(base)[0] if base not in ("", "-") else "stdin"


def _set_path0(path: str) -> None:
    """Give the first place on sys.path, which is the directory of our own script, to another."""
    if not sys.flags.safe_path:
        sys.path[0] = path


def become(program: Program, arguments: Sequence[str]) -> None:
    sys.argv = [program.argv0, *arguments]
    if program.is_container and sys.flags.safe_path:
        sys.path.insert(0, program.path0)
    else:
        _set_path0(program.path0)


def _execute(program: Program, patterns: Sequence[str]) -> None:
    from stillframe.machine import Machine

    module = programs.main_module(program)
    sys.modules["__main__"] = module
    enter = policy_for(program, patterns)
    Machine.of_code(program.code, module.__dict__, enter=enter).run()


def policy_for(
    program: Program, patterns: Sequence[str], native_coroutines: bool = False
) -> Policy:
    """Which code the machine enters: the program's own, and what the patterns add."""
    from stillframe.machine import policy

    if "all" in patterns:
        return policy.everything(native_coroutines)
    if patterns:
        return policy.matching(patterns, program.own, native_coroutines)
    return policy.program(program.own, native_coroutines)


def complain(message: str) -> None:
    """One line on standard error."""
    print(f"stillframe: {message}", file=sys.stderr)


def end_with(error: BaseException) -> NoReturn:
    """End as CPython does with an exception that nobody caught (``_PyErr_PrintEx``)."""
    traceback = guest_part(error.__traceback__)
    error.__traceback__ = traceback
    sys.last_type, sys.last_value, sys.last_traceback = type(error), error, traceback
    if sys.version_info >= (3, 12):
        sys.last_exc = error
    _call_excepthook(error)
    if isinstance(error, KeyboardInterrupt):
        # Left to CPython, which ends the process by SIGINT. It has been shown already.
        sys.excepthook = lambda *_: None
        raise KeyboardInterrupt
    sys.exit(1)


def _call_excepthook(error: BaseException) -> None:
    hook = getattr(sys, "excepthook", None)
    if hook is None:
        print("sys.excepthook is missing", file=sys.stderr)
        hook = sys.__excepthook__
    try:
        hook(type(error), error, error.__traceback__)
    except SystemExit:
        raise
    except BaseException as second:
        print("Error in sys.excepthook:", file=sys.stderr)
        second.__traceback__ = guest_part(second.__traceback__)
        sys.__excepthook__(type(second), second, second.__traceback__)
        print("\nOriginal exception was:", file=sys.stderr)
        sys.__excepthook__(type(error), error, error.__traceback__)


_OUR_DIRECTORY = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep


def guest_part(traceback: TracebackType | None) -> TracebackType | None:
    """The traceback from the first line of the program on: no line of ours, none of runpy."""
    while traceback is not None:
        filename = traceback.tb_frame.f_code.co_filename
        if filename != "<frozen runpy>" and not filename.startswith(_OUR_DIRECTORY):
            break
        traceback = traceback.tb_next
    return traceback
