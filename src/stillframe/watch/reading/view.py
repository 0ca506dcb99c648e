"""What is shown of a moment: its state, the selected frame, and that in words."""

from bisect import bisect_left
from dataclasses import dataclass
from typing import Any, final

from stillframe.watch.reading.run import Run
from stillframe.watch.reading.still import Still
from stillframe.watch.reading.values import ValueTexts
from stillframe.watch.state import State


@dataclass(frozen=True, slots=True)
class View:
    """A moment; changes are marked since ``since``, when the state was ``past``.

    ``frame`` is the selected one, -1 if there is none; ``chosen``: it was asked for. ``code`` is
    its code, or what is shown without one; ``instruction`` where it stands, and ``is_next`` that it
    comes next, else it is in progress. ``ending`` says why no frame is shown, ``standing`` what the
    frame is doing.
    """

    moment: int
    since: int
    past: State | None
    state: State
    frame: int
    chosen: bool
    is_next: bool
    code: int
    instruction: int
    ending: str
    standing: str

    def stack(self, frame: int) -> list[int]:
        """A frame's value stack, the bottom first; empty where there is no such frame."""
        found = self.state.frames.get(frame)
        return found.stack if found else []


@final
class Views:
    def __init__(self, run: Run, texts: ValueTexts) -> None:
        self.run = run
        self.texts = texts
        self.still = Still.of(run.data)

    def of(self, moment: int, since: int = -1, wanted: int = -1) -> View:
        """A moment's view; ``wanted`` is selected if it is there, else the innermost frame is."""
        run = self.run
        past = run.trace.at(since) if since >= 0 else None
        state = run.trace.at(moment)
        innermost = state.chain[-1] if state.chain else -1
        usual = self.still.first(state) if self.still else innermost
        frame = wanted if wanted in state.frames else usual
        is_next = frame >= 0 and frame == innermost and not state.native and not state.raising
        shown = state.frames[frame] if frame >= 0 else None
        return View(
            moment,
            since,
            past,
            state,
            frame,
            frame == wanted,
            is_next,
            run.code_of(frame) if shown else run.code_at(moment),
            run.instruction_of(state, shown) if shown else -1,
            self._ending(moment),
            self._standing(state, frame, is_next, since) if shown else "",
        )

    def _standing(self, state: State, frame: int, is_next: bool, since: int) -> str:
        if frame not in state.chain:
            if self.run.is_created(frame, state.moment):
                return "created, not started"
            return "suspended: it stopped here"
        if state.chain[-1] != frame:
            return "in the midst of it: a frame further in runs"
        if state.native:
            return "in the midst of it: native code runs"
        if state.raising:
            return f"goes on by raising {self.texts.whole(state.raising, state.moment)}"
        raised = self._raised_since(frame, since, state.moment)
        return f"has raised {self.texts.whole(raised, state.moment)}" if raised else "comes next"

    def _raised_since(self, frame: int, since: int, moment: int) -> int:
        """The exception that a frame has raised since a moment, or 0."""
        table = self.run.data["exceptions"]
        row = bisect_left(table["step"], moment) - 1
        while row >= 0 and table["step"][row] >= since:
            if table["kind"][row] == "raised" and table["frame"][row] == frame:
                return int(table["value"][row])
            row -= 1
        return 0

    def _ending(self, moment: int) -> str:
        run = self.run
        if self.still:
            return "No frame is in the chain: nobody runs."
        if not run.steps:
            return "No step was recorded."
        if moment < run.steps:
            return "No recorded frame runs."
        end: dict[str, Any] = run.data["end"]
        if run.data["full"]:
            return "The recording stops here; the program went on."
        if end["how"] == "raised":
            return f"The program has ended: it raised {end['type']}."
        return "The program has ended."

    def said(self, view: View) -> str:
        """Where we are."""
        step = f"Step {view.moment:,} of {self.run.steps:,}"
        return f"{self.run.data['program'] if self.still else step}. {self.where(view)}"

    def where(self, view: View) -> str:
        """The selected frame, and its line and instruction."""
        if view.frame < 0:
            return view.ending
        code = self.run.trace.code(view.frame)
        at = view.instruction
        op = "" if at < 0 else f": {code['op'][at]} {code['arg'][at]}"
        return f"{self.run.trace.name(view.frame)}, {self.run.place(view.frame, at)}{op}"

    def next_frame(self, view: View, forward: bool) -> int | None:
        """The frame further in, at the end those that stand apart; else the one further out."""
        state = view.state
        every = [*state.chain, *sorted(state.frames.keys() - {*state.chain})]
        place = every.index(view.frame) + (1 if forward else -1) if view.frame in every else 0
        return every[place] if 0 <= place < len(every) else None

    def waited_for(self, view: View) -> int:
        """The generator whose next run is meant: the selected frame's, else the innermost; -1."""
        own = self.run.generator_of[view.frame] if view.frame >= 0 else -1
        return own if own >= 0 else self.run.innermost(view.state.chain)

    def stack_labels(self, view: View) -> tuple[list[str], int]:
        """What to call the slots of the selected frame's stack; how many the next step takes."""
        if view.frame < 0:
            return [], 0
        code, state = self.run.trace.code(view.frame), view.state
        if view.is_next:
            return labels_at(code, view.instruction), code["effects"][view.instruction][0][0]
        is_current = bool(state.chain) and view.frame == state.chain[-1]
        stopped = state.raising > 0 if is_current else view.frame not in state.chain
        return labels_at(code, state.frames[view.frame].at + stopped), 0


def labels_at(code: dict[str, Any], instruction: int) -> list[str]:
    """What to call each slot of the value stack before an instruction; empty where unknown."""
    labels: list[list[str] | None] = code["labels"]
    return (labels[instruction] or []) if 0 <= instruction < len(labels) else []
