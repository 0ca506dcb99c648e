"""The application: a trace's screen, dark or light, with or without colours."""

import os
from typing import ClassVar, final

from textual.app import App
from textual.binding import BindingType

from stillframe.watch.reading import Reading
from stillframe.watch.terminal.look import theme
from stillframe.watch.terminal.main import Main
from stillframe.watch.trace import Trace


@final
class WatchApp(App[None]):
    """Shows a trace until somebody leaves it."""

    CSS_PATH = "main.tcss"
    ENABLE_COMMAND_PALETTE = False
    BINDINGS: ClassVar[list[BindingType]] = []

    def __init__(self, trace: Trace, moment: int = 0) -> None:
        without = "NO_COLOR" in os.environ  # of both ways that textual has, the one without greys
        super().__init__(ansi_color=True if without else None)
        self.title = trace.data["program"]
        self.main = Main(Reading(trace), moment)
        for dark in (True, False):
            self.register_theme(theme(dark))
        self.theme = "stillframe-light" if _is_light() else "stillframe-dark"
        self.animation_level = "none"

    def get_default_screen(self) -> Main:
        return self.main


def _is_light() -> bool:
    """Whether the terminal says that its background is light, as some do: ``15;0``, ink; ground."""
    ground = os.environ.get("COLORFGBG", "").rpartition(";")[2]
    return ground in ("7", "15")
