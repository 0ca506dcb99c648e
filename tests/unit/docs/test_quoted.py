"""What docs/event-loop.md quotes of the loop's code stands there, letter for letter."""

from __future__ import annotations

from pathlib import Path

from unit.docs import pages

ROOT = Path(__file__).parents[3]
PAGE = (ROOT / "docs" / "event-loop.md").read_text(encoding="utf-8")
CODE = "".join(
    (ROOT / "src" / "stillframe" / "loop" / name).read_text(encoding="utf-8")
    for name in ("turn.py", "waiting.py")
)


def test_quoted_code() -> None:
    run = {code.line for code, _ in pages.programs(PAGE)}
    quoted = [
        block
        for block in pages.blocks(PAGE)
        if block.language == "python" and block.line not in run
    ]
    assert len(quoted) >= 6
    for block in quoted:
        assert block.text in CODE, f"docs/event-loop.md:{block.line}"
