"""From one moment of a run to the next: what each step does to the state (`docs/trace.md`)."""

from collections.abc import Sequence
from typing import Any, NamedTuple

from stillframe.watch.changes import REPLACE
from stillframe.watch.state import FrameState, State


class _Effect(NamedTuple):
    pop: int
    push: list[tuple[str, int]]
    set: list[tuple[int, tuple[str, int]]]


def _source(text: str) -> tuple[str, int]:
    return text[0], int(text[1:] or 0)


def _effect(row: list[Any]) -> _Effect:
    pop, push, sets = row
    return _Effect(
        pop, [_source(one) for one in push], [(slot, _source(one)) for slot, one in sets]
    )


class Replay:
    """Makes states of a trace's data, and does steps to them.

    ``recorded`` and ``constants`` (by code) are where values come from that no frame had before.
    """

    def __init__(self, data: dict[str, Any]) -> None:
        self.data = data
        self.recorded: Sequence[int] = data["recorded"]
        self.constants: list[Sequence[int]] = [code["constants"] for code in data["codes"]]
        self._change_of = dict(zip(data["changes"]["step"], data["changes"]["what"], strict=True))
        self._effects = [
            [
                (_effect(one), _effect(one if jump is None else jump))
                for one, jump in code["effects"]
            ]
            for code in data["codes"]
        ]

    def beginning(self, state: State | None = None) -> State:
        """The state at moment 0: an empty one, and what happened before the first step."""
        state = State() if state is None else state
        state.change(self._change_of.get(-1, []), self.begun)
        return state

    def from_keyframe(self, row: dict[str, Any]) -> State:
        frames = {
            number: FrameState(number, at, handled, stack.copy(), slots.copy())
            for number, at, handled, stack, slots in row["frames"]
        }
        return State(row["moment"], list(row["chain"]), frames, recorded=row["recorded"])

    def begun(self, frame: int) -> FrameState:
        """A frame as it begins."""
        slots = self.data["frames"]["slots"][frame]
        code = self.data["codes"][self.data["frames"]["code"][frame]]
        return FrameState(frame, -1, 0, [], slots + [0] * (len(code["slots"]) - len(slots)))

    def step(self, state: State) -> None:
        """Do the next step."""
        step = state.moment
        pcs = self.data["pc"]
        at = pcs[step]
        frame = state.current
        what = self._change_of.get(step)
        state.raising, state.native = 0, False
        if frame is not None:
            frame.at = at
            if what is None or what[0] != REPLACE:
                code = self.data["frames"]["code"][frame.number]
                effect = self._effects[code][at][pcs[step + 1] != at + 1]
                self._apply(state, frame, effect, code)
        if what is not None:
            state.change(what, self.begun)
        state.moment += 1

    def _apply(self, state: State, frame: FrameState, effect: _Effect, code: int) -> None:
        stack, slots = frame.stack, frame.slots
        taken: list[int] = []
        if effect.pop:
            taken = stack[-effect.pop :]
            del stack[-effect.pop :]
        before = slots.copy() if effect.set and effect.push else slots
        for kind, number in [*effect.push, *[source for _, source in effect.set]]:
            match kind:
                case "?":
                    value = self.recorded[state.recorded]
                    state.recorded += 1
                case "i":
                    value = taken[number]
                case "s":
                    value = before[number]
                case "k":
                    value = self.constants[code][number]
                case _:
                    value = 0
            stack.append(value)
        for slot, _ in reversed(effect.set):
            slots[slot] = stack.pop()


__all__ = ["Replay"]
