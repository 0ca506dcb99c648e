"""Random generators, coroutines and async generators are cut at every suspension: nothing changes.

By default few, and the same ones every time; ``STILLFRAME_RANDOM=2000`` runs so many new ones.
"""

from __future__ import annotations

import contextlib
import gc
import io
import types
import warnings
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import event, given, reject
from hypothesis import strategies as st

from cuts.drive import Cuts, by_bytes, consumed, drive
from cuts.grammar import suspending
from differential.test_random import LONG, bounded
from stillframe import fork

STEPS = 2_000  # the programs run out of fuel before


def start(source: str) -> Any:
    """The object of a new program, whose module nobody can import: it is saved by value."""
    module = types.ModuleType("cut_at_random")
    try:
        exec(compile(source, "<program>", "exec", dont_inherit=True), module.__dict__)
    except Exception:
        reject()  # it raises before it comes to what is cut
    return module.__dict__["case"]()


# Some programs ignore GeneratorExit when they are dropped.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.timeout(max(300, 2 * LONG))
@bounded(40)
@given(suspending(), st.none() | st.integers(1, 6))
def test_cut_at_random(program: tuple[str, str], throw_at: int | None) -> None:
    kind, source = program
    same(source, lambda obj: obj, throw_at)
    if kind == "async_generator":  # once step by step, once inside the `async for` of a coroutine
        same(source, consumed, throw_at)


def same(source: str, wrapped: Callable[[Any], Any], throw_at: int | None) -> None:
    with quiet():
        expected = drive(wrapped(start(source)), lambda obj: obj, throw_at, steps=STEPS)
    event(f"suspended {min(len(expected) - 2, 20) // 5 * 5} times or more")
    for copy in (by_bytes, fork):
        with quiet():
            found = drive(wrapped(start(source)), Cuts(copy), throw_at, steps=STEPS)
        assert found == expected


@contextlib.contextmanager
def quiet() -> Iterator[None]:
    """What a program leaves behind prints when it goes: that is here, and not in the next run."""
    gc.disable()
    gc.freeze()  # so that collecting looks at the program's own objects only
    try:
        with warnings.catch_warnings(), contextlib.redirect_stdout(io.StringIO()):
            warnings.simplefilter("ignore")  # about the program's text
            yield
            gc.collect()
    finally:
        gc.unfreeze()
        gc.enable()
