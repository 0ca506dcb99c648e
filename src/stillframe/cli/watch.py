"""``stillframe watch``: a program under the recorder, and what becomes of the run."""

from __future__ import annotations

import importlib
import os
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from stillframe.cli import program as programs
from stillframe.cli.printing import printing
from stillframe.cli.program import CannotRun
from stillframe.cli.progress import Steps
from stillframe.cli.run import Request, become, end_as_python, find, policy_for

if TYPE_CHECKING:
    from stillframe.watch.trace import Trace


@dataclass(frozen=True)
class Output:
    """What is made of a run, "page", "text" or "json", and its file; None: standard output."""

    form: str
    file: str | None


def watch_program(request: Request, output: Output, limit: int, only: Sequence[str]) -> None:
    """Run a program to its end, write the run, and end as the program does."""
    end_as_python(lambda: _watch(request, output, limit, only))


def _watch(request: Request, output: Output, limit: int, only: Sequence[str]) -> None:
    from stillframe.machine import Machine
    from stillframe.program.loops import use_our_loop
    from stillframe.watch.filters import wanted
    from stillframe.watch.recorder import Recorder
    from stillframe.watch.running import record

    write = _writer(output)
    program, arguments = find(request)
    become(program, arguments)
    module = programs.main_module(program)
    sys.modules["__main__"] = module
    policy = policy_for(program, request.enter)
    steps = Steps(limit)
    recorder = Recorder(wanted(policy, only), limit, progress=steps.hear)
    use_our_loop(lambda: recorder.new_loop(policy))
    machine = Machine.of_code(program.code, module.__dict__, enter=policy)
    name = os.path.basename(program.argv0) or program.argv0

    def ended(trace: Trace) -> None:
        steps.hide()
        write(trace)

    record(machine, recorder, name, arguments, ended, steps.hide)


def _writer(output: Output) -> Any:
    """What writes the run; found out before the program begins that it can't be written."""
    if output.form == "page":
        try:
            page = importlib.import_module("stillframe.watch.page")
        except ModuleNotFoundError:
            raise CannotRun("pages can't be made yet: use --text or --json", 2) from None
        return lambda trace: page.write(trace, output.file)
    if output.file is None:
        return lambda trace: _print(_lines(output, trace))
    try:
        file = open(output.file, "w", encoding="utf-8")  # noqa: SIM115 (it's open while the program runs)
    except OSError as error:
        raise CannotRun(f"{output.file} can't be written: {error.strerror}", 2) from None

    def write(trace: Trace) -> None:
        with file:
            file.writelines(f"{line}\n" for line in _lines(output, trace))

    return write


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
