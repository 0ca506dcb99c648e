"""Any value as a short text: what `repr` says, as far as it takes to fill a line.

A list of a million items isn't gone through for a hundred characters, and a `repr` that raises is
no error.
"""

from __future__ import annotations

from collections import deque
from typing import Any

_LEVELS = 6

_BRACKETS: dict[type, tuple[str, str]] = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    set: ("{", "}"),
    frozenset: ("frozenset({", "})"),
    dict: ("{", "}"),
    deque: ("deque([", "])"),
}


def short(value: Any, most: int = 80) -> str:
    """The `repr` of a value on one line, cut to so many characters; never raises."""
    try:
        text = _text(value, most, _LEVELS, set())
    except Exception as error:
        text = f"<{type(value).__name__}: its repr() raises {type(error).__name__}>"
    text = text if len(text) <= most else text[: most - 3] + "..."
    return printable(text)


def printable(text: str) -> str:
    """The text on one line, without what a terminal would obey."""
    if text.isprintable():
        return text
    return "".join([one if one.isprintable() else ascii(one)[1:-1] for one in text])


def _text(value: Any, most: int, levels: int, outer: set[int]) -> str:
    kind: type = type(value)
    brackets = _BRACKETS.get(kind)
    if brackets is None or not value:
        if kind is str or kind is bytes or kind is bytearray:
            return repr(value[: most + 1])
        if kind is int and value.bit_length() > 10_000:  # CPython refuses to write it
            return f"<int of {value.bit_length():,} bits>"
        return repr(value)
    first, last = brackets
    if not levels or id(value) in outer:
        return f"{first}...{last}"
    outer.add(id(value))
    parts: list[str] = []
    room = most
    for item in value.items() if kind is dict else value:
        if room < 0:  # what follows is cut off
            break
        if kind is dict:
            part = ": ".join([_text(one, room, levels - 1, outer) for one in item])
        else:
            part = _text(item, room, levels - 1, outer)
        room -= len(part) + 2
        parts.append(part)
    outer.discard(id(value))
    if kind is tuple and len(parts) == 1:
        last = ",)"
    elif kind is deque and value.maxlen is not None:
        last = f"], maxlen={value.maxlen})"
    return first + ", ".join(parts) + last
