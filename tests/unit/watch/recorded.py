"""Recording a function or a text, for tests."""

from __future__ import annotations

import contextlib
import gc
import linecache
import types
from collections.abc import Callable
from typing import Any

from stillframe.machine import Machine, policy
from stillframe.watch import tables
from stillframe.watch.filters import wanted
from stillframe.watch.recorder import Recorder
from stillframe.watch.running import record
from stillframe.watch.trace import Trace


def of_function(function: Callable[[], Any], **options: Any) -> Trace:
    """The trace of a call."""
    recorder = Recorder(wanted(policy.program([__file__])), **options)
    return run(Machine(function), recorder)


def of_text(text: str, raises: type[Exception] | None = None, **options: Any) -> Trace:
    """The trace of a module with this text, which may end by such an exception."""
    name = "<recorded>"
    linecache.cache[name] = (len(text), None, text.splitlines(True), name)
    namespace = vars(types.ModuleType("recorded"))
    machine = Machine.of_code(compile(text, name, "exec"), namespace)
    return run(machine, Recorder(lambda code: code.co_filename == name, **options), raises)


def of_loop(text: str, **options: Any) -> Trace:
    """The same; asyncio's loops are such as tell of their turns."""
    import asyncio

    name = "<recorded>"
    recorder = Recorder(lambda code: code.co_filename == name, **options)
    enter = policy.program()

    def make() -> Any:
        return recorder.new_loop(enter)

    namespace = vars(types.ModuleType("recorded")) | {"new_loop": make, "asyncio": asyncio}
    machine = Machine.of_code(compile(text, name, "exec"), namespace, enter=enter)
    return run(machine, recorder)


def run(machine: Machine, recorder: Recorder, raises: type[Exception] | None = None) -> Trace:
    """The trace of what is run; it may end by such an exception."""
    traces: list[Trace] = []
    gc.disable()  # what an earlier run has left isn't to be finalized in this one
    try:
        with contextlib.suppress(*[raises] if raises else []):
            record(machine, recorder, "recorded", ended=traces.append)
    finally:
        gc.enable()
    return traces[0]


def rows(trace: Trace, table: str) -> list[dict[str, Any]]:
    """The rows of a table that is written as columns."""
    return list(tables.rows(trace.data[table]))


def lives(trace: Trace) -> list[str]:
    """The events, as short texts."""
    return [
        f"{trace.data['generators'][one['generator']]['name']} {one['kind']}"
        + (f" {trace.show(one['value'])}" if one["value"] else "")
        for one in rows(trace, "events")
    ]


def stacks(trace: Trace, op: str) -> list[list[str]]:
    """The value stack before each step of such an instruction."""
    found = []
    for moment in range(trace.steps):
        frame = trace.at(moment).current
        if frame is not None:
            code = trace.code(frame.number)
            if code["op"][trace.data["pc"][moment]] == op:
                found.append([trace.show(value) for value in frame.stack])
    return found


def moments_in(trace: Trace, name: str) -> list[int]:
    """The moments at which a function of that name, or a generator, is current."""
    found = []
    for moment in range(trace.steps + 1):
        frame = trace.at(moment).current
        if frame is not None and trace.name(frame.number).rpartition(".")[2] == name:
            found.append(moment)
    return found
