"""The state of an event loop at one moment, and how what happens in it changes it."""

from bisect import bisect_left
from dataclasses import dataclass, field, replace
from typing import Any, final

LOOP_COLUMNS = ("step", "loop", "kind", "row", "by", "number")


@dataclass(slots=True)
class LoopState:
    """``turn`` turns were begun, the last at ``time`` on the loop's clock.

    ``phase`` is "waiting" (for the selector, and for timers), "callbacks", or "stopped". ``ready``
    is the queue, ``timers`` by moment, handles all of them; ``running`` is the one that is being
    called, -1 for none. ``reading`` and ``writing`` are rows of ``watched``.
    """

    turn: int = 0
    time: float = 0
    phase: str = "stopped"
    ready: list[int] = field(default_factory=list)
    timers: list[tuple[float, int]] = field(default_factory=list)
    running: int = -1
    reading: list[int] = field(default_factory=list)
    writing: list[int] = field(default_factory=list)

    def copy(self) -> "LoopState":
        return replace(
            self,
            ready=self.ready.copy(),
            timers=self.timers.copy(),
            reading=self.reading.copy(),
            writing=self.writing.copy(),
        )

    def change(self, kind: str, row: int, by: int, number: float) -> None:
        """Do what one row of the columns says."""
        match kind:
            case "begins":
                self.turn = int(number)
            case "turn":
                self.turn += 1
                self.time = number
                self.phase = "waiting"
            case "callbacks":
                self.phase = "callbacks"
            case "stops":
                self.phase = "stopped"
            case "ready":
                self._forget(row)
                self.ready.append(row)
            case "calls":
                self._forget(row)
                self.running = row
            case "called":
                self.running = -1
            case "drops":
                self._forget(row)
            case "cleared":
                self.ready.clear()
                self.timers.clear()
            case "timer":
                self.timers.append((number, row))
                self.timers.sort()
            case "cancelled":
                self.timers = [one for one in self.timers if one[1] != row]
            case "waits to read":
                _add(self.reading, row)
            case "waits to write":
                _add(self.writing, row)
            case "no longer to read":
                _drop(self.reading, row)
            case "no longer to write":
                _drop(self.writing, row)

    def _forget(self, row: int) -> None:
        _drop(self.ready, row)
        self.timers = [one for one in self.timers if one[1] != row]


@final
class LoopStates:
    """The loops' states at each moment, made of the trace's columns."""

    def __init__(self, columns: dict[str, list[Any]]) -> None:
        self._steps = columns["step"]
        self._rows = list(zip(*(columns[name] for name in LOOP_COLUMNS[1:]), strict=True))
        self._kept: list[dict[int, LoopState]] = [{}]

    def at(self, moment: int) -> list[LoopState]:
        """In the order of their beginning. Costs all rows so far, but each of them only once."""
        count = bisect_left(self._steps, moment)
        begin = min(count // _KEPT, len(self._kept) - 1)
        loops = _copied(self._kept[begin])
        for place in range(begin * _KEPT, count):
            if place == len(self._kept) * _KEPT:
                self._kept.append(_copied(loops))
            loop, *rest = self._rows[place]
            loops.setdefault(loop, LoopState()).change(*rest)
        return list(loops.values())


_KEPT = 500  # rows from one kept state to the next


def _copied(loops: dict[int, LoopState]) -> dict[int, LoopState]:
    return {number: one.copy() for number, one in loops.items()}


def _add(rows: list[int], row: int) -> None:
    if row not in rows:
        rows.append(row)


def _drop(rows: list[int], row: int) -> None:
    if row in rows:
        rows.remove(row)
