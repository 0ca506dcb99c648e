"""Source text that is only known to compile does the same on the machine as on CPython."""

from __future__ import annotations

import pytest
from hypothesis import assume, given

from differential.engines import cpython
from differential.outcome import TooLong, observe
from differential.program import Program
from differential.same import assert_same
from differential.test_random import LONG, bounded

# Its parser is compiled, so it isn't there under Pyodide.
hypothesmith = pytest.importorskip("hypothesmith")


@pytest.mark.timeout(max(300, LONG))
@bounded(15)
@given(hypothesmith.from_grammar(auto_target=False) if LONG else hypothesmith.from_node())
def test_any_source(source: str) -> None:
    """Source that is only known to compile: mostly it raises early, in odd places."""
    program = Program.of(source)
    try:
        program.code  # noqa: B018
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        assume(False)
    try:
        observe(program, cpython, seconds=0.5)
    except TooLong:
        assume(False)
    assert_same(program, seconds=30)
