"""What opens over the panes: search, going to a step, help."""

from collections.abc import Iterable
from typing import ClassVar, final

from rich.table import Table
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Vertical, VerticalScroll
from textual.screen import ModalScreen
from textual.widgets import Input, OptionList, Static
from textual.widgets.option_list import Option

from stillframe.watch.reading.search import OF_EACH, Found, Goal, Search
from stillframe.watch.reading.words import plural

_CSS = """
{name} {{ align: center {place}; background: $background 60%; }}
{name} > .box {{
    width: {width}; max-width: 90%; height: auto; max-height: 90%;
    background: $surface; border: round $primary; padding: 0 1; border-title-color: $foreground;
}}
{name} * {{ scrollbar-size: 1 1; }}
{name} Input {{ border: none; height: 1; padding: 0; background: $background; }}
{name} Input:focus {{ border: none; }}
"""


NEVER = "That never runs in this recording."


@final
class Find(ModalScreen[Goal | None]):
    """Search for a name, a line, a value; what is chosen, and leads to a moment."""

    CSS = (
        _CSS.format(name="Find", place="top", width=86)
        + """
    Find > .box { margin: 2 0; }
    Find OptionList {
        border: none; height: auto; max-height: 24; background: $surface; padding: 0;
        text-wrap: nowrap; text-overflow: ellipsis;
    }
    Find #status { color: $muted; }
    """
    )
    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("escape", "leave"),
        Binding("down", "move(1)", priority=True),
        Binding("up", "move(-1)", priority=True),
    ]

    def __init__(self, search: Search, moment: int) -> None:
        super().__init__()
        self.search = search
        self.moment = moment
        self.found: dict[str, Found] = {}

    def compose(self) -> ComposeResult:
        with Vertical(classes="box") as box:
            box.border_title = "Search"
            yield Input(placeholder="a name, a line, a value")
            yield Static("", id="status")
            yield OptionList()

    def on_input_changed(self, event: Input.Changed) -> None:
        options: list[Option | None] = []
        self.found.clear()
        count = 0
        for title, found in self.search.groups(event.value):
            count += len(found)
            options.append(Option(_text(title, bold=True), disabled=True))
            for one in found[:OF_EACH]:
                name = f"found-{len(self.found)}"
                self.found[name] = one
                options.append(Option(_result(one), id=name))
            if len(found) > OF_EACH:
                options.append(Option(_text(f"  and {len(found) - OF_EACH} more"), disabled=True))
        results = self.query_one(OptionList)
        results.clear_options()
        results.add_options(options)
        if count:
            results.highlighted = 1
        said = plural(count, "result") if count else "Nothing found."
        self._say(said if event.value.strip() else "")

    def _say(self, text: str) -> None:
        self.query_one("#status", Static).update(text)

    def action_move(self, by: int) -> None:
        results = self.query_one(OptionList)
        if by > 0:
            results.action_cursor_down()
        else:
            results.action_cursor_up()

    def on_input_submitted(self) -> None:
        self.query_one(OptionList).action_select()

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        found = self.found[str(event.option.id)]
        goal = found.go(self.moment)
        if goal is None:
            self._say("No frame has that." if self.search.still else NEVER)
        else:
            self.dismiss(goal)

    def action_leave(self) -> None:
        self.dismiss(None)


def _text(text: str, bold: bool = False) -> Text:
    return Text(text, style="bold" if bold else "", no_wrap=True, overflow="ellipsis")


def _result(found: Found) -> Text:
    text = _text(f"  {found.title}")
    return text.append(f"   {found.where}", style="dim")


@final
class Go(ModalScreen[int | None]):
    """Asks for a step."""

    CSS = _CSS.format(name="Go", place="middle", width=36)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape", "leave")]

    def __init__(self, moment: int, steps: int) -> None:
        super().__init__()
        self.moment = moment
        self.steps = steps

    def compose(self) -> ComposeResult:
        with Vertical(classes="box") as box:
            box.border_title = "Go to step"
            box.border_subtitle = f"0 to {self.steps:,}"
            yield Input(str(self.moment), type="integer", select_on_focus=True)

    def on_input_submitted(self, event: Input.Submitted) -> None:
        self.dismiss(int(event.value) if event.value.lstrip("-").isdigit() else None)

    def action_leave(self) -> None:
        self.dismiss(None)


@final
class Help(ModalScreen[None]):
    """The keys, and how to read what is shown."""

    CSS = _CSS.format(name="Help", place="middle", width=86)
    BINDINGS: ClassVar[list[BindingType]] = [Binding("escape,q,question_mark,enter", "leave")]

    def __init__(self, keys: Iterable[tuple[str, str]]) -> None:
        super().__init__()
        self.keys = list(keys)

    def compose(self) -> ComposeResult:
        table = Table.grid(padding=(0, 3))
        for keys, does in self.keys:
            table.add_row(Text(keys, style="bold"), Text(does))
        with VerticalScroll(classes="box") as box:
            box.border_title = "Keys"
            box.border_subtitle = "Esc closes"
            yield Static(table)
            for paragraph in HELP:
                yield Static(Text(f"\n{paragraph}"))

    def action_leave(self) -> None:
        self.dismiss(None)


HELP = (
    "A step is one instruction. A frame is in one of two places: linked into the call chain, or, "
    "when its generator or coroutine is suspended, standing apart with its own value stack.",
    "A dot • and yellow are what has changed since the last step. In the value stack, what the "
    "next instruction takes is framed.",
    "Click a value: to the step that made it. Click a line or an instruction: to where it runs "
    "next. Drag the timeline to move; the wheel goes through its lanes, and with Ctrl zooms.",
)
