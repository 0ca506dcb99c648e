"""Two moments compared: what is different now from the one that was pinned."""

from collections.abc import Iterator, Sequence
from itertools import islice, zip_longest
from typing import NamedTuple, final

from stillframe.watch.reading.run import Life, Run
from stillframe.watch.reading.values import ValueTexts
from stillframe.watch.state import FrameState, State

AT_MOST = 200  # rows that are shown


class Difference(NamedTuple):
    what: str
    before: str
    now: str


@final
class Comparison:
    def __init__(self, run: Run, texts: ValueTexts) -> None:
        self.run = run
        self.texts = texts

    def differences(self, before: State, now: State) -> list[Difference]:
        """What is different, `AT_MOST` twice over; empty texts where there is nothing."""
        found = (one for one in self._all(before, now) if one.before != one.now)
        return list(islice(found, 2 * AT_MOST))

    def _all(self, before: State, now: State) -> Iterator[Difference]:
        yield Difference("call chain", self._names(before), self._names(now))
        for row, generator in enumerate(self.run.generators):
            life = self.run.lives[row]
            one, other = life.at(before.moment), life.at(now.moment)
            yield Difference(generator["name"], _state(one), _state(other))
        for frame in {**before.frames, **now.frames}:
            yield from self._of_frame(frame, before, now)

    def _names(self, state: State) -> str:
        return " › ".join(map(self.run.trace.name, state.chain)) or "no frame"

    def _of_frame(self, frame: int, before: State, now: State) -> Iterator[Difference]:
        name = self.run.trace.name(frame)
        one, other = before.frames.get(frame), now.frames.get(frame)
        yield Difference(f"{name}, line", self._where(before, one), self._where(now, other))

        def values(state: State, found: Sequence[int]) -> list[str]:
            return [self.texts.whole(value, state.moment) if value else "" for value in found]

        slots = self.run.trace.code(frame)["slots"]
        left, right = (
            values(before, one.slots if one else ()),
            values(now, other.slots if other else ()),
        )
        for slot, first, second in zip_longest(slots, left, right, fillvalue=""):
            yield Difference(f"{name}, {slot}", first, second)
        left, right = (
            values(before, one.stack if one else ()),
            values(now, other.stack if other else ()),
        )
        for place, (first, second) in enumerate(zip_longest(left, right, fillvalue="")):
            yield Difference(f"{name}, stack {place}", first, second)

    def _where(self, state: State, found: FrameState | None) -> str:
        if found is None:
            return ""
        return self.run.place(found.number, self.run.instruction_of(state, found))


def _state(life: Life) -> str:
    return "" if life is Life.NONE else str(life)
