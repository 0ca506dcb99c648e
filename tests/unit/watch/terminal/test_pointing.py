"""Values that are pointed at, marked, and lead to the step that made them."""

from __future__ import annotations

from unit.watch.corpus import trace
from unit.watch.terminal.driving import Driven, drawn, drive, styled


def test_tab_goes_through_all_values() -> None:
    async def script(driven: Driven) -> None:
        values = list(driven.main.panes.values())
        assert len(values) > 5
        seen = []
        for _ in values:
            await driven.press("tab")
            seen.append(driven.main.marks.focused)
        assert seen == values
        await driven.press("tab")
        assert driven.main.marks.focused == values[0]
        await driven.press("shift+tab")
        assert driven.main.marks.focused == values[-1]

    drive(trace("throw"), script, moment=60)


def test_enter_goes_to_the_maker() -> None:
    async def script(driven: Driven) -> None:
        makers, jumped = driven.reading.makers, 0
        for place, target in enumerate(driven.main.panes.values()):
            await driven.go(90)
            await driven.press(*["tab"] * (place + 1))
            assert driven.main.marks.focused == target
            made = (
                makers.of(90, *target.which[:3])
                if target.kind == "value"
                else makers.first_seen(*target.which)
            )
            there = await driven.press("enter")
            said = drawn(driven.main.bars["said"])[0]
            if made is None:
                assert there == 90 and "not in this recording" in said
            else:
                assert there == made + 1
                jumped += 1
                assert await driven.press("backspace") == 90
        assert jumped > 4

    drive(trace("throw"), script, moment=90)


def test_the_same_object_is_marked_wherever_it_stands() -> None:
    """The generator is in a variable of the module, and on the stack; one of them is focused."""

    async def script(driven: Driven) -> None:
        run = driven.reading.run
        stack, chain = driven.main.panes.stack, driven.main.panes.frames.chain
        generator = run.generators[0]["value"]
        moment = next(
            moment
            for moment in range(run.steps)
            if generator in driven.reading.views.of(moment).stack(0)
            and generator in run.trace.at(moment).frames[0].slots
        )
        await driven.go(moment)
        for _ in driven.main.panes.values():
            await driven.press("tab")
            if driven.main.marks.value == generator:
                break
        lines = range(stack.count())
        assert any(styled(stack, y, "focus") == "fibonacci#1" for y in lines)
        lines = range(chain.count())
        assert any(styled(chain, y, "same") == "fibonacci#1" for y in lines)
        said = drawn(driven.main.bars["said"])[0]
        assert said.split()[:2] == ["generator", "fibonacci#1"]
        assert "Enter: to the step that made it" in said

    drive(trace("fibonacci"), script)


def test_the_mouse_points() -> None:
    """A line under the mouse marks its instructions, an instruction its columns in the source."""

    async def script(driven: Driven) -> None:
        panes = driven.main.panes
        line = next(y for y, text in enumerate(drawn(panes.source)) if "numbers.send(1)" in text)
        await driven.pilot.hover(panes.source, offset=(12, line + 1))
        await driven.until(lambda: driven.main.marks.hovered)
        number = line + panes.source.scroll_offset.y + 1
        code = panes.instructions.code
        for index in range(panes.instructions.count()):
            row = panes.instructions.row(index, panes.instructions.room)
            if row.ground != "current":
                assert (row.ground == "same") == (code["position"][index][0] == number)
        shown = drawn(panes.instructions)
        index = next(y for y, text in enumerate(shown) if "LOAD_NAME range" in text)
        await driven.pilot.hover(panes.instructions, offset=(14, index + 1))
        await driven.until(lambda: driven.main.marks.hovered.kind == "instruction")
        found = "".join(styled(panes.source, y, "hinted") for y in range(panes.source.count()))
        assert found == "range"
        await driven.pilot.hover(driven.main.bars["keys"], offset=(1, 0))
        await driven.until(lambda: driven.main.marks.hovered is None)

    drive(trace("fibonacci"), script)


def test_a_click_on_a_value() -> None:
    async def script(driven: Driven) -> None:
        chain = driven.main.panes.frames.chain
        value = next(t for _, t in chain.targets() if "fibonacci#1" in name(driven, t))
        made = driven.reading.makers.of(driven.moment, *value.which[:3])
        await driven.click(chain, "fibonacci#1")
        assert driven.moment == made + 1

    def name(driven: Driven, target: object) -> str:
        return driven.reading.texts.name(target.which[-1])

    drive(trace("fibonacci"), script, moment=100)
