"""The state of an event loop at one moment, and how what happens in it changes it."""

from dataclasses import dataclass, field

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


def _add(rows: list[int], row: int) -> None:
    if row not in rows:
        rows.append(row)


def _drop(rows: list[int], row: int) -> None:
    if row in rows:
        rows.remove(row)
