"""One moment as lines of text: its frames, what they hold, its loops."""

import os
from collections.abc import Iterable, Iterator
from typing import Any

from stillframe.watch.loop_state import LoopState
from stillframe.watch.state import FrameState
from stillframe.watch.trace import Trace


def lines(trace: Trace) -> Iterator[str]:
    """The chain, the outermost frame first; then what stands apart, each behind the one that
    awaits it; then the loops."""
    data = trace.data
    yield heading(trace)
    yield from data["moment"]["notes"]
    state = trace.at(0)
    tasks = {one["generator"]: f" ({one['name']})" for one in data["tasks"]}
    if state.chain:
        yield "linked into the chain, the innermost last:"
        for number in state.chain:
            yield from _frame(trace, state.frames[number], tasks, "  ")
    linked = set(state.chain)
    apart = [number for number in state.frames if number not in linked]
    if apart:
        yield "standing apart:"
    inner = dict(data["moment"]["awaits"])
    waiting = set(inner.values()) - linked
    for number in apart:
        at: int | None = number if number not in waiting else None
        indent = "  "
        while at is not None and at in state.frames:
            yield from _frame(trace, state.frames[at], tasks, indent)
            at, indent = inner.get(at), "  · "
    for loop in trace.loops_at(0):
        yield from _loop(data, loop)


def heading(trace: Trace) -> str:
    """Of what the moment is."""
    about = trace.data["moment"]
    said = [trace.data["program"]]
    if about["save"] is not None:
        said.append(f"save {about['save']}")
    if about["time"] is not None:
        said.append(f"{about['time'][:19].replace('T', ' ')} UTC")
    return ", ".join([*said, f"Python {trace.data['python']}"])


def _frame(trace: Trace, frame: FrameState, tasks: dict[int, str], indent: str) -> Iterator[str]:
    code, at = trace.code(frame.number), max(frame.at, 0)
    line = code["position"][at][0] or "?"
    instruction = f"{code['op'][at]} {code['arg'][at]}".rstrip()
    labels = code["labels"][at + 1] if at + 1 < len(code["labels"]) else []
    stack = ", ".join(_labelled(trace, frame.stack, labels))
    row = trace.data["frames"]["generator"][frame.number]
    name = trace.name(frame.number) + (tasks.get(row, "") if row >= 0 else "")
    file = os.path.basename(trace.data["files"][code["file"]]["name"])
    yield f"{indent}{name} at {file}:{line}  {instruction}  [{stack}]"
    if frame.handled:
        yield f"{'':6}handles {trace.show(frame.handled)}"
    for slot, value in zip(code["slots"], frame.slots, strict=True):
        if value:
            yield f"{'':6}{slot} = {trace.show(value)}"


def _labelled(trace: Trace, stack: Iterable[int], labels: list[str]) -> Iterator[str]:
    for place, value in enumerate(stack):
        label = labels[place] if place < len(labels) else ""
        yield f"{label}: {trace.show(value)}" if label else trace.show(value)


def _loop(data: dict[str, Any], loop: LoopState) -> Iterator[str]:
    yield f"event loop, {loop.turn:,} turns done:"
    for row in loop.ready:
        handle = data["handles"][row]
        task = f"{data['tasks'][handle['task']]['name']} " if handle["task"] >= 0 else ""
        yield f"  ready: {task}{handle['text']}"
    for when, row in loop.timers:
        yield f"  in {max(when - loop.time, 0):.3f} s: {data['handles'][row]['text']}"
    for rows, what in ((loop.reading, "read"), (loop.writing, "write")):
        for row in rows:
            yield f"  waits for {data['watched'][row]}, to {what}"
