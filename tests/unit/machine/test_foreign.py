"""Functions that carry canonical code: their arguments reach the slots that they belong to."""

from __future__ import annotations

from types import FunctionType
from typing import Any

import pytest

from stillframe.bytecode import decode
from stillframe.machine.foreign import stand_in


def everything(a: Any, /, b: Any, c: Any = 3, *more: Any, d: Any, e: Any = 5, **others: Any) -> Any:
    return a, b, c, more, d, e, others


def stars_first(*more: Any, d: Any) -> Any:
    return more, d


def names_only(*, d: Any, **others: Any) -> Any:
    return d, others


@pytest.mark.parametrize(
    ("function", "arguments", "named"),
    [
        (everything, (1, 2), {"d": 4}),
        (everything, (1, 2, 0, 7, 8), {"d": 4, "e": 6, "a": 9}),
        (stars_first, (1, 2), {"d": 3}),
        (names_only, (), {"x": 1, "d": 3}),
    ],
)
def test_arguments(function: Any, arguments: tuple[Any, ...], named: dict[str, Any]) -> None:
    code = stand_in(decode(function.__code__))
    foreign = FunctionType(code, globals(), None, function.__defaults__, None)
    foreign.__kwdefaults__ = function.__kwdefaults__
    assert foreign(*arguments, **named) == function(*arguments, **named)
