"""Trace: a run that was written down, and its state at each moment. The reference reader.

`docs/trace.md` describes the form; a trace is made of it and gives it back, unchanged.
"""

from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from typing import Any, final

from stillframe.watch.loop_state import LoopState, LoopStates
from stillframe.watch.replay import Replay
from stillframe.watch.state import State

VERSION = 1
KEPT = 512  # steps from one state that is kept to the next, for who goes backwards
KEPT_AT_MOST = 100


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
        self._replay = Replay(data)
        self._loops = LoopStates(data["loop"])
        self._key_moments = [one["moment"] for one in data["keyframes"]]
        self._last: State | None = None
        self._kept: dict[int, State] = {}

    def at(self, moment: int) -> State:
        """The state when ``moment`` steps are done: 0 is the beginning, ``steps`` the end.

        Costs the steps from the last moment that is known, some 2 microseconds each: the one asked
        for last, a keyframe, or one on the way to it.
        """
        if not 0 <= moment <= self.steps:
            raise IndexError(f"moment {moment} is not in 0 to {self.steps}")
        state = self._before(moment)
        while state.moment < moment:
            self._replay.step(state)
            if not state.moment % KEPT:
                self._keep(state)
        self._last = state.copy()
        return state

    def operations(self) -> Iterator[tuple[int, str, int, int]]:
        """Each result of a binary operator: the value, the operator, both operands.

        Reads the whole run, some 2 microseconds a step.
        """
        signs = [
            [arg.rstrip("=") if op == "BINARY_OP" else "" for op, arg in zip(*both, strict=True)]
            for both in ((code["op"], code["arg"]) for code in self.data["codes"])
        ]
        state = self._before(0)
        for at in self.data["pc"][: self.steps]:
            frame = state.current
            sign = signs[self.data["frames"]["code"][frame.number]][at] if frame else ""
            one, other = frame.stack[-2:] if frame and sign else (0, 0)
            before = state.recorded
            self._replay.step(state)
            if sign and state.recorded > before:
                yield self.data["recorded"][before], sign, one, other

    def loops_at(self, moment: int) -> list[LoopState]:
        """The event loops at a moment, in the order of their beginning."""
        return self._loops.at(moment)

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

    def _before(self, moment: int) -> State:
        """The state to begin with on the way to a moment: the nearest that is known."""
        key = bisect_right(self._key_moments, moment) - 1
        first = self._key_moments[key] if key >= 0 else 0
        last = self._last if self._last and first <= self._last.moment <= moment else None
        nearest = last.moment if last else first
        for at in range(moment - moment % KEPT, nearest, -KEPT):
            if at in self._kept:
                return self._kept[at].copy()
        if last:
            return last.copy()
        if key < 0:
            return self._replay.beginning()
        return self._replay.from_keyframe(self.data["keyframes"][key])

    def _keep(self, state: State) -> None:
        if len(self._kept) == KEPT_AT_MOST:
            del self._kept[next(iter(self._kept))]
        self._kept[state.moment] = state.copy()


__all__ = ["VERSION", "Trace", "generator_names"]
