"""The timeline: lanes, one for each generator or coroutine; a click leads to a moment."""

from bisect import bisect_left, bisect_right
from typing import Any, ClassVar, final

from rich.cells import cell_len
from textual.message import Message
from textual.strip import Strip
from textual.widget import Widget

from stillframe.watch.reading import Reading
from stillframe.watch.reading.view import View
from stillframe.watch.terminal.lanes import LEGEND, SOLID, Cell, Lanes
from stillframe.watch.terminal.look import Look
from stillframe.watch.terminal.marks import Marks
from stillframe.watch.terminal.pane import Chosen, Hovered
from stillframe.watch.terminal.row import Piece, Row, Target, cut


@final
class Timeline(Widget):
    DEFAULT_CSS: ClassVar[str] = "Timeline { background: $surface; padding: 0 1; }"

    class Moved(Message):
        """A moment was pointed at."""

        def __init__(self, moment: int) -> None:
            super().__init__()
            self.moment = moment

    def __init__(self, reading: Reading, marks: Marks, **options: Any) -> None:
        super().__init__(**options)
        self.reading = reading
        self.run = reading.run
        self.marks = marks
        self.look = Look(dark=True)
        self.lanes = Lanes(reading)
        self.first = 1  # the lane below the program's, which stays at the top
        self.pinned: int | None = None
        self.with_legend = True
        self.view: View | None = None
        self._longest = max(cell_len(one.name + one.task) for one in self.lanes.lanes)
        self._dragged = False

    @property
    def wanted(self) -> int:
        """The height that shows all lanes."""
        return len(self.lanes.lanes) + self._above + self.with_legend

    @property
    def rows(self) -> int:
        """How many lanes there is room for, below the program's."""
        return max(1, self.content_size.height - self._above - self.with_legend - 1)

    @property
    def _above(self) -> int:
        """The numbers, and, where there is room, the ticks below them."""
        return 2 if self.with_legend else 1

    @property
    def _last_first(self) -> int:
        """The lane that can be at the top so that the last one is in sight."""
        return max(1, len(self.lanes.lanes) - self.rows)

    @property
    def names(self) -> int:
        """The room for names."""
        return min(self._longest + 2, 28, self.content_size.width // 4)

    def show(self, view: View) -> None:
        self.view = view
        self.lanes.resize(self.content_size.width - self.names)
        self.lanes.follow(view.moment)
        self._follow_lane(view)
        self.refresh()

    def _follow_lane(self, view: View) -> None:
        """Keeps the lane in sight that runs, or in which something happened last."""
        lane = self.run.latest(view.state.chain, view.moment) + 1
        if lane and not self.first <= lane < self.first + self.rows:
            self.first = max(1, min(self._last_first, lane - self.rows // 2))
        self.first = min(self.first, self._last_first)

    def zoom(self, factor: float, around: int) -> None:
        self.lanes.zoom(factor, around)
        self.refresh()

    def on_resize(self) -> None:
        if self.view is not None:
            self.show(self.view)

    # -- drawing

    def render_line(self, y: int) -> Strip:
        base = self.visual_style.rich_style
        width = self.content_size.width
        return self._row(y).strip(width, self.look).apply_style(base)

    def _row(self, y: int) -> Row:
        if self.view is None:
            return Row()
        if y == 0:
            return self._axis(self.view)
        if y < self._above:
            return self._ticks(self.view)
        if self.with_legend and y == self.content_size.height - 1:
            return self._legend()
        lane = y - self._above
        lane = self.first + lane - 1 if lane else 0
        return self._lane(lane, self.view) if lane < len(self.lanes.lanes) else Row()

    def _axis(self, view: View) -> Row:
        cells = [Cell(" ", "")] * self.lanes.width
        now = f"{view.moment:,}"
        start = max(0, min(self.lanes.width - len(now), self.lanes.x(view.moment) - len(now) // 2))
        for x, text in self.lanes.axis():
            if x + len(text) < start or x > start + len(now):
                _write(cells, x, text, "muted")
        _write(cells, start, now, "cursor")
        return self._with_names([], cells)

    def _ticks(self, view: View) -> Row:
        cells = [Cell(" ", "")] * self.lanes.width
        for x, _ in self.lanes.axis():
            cells[x] = Cell("╷", "rule")
        moves = self.reading.moves
        for moments, cell in (
            (moves.outputs, Cell("▪", "output")),
            (moves.raises, Cell("!", "raise strong")),
        ):
            for x in self._inside(moments):
                cells[x] = cell
        cells[self.lanes.x(view.moment)] = Cell("▼", "cursor")
        return self._with_names([], cells)

    def _inside(self, moments: list[int]) -> set[int]:
        """The cells of those moments that are in sight."""
        first = bisect_left(moments, self.lanes.begin)
        last = bisect_right(moments, self.lanes.end)
        return {self.lanes.x(moment) for moment in moments[first:last]}

    def _lane(self, number: int, view: View) -> Row:
        lane = self.lanes.lanes[number]
        cells = list(self.lanes.cells(number))
        arrows = self.lanes.arrows()
        for x, cell in enumerate(cells):
            arrow = arrows.get((number, x))
            if arrow is not None and cell.sign not in SOLID:
                cells[x] = arrow
        if self.pinned is not None and self.lanes.begin <= self.pinned <= self.lanes.end:
            cells[self.lanes.x(self.pinned)] = Cell("┊", "mark strong")
        x = self.lanes.x(view.moment)
        under = cells[x].styles.split()[0] if cells[x].sign in SOLID else ""
        cells[x] = Cell("┃", f"cursor {f'on-{under}' if under else ''}")
        room = self.names - 1
        target = Target("frame", (lane.frame,))
        generator = number - 1
        linked = generator >= 0 and lane.frame in view.state.chain
        name = cut(lane.name, room)
        row = Row(name, "warm-ink strong" if linked else "", target)
        if lane.task and cell_len(name) + cell_len(lane.task) + 1 <= room:
            row.right(lane.task, "muted")
        found = self._with_names(row.fitted(room), cells)
        if number and self.marks.hovered == target:
            found.ground = "same"
        return found

    def _legend(self) -> Row:
        row = Row(" " * self.names)
        moves = self.reading.moves
        for cell, text in LEGEND if moves.turns else LEGEND[:-1]:
            row.add(cell.sign * 2, cell.styles).add(f" {text}   ", "muted")
        if moves.outputs:
            row.add("▪", "output").add(" output   ", "muted")
        if moves.raises:
            row.add("!", "raise strong").add(" exception", "muted")
        count, last = len(self.lanes.lanes) - 1, self.first + self.rows - 1
        if last < count or self.first > 1:
            row.right(f"lanes {self.first} to {last} of {count}", "muted")
        return row

    def _with_names(self, named: list[Piece], cells: list[Cell]) -> Row:
        row = Row().extend(named or [Piece(" " * (self.names - 1))]).add(" ")
        run, styles = "", ""
        for cell in cells:
            if cell.styles != styles:
                row.add(run, styles)
                run, styles = "", cell.styles
            run += cell.sign
        return row.add(run, styles)

    # -- the mouse

    def on_mouse_down(self, event: Any) -> None:
        place = event.get_content_offset(self)
        if place is None or event.button != 1:
            return
        if place.x < self.names:
            target = event.style.meta.get("target")
            if target is not None:
                self.post_message(Chosen(target))
            return
        self._dragged = True
        self.capture_mouse()
        self._point(place.x)

    def on_mouse_move(self, event: Any) -> None:
        if self._dragged:
            self._point(event.get_content_offset_capture(self).x)
        else:
            self.post_message(Hovered(event.style.meta.get("target")))

    def on_leave(self) -> None:
        self.post_message(Hovered(None))

    def on_mouse_up(self) -> None:
        if self._dragged:
            self._dragged = False
            self.release_mouse()

    def _point(self, x: int) -> None:
        self.post_message(self.Moved(self.lanes.moment(x - self.names)))

    def on_mouse_scroll_down(self, event: Any) -> None:
        self._wheel(event, 1)

    def on_mouse_scroll_up(self, event: Any) -> None:
        self._wheel(event, -1)

    def _wheel(self, event: Any, turned: int) -> None:
        """Through the lanes, if there isn't room for all; else, or with Ctrl, it zooms."""
        event.stop()
        if self.view is None:
            return
        if event.ctrl or event.shift or self._last_first == 1:
            self.zoom(2.0**turned, self.view.moment)
            return
        self.first = max(1, min(self._last_first, self.first + turned))
        self.refresh()


def _write(cells: list[Cell], x: int, text: str, styles: str) -> None:
    for at, sign in enumerate(text, x):
        if at < len(cells):
            cells[at] = Cell(sign, styles)
