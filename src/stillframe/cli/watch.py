"""``stillframe watch``: a program under the recorder, or a saved one; and what is made of it."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, TextIO

from stillframe.cli import program as programs
from stillframe.cli.opening import open_file, serve, wrote
from stillframe.cli.printing import printing
from stillframe.cli.program import CannotRun
from stillframe.cli.progress import Steps
from stillframe.cli.run import Request, become, end_as_python, find, name_of, policy_for

if TYPE_CHECKING:
    from stillframe.watch.trace import Trace


@dataclass(frozen=True)
class Output:
    """What is made of a run: "page", "served" (a page without a file), "tui", "text" or "json".

    ``file`` is where to; None: a page beside the program's name, else standard output. ``opens``
    says whether a page is opened in a browser.
    """

    form: str
    file: str | None
    opens: bool = False


@dataclass(frozen=True)
class Filters:
    """Patterns of what is recorded: ``only`` these files and functions, in these ``tasks``.

    Empty: all of the program's own.
    """

    only: Sequence[str] = ()
    tasks: Sequence[str] = ()


def watch_program(request: Request, output: Output, limit: int, filters: Filters) -> None:
    """Run a program to its end, write the run, and end as the program does."""
    end_as_python(lambda: _watch(request, output, limit, filters))


def _watch(request: Request, output: Output, limit: int, filters: Filters) -> None:
    from stillframe.machine import Machine
    from stillframe.program.loops import use_our_loop
    from stillframe.watch.filters import Tasks, wanted
    from stillframe.watch.recorder import Recorder
    from stillframe.watch.running import record

    program, arguments = find(request)
    write = _writer(output, name_of(request))
    become(program, arguments)
    module = programs.main_module(program)
    sys.modules["__main__"] = module
    policy = policy_for(program, request.enter)
    steps = Steps(limit)
    tasks = Tasks(filters.tasks) if filters.tasks else None
    recorder = Recorder(wanted(policy, filters.only), limit, progress=steps.hear, tasks=tasks)
    use_our_loop(lambda: recorder.new_loop(policy))
    machine = Machine.of_code(program.code, module.__dict__, enter=policy)
    name = os.path.basename(program.argv0) or program.argv0

    def ended(trace: Trace) -> None:
        steps.hide()
        write(trace)

    sources = (
        {} if program.own or not program.source else {program.code.co_filename: program.source}
    )
    record(machine, recorder, name, arguments, ended, steps.hide, sources)


def watch_saved(path: str, number: int | None, output: Output) -> None:
    """Show the moment at which a saved program or a frozen object stands; nothing of it is run."""
    end_as_python(lambda: _watch_saved(path, number, output))


def _watch_saved(path: str, number: int | None, output: Output) -> None:
    from stillframe.watch.saved import open_saved

    trace = open_saved(path, number)
    _writer(output, os.path.basename(path))(trace)


def _writer(output: Output, name: str) -> Callable[[Trace], None]:
    """What writes the run; found out before the program begins that it can't be written. ``name``
    is what a page is called if nothing else is asked for."""
    if output.form == "served":
        return lambda trace: serve(_page(trace), output.opens)
    if output.form == "tui":
        return _shower()
    if output.form == "page":
        return _page_writer(output.file or f"{name}.watch.html", output.opens)
    if output.file is None:
        return lambda trace: _print(_lines(output, trace))
    file = _opened(output.file)

    def write(trace: Trace) -> None:
        with file:
            file.truncate(0)
            file.writelines(f"{line}\n" for line in _lines(output, trace))

    return write


def _shower() -> Callable[[Trace], None]:
    """What shows the run on this terminal; refuses where that can't be."""
    instead = "--text prints the run"
    stream = sys.__stdout__
    if stream is None or stream.closed or not stream.isatty():
        raise CannotRun(f"--tui needs a terminal, and standard output isn't one; {instead}", 2)
    kind = os.environ.get("TERM", "")
    if os.name == "posix" and kind in ("", "dumb"):
        which = f"TERM={kind}" if kind else "TERM isn't set"
        raise CannotRun(f"--tui needs a terminal with a cursor to move ({which}); {instead}", 2)
    try:
        from stillframe.watch.terminal.showing import show
    except ModuleNotFoundError as error:
        if error.name != "textual":
            raise
        how = "python -m pip install 'stillframe[tui]'"
        raise CannotRun(f"--tui needs textual, which isn't installed: {how}", 2) from None
    terminal = os.ttyname(stream.fileno()) if os.name == "posix" else None
    return lambda trace: show(trace, terminal)


def _opened(path: str) -> TextIO:
    try:
        return open(path, "a", encoding="utf-8", newline="\n")  # an older one stays until then
    except OSError as error:
        raise CannotRun(f"{path} can't be written: {error.strerror}", 2) from None


def _page_writer(path: str, opens: bool) -> Callable[[Trace], None]:
    file = _opened(path)
    full = os.path.abspath(path)  # the program may go to another folder

    def write(trace: Trace) -> None:
        with file:
            file.truncate(0)
            file.write(_page(trace))
        wrote(path, full, _said(trace))
        if opens:
            open_file(full)

    return write


def _said(trace: Trace) -> str:
    """What was written."""
    return f"{trace.steps:,} steps" if "moment" not in trace.data else trace.data["program"]


def _page(trace: Trace) -> str:
    from stillframe.watch.page import html

    return html(trace)


def _lines(output: Output, trace: Trace) -> Iterable[str]:
    if output.form == "json":
        from stillframe.watch.packing import as_json

        return [as_json(trace)]
    from stillframe.watch.text import lines

    return lines(trace)


def _print(lines: Iterable[str]) -> None:
    with printing():
        for line in lines:
            print(line)
