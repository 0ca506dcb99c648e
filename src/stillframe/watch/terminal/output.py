"""What the program has written by now."""

from typing import Any, final

from stillframe.watch.reading.comparison import AT_MOST, Difference
from stillframe.watch.reading.view import View
from stillframe.watch.reading.words import plural
from stillframe.watch.state import State
from stillframe.watch.terminal.pane import Pane
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

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.before: State | None = None
        self.found: list[Difference] = []

    def pin(self, moment: int | None) -> None:
        """Compare with a moment, or (None) no more."""
        self.before = None if moment is None else self.run.trace.at(moment)
        if self.view is not None:
            self.show(self.view)

    def show(self, view: View) -> None:
        if self.before is not None:
            self.found = self.reading.comparison.differences(self.before, view.state)
        super().show(view)

    def rows(self, view: View, width: int) -> list[Row]:
        if self.before is None:
            return []
        found = self.found
        self.entitle(plural(len(found), "difference") if found else "nothing differs")
        first, second = width * 2 // 7, width * 5 // 7 // 2 - 1
        rest = width - first - second - 3

        def three(what: str, one: str, other: str, styles: str) -> Row:
            columns = ((what, first, "muted"), (one, second, styles), (other, rest, styles))
            row = Row()
            for text, room, style in columns:
                row.extend(Row(text, style).fitted(room)).add(" ")
            return row

        head = three("", f"step {self.before.moment:,}", f"step {view.moment:,}, now", "strong")
        shown = [three(*one, "") for one in found[:AT_MOST]]
        left = len(found) - len(shown)
        return [head, *shown, *([Row(f"and {left} more", "muted")] if left else [])]
