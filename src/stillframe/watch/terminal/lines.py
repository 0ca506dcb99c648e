"""What the lines above and below the panes say."""

from stillframe.watch.reading import Reading
from stillframe.watch.reading.view import View
from stillframe.watch.reading.words import plural
from stillframe.watch.terminal.commands import ALL, STEPS
from stillframe.watch.terminal.marks import Marks
from stillframe.watch.terminal.panes import TABS, Panes
from stillframe.watch.terminal.row import Piece, Row, Target, length

_KEYS = {"instruction": "step", "suspension": "suspend", "help": "keys"}  # where it must be short
_NAMES = {"code": "instructions"}


def head(reading: Reading, moment: int, pinned: int | None, speed: int | None, width: int) -> Row:
    """What is shown, and how far; ``speed`` while it plays."""
    data, still = reading.trace.data, reading.views.still
    row = Row("■", "running").add("□ ", "apart").add(data["program"], "strong")
    if still:
        return row.add(f"  {still.about}", "muted")
    row.add(f"  step {moment:,}", "running strong", Target("command", ("go", True)))
    row.add(f" of {reading.run.steps:,}", "muted")
    if data["full"]:
        row.add(f"  stopped at the limit of {data['limit']:,} steps", "raise")
    if pinned is not None:
        row.add(f"  compared with step {pinned:,}", "mark")
    if speed is not None:
        row.add(f"  plays, {speed:,} steps a second", "send")
    if width > 90:
        made = plural(len(reading.run.generators), "generator")
        row.right(f"{made}, Python {data['python']}", "muted")
    return row


def tabs(panes: Panes) -> Row:
    """The panes that can be beside the source."""
    row = Row(" ")
    for number, name in enumerate(TABS, 1):
        if name in panes.tabs:
            styles = "strong on-hover" if name == panes.tab else "muted"
            row.add(f" {number} {_NAMES.get(name, name)} ", styles, Target("tab", (name,)))
    return row


def said(reading: Reading, view: View, marks: Marks, standing: bool) -> Row:
    """Where we are, or what is marked; ``standing``: also what the frame is doing."""
    marked, still = marks.hovered or marks.focused, reading.views.still
    if marked is not None and marked.kind in ("value", "seen"):
        texts = reading.texts
        row = Row(texts.type(marks.value), "strong")
        row.add(f"  {texts.whole(marks.value, view.moment)}")
        how = "a click" if marked == marks.hovered else "Enter"
        leads = "a frame that holds it" if still else "the step that made it"
        return row.right(f"{how}: to {leads}", "muted")
    row = Row(reading.views.where(view), "muted")
    if still:
        row.add(f"   {' '.join(still.notes)}", "raise")
    return row.right(view.standing if standing else "", "warm-ink")


def keys(reading: Reading, width: int) -> Row:
    """As many keys as there is room for; help and the way out always."""
    names = [*STEPS, "play", "compare", "search"]
    if reading.views.still:
        names = ["frame", "mark", "search"]
    elif not reading.moves.turns:
        names.remove("turn")
    row = Row()
    row.at_right = [*_key("help", "  "), *_key("quit")]
    for name in names:
        key = _key(name, "  ")
        if length([*row.left, *key, *row.at_right]) < width:
            row.extend(key)
    return row


def _key(name: str, behind: str = "") -> list[Piece]:
    command = next(one for one in ALL if one.name == name)
    target = Target("command", (name, True))
    key = command.told[0].replace("Shift ", "⇧")
    return [
        Piece(key, "strong", target),
        Piece(f" {_KEYS.get(name, name)}{behind}", "muted", target),
    ]
