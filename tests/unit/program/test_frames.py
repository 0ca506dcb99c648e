"""The machine's frames: frozen and thawed between any two instructions."""

from __future__ import annotations

import io
from collections.abc import Callable
from typing import Any

import pytest

from stillframe import Machine
from stillframe.machine import policy
from stillframe.program import frames
from stillframe.snapshot.codes import Reader, Writer
from stillframe.snapshot.pickler import Freezer, Thawer
from unit.program import scripts

RUN = policy.program([scripts.__file__], native_coroutines=True)


class ProgramFreezer(Freezer):
    def reducer_override(self, obj: Any) -> Any:
        reduce = frames.REDUCERS.get(type(obj))
        return reduce(obj) if reduce is not None else super().reducer_override(obj)


def cut(machine: Machine) -> Machine:
    file, codes = io.BytesIO(), Writer(whole=False)
    chain = [*machine.frames()][::-1]
    ProgramFreezer(file, [], codes).dump(chain)
    again = Thawer(file.getvalue(), [], Reader(codes.section(), "current")).load()
    frames.link(again)
    return Machine.of_frames(again)


@pytest.mark.parametrize("script", scripts.ALL, ids=lambda script: script.__name__)
@pytest.mark.parametrize("every", [1, 7])
def test_cut_everywhere(script: Callable[[], Any], every: int) -> None:
    machine = Machine(script, enter=RUN)
    kept, steps = [], 0
    while machine.step():
        steps += 1
        if steps % every == 0:
            kept.append(machine)
            machine = cut(machine)
    assert repr(machine.result) == repr(script())
    assert steps > 50
