"""The source: the selected frame's file, the exact columns of its instruction underlined."""

from collections.abc import Sequence
from functools import lru_cache
from itertools import pairwise
from typing import Any, final

from pygments.lexers.python import PythonLexer
from pygments.token import Comment, Keyword, Number, Operator, String
from rich.cells import cell_len

from stillframe.watch.reading.view import View
from stillframe.watch.tables import places
from stillframe.watch.terminal.pane import Pane
from stillframe.watch.terminal.row import Row, Target

_STYLES = {
    Comment: "comment",
    String: "text",
    Number: "number",
    Keyword: "word",
    Operator.Word: "word",
}
_SUSPENDS = ("yield", "await")

Position = Sequence[int | None]
"""Line, end line, column, end column; columns count bytes."""


@final
class Source(Pane):
    heading = "Source"

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.file = -1
        self.lines: list[str] = []
        self.colours: list[list[tuple[int, int, str]]] = []
        self.here: Position | None = None
        self.left = 0

    def count(self) -> int:
        return len(self.lines)

    def show(self, view: View) -> None:
        if view.code >= 0:
            code = self.run.data["codes"][view.code]
            if code["file"] != self.file:
                self._open(code["file"])
            at = code["position"][view.instruction] if view.instruction >= 0 else [None]
            self.here = at if at[0] else None
        super().show(view)
        self.left = 0
        if self.here is not None and self.here[0]:
            self.reveal(self.here[0] - 1)
            self._shift(self.here[0])

    def _open(self, file: int) -> None:
        self.file = file
        one = self.run.data["files"][file]
        self.lines = [line.expandtabs(1) for line in one["lines"]]  # columns stay what they are
        self.colours = _coloured("\n".join(self.lines))
        name = self.run.file_name(file)
        self.entitle(name if self.lines else f"{name}, which wasn't found")

    def _shift(self, line: int) -> None:
        """That line as far to the side as is needed to see what is underlined."""
        start, end = self._columns(self.here, line) or (0, 0)
        room = max(8, self.room - self._gutter - 1)
        if end and cell_len(self.lines[line - 1][:end]) > room:
            self.left = max(0, min(start - 4, end - room))

    @property
    def _gutter(self) -> int:
        return len(str(len(self.lines))) + 3

    def row(self, index: int, width: int) -> Row:
        line, number = self.lines[index], index + 1
        is_here = self.here is not None and self.here[0] == number
        target = Target("line", (self.file, number))
        row = Row()
        digits = self._gutter - 3
        row.add("▶" if is_here else " ", "running strong")
        row.add(f"{number:>{digits}}", "warm-ink strong" if is_here else "muted", target)
        left = self.left if is_here else 0
        row.add(" ‹" if left else "  ", "muted", target)
        spans = list(self.colours[index]) if index < len(self.colours) else []
        for position, style in ((self.here, "here"), (self._hinted(), "hinted")):
            found = self._columns(position, number)
            if found is not None:
                spans.append((*found, style))
        cuts = sorted({0, len(line), left, *(at for span in spans for at in span[:2])})
        for start, end in pairwise(cut for cut in cuts if left <= cut <= len(line)):
            styles = [style for first, last, style in spans if first <= start and end <= last]
            row.add(line[start:end], " ".join(styles), target)
        if is_here:
            row.ground = "current"
        elif self.marks.hovered == target:
            row.ground = "same"
        return row

    def _hinted(self) -> Position | None:
        """The position of the instruction that the mouse is over."""
        hovered = self.marks.hovered
        if hovered is None or hovered.kind != "instruction":
            return None
        code, index = hovered.which
        one = self.run.data["codes"][code]
        position: Position = one["position"][index]
        return position if one["file"] == self.file and position[0] else None

    def _columns(self, position: Position | None, number: int) -> tuple[int, int] | None:
        """The places in a line that a position covers, or None."""
        if position is None:
            return None
        start, end, column, end_column = position
        end = start if end is None else end
        if start is None or end is None or not start <= number <= end:
            return None
        if column is None or end_column is None or (column == end_column and start == end):
            return None
        line = self.lines[number - 1] if number <= len(self.lines) else ""
        first, last = places(line, (column, end_column))
        first = first if number == start else len(line) - len(line.lstrip())
        last = last if number == end else len(line)
        return (first, last) if last > first else None


@lru_cache(maxsize=8)
def _coloured(text: str) -> list[list[tuple[int, int, str]]]:
    """Of each line its pieces with a colour: from, to, which."""
    lines: list[list[tuple[int, int, str]]] = [[]]
    at = 0
    for kind, token in PythonLexer(stripnl=False, ensurenl=False).get_tokens(text):
        style = next((style for base, style in _STYLES.items() if kind in base), "")
        if style == "word" and token in _SUSPENDS:
            style = "suspend"
        for place, part in enumerate(token.split("\n")):
            if place:
                lines.append([])
                at = 0
            if style and part:
                lines[-1].append((at, at + len(part), style))
            at += len(part)
    return lines
