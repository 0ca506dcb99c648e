"""The programs that the event loops are measured with, and the table that comes out."""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

import pytest

sys.path.append(str(Path(__file__).resolve().parents[2]))

from benchmarks import loop
from benchmarks.loop_programs import PROGRAMS

from stillframe.loop import EventLoop

NO_SOCKETS = sys.platform == "emscripten"


@pytest.mark.parametrize("program", PROGRAMS)
def test_a_program_runs_on_our_loop(program: str) -> None:
    if NO_SOCKETS and program.startswith("echo"):
        pytest.skip("no sockets here")
    main, _ = PROGRAMS[program]
    with asyncio.Runner(loop_factory=EventLoop) as runner:
        runner.run(main(200))


def numbers(ratio: float) -> loop.Numbers:
    ratios = {name: [ratio, ratio * 1.1, ratio * 0.9] for name in PROGRAMS}
    microseconds = {name: [1.0, 2.0, 3.0] for name in PROGRAMS}
    return {"ratios": {"stillframe": ratios, "uvloop": ratios}, "microseconds": microseconds}


@pytest.mark.parametrize(("ratio", "said"), [(0.9, "**met** (0.90"), (1.1, "**not met** (1.10")])
def test_the_table(ratio: float, said: str, tmp_path: Path) -> None:
    text = loop.render({"3.12": numbers(ratio)}, 3)
    assert f"| switches | {ratio:.2f} ({ratio * 0.9:.2f} to {ratio * 1.1:.2f}) |" in text
    assert said in text
    page = tmp_path / "page.md"
    page.write_text(f"before {loop.BEGIN} old {loop.END} after")
    loop.write(text, page)
    assert page.read_text() == f"before {loop.BEGIN}\n\n{text}\n\n{loop.END} after"


def test_the_page_has_its_place() -> None:
    page = loop.PAGE.read_text(encoding="utf-8")
    assert page.count(loop.BEGIN) == page.count(loop.END) == 1
