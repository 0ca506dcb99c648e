"""A million steps: how long the page takes to open, and how many steps it shows in a second."""

from __future__ import annotations

import time
from typing import Any

import pytest

pytestmark = pytest.mark.slow

SPENT = """([name, count]) => {
    const begin = performance.now();
    for (let turn = 0; turn < count; turn++) {
        stillframe.act(name, true);
        document.querySelector("#frames").getBoundingClientRect();
    }
    return (performance.now() - begin) / count;
}"""


def test_a_million_steps_open_in_two_seconds(watch: Any) -> None:
    watched = watch("million")
    assert watched.trace.steps >= 1_000_000
    begin = time.perf_counter()
    watched.open("step=700000")
    assert time.perf_counter() - begin < 2
    assert watched.moment == 700_000


def test_sixty_steps_in_a_second(watch: Any) -> None:
    """Each step takes less than a frame, layout included."""
    watched = watch("million", "step=500000")
    for name in ("instruction", "line", "over"):
        assert watched.page.evaluate(SPENT, [name, 120]) < 1000 / 60, name
