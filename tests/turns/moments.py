"""Looking at a program as it would be saved, after every turn: what is seen is what there is.

    python -m turns.moments PROGRAM turns 1
    python -m turns.moments PROGRAM instructions 500

The program runs under a session; after so many turns, or instructions, it is frozen as for a
save, and the trace that is made of the bytes is compared with the machine's frames, the tasks and
the loops as they are. It goes on then, and nothing of it notices. What differs is written into
``moments.json`` in the folder that ``CUTS`` names, and how many moments there were.
"""

from __future__ import annotations

import json
import os
import sys
from pathlib import Path
from typing import Any

from stillframe import stack
from stillframe.errors import NotSaveable
from stillframe.machine.frame import CLOSED, NULL, RAISE
from stillframe.program.pickling import Own
from stillframe.program.snapshot import freeze_program
from stillframe.program.state import State
from stillframe.watch.effects import slots_of
from stillframe.watch.packing import pack, unpack
from stillframe.watch.saved import of_snapshot
from stillframe.watch.trace import Trace
from turns.cutting import Piece, end

MOST = 60  # moments of one program
ATOMS = (type(None), bool, int, str, bytes, float)
# What a name alone is known of: a class or a function, or anything else that a module holds.
BY_NAME = "global"
# What a snapshot says of these is how they are made again.
MADE_BY = {
    "method": {"builtin_function_or_method", "method-wrapper"},
    "step": {"TaskStepMethWrapper"},
    "wakeup": {"builtin_function_or_method"},
}


def told(value: Any) -> tuple[str, str]:
    """A live value: its type, and what it is if it is an atom."""
    if value is NULL:
        return "NULL", ""
    kind = type(value)
    return kind.__name__, repr(value)[:60] if kind in ATOMS else ""


def shown(trace: Trace, value: int) -> tuple[str, str]:
    """The same of a value in a trace."""
    values = trace.data["values"]
    kind = trace.data["types"][values["type"][value]]["name"]
    is_atom = not values["number"][value] and kind in {one.__name__ for one in ATOMS}
    return kind, values["text"][value][:60] if is_atom else ""


def agree(live: tuple[str, str], seen: tuple[str, str]) -> bool:
    if live == seen or live[0] in MADE_BY.get(seen[0], ()):
        return True
    if len(live[1]) >= 60 or len(seen[1]) >= 60:  # cut in other places
        return live[0] == seen[0]
    if live[0].endswith("iterator") and seen[0].endswith(("iterator", "reversed")):
        return True  # CPython says of many that they are those of a list
    return seen[0] == BY_NAME and not live[1]


class Compared(Piece):
    """Compares, and goes on, where a piece would end."""

    def __init__(self, folder: Path, unit: str, count: int) -> None:
        super().__init__(folder, unit, count)
        self.folder = folder
        self.moments = 0
        self.differences: list[str] = []

    def _cut(self, session: Any) -> None:
        if self.moments >= MOST:
            return
        try:
            session._refuse_imports()
            data = freeze_program(State.of(session, None), Own(session.policy))
        except NotSaveable:
            return
        self.moments += 1
        trace = of_snapshot(data, "program", {})
        self._say("packed and unpacked", True, unpack(pack(trace)).data == trace.data)
        self._compare_chain(session, trace)
        self._compare_tasks(session, trace)
        self._compare_loops(session, trace)
        self._write()

    def _write(self) -> None:
        said = {"moments": self.moments, "differences": self.differences[:20]}
        (self.folder / "moments.json").write_text(json.dumps(said))

    def _say(self, what: str, live: Any, seen: Any) -> None:
        if live != seen:
            self.differences.append(f"{self.moments}: {what}: {live!r} is shown as {seen!r}")

    def _compare_values(self, what: str, live: list[Any], seen: list[tuple[str, str]]) -> None:
        lives = [told(one) for one in live]
        if len(lives) != len(seen) or not all(map(agree, lives, seen)):
            self._say(what, lives, seen)

    # -- the machine's frames

    def _compare_chain(self, session: Any, trace: Trace) -> None:
        frames = [one for one in [*session.machine.frames()][::-1] if not _is_ours(one)]
        state = trace.at(0)
        self._say(
            "chain",
            [one.f_code.co_qualname for one in frames],
            [trace.code(number)["qualname"] for number in state.chain],
        )
        for frame, number in zip(frames, state.chain, strict=False):
            name, seen = frame.f_code.co_qualname, state.frames[number]
            self._say(f"{name} at", frame.lasti, seen.at)
            stack = [shown(trace, value) for value in seen.stack]
            self._compare_values(f"{name} stack", frame.stack, stack)
            names = slots_of(frame.code)
            live = [
                frame.fast[i] if i < len(frame.fast) else (frame.locals or {}).get(slot, NULL)
                for i, slot in enumerate(names)
            ]
            self._compare_values(f"{name} slots", live, [shown(trace, one) for one in seen.slots])
        innermost = session.machine.frame
        if frames and innermost is frames[-1] and innermost.pc < RAISE:
            self._say("next", innermost.pc, trace.data["pc"][0])
        self._say("native", bool(frames) and innermost is not frames[-1], state.native)

    # -- tasks

    def _compare_tasks(self, session: Any, trace: Trace) -> None:
        import asyncio

        live = {}
        for loop in session.loops():
            for task in asyncio.all_tasks(loop):
                live[task.get_name()] = task
        seen = {one["name"]: one for one in trace.data["tasks"]}
        self._say("tasks", sorted(live), sorted(seen))
        for name, task in live.items():
            if name in seen:
                self._compare_stack(name, task, trace, seen[name])

    def _compare_stack(self, name: str, task: Any, trace: Trace, row: dict[str, Any]) -> None:
        # An aclose() of a generator that is over by itself: a trace has no such frame.
        entries = [one for one in stack(task) if one.state is not CLOSED]
        inner = dict(trace.data["moment"]["awaits"])
        state, numbers = trace.at(0), []
        at = trace.data["generators"][row["generator"]]["frame"] if row["generator"] >= 0 else None
        while at is not None:
            numbers.append(at)
            at = inner.get(at)
        self._say(
            f"{name} frames",
            [(one.function, one.line) for one in entries],
            [
                (
                    trace.data["values"]["text"][_generator(trace, number)["value"]],
                    trace.code(number)["position"][state.frames[number].at][0],
                )
                for number in numbers
            ],
        )
        for entry, number in zip(entries, numbers, strict=False):
            code, frame = trace.code(number), state.frames[number]
            where = f"{name}: {entry.function}"
            # `types.coroutine` makes a generator one that can be awaited: a coroutine, in a trace.
            self._say(f"{where} kind", True, code["kind"] in (entry.kind, "coroutine"))
            labels = code["labels"][frame.at + 1]
            filled = [(i, one) for i, one in enumerate(frame.stack) if one]
            self._compare_values(
                f"{where} stack",
                [one for _, one in entry.value_stack],
                [shown(trace, one) for _, one in filled],
            )
            if sys.version_info >= (3, 13):
                self._say(
                    f"{where} labels",
                    [label for label, _ in entry.value_stack],
                    [labels[i] for i, _ in filled],
                )
            held = dict(zip(code["slots"], frame.slots, strict=True))
            contents = dict(
                zip(trace.data["contents"]["value"], trace.data["contents"]["what"], strict=True)
            )
            opened = {
                slot: contents[value][1] if shown(trace, value)[0] == "cell" else value
                for slot, value in held.items()
                if value
            }
            opened = {slot: value for slot, value in opened.items() if value}
            self._say(f"{where} names", sorted(entry.locals), sorted(opened))
            for slot, value in entry.locals.items():
                if slot in opened:
                    self._compare_values(f"{where} {slot}", [value], [shown(trace, opened[slot])])

    # -- loops

    def _compare_loops(self, session: Any, trace: Trace) -> None:
        live, seen = list(session.loops()), trace.loops_at(0)
        if not live:
            return
        self._say("loops", len(live), len(seen))
        for loop, one in zip(live, seen, strict=False):
            ready = [each for each in loop._ready if not each._cancelled]
            timers = sorted(each.when() for each in loop._scheduled if not each._cancelled)
            self._say("turn", loop.turns, one.turn)
            self._say("ready", len(ready), len(one.ready))
            self._say(
                "ready tasks",
                [_task_name(each) for each in ready],
                [
                    trace.data["tasks"][trace.data["handles"][row]["task"]]["name"]
                    if trace.data["handles"][row]["task"] >= 0
                    else None
                    for row in one.ready
                ],
            )
            self._say("timers", timers, [when for when, _ in one.timers])


def _generator(trace: Trace, frame: int) -> Any:
    return trace.data["generators"][trace.data["frames"]["generator"][frame]]


def _task_name(handle: Any) -> str | None:
    owner = getattr(handle._callback, "__self__", None)
    return owner.get_name() if hasattr(owner, "get_coro") and not owner.done() else None


def _is_ours(frame: Any) -> bool:
    import stillframe

    return frame.f_code.co_filename.startswith(os.path.dirname(stillframe.__file__) + os.sep)


def main(path: str, unit: str, count: str) -> None:
    end(Compared(Path(os.environ["CUTS"]), unit, int(count)), path)


if __name__ == "__main__":
    del sys.modules["__main__"]
    main(*sys.argv[1:])
