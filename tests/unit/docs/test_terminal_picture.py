"""The picture of a run in a terminal can be drawn anew, and needs nothing from the network."""

from __future__ import annotations

import html
import re
import sys
from pathlib import Path

import pytest

from gallery.shown import DOCS

PICTURE = DOCS / "images" / "terminal.svg"


def words(svg: str) -> str:
    return html.unescape(re.sub(r"<[^>]*>", "", svg)).replace("\xa0", " ")


def check(svg: str) -> None:
    assert re.findall(r"url\((?!#)[^)]*\)|href=|<script", svg) == []
    for word in ("gather.py", "Value stack", "Linked into the chain", "Standing apart", "fetch#2"):
        assert word in words(svg)


def test_the_picture() -> None:
    assert PICTURE.stat().st_size < 200_000
    check(PICTURE.read_text("utf-8"))


@pytest.mark.skipif(sys.platform == "emscripten", reason="needs processes, and a loop that blocks")
def test_it_can_be_drawn(tmp_path: Path) -> None:
    pytest.importorskip("markdown_it", reason="gallery.live needs the package markdown-it-py")
    from gallery import terminal

    check(terminal.take(tmp_path).read_text("utf-8"))
