"""Pausing, stopping, and what is left behind between two calls of `run_turns`."""

from __future__ import annotations

import asyncio
import os
import signal
import sys
import threading
from collections.abc import AsyncIterator, Iterator
from types import FunctionType

import pytest

from stillframe.loop import EventLoop

needs_threads = pytest.mark.skipif(sys.platform == "emscripten", reason="no threads, no signals")


@pytest.fixture
def loop() -> Iterator[EventLoop]:
    made = EventLoop()
    yield made
    made.run_until_complete(made.shutdown_asyncgens())
    made.close()


def test_stop_ends_it_and_pause_interrupts_it(loop: EventLoop) -> None:
    loop.call_soon(loop.pause)
    assert loop.run_turns()
    loop.call_soon(loop.stop)
    assert not loop.run_turns()


def test_stop_and_pause_in_one_turn_is_stop(loop: EventLoop) -> None:
    loop.call_soon(loop.pause)
    loop.call_soon(loop.stop)
    assert not loop.run_turns()
    loop.call_soon(loop.stop)
    assert not loop.run_turns()  # the pause is forgotten
    assert loop.turns == 2


def test_run_forever_goes_on_after_a_pause(loop: EventLoop) -> None:
    calls: list[str] = []
    loop.call_soon(loop.pause)
    loop.call_later(0.01, calls.append, "later")
    loop.call_later(0.02, loop.stop)
    loop.run_forever()
    assert calls == ["later"]


def test_a_pause_asked_for_before(loop: EventLoop) -> None:
    loop.pause()
    loop.call_later(60, print)
    assert loop.run_turns()  # at once, though nothing is ready for a minute
    assert loop.turns == 1
    loop.stop()
    assert not loop.run_turns()


def test_a_stop_while_paused(loop: EventLoop) -> None:
    loop.pause()
    assert loop.run_turns()
    loop.stop()
    assert not loop.run_turns()


@needs_threads
def test_pause_from_a_thread_wakes_the_selector(loop: EventLoop) -> None:
    timer = threading.Timer(0.05, loop.pause)
    timer.start()
    assert loop.run_turns()  # for ever, else
    timer.join()


@needs_threads
def test_pause_from_a_signal_handler_wakes_the_selector(loop: EventLoop) -> None:
    before = signal.signal(signal.SIGALRM, lambda number, frame: loop.pause())
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.05)
        assert loop.run_turns()
    finally:
        signal.signal(signal.SIGALRM, before)


@needs_threads
def test_pause_among_the_loops_own_signal_handlers(loop: EventLoop) -> None:
    loop.add_signal_handler(signal.SIGUSR1, loop.pause)
    loop.call_soon(os.kill, os.getpid(), signal.SIGUSR1)
    assert loop.run_turns()
    assert loop.remove_signal_handler(signal.SIGUSR1)


def test_pause_of_a_closed_loop_does_nothing() -> None:
    loop = EventLoop()
    loop.close()
    loop.pause()


def process_wide() -> tuple[object, ...]:
    return (
        asyncio._get_running_loop(),
        tuple(sys.get_asyncgen_hooks()),
        sys.get_coroutine_origin_tracking_depth(),
    )


@pytest.mark.parametrize("debug", [False, True])
@pytest.mark.parametrize("ends", ["stop", "pause", "turn", "error"])
def test_nothing_process_wide_stays(loop: EventLoop, debug: bool, ends: str) -> None:
    loop.set_debug(debug)
    before = process_wide()
    inside: list[tuple[object, ...]] = []

    def fails() -> None:
        raise KeyboardInterrupt

    loop.call_soon(lambda: inside.append(process_wide()))
    loop.call_soon({"stop": loop.stop, "pause": loop.pause, "turn": int, "error": fails}[ends])
    if ends == "error":
        with pytest.raises(KeyboardInterrupt):
            loop.run_turns()
    elif ends == "turn":
        loop.turn()
    else:
        loop.run_turns()
    assert process_wide() == before != inside[0]
    assert inside[0][0] is loop
    assert not loop.is_running() and loop._thread_id is None


def test_async_generators_are_known_after_a_pause(loop: EventLoop) -> None:
    """The hooks are set anew: a generator first iterated after a pause is closed by the loop."""
    closed: list[str] = []

    async def generator() -> AsyncIterator[int]:
        try:
            yield 1
        finally:
            closed.append("closed")

    kept = generator()

    async def main() -> None:
        loop.pause()
        await asyncio.sleep(0)
        await anext(kept)
        loop.stop()

    task = loop.create_task(main())
    assert loop.run_turns()
    assert not loop.run_turns()
    assert task.done() and not closed
    loop.run_until_complete(loop.shutdown_asyncgens())
    assert closed == ["closed"]


def test_it_refuses_as_asyncio_does(loop: EventLoop) -> None:
    errors: list[str] = []

    def nested() -> None:
        for run in (loop.run_forever, loop.run_turns, loop.turn):
            with pytest.raises(RuntimeError) as caught:
                run()
            errors.append(str(caught.value))
        assert asyncio.get_running_loop() is loop  # the refusal has left it alone

    loop.call_soon(nested)
    loop.turn()
    assert errors == ["This event loop is already running"] * 3
    closed = EventLoop()
    closed.close()
    for refused in (closed.run_turns, closed.turn, lambda: closed.call_soon(print)):
        with pytest.raises(RuntimeError, match="Event loop is closed"):
            refused()


def test_the_clock_goes_on_where_it_stood(loop: EventLoop) -> None:
    due = loop.call_later(1000, loop.stop)
    loop._ahead += 1001  # as on a machine that started earlier
    assert loop.time() > due.when()
    loop.run_forever()


def test_a_call_in_debug_mode_is_checked(loop: EventLoop) -> None:
    async def coroutine() -> None: ...

    loop.set_debug(True)
    for refused in (
        lambda: loop.call_soon(coroutine),
        lambda: loop.call_at_clock(0, coroutine),
        lambda: loop.call_soon(None),
    ):
        with pytest.raises(TypeError):
            refused()


def test_run_forever_on_the_machine() -> None:
    """It is plain Python: the machine runs it instruction by instruction, the turns natively."""
    from stillframe.machine import Machine, policy

    loop = EventLoop()
    calls: list[int] = []

    def again(left: int) -> None:
        calls.append(left)
        loop.pause()
        loop.call_soon(again, left - 1) if left else loop.stop()

    loop.call_soon(again, 2)
    # The machine enters no code of ours, but for the programs it is told to: here a copy.
    code = EventLoop.run_forever.__code__.replace(co_filename="program.py")
    guest = FunctionType(code, EventLoop.run_forever.__globals__)
    machine = Machine(guest, loop, enter=policy.everything())
    machine.run()
    assert calls == [2, 1, 0]
    loop.close()
