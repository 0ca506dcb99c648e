"""Every program of the corpus does the same on every engine."""

from __future__ import annotations

from pathlib import Path

import pytest

from differential.engines import ENGINES
from differential.program import Program
from differential.same import assert_same
from programs.known import KNOWN

CORPUS = Path(__file__).parent / "corpus"
PROGRAMS = sorted(CORPUS.glob("*.py"))


@pytest.mark.parametrize("path", PROGRAMS, ids=[path.stem for path in PROGRAMS])
@pytest.mark.parametrize("engine", ENGINES)
def test_same(path: Path, engine: str, request: pytest.FixtureRequest) -> None:
    program = Program.of(path)
    if program.skipped:
        pytest.skip(program.skipped)
    if path.stem in KNOWN:
        request.applymarker(pytest.mark.xfail(strict=True, reason=KNOWN[path.stem]))
    assert_same(program, engines=[engine])


def test_corpus_is_whole() -> None:
    assert len(PROGRAMS) >= 200
