"""Random programs do the same on the machine as on CPython.

By default few, and the same ones every time; ``STILLFRAME_RANDOM=2000`` runs so many new ones
and makes those that fail smaller, which takes minutes.
"""

from __future__ import annotations

import os
import sys

import pytest
from hypothesis import HealthCheck, Phase, event, given, settings

from differential.engines import cpython
from differential.grammar import programs
from differential.outcome import observe
from differential.program import Program
from differential.same import assert_same

LONG = int(os.environ.get("STILLFRAME_RANDOM", "0"))


def bounded(examples: int) -> settings:
    """So many examples, always the same; or as many as the environment says, new ones."""
    return settings(
        max_examples=LONG or examples,
        derandomize=not LONG,
        phases=[Phase.generate, Phase.shrink] if LONG else [Phase.generate],
        database=None,
        deadline=None,
        suppress_health_check=list(HealthCheck),
        print_blob=True,
    )


@pytest.mark.skipif(sys.platform == "emscripten", reason="takes minutes in WebAssembly")
@pytest.mark.timeout(max(300, LONG))
@bounded(60)
@given(programs())
def test_grammar(source: str) -> None:
    program = Program.of(source)
    event("ends with " + (observe(program, cpython).exception or "nothing").split(":")[0])
    assert_same(program, seconds=60)
