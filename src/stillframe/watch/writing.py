"""From what a recorder wrote to the JSON-ready form of a trace."""

import linecache
import sys
from collections.abc import Mapping
from types import CodeType
from typing import Any

from stillframe.bytecode import OPERATIONS, Arg, Code, argument_text
from stillframe.machine.frame import (
    CO_ASYNC_GENERATOR,
    CO_COROUTINE,
    CO_GENERATOR,
    CO_ITERABLE_COROUTINE,
    CO_OPTIMIZED,
)
from stillframe.native.labels import labels_before
from stillframe.watch.effects import Effect
from stillframe.watch.loop_state import LOOP_COLUMNS
from stillframe.watch.plan import Plan
from stillframe.watch.recorder import Recorder
from stillframe.watch.shapes import cut
from stillframe.watch.trace import VERSION, Trace, generator_names


def trace_of(
    recorder: Recorder,
    name: str,
    arguments: list[str],
    end: dict[str, Any],
    sources: Mapping[str, str],
) -> Trace:
    """The trace of a recorder that has stopped. ``sources`` has the text of files that aren't."""
    values = recorder.values
    steps, script, frames, lives = recorder.steps, recorder.script, recorder.frames, recorder.lives
    loops = recorder.loops
    files: dict[str, int] = {}
    codes = [_code(plan, files, recorder) for plan in frames.plans]
    return Trace(
        {
            "trace": VERSION,
            "program": name,
            "arguments": arguments,
            "python": ".".join(map(str, sys.version_info[:3])),
            "steps": steps,
            "limit": recorder.limit,
            "full": recorder.full,
            "end": end,
            "files": [{"name": file, "lines": _lines(file, sources)} for file in files],
            "codes": codes,
            "types": [{"name": one.name, "shape": one.shape} for one in values.kinds],
            "values": {"type": values.type, "text": values.text, "number": values.number},
            "contents": {
                "moment": values.seen_at,
                "value": values.seen,
                "what": [list(one) for one in values.contents],
            },
            "frames": {
                "code": frames.code,
                "generator": frames.generator,
                "slots": frames.slots,
            },
            "pc": [*script.pcs[:steps], recorder.following],
            "recorded": recorder.pen.recorded,
            "changes": {"step": script.change_at, "what": script.changes},
            "keyframes": frames.keyframes,
            "generators": generator_names(lives.generators, frames.code, codes),
            "events": _columns(lives.events, ("step", "kind", "generator", "value", "frame")),
            "exceptions": _columns(lives.exceptions, ("step", "kind", "frame", "value")),
            "loop": _columns(loops.events if loops else [], LOOP_COLUMNS),
            "handles": loops.handles if loops else [],
            "tasks": loops.tasks if loops else [],
            "watched": loops.files if loops else [],
            "output": _columns(recorder.output, ("step", "stream", "text")),
        }
    )


def _lines(file: str, sources: Mapping[str, str]) -> list[str]:
    text = sources.get(file)
    lines = text.split("\n") if text is not None else linecache.getlines(file)
    return [line.rstrip("\n") for line in lines]


def _columns(rows: list[Any], names: tuple[str, ...]) -> dict[str, list[Any]]:
    columns = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in names]
    return dict(zip(names, columns, strict=True))


def _code(plan: Plan, files: dict[str, int], recorder: Recorder) -> dict[str, Any]:
    code = plan.code
    return {
        "file": files.setdefault(code.filename, len(files)),
        "name": code.name,
        "qualname": code.qualname,
        "line": code.firstlineno,
        "kind": _kind(code),
        "slots": list(plan.slots),
        "constants": recorder.frames.constants[plan.number],
        "op": [one.op for one in code.instructions],
        "arg": [argument_text(code, one, _constant) for one in code.instructions],
        "target": [
            one.arg if OPERATIONS[one.op].arg is Arg.TARGET else None for one in code.instructions
        ],
        "position": [list(one) for one in code.positions],
        "effects": [
            [_effect(one.next), None if one.next == one.jump else _effect(one.jump)]
            for one in plan.effects
        ],
        "labels": labels_before(code),
        "handlers": [
            [one.start, one.end, one.target, one.depth, int(one.lasti)] for one in code.handlers
        ],
    }


def _effect(effect: Effect) -> list[Any]:
    return [effect.pop, list(effect.push), [list(one) for one in effect.set]]


def _kind(code: Code) -> str:
    if code.flags & (CO_COROUTINE | CO_ITERABLE_COROUTINE):
        return "coroutine"
    if code.flags & CO_ASYNC_GENERATOR:
        return "async generator"
    if code.flags & CO_GENERATOR:
        return "generator"
    if code.name == "<module>":
        return "module"
    return "function" if code.flags & CO_OPTIMIZED else "class"


def _constant(value: Any) -> str:
    return f"<code {value.co_qualname}>" if isinstance(value, CodeType) else cut(repr(value))
