"""What the pages tell readers to make can be made."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3]
PAGES = [*ROOT.glob("*.md"), *ROOT.glob("docs/*.md"), *ROOT.glob("tests/*.md")]
TARGETS = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.M))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_targets_are_there(page: Path) -> None:
    named = re.findall(r"(?:`|^ {4})make ([a-z0-9-]+)", page.read_text(encoding="utf-8"), re.M)
    assert set(named) <= TARGETS
