"""The page on what a program keeps shows the table that the code has."""

from __future__ import annotations

import re
from pathlib import Path

from stillframe.program.table import ROWS

PAGE = Path(__file__).parents[3] / "docs" / "programs-state.md"


def test_the_table_of_the_process() -> None:
    page = PAGE.read_text(encoding="utf-8")
    found = re.search(r"<!-- rows -->\n(.*)<!-- end of rows -->", page, re.DOTALL)
    assert found is not None
    rows = [f"| {row.name} | {row.about} |" for row in ROWS.values()]
    assert found[1].splitlines() == ["| | kept |", "|---|---|", *rows]
