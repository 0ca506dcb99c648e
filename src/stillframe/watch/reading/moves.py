"""Steps of every size, both ways: from a moment to the moment that each leads to."""

from bisect import bisect_left, bisect_right
from collections.abc import Container, Mapping, Sequence
from typing import final

from stillframe.watch.reading.run import Run
from stillframe.watch.tables import moments

RESUMES = frozenset({"send", "throw", "close"})

Wanted = Mapping[int, Container[int]]
"""Instructions, by the code that they are of."""


@final
class Moves:
    """Each takes a moment and whether it is forwards; where there is nothing to go to, it stays."""

    def __init__(self, run: Run) -> None:
        self.run = run
        data = run.data
        kinds = zip(run.events["step"], run.events["kind"], strict=True)
        self.suspensions = moments(step for step, kind in kinds if kind == "yield")
        self.turns = run.tasks.turns
        self.outputs = moments(data["output"]["step"])
        kinds = zip(data["exceptions"]["step"], data["exceptions"]["kind"], strict=True)
        self.raises = moments(step for step, kind in kinds if kind == "raised")

    def within(self, moment: int) -> int:
        return max(0, min(self.run.steps, moment))

    def instruction(self, moment: int, forward: bool) -> int:
        return self.within(moment + (1 if forward else -1))

    def line(self, moment: int, forward: bool) -> int:
        """Where the next line begins; backwards the beginning of this one, or the one before."""
        return self._line_forward(moment) if forward else self._line_back(moment)

    def _where(self, moment: int) -> tuple[int, int | None]:
        frame = self.run.frame_at(moment)
        return frame, self.run.line_at(frame, self.run.pc[moment])

    def _line_forward(self, moment: int) -> int:
        run = self.run
        frame, line = self._where(moment)
        span = run.spans.of(moment)
        end = run.span_end(span)
        for at in range(moment + 1, run.steps):
            if at >= end:
                span += 1
                end = run.span_end(span)
            there = run.line_at(run.spans.frames[span], run.pc[at])
            if there is not None and (there != line or run.spans.frames[span] != frame):
                return at
        return run.steps

    def _line_back(self, moment: int) -> int:
        at = moment - 1
        while at > 0 and self._where(at)[1] is None:
            at -= 1
        if at <= 0:
            return 0
        frame, line = self._where(at)
        while at > 0:
            frame_before, line_before = self._where(at - 1)
            if frame_before != frame or line_before not in (line, None):
                break
            at -= 1
        return at

    def over(self, moment: int, forward: bool) -> int:
        """The next instruction of this frame or of one further out: calls are one step."""
        spans, step = self.run.spans, 1 if forward else -1
        depth = max(1, spans.depths[spans.of(moment)])
        next_to = self.within(moment + step)
        span = spans.of(next_to)
        if spans.depths[span] <= depth:
            return next_to
        while 0 < span < len(spans.starts) - 1 and spans.depths[span] > depth:
            span += step
        return self._edge(span, forward)

    def out(self, moment: int, forward: bool) -> int:
        """Where this frame's caller goes on; backwards where it called or resumed this frame."""
        spans, step = self.run.spans, 1 if forward else -1
        span = spans.of(moment)
        depth = spans.depths[span]
        while span < len(spans.starts) - 1 if forward else span > 0:
            span += step
            if spans.depths[span] < depth:
                return self._edge(span, forward)
        return self.run.steps if forward else 0

    def _edge(self, span: int, forward: bool) -> int:
        """The moment of a span that one comes to first."""
        return self.within(self.run.spans.starts[span] if forward else self.run.span_end(span) - 1)

    def over_await(self, moment: int, forward: bool, generator: int) -> int:
        """This generator's or coroutine's next run; backwards the end of its last one."""
        if generator < 0:
            return moment
        steps, kinds = self.run.events["step"], self.run.events["kind"]
        found = self.run.events_of(generator)
        if forward:
            begins = (
                steps[row] + 1
                for row in found[bisect_left(found, moment, key=steps.__getitem__) :]
                if kinds[row] in RESUMES
            )
            return next(begins, moment)
        before = found[: bisect_left(found, moment, key=steps.__getitem__)]
        return next((steps[row] for row in reversed(before) if kinds[row] == "yield"), moment)

    def suspension(self, moment: int, forward: bool) -> int:
        return neighbour(self.suspensions, moment, forward)

    def turn(self, moment: int, forward: bool) -> int:
        return neighbour(self.turns, moment, forward)

    def output(self, moment: int, forward: bool) -> int:
        return neighbour(self.outputs, moment, forward)

    def exception(self, moment: int, forward: bool) -> int:
        return neighbour(self.raises, moment, forward)

    def reach(self, moment: int, wanted: Wanted) -> int | None:
        """The next moment at which one of these instructions comes next, None: there is none.

        A moment of -1 looks from the beginning.
        """
        run, spans = self.run, self.run.spans
        at = moment + 1
        for span in range(spans.of(at), len(spans.starts)):
            frame = spans.frames[span]
            instructions = wanted.get(run.code_of(frame)) if frame >= 0 else None
            if instructions is None:
                continue
            first = max(at, spans.starts[span])
            for there in range(first, min(run.span_end(span), run.steps)):
                if run.pc[there] in instructions:
                    return there
        return None

    def reach_around(self, moment: int, wanted: Wanted) -> int | None:
        """The same; if there is none, the first of all."""
        found = self.reach(moment, wanted)
        return self.reach(-1, wanted) if found is None else found

    def instructions_of_line(self, file: int, line: int) -> Wanted:
        """The instructions that belong to a line, in all code of a file."""
        wanted = {}
        for number, code in enumerate(self.run.data["codes"]):
            if code["file"] != file:
                continue
            found = {
                index
                for index, position in enumerate(code["position"])
                if position[0] == line and code["op"][index] != "RESUME"
            }
            if found:
                wanted[number] = found
        return wanted


def neighbour(moments: Sequence[int], moment: int, forward: bool) -> int:
    """The next of these moments, the one before, or where one is."""
    if forward:
        place = bisect_right(moments, moment)
        return moments[place] if place < len(moments) else moment
    place = bisect_left(moments, moment)
    return moments[place - 1] if place else moment
