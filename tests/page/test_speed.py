"""A million steps: the page opens them, and a step costs little.

How long that takes is said (`pytest -rP` shows it) and not asserted, as it depends on the machine;
what is asserted is how much a step does.
"""

from __future__ import annotations

import time
from itertools import pairwise
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

TOUCHED = """count => {
    const observer = new MutationObserver(() => {});
    observer.observe(document.querySelector(".apart"),
        { subtree: true, childList: true, attributes: true, characterData: true });
    return Array.from({ length: count }, () => {
        stillframe.act("instruction", true);
        return observer.takeRecords().length;
    });
}"""


def test_a_million_steps_open(watch: Any) -> None:
    watched = watch("million")
    assert watched.trace.steps >= 1_000_000
    begin = time.perf_counter()
    watched.open("step=700000")
    print(f"{watched.trace.steps} steps open in {time.perf_counter() - begin:.2f} s")
    assert watched.moment == 700_000


@pytest.mark.parametrize("name", ["million", "crowd"])
def test_steps_in_a_second(watch: Any, name: str) -> None:
    """One layout for each step, and another one where a card moves, or a list is scrolled."""
    watched = watch(name)
    watched.page.evaluate(f"stillframe.go({watched.trace.steps // 2})")
    for command in ("instruction", "line", "over"):
        before = watched.layouts()
        spent = watched.page.evaluate(SPENT, [command, 60])
        print(f"{name}, {command}: {1000 / spent:.0f} steps a second, layout included")
        assert watched.layouts() - before < 2.5 * 60, command


def test_a_card_that_stays_as_it_is_isn_t_touched(watch: Any) -> None:
    watched = watch("crowd")
    happens = sorted(set(watched.trace.data["events"]["step"]))
    quiet = next(
        one
        for one, other in pairwise(happens)
        if other - one > 6 and len(watched.trace.at(one).frames) > 40
    )
    watched.page.evaluate(f"stillframe.go({quiet + 3})")
    assert watched.page.locator(".apart .card").count() == 24
    assert watched.page.evaluate(TOUCHED, 3) == [0, 0, 0]
    watched.page.evaluate(f"stillframe.go({quiet})")
    assert watched.page.evaluate(TOUCHED, 1) > [0]
