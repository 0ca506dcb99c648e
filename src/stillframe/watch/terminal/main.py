"""The screen: keeps the moment that is shown, does what keys and clicks ask for, tells panes."""

from typing import Any, ClassVar, final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.screen import Screen

from stillframe.watch.reading import Reading
from stillframe.watch.reading.moves import Wanted
from stillframe.watch.reading.search import Goal
from stillframe.watch.reading.still import COMMANDS as OF_A_MOMENT
from stillframe.watch.reading.view import View
from stillframe.watch.terminal import lines
from stillframe.watch.terminal.bars import Bar
from stillframe.watch.terminal.commands import ALL, BY_KEY, HERE, STEPS
from stillframe.watch.terminal.dialogs import NEVER, Find, Go, Help
from stillframe.watch.terminal.look import Look
from stillframe.watch.terminal.marks import Marks
from stillframe.watch.terminal.pane import Chosen, Hovered
from stillframe.watch.terminal.panes import TABS, Panes
from stillframe.watch.terminal.player import Player
from stillframe.watch.terminal.row import Row, Target
from stillframe.watch.terminal.timeline import Timeline

NARROW, LOW = 110, 30  # with less than this, some panes are behind tabs
_GO_ON = frozenset({"play", "speed", "frame", "zoom", "mark", "tab", "scroll", "light"})


@final
class Main(Screen[None], inherit_bindings=False):
    BINDINGS: ClassVar[list[BindingType]] = []
    AUTO_FOCUS = ""

    def __init__(self, reading: Reading, moment: int = 0) -> None:
        super().__init__()
        self.reading = reading
        self.moves = reading.moves
        self.still = reading.views.still
        self.moment = self.moves.within(moment)
        self.view: View = reading.views.of(self.moment, self.moment - 1)
        self.marks = Marks()
        self.pinned: int | None = None
        self.told = ""
        self.timeline = Timeline(reading, self.marks, id="timeline")
        self.panes = Panes(reading, self.marks)
        self.bars = {
            "head": Bar(self._head, id="head"),
            "tabs": Bar(lambda _: lines.tabs(self.panes), id="tabs"),
            "said": Bar(self._said, id="said"),
            "keys": Bar(lambda width: lines.keys(reading, width), id="keys"),
        }
        self.player = Player(self.set_interval, self._play_on)
        self.commands = {one.name for one in ALL}
        if self.still:
            self.commands = {*OF_A_MOMENT, *(one.name for one in HERE)} - {"back", "speed"}
        self._came_from: list[int] = []

    # -- what it is made of

    def compose(self) -> ComposeResult:
        yield self.bars["head"]
        yield self.timeline
        yield self.bars["tabs"]
        yield self.panes
        yield self.bars["said"]
        yield self.bars["keys"]

    def on_mount(self) -> None:
        self.watch(self.app, "theme", self._dress, init=True)
        self._arrange()
        self.go(self.moment)

    def on_resize(self) -> None:
        self._arrange()

    def _dress(self) -> None:
        """Dark or light."""
        look = Look(self.app.current_theme.dark)
        self.timeline.look = look
        for bar in self.bars.values():
            bar.look = look
        self.panes.dress(look)
        self._again()

    def _arrange(self) -> None:
        """As many panes, and lanes, as there is room for."""
        size = self.app.size
        compact = size.width < NARROW or size.height < LOW
        self.set_class(compact, "compact")
        self.set_class(not self.panes.has_loop, "alone")
        self.set_class(self.pinned is not None, "comparing")
        self.set_class(self.still is not None, "still")
        self.timeline.with_legend = not compact
        most = max(4, size.height // (5 if compact else 4))
        self.timeline.styles.height = min(self.timeline.wanted, most)

    # -- lines

    def _head(self, width: int) -> Row:
        speed = self.player.speed if self.player.playing else None
        return lines.head(self.reading, self.moment, self.pinned, speed, width)

    def _said(self, width: int) -> Row:
        if self.told:
            return Row(self.told, "warm-ink")
        return lines.said(self.reading, self.view, self.marks, self.has_class("compact"))

    def _tell(self, text: str) -> None:
        self.told = text
        for bar in self.bars.values():
            bar.refresh()

    def _again(self) -> None:
        """Draw what is marked."""
        self.panes.again()
        self.timeline.refresh()
        self._tell("")

    # -- moving

    def go(self, moment: int, since: int | None = None, frame: int = -1) -> None:
        """Show a moment. Changes are marked since ``since``, or since the step before."""
        self.moment = wanted = self.moves.within(moment)
        since = wanted - 1 if since is None or since >= wanted else since
        self.view = self.reading.views.of(wanted, since, frame)
        self.marks.focused = None
        self.panes.show(self.view)
        self.timeline.show(self.view)
        self._tell("")

    def jump(self, moment: int, frame: int = -1) -> None:
        """Go there, remembering where that was from."""
        self.player.stop()
        if moment != self.moment:
            self._came_from.append(self.moment)
        self.go(moment, frame=frame)

    def select(self, frame: int | None) -> None:
        """Select a frame, if it is there."""
        if frame in self.view.state.frames:
            self.go(self.moment, self.view.since, frame)

    def _step(self, moment: int) -> None:
        self.go(moment, since=self.moment)

    def _play_on(self, count: int) -> bool:
        self._step(self.moment + count)
        return self.moment < self.reading.run.steps

    # -- commands

    def on_key(self, event: Any) -> None:
        found = BY_KEY.get(event.key) or BY_KEY.get(event.character or "")
        if found is not None:
            event.stop()
            event.prevent_default()
            self.act(*found)

    def act(self, name: str, place: int) -> None:
        """Do a command; ``place`` is 0 forwards, or which of its keys it was."""
        if name not in self.commands:
            return
        if name not in _GO_ON:
            self.player.stop()
        forward, moves, views = place == 0, self.moves, self.reading.views
        match name:
            case "await":
                self._step(moves.over_await(self.moment, forward, views.waited_for(self.view)))
            case _ if name in STEPS:
                self._step(getattr(moves, name)(self.moment, forward))
            case "ends":
                self.jump(self.reading.run.steps if forward else 0)
            case "frame":
                self.select(views.next_frame(self.view, forward))
            case "play":
                self.player.toggle()
                self._tell("")
            case "speed":
                self.player.change(forward)
                self._tell(f"Plays {self.player.speed:,} steps a second.")
            case "search":
                self._search()
            case "go":
                self._ask()
            case "compare":
                self._compare()
            case "zoom":
                self.timeline.zoom(0.5 if forward else 2, self.moment)
            case "help":
                known = [one for one in ALL if one.name in self.commands]
                self.app.push_screen(Help((" ".join(one.told), one.does) for one in known))
            case "mark":
                self._mark(forward)
            case "maker" if self.marks.focused is not None:
                self._follow(self.marks.focused)
            case "back" if self._came_from:
                self.go(self._came_from.pop())
            case "scroll":
                apart = self.panes.frames.apart
                apart.scroll_relative(y=apart.size.height * (1 if forward else -1), animate=False)
            case "tab":
                self._choose_tab(TABS[place])
            case "light":
                dark = self.app.current_theme.dark
                self.app.theme = "stillframe-light" if dark else "stillframe-dark"
            case "quit":
                self.app.exit()

    def _search(self) -> None:
        def chosen(goal: Goal | None) -> None:
            if goal is not None:
                self.jump(*goal)

        self.app.push_screen(Find(self.reading.search, self.moment), chosen)

    def _ask(self) -> None:
        def chosen(moment: int | None) -> None:
            if moment is not None:
                self.jump(self.moves.within(moment))

        self.app.push_screen(Go(self.moment, self.reading.run.steps), chosen)

    def _compare(self) -> None:
        self.pinned = self.moment if self.pinned is None else None
        self.timeline.pinned = self.pinned
        self.panes.pin(self.pinned)
        self._arrange()
        self._again()

    def _choose_tab(self, name: str) -> None:
        if name in self.panes.tabs:
            self.panes.choose(name)
            self._tell("")

    def _mark(self, forward: bool) -> None:
        """The next value, or the one before."""
        values = self.panes.values()
        every = list(values)
        if not every:
            return
        at = every.index(self.marks.focused) if self.marks.focused in values else -1
        at = (at + 1 if forward else max(at, 0) - 1) % len(every)
        self.marks.focused = every[at]
        self._again()
        pane, row = values[every[at]]
        pane.reveal(row)

    # -- what something leads to

    def on_chosen(self, message: Chosen) -> None:
        self._follow(message.target)

    def _follow(self, target: Target) -> None:
        which: Any = target.which
        makers = self.reading.makers
        match target.kind:
            case "value" | "seen" if self.still:
                self.select(self.still.holding(which[-1], self.view.state))
            case "value":
                self._jump_behind(makers.of(self.moment, *which[:3]))
            case "seen":
                self._jump_behind(makers.first_seen(*which))
            case "frame":
                self.select(*which)
            case "line":
                self._reach(self.moves.instructions_of_line(*which))
            case "instruction":
                self._reach({which[0]: {which[1]}})
            case "moment":
                self.jump(*which)
            case "tab":
                self._choose_tab(*which)
            case "command":
                self.act(which[0], 0 if which[1] else 1)

    def _jump_behind(self, step: int | None) -> None:
        if step is None:
            self._tell("That is not in this recording.")
        else:
            self.jump(step + 1)

    def _reach(self, wanted: Wanted) -> None:
        if self.still:
            self.select(self.still.at(wanted, self.view.state))
            return
        found = self.moves.reach_around(self.moment, wanted)
        if found is None:
            self._tell(NEVER)
        else:
            self.jump(found)

    def on_hovered(self, message: Hovered) -> None:
        if message.target != self.marks.hovered:
            self.marks.hovered = message.target
            self._again()

    def on_timeline_moved(self, message: Timeline.Moved) -> None:
        self.player.stop()
        self.go(message.moment)
