"""Trace: a run that was written down, and its state at each moment. The reference reader.

`docs/trace.md` describes the form; a trace is made of it and gives it back, unchanged.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple, final

from stillframe.watch.changes import REPLACE
from stillframe.watch.loop_state import LOOP_COLUMNS, LoopState
from stillframe.watch.state import FrameState, State

VERSION = 1


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


def generator_names(
    rows: Iterable[tuple[int, int]], frame_codes: list[int], codes: list[dict[str, Any]]
) -> list[dict[str, Any]]:
    """The table of generators, of each one's frame and value: their names are counted."""
    counts: dict[str, int] = {}
    found = []
    for frame, value in rows:
        code = codes[frame_codes[frame]]
        name = code["qualname"].rpartition("<locals>.")[2]
        counts[name] = counts.get(name, 0) + 1
        found.append(
            {
                "name": f"{name}#{counts[name]}",
                "kind": code["kind"],
                "frame": frame,
                "value": value,
            }
        )
    return found


@final
class Trace:
    """A trace in its JSON-ready form, ``data``; `at` gives the state at a moment."""

    def __init__(self, data: dict[str, Any]) -> None:
        if data.get("trace") != VERSION:
            raise ValueError(f"not a trace of version {VERSION}")
        self.data = data
        self.steps: int = data["steps"]
        self._change_of = dict(zip(data["changes"]["step"], data["changes"]["what"], strict=True))
        self._key_moments = [one["moment"] for one in data["keyframes"]]
        self._effects = [
            [
                (_effect(one), _effect(one if jump is None else jump))
                for one, jump in code["effects"]
            ]
            for code in data["codes"]
        ]
        self._cached: tuple[int, State, int] | None = None

    def at(self, moment: int) -> State:
        """The state when ``moment`` steps are done: 0 is the beginning, ``steps`` the end.

        Costs the steps from the last keyframe, some 2 microseconds each.
        """
        if not 0 <= moment <= self.steps:
            raise IndexError(f"moment {moment} is not in 0 to {self.steps}")
        state, recorded = self._start(moment)
        while state.moment < moment:
            recorded = self._step(state, recorded)
        self._cached = moment, state.copy(), recorded
        return state

    def operations(self) -> Iterator[tuple[int, str, int, int]]:
        """Each result of a binary operator: the value, the operator, both operands.

        Reads the whole run, some 2 microseconds a step.
        """
        signs = [
            [arg.rstrip("=") if op == "BINARY_OP" else "" for op, arg in zip(*both, strict=True)]
            for both in ((code["op"], code["arg"]) for code in self.data["codes"])
        ]
        state, recorded = self._start(0)
        for at in self.data["pc"][: self.steps]:
            frame = state.current
            sign = signs[self.data["frames"]["code"][frame.number]][at] if frame else ""
            one, other = frame.stack[-2:] if frame and sign else (0, 0)
            before, recorded = recorded, self._step(state, recorded)
            if sign and recorded > before:
                yield self.data["recorded"][before], sign, one, other

    def loops_at(self, moment: int) -> list[LoopState]:
        """The event loops at a moment, in the order of their beginning. Costs all events so far."""
        columns = self.data["loop"]
        loops: dict[int, LoopState] = {}
        for step, *rest in zip(*(columns[name] for name in LOOP_COLUMNS), strict=True):
            if step >= moment:
                break
            loops.setdefault(rest[0], LoopState()).change(*rest[1:])
        return list(loops.values())

    def output_at(self, moment: int) -> str:
        """What has been written up to a moment, to both streams."""
        columns = self.data["output"]
        count = bisect_left(columns["step"], moment)
        return "".join(columns["text"][:count])

    def code(self, frame: int) -> dict[str, Any]:
        """The code of a frame."""
        code: dict[str, Any] = self.data["codes"][self.data["frames"]["code"][frame]]
        return code

    def name(self, frame: int) -> str:
        """What a frame is called: its generator's name, or its function's."""
        generator = self.data["frames"]["generator"][frame]
        if generator >= 0:
            return str(self.data["generators"][generator]["name"])
        return str(self.code(frame)["qualname"])

    def show(self, value: int) -> str:
        """A value in short: its text, or its type and number."""
        values = self.data["values"]
        text, number = values["text"][value], values["number"][value]
        if not number:
            return str(text)
        kind = self.data["types"][values["type"][value]]["name"]
        return f"<{kind} #{number}{f' {text}' if text else ''}>"

    def _start(self, moment: int) -> tuple[State, int]:
        """The state to begin with, the place of the next recorded value."""
        key = bisect_right(self._key_moments, moment) - 1
        cached = self._cached
        first = self._key_moments[key] if key >= 0 else 0
        if cached is not None and first <= cached[0] <= moment:
            return cached[1].copy(), cached[2]
        if key < 0:
            state = State()
            state.change(self._change_of.get(-1, []), self._new)
            return state, 0
        row = self.data["keyframes"][key]
        frames = {
            number: FrameState(number, at, handled, stack.copy(), slots.copy())
            for number, at, handled, stack, slots in row["frames"]
        }
        return State(row["moment"], list(row["chain"]), frames), row["recorded"]

    def _new(self, frame: int) -> FrameState:
        slots = self.data["frames"]["slots"][frame]
        code = self.data["codes"][self.data["frames"]["code"][frame]]
        return FrameState(frame, -1, 0, [], slots + [0] * (len(code["slots"]) - len(slots)))

    def _step(self, state: State, recorded: int) -> int:
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
                following = pcs[step + 1]
                effect = self._effects[code][at][following != at + 1]
                recorded = self._apply(frame, effect, code, recorded)
        if what is not None:
            state.change(what, self._new)
        state.moment += 1
        return recorded

    def _apply(self, frame: FrameState, effect: _Effect, code: int, recorded: int) -> int:
        stack, slots = frame.stack, frame.slots
        taken: list[int] = []
        if effect.pop:
            taken = stack[-effect.pop :]
            del stack[-effect.pop :]
        constants = self.data["codes"][code]["constants"]
        before = slots.copy() if effect.set and effect.push else slots
        for kind, number in [*effect.push, *[source for _, source in effect.set]]:
            match kind:
                case "?":
                    value = self.data["recorded"][recorded]
                    recorded += 1
                case "i":
                    value = taken[number]
                case "s":
                    value = before[number]
                case "k":
                    value = constants[number]
                case _:
                    value = 0
            stack.append(value)
        for slot, _ in reversed(effect.set):
            slots[slot] = stack.pop()
        return recorded


__all__ = ["VERSION", "Trace", "generator_names"]
