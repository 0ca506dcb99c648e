"""Each pane shows what the trace says at the same moment."""

from __future__ import annotations

import re
from typing import Any

import pytest
from rich.cells import cell_len

from stillframe.watch.reading.run import Life
from unit.watch.corpus import NAMES, trace
from unit.watch.terminal.driving import Driven, drawn, drive, rows, styled

pytestmark = pytest.mark.slow


def moments(driven: Driven) -> list[int]:
    steps = driven.reading.run.steps
    return sorted({*range(0, steps, max(1, steps // 9)), steps})


def current(pane: Any) -> list[int]:
    """The lines with the mark of what comes next."""
    return [index for index, row in enumerate(rows(pane)) if row.startswith("▶")]


@pytest.mark.parametrize("name", NAMES)
def test_source_and_instructions(name: str) -> None:
    async def script(driven: Driven) -> None:
        panes, run = driven.main.panes, driven.reading.run
        for moment in moments(driven):
            await driven.go(moment)
            view = driven.main.view
            if view.instruction < 0:
                assert current(panes.source) == current(panes.instructions) == []
                continue
            code = run.data["codes"][view.code]
            assert current(panes.instructions) == [view.instruction]
            shown = rows(panes.instructions)[view.instruction]
            assert code["op"][view.instruction] in shown
            line, end, column, end_column = code["position"][view.instruction]
            assert current(panes.source) == ([line - 1] if line else [])
            if line and line == end and column is not None and column < end_column:
                text = run.data["files"][code["file"]]["lines"][line - 1].encode()
                wanted = text[column:end_column].decode()
                assert styled(panes.source, line - 1, "here") == wanted
                await driven.until(lambda text=wanted: text[:8] in "\n".join(drawn(panes.source)))

    drive(trace(name), script)


@pytest.mark.parametrize("name", NAMES)
def test_the_value_stack(name: str) -> None:
    async def script(driven: Driven) -> None:
        texts, stack = driven.reading.texts, driven.main.panes.stack
        for moment in moments(driven):
            await driven.go(moment)
            view = driven.main.view
            values = [target.which[-1] for _, target in stack.targets()]
            there = [value for value in reversed(view.stack(view.frame)) if value]
            assert list(dict.fromkeys(values)) == list(dict.fromkeys(there))
            shown = "\n".join(rows(stack))
            for value in view.stack(view.frame):
                assert texts.name(value)[:12] in shown
            labels, taken = driven.reading.views.stack_labels(view)
            for label, _ in zip(labels, view.stack(view.frame), strict=False):
                assert label[:12] in shown
            assert ("╭" in shown) == (taken > 0 and len(view.stack(view.frame)) > 0)

    drive(trace(name), script, size=(200, 44))


@pytest.mark.parametrize("name", NAMES)
def test_the_frames(name: str) -> None:
    """Cards in both places, with what the frames hold."""

    async def script(driven: Driven) -> None:
        run, texts, frames = driven.reading.run, driven.reading.texts, driven.main.panes.frames
        for moment in moments(driven):
            await driven.go(moment)
            view = driven.main.view
            linked = driven.reading.places.chain(view)
            apart = driven.reading.places.apart(view)
            assert [*frames.chain.firsts] == [one.frame for one in linked.frames]
            assert [*frames.apart.firsts] == [frame for frame, _ in apart.frames]
            assert {*frames.chain.firsts, *frames.apart.firsts} <= {*view.state.frames}
            opened = [one.frame for one in linked.frames if one.open]
            for place, numbers in (
                (frames.chain, opened),
                (frames.apart, [*frames.apart.firsts]),
            ):
                every = rows(place)
                for frame in numbers:
                    first, last = place.firsts[frame]
                    card = "\n".join(every[first:last])
                    assert run.trace.name(frame)[:20] in card
                    assert driven.reading.places.standing(view, frame) in card
                    code = run.trace.code(frame)
                    for slot, value in zip(
                        code["slots"], view.state.frames[frame].slots, strict=True
                    ):
                        if value:
                            told = f"{slot} " if len(slot) < 15 else slot[:10]
                            line = re.search(rf"[ •]{re.escape(told)}.*", card)
                            assert line and texts.name(value)[:12] in line[0]
                    if place is frames.apart and not run.is_created(frame, moment):
                        assert "value stack" in card
                        for value in view.state.frames[frame].stack:
                            assert texts.name(value)[:12] in card
            closed = [row.split()[0][:20] for row in rows(frames.apart) if row.endswith(" closed")]
            assert closed == [run.generators[one]["name"][:20] for one in apart.closed]

    drive(trace(name), script, size=(200, 44))


def test_how_frames_come_and_go() -> None:
    """Into the chain by a send, out of it by a yield or a return: each by its name, and its way."""

    async def script(driven: Driven) -> None:
        run, frames = driven.reading.run, driven.main.panes.frames
        seen = set()
        for step, kind, generator in zip(
            run.events["step"], run.events["kind"], run.events["generator"], strict=True
        ):
            await driven.go(step + 1)
            frame = run.generators[generator]["frame"]
            into = kind in ("send", "throw", "close")
            assert (run.lives[generator].at(step + 1) in (Life.RUNNING, Life.LINKED)) == into
            place = frames.chain if into else frames.apart
            if frame in place.firsts:
                first, last = place.firsts[frame]
                card = rows(place)[first:last]
                arrow = "▲" if into else "▼"
                assert any(f"{arrow} {kind}" in row for row in card), (kind, card)
                seen.add(kind)
            else:
                assert kind in ("return", "raise")
                name = run.generators[generator]["name"]
                assert any(row.split() == [name, "closed"] for row in rows(place))
        assert {"created", "send", "throw", "close", "yield"} <= seen

    drive(trace("throw"), script)


def test_what_has_changed_is_marked() -> None:
    async def script(driven: Driven) -> None:
        chain = driven.main.panes.frames.chain
        stores = next(
            moment
            for moment in range(driven.reading.run.steps)
            if driven.reading.run.trace.code(driven.reading.run.frame_at(moment))["op"][
                driven.reading.run.pc[moment]
            ]
            == "STORE_NAME"
            and driven.reading.views.of(moment).state.frames[0].slots[1]
        )
        await driven.go(stores)
        assert not [row for row in rows(chain) if "•" in row]
        await driven.press("right")
        marked = [row for row in rows(chain) if "•" in row]
        assert len(marked) == 1
        await driven.press("right")
        assert not [row for row in rows(chain) if "•" in row]

    drive(trace("fibonacci"), script)


@pytest.mark.parametrize("name", [name for name in NAMES if name in ("gather", "ticks")])
def test_the_loop(name: str) -> None:
    async def script(driven: Driven) -> None:
        run, pane = driven.reading.run, driven.main.panes.loop
        for moment in moments(driven):
            await driven.go(moment)
            loops = run.trace.loops_at(moment)
            shown = "\n".join(rows(pane))
            title = str(pane.border_title)
            if not loops:
                assert "no loop yet" in title
                continue
            loop = loops[-1]
            assert f"turn {loop.turn:,} at" in title
            ready = f"Ready queue {len(loop.ready)}" if loop.ready else "Ready queue"
            assert ready in shown
            assert (f"Timers {len(loop.timers)}" if loop.timers else "Timers") in shown
            for handle in [*loop.ready, *(one for _, one in loop.timers)]:
                task = run.data["handles"][handle]["task"]
                if task >= 0:
                    assert run.data["tasks"][task]["name"] in shown
            for one in loop.reading:
                assert run.data["watched"][one][:12] in shown

    drive(trace(name), script, size=(200, 60))


@pytest.mark.parametrize("name", NAMES)
def test_the_output(name: str) -> None:
    from stillframe.watch.terminal.row import Piece, printable

    async def script(driven: Driven) -> None:
        pane = driven.main.panes.output
        for moment in moments(driven):
            await driven.go(moment)
            written = driven.reading.trace.output_at(moment).removesuffix("\n")
            if not written:
                assert rows(pane) == [" Nothing is written yet."]
                continue
            lines = [printable(Piece(line)).text for line in written.split("\n")]
            assert [row[1:] for row in rows(pane)] == lines
            last = lines[-1]
            await driven.until(lambda last=last: last in "\n".join(drawn(pane)))

    drive(trace(name), script)


@pytest.mark.parametrize("name", NAMES)
def test_the_lanes(name: str) -> None:
    """Where there is a cell for each moment, a lane says what its generator is then."""

    async def script(driven: Driven) -> None:
        run, timeline = driven.reading.run, driven.main.timeline
        while timeline.lanes.length > timeline.lanes.width:
            await driven.press("+")
        signs = {Life.RUNNING: "█", Life.LINKED: "▒", Life.SUSPENDED: "─", Life.CREATED: "┄"}
        await driven.go(run.steps // 2)
        for lane, life in enumerate([run.program, *run.lives]):
            cells = timeline.lanes.cells(lane)
            for moment in range(int(timeline.lanes.begin) + 1, int(timeline.lanes.end)):
                state = life.at(moment)
                sign = signs.get(state, " ")
                if lane and state not in (Life.RUNNING, Life.LINKED):
                    sign = "═" if run.tasks.ready[lane - 1].at(moment) else sign
                assert cells[timeline.lanes.x(moment)].sign == sign, (lane, moment)
        head = timeline.render_line(0).text
        assert f"{driven.moment:,}" in head
        column = timeline.names + timeline.lanes.x(driven.moment)
        lanes = [timeline.render_line(y).text for y in range(2, 2 + min(3, 1 + len(run.lives)))]
        assert {line[column] for line in lanes} == {"┃"}

    drive(trace(name), script)


def test_control_characters_are_shown() -> None:
    """What a program writes or holds can't move the cursor."""
    from unit.watch.recorded import of_text

    async def script(driven: Driven) -> None:
        await driven.press("end", "left", "left")
        output = "\n".join(rows(driven.main.panes.output))
        widths = {cell_len(line) for line in drawn(driven.main.panes.output)}
        assert widths == {driven.main.panes.output.room}
        assert "\x1b" not in "\n".join(drawn(driven.main.panes.output))
        assert "a" in output
        text = "\n".join(drawn(driven.main.panes.frames.chain))
        assert "\x1b" not in text and "\\x1b" in text

    text = "name = '\\x1b[2J'\nprint('a\\x1b[31mb\\tc', name)\nname\n"
    drive(of_text(text), script)
