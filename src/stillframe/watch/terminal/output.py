"""What the program has written by now."""

from typing import final

from stillframe.watch.reading.view import View
from stillframe.watch.terminal.pane import Pane, plural
from stillframe.watch.terminal.row import Row, Target


@final
class Output(Pane):
    heading = "Output"

    def count(self) -> int:
        return self._written or 1

    @property
    def _written(self) -> int:
        return self.reading.output.count(self.view.moment) if self.view else 0

    def show(self, view: View) -> None:
        before = self._written
        super().show(view)
        if self._written != before:
            self._to_the_end()

    def on_resize(self) -> None:
        super().on_resize()
        self._to_the_end()

    def _to_the_end(self) -> None:
        self.call_after_refresh(self.scroll_end, animate=False)

    def row(self, index: int, width: int) -> Row:
        assert self.view is not None
        if not self._written:
            return Row(" Nothing is written yet.", "muted")
        pieces = self.reading.output.pieces(index, self.view.moment)
        new = any(piece.step >= self.view.since for piece in pieces)
        row = Row("•" if new else " ", "running")
        for piece in pieces:
            target = Target("moment", (pieces[0].step + 1,))
            row.add(piece.text, f"{piece.stream}{' new' if new else ''}", target)
        return row


@final
class Compared(Pane):
    """What is different now from the step that was pinned."""

    heading = "Compared"
    pinned: int | None = None

    def rows(self, view: View, width: int) -> list[Row]:
        if self.pinned is None:
            return []
        before = self.run.trace.at(self.pinned)
        found = self.reading.comparison.differences(before, view.state)
        self.entitle(plural(len(found), "difference") if found else "nothing differs")
        first, second = width * 2 // 7, width * 5 // 7 // 2 - 1
        rest = width - first - second - 3

        def three(what: str, one: str, other: str, styles: str) -> Row:
            columns = ((what, first, "muted"), (one, second, styles), (other, rest, styles))
            row = Row()
            for text, room, style in columns:
                row.extend(Row(text, style).fitted(room)).add(" ")
            return row

        head = three("", f"step {self.pinned:,}", f"step {view.moment:,}, now", "strong")
        return [head, *(three(*one, "") for one in found[:200])]
