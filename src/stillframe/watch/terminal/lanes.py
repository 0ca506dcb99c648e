"""The lanes of the timeline as signs: what each generator does, from one moment to another."""

from bisect import bisect_left, bisect_right
from typing import NamedTuple, final

from stillframe.watch.reading import Reading
from stillframe.watch.reading.places import INTO
from stillframe.watch.reading.run import Life, Lives
from stillframe.watch.reading.tasks import Ready

SHORTEST = 20  # moments in sight, at the closest

# What wins where a cell holds several.
_RANKS = {
    Life.CLOSED: -1,
    Life.NONE: 0,
    Life.SUSPENDED: 1,
    Life.CREATED: 2,
    Life.LINKED: 3,
    Life.RUNNING: 4,
}


class Cell(NamedTuple):
    sign: str
    styles: str


_BLANK = Cell(" ", "")
READY = Cell("═", "send")
SIGNS = {
    Life.RUNNING: Cell("█", "running"),
    Life.LINKED: Cell("▒", "linked"),
    Life.SUSPENDED: Cell("─", "apart"),
    Life.CREATED: Cell("┄", "apart"),
}
SOLID = {SIGNS[Life.RUNNING].sign, SIGNS[Life.LINKED].sign}
LEGEND = [*((SIGNS[state], str(state)) for state in SIGNS), (READY, "ready")]


class Lane(NamedTuple):
    name: str
    task: str
    frame: int
    life: Lives
    ready: Ready | None


@final
class Lanes:
    """The program's lane, then one for each generator; and the moments in sight, from ``begin`` to
    ``end``, over so many cells."""

    def __init__(self, reading: Reading) -> None:
        self.run = run = reading.run
        self.begin = 0
        self.end = max(run.steps, 1)
        self.width = 1
        self.lanes = [Lane(run.data["program"], "", 0, run.program, None)]
        self.lanes += [
            Lane(
                one["name"],
                run.tasks.names.get(row, ""),
                one["frame"],
                run.lives[row],
                run.tasks.ready.get(row),
            )
            for row, one in enumerate(run.generators)
        ]
        self._cells: dict[int, list[Cell]] = {}
        self._arrows: dict[tuple[int, int], Cell] | None = None

    def resize(self, width: int) -> None:
        if width != self.width:
            self.width = max(1, width)
            self._moved()

    def _moved(self) -> None:
        self._cells.clear()
        self._arrows = None

    @property
    def length(self) -> int:
        return self.end - self.begin

    def x(self, moment: int) -> int:
        """The cell of a moment; the last one is in the last cell."""
        return min(self.width - 1, (moment - self.begin) * self.width // self.length)

    def moment(self, x: int) -> int:
        """The first moment of a cell, but the last of the last one."""
        if x >= self.width - 1:
            return min(self.run.steps, self.end)
        return min(self.run.steps, self._first(max(0, x)))

    def _first(self, x: int) -> int:
        """The first moment that isn't before a cell; it may lie behind that."""
        return self.begin - (-x * self.length // self.width)

    def follow(self, moment: int) -> None:
        """Keeps a moment in sight."""
        if not self.begin <= moment <= self.end:
            self._show(moment - self.length // 3, self.length)

    def zoom(self, factor: float, around: int) -> None:
        whole = max(self.run.steps, 1)
        length = min(whole, max(min(SHORTEST, whole), round(self.length * factor)))
        self._show(around - (around - self.begin) * length // self.length, length)

    def _show(self, begin: int, length: int) -> None:
        self.begin = max(0, min(max(self.run.steps, 1) - length, begin))
        self.end = self.begin + length
        self._moved()

    # -- drawing

    def cells(self, lane: int) -> list[Cell]:
        """A lane, from the left."""
        if lane not in self._cells:
            self._cells[lane] = self._draw(self.lanes[lane])
        return self._cells[lane]

    def _draw(self, lane: Lane) -> list[Cell]:
        moments, states = lane.life.moments, lane.life.states
        cells = []
        for x in range(self.width):
            start, end = self._first(x), self._first(x + 1)
            if start == end:  # a moment is wider than a cell
                start -= 1
            first = bisect_right(moments, start) - 1
            last = max(bisect_left(moments, end), first + 1)
            state = max(states[max(first, 0) : last], key=_RANKS.__getitem__, default=Life.NONE)
            cell = SIGNS.get(state, _BLANK)
            waits = lane.ready is not None and _is_in(lane.ready, start, end)
            cells.append(READY if waits and _RANKS[state] < _RANKS[Life.LINKED] else cell)
        return cells

    def arrows(self) -> dict[tuple[int, int], Cell]:
        """What leads from lane to lane, by lane and cell: who resumed whom, and who woke whom.

        Nothing where there is no room for it.
        """
        if self._arrows is None:
            self._arrows = {}
            self._draw_resumes(self._arrows)
            self._draw_wakes(self._arrows)
        return self._arrows

    def _draw_resumes(self, arrows: dict[tuple[int, int], Cell]) -> None:
        events = self.run.events
        first = bisect_left(events["step"], self.begin)
        last = bisect_left(events["step"], self.end + 1)
        if last - first > self.width / 3:
            return
        for row in range(first, last):
            by, generator = events["frame"][row], events["generator"][row]
            if events["kind"][row] not in INTO:
                continue
            if by < 0 and generator in self.run.tasks.names:
                continue  # the loop, at its turn
            lane = 0 if by < 0 else self.run.generator_of[by] + 1
            for between in range(min(lane, generator + 1) + 1, max(lane, generator + 1)):
                arrows[between, self.x(events["step"][row] + 1)] = Cell("│", "muted")

    def _draw_wakes(self, arrows: dict[tuple[int, int], Cell]) -> None:
        wakes = self.run.tasks.wakes
        first = bisect_left(wakes, (self.begin, -2, -2))
        last = bisect_left(wakes, (self.end + 1, -2, -2))
        if last - first > self.width / 3:
            return
        for moment, by, generator in wakes[first:last]:
            if by < 0 or by == generator:
                continue
            x = self.x(moment)
            arrows[generator + 1, x] = Cell("╚" if by < generator else "╔", "send")
            for between in range(min(by, generator) + 2, max(by, generator) + 1):
                arrows.setdefault((between, x), Cell("║", "send"))

    def axis(self) -> list[tuple[int, str]]:
        """The numbers on the axis, and their cells."""
        gap = round_step(self.length / max(2, self.width // 12))
        first = -(-self.begin // gap) * gap
        return [(self.x(at), f"{at:,}") for at in range(first, self.end + 1, gap)]


def _is_in(ready: Ready, start: int, end: int) -> bool:
    place = bisect_right(ready.end, start)
    return place < len(ready.begin) and ready.begin[place] < max(end, start + 1)


def round_step(least: float) -> int:
    power: int = 10 ** max(0, len(str(int(max(least, 1)))) - 1)
    return next(one * power for one in (1, 2, 5, 10) if one * power >= least)
