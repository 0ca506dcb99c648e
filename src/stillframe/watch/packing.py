"""A trace as text for a page: JSON, compressed, in base64.

Before that, its long columns are written so that what repeats in the run repeats in the text, too:
steps as differences, new values and frames as what is new, floats as what was computed. `unpack`
undoes it, and so does a page.
"""

import base64
import json
import zlib
from collections.abc import Iterator
from typing import Any

from stillframe.watch import arithmetic
from stillframe.watch.changes import ARGUMENTS, BOUND, ENTER, HANDLED, PUSH, RAISING, SLOT
from stillframe.watch.trace import Trace, generator_names

# Columns that are written as differences, by their places.
_DIFFERENCES = (
    ("changes", "step"),
    ("contents", "moment"),
    ("events", "step"),
    ("events", "generator"),
    ("exceptions", "step"),
    ("frames", "generator"),
    ("loop", "step"),
    ("output", "step"),
)


def as_json(trace: Trace) -> str:
    """The trace's JSON-ready form, as short as JSON can be."""
    return _json(trace.data)


def pack(trace: Trace) -> str:
    """Base64 of zlib's format, which a browser opens with ``DecompressionStream("deflate")``."""
    data = _copied(trace.data)
    for table, column in _DIFFERENCES:
        data[table][column] = list(_differences(data[table][column]))
    newest = Newest()
    data["recorded"] = [newest.write(value) for value in data["recorded"]]
    data["changes"]["what"] = _changes(data["changes"]["what"], "write")
    data["values"]["text"] = arithmetic.write(trace)
    data["values"]["number"] = [int(number > 0) for number in data["values"]["number"]]
    data["generators"] = {
        name: list(_differences([row[name] for row in data["generators"]]))
        for name in ("frame", "value")
    }
    return base64.b64encode(zlib.compress(_json(data).encode(), 9)).decode("ascii")


def unpack(text: str) -> Trace:
    """The trace that `pack` was given."""
    data = json.loads(zlib.decompress(base64.b64decode(text)))
    for table, column in _DIFFERENCES:
        data[table][column] = list(_sums(data[table][column]))
    newest = Newest()
    data["recorded"] = [newest.read(number) for number in data["recorded"]]
    data["changes"]["what"] = _changes(data["changes"]["what"], "read")
    data["values"]["text"] = arithmetic.read(data["values"]["text"])
    data["values"]["number"] = list(_numbers(**data["values"]))
    packed = data["generators"]
    rows = zip(_sums(packed["frame"]), _sums(packed["value"]), strict=True)
    data["generators"] = generator_names(rows, data["frames"]["code"], data["codes"])
    return Trace(data)


class Newest:
    """Numbers that mostly either come again or are the next new one.

    One that is greater than all before is written as how much greater, below 0.
    """

    def __init__(self) -> None:
        self.number = 0

    def write(self, number: int) -> int:
        if number <= self.number:
            return number
        before, self.number = self.number, number
        return before - number

    def read(self, written: int) -> int:
        if written >= 0:
            return written
        self.number -= written
        return self.number


def _changes(rows: list[list[int]], how: str) -> list[list[int]]:
    """Values and entered frames, each by what is newest.

    A frame that isn't new is written as how many newer ones there are: the same way for a loop
    whose every turn makes its own.
    """
    value, frame = getattr(Newest(), how), getattr(Distance(), how)
    found = []
    for row in rows:
        row = row.copy()
        place = 0
        while place < len(row):
            kind = row[place]
            if kind in (PUSH, HANDLED, RAISING):
                row[place + 1] = value(row[place + 1])
            elif kind == SLOT:
                row[place + 2] = value(row[place + 2])
            elif kind == BOUND:
                row[place + 3] = value(row[place + 3])
            elif kind == ENTER:
                row[place + 1] = frame(row[place + 1])
            place += 1 + ARGUMENTS[kind]
        found.append(row)
    return found


class Distance:
    """Numbers as how far they are below the greatest before them; those above it, below 0."""

    def __init__(self) -> None:
        self.number = 0

    def write(self, number: int) -> int:
        distance = self.number - number
        self.number = max(self.number, number)
        return distance

    def read(self, distance: int) -> int:
        number = self.number - distance
        self.number = max(self.number, number)
        return number


def _differences(column: list[int]) -> Iterator[int]:
    before = 0
    for number in column:
        yield number - before
        before = number


def _sums(column: list[int]) -> Iterator[int]:
    total = 0
    for number in column:
        total += number
        yield total


def _numbers(type: list[int], number: list[int], **_: Any) -> Iterator[int]:
    """Each object's number, counted by type; 0 for what isn't counted."""
    counts: dict[int, int] = {}
    for kind, counted in zip(type, number, strict=True):
        counts[kind] = counts.get(kind, 0) + counted
        yield counts[kind] if counted else 0


def _copied(data: dict[str, Any]) -> dict[str, Any]:
    """A copy whose tables can be changed."""
    return {key: dict(part) if isinstance(part, dict) else part for key, part in data.items()}


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, separators=(",", ":"), ensure_ascii=False)
