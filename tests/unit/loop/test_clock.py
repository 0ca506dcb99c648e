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
    """Stands for the module `time` in `clock`: a wall clock that only moves when it is set."""

    now = 1_800_000_000.0

    def time(self) -> float:
        return self.now


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
    end = time.monotonic() + 30
    while not calls and time.monotonic() < end:  # a turn may end early, by what the clocks differ
        loop.turn()
    assert moment <= calls[0] < moment + 30


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
    timer = loop.call_at_clock(wall.now + 10, calls.append, "at its moment")
    loop.call_later(30, calls.append, "in half a minute")
    wall.now -= 35
    loop._ahead += 10
    loop.call_soon(int)
    loop.turn()
    assert calls == []
    assert timer.when() - loop.time() == pytest.approx(45, abs=5)
    wall.now += 45
    loop._ahead += 45
    loop.turn()
    assert calls == ["in half a minute", "at its moment"]


def test_a_clock_set_forward(loop: EventLoop, wall: Clock) -> None:
    loop.call_at_clock(wall.now + 10_000, loop.stop)
    wall.now += 10_000
    loop._ahead += clock.LOOK_AGAIN
    loop.run_forever()


@pytest.mark.parametrize(("away", "left"), [(0, 50), (49, 1), (1000, 0)])
def test_a_thawed_loop_keeps_the_moment(
    loop: EventLoop, wall: Clock, away: float, left: float
) -> None:
    """The wall clock goes on while nothing runs, the loop's doesn't."""
    task = loop.create_task(stillframe.sleep_until(wall.now + 50))
    loop.turn()
    loop.call_later(50, print, "time that is left")
    frozen = stillframe.freeze((loop, task))
    wall.now += away
    thawed, again = stillframe.thaw(frozen)
    moments, plain = [], []
    for timer in thawed._scheduled:
        kept = moments if type(timer) is clock.ClockTimer else plain
        kept.append(timer.when() - thawed.time())
    assert plain == [pytest.approx(50, abs=5)]
    assert max(0.0, *moments) == pytest.approx(left, abs=5 if left != 1 else 0.99)
    wall.now += left
    thawed._ahead += left
    thawed.run_until_complete(again)
    thawed.close()
    task.cancel()
    with pytest.raises(asyncio.CancelledError):
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
        assert -0.001 < runner.run(main()) < 30


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
