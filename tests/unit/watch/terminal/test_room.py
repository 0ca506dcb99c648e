"""Large and small terminals, with colours or without, dark or light."""

from __future__ import annotations

import pytest
from rich.cells import cell_len

from unit.watch.corpus import trace
from unit.watch.terminal.driving import Driven, drawn, drive

SIZES = [(200, 60), (110, 30), (80, 24), (40, 12), (20, 6), (300, 20)]


def widgets(driven: Driven) -> list[object]:
    main = driven.main
    return [main.timeline, *main.bars.values(), *main.panes.every]


@pytest.mark.parametrize("size", SIZES)
def test_any_size(size: tuple[int, int]) -> None:
    """No line is wider than its pane, and nothing goes wrong, however small it is."""

    async def script(driven: Driven) -> None:
        for moment in (0, 60, 120, driven.reading.run.steps):
            await driven.go(moment)
            for widget in widgets(driven):
                if widget.region.height:
                    for line in drawn(widget):
                        assert cell_len(line) <= widget.content_size.width

    drive(trace("gather"), script, size=size)


def test_a_resize() -> None:
    async def script(driven: Driven) -> None:
        panes = driven.main.panes
        assert all(pane.region.height for pane in panes.every[:-1])
        await driven.pilot.resize_terminal(80, 24)
        await driven.until(lambda: driven.main.has_class("compact") and panes.source.region.height)
        await driven.pilot.pause()
        shown = [pane.id for pane in panes.every if pane.region.height]
        assert shown == ["source", None, None]
        assert "▶" in "\n".join(drawn(panes.source))
        assert "fetch#1" in "\n".join(drawn(driven.main.timeline))
        for key, pane in {"2": panes.instructions, "3": panes.loop, "4": panes.output}.items():
            await driven.press(key)
            assert pane.region.height and not panes.frames.chain.region.height
        assert await driven.press("5", "1") == 60
        assert panes.frames.chain.region.height
        await driven.click(driven.main.bars["tabs"], "loop")
        assert panes.loop.region.height
        await driven.pilot.resize_terminal(150, 44)
        await driven.until(lambda: not driven.main.has_class("compact"))
        await driven.pilot.pause()
        assert all(pane.region.height for pane in panes.every[:-1])

    drive(trace("gather"), script, moment=60)


def test_a_long_name() -> None:
    """Its card is as wide as the others."""
    from unit.watch.recorded import of_text

    name = "very" * 30

    async def script(driven: Driven) -> None:
        chain = driven.main.panes.frames.chain
        call = next(
            moment
            for moment in range(driven.reading.run.steps)
            if len(driven.reading.trace.at(moment).chain) == 2
        )
        await driven.go(call)
        corners = [
            line.rstrip() for line in drawn(chain) if line.rstrip().endswith(("┓", "┛", "┐"))
        ]
        assert len(corners) == 3
        assert len({len(line) for line in corners}) == 1

    drive(of_text(f"def {name}():\n    return 1\n{name}()\n"), script)


def test_the_innermost_frame_is_in_sight() -> None:
    """However deep the chain is, and however little room there is."""

    async def script(driven: Driven) -> None:
        chain = driven.main.panes.frames.chain
        for moment in range(700, driven.reading.run.steps, 200):
            await driven.go(moment)
            if driven.main.view.frame >= 0:
                name = driven.reading.trace.name(driven.main.view.frame)
                await driven.until(lambda name=name: f"▸{name} " in "\n".join(drawn(chain)))

    drive(trace("crowd"), script, size=(80, 24))


def test_what_is_underlined_is_in_sight() -> None:
    """Of a line that is longer than the pane."""
    from unit.watch.recorded import of_text

    text = f"a = 1\nb = {'a + ' * 60}{'abs(a)'}\n"

    async def script(driven: Driven) -> None:
        source = driven.main.panes.source
        run = driven.reading.run
        call = next(m for m in range(run.steps) if run.trace.code(0)["op"][run.pc[m]] == "CALL")
        await driven.go(call)
        assert "abs(a)" in "\n".join(drawn(source))
        await driven.press("home")
        assert "abs(a)" not in "\n".join(drawn(source))

    drive(of_text(text), script, size=(80, 24))


def test_dark_and_light() -> None:
    async def script(driven: Driven) -> None:
        assert driven.app.theme == "stillframe-dark"
        background = driven.app.screen.styles.background
        await driven.press("d")
        assert driven.app.theme == "stillframe-light"
        assert driven.main.timeline.look.dark is False
        assert driven.app.screen.styles.background != background
        await driven.press("d")
        assert driven.app.theme == "stillframe-dark"

    drive(trace("fibonacci"), script)


@pytest.mark.parametrize(("told", "theme"), [("15;0", "dark"), ("0;15", "light"), ("", "dark")])
def test_a_terminal_that_tells(told: str, theme: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLORFGBG", told)

    async def script(driven: Driven) -> None:
        assert driven.app.theme == f"stillframe-{theme}"

    drive(trace("fibonacci"), script)
