"""Every key, and where it leads."""

from __future__ import annotations

import pytest

from stillframe.watch.terminal.commands import ALL, BY_KEY, STEPS
from unit.watch.corpus import NAMES, trace
from unit.watch.terminal.driving import Driven, drawn, drive

KEYS = {command.name: command.keys for command in ALL}


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_steps(name: str) -> None:
    """Each step leads to where it must, from many moments, both ways."""

    async def script(driven: Driven) -> None:
        moves, steps = driven.reading.moves, driven.reading.run.steps
        for moment in range(0, steps + 1, max(1, steps // 2)):
            for command in STEPS:
                for key, forward in zip(KEYS[command], (True, False), strict=True):
                    driven.main.go(moment)
                    if command == "await":
                        waited = driven.reading.views.waited_for(driven.main.view)
                        there = moves.over_await(moment, forward, waited)
                    else:
                        there = getattr(moves, command)(moment, forward)
                    assert await driven.press(key) == there, (moment, key)
                    assert driven.main.view.state == driven.reading.trace.at(there)

    drive(trace(name), script, size=(80, 24))


def test_the_ends() -> None:
    async def script(driven: Driven) -> None:
        assert await driven.press("end") == driven.reading.run.steps
        assert await driven.press("right") == driven.reading.run.steps
        assert await driven.press("home") == 0
        assert await driven.press("left") == 0

    drive(trace("fibonacci"), script)


@pytest.mark.slow
def test_frames() -> None:
    """Up and down through the chain, and on to what stands apart."""

    async def script(driven: Driven) -> None:
        state = driven.main.view.state
        wanted = [*state.chain, *sorted(state.frames.keys() - {*state.chain})]
        assert driven.main.view.frame == state.chain[-1]
        for _ in wanted:
            await driven.press("up")
        assert driven.main.view.frame == wanted[0]
        selected = [wanted[0]]
        for _ in wanted[1:]:
            await driven.press("down")
            selected.append(driven.main.view.frame)
            name = driven.reading.trace.name(selected[-1])
            await driven.until(lambda name=name: f"▸{name} " in drawn_frames(driven))
        assert selected == wanted
        assert driven.moment == 900

    def drawn_frames(driven: Driven) -> str:
        frames = driven.main.panes.frames
        return "\n".join([*drawn(frames.chain), *drawn(frames.apart)])

    drive(trace("crowd"), script, moment=900)


def test_selected_frame_goes_its_own_way() -> None:
    """Over the await is of the selected frame."""

    async def script(driven: Driven) -> None:
        main, reading = driven.main, driven.reading
        apart = next(f for f in main.view.state.frames if f not in main.view.state.chain)
        main.select(apart)
        await driven.pilot.pause()
        there = await driven.press("a")
        assert there > 120
        assert main.view.state.chain[-1] == apart
        assert reading.run.generator_of[apart] >= 0

    drive(trace("gather"), script, moment=120)


def test_going_to_a_step() -> None:
    async def script(driven: Driven) -> None:
        await driven.press("g")
        await driven.press("backspace", "7", "7", "enter")
        assert driven.moment == 77
        assert await driven.press("g", "escape", "right") == 78
        await driven.press("g", "9", "9", "9", "9", "9", "enter")
        assert driven.moment == driven.reading.run.steps
        assert await driven.press("backspace", "backspace") == 0

    drive(trace("fibonacci"), script)


def test_playing() -> None:
    async def script(driven: Driven) -> None:
        await driven.press("<", "space")
        assert "plays, 2 steps a second" in drawn(driven.main.bars["head"])[0]
        await driven.until(lambda: driven.moment > 0)
        await driven.press("space")
        stopped = driven.moment
        assert not driven.main.player.playing
        assert stopped < driven.reading.run.steps
        await driven.press("space", *4 * ">")
        assert driven.main.player.speed == 1000
        await driven.until(lambda: driven.moment == driven.reading.run.steps)
        await driven.until(lambda: not driven.main.player.playing)
        await driven.press("home", *4 * "<", "space", "right")
        assert not driven.main.player.playing

    drive(trace("fibonacci"), script)


def test_back() -> None:
    async def script(driven: Driven) -> None:
        await driven.press("right", "right", "end")
        assert await driven.press("backspace") == 2
        assert await driven.press("backspace") == 2

    drive(trace("fibonacci"), script)


def test_help_has_every_key() -> None:
    async def script(driven: Driven) -> None:
        await driven.press("?")
        keys = driven.app.screen.keys
        assert keys == [(" ".join(one.told), one.does) for one in ALL]
        await driven.press("escape")
        assert driven.app.screen is driven.main
        assert await driven.press("right") == 1

    drive(trace("fibonacci"), script)


def test_quitting() -> None:
    async def script(driven: Driven) -> None:
        await driven.press("q")
        assert driven.app._exit

    drive(trace("fibonacci"), script)


def test_no_key_is_in_two_commands() -> None:
    keys = [key for command in ALL for key in command.keys]
    assert len(keys) == len({*keys})
    assert {*keys} <= BY_KEY.keys()


@pytest.mark.slow
@pytest.mark.parametrize("name", ["fibonacci", "gather"])
def test_any_key_anywhere(name: str) -> None:
    """Whatever is pressed, at the beginning and at the end, something sensible is shown."""

    async def script(driven: Driven) -> None:
        for moment in (0, driven.reading.run.steps):
            for key in BY_KEY:
                if key in ("q", "ctrl+c"):
                    continue
                await driven.go(moment)
                await driven.press(key)
                assert 0 <= driven.moment <= driven.reading.run.steps
                while driven.app.screen is not driven.main:
                    await driven.press("escape")

    drive(trace(name), script)


def test_the_timeline_is_a_slider() -> None:
    async def script(driven: Driven) -> None:
        timeline = driven.main.timeline
        middle = timeline.names + timeline.lanes.width // 2 + 1
        await driven.pilot.mouse_down(timeline, offset=(middle, 3))
        assert abs(driven.moment - driven.reading.run.steps // 2) <= 2
        await driven.pilot.hover(timeline, offset=(middle + 20, 3))
        there = driven.moment
        assert there > driven.reading.run.steps // 2
        await driven.pilot.mouse_up(timeline, offset=(middle + 20, 3))
        await driven.pilot.hover(timeline, offset=(middle + 40, 3))
        assert driven.moment == there
        await driven.pilot.click(timeline, offset=(timeline.size.width, 3))
        assert driven.moment == driven.reading.run.steps

    drive(trace("gather"), script)


def test_zoom() -> None:
    async def script(driven: Driven) -> None:
        lanes = driven.main.timeline.lanes
        await driven.go(100)
        await driven.press("+", "+")
        assert lanes.begin < 100 < lanes.end
        assert abs(lanes.length - driven.reading.run.steps / 4) <= 1
        await driven.press("end")
        assert lanes.end == driven.reading.run.steps
        await driven.press("-", "-", "-")
        assert (lanes.begin, lanes.end) == (0, driven.reading.run.steps)

    drive(trace("gather"), script)


def test_clicks() -> None:
    """A line and an instruction lead to where they run next, a frame's name selects it."""

    async def script(driven: Driven) -> None:
        panes, run = driven.main.panes, driven.reading.run
        await driven.click(panes.source, "print(next(numbers))", nth=1)
        frame = run.frame_at(driven.moment)
        assert run.line_at(frame, run.pc[driven.moment]) == 11
        await driven.click(panes.instructions, "FOR_ITER")
        op = run.trace.code(run.frame_at(driven.moment))["op"][run.pc[driven.moment]]
        assert op == "FOR_ITER"
        await driven.click(panes.frames.apart, "fibonacci#1")
        assert run.trace.name(driven.main.view.frame) == "fibonacci#1"
        await driven.click(panes.output, "1")
        assert driven.moment == driven.reading.moves.outputs[0]
        await driven.click(driven.main.bars["keys"], "step")
        assert driven.moment == driven.reading.moves.outputs[0] + 1
        await driven.click(panes.source, "def fibonacci")
        await driven.click(panes.source, "while True")
        assert "never runs" not in drawn(driven.main.bars["said"])[0]

    drive(trace("fibonacci"), script)
