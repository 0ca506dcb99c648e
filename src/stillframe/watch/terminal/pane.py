"""A pane: a list of rows that is scrolled, and what all panes share."""

from typing import Any, ClassVar, NamedTuple

from textual.content import Content
from textual.geometry import Size
from textual.message import Message
from textual.scroll_view import ScrollView
from textual.strip import Strip

from stillframe.watch.reading import Reading
from stillframe.watch.reading.view import View
from stillframe.watch.terminal.look import Look
from stillframe.watch.terminal.marks import Marks
from stillframe.watch.terminal.row import Piece, Row, Target, cut_pieces, printable


class Chosen(Message):
    """Something was clicked."""

    def __init__(self, target: Target) -> None:
        super().__init__()
        self.target = target


class Hovered(Message):
    """The mouse is over something, or (None) over nothing."""

    def __init__(self, target: Target | None) -> None:
        super().__init__()
        self.target = target


class Span(NamedTuple):
    """A text of a title, and its style as textual writes it."""

    text: str
    style: str


class Pane(ScrollView, can_focus=False):
    """Shows rows: those that `rows` makes of a view, or, of a long list, those of `row`.

    ``reading`` and ``marks`` are shared by all panes.
    """

    DEFAULT_CSS: ClassVar[str] = """
    Pane {
        background: $surface; scrollbar-size: 0 1; scrollbar-gutter: stable; overflow-x: hidden;
    }
    """
    heading = ""

    def __init__(self, reading: Reading, marks: Marks, **options: Any) -> None:
        super().__init__(**options)
        self.reading = reading
        self.run = reading.run
        self.texts = reading.texts
        self.marks = marks
        self.view: View | None = None
        self.look = Look(dark=True)
        self._rows: list[Row] = []
        self._entitled: tuple[Any, ...] = ()
        self.entitle()

    # -- what a pane says

    def rows(self, view: View, width: int) -> list[Row]:
        """All rows, of a pane that has few."""
        return []

    def row(self, index: int, width: int) -> Row:
        """A row; of a pane with many this is all that is asked for."""
        return self._rows[index]

    def count(self) -> int:
        """How many rows there are."""
        return len(self._rows)

    # -- showing

    @property
    def has_edge(self) -> bool:
        """Whether there is a lower edge to write on."""
        return bool(self.styles.border_bottom[0])

    def entitle(self, beside: str = "", note: str = "") -> None:
        """Write beside the heading; a note at the lower edge, or behind that if there is none."""
        title = [Span(self.heading, "bold"), Span(f"  {beside}" if beside else "", "$muted")]
        if note and not self.has_edge:
            title.append(Span(f"  {note}", "$accent"))
        wanted = Content.assemble(*title), Content(note if self.has_edge else "")
        if wanted != self._entitled:
            self._entitled = self.border_title, self.border_subtitle = wanted

    @property
    def room(self) -> int:
        """The width of a row."""
        return max(1, self.scrollable_content_region.width)

    def show(self, view: View) -> None:
        self.view = view
        self.again()

    def again(self) -> None:
        """Make all rows anew: something else is marked, or there is more room."""
        if self.view is None:
            return
        self._rows = self.rows(self.view, self.room)
        size = Size(self.room, self.count())
        if size != self.virtual_size:
            self.virtual_size = size
        self.refresh()

    def on_resize(self) -> None:
        if self.view is not None:
            self.show(self.view)

    def render_line(self, y: int) -> Strip:
        index = y + self.scroll_offset.y
        width = self.room
        base = self.visual_style.rich_style
        if self.view is None or index >= self.count():
            return Strip.blank(width, base)
        return self.row(index, width).strip(width, self.look).apply_style(base)

    def reveal(self, index: int, margin: int = 3) -> None:
        """Scroll so that a row is in sight, and not at the very edge."""
        height = self.scrollable_content_region.height
        margin = min(margin, height // 4)
        top = self.scroll_offset.y
        if index < top + margin or index >= top + height - margin:
            self.scroll_to(y=max(0, index - int(height * 0.38)), animate=False)

    def targets(self) -> list[tuple[int, Target]]:
        """The values that can be gone to with Tab, and their rows."""
        return [
            (index, piece.target)
            for index, row in enumerate(self._rows)
            for piece in [*row.left, *row.at_right]
            if piece.target is not None and piece.target.kind in ("value", "seen")
        ]

    # -- values

    def value(self, value: int, view: View, target: Target, width: int, new: bool) -> list[Piece]:
        """A value as pieces of a row, ``new`` if it has changed."""
        kind = self.texts.kind(value)
        styles = f"{kind}{' new' if new else ''}{self.marks.of_value(value, target, self.texts)}"
        holds = self.texts.holds(value, view.moment)
        name = self.texts.name(value)
        pieces = [Piece(name, styles, target if value else None)]
        if holds:
            pieces.append(Piece(f" {holds}", f"{styles} muted" if not new else styles, target))
        return cut_pieces(list(map(printable, pieces)), width)

    # -- the mouse

    def on_click(self, event: Any) -> None:
        target = event.style.meta.get("target")
        if target is not None:
            self.post_message(Chosen(target))

    def on_mouse_move(self, event: Any) -> None:
        self.post_message(Hovered(event.style.meta.get("target")))

    def on_leave(self) -> None:
        self.post_message(Hovered(None))


def counted(heading: str, count: int) -> str:
    return f"{heading} {count:,}" if count else heading
