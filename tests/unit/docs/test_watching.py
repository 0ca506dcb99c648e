"""The page on watching shows the keys that the page of a run has."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterable
from importlib.resources import files
from pathlib import Path
from typing import NamedTuple

from stillframe.watch.reading.commands import COMMANDS
from stillframe.watch.terminal.commands import HERE

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


def shown(what: str, found: Iterable[tuple[Iterable[str], str]]) -> None:
    """The page has a table of these keys."""
    page = PAGE.read_text(encoding="utf-8")
    table = page.partition(f"<!-- {what} -->\n")[2].partition(f"<!-- end of {what} -->")[0]
    rows = [f"| {' '.join(f'`{key}`' for key in told)} | {does} |" for told, does in found]
    assert table.splitlines() == ["| keys | |", "|---|---|", *rows]


def test_the_keys() -> None:
    shown("keys", commands())
    assert commands() == [Command([*one.told], one.does) for one in COMMANDS]


def test_the_keys_of_the_terminal() -> None:
    shown("keys of the terminal", ((one.told, one.does) for one in HERE))
