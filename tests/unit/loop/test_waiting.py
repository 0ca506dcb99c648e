"""Under the machine, whoever waits for a loop is a frame of it."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from typing import Any

import pytest

from stillframe import Machine
from stillframe.loop import EventLoop
from stillframe.machine import policy
from stillframe.machine.stopping import request_stop, take_back


@pytest.fixture(autouse=True)
def nothing_left() -> Iterator[None]:
    yield
    take_back()


async def worker(said: list[str], name: str) -> str:
    for i in range(3):
        await asyncio.sleep(0.001)
        said.append(f"{name}{i}")
    return name


def program(said: list[str]) -> Any:
    async def main() -> list[str]:
        asyncio.get_running_loop().call_soon(pause)
        return await asyncio.gather(worker(said, "a"), worker(said, "b"))

    def pause() -> None:
        loop = asyncio.get_running_loop()
        assert isinstance(loop, EventLoop)
        request_stop()
        loop.pause()
        if len(said) < 6:
            loop.call_later(0.001, pause)

    with asyncio.Runner(loop_factory=EventLoop) as runner:
        return [runner.run(main()), said]


def test_a_pause_stops_the_machine_between_two_turns() -> None:
    machine = Machine(program, [], enter=policy.program(native_coroutines=True))
    stops = 0
    while machine.go_on():
        take_back()
        names = [frame.code.name for frame in machine.frames()]
        if "run_forever" in names:
            stops += 1
            assert names[0] == "run_forever"
            assert names[-1] == "program"
            assert asyncio._get_running_loop() is None
    assert stops > 2
    result, said = machine.result
    assert result == ["a", "b"]
    assert sorted(said) == ["a0", "a1", "a2", "b0", "b1", "b2"]
