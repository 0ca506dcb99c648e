"""The page on watching shows the keys that the page of a run has."""

from __future__ import annotations

import ast
import re
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

PAGE = Path(__file__).parents[3] / "docs" / "watching.md"


class Command(NamedTuple):
    told: list[str]
    does: str


def commands() -> list[Command]:
    """The table of `keys.js`."""
    text = files("stillframe.watch.page").joinpath("keys.js").read_text(encoding="utf-8")
    table = text.partition("COMMANDS = [")[2].partition("\n];")[0]
    found = re.findall(r'told: (\[.*?"\]),\s+does: (".*?")[,\s]*\}', table)
    assert len(found) == table.count("name:")
    return [Command(ast.literal_eval(told), ast.literal_eval(does)) for told, does in found]


def test_the_keys() -> None:
    page = PAGE.read_text(encoding="utf-8")
    shown = page.partition("<!-- keys -->\n")[2].partition("<!-- end of keys -->")[0]
    rows = [f"| {' '.join(f'`{key}`' for key in told)} | {does} |" for told, does in commands()]
    assert shown.splitlines() == ["| keys | |", "|---|---|", *rows]
