"""Values as short texts."""

from __future__ import annotations

import sys
import time
from collections import OrderedDict, deque
from typing import Any

import pytest

from stillframe.short import short


class Broken:
    def __repr__(self) -> str:
        raise ValueError("no")


@pytest.mark.parametrize(
    "value",
    [
        1,
        "it's",
        b"\0",
        None,
        [],
        [1, [2, (3,)], {"a": {4}}],
        (),
        (1,),
        (1, 2),
        {},
        set(),
        frozenset(),
        frozenset((1,)),
        {"b": 1, "a": [None]},
        OrderedDict(a=1),
        bytearray(b"x"),
        deque([1, 2]),
        deque([1], 3),
        True,
    ],
)
def test_what_is_short_is_as_repr_says(value: Any) -> None:
    assert short(value) == repr(value)


def test_what_holds_itself_is_as_repr_says() -> None:
    held: list[Any] = [1]
    held.append(held)
    both: dict[str, Any] = {"held": held}
    both["self"] = both
    assert short(held) == repr(held)
    assert short(both) == repr(both)


def test_what_is_long_is_cut() -> None:
    assert short("x" * 1000, 10) == "'xxxxxx..."
    assert short(list(range(1000)), 12) == repr(list(range(1000)))[:9] + "..."
    assert short([10**5000], 30) == "[<int of 16,610 bits>]"


def test_a_large_container_is_not_gone_through() -> None:
    asked = []

    class Counted:
        def __repr__(self) -> str:
            asked.append(self)
            return "C"

    assert short([Counted() for _ in range(10_000)]).endswith("...")
    assert len(asked) <= 50


def test_a_repr_that_raises() -> None:
    assert short(Broken()) == "<Broken: its repr() raises ValueError>"
    assert short([Broken()]) == "<list: its repr() raises ValueError>"


def test_a_repr_of_many_lines() -> None:
    class Lines:
        def __repr__(self) -> str:
            return "one\ntwo\x1b[1m"

    assert short(Lines()) == r"one\ntwo\x1b[1m"


def test_a_very_deep_one() -> None:
    deep: list[Any] = []
    for _ in range(10 * sys.getrecursionlimit()):
        deep = [deep]
    start = time.monotonic()
    assert short(deep) == "[[[[[[[...]]]]]]]"
    assert time.monotonic() - start < 10
