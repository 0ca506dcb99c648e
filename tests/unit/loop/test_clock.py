"""Timers and sleeps for moments of the wall clock, under a clock that is set."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

import stillframe
from stillframe.loop import EventLoop, clock


class Clock:
    """Stands for the module `time` in `clock`: a wall clock that can be set."""

    ahead = 0.0

    def time(self) -> float:
        return time.time() + self.ahead


@pytest.fixture
def wall(monkeypatch: pytest.MonkeyPatch) -> Clock:
    made = Clock()
    monkeypatch.setattr(clock, "time", made)
    return made


@pytest.fixture
def loop() -> Iterator[EventLoop]:
    made = EventLoop()
    yield made
    made.close()


def test_it_comes_up_at_its_moment(loop: EventLoop) -> None:
    calls: list[float] = []
    moment = time.time() + 0.05
    timer = loop.call_at_clock(moment, lambda: calls.append(time.time()))
    assert timer.timestamp == moment
    loop.turn()
    assert moment <= calls[0] < moment + 5


def test_a_moment_that_is_past_comes_up_at_once(loop: EventLoop) -> None:
    loop.call_at_clock(time.time() - 1000, loop.stop)
    loop.run_forever()
    assert loop.turns == 1


def test_it_can_be_cancelled(loop: EventLoop) -> None:
    loop.call_at_clock(time.time() + 1000, print, "never").cancel()
    assert loop._timer_cancelled_count == 1
    loop.call_soon(loop.stop)
    loop.run_forever()
    assert not loop._scheduled


def test_a_far_moment_is_looked_at_again(loop: EventLoop) -> None:
    timer = loop.call_at_clock(time.time() + 10_000, print)
    assert timer.when() - loop.time() == pytest.approx(clock.LOOK_AGAIN, abs=1)


def test_a_clock_set_back(loop: EventLoop, wall: Clock) -> None:
    """It comes up early, sees that, and goes back among the others."""
    calls: list[str] = []
    loop.call_at_clock(wall.time() + 0.01, calls.append, "by the wall clock")
    wall.ahead -= 0.05
    loop.call_later(0.03, calls.append, "by the loop's")
    while len(calls) < 2:
        loop.turn()
    assert calls == ["by the loop's", "by the wall clock"]


def test_a_clock_set_forward(loop: EventLoop, wall: Clock, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "LOOK_AGAIN", 0.01)
    loop.call_at_clock(wall.time() + 10_000, loop.stop)
    wall.ahead += 10_001
    loop.run_forever()


async def sleeper(moment: float, said: list[str]) -> list[str]:
    """One sleeps for a time, one until a moment that is earlier by the wall clock alone."""

    async def plain() -> None:
        await asyncio.sleep(0.02)
        said.append("time left")

    async def until() -> None:
        await stillframe.sleep_until(moment)
        said.append("moment")

    await asyncio.gather(plain(), until())
    return said


@pytest.mark.parametrize(
    ("away", "order"), [(0.0, ["time left", "moment"]), (1000.0, ["moment", "time left"])]
)
def test_a_thawed_loop_keeps_the_moment(
    loop: EventLoop, wall: Clock, away: float, order: list[str]
) -> None:
    task = loop.create_task(sleeper(wall.time() + 0.06, []))
    loop.call_soon(loop.pause)
    loop.run_turns()
    loop.turn()
    frozen = stillframe.freeze((loop, task))
    wall.ahead += away  # the wall clock goes on while nothing runs; the loop's doesn't
    thawed, again = stillframe.thaw(frozen)
    assert thawed.run_until_complete(again) == order
    thawed.close()
    loop.run_until_complete(task)


def test_it_reads_as_a_timer(loop: EventLoop) -> None:
    timer = loop.call_at_clock(0, print, "text")
    assert repr(timer).startswith("<ClockTimer when=")
    assert isinstance(timer, asyncio.TimerHandle)


# -- sleep_until


@pytest.mark.parametrize("factory", [EventLoop, asyncio.SelectorEventLoop])
@pytest.mark.parametrize(
    "when",
    [
        lambda moment: moment,
        lambda moment: datetime.fromtimestamp(moment, UTC),
        lambda moment: datetime.fromtimestamp(moment),
    ],
    ids=["float", "aware", "local"],
)
def test_sleep_until(factory: Callable[[], Any], when: Callable[[float], Any]) -> None:
    async def main() -> float:
        moment = time.time() + 0.05
        await stillframe.sleep_until(when(moment))
        return time.time() - moment

    with asyncio.Runner(loop_factory=factory) as runner:
        assert -0.001 < runner.run(main()) < 5


@pytest.mark.parametrize("factory", [EventLoop, asyncio.SelectorEventLoop])
def test_sleep_until_the_past_gives_way_once(factory: Callable[[], Any]) -> None:
    async def main() -> None:
        asyncio.get_running_loop().call_soon(said.append, "another")
        await stillframe.sleep_until(0)
        said.append("awake")

    said: list[str] = []
    with asyncio.Runner(loop_factory=factory) as runner:
        runner.run(main())
    assert said == ["another", "awake"]


def test_a_cancelled_sleep_leaves_no_timer() -> None:
    async def main() -> int:
        sleep = asyncio.ensure_future(stillframe.sleep_until(time.time() + 1000))
        await asyncio.sleep(0)
        sleep.cancel()
        with pytest.raises(asyncio.CancelledError):
            await sleep
        await asyncio.sleep(0)
        return len(asyncio.get_running_loop()._scheduled)  # type: ignore[attr-defined]

    with asyncio.Runner(loop_factory=EventLoop) as runner:
        assert runner.run(main()) == 0
