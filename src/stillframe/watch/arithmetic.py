"""Floats that a step has computed, written as what was computed: an operation and its operands.

The digits of a float can't be compressed. How it came about can: a loop makes its floats in the
same way in each turn. Only what comes to the same digits when it is done again is written so;
``+ - * /`` of floats are IEEE 754's everywhere, in a browser, too.
"""

import re
from collections.abc import Callable
from operator import add, mul, sub, truediv
from typing import Any

from stillframe.watch.trace import Trace

OPERATIONS: dict[str, Callable[[float, float], float]] = {
    "+": add,
    "-": sub,
    "*": mul,
    "/": truediv,
}

Text = str | list[Any]
"""Of a value: its text, or ``[operation, one, other]``. Of an operand it says how far before
it that stands, or, below 0, the negative of its place."""

_FLOAT = re.compile(r"-?\d+(\.\d+)?(e[+-]\d+)?")
_WHOLE = 15  # digits of an int that is a float as well
_FAR = 500  # what stands farther before is no loop's last turn: a constant, or like one
_FEW = 100  # in so many steps one float: fewer aren't worth a look at each step


def write(trace: Trace) -> list[Text]:
    """The texts of a trace's values. Where there are many floats, costs a reading of all steps."""
    texts: list[str] = trace.data["values"]["text"]
    written: list[Text] = list(texts)
    numbers = {value: float(text) for value, text in enumerate(texts) if _is_number(text)}
    if sum("." in texts[value] or "e" in texts[value] for value in numbers) * _FEW < trace.steps:
        return written
    for value, sign, one, other in trace.operations():
        if value not in numbers or not max(one, other) < value or sign not in OPERATIONS:
            continue
        if one in numbers and other in numbers and type(written[value]) is str:
            try:
                result = OPERATIONS[sign](numbers[one], numbers[other])
            except ArithmeticError:
                continue
            if repr(result) == texts[value]:
                written[value] = [sign, _place(value, one), _place(value, other)]
    return written


def read(written: list[Text]) -> list[str]:
    """The texts again."""
    texts: list[str] = []
    for place, text in enumerate(written):
        if not isinstance(text, str):
            sign, one, other = text
            operands = (float(texts[-far if far < 0 else place - far]) for far in (one, other))
            text = repr(OPERATIONS[sign](*operands))
        texts.append(text)
    return texts


def _place(value: int, operand: int) -> int:
    return value - operand if value - operand <= _FAR else -operand


def _is_number(text: str) -> bool:
    found = _FLOAT.fullmatch(text)
    return found is not None and (any(found.groups()) or len(text) <= _WHOLE)
