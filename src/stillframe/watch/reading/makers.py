"""The steps that made values: followed through stacks, slots, and from frame to frame."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, final

from stillframe.watch import changes
from stillframe.watch.reading.moves import Moves
from stillframe.watch.replay import Replay
from stillframe.watch.state import FrameState, State

_PUTS = (changes.PUSH, changes.SLOT, changes.BOUND)  # the value is their last argument


class _Made(int):
    """A value that knows the step that made it."""

    step: int


def _made(value: int, step: int) -> _Made:
    made = _Made(value)
    made.step = step
    return made


@dataclass(slots=True)
class _Tracked(State):
    """A state whose values are `_Made`, but those that were there before the keyframe.

    ``hand`` holds what was taken from the stacks in this step, and may be handed to another frame.
    """

    hand: list[int] = field(default_factory=list)

    def handed(self, value: int, step: int) -> int:
        return next((one for one in reversed(self.hand) if one == value), _made(value, step))

    def _change(self, kind: int, given: list[int], new: Any) -> None:
        frame = self.current
        match kind:
            case changes.CUT if frame:
                self.hand += frame.stack[given[0] :]
            case changes.LEAVE if frame:
                self.hand += frame.stack
            case _ if kind in _PUTS:
                given = [*given[:-1], self.handed(given[-1], self.moment)]
        State._change(self, kind, given, new)


class _Fresh(Sequence[int]):
    """Values that come from outside the frames, as made by the step that is being done."""

    def __init__(self, values: Sequence[int], replay: "_Tracking") -> None:
        self.values = values
        self.replay = replay

    def __getitem__(self, place: Any) -> Any:
        return _made(self.values[place], self.replay.doing)

    def __len__(self) -> int:
        return len(self.values)


@final
class _Tracking(Replay):
    """A replay of tracked states."""

    def __init__(self, data: dict[str, Any]) -> None:
        super().__init__(data)
        self.doing = -1
        self.state = _Tracked()
        self.recorded = _Fresh(self.recorded, self)
        self.constants = [_Fresh(values, self) for values in self.constants]

    def begin(self, keyframe: int) -> None:
        """Stand at a keyframe, at -1 at the beginning."""
        self.doing = -1
        if keyframe < 0:
            self.state = _Tracked(-1)
            self.beginning(self.state)
            self.state.moment = 0
        else:
            one = self.from_keyframe(self.data["keyframes"][keyframe])
            self.state = _Tracked(one.moment, one.chain, one.frames, recorded=one.recorded)

    def go(self, moment: int) -> None:
        while self.state.moment < moment:
            self.doing = self.state.moment
            self.state.hand.clear()
            self.step(self.state)

    def begun(self, frame: int) -> FrameState:
        state = super().begun(frame)
        state.slots = [self.state.handed(one, self.doing) if one else 0 for one in state.slots]
        return state


@final
class Makers:
    """Finds the step that made a value."""

    def __init__(self, moves: Moves) -> None:
        self.moves = moves
        self.data = moves.run.data
        self._keyframes = self.data["keyframes"]
        self._key_moments = [one["moment"] for one in self._keyframes]
        self._tracking: _Tracking | None = None

    @property
    def _replay(self) -> _Tracking:
        self._tracking = self._tracking or _Tracking(self.data)
        return self._tracking

    def of(self, moment: int, frame: int, where: str, place: int) -> int | None:
        """The step that made the value in a frame's ``stack`` or ``slots`` at a moment.

        -1 is before the first; None: it made none that is recorded. Of an object it is the step in
        which that was seen first, however often it was passed on since. Costs the steps from
        there, at most twice.
        """
        state = self.moves.run.trace.at(moment).frames.get(frame)
        values = [] if state is None else state.stack if where == "stack" else state.slots
        if place >= len(values) or not values[place]:
            return None
        if self.data["values"]["number"][values[place]]:
            return self.first_seen(values[place])
        last = bisect_right(self._key_moments, moment) - 1
        back = 0
        while True:
            begin = max(-1, last - back)
            self._replay.begin(begin)
            self._replay.go(moment)
            found = self._replay.state.frames[frame]
            value = (found.stack if where == "stack" else found.slots)[place]
            if isinstance(value, _Made):
                return value.step
            if begin < 0:
                return None
            back = 2 * back + 1

    def first_seen(self, value: int) -> int | None:
        """The step in which a value was first on a stack or in a slot, None if it never was."""
        steps = (self._recorded(value), self._constant(value), self._changed(value))
        return min((step for step in steps if step is not None), default=None)

    def _recorded(self, value: int) -> int | None:
        """The first step that took it from the recorded values."""
        recorded = self.data["recorded"]
        if value not in recorded:
            return None
        place = recorded.index(value)
        used = [one["recorded"] for one in self._keyframes]
        replay = self._replay
        replay.begin(bisect_right(used, place) - 1)
        while replay.state.recorded <= place:
            replay.go(replay.state.moment + 1)
        return replay.doing

    def _constant(self, value: int) -> int | None:
        """The first step that took it from the constants of its code."""
        wanted = {}
        for number, code in enumerate(self.data["codes"]):
            sources = {f"k{place}" for place, one in enumerate(code["constants"]) if one == value}
            if sources:
                takes = (_sources(row) for row in code["effects"])
                wanted[number] = {at for at, taken in enumerate(takes) if sources & taken}
        return self.moves.reach(-1, wanted) if wanted else None

    def _changed(self, value: int) -> int | None:
        """The first step in which a change put it somewhere, or a frame began with it."""
        begun = {row for row, slots in enumerate(self.data["frames"]["slots"]) if value in slots}
        table = self.data["changes"]
        for step, what in zip(table["step"], table["what"], strict=True):
            for kind, given in changes.each(what):
                if kind in _PUTS and given[-1] == value:
                    return int(step)
                if kind == changes.ENTER and given[0] in begun:
                    return int(step)
        return None


def _sources(effects: list[Any]) -> set[str]:
    """Where an instruction takes values from, going on the one way or the other."""
    given = [one for one in effects if one is not None]
    return {source for _, push, sets in given for source in [*push, *(one for _, one in sets)]}
