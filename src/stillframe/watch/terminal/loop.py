"""The event loop: its turn and phase, the ready queue, the timers, what the selector waits for."""

from collections.abc import Iterable
from itertools import zip_longest
from typing import Any, final

from stillframe.watch.loop_state import LoopState
from stillframe.watch.reading.view import View
from stillframe.watch.reading.words import plural
from stillframe.watch.terminal.pane import Pane, counted
from stillframe.watch.terminal.row import Piece, Row, Target

PHASES = {
    "waiting": "waits for the selector and for timers",
    "callbacks": "calls what is ready",
    "stopped": "stands still",
}
TWO_COLUMNS = 46
AT_MOST = 30  # of a list


@final
class Loop(Pane):
    heading = "Loop"

    def __init__(self, *given: Any, **options: Any) -> None:
        super().__init__(*given, **options)
        columns = self.run.data["loop"]
        turns = zip(columns["kind"], columns["number"], strict=True)
        self.begin = next((number for kind, number in turns if kind == "turn"), 0)

    def rows(self, view: View, width: int) -> list[Row]:
        loops = self.run.trace.loops_at(view.moment)
        busy = [
            place for place, one in enumerate(loops) if one.phase != "stopped" or one.running >= 0
        ]
        place = busy[-1] if busy else len(loops) - 1
        if place < 0:
            self.entitle("no loop yet")
            return []
        loop, past = loops[place], None
        if view.since >= 0:
            before = self.run.trace.loops_at(view.since)
            past = before[place] if place < len(before) else None
        which = f"loop {place + 1}, " if len(loops) > 1 else ""
        at = "" if self.reading.views.still else f" at {seconds(loop.time - self.begin)}"
        self.entitle(f"{which}turn {loop.turn:,}{at}", PHASES[loop.phase])
        return self._lists(loop, past, width)

    def _lists(self, loop: LoopState, past: LoopState | None, width: int) -> list[Row]:
        timers = {handle: until(when - loop.time) for when, handle in loop.timers}
        was_timer = {handle for _, handle in past.timers} if past else set()
        running = [loop.running] if loop.running >= 0 else []
        watched = self.run.data["watched"]
        calls = self._list("Calls now", running, {}, {past.running} if past else None, "nothing")
        ready = self._list(
            counted("Ready queue", len(loop.ready)),
            loop.ready,
            {one: "was a timer " for one in loop.ready if self._handle(one)["when"] is not None},
            set(past.ready) if past else None,
            "empty",
        )
        waits = self._list(
            counted("Timers", len(timers)), timers, timers, was_timer if past else None, "empty"
        )
        selector = [Row("Selector waits for", "strong muted")]
        selector += [Row(f"  {watched[one]}, to read") for one in loop.reading]
        selector += [Row(f"  {watched[one]}, to write") for one in loop.writing]
        if len(selector) == 1:
            selector.append(Row("  nothing", "muted"))
        if width < TWO_COLUMNS:
            return calls + ready + waits + selector
        return self._beside(calls + waits, ready + selector, width)

    def _beside(self, left: list[Row], right: list[Row], width: int) -> list[Row]:
        half = width // 2
        rows = []
        for one, other in zip_longest(left, right, fillvalue=Row()):
            rows.append(
                Row().extend(one.fitted(half - 1)).add(" ").extend(other.fitted(width - half))
            )
        return rows

    def _list(
        self,
        title: str,
        handles: Iterable[int],
        notes: dict[int, str],
        before: set[int] | None,
        nothing: str,
    ) -> list[Row]:
        rows = [Row(title, "strong muted")]
        every = list(handles)
        for handle in every[:AT_MOST]:
            new = before is not None and handle not in before
            row = Row(" •" if new else "  ", "running")
            ground = "new" if new else ""
            row.extend(
                [one._replace(styles=f"{one.styles} {ground}") for one in self._what(handle, notes)]
            )
            rows.append(row)
        if len(every) > AT_MOST:
            rows.append(Row(f"  and {plural(len(every) - AT_MOST, 'other')}", "muted"))
        return rows if every else [*rows, Row(f"  {nothing}", "muted")]

    def _handle(self, handle: int) -> dict[str, Any]:
        found: dict[str, Any] = self.run.data["handles"][handle]
        return found

    def _what(self, handle: int, notes: dict[int, str]) -> list[Piece]:
        """What the loop calls; of a task's, or a timer's that wakes one, its coroutine and task."""
        one = self._handle(handle)
        pieces = (
            [Piece(f"{notes[handle]} ".replace("  ", " "), "number")] if handle in notes else []
        )
        wakes = one.get("wakes", -1)
        if wakes >= 0:
            pieces.append(Piece("wakes ", "muted"))
        task = one["task"] if one["task"] >= 0 else wakes
        if task < 0:
            return [*pieces, Piece(one["text"].rpartition("<locals>.")[2])]
        named = self.run.data["tasks"][task]
        if named["generator"] >= 0:
            generator = self.run.generators[named["generator"]]
            target = Target("frame", (generator["frame"],))
            pieces.append(Piece(f"{generator['name']} ", "strong", target))
        pieces.append(Piece(f"{named['name']} ", "muted"))
        return [*pieces, Piece(one["text"].rpartition("<locals>.")[2], "muted")]


def seconds(time: float) -> str:
    """A time, as short as it is readable."""
    if abs(time) >= 1:
        return f"{time:.3f} s"
    return f"{time * 1000:.{2 if time and abs(time) < 0.01 else 0}f} ms"


def until(time: float) -> str:
    return f"in {seconds(time)}" if time > 0 else "due"
