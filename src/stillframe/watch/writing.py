"""From what a recorder wrote to the JSON-ready form of a trace."""

import linecache
import sys
from collections.abc import Iterable, Mapping, Sequence
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
from stillframe.watch.effects import Effect, Effects
from stillframe.watch.loop_state import LOOP_COLUMNS
from stillframe.watch.recorder import Recorder
from stillframe.watch.shapes import cut
from stillframe.watch.trace import VERSION, Trace, generator_names
from stillframe.watch.values import Values

EVENT_COLUMNS = ("step", "kind", "generator", "value", "frame")
EXCEPTION_COLUMNS = ("step", "kind", "frame", "value")
OUTPUT_COLUMNS = ("step", "stream", "text")


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
    codes = [
        code_entry(plan.code, plan.slots, plan.effects, constants, files)
        for plan, constants in zip(frames.plans, frames.constants, strict=True)
    ]
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
            "files": [{"name": file, "lines": lines_of(file, sources)} for file in files],
            "codes": codes,
            **value_columns(values),
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
            "events": columns(lives.events, EVENT_COLUMNS),
            "exceptions": columns(lives.exceptions, EXCEPTION_COLUMNS),
            "loop": columns(loops.events if loops else [], LOOP_COLUMNS),
            "handles": loops.handles if loops else [],
            "tasks": loops.tasks if loops else [],
            "watched": loops.files if loops else [],
            "output": columns(recorder.output, OUTPUT_COLUMNS),
        }
    )


def value_columns(values: Values) -> dict[str, Any]:
    """The tables of types, values and contents."""
    return {
        "types": [{"name": one.name, "shape": one.shape} for one in values.kinds],
        "values": {"type": values.type, "text": values.text, "number": values.number},
        "contents": {
            "moment": values.seen_at,
            "value": values.seen,
            "what": [list(one) for one in values.contents],
        },
    }


def lines_of(file: str, sources: Mapping[str, str]) -> list[str]:
    """The lines of a file; ``sources`` has the text of those that aren't there, or not so."""
    text = sources.get(file)
    lines = text.split("\n") if text is not None else linecache.getlines(file)
    return [line.rstrip("\n") for line in lines]


def columns(rows: list[Any], names: tuple[str, ...]) -> dict[str, list[Any]]:
    """Rows as columns, by their names."""
    found = [list(column) for column in zip(*rows, strict=True)] or [[] for _ in names]
    return dict(zip(names, found, strict=True))


def code_entry(
    code: Code,
    slots: Sequence[str],
    effects: Iterable[Effects],
    constants: list[int],
    files: dict[str, int],
) -> dict[str, Any]:
    """What a trace says of a code object; ``files`` has the rows of files, and gets a new one."""
    return {
        "file": files.setdefault(code.filename, len(files)),
        "name": code.name,
        "qualname": code.qualname,
        "line": code.firstlineno,
        "kind": _kind(code),
        "slots": list(slots),
        "constants": constants,
        "op": [one.op for one in code.instructions],
        "arg": [argument_text(code, one, _constant) for one in code.instructions],
        "target": [
            one.arg if OPERATIONS[one.op].arg is Arg.TARGET else None for one in code.instructions
        ],
        "position": [list(one) for one in code.positions],
        "effects": [
            [_effect(one.next), None if one.next == one.jump else _effect(one.jump)]
            for one in effects
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
