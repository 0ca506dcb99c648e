"""Lines above and below the panes: what is shown, where we are, the keys."""

from collections.abc import Callable
from typing import Any, ClassVar, final

from textual.strip import Strip
from textual.widget import Widget

from stillframe.watch.terminal.look import Look
from stillframe.watch.terminal.pane import Chosen
from stillframe.watch.terminal.row import Row


@final
class Bar(Widget):
    """One line, made anew whenever it is refreshed."""

    DEFAULT_CSS: ClassVar[str] = "Bar { height: 1; padding: 0 1; background: $background; }"

    def __init__(self, row: Callable[[int], Row], **options: Any) -> None:
        super().__init__(**options)
        self.row = row
        self.look = Look(dark=True)

    def render_line(self, y: int) -> Strip:
        width = self.content_size.width
        return self.row(width).strip(width, self.look).apply_style(self.visual_style.rich_style)

    def on_click(self, event: Any) -> None:
        target = event.style.meta.get("target")
        if target is not None:
            self.post_message(Chosen(target))
