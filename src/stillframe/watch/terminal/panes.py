"""All panes, in a grid where there is room; else the source, and beside it one of the others."""

from typing import final

from textual.app import ComposeResult
from textual.containers import Container, Horizontal

from stillframe.watch.reading import Reading
from stillframe.watch.reading.view import View
from stillframe.watch.terminal.code import Instructions, Stack
from stillframe.watch.terminal.frames import Frames
from stillframe.watch.terminal.look import Look
from stillframe.watch.terminal.loop import Loop
from stillframe.watch.terminal.marks import Marks
from stillframe.watch.terminal.output import Compared, Output
from stillframe.watch.terminal.pane import Pane
from stillframe.watch.terminal.row import Target
from stillframe.watch.terminal.source import Source

TABS = ("frames", "code", "loop", "output", "compared")


@final
class Panes(Container):
    """``tab`` is the one beside the source, where there is room for one."""

    def __init__(self, reading: Reading, marks: Marks) -> None:
        super().__init__(id="panes")
        self.has_loop = bool(reading.run.data["loop"]["step"])
        self.is_still = reading.views.still is not None
        self.tab = "frames"
        self.source = Source(reading, marks, id="source")
        self.instructions = Instructions(reading, marks, id="instructions")
        self.stack = Stack(reading, marks, id="stack")
        self.frames = Frames(reading, marks, id="frames")
        self.output = Output(reading, marks, id="output")
        self.loop = Loop(reading, marks, id="loop")
        self.compared = Compared(reading, marks, id="compared")

    def compose(self) -> ComposeResult:
        yield self.source
        with Horizontal(id="code"):
            yield self.instructions
            yield self.stack
        yield self.frames
        yield self.output
        yield self.loop
        yield self.compared

    def on_mount(self) -> None:
        self.choose(self.tab)

    @property
    def every(self) -> list[Pane]:
        return [
            self.source,
            self.instructions,
            self.stack,
            self.frames.chain,
            self.frames.apart,
            self.output,
            self.loop,
            self.compared,
        ]

    @property
    def tabs(self) -> list[str]:
        """Those that there are."""
        absent = {
            "loop": not self.has_loop,
            "output": self.is_still,
            "compared": self.compared.before is None,
        }
        return [name for name in TABS if not absent.get(name)]

    def choose(self, tab: str) -> None:
        self.tab = tab if tab in self.tabs else "frames"
        for name in TABS:
            self.query_one(f"#{name}").set_class(name == self.tab, "chosen")

    def pin(self, moment: int | None) -> None:
        """Compare with a moment from now on, or (None) no more."""
        self.compared.pin(moment)
        self.choose("frames" if moment is None else "compared")

    def show(self, view: View) -> None:
        for pane in self.every:
            pane.show(view)

    def again(self) -> None:
        """Draw what is marked."""
        for pane in self.every:
            pane.again()

    def dress(self, look: Look) -> None:
        for pane in self.every:
            pane.look = look

    def values(self) -> dict[Target, tuple[Pane, int]]:
        """The values in sight or near it, in their order, with their panes and rows."""
        found: dict[Target, tuple[Pane, int]] = {}
        places: list[Pane] = [self.stack, self.frames.chain, self.frames.apart]
        for pane in places:
            if pane.region.height:
                for row, target in pane.targets():
                    found.setdefault(target, (pane, row))
        return found
