"""The gallery's pictures: its pages at the moments that they are shown at, by Chromium."""

from __future__ import annotations

import io
import sys
from collections.abc import Iterable
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from gallery import live, terminal
from gallery.moments import moment
from gallery.shown import DOCS, Picture, pictures
from page import chromium

COLOURS = 256  # enough for letters with soft edges, at half the bytes
SIZE = {"width": 1360, "height": 940}


def take(browser: Any, shown: Iterable[Picture], into: Path) -> list[Path]:
    """Take these pictures, light and still, and write each into a folder; the files.

    Raises `chromium.Missing` without the package pillow, which makes them small.
    """
    try:
        from PIL import Image
    except ModuleNotFoundError:
        raise chromium.Missing("needs the package pillow") from None
    taken = []
    with TemporaryDirectory() as folder:
        traces = live.build(Path(folder))
        for picture in shown:
            context = browser.new_context(
                viewport=SIZE, color_scheme="light", reduced_motion="reduce"
            )
            page = context.new_page()
            address = Path(folder, f"{picture.program}.html").as_uri()
            page.goto(f"{address}#step={moment(traces[picture.program], picture.moment)}")
            page.wait_for_selector("html[data-ready]")
            page.evaluate("() => new Promise(requestAnimationFrame)")
            taken.append(into / picture.file.name)
            shot = Image.open(io.BytesIO(page.screenshot())).convert("RGB")
            shot.quantize(COLOURS, dither=Image.Dither.NONE).save(taken[-1], optimize=True)
            context.close()
    return taken


def said(file: Path) -> None:
    print(f"docs/images/{file.name}: {file.stat().st_size / 1000:.0f} kB")


def main() -> None:
    (DOCS / "images").mkdir(exist_ok=True)
    said(terminal.take(DOCS / "images"))
    try:
        with chromium.browser() as browser:
            for file in take(browser, pictures(), DOCS / "images"):
                said(file)
    except chromium.Missing as missing:
        sys.exit(f"No pictures: {missing}.")
