"""One turn: what is called, in which order, and that Ctrl-C tears nothing apart."""

from __future__ import annotations

import asyncio
import contextlib
import logging
import selectors
import signal
import socket
import sys
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import Any

import pytest

from stillframe.loop import EventLoop
from stillframe.loop.turn import Turns

needs_sockets = pytest.mark.skipif(sys.platform == "emscripten", reason="no sockets here")


@pytest.fixture
def loop() -> Iterator[EventLoop]:
    made = EventLoop()
    yield made
    made.close()


# -- what a turn does


def test_a_turn_calls_what_is_ready_and_no_more(loop: EventLoop) -> None:
    calls: list[str] = []

    def first() -> None:
        calls.append("first")
        loop.call_soon(calls.append, "added by the first")

    loop.call_soon(first)
    loop.call_soon(calls.append, "second")
    assert loop.turn()
    assert calls == ["first", "second"]
    assert loop.turn()
    assert calls == ["first", "second", "added by the first"]
    assert loop.turns == 2


@pytest.mark.parametrize("arguments", [(), (1,), (1, 2), ("a", "b", "c")])
def test_arguments(loop: EventLoop, arguments: tuple[Any, ...]) -> None:
    calls: list[tuple[Any, ...]] = []
    loop.call_soon(lambda *args: calls.append(args), *arguments)
    loop.turn()
    assert calls == [arguments]


def test_cancelled_before_its_turn(loop: EventLoop) -> None:
    calls: list[str] = []
    handle = loop.call_soon(calls.append, "never")
    loop.call_soon(calls.append, "called")
    handle.cancel()
    loop.turn()
    assert calls == ["called"]


def test_cancelled_in_its_turn(loop: EventLoop) -> None:
    calls: list[str] = []
    loop.call_soon(lambda: handle.cancel())
    handle = loop.call_soon(calls.append, "never")
    loop.turn()
    assert calls == [] and not loop._ready


def test_a_turn_waits_for_the_next_timer(loop: EventLoop) -> None:
    calls: list[float] = []
    due = loop.call_later(0.05, lambda: calls.append(loop.time())).when()
    assert loop.turn()
    assert calls and calls[0] >= due - loop._clock_resolution


def test_timers_come_up_in_order(loop: EventLoop) -> None:
    calls: list[int] = []
    now = loop.time()
    for number in (3, 1, 4, 0, 2):
        loop.call_at(now - 1 + number / 10, calls.append, number)
    loop.turn()
    assert calls == [0, 1, 2, 3, 4]
    assert not loop._scheduled


def test_a_cancelled_timer_is_not_waited_for(loop: EventLoop) -> None:
    loop.call_later(0.01, loop.stop)
    loop.call_later(0.005, print, "never").cancel()
    loop.run_forever()
    assert not loop._scheduled and loop._timer_cancelled_count == 0
    assert loop.turns == 1


def test_many_cancelled_timers_are_swept_out(loop: EventLoop) -> None:
    handles = [loop.call_later(1000 + number, print) for number in range(200)]
    for handle in handles[50:]:
        handle.cancel()
    loop.call_soon(loop.stop)
    loop.run_forever()
    assert len(loop._scheduled) == 50 and loop._timer_cancelled_count == 0
    assert loop._scheduled[0] is handles[0]
    handles[0].cancel()
    assert loop._timer_cancelled_count == 1


def test_a_handle_of_another_class_is_run_its_own_way(loop: EventLoop) -> None:
    class Loud(asyncio.Handle):
        def _run(self) -> None:
            calls.append("loud")
            super()._run()  # type: ignore[misc]

    calls: list[str] = []
    loop._ready.append(Loud(calls.append, ("called",), loop))
    loop.turn()
    assert calls == ["loud", "called"]


def trace(factory: Callable[[], Any], debug: bool) -> list[str]:
    """What a program of many parts does, in order, on a loop."""
    said: list[str] = []

    async def worker(name: str, queue: asyncio.Queue[int]) -> None:
        while (item := await queue.get()) >= 0:
            said.append(f"{name} {item}")
            await asyncio.sleep(0)
        said.append(f"{name} ends")

    async def failing() -> None:
        await asyncio.sleep(0)
        raise ValueError("failed")

    async def main() -> None:
        loop = asyncio.get_running_loop()
        loop.set_exception_handler(lambda _, context: said.append(context["message"][:21]))
        queue: asyncio.Queue[int] = asyncio.Queue(2)
        tasks = [asyncio.create_task(worker(name, queue)) for name in "abc"]
        for item in range(6):
            await queue.put(item)
            said.append(f"put {item}")
        await asyncio.gather(*[queue.put(-1) for _ in tasks], *tasks)
        for result in await asyncio.gather(failing(), failing(), return_exceptions=True):
            said.append(repr(result))
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.01):
                await asyncio.sleep(10)
        loop.call_soon(lambda: 1 / 0)
        loop.call_soon(said.append, "after the failure")
        await asyncio.wait_for(asyncio.shield(asyncio.sleep(0.001)), 1)
        future = loop.create_future()
        loop.call_later(0.002, future.set_result, "later")
        loop.call_later(0.001, said.append, "sooner")
        said.append(await future)

    with asyncio.Runner(loop_factory=factory, debug=debug) as runner:
        runner.run(main())
    return said


@pytest.mark.parametrize("debug", [False, True])
def test_the_same_in_the_same_order_as_asyncio(debug: bool) -> None:
    ours = trace(EventLoop, debug)
    assert len(ours) > 20
    assert ours == trace(asyncio.SelectorEventLoop, debug)


# -- what goes wrong in a callback


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("arguments", [(), (0,), (0, "more")])
def test_a_failing_callback_is_told_as_asyncio_tells_it(
    debug: bool, arguments: tuple[Any, ...]
) -> None:
    def fails(*args: Any) -> None:
        raise ValueError("failed")

    def told(factory: Callable[[], Any]) -> list[tuple[str, str, list[str]]]:
        contexts: list[dict[str, Any]] = []
        loop = factory()
        loop.set_debug(debug)
        loop.set_exception_handler(lambda _, context: contexts.append(context))
        loop.call_soon(fails, *arguments)
        loop.call_soon(loop.stop)
        loop.run_forever()
        loop.close()
        return [
            (context["message"], repr(context["exception"]), sorted(context))
            for context in contexts
        ]

    assert told(EventLoop) == told(asyncio.SelectorEventLoop) != []


def test_in_debug_mode_a_handle_knows_where_it_was_made(loop: EventLoop) -> None:
    loop.set_debug(True)
    handles: list[Any] = [
        loop.call_soon(print),
        loop.call_later(1, print),
        loop.call_at_clock(time.time(), print),
    ]
    for handle in handles:
        assert handle._source_traceback[-1].name.startswith("test_in_debug_mode")


def test_slow_callbacks_are_logged_in_debug_mode(
    loop: EventLoop, caplog: pytest.LogCaptureFixture
) -> None:
    loop.set_debug(True)
    loop.slow_callback_duration = 0.01
    loop.call_soon(time.sleep, 0.02)
    with caplog.at_level(logging.WARNING, "asyncio"):
        loop.turn()
    (record,) = caplog.records
    assert record.getMessage().startswith("Executing <Handle sleep(0.02)")
    assert loop._current_handle is None


# -- Ctrl-C


@pytest.mark.parametrize("error", [KeyboardInterrupt, SystemExit])
def test_what_was_still_to_be_called_is_called_later(
    loop: EventLoop, error: type[BaseException]
) -> None:
    def interrupted() -> None:
        raise error

    calls: list[int] = []
    loop.call_soon(calls.append, 1)
    loop.call_soon(interrupted)
    loop.call_soon(calls.append, 2)
    with pytest.raises(error):
        loop.run_forever()
    assert calls == [1] and not loop.is_running()
    loop.call_soon(loop.stop)
    loop.run_forever()
    assert calls == [1, 2]


@needs_sockets
def test_a_reader_is_not_called_twice_for_one_turn_of_the_selector(loop: EventLoop) -> None:
    """What was told before Ctrl-C and what is told again after it is one thing."""

    def interrupted() -> None:
        raise KeyboardInterrupt

    here, there = socket.socketpair()
    with here, there:
        got: list[bytes] = []
        loop.add_reader(here, lambda: got.append(here.recv(100)))  # it would block the second time
        loop.call_soon(interrupted)
        there.send(b"once")
        with pytest.raises(KeyboardInterrupt):
            loop.turn()
        assert got == []
        there.settimeout(5)
        here.settimeout(1)
        loop.turn()
        assert got == [b"once"]
        loop.remove_reader(here)


CUT = {
    function.__code__
    for function in [
        *[value for value in vars(Turns).values() if callable(value)],
        EventLoop._mend,
        asyncio.TimerHandle.__lt__,
        asyncio.SelectorEventLoop._process_events,  # type: ignore[attr-defined]
        selectors.DefaultSelector.select,
    ]
}


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="no timer that interrupts")
@pytest.mark.skipif(sys.platform == "emscripten", reason="signals come to Pyodide too seldom")
@pytest.mark.parametrize("debug", [False, True])
def test_interrupted_anywhere_nothing_is_lost_or_called_twice(loop: EventLoop, debug: bool) -> None:
    """A signal handler raises wherever CPython runs it inside a turn, thousands of times."""
    hits = 0
    turning = False

    def handler(number: int, frame: FrameType | None) -> None:
        nonlocal hits
        if turning and frame is not None and frame.f_code in CUT:
            hits += 1
            raise KeyboardInterrupt

    loop.set_debug(debug)
    loop.call_later(3600, print)  # so that the heap is never empty
    calls: list[int] = []
    made = 0
    before = signal.signal(signal.SIGALRM, handler)
    signal.setitimer(signal.ITIMER_REAL, 1e-4, 1e-4)
    try:
        end = time.monotonic() + 10
        while hits < 300 and time.monotonic() < end:
            now = loop.time()
            for number in range(60):
                # C functions: no signal handler runs in them
                if number % 2:
                    loop.call_at(now - number * 7 % 10, calls.append, made)
                else:
                    loop.call_soon(calls.append, made)
                if number % 5 == 0:
                    loop.call_at(now - number * 3 % 10, print, "cancelled").cancel()
                made += 1
            for _ in range(1000):
                if not loop._ready and loop._scheduled[0].when() > now:
                    break
                with contextlib.suppress(KeyboardInterrupt):
                    turning = True
                    loop._run_once()
                turning = False
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
    while loop._ready or loop._scheduled[0].when() <= loop.time():
        loop._run_once()
    assert hits > 20
    assert (made - len(set(calls)), len(calls) - len(set(calls))) == (0, 0)  # lost, called twice
