"""What is known of the whole run, found out once: which frame runs when, each generator's life."""

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from typing import Any, final

from stillframe.watch.changes import ENTER, LEAVE, each
from stillframe.watch.reading.tasks import Tasks
from stillframe.watch.state import FrameState, State
from stillframe.watch.tables import grouped
from stillframe.watch.trace import Trace


class Life(IntEnum):
    """What a generator is at a moment; ``RUNNING``: the innermost one in the chain."""

    NONE = 0
    CREATED = 1
    RUNNING = 2
    LINKED = 3
    SUSPENDED = 4
    CLOSED = 5

    def __str__(self) -> str:
        return _STATES[self]


_STATES = ("not yet", "created", "running", "in the chain", "suspended", "closed")


@dataclass(slots=True)
class Lives:
    """From each of ``moments`` on, the state beside it."""

    moments: list[int] = field(default_factory=list)
    states: list[Life] = field(default_factory=list)

    def become(self, moment: int, state: Life) -> None:
        if self.moments and self.moments[-1] == moment:
            self.states[-1] = state
        elif not self.states or self.states[-1] != state:
            self.moments.append(moment)
            self.states.append(state)

    def at(self, moment: int) -> Life:
        row = bisect_right(self.moments, moment) - 1
        return Life.NONE if row < 0 else self.states[row]


@dataclass(slots=True)
class Spans:
    """Stretches of moments with one current frame: their ``starts``, ``frames`` (-1: none), and
    how many frames are in the chain."""

    starts: list[int] = field(default_factory=list)
    frames: list[int] = field(default_factory=list)
    depths: list[int] = field(default_factory=list)

    def add(self, moment: int, chain: list[int]) -> None:
        self.starts.append(moment)
        self.frames.append(chain[-1] if chain else -1)
        self.depths.append(len(chain))

    def of(self, moment: int) -> int:
        return max(0, bisect_right(self.starts, moment) - 1)


@final
class Run:
    """A trace, and what is known of all of it. Costs its changes, once: some 2 microseconds each.

    ``lives`` are of the generators, ``program`` of the program, which runs when none of them does.
    """

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        self.data = data = trace.data
        self.steps = trace.steps
        self.pc: list[int] = data["pc"]
        self.events: dict[str, list[Any]] = data["events"]
        self.generators: list[dict[str, Any]] = data["generators"]
        self.generator_of: list[int] = data["frames"]["generator"]
        self.of_value = {one["value"]: row for row, one in enumerate(self.generators)}
        self.of_value.pop(0, None)
        self.tasks = Tasks(data)
        self.spans = Spans()
        self.lives = [Lives() for _ in self.generators]
        self.program = Lives()
        self._events_of = grouped(self.events["generator"])
        self._contents_of = grouped(data["contents"]["value"])
        self._follow()

    def _follow(self) -> None:
        """Goes through the changes."""
        chain: list[int] = []
        linked: list[int] = []  # the generators in it
        created = {
            generator: step
            for kind, generator, step in zip(
                self.events["kind"], self.events["generator"], self.events["step"], strict=True
            )
            if kind == "created"
        }

        def innermost() -> Lives:
            return self.lives[linked[-1]] if linked else self.program

        changes = self.data["changes"]
        for step, what in zip(changes["step"], changes["what"], strict=True):
            moment = step + 1
            moved = False
            for kind, given in each(what):
                if kind == ENTER:
                    chain.append(given[0])
                    generator = self.generator_of[given[0]]
                    if generator >= 0:
                        innermost().become(moment, Life.LINKED)
                        linked.append(generator)
                    innermost().become(moment, Life.RUNNING)
                elif kind == LEAVE:
                    generator = self.generator_of[chain.pop()]
                    if generator >= 0:
                        linked.pop()
                        kept = Life.CREATED if created.get(generator) == step else Life.SUSPENDED
                        self.lives[generator].become(moment, kept if given[0] else Life.CLOSED)
                        innermost().become(moment, Life.RUNNING)
                    if not chain:
                        self.program.become(moment, Life.CLOSED)
                else:
                    continue
                moved = True
            if moved:
                self.spans.add(moment, chain)
        if not self.spans.starts:
            self.spans.add(0, chain)

    # -- which frame, which instruction, which line

    def span_end(self, span: int) -> int:
        """The moment at which a span ends: where the next one begins."""
        starts = self.spans.starts
        return starts[span + 1] if span + 1 < len(starts) else self.steps + 1

    def frame_at(self, moment: int) -> int:
        """The current frame, -1 if there is none."""
        return self.spans.frames[self.spans.of(moment)]

    def code_of(self, frame: int) -> int:
        """The code of a frame, a row of ``codes``."""
        code: int = self.data["frames"]["code"][frame]
        return code

    def code_at(self, moment: int) -> int:
        """The code of the frame that is current, or was last; else the first; -1: there is none."""
        for span in range(self.spans.of(moment), -1, -1):
            if self.spans.frames[span] >= 0:
                return self.code_of(self.spans.frames[span])
        return 0 if self.data["codes"] else -1

    def instruction_of(self, state: State, frame: FrameState) -> int:
        """Where a frame stands: the next instruction if it is current, else the one in progress."""
        is_current = bool(state.chain) and state.chain[-1] == frame.number
        following = self.pc[state.moment]
        return following if is_current and following >= 0 else frame.at

    def line_at(self, frame: int, instruction: int) -> int | None:
        if frame < 0 or instruction < 0:
            return None
        line: int | None = self.trace.code(frame)["position"][instruction][0]
        return line

    # -- names

    def file_name(self, file: int) -> str:
        name: str = self.data["files"][file]["name"]
        return name.replace("\\", "/").rpartition("/")[2]

    def place(self, frame: int, instruction: int) -> str:
        """The line, and the file where there are several."""
        line = self.line_at(frame, instruction)
        if len(self.data["files"]) == 1:
            return "no line" if line is None else f"line {line}"
        file = self.file_name(self.trace.code(frame)["file"])
        return file if line is None else f"{file}:{line}"

    # -- generators

    def is_created(self, frame: int, moment: int) -> bool:
        """Whether it is a generator's that hasn't been started."""
        generator = self.generator_of[frame]
        return generator >= 0 and self.lives[generator].at(moment) is Life.CREATED

    def innermost(self, chain: Sequence[int]) -> int:
        """The innermost generator among the linked frames, or -1."""
        found = (self.generator_of[frame] for frame in reversed(chain))
        return next((one for one in found if one >= 0), -1)

    def latest(self, chain: Sequence[int], moment: int) -> int:
        """The innermost one, or the one that something happened to last before a moment, or -1."""
        innermost = self.innermost(chain)
        row = bisect_left(self.events["step"], moment) - 1
        return innermost if innermost >= 0 or row < 0 else int(self.events["generator"][row])

    def events_of(self, generator: int) -> list[int]:
        """The rows of events of a generator."""
        return self._events_of.get(generator, [])

    def last_event(self, generator: int, moment: int) -> int:
        """The last event of a generator before a moment, a row of events, or -1."""
        of_it = self.events_of(generator)
        place = bisect_left(of_it, moment, key=self.events["step"].__getitem__)
        return of_it[place - 1] if place else -1

    def partner(self, row: int, into: bool) -> str:
        """Who resumed a generator (``into`` the chain), or goes on when it leaves; empty: unknown.

        ``row`` is one of events.
        """
        frame: int = self.events["frame"][row]
        is_function = frame < 0 or self.generator_of[frame] < 0
        if is_function and self.events["generator"][row] in self.tasks.names:
            return "the loop"
        if frame < 0:
            return "native code" if into else ""
        return self.trace.name(frame)

    def contents_at(self, value: int, moment: int) -> list[int] | None:
        """What an object holds at a moment, as the trace has it; None: that isn't known."""
        contents = self.data["contents"]
        seen = self._contents_of.get(value, [])
        place = bisect_right(seen, moment, key=contents["moment"].__getitem__)
        return contents["what"][seen[place - 1]] if place else None
