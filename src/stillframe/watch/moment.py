"""One moment as a trace: what stands still, and what it holds. There are no steps.

`trace_of` makes one of objects in memory, `saved` of a file. What the trace says of it is what it
would say behind a step -1: each suspended frame has come into the chain and left it, and those
that are linked have come and stayed.
"""

import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any, NamedTuple, final

from stillframe.bytecode import Code, decode
from stillframe.errors import NothingToShow, NotSaveable
from stillframe.native import KINDS, read
from stillframe.native.fork import frame_of
from stillframe.watch import changes
from stillframe.watch.effects import effects_of, slots_of
from stillframe.watch.loop_state import LOOP_COLUMNS
from stillframe.watch.standing import Standing, of_suspended
from stillframe.watch.trace import VERSION, Trace, generator_names
from stillframe.watch.values import Values
from stillframe.watch.writing import (
    EVENT_COLUMNS,
    EXCEPTION_COLUMNS,
    OUTPUT_COLUMNS,
    code_entry,
    columns,
    lines_of,
    value_columns,
)

BEFORE = -1  # the step of what happened before the first
_NOTHING_SAID: dict[str, Any] = {"save": None, "time": None, "notes": [], "frame": 0}


def trace_of(*objects: Any, name: str = "in memory") -> Trace:
    """The moment at which objects stand: generators, coroutines, async generators, asyncio tasks,
    or what holds some.

    With each goes what it awaits or delegates to, and every other suspended one that the values
    lead to that are shown of it. Nothing is changed, and no code of the objects is run. Costs some
    50 microseconds a frame. Raises NothingToShow if no frame is found, NotSaveable if one of the
    objects is running.
    """
    moment = Moment(_standing, frame_of)
    for one in objects:
        if type(one) in KINDS:
            read(one)  # it must not be running
        if hasattr(type(one), "get_coro"):  # an asyncio task
            moment.task(one, one.get_name(), one.get_coro())
        else:
            moment.show(one)
    if not moment.frames:
        said = ", ".join(sorted({type(one).__name__ for one in objects})) or "nothing"
        raise NothingToShow(f"no suspended frame is found in {said}: what is closed has none")
    lines = {code.filename: lines_of(code.filename, {}) for code in moment.gather()}
    return moment.trace(name, lines, sys.version_info[:3], {})


def _standing(value: Any) -> Standing | None:
    """The frame of a live object; None for what has none, or is running."""
    if type(value) not in KINDS:
        return None
    try:
        state = read(value)
    except NotSaveable:
        return None
    return of_suspended(value, state, decode(state.code))


@final
class Moment:
    """What is written of a moment: what there is (`link`, `show`, `task`, `loop`), what that leads
    to (`gather`), and the `trace`.

    ``standing_of`` gives the frame of a generator, None for anything else and for one without a
    frame; ``frame_of`` the generator that something on a value stack resumes, or None.
    """

    def __init__(
        self,
        standing_of: Callable[[Any], Standing | None],
        frame_of: Callable[[Any], Any],
    ) -> None:
        self.frames: list[Standing] = []
        self._codes: list[Code] = []
        self._held: list[_Held] = []  # of each frame, once that is gathered
        self._standing_of = standing_of
        self._frame_of = frame_of
        self._values = Values(lambda: 0, self._take)
        self._linked: list[int] = []
        self._native = False
        self._numbers: dict[int, int] = {}  # of frames, by the ids of their generators
        self._generators: list[tuple[int, int]] = []
        self._rows: dict[int, int] = {}  # of generators, by the numbers of their frames
        self._awaits: list[list[int]] = []
        self._by_code: dict[int, int] = {}
        self._tasks: list[dict[str, Any]] = []
        self._task_rows: dict[int, int] = {}
        self._handles: list[dict[str, Any]] = []
        self._watched: list[str] = []
        self._loop: list[tuple[Any, ...]] = []
        self._loops = 0

    # -- what there is

    def link(self, frames: Sequence[Standing], native: bool) -> None:
        """The chain, the outermost frame first; ``native``: native code runs in the last one."""
        self._native = native
        for standing in frames:
            self._linked.append(self._add(standing))

    def show(self, obj: Any) -> None:
        """An object, with the frames that it leads to."""
        self._take(obj)
        self._values.of(obj)

    def task(self, task: Any, name: str, coroutine: Any) -> None:
        """A task, with its chain of awaits."""
        if id(task) in self._task_rows:
            return
        frame = self._frame_of(coroutine)
        self._take(frame)
        number = self._numbers.get(id(frame), -1)
        row = self._rows.get(number, -1)
        value = self._values.of(task)
        self._task_rows[id(task)] = len(self._tasks)
        self._tasks.append({"name": name, "generator": row, "value": value})

    def loop(
        self,
        turns: int,
        time: float,
        ready: Iterable[tuple[str, Any]],
        timers: Iterable[tuple[str, Any, float]],
        watched: Iterable[tuple[str, bool, bool]],
    ) -> None:
        """A loop between two turns, its clock at ``time``. Handles are told by what they call, and
        the task that this lets run, or None; what is watched by whether it is to read, to write."""
        loop, self._loops = self._loops, self._loops + 1

        def say(kind: str, row: int = -1, number: float = 0) -> None:
            self._loop.append((BEFORE, loop, kind, row, -1, number))

        say("begins", number=turns - 1)
        say("turn", number=time)
        for text, task in ready:
            say("ready", self._handle(text, task, None))
        for text, task, when in timers:
            say("timer", self._handle(text, task, when), when)
        for text, reads, writes in watched:
            self._watched.append(text)
            for kind in ["waits to read"] * reads + ["waits to write"] * writes:
                say(kind, len(self._watched) - 1)

    def _handle(self, text: str, task: Any, when: float | None) -> int:
        row = self._task_rows.get(id(task), -1)
        self._handles.append({"text": text, "task": row, "when": when})
        return len(self._handles) - 1

    # -- frames

    def _take(self, value: Any) -> None:
        """If it is a generator with a frame: that, and what it delegates to."""
        while id(value) not in self._numbers:
            standing = self._standing_of(value)
            if standing is None:
                return
            number = self._add(standing)
            if not _delegates(standing):
                return
            value = self._frame_of(standing.stack[-1])
            inner = self._standing_of(value) if value is not None else None
            if inner is None:
                return
            known = self._numbers.get(id(value))
            self._awaits.append([number, len(self.frames) if known is None else known])

    def _add(self, standing: Standing) -> int:
        number = len(self.frames)
        self.frames.append(standing)
        if id(standing.code) not in self._by_code:
            self._by_code[id(standing.code)] = len(self._codes)
            self._codes.append(standing.code)
        if standing.generator is not None:
            self._numbers[id(standing.generator)] = number
            self._rows[number] = len(self._generators)
            self._generators.append((number, 0))
        return number

    # -- the trace

    def gather(self) -> Sequence[Code]:
        """Look at what each frame holds, which may lead to more of them; the code of all."""
        while len(self._held) < len(self.frames):
            self._held.append(self._look(len(self._held)))
        return self._codes

    def trace(
        self,
        program: str,
        lines: Mapping[str, list[str]],
        python: Sequence[int],
        about: dict[str, Any],
    ) -> Trace:
        """``lines`` has those of each file that the codes name; ``about`` says what is told in the
        trace's ``moment``."""
        of, held = self._values.of, self._held
        files: dict[str, int] = {}
        codes = [
            code_entry(
                code, slots_of(code), effects_of(code), [of(one) for one in code.constants], files
            )
            for code in self.gather()
        ]
        rows = [self._by_code[id(one.code)] for one in self.frames]
        top = self.frames[self._linked[-1]] if self._linked else None
        following = -1 if top is None else top.pc if top.pc >= 0 and not self._native else top.at
        made = [
            (BEFORE, "created", row, 0, -1)
            for number, row in self._rows.items()
            if self.frames[number].created
        ]
        return Trace(
            {
                "trace": VERSION,
                "program": program,
                "arguments": [],
                "python": ".".join(map(str, python)),
                "moment": {**_NOTHING_SAID, **about, "awaits": self._awaits},
                "steps": 0,
                "limit": 0,
                "full": False,
                "end": {},
                "files": [{"name": file, "lines": lines.get(file, [])} for file in files],
                "codes": codes,
                **value_columns(self._values),
                "frames": {
                    "code": rows,
                    "generator": [self._rows.get(one, -1) for one in range(len(rows))],
                    "slots": [one.slots for one in held],
                },
                "pc": [following],
                "recorded": [],
                "changes": {"step": [BEFORE], "what": [self._changes()]},
                "keyframes": [],
                "generators": generator_names(self._generators, rows, codes),
                "events": columns(made, EVENT_COLUMNS),
                "exceptions": columns([], EXCEPTION_COLUMNS),
                "loop": columns(self._loop, LOOP_COLUMNS),
                "handles": self._handles,
                "tasks": self._tasks,
                "watched": self._watched,
                "output": columns([], OUTPUT_COLUMNS),
            }
        )

    def _look(self, number: int) -> "_Held":
        """The values of a frame. More frames may be met by them."""
        standing, of = self.frames[number], self._values.of
        if number in self._rows:
            self._generators[self._rows[number]] = number, of(standing.generator)
        return _Held(
            [of(standing.value_of(*slot)) for slot in enumerate(slots_of(standing.code))],
            [of(one) for one in standing.stack],
            of(standing.handled) if standing.handled is not None else 0,
            of(standing.raising) if standing.raising is not None else 0,
        )

    def _changes(self) -> list[int]:
        """What brings the frames to where they stand: those apart first, then the chain."""
        linked, held = set(self._linked), self._held
        apart = [number for number in range(len(self.frames)) if number not in linked]
        said: list[int] = []
        for number in [*apart, *self._linked]:
            at, one = self.frames[number].at, held[number]
            said += changes.ENTER, number, 0
            if at >= 0:
                said += changes.AT, at
            for value in one.stack:
                said += changes.PUSH, value
            if one.handled:
                said += changes.HANDLED, one.handled
            if number not in linked:
                said += changes.LEAVE, 1
        if self._native:
            said.append(changes.NATIVE)
        elif self._linked and held[self._linked[-1]].raising:
            said += changes.RAISING, held[self._linked[-1]].raising
        return said


class _Held(NamedTuple):
    """Of a frame, the values that it holds; 0 where there is none."""

    slots: list[int]
    stack: list[int]
    handled: int
    raising: int


def _delegates(standing: Standing) -> bool:
    """Whether it waits in a `yield from` or an `await`."""
    one = standing.code.instructions[standing.at]
    return one.op == "YIELD_VALUE" and bool(one.arg) and bool(standing.stack)


__all__ = ["Moment", "trace_of"]
