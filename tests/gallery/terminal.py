"""The picture of `docs/watching.md` of a run in a terminal, drawn by the application itself."""

from __future__ import annotations

import asyncio
import re
from pathlib import Path

from gallery import live
from gallery.moments import moment
from gallery.shown import DOCS

PROGRAM = DOCS / "gallery" / "gather.py"
MOMENT = "send=2&of=fetch.2"
SIZE = (132, 38)
_FONT = re.compile(r"@font-face \{.*?\}", re.DOTALL)


def take(into: Path) -> Path:
    """Draw it into a folder; the file."""
    from stillframe.watch.terminal.app import WatchApp  # needs textual

    trace = live.record(PROGRAM)

    async def draw() -> str:
        app = WatchApp(trace, moment(trace, MOMENT))
        async with app.run_test(size=SIZE) as pilot:
            await pilot.pause()
            return app.export_screenshot(
                title=f"stillframe watch --tui {PROGRAM.name}", simplify=True
            )

    file = into / "terminal.svg"
    file.write_text(local(asyncio.run(draw())), encoding="utf-8")
    return file


def local(svg: str) -> str:
    """The picture without fonts from the network; any other one is brought to its cells' width."""
    svg = _FONT.sub("", svg).replace("Fira Code, monospace", "monospace")
    return svg.replace("textLength=", 'lengthAdjust="spacingAndGlyphs" textLength=')
