"""The application without a terminal, driven by keys and clicks."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any, final

from stillframe.watch.reading import Reading
from stillframe.watch.trace import Trace

LONG = 60  # seconds, for what must come at some time


@final
class Driven:
    """A running application: what it shows, and what one does to it."""

    def __init__(self, app: Any, pilot: Any) -> None:
        self.app = app
        self.pilot = pilot
        self.main = app.main
        self.reading: Reading = app.main.reading

    @property
    def moment(self) -> int:
        return int(self.main.moment)

    async def press(self, *keys: str) -> int:
        await self.pilot.press(*keys)
        await self.pilot.pause()
        return self.moment

    async def go(self, moment: int) -> None:
        self.main.go(moment)
        await self.pilot.pause()

    async def until(self, condition: Callable[[], Any]) -> None:
        """Wait for a condition."""
        async with asyncio.timeout(LONG):
            while not condition():
                await self.pilot.pause(0.01)

    async def click(self, pane: Any, text: str, nth: int = 0) -> None:
        """Click where that text stands in what a pane draws."""
        found = [(line.index(text), y) for y, line in enumerate(drawn(pane)) if text in line]
        assert len(found) > nth, (text, drawn(pane))
        x, y = found[nth]
        left, top = pane.content_region.offset - pane.region.offset
        await self.pilot.click(pane, offset=(left + x, top + y))
        await self.pilot.pause()


def drawn(pane: Any) -> list[str]:
    """The lines that a pane draws, as long as it is wide."""
    return [pane.render_line(y).text for y in range(pane.content_size.height)]


def rows(pane: Any) -> list[str]:
    """All lines of a pane, those out of sight as well."""
    made = (pane.row(index, pane.room).fitted(pane.room) for index in range(pane.count()))
    return ["".join(piece.text for piece in row).rstrip() for row in made]


def styled(pane: Any, index: int, style: str) -> str:
    """What has a style in a line of a pane."""
    row = pane.row(index, pane.room)
    return "".join(piece.text for piece in row.left if style in piece.styles.split())


def drive(
    trace: Trace,
    script: Callable[[Driven], Awaitable[None]],
    size: tuple[int, int] = (150, 44),
    moment: int = 0,
) -> None:
    """Run the application on a trace, and a script that drives it."""
    from stillframe.watch.terminal.app import WatchApp

    async def run() -> None:
        app = WatchApp(trace, moment)
        async with app.run_test(size=size) as pilot:
            await pilot.pause()
            await script(Driven(app, pilot))

    asyncio.run(run())
