"""What `docs/gallery.md` names: programs, pictures, moments."""

from __future__ import annotations

import re
from pathlib import Path
from typing import NamedTuple

DOCS = Path(__file__).resolve().parents[2] / "docs"
PAGE = DOCS / "gallery.md"
PROGRAMS = sorted((DOCS / "gallery").glob("*.py"))

LIVE = re.compile(r"gallery/(\w+)\.html(?:#(\S+))?")
_PICTURE = re.compile(rf"\[!\[[^\]]+\]\((images/[\w-]+\.png)\)\]\({LIVE.pattern}\)")
_LINK = re.compile(rf"\]\({LIVE.pattern}\)")


class Picture(NamedTuple):
    """A picture, of a program's page at a moment."""

    file: Path
    program: str
    moment: str


def pictures() -> list[Picture]:
    """The pictures that the page shows, in their order."""
    text = PAGE.read_text(encoding="utf-8")
    return [Picture(DOCS / file, name, named) for file, name, named in _PICTURE.findall(text)]


def moments() -> list[tuple[str, str]]:
    """The moments that the page links to: programs, and names that `moments.moment` knows."""
    found = _LINK.findall(PAGE.read_text(encoding="utf-8"))
    return [(program, named) for program, named in found if named]
