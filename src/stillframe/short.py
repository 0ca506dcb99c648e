"""Any value as a short text: what `repr` says, as far as it takes to fill a line.

A list of a million items isn't gone through for a hundred characters, and a `repr` that raises is
no error.
"""

from __future__ import annotations

from itertools import islice
from typing import Any

_ITEMS = 50  # of a container, at each level
_LEVELS = 6

_BRACKETS: dict[type, tuple[str, str]] = {
    list: ("[", "]"),
    tuple: ("(", ")"),
    set: ("{", "}"),
    frozenset: ("frozenset({", "})"),
    dict: ("{", "}"),
}


def short(value: Any, most: int = 80) -> str:
    """The `repr` of a value on one line, cut to so many characters; never raises."""
    try:
        text = _text(value, most, _LEVELS, set())
    except Exception as error:
        text = f"<{type(value).__name__}: its repr() raises {type(error).__name__}>"
    text = text if len(text) <= most else text[: most - 3] + "..."
    if text.isprintable():
        return text
    return "".join([one if one.isprintable() else ascii(one)[1:-1] for one in text])


def _text(value: Any, most: int, levels: int, outer: set[int]) -> str:
    kind: type = type(value)
    brackets = _BRACKETS.get(kind)
    if brackets is None or not value:
        if kind is str or kind is bytes or kind is bytearray:
            return repr(value[:most])
        if kind is int and value.bit_length() > 10_000:  # CPython refuses to write it
            return f"<int of {value.bit_length():,} bits>"
        return repr(value)
    first, last = brackets
    if not levels or id(value) in outer:
        return f"{first}...{last}"
    outer.add(id(value))
    parts = []
    for item in islice(value, _ITEMS):
        part = _text(item, most, levels - 1, outer)
        parts.append(
            f"{part}: {_text(value[item], most, levels - 1, outer)}" if kind is dict else part
        )
    outer.discard(id(value))
    if len(value) > _ITEMS:
        parts.append("...")
    if kind is tuple and len(parts) == 1:
        last = ",)"
    return first + ", ".join(parts) + last
