"""Moments by what happens there, as a link of the gallery names them.

``yield=3`` is the moment behind the third yield of the run; ``yield=3&of=walk.1`` behind the third
one of the generator ``walk#1``. What can be named so is what the trace has (`docs/trace.md`): the
kinds of ``events`` and of ``loop``, where ``of`` is the generator whose task it concerns; a
``raised`` exception; an ``output``.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from urllib.parse import parse_qsl

from stillframe.watch.tables import rows
from stillframe.watch.trace import Trace


def moment(trace: Trace, name: str) -> int:
    """The moment of that name; `LookupError` says that there is none in this run."""
    named = dict(parse_qsl(name, strict_parsing=True))
    owner = named.pop("of", None)
    ((kind, number),) = named.items()
    generator = None if owner is None else "#".join(owner.rsplit(".", 1))
    steps = [step for step, one in _happened(trace, kind) if generator in (None, one)]
    if not 1 <= int(number) <= len(steps):
        raise LookupError(f"{name}: there are {len(steps)} of these in {trace.data['program']}")
    return steps[int(number) - 1] + 1


def _happened(trace: Trace, kind: str) -> Iterator[tuple[int, str]]:
    """The steps in which that happened, and the names of the generators that it happened to."""
    data = trace.data
    if kind == "output":
        for step in dict.fromkeys(data["output"]["step"]):
            yield step, ""
    for row in _rows(data["exceptions"], kind):
        yield row["step"], trace.name(row["frame"])
    for row in _rows(data["events"], kind):
        yield row["step"], data["generators"][row["generator"]]["name"]
    for row in _rows(data["loop"], kind):
        handle = data["handles"][row["row"]] if row["row"] >= 0 else {"task": -1}
        task = data["tasks"][handle["task"]] if handle["task"] >= 0 else {"generator": -1}
        generator = task["generator"]
        yield row["step"], data["generators"][generator]["name"] if generator >= 0 else ""


def _rows(columns: dict[str, list[Any]], kind: str) -> Iterator[dict[str, Any]]:
    return (row for row in rows(columns) if row["kind"] == kind)
