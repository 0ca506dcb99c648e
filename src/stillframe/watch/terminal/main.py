"""The screen: keeps the moment that is shown, does what keys and clicks ask for, tells panes."""

from time import monotonic
from typing import Any, ClassVar, final

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, Horizontal
from textual.screen import Screen

from stillframe.watch.reading import Reading
from stillframe.watch.reading.search import Found
from stillframe.watch.reading.view import View
from stillframe.watch.terminal.bars import Bar
from stillframe.watch.terminal.code import Instructions, Stack
from stillframe.watch.terminal.commands import ALL, BY_KEY
from stillframe.watch.terminal.dialogs import Find, Go, Help
from stillframe.watch.terminal.frames import Frames
from stillframe.watch.terminal.look import Look
from stillframe.watch.terminal.loop import Loop
from stillframe.watch.terminal.marks import Marks
from stillframe.watch.terminal.output import Compared, Output
from stillframe.watch.terminal.pane import Chosen, Hovered, Pane
from stillframe.watch.terminal.row import Piece, Row, Target, length
from stillframe.watch.terminal.source import Source
from stillframe.watch.terminal.timeline import Timeline

SPEEDS = (2, 8, 30, 120, 1000)  # steps a second
TABS = ("frames", "code", "loop", "output", "compared")
NARROW, LOW = 110, 30  # with less than this, some panes are behind tabs
STEPS = (
    "instruction",
    "line",
    "suspension",
    "over",
    "out",
    "await",
    "turn",
    "exception",
    "output",
)
NEVER = "That never runs in this recording."


@final
class Main(Screen[None], inherit_bindings=False):
    BINDINGS: ClassVar[list[BindingType]] = []
    AUTO_FOCUS = ""

    def __init__(self, reading: Reading, moment: int = 0) -> None:
        super().__init__()
        self.reading = reading
        self.run = reading.run
        self.moves = reading.moves
        self.moment = self.moves.within(moment)
        self.view: View = reading.views.of(self.moment, self.moment - 1)
        self.marks = Marks()
        self.look = Look(dark=True)
        self.pinned: int | None = None
        self.tab = "frames"
        self.speed = SPEEDS[1]
        self.told = ""
        self._came_from: list[int] = []
        self._playing: Any = None
        self._played = 0.0

    # -- what it is made of

    def compose(self) -> ComposeResult:
        given = self.reading, self.marks
        self.timeline = Timeline(*given, id="timeline")
        self.source = Source(*given, id="source")
        self.instructions = Instructions(*given, id="instructions")
        self.stack = Stack(*given, id="stack")
        self.frames = Frames(*given, id="frames")
        self.output = Output(*given, id="output")
        self.loop = Loop(*given, id="loop")
        self.compared = Compared(*given, id="compared")
        yield Bar(self._head, id="head")
        yield self.timeline
        yield Bar(self._tabs, id="tabs")
        with Container(id="panes"):
            yield self.source
            with Horizontal(id="code"):
                yield self.instructions
                yield self.stack
            yield self.frames
            yield self.output
            yield self.loop
            yield self.compared
        yield Bar(self._said, id="said")
        yield Bar(self._keys, id="keys")

    def on_mount(self) -> None:
        self.watch(self.app, "theme", self._dress, init=True)
        self._arrange()
        self.go(self.moment)

    def on_resize(self) -> None:
        self._arrange()

    def _dress(self) -> None:
        """Dark or light."""
        self.look = Look(self.app.current_theme.dark)
        for part in [*self.query(Pane), *self.query(Bar), self.timeline]:
            part.look = self.look
        self.timeline.refresh()
        self._again()

    def _arrange(self) -> None:
        """Which panes there is room for."""
        size = self.app.size
        compact = size.width < NARROW or size.height < LOW
        has_loop = bool(self.run.data["loop"]["step"])
        self.set_class(compact, "compact")
        self.set_class(not has_loop, "alone")
        self.set_class(self.pinned is not None, "comparing")
        self.set_class(self.run.steps == 0, "still")
        self.timeline.with_legend = not compact
        most = max(4, size.height // (5 if compact else 4))
        self.timeline.styles.height = min(self.timeline.wanted, most)
        if self.tab not in self._tabs_there():
            self.tab = "frames"
        for name in TABS:
            self.query_one(f"#{name}").set_class(name == self.tab, "chosen")
        self.query_one("#tabs").refresh()

    def _tabs_there(self) -> list[str]:
        absent = set() if self.run.data["loop"]["step"] else {"loop"}
        absent |= set() if self.pinned is not None else {"compared"}
        return [name for name in TABS if name not in absent]

    # -- lines

    def _head(self, width: int) -> Row:
        data = self.run.data
        row = Row("■", "running").add("□ ", "apart").add(data["program"], "strong")
        if self.run.steps:
            row.add(f"  step {self.moment:,}", "running strong", Target("command", ("go", True)))
            row.add(f" of {self.run.steps:,}", "muted")
        else:
            row.add("  one moment, without history", "muted")
        if data["full"]:
            row.add(f"  stopped at the limit of {data['limit']:,} steps", "raise")
        if self.pinned is not None:
            row.add(f"  compared with step {self.pinned:,}", "mark")
        if self._playing is not None:
            row.add(f"  plays, {self.speed:,} steps a second", "send")
        if width > 90:
            count = len(self.run.generators)
            made = f"{count:,} generator{'' if count == 1 else 's'}"
            row.right(f"{made}, Python {data['python']}", "muted")
        return row

    def _tabs(self, width: int) -> Row:
        row = Row(" ")
        names = {"code": "instructions"}
        for number, name in enumerate(TABS, 1):
            if name in self._tabs_there():
                styles = "strong on-hover" if name == self.tab else "muted"
                row.add(f" {number} {names.get(name, name)} ", styles, Target("tab", (name,)))
        return row

    def _said(self, width: int) -> Row:
        marked = self.marks.hovered or self.marks.focused
        if self.told:
            return Row(self.told, "warm-ink")
        if marked is not None and marked.kind in ("value", "seen"):
            value = marked.which[-1]
            assert isinstance(value, int)
            texts = self.reading.texts
            how = "a click" if marked == self.marks.hovered else "Enter"
            row = Row(texts.type(value), "strong").add(f"  {texts.whole(value, self.moment)}")
            return row.right(f"{how}: to the step that made it", "muted")
        standing = self.view.standing if self.has_class("compact") else ""
        return Row(self.reading.views.where(self.view), "muted").right(standing, "warm-ink")

    def _keys(self, width: int) -> Row:
        row = Row()
        short = {"instruction": "step", "suspension": "suspend", "help": "keys"}
        names = [*STEPS] if self.run.steps else []
        if names and not self.run.data["loop"]["step"]:
            names.remove("turn")
        if names:
            names += ["play", "compare"]
        row.at_right = [*self._key("help", "keys  "), *self._key("quit", "quit")]
        for name in [*names, "search"]:
            key = self._key(name, f"{short.get(name, name)}  ")
            if length([*row.left, *key, *row.at_right]) < width:
                row.extend(key)
        return row

    @staticmethod
    def _key(name: str, does: str) -> list[Piece]:
        command = next(one for one in ALL if one.name == name)
        target = Target("command", (name, True))
        key = command.told[0].replace("Shift ", "⇧")
        return [Piece(key, "strong", target), Piece(f" {does}", "muted", target)]

    # -- moving

    def go(self, moment: int, since: int | None = None, frame: int = -1) -> None:
        """Show a moment. Changes are marked since ``since``, or since the step before."""
        self.moment = wanted = self.moves.within(moment)
        since = wanted - 1 if since is None or since >= wanted else since
        self.view = self.reading.views.of(wanted, since, frame)
        self.told = ""
        self.marks.focused = None
        self._show()

    def _show(self) -> None:
        for part in [*self.query(Pane), self.timeline]:
            if part not in (self.frames.chain, self.frames.apart):
                part.show(self.view)
        self.frames.show(self.view)
        self._tell()

    def _again(self) -> None:
        """Draw what is marked."""
        for pane in self.query(Pane):
            pane.again()
        self._tell()

    def _tell(self, text: str | None = None) -> None:
        self.told = self.told if text is None else text
        for bar in self.query(Bar):
            bar.refresh()

    def jump(self, moment: int | None, frame: int = -1) -> None:
        """Go there, remembering where that was from."""
        self._stop()
        if moment is None:
            self._tell("That is not in this recording.")
            return
        if moment != self.moment:
            self._came_from.append(self.moment)
        self.go(moment, frame=frame)

    def select(self, frame: int) -> None:
        if frame in self.view.state.frames:
            self.go(self.moment, self.view.since, frame)

    # -- keys

    def on_key(self, event: Any) -> None:
        found = BY_KEY.get(event.key) or BY_KEY.get(event.character or "")
        if found is not None:
            event.stop()
            event.prevent_default()
            self.act(*found)

    def act(self, name: str, place: int) -> None:
        """Do a command; ``place`` is 0 forwards, or which of its keys it was."""
        if name not in ("play", "frame", "zoom", "speed", "mark", "tab", "scroll", "light"):
            self._stop()
        forward, moves = place == 0, self.moves
        match name:
            case "await":
                waited = self.reading.views.waited_for(self.view)
                self._step(moves.over_await(self.moment, forward, waited))
            case _ if name in STEPS:
                self._step(getattr(moves, name)(self.moment, forward))
            case "ends":
                self.jump(self.run.steps if forward else 0)
            case "frame":
                found = self.reading.views.next_frame(self.view, forward)
                if found is not None:
                    self.select(found)
            case "zoom":
                self.timeline.zoom(0.5 if forward else 2, self.moment)
            case "tab":
                self._choose_tab(TABS[place])
            case "scroll":
                self.frames.apart.scroll_relative(
                    y=self.frames.apart.size.height * (1 if forward else -1), animate=False
                )
            case _:
                getattr(self, f"_{name}")(forward)

    def _step(self, moment: int) -> None:
        self.go(moment, since=self.moment)

    def _quit(self, _: bool) -> None:
        self.app.exit()

    def _light(self, _: bool) -> None:
        dark = self.app.current_theme.dark
        self.app.theme = "stillframe-light" if dark else "stillframe-dark"

    def _help(self, _: bool) -> None:
        self.app.push_screen(Help((" ".join(one.told), one.does) for one in ALL))

    def _search(self, _: bool) -> None:
        def chosen(found: Found | None) -> None:
            if found is not None:
                self.jump(found.go(self.moment), found.frame)

        self.app.push_screen(Find(self.reading.search, self.moment), chosen)

    def _go(self, _: bool) -> None:
        def chosen(moment: int | None) -> None:
            if moment is not None:
                self.jump(self.moves.within(moment))

        self.app.push_screen(Go(self.moment, self.run.steps), chosen)

    def _compare(self, _: bool) -> None:
        self.pinned = self.moment if self.pinned is None else None
        self.timeline.pinned = self.compared.pinned = self.pinned
        self.tab = "compared" if self.pinned is not None else "frames"
        self._arrange()
        self.timeline.refresh()
        self._again()

    def _back(self, _: bool) -> None:
        if self._came_from:
            self.go(self._came_from.pop())

    def _choose_tab(self, name: str) -> None:
        if name in self._tabs_there():
            self.tab = name
            self._arrange()

    # -- values

    def _mark(self, forward: bool) -> None:
        """The next value, or the one before."""
        found: dict[Target, tuple[Pane, int]] = {}
        panes: list[Pane] = [self.stack, self.frames.chain, self.frames.apart]
        for pane in panes:
            if pane.region.height:
                for row, target in pane.targets():
                    found.setdefault(target, (pane, row))
        every = list(found)
        if not every:
            return
        at = every.index(self.marks.focused) if self.marks.focused in found else -1
        at = (at + 1 if forward else max(at, 0) - 1) % len(every)
        self.marks.focused = every[at]
        self.told = ""
        self._again()
        pane, row = found[every[at]]
        pane.reveal(row)

    def _maker(self, _: bool) -> None:
        if self.marks.focused is not None:
            self._follow(self.marks.focused)

    def on_chosen(self, message: Chosen) -> None:
        self._follow(message.target)

    def _follow(self, target: Target) -> None:
        """Go where it leads."""
        which: Any = target.which
        makers = self.reading.makers
        match target.kind:
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
        self.jump(None if step is None else step + 1)

    def _reach(self, wanted: Any) -> None:
        found = self.moves.reach_around(self.moment, wanted)
        if found is None:
            self._tell(NEVER)
        else:
            self.jump(found)

    def on_hovered(self, message: Hovered) -> None:
        if message.target != self.marks.hovered:
            self.marks.hovered = message.target
            self._again()
            self.timeline.refresh()

    def on_timeline_moved(self, message: Timeline.Moved) -> None:
        self._stop()
        self.go(message.moment)

    # -- playing

    def _play(self, _: bool) -> None:
        if self._playing is not None:
            self._stop()
            return
        self._played = monotonic()
        self._playing = self.set_interval(1 / 30, self._play_on)
        self._tell()

    def _play_on(self) -> None:
        count = int((monotonic() - self._played) * self.speed)
        if not count:
            return
        self._played += count / self.speed
        self.go(self.moment + count, since=self.moment)
        if self.moment == self.run.steps:
            self._stop()

    def _stop(self) -> None:
        if self._playing is not None:
            self._playing.stop()
            self._playing = None
            self._tell()

    def _speed(self, faster: bool) -> None:
        place = SPEEDS.index(self.speed) + (1 if faster else -1)
        self.speed = SPEEDS[max(0, min(len(SPEEDS) - 1, place))]
        self._tell(f"Plays {self.speed:,} steps a second.")
