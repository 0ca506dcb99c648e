"""The instructions of the selected frame, and the value stack beside them."""

from typing import Any, final

from rich.cells import cell_len

from stillframe.watch.reading.view import View
from stillframe.watch.terminal.pane import Pane
from stillframe.watch.terminal.row import Row, Target


@final
class Instructions(Pane):
    heading = "Instructions"

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        self.code: dict[str, Any] = {"op": []}

    def count(self) -> int:
        return len(self.code["op"])

    def show(self, view: View) -> None:
        if view.code >= 0:
            self.code = self.run.data["codes"][view.code]
        self.entitle(self.code.get("qualname", ""), view.standing if self.has_edge else "")
        super().show(view)
        if view.instruction >= 0:
            self.reveal(view.instruction)

    def row(self, index: int, width: int) -> Row:
        assert self.view is not None
        code = self.code
        line = code["position"][index][0]
        begins = line is not None and (index == 0 or code["position"][index - 1][0] != line)
        is_here = index == self.view.instruction
        target = Target("instruction", (self.view.code, index))
        lines, places = len(str(self._last_line)), len(str(self.count()))
        row = Row()
        row.add("▶" if is_here else " ", "running strong")
        row.add(f"{line if begins else '':>{lines}} ", "muted", target)
        row.add(f"{index:>{places}} ", "apart", target)
        row.add(code["op"][index], "warm-ink strong" if is_here else "", target)
        jump = code["target"][index]
        if jump is not None:
            row.add(f" {'↓' if jump > index else '↑'} {jump}", "send", target)
        elif code["arg"][index]:
            row.add(f" {code['arg'][index]}", "" if is_here else "muted", target)
        if is_here:
            row.ground = "current"
        elif self.marks.hovered in (target, Target("line", (code["file"], line))):
            row.ground = "same"
        return row

    @property
    def _last_line(self) -> int:
        return max((one[0] or 0 for one in self.code["position"]), default=0)


@final
class Stack(Pane):
    """The top first; each slot named by what put it there, those that are taken in a frame."""

    heading = "Value stack"

    def rows(self, view: View, width: int) -> list[Row]:
        labels, taken = self.reading.views.stack_labels(view)
        slots = slot_rows(self, view, view.frame, labels, max(1, width - 4))
        if not slots:
            return [Row(" empty", "muted")]
        taken = min(taken, len(slots))
        rows = []
        if taken:
            op = self.run.trace.code(view.frame)["op"][view.instruction]
            titles = (f" {op} takes ", f" {op} ", "")
            title = next(one for one in titles if len(one) <= width - 2 or not one)
            rows.append(Row(f"╭{title}{'─' * (width - 2 - len(title))}╮", "warm-ink"))
            rows += [framed(row, width, "│", "warm-ink") for slot in slots[:taken] for row in slot]
            rows.append(Row(f"╰{'─' * (width - 2)}╯", "warm-ink"))
        rows += [framed(row, width, " ", "") for slot in slots[taken:] for row in slot]
        return rows


def framed(row: Row, width: int, side: str, styles: str) -> Row:
    """A row between two sides."""
    inside = row.fitted(max(1, width - 4))
    return Row(f"{side} ", styles).extend(inside).add(f" {side}", styles)


def slot_rows(pane: Pane, view: View, frame: int, labels: list[str], width: int) -> list[list[Row]]:
    """A frame's value stack, the top first: each slot's row, or two where it is too narrow."""
    stack = view.stack(frame)
    past = view.past.frames.get(frame) if view.past else None
    rows = []
    for depth in range(len(stack) - 1, -1, -1):
        value = stack[depth]
        before = past.stack[depth] if past and depth < len(past.stack) else None
        new = past is not None and pane.texts.differ(before, view.since, value, view.moment)
        label = labels[depth] if depth < len(labels) else ""
        target = Target("value", (frame, "stack", depth, value))
        row = Row("•" if new else " ", "running")
        wanted = cell_len(pane.texts.name(value)) + (cell_len(label) + 2 if label else 0)
        apart = wanted > width - 1  # the label stands below
        room = width - 1 - (0 if apart or not label else cell_len(label) + 2)
        row.extend(pane.value(value, view, target, room, new))
        if label and not apart:
            row.right(label, "muted")
        rows.append([row, Row(f"   {label}", "muted")] if label and apart else [row])
    return rows
