"""The two places where a frame can be: linked into the chain, or standing apart."""

from collections.abc import Iterable
from typing import NamedTuple, final

from stillframe.watch.reading.run import Life, Run
from stillframe.watch.reading.still import Still
from stillframe.watch.reading.view import View, labels_at
from stillframe.watch.state import FrameState

INTO = frozenset({"send", "throw", "close"})  # these link the frame into the chain
CHAIN_AT_MOST = 12
CHAIN_IN_FULL = 4  # of longer ones, most frames are a line each
APART_AT_MOST = 24
CLOSED_AT_MOST = 8


class Linked(NamedTuple):
    """A frame of the chain; ``via`` says how it came there, ``open`` whether all of it is shown."""

    frame: int
    via: str
    innermost: bool
    open: bool


class Chain(NamedTuple):
    """``hidden`` frames are left out behind the first two."""

    frames: list[Linked]
    hidden: int


class Apart(NamedTuple):
    """Suspended frames, each with the verb that joins it to the one before, and how many more
    there are; of what is closed the generators, the last first, and how many more."""

    frames: list[tuple[int, str]]
    others: int
    closed: list[int]
    closed_before: int


@final
class Places:
    def __init__(self, run: Run) -> None:
        self.run = run
        self.still = Still.of(run.data)
        ends = (
            (life.moments[-1], generator)
            for generator, life in enumerate(run.lives)
            if life.states and life.states[-1] is Life.CLOSED
        )
        self._closings = sorted(ends, key=lambda one: one[0])

    def chain(self, view: View) -> Chain:
        chain = view.state.chain
        hidden = max(0, len(chain) - CHAIN_AT_MOST)
        shown = []
        for place, frame in enumerate(chain):
            if hidden and 2 <= place < 2 + hidden and frame != view.frame:
                continue
            innermost = place == len(chain) - 1
            outer = view.state.frames[chain[place - 1]] if place else None
            via = self.via(outer, frame, view.moment) if outer else ""
            is_open = innermost or frame == view.frame or len(chain) <= CHAIN_IN_FULL
            shown.append(Linked(frame, via, innermost, is_open))
        return Chain(shown, hidden)

    def via(self, outer: FrameState, frame: int, moment: int) -> str:
        """How a frame got into the chain: by which kind of instruction of the one outside it."""
        run = self.run
        code = run.trace.code(outer.number)
        op = code["op"][outer.at] if outer.at >= 0 else ""
        row = self._last_event(frame, moment)
        if row >= 0 and run.events["frame"][row] < 0:
            return f"{run.partner(row, True)} resumes"
        if op in ("SEND", "YIELD_VALUE"):
            return "yields from" if code["kind"] == "generator" else "awaits"
        if op == "FOR_ITER":
            return "iterates over"
        return "calls" if row < 0 else "resumes"

    def apart(self, view: View) -> Apart:
        every = sorted(view.state.frames.keys() - {*view.state.chain})
        kept = self._kept(every, view)
        ended = [generator for moment, generator in self._closings if moment <= view.moment]
        last = ended[-CLOSED_AT_MOST:]
        return Apart(
            list(self._await_chains(kept, view)),
            len(every) - len(kept),
            last[::-1],
            len(ended) - len(last),
        )

    def _kept(self, every: list[int], view: View) -> list[int]:
        """Those that something happened to last, and the selected one; of one moment the first, and
        those that await each other with the selected one."""
        if self.still:
            wanted = {*every[:APART_AT_MOST], *self.still.chain(view.frame)}
            return [frame for frame in every if frame in wanted]
        if len(every) <= APART_AT_MOST:
            return every
        dated = sorted(every, key=lambda one: self._last_event(one, view.moment), reverse=True)
        return sorted({*dated[:APART_AT_MOST], *(one for one in every if one == view.frame)})

    def _last_event(self, frame: int, moment: int) -> int:
        generator = self.run.generator_of[frame]
        return -1 if generator < 0 else self.run.last_event(generator, moment)

    def _await_chains(self, frames: list[int], view: View) -> Iterable[tuple[int, str]]:
        """The suspended frames, each behind the one that awaits it."""
        awaited: dict[int, int] = {}
        verbs: dict[int, str] = {}
        for frame in frames:
            child, verb = self.awaited_by(view.state.frames[frame])
            if child in frames:
                awaited[frame], verbs[child] = child, verb
        for child in frames:
            frame = -1 if child in verbs else self._passed_on(child, view.moment)
            if frame in frames and frame not in awaited:
                awaited[frame], verbs[child] = child, "awaits"
        for first in frames:
            if first in verbs:
                continue
            at: int | None = first
            while at is not None:
                yield at, verbs.get(at, "")
                at = awaited.get(at)

    def awaited_by(self, state: FrameState) -> tuple[int, str]:
        """The frame that a suspended one waits for, -1 if that is no recorded one, and the verb."""
        labels = labels_at(self.run.trace.code(state.number), state.at + 1)
        place = next((i for i, one in enumerate(labels) if one in ("awaits", "delegates to")), -1)
        if not 0 <= place < len(state.stack):
            return -1, ""
        generator = self.run.of_value.get(state.stack[place])
        frame = -1 if generator is None else self.run.generators[generator]["frame"]
        return int(frame), labels[place]

    def _passed_on(self, frame: int, moment: int) -> int:
        """The frame that passed on what this one yielded: it awaits it, by some other object."""
        if self.still:
            return self.still.outer.get(frame, -1)
        run, events = self.run, self.run.events
        row = self._last_event(frame, moment)
        if row < 0 or events["kind"][row] != "yield":
            return -1
        to = int(events["frame"][row])
        if to < 0 or run.generator_of[to] < 0:
            return -1
        following = run.last_event(run.generator_of[to], moment)
        passes = (
            following >= 0
            and events["kind"][following] == "yield"
            and events["step"][following] == events["step"][row] + 1
        )
        return to if passes else -1

    def standing(self, view: View, frame: int) -> str:
        """Where a frame is, in words; empty of one that is gone."""
        state = view.state.frames.get(frame)
        if state is None:
            return ""
        at = self.run.instruction_of(view.state, state)
        where = self.run.place(frame, at)
        if self.run.is_created(frame, view.moment):
            return f"not started, {where}"
        if at < 0:
            return where
        chain = view.state.chain
        verb = "stopped at" if frame not in chain else "at" if frame == chain[-1] else "in"
        return f"{verb} {self.run.trace.code(frame)['op'][at]}, {where}"
